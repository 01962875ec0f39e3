"""A whole line of one test's own: its topics, its indices, its worker processes, and what is in them.

Pytest plugin with the fixture `world`.
"""

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local import Endpoints, LocalStack
from deploy.local.ports import free_port
from schemas.indexed import Indexed, decode_indexed
from schemas.topics import load_topics
from streams.dead_letters import LetterFilter, StoredLetter, read_letters
from streams.elastic_connection import connect
from streams.group_lag import GroupLag
from streams.index_setup import FAMILIES, setup_indices
from streams.kafka_connection import client_options
from streams.settings import Settings
from streams.topics_setup import setup_topics
from streams.wire_record import ingested_header

_LINES = itertools.count()
NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def until(condition: Callable[[], Any], seconds: float, waiting_for: str, pause: float = 0.1) -> Any:
    """Return the condition's first true value; fail after `seconds`, saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {waiting_for}"
        time.sleep(pause)
    return value


def article(uri: str, text: str, *, minutes: float = 0, **fields: Any) -> dict[str, Any]:
    """An ninjs article; `minutes` after noon is its versionCreated."""
    created = (NOON + timedelta(minutes=minutes)).isoformat()
    body = {"uri": uri, "versionCreated": created, "version": "1", "bodies": [{"value": text}] if text else []}
    return {**body, **fields}


@dataclass
class Worker:
    """A worker process. `log` has its ECS lines."""

    process: "subprocess.Popen[bytes]"
    log: Path
    port: int

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)

    def stop(self, limit: float = 12) -> tuple[int, float]:
        """SIGTERM; returns exit code and seconds."""
        start = time.monotonic()
        self.process.terminate()
        return self.process.wait(limit), time.monotonic() - start

    def get(self, path: str) -> tuple[int, Any]:
        """Status and body of /healthz, /readyz or /metrics; 0 while nobody listens."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                status, body = answer.status, answer.read()
        except HTTPError as error:
            status, body = error.code, error.read()
        except (URLError, OSError):
            return 0, None
        return status, body.decode() if path == "/metrics" else json.loads(body)

    def wait_ready(self, limit: float = 40) -> "Worker":
        def ready() -> bool:
            assert self.running, f"the worker ended with {self.process.returncode}:\n{self.tail()}"
            return self.get("/readyz")[0] == 200

        until(ready, limit, f"the worker to be ready\n{self.tail()}")
        return self

    def said(self, action: str) -> list[dict[str, Any]]:
        """Its log records with this event.action."""
        return [record for record in self.records() if record.get("event", {}).get("action") == action]

    def seconds_between(self, first: str, second: str) -> float:
        """Between the first log records of two kinds."""
        one, two = (datetime.fromisoformat(self.said(action)[0]["@timestamp"]) for action in (first, second))
        return (two - one).total_seconds()

    def records(self) -> list[dict[str, Any]]:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:]) if self.log.exists() else ""


