"""News in brief told in the present tense: "Tallis meets the envoys" is of the day on which it is printed."""

import itertools
import re
from typing import Final

from processors.actors.speech import is_reporting
from processors.story import Story
from processors.tokens import Token

_ASIDE: Final = frozenset(
    {"after", "following", "since", "before", "despite", "because", "amid", "ahead", "until", "over"}
)
_MEDIUM: Final = frozenset(
    {"phone", "telephone", "call", "link", "video", "dinner", "lunch", "breakfast", "coffee", "tea"}
)
_SAID: Final = re.compile(r"\b(?:said|told)\b")
_HABIT: Final = frozenset({"frequently", "often", "regularly", "usually", "always", "rarely", "occasionally"})
_STARTS: Final = frozenset(
    {"arrive", "fly", "travel", "land", "gather", "visit", "begin", "start", "open", "convene", "kick", "depart"}
)
_FINITE: Final = frozenset({"VBZ", "VBP", "VBD", "MD"})


def narrates_now(story: Story, index: int, predicate: Token, status: str) -> bool:
    """True if the clause of the predicate is told in the present tense, as dated news in brief tells what happened.

    An agency's dated copy tells it in the past, so its present tense ("talks are going on") means nothing of the kind;
    what lies behind "after" or "ahead of" happened on another day, unless it is what the doer just did ("After meeting
    the envoys, Tallis says ..."). `index` is the predicate's sentence.
    """
    doc = predicate.doc
    if story.dateline is not None or _is_told_in_the_past(story, index) or any(t.lower_ in _HABIT for t in doc):
        return False
    if any(t.lower_ in {"i", "we", "my", "our"} for t in doc) or _is_reported(predicate):
        return False
    if _lies_aside(predicate):
        return False
    verb = _finite_verb(predicate)
    if (
        verb is None and status == "held"
    ):  # a headline whose verb is read as a noun ("Leaders of two states hold talks")
        return not any(t.tag_ in {"VBD", "MD"} for t in doc)
    if verb is None or verb.tag_ not in {"VBZ", "VBP"} or (verb.lemma_ == "have" and verb.dep_ == "aux"):
        return False
    if status == "scheduled":
        return verb.lemma_ in _STARTS
    return True


def _is_told_in_the_past(story: Story, index: int) -> bool:
    """True where somebody "said" or "told" something in another sentence."""
    sentence = story.sentences[index]
    body = story.body
    if sentence.part == "body":
        return bool(_SAID.search(body, 0, sentence.start) or _SAID.search(body, sentence.end))
    return bool(_SAID.search(body))


def _lies_aside(predicate: Token) -> bool:
    """True if a word between the predicate and its finite verb puts it on another day."""
    for token in (predicate, *predicate.ancestors):
        opens_aside = token.lower_ in _ASIDE and not (token.lower_ == "over" and _is_medium(token))
        if opens_aside or (token.dep_ == "pcomp" and token.head.lower_ in _ASIDE and not _was_just_done(token)):
            return not (opens_aside and any(_was_just_done(c) for c in token.children))
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _ASIDE for c in token.children):
            return True
        if _finite(token) is not None:
            return False
    return False


def _is_medium(over: Token) -> bool:
    """ "Over the phone"."""
    return any(child.dep_ == "pobj" and child.lemma_ in _MEDIUM for child in over.children)


def _was_just_done(gerund: Token) -> bool:
    """ "Meeting" in "After meeting the envoys, Tallis says ..."."""
    return gerund.dep_ == "pcomp" and gerund.tag_ == "VBG" and gerund.head.lower_ == "after" and gerund.head.i == 0


def _finite_verb(predicate: Token) -> Token | None:
    """The finite verb of the clause of the predicate, its auxiliary if it has one."""
    return next((verb for t in (predicate, *predicate.ancestors) if (verb := _finite(t)) is not None), None)


def _finite(token: Token) -> Token | None:
    if token.pos_ in {"VERB", "AUX"} and token.tag_ in _FINITE:
        return token
    return next((c for c in token.children if c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE), None)


def _is_reported(predicate: Token) -> bool:
    """True if the predicate lies in what a reporting verb says, not beside it ("during a call, X tells Y")."""
    chain = [predicate, *predicate.ancestors]
    return any(
        is_reporting(above) and below.dep_ in {"ccomp", "parataxis", "dobj", "xcomp"}
        for below, above in itertools.pairwise(chain)
    )
