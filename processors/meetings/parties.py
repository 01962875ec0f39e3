"""Everyone in and around a sentence who could take part in a meeting: one party for each actor of the article.

A party gathers the mentions of one actor ("Ana Roy" ... "she"), so that he is weighed once, with all that the sentence
says of him. The country inside a title ("Avarian President Ana Roy") is a party of its own: either may be meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from processors.actors.resolver import ActorResolver
from processors.candidate import Slot
from processors.folding import fold
from processors.meetings.lists import lists_of
from processors.meetings.slots import Draft, SlotFinder
from processors.meetings.titled_names import Chunk
from processors.story import Story
from processors.tokens import Doc
from schemas.event import Actor

_NESTED = frozenset({"people", "place", "organisation", "seat"})
_WEIGHED = 400
"""Pairs of a draft and a phrase that are weighed in one sentence; ten times what news has in its fullest."""
_RIVALS = 8
"""Other drafts that a draft is compared with, the nearest; no sentence of news has more than three."""


@dataclass(slots=True)
class Party:
    """One actor: the phrases of one sentence that name him, the plainest first.

    `shared`: how many actors the first phrase stands for ("the two leaders": 2).
    """

    key: str
    actor: Actor
    sentence: int
    places: list[Chunk]
    shared: int = 1

    @property
    def first(self) -> Chunk:
        return self.places[0]

    @property
    def kind(self) -> str:
        return self.actor.kind or self.first.mention.kind


class SentenceReading:
    """One sentence of a story with its drafts and with what finds and resolves its actors."""

    def __init__(
        self, story: Story, index: int, slots: SlotFinder, resolver: ActorResolver, drafts: Sequence[Draft] = ()
    ) -> None:
        self.story = story
        self.index = index
        self.slots = slots
        self.drafts = drafts
        self._resolver = resolver

    @property
    def doc(self) -> Doc:
        return self.story.docs[self.index]

    @cached_property
    def lists(self) -> list[list[Chunk]]:
        """The lists of actors in the sentence."""
        return lists_of(self.doc, list(self.slots.chunks))

    def countries(self, party: Party) -> set[str]:
        """Ids of the states that the party is, or for which list or article give it an office."""
        told = self._resolver.affiliation(party.actor)
        found = {told} if told else set()
        for chunk in party.places:
            hit = chunk.mention.hit
            if hit is not None and hit.alias.actor.kind == "state":
                found.add(hit.alias.actor.id)
            elif hit is not None:
                found.update(role.of for role in hit.alias.actor.roles if role.of)
        return found

    def office(self, party: Party) -> str | None:
        """The office with which the article names a person, in so many words."""
        return self._resolver.office(party.actor)

    def others(self, draft: Draft) -> list[Draft]:
        """The other drafts of the sentence, as many as are weighed."""
        others = [other for other in self.drafts if other is not draft]
        if len(others) <= _RIVALS:
            return others
        nearest = sorted(others, key=lambda other: abs(other.head.i - draft.head.i))[:_RIVALS]
        return sorted(nearest, key=lambda other: other.head.i)

    def parties(self, draft: Draft) -> list[Party]:
        """The actors of the sentence in order; of the phrases of each, what the draft proposes goes first."""
        room = _WEIGHED // max(1, len(self.drafts))
        return own_parties(draft, self.index, self.slots, self._resolver, room)


def key_of(actor: Actor) -> str:
    name = " ".join(fold(actor.name).split())
    return actor.id or name.removeprefix("the ")


def own_parties(draft: Draft, index: int, slots: SlotFinder, resolver: ActorResolver, room: int) -> list[Party]:
    """The actors of the draft's own sentence, in the order of their first mentions.

    Where there are more phrases than `room`, those that the draft proposes are taken first, then the nearest.
    """
    chosen = draft.heads()
    chunks = _chunks(draft, slots)
    if len(chunks) > room:
        chunks.sort(key=lambda c: (c.mention.head not in chosen, abs(c.mention.head - draft.head.i)))
    chunks = sorted(
        chunks[:room],
        key=lambda c: (c.mention.head not in chosen, _is_inside(c, slots), c.mention.kind == "pronoun", c.start),
    )
    found: dict[str, Party] = {}
    for chunk in chunks:
        _gather(chunk, index, resolver, found)
    return sorted(found.values(), key=lambda p: min(c.start for c in p.places))


def _gather(chunk: Chunk, index: int, resolver: ActorResolver, found: dict[str, Party]) -> None:
    mention = chunk.mention
    actors = resolver.resolve_all(index, Slot(mention.head, mention.start, mention.end, "participant"))
    for actor in actors:
        key = key_of(actor)
        if key not in found:
            found[key] = Party(key, actor, index, [chunk], len(actors))
        elif found[key].sentence == index:
            found[key].places.append(chunk)


def _is_inside(chunk: Chunk, slots: SlotFinder) -> bool:
    """Inside the phrase of another ("Avarian" in "Avarian rebels")."""
    owner = slots.chunks.at(chunk.mention.head)
    return owner is not None and owner.mention.head != chunk.mention.head


def _chunks(draft: Draft, slots: SlotFinder) -> list[Chunk]:
    found = {chunk.mention.head: chunk for chunk in slots.chunks}
    for slot in draft.slots:
        if slot.head not in found:
            mention = slots.mentions.headed_by(slot.head) or slots.mentions.at(slot.head)
            if mention is not None:
                found[slot.head] = Chunk(mention, slot.start, slot.end)
    for mention in slots.mentions:
        if mention.head not in found and mention.kind in _NESTED:
            found[mention.head] = Chunk(mention, mention.start, mention.end)
    return [found[head] for head in sorted(found)]