@dataclass
class World:
    """A line: publish to it, start workers on it, look into it."""

    settings: Settings
    stack: LocalStack
    elastic: Elasticsearch
    folder: Path
    workers: list[Worker] = field(default_factory=list)

    def start(self, *, slot: str = "0", stages: str = "detect+index", each: float = 0.0, **overrides: object) -> Worker:
        """A worker process with the small detector; `overrides` are settings."""
        return self._start([sys.executable, "-m", "tests.line_worker", stages, str(each)], slot, overrides)

    def start_real(self, *, slot: str = "0", **overrides: object) -> Worker:
        """`wirewatch worker` itself, with the real detector."""
        return self._start([str(Path(sys.executable).with_name("wirewatch")), "worker"], slot, overrides)

    def environment(self, **overrides: object) -> dict[str, str]:
        """Environment of a command that works on this line."""
        chosen: dict[str, object] = {
            "kafka_bootstrap_servers": self.settings.kafka_bootstrap_servers,
            "elasticsearch_url": self.settings.elasticsearch_url,
            "topic_prefix": self.settings.topic_prefix,
            "index_prefix": self.settings.index_prefix,
            "worker_data_dir": self.folder / "data",
            "alert_file": self.folder / "alerts.txt",
            "log_format": "json",
            "detect_processes": 2,
            "detect_batch": 16,
            "index_batch": 40,
            **overrides,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
        return inherited | {f"WIREWATCH_{name.upper()}": str(value) for name, value in chosen.items()}

    def publish(self, articles: Iterable[dict[str, Any] | bytes]) -> int:
        """Send articles as `wirewatch publish` does, and raw bytes as they are; returns how many."""
        producer = KafkaProducer(**client_options(self.settings), acks="all", compression_type="zstd")
        try:
            sent = []
            for each in articles:
                raw = each if isinstance(each, bytes) else json.dumps(each).encode()
                key = None if isinstance(each, bytes) else each["uri"].encode()
                stamp = None if isinstance(each, bytes) else datetime.fromisoformat(each["versionCreated"]).timestamp()
                sent.append(
                    producer.send(
                        self.settings.topic("wire.articles"),
                        raw,
                        key=key,
                        timestamp_ms=None if stamp is None else int(stamp * 1000),
                        headers=[ingested_header()],
                    )
                )
            for future in sent:
                future.get(timeout=30)
            return len(sent)
        finally:
            producer.close(timeout=10)

    def article_uris(self) -> list[str]:
        return [document["wire"]["article"]["uri"] for document in self.documents("articles")]

    def standing_events(self) -> list[str]:
        """Ids of events that are not retracted."""
        return [document["event"]["id"] for document in self.documents("events") if not document["wire"]["retracted"]]

    def documents(self, family: str) -> list[dict[str, Any]]:
        alias = self.settings.alias(family)
        self.elastic.indices.refresh(index=alias)
        hits = self.elastic.search(index=alias, size=10_000, track_total_hits=True)["hits"]
        assert hits["total"]["value"] == len(hits["hits"])
        return [hit["_source"] for hit in hits["hits"]]

    def indexed_count(self) -> int:
        """Articles in the index; -1 while Elasticsearch does not answer."""
        try:
            alias = self.settings.alias("articles")
            self.elastic.indices.refresh(index=alias)
            return int(self.elastic.count(index=alias)["count"])
        except Exception:
            return -1

    def wait_for_articles(self, number: int, seconds: float) -> None:
        def enough() -> bool:
            return self.indexed_count() >= number

        until(enough, seconds, f"{number} articles in the index (there are {self.indexed_count()})", pause=0.25)

    def letters(self) -> list[StoredLetter]:
        return list(read_letters(self.settings, LetterFilter()))

    def indexed(self) -> list[Indexed]:
        """Everything on wire.indexed."""
        return [decode_indexed(record.value) for record in self.read("wire.indexed")]

    def read(self, topic: str) -> list[Any]:
        """Every record of a topic, partition by partition."""
        name = self.settings.topic(topic)
        consumer = KafkaConsumer(**client_options(self.settings), group_id=None, max_partition_fetch_bytes=8 << 20)
        try:
            parts = [TopicPartition(name, number) for number in sorted(consumer.partitions_for_topic(name) or ())]
            consumer.assign(parts)
            consumer.seek_to_beginning(*parts)
            ends = consumer.end_offsets(parts)
            found: list[Any] = []
            deadline = time.monotonic() + 30
            while any(consumer.position(part) < ends[part] for part in parts):
                assert time.monotonic() < deadline, f"waited 30 s to read {name}"
                for records in consumer.poll(timeout_ms=300).values():
                    found += records
            return sorted(found, key=lambda record: (record.partition, record.offset))
        finally:
            consumer.close()

    def lag(self) -> int | None:
        """Records of all input topics that the group has not committed yet; None while the broker cannot tell."""
        group = GroupLag(self.settings, self.settings.topic(self.settings.kafka_group))
        partitions = {
            (self.settings.topic(spec.name), number)
            for spec in load_topics()
            if spec.name in ("wire.articles", "wire.events", "wire.dead-letters")
            for number in range(spec.partitions)
        }
        try:
            return sum(each.lag for each in group.ask(partitions))
        except KafkaError:
            return None
        finally:
            group.close()

    def wait_until_quiet(self, seconds: float = 30) -> None:
        """Wait until everything that was sent is dealt with and committed."""
        until(lambda: self.lag() == 0, seconds, f"a lag of 0 (it is {self.lag()})", pause=0.3)

    def _start(self, command: list[str], slot: str, overrides: dict[str, object]) -> Worker:
        port = free_port(set())
        log = self.folder / f"worker-{slot}-{len(self.workers)}.log"
        environment = self.environment(worker_slot=slot, health_port=port, **overrides)
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, env=environment, stderr=file, stdout=file, cwd=Path(__file__).parents[1]
            )
        worker = Worker(process, log, port)
        self.workers.append(worker)
        return worker


