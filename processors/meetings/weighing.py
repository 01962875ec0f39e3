"""Weighs what the rules found: which drafts are meetings, and which actors of the sentence take part.

The rules propose; the scorer, trained on labelled news, decides between their proposals with the evidence that no
single rule sees. Without it (`Weighing.none()`) the rules stand as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processors.candidate import Slot, SlotRole
from processors.meetings.features import draft_features
from processors.meetings.parties import Party, SentenceReading
from processors.meetings.party_features import party_features
from processors.meetings.rival_drafts import rival_features
from processors.meetings.scorer import Scorer, load_scorers
from processors.meetings.slots import Draft
from processors.meetings.standing import are_private, is_private
from schemas.vocabulary import MeetingStatus

_LIKELY = 0.5
_CALLED_OFF: frozenset[MeetingStatus] = frozenset({"not_planned", "cancelled", "postponed"})
"""What is said not to take place is said of a meeting, whoever else was to come."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Scorers, and the probabilities that must be reached.

    `accept_from`: by a draft; `alone_from`: by a draft with one likely actor, unless it is called off; `second_from`,
    `actor_from`, `further_from`: by a second actor, by a third that the rules proposed, by one more that none proposed.
    They are where cross-validation over the training passages gave the most whole events.
    """

    accept: Scorer | None = None
    actor: Scorer | None = None
    accept_from: float = 0.5
    alone_from: float = 0.63
    second_from: float = 0.3
    actor_from: float = 0.5
    further_from: float = 0.55

    @classmethod
    def shipped(cls) -> "Weighing":
        """The scorers in processors/models. Raises Invalid (rules.invalid)."""
        found = load_scorers()
        return cls(accept=found["accept"], actor=found["actor"])

    @classmethod
    def none(cls) -> "Weighing":
        """The rules alone."""
        return cls()

    def settle(self, drafts: Sequence[Draft], reading: SentenceReading) -> list[Draft]:
        """The drafts that are meetings, each with its confidence and with the actors that take part as its slots."""
        if self.accept is None or self.actor is None:
            return [draft for draft in drafts if draft.slots]
        settled = []
        for draft in drafts:
            draft.confidence = self.accept.probability(accept_features(draft, reading))
            if draft.confidence >= self.accept_from and self._cast(draft, reading, self.actor):
                settled.append(draft)
        for draft in settled:
            draft.slots = draft.chosen
        return settled

    def _cast(self, draft: Draft, reading: SentenceReading, actor: Scorer) -> bool:
        """Choose the draft's actors; False if one alone is too little for it."""
        roles = {slot.head: slot.role for slot in draft.slots}
        parties = reading.parties(draft)
        features = party_features(draft, parties, reading, roles)
        scored = [(actor.probability(found), party) for found, party in zip(features, parties, strict=True)]
        alone = sum(p >= _LIKELY for p, _ in scored) < 2
        if alone and draft.status not in _CALLED_OFF and draft.confidence < self.alone_from:
            return False
        kept = self._likeliest(scored, roles)
        if is_private([party for _, party in kept], reading) or _is_tourism(draft, kept, reading):
            return False
        draft.chosen = [_slot(party, draft, roles) for _, party in kept]
        draft.cast = frozenset(party.key for _, party in kept)
        chosen = {slot.head for slot in draft.chosen}
        for head in sorted(roles.keys() - chosen):
            draft.why.append(f"actor {reading.doc[head].text!r} weighed out")
        for p, party in kept:
            if party.first.mention.head not in roles:
                draft.why.append(f"actor {party.actor.name!r} weighed in ({p:.2f})")
        return bool(kept)

    def _likeliest(
        self, scored: Sequence[tuple[float, Party]], roles: Mapping[int, SlotRole]
    ) -> list[tuple[float, Party]]:
        """The first in any case, a second more readily than a third, one that no rule proposed least readily."""
        kept: list[tuple[float, Party]] = []
        for p, party in sorted(scored, key=lambda pair: (-pair[0], pair[1].first.start)):
            if not kept:
                needed = 0.0
            elif len(kept) == 1:
                needed = self.second_from
            else:
                needed = self.actor_from if party.first.mention.head in roles else self.further_from
            if p >= needed:
                kept.append((p, party))
        return sorted(kept, key=lambda pair: pair[1].first.start)


def _is_tourism(draft: Draft, kept: Sequence[tuple[float, Party]], reading: SentenceReading) -> bool:
    """ "More Norwegians visited Avaria": nobody's envoys."""
    hosts = {slot.head for slot in draft.slots if slot.role == "host"}
    visitors = [p for _, p in kept if p.first.mention.head not in hosts and p.first.mention.kind != "place"]
    if draft.format != "visit" or not visitors:
        return False
    mentions = [p.first.mention for p in visitors]
    people = all(m.kind == "people" and reading.doc[m.head].tag_ in ("NNS", "NNPS") for m in mentions)
    return people or are_private(visitors, reading)


def accept_features(draft: Draft, reading: SentenceReading) -> list[str]:
    """What decides whether a draft is a meeting of its own."""
    return [*draft_features(draft, reading.doc, reading.slots), *rival_features(draft, reading.others(draft))]


def _slot(party: Party, draft: Draft, roles: Mapping[int, SlotRole]) -> Slot:
    mention = party.first.mention
    role = roles.get(mention.head)
    if role is None:
        role = "host" if draft.format == "visit" and mention.kind == "place" else "participant"
    return Slot(head=mention.head, start=mention.start, end=mention.end, role=role)
