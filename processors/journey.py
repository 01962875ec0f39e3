"""The journey on which a meeting would take place: "a May 3 trip to Rome" during which "no talks are planned".

What is not planned or only possible on a journey has the journey's day and town where it names none of its own.
"""

from typing import Final, NamedTuple

from processors.candidate import Candidate, MeetingCandidate
from processors.story import Story
from processors.tokens import Doc, Token

_JOURNEYS: Final = frozenset({"visit", "trip", "stay", "tour", "journey", "stopover"})
_ON_A_JOURNEY: Final = frozenset({"not_planned", "possible"})


class Journey(NamedTuple):
    """The noun of a journey at token `head` of a sentence."""

    sentence: int
    head: int


def journey_of(story: Story, candidate: Candidate) -> Journey | None:
    """The journey of somebody who takes part, told in the same sentence or the one before in the paragraph, or None."""
    if not isinstance(candidate, MeetingCandidate) or candidate.status not in _ON_A_JOURNEY:
        return None
    doc = story.docs[candidate.sentence]
    who = {t.text for slot in candidate.slots for t in doc[slot.start : slot.end] if t.pos_ == "PROPN"}
    here = story.sentences[candidate.sentence]
    for index in (candidate.sentence, candidate.sentence - 1):
        if index not in story.docs or story.sentences[index].paragraph != here.paragraph:
            continue
        for token in story.docs[index]:
            journey = token.lemma_.lower() in _JOURNEYS and token.pos_ == "NOUN" and token.i != candidate.head
            if journey and who & _travellers(story.docs[index], token):
                return Journey(index, token.i)
    return None


def _travellers(doc: Doc, journey: Token) -> set[str]:
    """Names in the noun phrase that holds the journey, or all before "his" and "her"."""
    top = journey
    while top.dep_ in {"pobj", "prep", "poss", "compound"} and top.head.i != top.i:
        top = top.head
    names = {t.text for t in top.subtree if t.pos_ == "PROPN"}
    if any(c.lower_ in {"his", "her", "their"} for c in journey.children):
        names |= {t.text for t in doc[: journey.i] if t.pos_ == "PROPN"}
    return names
