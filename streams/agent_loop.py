"""The one shape of every agent: it loses nothing.

take a batch -> let the stage work on it -> send its results and dead letters, and wait until the broker has them all
-> acknowledge the batch in offset order. Whatever fails on the way is tried again, or ends the worker with the batch
unacknowledged; nothing is ever acknowledged because something went wrong.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import structlog
from aiokafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)
from faust.exceptions import ProducerSendError

from schemas.article_result import Origin
from schemas.dead_letter import Stage
from schemas.errors import Invalid, Transient
from streams.dead_letters import DeadLetterLimit, dead_letter
from streams.metrics import Metrics
from streams.wire_record import Outgoing, Refused, WireRecord

log = structlog.get_logger(__name__)

_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 15.0
_TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)

Send = Callable[[Outgoing], Awaitable[Awaitable[Any]]]
"""Hands a record to the producer; what it returns is done once the broker has acknowledged the record."""


@dataclass(slots=True)
class BatchOutcome:
    """What a stage made of a batch. `after` runs once everything is acknowledged (metrics of things done)."""

    outgoing: list[Outgoing] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    after: Callable[[], None] | None = None


class StageWork(Protocol):
    """A stage's own work, free of Kafka.

    May raise Transient (tried again with the same records, for as long as it takes); anything else it raises ends the
    worker.
    """

    name: str
    """For logs and metrics."""
    stage: Stage
    """For the dead letters of what it refuses."""
    schema: str
    """Of the records it reads, for their dead letters."""

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome: ...


class AgentLoop:
    """Runs one stage over one faust stream."""

    def __init__(
        self,
        stage: StageWork,
        send: Send,
        *,
        dead_letter_topic: str,
        limit: DeadLetterLimit,
        metrics: Metrics,
        take: int,
        within: float,
        fatal: Callable[[BaseException], Awaitable[None]],
    ) -> None:
        """`fatal` must end the worker."""
        self._stage = stage
        self._send = send
        self._dead_letter_topic = dead_letter_topic
        self._limit = limit
        self._metrics = metrics
        self._take = take
        self._within = within
        self._fatal = fatal

    async def run(self, stream: Any) -> None:
        """The agent's body: runs until it is cancelled."""
        # noack_take puts back what it finds here when it ends, and a stream that then drains in the background
        # would acknowledge records that nobody has worked on.
        stream.enable_acks = False
        async with aclosing(stream.noack_take(self._take, within=self._within)) as batches:
            async for events in batches:
                try:
                    await self._deal_with([_record(event) for event in events])
                except Exception as error:
                    # An exception that leaves an agent's body makes faust acknowledge the batch, and so does a body
                    # that returns: tell the worker to end, and wait for that.
                    log.critical("batch.failed", stage=self._stage.name, records=len(events), exc_info=error)
                    await self._fatal(error)
                    await asyncio.Event().wait()
                for event in events:
                    event.release()
                    await stream.ack(event)

    async def refuse(self, refused: Sequence[Refused]) -> None:
        """Return when the broker has a dead letter for each; at once if there are none.

        A stage that must not go on before calls this itself. Raises Invalid(dead-letters.flood) beyond the limit.
        """
        stage = self._stage.stage
        self._limit.admit(len(refused))
        letters = [dead_letter(each, stage, self._stage.schema, self._dead_letter_topic) for each in refused]
        if unsent := await self._deliver(letters):
            raise unsent[0].error
        for each in refused:
            self._metrics.count("wirewatch_dead_letters_total", stage=stage, code=each.error.code)
            log.warning(
                "record.dead_lettered",
                stage=stage,
                topic=each.record.origin.topic,
                partition=each.record.origin.partition,
                offset=each.record.origin.offset,
                **{"error.code": each.error.code, "error.message": each.error.message[:200]},
            )

    async def _deal_with(self, records: list[WireRecord]) -> None:
        """Return when every record has its results or its dead letter on the broker."""
        with self._metrics.timed("wirewatch_batch_seconds", stage=self._stage.name):
            outcome = await self._work(records)
            await self.refuse(outcome.refused + await self._deliver(outcome.outgoing))
        if outcome.after:
            outcome.after()

    async def _work(self, records: list[WireRecord]) -> BatchOutcome:
        tries = 0
        while True:
            try:
                return await self._stage.work(records)
            except Transient as error:
                tries += 1
                await self._pause(tries, error)

    async def _deliver(self, records: Sequence[Outgoing]) -> list[Refused]:
        """Send records in order and wait for the broker to acknowledge each; returns those it will never take."""
        refused: list[Refused] = []
        pending = list(records)
        tries = 0
        while pending:
            futures = [await self._enqueue(record) for record in pending]
            answers = await asyncio.gather(*futures, return_exceptions=True)
            failed: list[tuple[Outgoing, BaseException]] = []
            for record, answer in zip(pending, answers, strict=True):
                if isinstance(answer, BaseException):
                    failed.append((record, _cause(answer)))
            pending = []
            for record, cause in failed:
                if isinstance(cause, _TOO_LARGE):
                    source = record.source or WireRecord(Origin(topic=record.topic, partition=0, offset=0), None, b"")
                    message = f"{record.topic}: {len(record.value)} bytes are more than the broker takes"
                    refused.append(Refused(source, Invalid("kafka.rejected", message)))
                elif isinstance(cause, KafkaError) and (cause.retriable or isinstance(cause, KafkaTimeoutError)):
                    pending.append(record)
                else:
                    raise cause
            if pending:
                tries += 1
                await self._pause(
                    tries, Transient("kafka.unreachable", f"{type(failed[0][1]).__name__}: {failed[0][1]}")
                )
        return refused

    async def _enqueue(self, record: Outgoing) -> Awaitable[Any]:
        """The future of a record's acknowledgement; a failure to enqueue it is its answer."""
        try:
            return await self._send(record)
        except (KafkaError, ProducerSendError) as error:
            failed: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            failed.set_exception(error)
            return failed

    async def _pause(self, tries: int, error: Transient) -> None:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tries - 1, 10)) * random.uniform(0.7, 1.0)  # noqa: S311 -- spreads retries
        self._metrics.count("wirewatch_batch_retries_total", stage=self._stage.name, code=error.code)
        log.warning(
            "batch.retried",
            stage=self._stage.name,
            tries=tries,
            pause=round(pause, 2),
            **{"error.code": error.code, "error.message": error.message},
        )
        await asyncio.sleep(pause)


def _cause(error: BaseException) -> BaseException:
    return error.__cause__ if isinstance(error, ProducerSendError) and error.__cause__ else error


def _record(event: Any) -> WireRecord:
    message = event.message
    # faust turns milliseconds into seconds; -1 is Kafka's "no timestamp".
    milliseconds = None if message.timestamp is None else round(message.timestamp * 1000)
    return WireRecord(
        origin=Origin(topic=message.topic, partition=message.partition, offset=message.offset),
        key=message.key,
        value=message.value or b"",
        timestamp=None if milliseconds is None or milliseconds < 0 else milliseconds,
        headers=tuple((name, bytes(value or b"")) for name, value in message.headers or ()),
    )
