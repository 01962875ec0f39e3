"""When an event took or takes place: the date expression that belongs to its predicate, read with its tense."""

import itertools
import re
from datetime import date, timedelta

from processors.actors.speech import is_reporting
from processors.candidate import Candidate, MeetingCandidate
from processors.dates import DateMention, Days, Direction, find_dates
from processors.journey import journey_of
from processors.story import Story
from processors.tokens import Doc, Token
from processors.watchlist_index import last_day
from schemas.event import Time

_PAST = frozenset({"held", "ended", "granted", "withdrawn", "denied"})
_SEASON = 92
_NARRATED = frozenset({"held", "ongoing", "scheduled"})
_FUTURE = frozenset({"scheduled", "proposed", "possible", "postponed", "intends", "not_planned"})


def time_of(story: Story, candidate: Candidate) -> Time | None:
    """The time of a candidate's event, or None when the text does not say it.

    Weekdays and dates without a year are read after the candidate's status: what was held lies before the version's
    creation, what is scheduled after it. Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    predicate = doc[candidate.head]
    reference = reference_day(story)
    status = candidate.status if isinstance(candidate, MeetingCandidate) else candidate.stance
    direction: Direction = "past" if status in _PAST else "future" if status in _FUTURE else "near"
    best = _nearest(doc, predicate)
    if best is not None and best.kind == "hence" and direction == "past":
        best = None  # "their first talks in two years"
    sentence = candidate.sentence
    if best is None and (journey := journey_of(story, candidate)) is not None:
        sentence = journey.sentence
        best = _nearest(story.docs[sentence], story.docs[sentence][journey.head])
    days = (
        best.resolve(reference, direction if sentence == candidate.sentence else "near") if best is not None else None
    )
    now = status in _NARRATED and _narrates_now(story, doc, predicate, status)
    if best is not None and days is not None:
        vague = days.precision != "day" and days.first <= reference <= days.last
        if not (now and vague):
            return _time(story, sentence, best, days)
    if now:
        return Time(start=reference.isoformat(), end=reference.isoformat(), precision="day", basis="dateline")
    return None


def is_background(story: Story, time: Time | None) -> bool:
    """True if the event lies clearly before the news: it ended more than a season ago."""
    if time is None or time.end is None:
        return False
    return (reference_day(story) - last_day(time.end)).days > _SEASON


def reference_day(story: Story) -> date:
    """The day from which "today" counts: the dateline's where it agrees with the version's, else the version's."""
    created = story.version_created.date()
    line = story.dateline
    if line is not None and line.month and line.day:
        for shift in (0, -1, 1):
            day = created + timedelta(days=shift)
            if (day.month, day.day) == (line.month, line.day):
                return day
    return created


def _nearest(doc: Doc, predicate: Token) -> DateMention | None:
    """The date expression that belongs to the predicate, if any."""
    costs = [(_distance(doc, predicate, mention), mention) for mention in find_dates(doc.text)]
    found = [(cost, abs(mention.start - predicate.idx), mention) for cost, mention in costs if cost is not None]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _time(story: Story, index: int, mention: DateMention, days: Days) -> Time:
    base = story.sentences[index].start
    length = {"day": 10, "month": 7, "year": 4}.get(days.precision, 10)
    return Time(
        start=days.first.isoformat()[:length],
        end=days.last.isoformat()[:length],
        precision=days.precision,
        basis=days.basis,
        text=story.sentence_text(index)[mention.start : mention.end],
        start_char=base + mention.start,
        end_char=base + mention.end,
    )


_CLAUSES = frozenset({"ccomp", "parataxis", "relcl", "advcl", "acl", "csubj"})
_ASIDE = frozenset({"after", "following", "since", "before", "despite", "because", "amid", "ahead", "until", "over"})
_TIMES = frozenset(
    {"morning", "afternoon", "evening", "night", "day", "week", "month", "end", "start", "beginning", "first"}
)
_LIMIT = 7.0
_SAID = re.compile(r"\b(?:said|told)\b")
_HABIT = frozenset({"frequently", "often", "regularly", "usually", "always", "rarely", "occasionally"})
_STARTS = frozenset(
    {"arrive", "fly", "travel", "land", "gather", "visit", "begin", "start", "open", "convene", "kick", "depart"}
)


