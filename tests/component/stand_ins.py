"""Stand-ins for what a component test leaves out: a faust stream, and a producer whose broker does as it is told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from streams.wire_record import Outgoing


@dataclass
class Message:
    topic: str = "wire.articles"
    partition: int = 0
    offset: int = 0
    key: bytes | None = b"urn:x"
    value: bytes | None = b"{}"
    timestamp: float | None = 1_541_980_800.123
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)


class Event:
    def __init__(self, message: Message) -> None:
        self.message = message
        self.released = False

    def release(self) -> None:
        self.released = True


class Stream:
    """Gives its batches one after the other, then waits as a quiet topic does. Acknowledges released events only."""

    def __init__(self, *batches: Sequence[Message]) -> None:
        self.enable_acks = True
        self.acked: list[tuple[int, int]] = []
        self.took: list[tuple[int, float]] = []
        self._batches = batches
        self.drained = asyncio.Event()

    async def noack_take(self, max_: int, within: float) -> AsyncIterator[list[Event]]:
        self.took.append((max_, within))
        for batch in self._batches:
            yield [Event(message) for message in batch]
        self.drained.set()
        await asyncio.Event().wait()

    async def ack(self, event: Event) -> None:
        assert event.released
        self.acked.append((event.message.partition, event.message.offset))


class Broker:
    """Records what is sent. `answer(record, attempt)` gives the error of a send, or None; `hold` keeps answers back."""

    def __init__(self, answer: Callable[[Outgoing, int], BaseException | None] = lambda *_: None) -> None:
        self.sent: list[Outgoing] = []
        self.stored: list[Outgoing] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self._answer = answer
        self._attempts: dict[int, int] = {}

    async def send(self, record: Outgoing) -> "asyncio.Future[Any]":
        self.sent.append(record)
        attempt = self._attempts[id(record)] = self._attempts.get(id(record), 0) + 1
        return asyncio.ensure_future(self._settle(record, attempt))

    async def _settle(self, record: Outgoing, attempt: int) -> None:
        await self.hold.wait()
        error = self._answer(record, attempt)
        if error is not None:
            raise error
        self.stored.append(record)
