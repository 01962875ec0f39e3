"""What is remembered of a generation: what it was made of and by, how far it is, and its way behind the aliases."""

import re
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from schemas.article_result import Detector
from schemas.errors import Invalid

State = Literal["loading", "loaded", "partial"]
"""loading: a replay fills it, or was ended while it did; loaded: complete up to `ends`; partial: ended by --limit."""
Step = Literal["catching-up", "moving", "moved"]
Offsets = dict[int, int]
"""Partition -> offset."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a generation is replayed from, and how: [start, end) is news time, milliseconds since 1970."""

    topic: str
    start: int | None = None
    end: int | None = None
    watch: Literal["listed", "any"] = "listed"
    watchlists: list[str] = []
    model: str = ""
    limit: int | None = None

    def holds(self, timestamp: int) -> bool:
        """Whether a news time lies in the range."""
        return (self.start is None or timestamp >= self.start) and (self.end is None or timestamp < self.end)


class Counts(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the loads have dealt with: records, the article versions and events in them, and dead letters."""

    records: int = 0
    articles: int = 0
    events: int = 0
    words: int = 0
    letters: int = 0
    seconds: float = 0.0
    copied_articles: int = 0
    copied_events: int = 0


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The process that works on a generation now."""

    host: str
    pid: int
    token: str


class Move(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A switch that is under way, so that it can be finished after a crash."""

    step: Step
    previous: str | None
    """The generation that stood behind the aliases before; None when there was none."""
    copied_since: datetime | None = None
    """What the previous one indexed from this moment on may not have been copied."""


class Generation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One generation. `source` is None for one that live workers filled from its beginning."""

    name: str
    created: datetime
    updated: datetime
    state: State = "loaded"
    source: Source | None = None
    bounded: bool = True
    """Whether records outside the source's range are left out now; a catch-up reads all that arrived."""
    begins: Offsets = {}
    positions: Offsets = {}
    ends: Offsets = {}
    detector: Detector | None = None
    counts: Counts = msgspec.field(default_factory=Counts)
    holder: Holder | None = None
    move: Move | None = None
    served: bool = False
    """Whether it has ever stood behind the aliases: then it needs no second detection, only what came since."""
    previous: str | None = None
    """Which generation stood behind the aliases before it: where a rollback leads."""
    left: datetime | None = None
    """When it left the aliases."""

    @property
    def read_share(self) -> float:
        """How much of the offsets between begins and ends has been dealt with, 0 to 1."""
        wanted = sum(end - self.begins.get(partition, 0) for partition, end in self.ends.items())
        done = sum(at - self.begins.get(partition, 0) for partition, at in self.positions.items())
        return min(1.0, done / wanted) if wanted > 0 else 1.0

    @property
    def at_end(self) -> bool:
        return all(self.positions.get(partition, 0) >= end for partition, end in self.ends.items())


def check_name(name: str) -> str:
    """The name, if indices can be called so. Raises Invalid(generation.unfit)."""
    if not _NAME.fullmatch(name) or name == "000001":
        raise Invalid("generation.unfit", f"{name!r} is no name: small letters, digits and hyphens, at most 61")
    return name


def utc_now() -> datetime:
    return datetime.now(UTC)
