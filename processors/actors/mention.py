"""What a sentence mentions, as values: one mention, and all mentions of a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from processors.story import AliasHit

MentionKind = Literal["person", "place", "organisation", "people", "office", "group", "seat", "pronoun"]

NAMES: frozenset[MentionKind] = frozenset({"person", "place", "organisation", "people", "seat"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention at tokens [start, end) of its sentence; `head` is its syntactic head token.

    `nested`: it only modifies a larger mention ("Russian" in "Russian officials"). `public`: it can be an actor by
    itself; unnamed workers or relatives are not.
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    hit: AliasHit | None = None
    nested: bool = False
    public: bool = True
    stands_for: str | None = None

    @property
    def is_name(self) -> bool:
        return self.kind in NAMES


class SentenceMentions:
    """All mentions of one sentence in token order."""

    def __init__(self, index: int, mentions: tuple[Mention, ...]) -> None:
        self.index = index
        self._mentions = mentions
        self._by_head: dict[int, Mention] = {}
        for mention in mentions:
            kept = self._by_head.get(mention.head)
            if kept is None or (kept.nested and not mention.nested):
                self._by_head[mention.head] = mention

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._mentions)

    def __len__(self) -> int:
        return len(self._mentions)

    def headed_by(self, token: int) -> Mention | None:
        """The mention whose syntactic head is this token."""
        return self._by_head.get(token)

    def at(self, token: int) -> Mention | None:
        """The mention headed by the token, else the shortest one that covers it."""
        headed = self._by_head.get(token)
        if headed is not None:
            return headed
        covering = [m for m in self._mentions if m.start <= token < m.end]
        return min(covering, key=lambda m: (m.end - m.start, m.nested), default=None)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions whose head lies in tokens [start, end)."""
        return [m for m in self._mentions if start <= m.head < end]

    def is_actor(self, token: int) -> bool:
        """True if the noun phrase headed by this token denotes someone who can act in public: a named person, a state,
        an organisation, an office, a group or a pronoun; not a thing, nor people without office."""
        mention = self.at(token)
        return mention is not None and mention.public
