"""The day of the news: what is told to have been done at a meeting tells of the day on which it was done.

Wire copy names its day once, at the top ("said on Tuesday"), and from there on tells of the same day without a date:
"He was speaking at the start of a meeting with the envoys", "Tallis, on a visit to Rome, declined to comment".
"""

from datetime import date
from typing import Final, NamedTuple

from processors.dates import DateMention, find_dates
from processors.story import Story
from processors.tokens import Token

_AT: Final = frozenset({"during", "at"})
_PARTS: Final = frozenset(
    {"start", "beginning", "opening", "outset", "end", "close", "conclusion", "margin", "sideline", "day"}
)
_JOURNEYS: Final = frozenset({"visit", "trip", "tour", "stay", "stopover"})
_OTHER_DAYS: Final = frozenset({"previous", "earlier", "recent", "last", "first", "past", "next", "future", "recently"})
_HEAD_SENTENCES: Final = 3
_DAY_KINDS: Final = frozenset({"today", "weekday", "day", "yesterday"})


class NewsDay(NamedTuple):
    """The day of which an article tells, and where it says so: a sentence's expression, or the dateline."""

    day: date
    sentence: int | None
    mention: DateMention | None


def is_occasion(predicate: Token) -> bool:
    """True if something is told in the past tense to have been done at the predicate's event ("said during talks")."""
    noun = predicate
    if noun.pos_ not in {"NOUN", "PROPN"} or any(t.lower_ in _OTHER_DAYS for t in noun.children):
        return False
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in _PARTS:
        noun = noun.head.head
    if noun.dep_ != "pobj":
        return False
    preposition = noun.head.lower_
    journey = preposition == "on" and (predicate.lemma_ in _JOURNEYS or noun.lemma_ == "day")
    if preposition not in _AT and not journey:
        return False
    act = noun.head.head
    if act.pos_ in {"NOUN", "PROPN"}:  # "answered a question at the start of talks"
        act = act.head.head if act.dep_ == "pobj" else act.head
    return _tells_what_happened(act)


def _tells_what_happened(verb: Token) -> bool:
    if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ == "acl":
        return False
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.lemma_ == "have" or c.tag_ in {"MD", "TO"} for c in auxiliaries):
        return False  # "had said at a meeting" is of an earlier day
    if verb.tag_ in {"VBG", "VBN"} and verb.dep_ == "advcl":  # "Talking to reporters at a meeting, he said ..."
        return _tells_what_happened(verb.head)
    past = verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in auxiliaries)
    return past and verb.dep_ in {"ROOT", "conj", "advcl", "ccomp"}


def news_day(story: Story, reference: date) -> NewsDay | None:
    """The day an article gives at its top, if it is the `reference` or the day before; else the day of its dateline."""
    body = [sentence for sentence in story.sentences if sentence.part == "body"]
    for sentence in body[:_HEAD_SENTENCES]:
        for mention in find_dates(story.sentence_text(sentence.index)):
            if mention.kind not in _DAY_KINDS or "which" in mention.parts:
                continue
            days = mention.resolve(reference, "past")
            if days is not None and 0 <= (reference - days.first).days <= 1:
                return NewsDay(days.first, sentence.index, mention)
    if story.dateline is not None and story.dateline.day:
        return NewsDay(reference, None, None)
    return None
