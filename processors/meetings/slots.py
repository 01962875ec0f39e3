"""Participants of a meeting from its syntax: which noun phrases fill its slots, and in what role."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from processors.actors.mentions import Mention, SentenceMentions
from processors.candidate import Slot, SlotRole
from processors.cities import country_of_city
from processors.meetings.chunks import SPOTS, Chunks
from processors.meetings.grammar import conjuncts
from processors.meetings.titled_names import Chunk
from processors.tokens import Doc, Token
from schemas.vocabulary import MeetingFlag, MeetingFormat, MeetingStatus, ParticipantRole

_NESTING = frozenset({"compound", "amod", "nmod", "punct", "npadvmod", "dep", "nummod", "det"})
_NOT_ACTORS = frozenset({"which", "whose", "its", "itself", "himself", "herself", "myself"})


@dataclass(slots=True)
class Draft:
    """A meeting being assembled. `partner`: the other side is named by the trigger's own complements; `chosen` and
    `cast`: the slots and the actors that were weighed in."""

    rule: str
    head: Token
    trigger: tuple[int, int]
    format: MeetingFormat
    slots: list[Slot] = field(default_factory=list)
    partner: bool = False
    places: list[int] = field(default_factory=list)
    status: MeetingStatus = "held"
    confidence: float = 1.0
    flags: list[MeetingFlag] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    chosen: list[Slot] = field(default_factory=list)
    cast: frozenset[str] = frozenset()

    def heads(self) -> set[int]:
        return {slot.head for slot in self.slots}

    def add(self, slots: Iterable[Slot]) -> bool:
        """Add slots that are new; True if there was any actor at all."""
        known = self.heads()
        any_actor = False
        for slot in slots:
            any_actor = True
            if slot.head not in known:
                known.add(slot.head)
                self.slots.append(slot)
        return any_actor


class SlotFinder:
    """Turns tokens of one sentence into slots, asking the sentence's mentions who is an actor."""

    def __init__(self, doc: Doc, mentions: SentenceMentions) -> None:
        self._doc = doc
        self.mentions = mentions
        self.chunks = Chunks(doc, mentions)

    def actors(self, tokens: Iterable[Token], role: ParticipantRole = "participant") -> list[Slot]:
        """One slot for each actor among the tokens and what is coordinated with them."""
        slots: list[Slot] = []
        seen: set[int] = set()
        for token in tokens:
            for one in conjuncts(token):
                if one.lower_ in _NOT_ACTORS:
                    continue
                for chunk in self.chunks.listed(one):
                    if chunk.start not in seen:
                        seen.add(chunk.start)
                        slots.append(slot_of(chunk, role))
        return slots

    def one(self, token: Token, role: ParticipantRole = "participant") -> list[Slot]:
        """The slot of this one actor, or none."""
        chunk = self.chunks.at(token.i)
        return [] if chunk is None or token.lower_ in _NOT_ACTORS else [slot_of(chunk, role)]

    def is_actor(self, token: Token) -> bool:
        return token.lower_ not in _NOT_ACTORS and self.chunks.at(token.i) is not None

    def anyone(self, token: Token, role: ParticipantRole = "participant") -> list[Slot]:
        """The slot of people without office ("relatives"), who count only where someone with office meets them."""
        mention = self.mentions.headed_by(token.i)
        if mention is None or mention.kind not in ("group", "office"):
            return []
        return [Slot(head=mention.head, start=mention.start, end=mention.end, role=role)]

    def place_in(self, token: Token) -> Token | None:
        """The place that a phrase names: the token itself or a name in apposition ("the capital Juba")."""
        if self.is_place(token):
            return token
        for child in token.subtree:
            if (
                child.dep_ in ("appos", "compound", "nmod", "pobj", "conj")
                and self.is_place(child)
                and child.i - token.i < 8
            ):
                return child
        return None

    def mention(self, token: Token) -> Mention | None:
        chunk = self.chunks.at(token.i)
        return chunk.mention if chunk is not None else self.mentions.at(token.i)

    def is_person(self, token: Token) -> bool:
        mention = self.mention(token)
        return mention is not None and mention.kind in ("person", "office", "group", "pronoun")

    def is_people(self, token: Token) -> bool:
        """A demonym ("Norwegian")."""
        mention = self.mentions.at(token.i)
        return mention is not None and mention.kind == "people"

    def is_spot(self, token: Token) -> bool:
        """ "City" in "the city of Bergen"."""
        return token.lemma_.lower() in SPOTS

    def is_place(self, token: Token) -> bool:
        mention = self.mention(token)
        return mention is not None and mention.kind in ("place", "seat")

    def country_of(self, token: Token) -> str | None:
        """ISO 3166-1 alpha-2 of the country that a place name is, is the capital of, or lies in."""
        mention = self.mention(token)
        if mention is None:
            return None
        if mention.hit is not None:
            return mention.hit.alias.actor.country
        if mention.kind not in ("place", "seat", "person", "organisation"):
            return None
        return country_of_city(self._doc[mention.start : mention.end].text)

    def country_at(self, token: int) -> str | None:
        return self.country_of(self._doc[token])

    def is_state_at(self, token: int) -> bool:
        return self.is_state(self._doc[token])

    def countries_of(self, slot: Slot) -> set[str]:
        """The countries that the phrase of an actor names ("the Malian prime minister")."""
        chunk = self.chunks.at(slot.head)
        start, end = (chunk.start, chunk.end) if chunk is not None else (slot.start, slot.end)
        found = {
            mention.hit.alias.actor.country
            for mention in self.mentions.within(max(0, start - 3), end)
            if mention.hit is not None and mention.kind in ("people", "place", "seat", "person")
        }
        return {country for country in found if country}

    def is_state(self, token: Token) -> bool:
        """A country (a listed state), or "the country" in so many words."""
        mention = self.mention(token)
        if mention is None:
            return False
        if mention.hit is not None and mention.hit.alias.actor.kind == "state":
            return mention.hit.alias.source not in ("seat", "capital")
        return False

    def modifiers(self, noun: Token) -> list[Token]:
        """Names that modify a noun from the left: "Israel" and "PLO" in "Israel-PLO talks"."""
        found = []
        for mention in self.mentions:
            token = self._doc[mention.head]
            if not mention.is_name or token.i >= noun.i or token.ent_type_ in ("DATE", "TIME"):
                continue
            above = token
            while above.i != noun.i and above.dep_ in _NESTING and above.head.i != above.i and above.i <= noun.i:
                above = above.head
            if above.i == noun.i:
                found.append(token)
        return found

    def before(self, token: Token) -> list[Slot]:
        """The list of actors that ends nearest before a verb whose subject the parser missed."""
        chunks = [c for c in self.chunks if c.end <= token.i]
        if not chunks or token.i - chunks[-1].end > 3:
            return []
        found = [chunks[-1]]
        for earlier in reversed(chunks[:-1]):
            between = {t.lower_ for t in self._doc[earlier.end : found[0].start]}
            joined = "and" in between or (len(found) > 1 and between <= {",", "the"})
            if not joined:
                break
            found.insert(0, earlier)
        return [slot_of(chunk, "participant") for chunk in found]

    def plain(self, tokens: Iterable[Token], role: ParticipantRole = "participant") -> list[Slot]:
        """Slots for name tokens as they are (modifiers), without coordination."""
        slots = []
        for token in tokens:
            mention = self.mention(token)
            if mention is not None:
                slots.append(Slot(head=token.i, start=mention.start, end=mention.end, role=role))
        return slots


def slot_of(chunk: Chunk, role: SlotRole) -> Slot:
    return Slot(head=chunk.mention.head, start=chunk.mention.start, end=chunk.mention.end, role=role)
