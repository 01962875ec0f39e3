"""Who leads a delegation takes part: "a delegation led by Ana Roy", "teams headed by Ana Roy and Bo Lind".

Read by the order of words: two names with long titles behind "led by" are more than the parser keeps together.
"""

from collections.abc import Iterator
from typing import Final

from processors.actors.mention import Mention
from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate, Slot
from processors.story import Story
from processors.tokens import Doc
from schemas.event import Actor

_DELEGATIONS: Final = frozenset(
    {"delegation", "team", "mission", "group", "negotiator", "official", "delegate", "party", "contingent", "panel"}
)
_LED: Final = frozenset({"led", "headed", "chaired"})
_UP_TO_LEAD: Final = 6
"""Words from a delegation to "led": "a delegation of the African Union, led by Ana Roy"."""
_IN_PHRASE: Final = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})
_OF: Final = frozenset({",", "of", "from", "for", "'s", "’s", "'", "’"})
_AND: Final = frozenset({"and", "&"})


def leaders_of(story: Story, candidate: Candidate, slot: Slot, resolver: ActorResolver) -> list[Actor]:
    """The people by whom the delegation at a slot of the candidate is said to be led, in order."""
    doc = story.docs[candidate.sentence]
    by = next((by for word in range(slot.start, slot.end) if (by := _led_by(doc, word)) is not None), None)
    if by is None:
        return []
    found: list[Actor] = []
    for person in _people_behind(doc, by, [m for m in resolver.mentions(candidate.sentence) if m.kind == "person"]):
        name = Slot(person.head, person.start, person.end, slot.role)
        found += resolver.resolve_all(candidate.sentence, name)
    return found


def _led_by(doc: Doc, head: int) -> int | None:
    """The place of "by" in "delegation (of ...) led by", or None; the tagger takes "Delegations" at a sentence's start
    for a name."""
    if doc[head].lower_.removesuffix("s") not in _DELEGATIONS:
        return None
    for word in doc[head + 1 : head + 1 + _UP_TO_LEAD]:
        if word.lower_ in _LED and word.i + 1 < len(doc) and doc[word.i + 1].lower_ == "by":
            return word.i + 1
        if word.pos_ not in _IN_PHRASE and word.lower_ not in _OF:
            return None
    return None


def _people_behind(doc: Doc, by: int, people: list[Mention]) -> Iterator[Mention]:
    """Those who are named one after the other, with their titles, until the sentence goes on."""
    named = {place: person for person in people for place in range(person.start, person.end)}
    for word in doc[by + 1 :]:
        person = named.get(word.i)
        if person is not None and person.start == word.i:
            yield person
        elif person is None and word.pos_ not in _IN_PHRASE and word.lower_ not in _OF | _AND:
            return
