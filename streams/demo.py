"""The whole line in one go: real servers, a worker, the sample articles in, events out."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from elasticsearch import Elasticsearch
from kafka.errors import KafkaError

from deploy.local import Endpoints, LocalStack
from schemas.errors import Transient
from schemas.topics import load_topics
from streams.article_files import PlainText, read_records
from streams.group_lag import GroupLag
from streams.index_setup import setup_indices
from streams.publish import PublishReport, publish
from streams.settings import Settings
from streams.topics_setup import setup_topics

SAMPLES: Final = ("articles.jsonl", "revisions.jsonl", "broken.jsonl")
_STAGED: Final = ("wire.articles", "wire.events", "wire.indexed", "wire.dead-letters")
_DONE_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 20.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """What came out. `events` are documents, newest first; `articles` and `dead_letters` count documents."""

    published: PublishReport
    articles: int
    events: list[dict[str, Any]]
    dead_letters: Counter[str]
    seconds: float


def demo_settings(endpoints: Endpoints, state: Path) -> Settings:
    """Settings of the demo's own line: its servers, and the starter watchlist with the samples' fictional actors."""
    return Settings(
        kafka_bootstrap_servers=endpoints.kafka_bootstrap,
        elasticsearch_url=endpoints.elasticsearch_url,
        watchlists=[_shipped("watchlists"), _shipped("samples/fictional-actors.yaml")],
        worker_data_dir=state / "worker",
        detect_processes=1,
        log_format="json",
        alert_file=state / "alerts.txt",
        alert_poll=0.5,
    )


def sample_paths() -> list[Path]:
    return [_shipped(f"samples/{name}") for name in SAMPLES]


def _shipped(name: str) -> Path:
    return Path(str(resources.files("deploy"))) / name


@contextmanager
def running_stack(state: Path, say: Say, *, keep: bool) -> Iterator[Endpoints]:
    """A fresh stack in `state`; what an earlier demo left there is wiped."""
    stack = LocalStack(state / "stack")
    stack.down()
    stack.wipe()
    (state / "alerts.txt").unlink(missing_ok=True)
    try:
        yield stack.up(say)
    finally:
        if not keep:
            stack.down(say)


@contextmanager
def running_worker(settings: Settings, state: Path) -> Iterator[Callable[[], None]]:
    """A worker process with all stages; yields a check that raises Transient when it has died."""
    log = state / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "streams.cli", "worker"], env=_environment(settings), stdout=output, stderr=output
        )

        def check() -> None:
            if worker.poll() is not None:
                last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
                raise Transient("stack.failed", f"the worker ended with {worker.returncode}; {log}: {' | '.join(last)}")

        try:
            yield check
        finally:
            worker.terminate()
            try:
                worker.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait(_STOP_SECONDS)


def _environment(settings: Settings) -> dict[str, str]:
    """The settings that differ from the defaults, as the worker's environment."""
    changed = settings.model_dump(mode="json", exclude_unset=True)
    ours = {
        f"WIREWATCH_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in changed.items()
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    return inherited | ours


def set_up(settings: Settings, client: Elasticsearch) -> int:
    """Create topics and indices; returns how many things were made."""
    changes = [*setup_topics(settings, load_topics()), *setup_indices(client, settings)]
    return sum(change.action == "created" for change in changes)


def send_samples(settings: Settings) -> PublishReport:
    """Publish every sample, broken records too."""
    return publish(read_records(sample_paths(), PlainText(None)), settings, unchecked=True)


def wait_until_done(settings: Settings, check: Callable[[], None], on_progress: Callable[[int], None]) -> None:
    """Return when nothing waits in any topic. Raises Transient when it takes over two minutes."""
    partitions = [
        (settings.topic(topic.name), number)
        for topic in load_topics()
        if topic.name in _STAGED
        for number in range(topic.partitions)
    ]
    lag = GroupLag(settings, settings.topic(settings.kafka_group))
    deadline = time.monotonic() + _DONE_SECONDS
    quiet, left = 0, "everything"
    try:
        while quiet < 2:
            check()
            try:
                waiting = sum(partition.lag for partition in lag.ask(partitions))
                # Twice in a row: a record may be between two topics at the first look.
                quiet, left = (0 if waiting else quiet + 1), f"{waiting} records"
                on_progress(waiting)
            except KafkaError:
                quiet = 0  # the group has no coordinator before its first member
            if time.monotonic() > deadline:
                raise Transient("stack.failed", f"after {_DONE_SECONDS:.0f} s the line still has to read {left}")
            time.sleep(0.5)
    finally:
        lag.close()


def read_back(client: Elasticsearch, settings: Settings, published: PublishReport, started: float) -> DemoOutcome:
    """Everything that can now be searched."""
    aliases = {family: settings.alias(family) for family in ("articles", "events", "dead-letters")}
    client.indices.refresh(index=list(aliases.values()))
    found = client.search(index=aliases["events"], size=1000, sort=[{"@timestamp": "asc"}, {"event.id": "asc"}])
    letters = client.search(index=aliases["dead-letters"], size=1000, source_includes=["error.code"])
    return DemoOutcome(
        published=published,
        articles=client.count(index=aliases["articles"])["count"],
        events=[hit["_source"] for hit in found["hits"]["hits"]],
        dead_letters=Counter(hit["_source"]["error"]["code"] for hit in letters["hits"]["hits"]),
        seconds=time.monotonic() - started,
    )
