"""The settings under which faust loses nothing (each was measured; see docs/running.md)."""

from pathlib import Path
from typing import Any

import pytest
from mode import CrashingSupervisor

from streams.app import HeldEvent, IdempotentProducer, WireApp, group_instance, new_app
from streams.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> WireApp:
    settings = Settings(_env_file=None, worker_data_dir=tmp_path / "data", topic_prefix="test.")  # type: ignore[call-arg]
    return new_app(settings, instance="all-0", buffered=100)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "test.wirewatch"),
        ("stream_wait_empty", False),
        ("agent_supervisor", CrashingSupervisor),
        ("web_enabled", False),
        ("topic_allow_declare", False),
        ("topic_disable_leader", True),
        ("broker_session_timeout", 10.0),
        ("broker_heartbeat_interval", 3.0),
        ("consumer_auto_offset_reset", "earliest"),
        ("producer_acks", -1),
        ("stream_buffer_maxsize", 100),
        ("value_serializer", "raw"),
        ("key_serializer", "raw"),
    ],
)
def test_faust_is_set_up_to_lose_nothing(app: WireApp, name: str, value: Any) -> None:
    assert getattr(app.conf, name) == value


def test_the_producer_is_idempotent_and_waits_for_all_replicas(app: WireApp) -> None:
    producer = app.producer
    assert isinstance(producer, IdempotentProducer)
    options = {**producer._settings_default(), **producer._settings_extra()}
    assert (options["acks"], options["enable_idempotence"], options["compression_type"]) == ("all", True, "zstd")
    assert options["max_request_size"] >= 8 * 1024 * 1024


def test_every_agent_is_alone_on_its_stream(app: WireApp) -> None:
    async def body(stream: Any) -> None: ...

    app.add_agent("detect", "test.wire.articles", body)
    [agent] = app.agents.values()
    assert agent.concurrency == 1
    assert agent.supervisor_strategy is CrashingSupervisor
    assert agent.channel.get_topic_name() == "test.wire.articles"


def test_events_of_its_topics_can_be_held(app: WireApp) -> None:
    assert app.conf.Event is HeldEvent


@pytest.mark.parametrize(
    ("instance", "end"), [("all-0", "-all-0"), ("detect-slot 7/β", "-detect-slot-7--"), ("x" * 300, "xxx")]
)
def test_the_name_in_the_consumer_group_is_one_that_kafka_takes(instance: str, end: str) -> None:
    name = group_instance(instance)
    assert name.endswith(end)
    assert len(name) <= 249
    assert group_instance(instance) == name, "the same after a restart"
