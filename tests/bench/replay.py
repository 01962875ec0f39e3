"""How fast history is replayed, from the broker to searchable, and where the time goes: `python -m tests.bench.replay`.

On a real broker and a real Elasticsearch, with the real detector and the starter watchlist. Articles are made from the
JSON Lines (`*.jsonl`, `*.jsonl.gz`) in the folder WIREWATCH_BENCH_NEWS, else from the shipped samples: repeated under
other ids and times, with shuffled paragraphs, until there are enough.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from elasticsearch import Elasticsearch
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from deploy.local import LocalStack
from schemas.topics import load_topics
from streams.elastic_connection import connect
from streams.index_setup import setup_indices
from streams.kafka_connection import client_options
from streams.replay.stage_times import processor_seconds, resident_mb
from streams.settings import Settings
from streams.topics_setup import setup_topics

TARGET_WORDS: Final = 84_000
"""Words a second on two cores: a million articles of 300 words in an hour."""
MOST_OUTSIDE: Final = 0.25
MOST_GROWTH: Final = 0.10
FIRST_LOOK: Final = 5000
_WORDS: Final = 230
"""Paragraphs are added until there are as many, which makes about 300 on average."""
_BEGIN: Final = datetime(2019, 1, 1, tzinfo=UTC)


def texts(folder: str | None) -> list[tuple[str, list[str]]]:
    """(headline, paragraphs) of every article."""
    if folder:
        files = sorted(path for path in Path(folder).iterdir() if ".jsonl" in path.name)
    else:
        files = [Path(__file__).parents[2] / "deploy" / "samples" / "articles.jsonl"]
    found = []
    for file in files:
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                bodies = article.get("bodies") or []
                paragraphs = bodies[0]["value"].split("\n\n") if bodies else []
                headline = (article.get("headlines") or [{"value": ""}])[0]["value"]
                if paragraphs and article.get("language", "en").startswith("en"):
                    found.append((headline, paragraphs))
    return found


def articles(number: int, sources: list[tuple[str, list[str]]]) -> Iterator[tuple[dict[str, Any], int]]:
    """(article, words): paragraphs of one text and, until it is long enough, of the next; shuffled at a second use."""
    chance = random.Random(1)
    endless = itertools.cycle(sources)
    for place in range(number):
        headline, paragraphs = next(endless)
        chosen, words = [], 0
        while True:
            for paragraph in paragraphs:
                chosen.append(paragraph)
                words += len(paragraph.split())
                if words >= _WORDS:
                    break
            if words >= _WORDS:
                break
            paragraphs = next(endless)[1]
        if place >= len(sources):
            chance.shuffle(chosen)
        created = (_BEGIN + timedelta(minutes=place)).isoformat()
        article = {
            "uri": f"urn:bench:{place}",
            "version": "1",
            "versionCreated": created,
            "headlines": [{"value": headline}],
            "bodies": [{"value": "\n\n".join(chosen)}],
        }
        yield article, words


def publish(settings: Settings, number: int, sources: list[tuple[str, list[str]]]) -> int:
    """Returns the words that were sent."""
    producer = KafkaProducer(
        **client_options(settings), acks="all", compression_type="zstd", linger_ms=50, batch_size=262_144
    )
    total = 0
    for article, words in articles(number, sources):
        total += words
        producer.send(
            settings.topic("wire.articles"),
            json.dumps(article).encode(),
            key=article["uri"].encode(),
            timestamp_ms=int(datetime.fromisoformat(article["versionCreated"]).timestamp() * 1000),
        )
    producer.flush(timeout=120)
    producer.close()
    return total


@dataclass
class Watch:
    """Memory and processor time of the processes while the replay runs."""

    pid: int
    servers: dict[str, tuple[int, ...]]
    memory: list[tuple[int, float]] = field(default_factory=list)
    """(records, MB of the replay and its detectors)."""
    used: dict[str, float] = field(default_factory=dict)
    by_child: dict[int, float] = field(default_factory=dict)
    """Processor seconds of each detector process; one that was replaced keeps what it had when last looked at."""

    def __post_init__(self) -> None:
        self._before = {name: processor_seconds(pids) for name, pids in self.servers.items()}

    def look(self, records: int) -> None:
        children = self._children()
        self.memory.append((records, resident_mb(self.pid) + sum(map(resident_mb, children))))
        self.used = {name: processor_seconds(pids) - self._before[name] for name, pids in self.servers.items()}
        self.used["replay"] = processor_seconds([self.pid])
        self.by_child |= {pid: processor_seconds([pid]) for pid in children}
        self.used["detection"] = sum(self.by_child.values())

    def _children(self) -> list[int]:
        found = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            found += [int(pid) for pid in task.read_text().split()]
        return found


def replay(settings: Settings, servers: dict[str, tuple[int, ...]], processes: int) -> "Run":
    environment = {
        **os.environ,
        "WIREWATCH_KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "WIREWATCH_ELASTICSEARCH_URL": settings.elasticsearch_url,
        "WIREWATCH_TOPIC_PREFIX": settings.topic_prefix,
        "WIREWATCH_INDEX_PREFIX": settings.index_prefix,
    }
    command = [str(Path(sys.executable).with_name("wirewatch")), "replay", "--all", "--generation", "bench"]
    command += ["--workers", str(processes)]
    start = time.monotonic()
    first = last = start
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        assert process.stdout
        watch = Watch(process.pid, servers)
        for line in process.stderr:
            said = json.loads(line) if line.startswith("{") else {}
            if said.get("event") == "replay.progress":
                watch.look(said["records"])
                last = time.monotonic()
                first = last if first == start else first
                if len(watch.memory) % 10 == 1:
                    rate = f"{said['articles_per_second']:.0f} articles/s, {said['words_per_second']:,} words/s"
                    _say(f"  {said['records']:>7,} records, {rate}, {watch.memory[-1][1]:.0f} MB")
            elif not said:
                _say(line.rstrip())
        report = json.loads(process.stdout.read() or "{}")
    if process.returncode:
        sys.exit(f"the replay ended with {process.returncode}")
    return Run(report, watch, time.monotonic() - start, last - first)


@dataclass(frozen=True)
class Run:
    """The command's report, what was watched, seconds in all, and seconds from the first chunk to the last."""

    report: dict[str, Any]
    watch: Watch
    seconds: float
    loading: float


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Print the figures; 1 if one of them misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=0, help="detector processes; 0: one for each core")
    parser.add_argument("--state", type=Path, help="state folder of a local stack to use; left running")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as folder:
        stack = LocalStack(chosen.state or Path(folder))
        endpoints = stack.up(_say)
        try:
            return _measure(stack, endpoints, chosen.articles, chosen.processes)
        finally:
            if not chosen.state:
                stack.down()


