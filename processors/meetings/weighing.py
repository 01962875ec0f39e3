"""Weighs what the rules found: which drafts are meetings, and which actors of the sentence take part.

The rules propose; the scorer, trained on labelled news, decides between their proposals with the evidence that no
single rule sees. Without it (`Weighing.none()`) the rules stand as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from processors.candidate import Slot, SlotRole
from processors.meetings.chunks import Chunk
from processors.meetings.features import actor_features, draft_features
from processors.meetings.scorer import Scorer, load_scorers
from processors.meetings.slots import Draft, SlotFinder


@dataclass(frozen=True, slots=True)
class Weighing:
    """Scorers, and the probabilities that must be reached: by a draft, by a second actor, by a third, by one more."""

    accept: Scorer | None = None
    actor: Scorer | None = None
    accept_from: float = 0.45
    second_from: float = 0.25
    actor_from: float = 0.6
    further_from: float = 0.8

    @classmethod
    def shipped(cls) -> "Weighing":
        """The scorers in processors/models. Raises Invalid (rules.invalid)."""
        found = load_scorers()
        return cls(accept=found["accept"], actor=found["actor"])

    @classmethod
    def none(cls) -> "Weighing":
        """The rules alone."""
        return cls()

    def confidence(self, draft: Draft, doc: Doc, slots: SlotFinder) -> float:
        """How likely the draft is a meeting of actors; 1 without a scorer."""
        if self.accept is None:
            return 1.0
        return self.accept.probability(draft_features(draft, doc, slots))

    def choose(self, draft: Draft, doc: Doc, slots: SlotFinder) -> None:
        """Set the draft's slots to the actors that take part; the likeliest one stays in any case."""
        if self.actor is None:
            return
        roles = {slot.head: slot.role for slot in draft.slots}
        scored = []
        for chunk in candidates(draft, slots):
            features = actor_features(draft, chunk, doc, slots, roles)
            scored.append((self.actor.probability(features), chunk))
        kept = self._likeliest(scored, roles)
        chosen = {chunk.mention.head: p for p, chunk in kept}
        before = set(roles)
        draft.slots = [self._slot(chunk, draft, roles) for _, chunk in kept]
        for head in sorted(before - set(chosen)):
            draft.why.append(f"actor {doc[head].text!r} weighed out")
        for head in sorted(set(chosen) - before):
            draft.why.append(f"actor {doc[head].text!r} weighed in ({chosen[head]:.2f})")

    def _likeliest(self, scored: list[tuple[float, Chunk]], roles: Mapping[int, SlotRole]) -> list[tuple[float, Chunk]]:
        """The first in any case, a second more readily than a third, one that no rule proposed least readily."""
        kept: list[tuple[float, Chunk]] = []
        for p, chunk in sorted(scored, key=lambda pair: (-pair[0], pair[1].start)):
            names = {(c.mention.hit.alias.actor.id if c.mention.hit else c.mention.head) for _, c in kept}
            if not kept:
                needed = 0.0
            elif len(names) == 1:
                needed = self.second_from
            else:
                needed = self.actor_from if chunk.mention.head in roles else self.further_from
            if p >= needed:
                kept.append((p, chunk))
        return sorted(kept, key=lambda pair: pair[1].start)

    @staticmethod
    def _slot(chunk: Chunk, draft: Draft, roles: Mapping[int, SlotRole]) -> Slot:
        mention = chunk.mention
        role = roles.get(mention.head)
        if role is None:
            role = "host" if draft.format == "visit" and mention.kind == "place" else "participant"
        return Slot(head=mention.head, start=mention.start, end=mention.end, role=role)


def candidates(draft: Draft, slots: SlotFinder) -> list[Chunk]:
    """Every actor of the sentence that could take part, in order; those the rules chose among them."""
    found = {chunk.mention.head: chunk for chunk in slots.chunks}
    for slot in draft.slots:
        if slot.head not in found:
            mention = slots.mentions.headed_by(slot.head) or slots.mentions.at(slot.head)
            if mention is not None:
                found[slot.head] = Chunk(mention, slot.start, slot.end)
    if draft.format == "visit":
        for mention in slots.countrymen(draft.places):
            found.setdefault(mention.head, Chunk(mention, mention.start, mention.end))
    return [found[head] for head in sorted(found)]