class Producer(threading.Thread):
    """Publishes articles of two events each, ten every few milliseconds, until it is told to end."""

    def __init__(self, world: World, *, first: int, pause: float = 0.05) -> None:
        """The uris are `urn:news:N`, with N from `first` on and as many minutes after noon."""
        super().__init__()
        self._sent: list[str] = []
        self._world = world
        self._next = first
        self._pause = pause
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            numbers = range(self._next, self._next + 10)
            batch = [article(f"urn:news:{number}", "event:2 text", minutes=number) for number in numbers]
            self._world.publish(batch)
            self._sent += [each["uri"] for each in batch]
            self._next += 10
            self._over.wait(self._pause)

    def end(self) -> list[str]:
        """The uris of all that was sent."""
        self._over.set()
        self.join()
        return self._sent

    def __enter__(self) -> "Producer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def clear_indices(client: Elasticsearch, settings: Settings) -> None:
    """Delete a line's indices and templates: every template that stays makes the next index slower to create."""
    if standing := list(client.indices.get(index=f"{settings.index_prefix}-*")):
        client.indices.delete(index=standing)
    client.options(ignore_status=404).indices.delete_index_template(name=f"{settings.index_prefix}-*")


@pytest.fixture
def world(endpoints: Endpoints, stack: LocalStack, tmp_path: Path) -> Iterator[World]:
    """A line that is set up and empty; its workers are killed and its indices deleted afterwards."""
    with _world(endpoints, stack, tmp_path, FAMILIES) as line:
        yield line


@pytest.fixture
def news_world(endpoints: Endpoints, stack: LocalStack, tmp_path: Path) -> Iterator[World]:
    """A line without the indices of alerts, for tests that alert nobody: it is there in half the time."""
    families = [family for family in FAMILIES if not family.startswith("alert")]
    with _world(endpoints, stack, tmp_path, families) as line:
        yield line


@pytest.fixture
def topics_world(endpoints: Endpoints, stack: LocalStack, tmp_path: Path) -> Iterator[World]:
    """A line of topics alone, without any index."""
    with _world(endpoints, stack, tmp_path, ()) as line:
        yield line


@contextmanager
def _world(endpoints: Endpoints, stack: LocalStack, tmp_path: Path, families: Sequence[str]) -> Iterator[World]:
    name = f"line{os.getpid()}x{next(_LINES)}"
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg] -- pydantic-settings takes it at run time
        kafka_bootstrap_servers=endpoints.kafka_bootstrap,
        elasticsearch_url=endpoints.elasticsearch_url,
        topic_prefix=f"{name}.",
        index_prefix=name,
    )
    list(setup_topics(settings, load_topics()))
    with connect(settings) as client:
        list(setup_indices(client, settings, families))
        line = World(settings, stack, client, tmp_path)
        try:
            yield line
        finally:
            for worker in line.workers:
                if worker.running:
                    worker.kill()
        clear_indices(client, settings)
    admin = KafkaAdminClient(**client_options(settings))
    admin.delete_topics([topic for topic in admin.list_topics() if topic.startswith(settings.topic_prefix)])
    admin.close()
