"""The faust app factory: the settings under which faust loses nothing, and what has to be changed in it for that."""

import logging
import re
import socket
from collections.abc import Iterable
from typing import Any, Final

import faust
from faust.transport.drivers.aiokafka import Producer, Transport
from mode import CrashingSupervisor, Service

from streams.kafka_connection import faust_brokers, faust_credentials
from streams.settings import Settings
from streams.wire_record import Outgoing

SESSION_SECONDS: Final = 10.0
MAX_RECORD_BYTES: Final = 8 * 1024 * 1024
_A_WEEK: Final = 7 * 24 * 3600.0


class HeldEvent(faust.Event):
    """An event that only the agent loop can acknowledge.

    faust acknowledges by itself in several places: after an exception, at the end of an iteration, and when a stream
    skips what a rebalance left behind. Each of them could commit past a record that nobody has worked on.
    """

    released = False

    def release(self) -> None:
        self.released = True

    def ack(self) -> bool:
        return bool(super().ack()) if self.released else False


class IdempotentProducer(Producer):
    """faust asks for idempotence only with exactly-once, which duplicates records (faust-streaming #517).

    Idempotent sends are repeated by the client, in order and without duplicates, for as long as the broker is away.
    """

    logger = logging.getLogger("faust.transport")

    def _settings_extra(self) -> dict[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class IdempotentTransport(Transport):
    Producer = IdempotentProducer


class WireApp(faust.App):
    """A faust app with `parts` of its own, which start before its consumer and stop after it."""

    logger = logging.getLogger("faust.app")  # what it says of itself is faust's, not ours

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parts: list[Service] = []
        self.transport = IdempotentTransport(self.conf.broker_consumer, self)

    def on_init_dependencies(self) -> Iterable[Any]:
        return [*self.parts, *super().on_init_dependencies()]

    async def send_record(self, record: Outgoing) -> Any:
        """Hand a record to the producer; returns the future of its acknowledgement."""
        # faust wants seconds and truncates them to milliseconds; the half keeps a rounding error from losing one.
        seconds = None if record.timestamp is None else (record.timestamp + 0.5) / 1000
        return await self.wire_topic(record.topic).send(
            key=record.key, value=record.value, timestamp=seconds, headers=list(record.headers)
        )

    def wire_topic(self, name: str) -> Any:
        """A topic of raw bytes, by its full name."""
        return self.topic(name, key_serializer="raw", value_serializer="raw")

    def add_agent(self, name: str, topic: str, body: Any) -> None:
        """Run `body(stream)` over a topic, one record after the other.

        concurrency=1: with more, out-of-order acknowledgements commit past records in flight (faust-streaming #606).
        """

        async def agent(stream: Any) -> None:
            await body(stream)

        self.agent(self.wire_topic(topic), name=name, concurrency=1, supervisor_strategy=CrashingSupervisor)(agent)


def new_app(settings: Settings, *, instance: str, buffered: int) -> WireApp:
    """A faust app without agents; it reaches for no server before it is started.

    `instance` must be unique in the group and the same after a restart: the group then hands a killed worker's
    partitions back to it without waiting for the session to time out. `buffered` records are held for each agent.
    """
    data = settings.worker_data_dir / instance
    data.mkdir(parents=True, exist_ok=True)
    return WireApp(
        settings.topic(settings.kafka_group),
        broker=faust_brokers(settings),
        broker_credentials=faust_credentials(settings),
        datadir=data,
        Event=HeldEvent,
        # Bytes in, bytes out: one undecodable record in faust's JSON codec stops an agent for ever, silently.
        key_serializer="raw",
        value_serializer="raw",
        # Topics are `wirewatch setup`'s; faust's leader topic serves nothing here.
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        web_enabled=False,
        agent_supervisor=CrashingSupervisor,
        # What is unacknowledged at the end is read again; waiting for it makes SIGTERM hang.
        stream_wait_empty=False,
        stream_buffer_maxsize=buffered,
        consumer_group_instance_id=group_instance(instance),
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=MAX_RECORD_BYTES,
        broker_session_timeout=SESSION_SECONDS,
        broker_heartbeat_interval=3.0,
        broker_request_timeout=30.0,
        broker_rebalance_timeout=30.0,
        broker_commit_interval=1.0,
        broker_commit_livelock_soft_timeout=_A_WEEK,
        # A partition waits for Elasticsearch as long as it takes; leaving the group would not help it. Progress is
        # watched by streams.health instead.
        broker_max_poll_interval=_A_WEEK,
        stream_processing_timeout=_A_WEEK,
        producer_acks=-1,
        producer_compression_type="zstd",
        producer_linger=0.005,
        producer_max_batch_size=256 * 1024,
        producer_max_request_size=MAX_RECORD_BYTES,
        producer_request_timeout=30.0,
    )


def group_instance(instance: str) -> str:
    """The name of this worker in its consumer group: the host's name and its own."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", f"{socket.gethostname()}-{instance}")[:200]
