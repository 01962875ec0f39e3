"""What faust does by itself, on real streams without a broker; the line is built around each of these."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

import faust.streams
import pytest
from faust.types.tuples import TP, ConsumerMessage

from streams.agent_loop import AgentLoop, BatchOutcome
from streams.app import HeldEvent, WireApp, new_app
from streams.dead_letters import DeadLetterLimit
from streams.metrics import Metrics
from streams.settings import Settings
from streams.wire_record import WireRecord
from tests.component.stand_ins import Broker

TOPIC = "wire.articles"


@pytest.fixture
async def app(tmp_path: Path) -> WireApp:
    settings = Settings(_env_file=None, worker_data_dir=tmp_path)  # type: ignore[call-arg]
    made = new_app(settings, instance="all-0", buffered=100)
    made.topics._acking_topics.add(TOPIC)
    made.flow_control.resume()
    return made


async def filled(app: WireApp, records: int) -> tuple[Any, list[Any]]:
    """A stream of the topic, and the messages that lie in it."""
    stream = app.stream(app.wire_topic(TOPIC))
    messages = []
    for offset in range(records):
        message = ConsumerMessage(
            TOPIC, 0, offset, 0.0, 0, [], b"key", b"%d" % offset, None, tp=TP(TOPIC, 0), generation_id=0
        )
        message.incref()
        await stream.channel.put(await stream.channel.decode(message))
        messages.append(message)
    return stream, messages


def acknowledged(messages: list[Any]) -> list[int]:
    return [message.offset for message in messages if message.acked]


async def test_left_to_itself_a_stream_acknowledges_records_that_nobody_has_seen(app: WireApp) -> None:
    stream, messages = await filled(app, 5)
    async with aclosing(stream.noack_take(3, within=0.1)) as batches:
        async for events in batches:
            assert [event.value for event in events] == [b"0", b"1", b"2"]
            break
    await asyncio.sleep(0.3)
    assert acknowledged(messages) == [3, 4], "or the guard in AgentLoop.run is no longer needed"
    await stream.stop()


class Bug:
    name = "detect"
    stage = "detect"
    schema = "article.v1"

    async def work(self, _: list[WireRecord]) -> BatchOutcome:
        raise LookupError("a bug")


async def test_the_agent_loop_leaves_them_unacknowledged_whatever_happens(app: WireApp) -> None:
    stream, messages = await filled(app, 5)
    failed = asyncio.Event()

    async def fatal(_: BaseException) -> None:
        failed.set()

    loop = AgentLoop(
        Bug(),  # type: ignore[arg-type]
        Broker().send,
        dead_letter_topic="wire.dead-letters",
        limit=DeadLetterLimit(10, 60),
        metrics=Metrics(),
        take=3,
        within=0.1,
        fatal=fatal,
    )
    body = asyncio.create_task(loop.run(stream))
    async with asyncio.timeout(5):
        await failed.wait()
    body.cancel()
    await asyncio.gather(body, return_exceptions=True)
    await asyncio.sleep(0.3)
    assert acknowledged(messages) == []
    await stream.stop()


async def test_without_its_extension_module_faust_acknowledges_at_the_end_of_an_iteration_but_not_held_events(
    app: WireApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faust.streams, "_CStreamIterator", None)
    stream, messages = await filled(app, 3)
    seen = []
    async with asyncio.timeout(5):
        async for value in stream:
            seen.append(value)
            assert isinstance(stream.current_event, HeldEvent)
            if len(seen) == 3:
                break
    assert seen == [b"0", b"1", b"2"]
    assert acknowledged(messages) == []


async def test_a_record_of_an_earlier_generation_is_skipped_but_not_acknowledged(
    app: WireApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faust.streams, "_CStreamIterator", None)
    stream, messages = await filled(app, 2)
    messages[0].generation_id = -7
    async with asyncio.timeout(5):
        async for value in stream:
            assert value == b"1"
            break
    assert acknowledged(messages) == [], "it will be delivered again: skipping it is not dealing with it"


async def test_only_a_released_event_is_acknowledged(app: WireApp) -> None:
    stream, messages = await filled(app, 2)
    stream.enable_acks = False
    async with aclosing(stream.noack_take(2, within=0.1)) as batches:
        async for first, _ in batches:
            await stream.ack(first)
            assert acknowledged(messages) == []
            first.release()
            await stream.ack(first)
            break
    assert acknowledged(messages) == [0]
    await stream.stop()