def _distance(doc: Doc, predicate: Token, mention: DateMention) -> float | None:
    """How far the expression stands from the predicate in the parse, or None if it belongs to another verb."""
    span = doc.char_span(mention.start, mention.end)
    if span is None:
        return None
    if span.start <= predicate.i < span.end:
        return 0.0
    if mention.kind == "year" and _is_another_names(span.root, predicate):
        return None
    up_from_date, up_from_predicate = _chain(span.root), _chain(predicate)
    joint = next((t for t in up_from_date if t in up_from_predicate), None)
    if joint is None:
        return None
    cost = 0.0
    for token in up_from_date[: up_from_date.index(joint)]:
        if token.lower_ == "since":
            return None
        cost += 1 + (6 if token.dep_ in _CLAUSES else 0) + (2 if token.pos_ == "VERB" else 0)
        if token != span.root and token.pos_ == "NOUN" and token.lemma_ not in _TIMES and token != predicate:
            cost += 3  # "last week's attack"
    for token in up_from_predicate[: up_from_predicate.index(joint)]:
        cost += 0.5
        if token.dep_ == "ccomp" or (token.dep_ in _CLAUSES and token.i != predicate.i) or token.lower_ in _ASIDE:
            cost += 6
        if token.dep_ in {"relcl", "advcl", "acl"}:
            cost += 2
    return cost if cost < _LIMIT else None


def _is_another_names(year: Token, predicate: Token) -> bool:
    """True for the year of another noun ("2011 protests"), unless that noun dates ("during the 2016 campaign")."""
    noun = year.head
    if year.dep_ not in {"nummod", "compound", "nmod"} or noun == predicate:
        return False
    return noun.dep_ != "pobj" or noun.head.lower_ != "during"


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def _narrates_now(story: Story, doc: Doc, predicate: Token, status: str) -> bool:
    """True if the clause of the predicate is told in the present tense, as dated news in brief tells what happened.

    An agency's dated copy tells it in the past, so its present tense ("talks are going on") means nothing of the kind;
    what lies behind "after" or "ahead of" happened on another day.
    """
    if story.dateline is not None or _SAID.search(story.body) or any(t.lower_ in _HABIT for t in doc):
        return False
    if any(t.lower_ in {"i", "we", "my", "our"} for t in doc) or _is_reported(predicate):
        return False
    verb: Token | None = None
    for token in _chain(predicate):
        if token.lower_ in _ASIDE or (token.dep_ == "pcomp" and token.head.lower_ in _ASIDE):
            return False
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _ASIDE for c in token.children):
            return False
        if token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBZ", "VBP", "VBD", "MD"}:
            verb = token
            break
        auxiliary = next(
            (c for c in token.children if c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBZ", "VBP", "VBD", "MD"}), None
        )
        if auxiliary is not None:
            verb = auxiliary
            break
    if (
        verb is None and status == "held"
    ):  # a headline whose verb is read as a noun ("Leaders of two states hold talks")
        return not any(t.tag_ in {"VBD", "MD"} for t in doc)
    if verb is None or verb.tag_ not in {"VBZ", "VBP"} or (verb.lemma_ == "have" and verb.dep_ == "aux"):
        return False
    if status == "scheduled":
        return verb.lemma_ in _STARTS
    return True


def _is_reported(predicate: Token) -> bool:
    """True if the predicate lies in what a reporting verb says, not beside it ("during a call, X tells Y")."""
    chain = _chain(predicate)
    return any(
        is_reporting(above) and below.dep_ in {"ccomp", "parataxis", "dobj", "xcomp"}
        for below, above in itertools.pairwise(chain)
    )
