"""Kafka records as the stages see them: what came in, what goes out, and what is refused."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from schemas.article_result import Origin
from schemas.errors import WireError

Headers = tuple[tuple[str, bytes], ...]

INGESTED: Final = "ingested"
"""Header with the time (milliseconds since 1970, ASCII) at which an article entered the line.

`wirewatch publish` sets it on wire.articles. The record's own timestamp is news time, so it cannot tell how long an
article took; where a feed sets no header, detect writes the time at which it first read the record.
"""
REPLAYED_FROM: Final = "replayed.from"
"""Header of a record that was sent again from the dead letters: topic/partition/offset of the dead letter."""
REPLAY_REASON: Final = "replayed.reason"


@dataclass(frozen=True, slots=True)
class WireRecord:
    """One record that was read. `timestamp` is in milliseconds, None where the record has none; no value is b""."""

    origin: Origin
    key: bytes | None
    value: bytes
    timestamp: int | None = None
    headers: Headers = ()

    @property
    def created(self) -> datetime | None:
        return None if self.timestamp is None else datetime.fromtimestamp(self.timestamp / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to be sent to `topic` (its full name). `source` is what it was made from, for when it is refused."""

    topic: str
    key: bytes | None
    value: bytes
    timestamp: int | None = None
    headers: Headers = ()
    source: WireRecord | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that can never be processed, and why."""

    record: WireRecord
    error: WireError


def header(headers: Iterable[tuple[str, bytes]], name: str) -> bytes | None:
    return next((value for key, value in headers if key == name), None)


def ingested_header(now: float | None = None) -> tuple[str, bytes]:
    """The `ingested` header for a record that enters the line now (seconds since 1970)."""
    return INGESTED, str(round((time.time() if now is None else now) * 1000)).encode()


def ingested_at(headers: Iterable[tuple[str, bytes]]) -> float | None:
    """Seconds since 1970 at which the article entered the line; None where no usable header says so."""
    text = header(headers, INGESTED) or b""
    return int(text) / 1000 if text.isdigit() and len(text) < 16 else None
