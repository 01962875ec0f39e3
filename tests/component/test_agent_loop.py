"""The one shape of every agent: whatever happens, nothing is acknowledged before it is safely on the broker."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka.errors import (
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
    OutOfOrderSequenceNumber,
)
from faust.exceptions import ProducerSendError

from schemas.dead_letter import DeadLetter, Stage
from schemas.errors import Invalid, Transient
from streams import agent_loop
from streams.agent_loop import AgentLoop, BatchOutcome
from streams.dead_letters import DeadLetterLimit
from streams.metrics import Metrics
from streams.wire_record import Outgoing, Refused, WireRecord
from tests.component.stand_ins import Broker, Message, Stream


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_loop, "_FIRST_PAUSE", 0.01)


def echo(record: WireRecord) -> Outgoing:
    return Outgoing("wire.events", record.key, b"read " + record.value, record.timestamp, source=record)


@dataclass
class Work:
    """A stage that echoes every record, unless told otherwise."""

    does: Callable[[Sequence[WireRecord]], BatchOutcome] | None = None
    batches: list[list[WireRecord]] = field(default_factory=list)
    name: str = "detect"
    stage: Stage = "detect"
    schema: str = "article.v1"

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome:
        self.batches.append(list(records))
        if self.does:
            return self.does(records)
        return BatchOutcome([echo(record) for record in records])


@dataclass
class Run:
    """A loop at work on a stream."""

    stream: Stream
    broker: Broker
    work: Work
    metrics: Metrics
    fatal: list[BaseException]
    task: "asyncio.Task[None]"

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(5):
            while not condition():
                assert not self.task.done(), f"the body ended while waiting for {what}"
                await asyncio.sleep(0.005)

    async def done(self) -> None:
        await self.until(self.stream.drained.is_set, "the batches to be done")


@asynccontextmanager
async def running(
    stream: Stream, work: Work | None = None, broker: Broker | None = None, limit: int = 100
) -> AsyncIterator[Run]:
    broker, work, metrics = broker or Broker(), work or Work(), Metrics()
    fatal: list[BaseException] = []

    async def note(error: BaseException) -> None:
        fatal.append(error)

    loop = AgentLoop(
        work,
        broker.send,
        dead_letter_topic="wire.dead-letters",
        limit=DeadLetterLimit(limit, 60),
        metrics=metrics,
        take=32,
        within=0.2,
        fatal=note,
    )
    task = asyncio.create_task(loop.run(stream))
    try:
        yield Run(stream, broker, work, metrics, fatal, task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def messages(*offsets: int, partition: int = 0) -> list[Message]:
    return [Message(partition=partition, offset=offset, value=b"%d" % offset) for offset in offsets]


async def test_results_are_sent_and_the_batch_acknowledged_in_offset_order() -> None:
    async with running(Stream(messages(1, 2), messages(3))) as run:
        await run.done()
        assert [record.value for record in run.broker.stored] == [b"read 1", b"read 2", b"read 3"]
        assert run.stream.acked == [(0, 1), (0, 2), (0, 3)]
        assert run.stream.took == [(32, 0.2)]


async def test_nothing_is_acknowledged_before_the_broker_has_acknowledged_all() -> None:
    broker = Broker()
    broker.hold.clear()
    async with running(Stream(messages(1, 2)), broker=broker) as run:
        await run.until(lambda: len(broker.sent) == 2, "both results to be sent")
        await asyncio.sleep(0.05)
        assert run.stream.acked == []
        broker.hold.set()
        await run.done()
        assert run.stream.acked == [(0, 1), (0, 2)]


async def test_dead_letters_are_waited_for_like_results() -> None:
    broker = Broker()
    broker.hold.clear()

    def refuse(records: Sequence[WireRecord]) -> BatchOutcome:
        return BatchOutcome(refused=[Refused(record, Invalid("article.empty", "nothing")) for record in records])

    async with running(Stream(messages(7)), Work(refuse), broker) as run:
        await run.until(lambda: len(broker.sent) == 1, "the dead letter to be sent")
        await asyncio.sleep(0.05)
        assert run.stream.acked == []
        broker.hold.set()
        await run.done()
        [letter] = broker.stored
        assert (letter.topic, letter.key, letter.value) == ("wire.dead-letters", b"urn:x", b"7")
        assert DeadLetter.from_headers(letter.headers).error_code == "article.empty"
        assert DeadLetter.from_headers(letter.headers).origin.offset == 7
        assert run.stream.acked == [(0, 7)]
        assert run.metrics.value("wirewatch_dead_letters_total", stage="detect", code="article.empty") == 1


async def test_faust_may_never_acknowledge_by_itself() -> None:
    stream = Stream(messages(1))
    async with running(stream) as run:
        await run.done()
    assert stream.enable_acks is False


async def test_a_stage_that_waits_for_the_world_gets_the_same_records_again() -> None:
    def away_twice(records: Sequence[WireRecord]) -> BatchOutcome:
        if len(work.batches) < 3:
            raise Transient("detector.unavailable", "not yet")
        return BatchOutcome([echo(record) for record in records])

    work = Work(away_twice)
    async with running(Stream(messages(1, 2)), work) as run:
        await run.done()
        assert [[record.value for record in batch] for batch in work.batches] == [[b"1", b"2"]] * 3
        assert run.stream.acked == [(0, 1), (0, 2)]
        assert run.metrics.value("wirewatch_batch_retries_total", stage="detect", code="detector.unavailable") == 2


@pytest.mark.parametrize(
    "error",
    [
        NotLeaderForPartitionError(),
        KafkaTimeoutError(),
        ProducerSendError("Error while sending"),
    ],
)
async def test_only_what_the_broker_did_not_take_is_sent_again(error: Exception) -> None:
    if isinstance(error, ProducerSendError):
        error.__cause__ = KafkaTimeoutError()

    def not_at_once(record: Outgoing, attempt: int) -> BaseException | None:
        return error if record.value == b"read 2" and attempt < 3 else None

    async with running(Stream(messages(1, 2, 3)), broker=Broker(not_at_once)) as run:
        await run.done()
        sent = [record.value for record in run.broker.sent]
        assert sent == [b"read 1", b"read 2", b"read 3", b"read 2", b"read 2"]
        assert run.stream.acked == [(0, 1), (0, 2), (0, 3)]


async def test_a_result_that_is_too_large_makes_its_record_a_dead_letter() -> None:
    def too_large(record: Outgoing, _: int) -> BaseException | None:
        return MessageSizeTooLargeError() if record.value == b"read 2" else None

    async with running(Stream(messages(1, 2, 3)), broker=Broker(too_large)) as run:
        await run.done()
        letter = run.broker.stored[-1]
        assert DeadLetter.from_headers(letter.headers).error_code == "kafka.rejected"
        assert letter.value == b"2", "the original record, not the result"
        assert run.stream.acked == [(0, 1), (0, 2), (0, 3)]


@pytest.mark.parametrize("error", [OutOfOrderSequenceNumber(), LookupError("a bug")])
async def test_what_cannot_be_mended_here_ends_the_worker_and_acknowledges_nothing(error: Exception) -> None:
    def broken(record: Outgoing, _: int) -> BaseException | None:
        return error if record.value == b"read 2" else None

    async with running(Stream(messages(1, 2), messages(3)), broker=Broker(broken)) as run:
        await run.until(lambda: bool(run.fatal), "the worker to be told")
        await asyncio.sleep(0.05)
        assert run.fatal == [error]
        assert run.stream.acked == []
        assert not run.task.done(), "a body that ends makes faust start it anew"


async def test_a_bug_in_the_stage_ends_the_worker_and_acknowledges_nothing() -> None:
    def bug(_: Sequence[WireRecord]) -> BatchOutcome:
        raise LookupError("a bug")

    async with running(Stream(messages(1, 2)), Work(bug)) as run:
        await run.until(lambda: bool(run.fatal), "the worker to be told")
        assert run.stream.acked == []


async def test_a_flood_of_dead_letters_ends_the_worker_before_they_are_written() -> None:
    def refuse(records: Sequence[WireRecord]) -> BatchOutcome:
        return BatchOutcome(refused=[Refused(record, Invalid("article.empty", "nothing")) for record in records])

    stream = Stream(messages(*range(3)), messages(*range(3, 6)), messages(*range(6, 9)))
    async with running(stream, Work(refuse), limit=7) as run:
        await run.until(lambda: bool(run.fatal), "the worker to be told")
        [error] = run.fatal
        assert isinstance(error, Invalid)
        assert error.code == "dead-letters.flood"
        assert len(run.broker.stored) == 6
        assert run.stream.acked == [(0, offset) for offset in range(6)]


async def test_a_worker_that_is_stopped_in_mid_batch_acknowledges_nothing_of_it() -> None:
    broker = Broker()
    broker.hold.clear()
    stream = Stream(messages(1, 2))
    async with running(stream, broker=broker) as run:
        await run.until(lambda: len(broker.sent) == 2, "the results to be sent")
        run.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run.task
    assert stream.acked == []


async def test_metrics_of_things_done_wait_until_they_are_done() -> None:
    broker = Broker()
    broker.hold.clear()
    done: list[str] = []

    def noted(records: Sequence[WireRecord]) -> BatchOutcome:
        return BatchOutcome([echo(record) for record in records], after=lambda: done.append("done"))

    async with running(Stream(messages(1)), Work(noted), broker) as run:
        await run.until(lambda: len(broker.sent) == 1, "the result to be sent")
        assert done == []
        broker.hold.set()
        await run.done()
        assert done == ["done"]
        assert run.metrics.value("wirewatch_batch_seconds", stage="detect") == 1


@pytest.mark.parametrize(
    ("message", "record"),
    [
        (Message(offset=5), {"timestamp": 1_541_980_800_123, "value": b"{}", "key": b"urn:x", "headers": ()}),
        (Message(value=None, key=None), {"value": b"", "key": None}),
        (Message(timestamp=None), {"timestamp": None}),
        (Message(timestamp=-0.001), {"timestamp": None}),
        (Message(headers=[("a", b"1"), ("a", b"2"), ("b", None)]), {"headers": (("a", b"1"), ("a", b"2"), ("b", b""))}),
    ],
)
async def test_a_record_reaches_the_stage_as_kafka_has_it(message: Message, record: dict[str, Any]) -> None:
    async with running(Stream([message])) as run:
        await run.done()
        [[read]] = run.work.batches
        assert {name: getattr(read, name) for name in record} == record