def _measure(stack: LocalStack, endpoints: Any, number: int, processes: int) -> int:
    name = f"bench{os.getpid()}"
    settings = Settings(
        _env_file=None,
        kafka_bootstrap_servers=endpoints.kafka_bootstrap,
        elasticsearch_url=endpoints.elasticsearch_url,
        topic_prefix=f"{name}.",
        index_prefix=name,
    )
    servers = {status.name: status.pids for status in stack.status()}
    list(setup_topics(settings, load_topics()))
    with connect(settings) as client:
        list(setup_indices(client, settings))
        try:
            sources = texts(os.environ.get("WIREWATCH_BENCH_NEWS"))
            words = publish(settings, number, sources)
            _say(
                f"{number:,} articles of {words / number:.0f} words from {len(sources):,} texts; "
                f"load average before {os.getloadavg()[0]:.1f}"
            )
            run = replay(settings, servers, processes)
            found = client.count(index=f"{settings.alias('articles')}-bench")["count"]
            letters = client.search(index=f"{settings.alias('dead-letters')}-bench", size=10)["hits"]["hits"]
            for letter in letters:
                error, origin = letter["_source"]["error"], letter["_source"]["wire"]["origin"]
                _say(f"dead letter {origin['partition']}/{origin['offset']}: {error['code']}: {error['message']}")
        finally:
            _clear(client, settings)
    return _tell(run, number, words, found)


def _clear(client: Elasticsearch, settings: Settings) -> None:
    """Leave nothing of the bench on a stack that goes on: generations, templates and topics go."""
    if standing := list(client.indices.get(index=f"{settings.index_prefix}-*")):
        client.indices.delete(index=standing)
    client.options(ignore_status=404).indices.delete_index_template(name=f"{settings.index_prefix}-*")
    with closing(KafkaAdminClient(**client_options(settings))) as admin:
        admin.delete_topics([topic for topic in admin.list_topics() if topic.startswith(settings.topic_prefix)])


def memory_at(memory: list[tuple[int, float]], records: int) -> float:
    """MB when so many records were dealt with: the middle of three looks, since garbage comes and goes."""
    place = next((place for place, (seen, _) in enumerate(memory) if seen >= records), len(memory) - 1)
    return sorted(megabytes for _, megabytes in memory[max(0, place - 2) : place + 1])[-2 if place else -1]


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def _tell(run: Run, number: int, words: int, found: int) -> int:
    report, watch, seconds, loading = run.report, run.watch, run.seconds, run.loading
    total = sum(watch.used.values())
    outside = 1 - watch.used["detection"] / total
    # The last look may come when the detectors have ended: what they held until then counts.
    early, late = memory_at(watch.memory, FIRST_LOOK), memory_at(watch.memory, number)
    growth = late / early - 1
    _say(f"{found:,} articles and {report['events']:,} events searchable after {seconds:.1f} s")
    met = words / seconds >= TARGET_WORDS
    _say(
        f"end to end        {words / seconds:>10,.0f} words/s   {number / seconds:>7,.0f} articles/s"
        f"   {_verdict(met)}: at least {TARGET_WORDS:,} words/s"
    )
    _say(f"while loading     {words / loading:>10,.0f} words/s" if loading else "")
    _say(f"per core second   {words / total:>10,.0f} words    (two free cores: {2 * words / total:,.0f} words/s)")
    _say("processor seconds " + ", ".join(f"{name} {used:.1f}" for name, used in sorted(watch.used.items())))
    _say(
        f"outside detection {outside:>10.1%} of the processor seconds   {_verdict(outside <= MOST_OUTSIDE)}: "
        f"at most {MOST_OUTSIDE:.0%}"
    )
    _say("stage seconds     " + ", ".join(f"{name} {used:.1f}" for name, used in report["stage_seconds"].items()))
    _say(
        f"memory            {early:.0f} MB after {min(FIRST_LOOK, number):,} records, {late:.0f} MB after {number:,} "
        f"({growth:+.1%})   {_verdict(growth <= MOST_GROWTH)}: at most {MOST_GROWTH:+.0%}"
    )
    misses = [
        line
        for missed, line in (
            (
                found != number,
                f"{number - found} articles are not in the index; {report['dead_letters']} are dead letters",
            ),
            (not met, f"slower than {TARGET_WORDS:,} words/s end to end"),
            (outside > MOST_OUTSIDE, f"more than {MOST_OUTSIDE:.0%} outside detection"),
            (growth > MOST_GROWTH, f"memory grew by more than {MOST_GROWTH:.0%}"),
        )
        if missed
    ]
    _say("\n".join(f"MISSED: {line}" for line in misses) or "all targets met")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
