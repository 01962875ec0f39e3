"""How long 500 rules take over 1,000 events just indexed: `python -m tests.bench.alerts [STATE_OF_A_RUNNING_STACK]`.

Against a real Elasticsearch. What is measured is the alert stage's own work on one batch: refresh, match, compare with
earlier alerts, write; and the same batch once more, which must write nothing.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from elasticsearch import AsyncElasticsearch

from deploy.local import LocalStack
from streams.alerts.stage import alert_parts
from streams.elastic_connection import connect, connect_async
from streams.index_setup import setup_indices
from streams.index_writer import IndexTarget, IndexWriter
from streams.metrics import Metrics
from streams.settings import Settings
from tests.builders import actor, meeting, recognition, result

RULES: Final = 500
EVENTS: Final = 1000
LIMIT_SECONDS: Final = 10.0
_FIRST: Final = ("Mira", "Teodor", "Ilse", "Jost", "Orla", "Dano", "Pavel", "Anton", "Lea", "Marek", "Nadia", "Viktor")
_LAST: Final = ("Oslan", "Vance", "Brandt", "Amrein", "Quill", "Reth", "Ordan", "Velik", "Sandor", "Haskel", "Marant")


def _names(storm: bool) -> list[str]:
    """132 names, so that a few rules match each event; or 12, so that dozens do."""
    return [f"{first} {last}" for last in _LAST[: 1 if storm else None] for first in _FIRST]


def rules(number: int, names: list[str]) -> str:
    """Rules of the kinds that people write: names, actions, nested roles, text, times, and every third one `first`."""
    lines = ["rules:"]
    for n in range(number):
        name, other = names[n % len(names)], names[(n * 7 + 1) % len(names)]
        queries = (
            f'event.action: (meeting-held or meeting-denied) and wire.actors: "{name}"',
            f'wire.participants: {{name: "{name}" and role: participant}} and not wire.background: true',
            f'wire.actor_names: "{name.lower()}" and not message: {other.split()[1].lower()}',
            f"wire.object: Norland{n % 40} and wire.stance: (recognises or granted)",
            f'wire.claim: (claimed or disputed) and wire.sources: "{other}" and @timestamp >= "now-30d"',
        )
        kind = ", kind: first, within: 30d" if n % 3 == 0 else ""
        query = queries[n % len(queries)].replace("'", "''")
        lines.append(
            f"  - {{id: rule-{n}, title: Rule {n}, query: '{query}', group_by: [wire.actors], notify: [file]{kind}}}"
        )
    return "\n".join(lines)


async def measure(client: AsyncElasticsearch, settings: Settings, events: int, names: list[str]) -> dict[str, float]:
    """Seconds of each part, and how many alerts there were."""
    target = IndexTarget(settings.alias("articles"), settings.alias("events"), "live")
    writer = IndexWriter(client, target, names_of=lambda _: ())
    results = []
    for n in range(events // 2):
        one, two = names[n % len(names)], names[(n // 3 + 5) % len(names)]
        found = (
            meeting(f"m{n}", one, two, claim="claimed" if n % 4 == 0 else "asserted"),
            recognition(f"r{n}", object=actor(f"Norland{n % 60}")),
        )
        results.append(result(*found, uri=f"urn:bench:{n}", minutes=n))
    ids = [name for each in await writer.write(results) if each.indexed for name in each.indexed.event_ids]
    parts = alert_parts(client, settings, Metrics(), worker="bench")
    start = time.perf_counter()
    first = await parts.evaluator.evaluate(ids)
    once = time.perf_counter()
    again = await parts.evaluator.evaluate(ids)
    twice = time.perf_counter()
    assert not again.alerts
    assert not first.refused
    return {
        "rules": len(parts.book.current.rules),
        "events": len(ids),
        "alerts": len(first.alerts),
        "first": once - start,
        "again": twice - once,
    }


async def main(state: str | None) -> int:
    stack = LocalStack(Path(state)) if state else LocalStack(Path(tempfile.mkdtemp()))
    endpoints = stack.up()
    slow = False
    try:
        for storm in (False, True):
            found = await _one(endpoints.elasticsearch_url, _names(storm))
            slow |= found["first"] > LIMIT_SECONDS and not storm
            sys.stdout.write(
                f"alerts: {found['rules']} rules x {found['events']} events, {found['alerts']} alerts: "
                f"{found['first']:.2f} s; the same ids again: {found['again']:.2f} s (limit {LIMIT_SECONDS:g} s)\n"
            )
    finally:
        if state is None:
            stack.down()
            stack.wipe()
    return int(slow)


async def _one(url: str, names: list[str]) -> dict[str, float]:
    folder = Path(tempfile.mkdtemp())
    (folder / "rules.yaml").write_text(rules(RULES, names))
    settings = Settings(elasticsearch_url=url, index_prefix="bench-alerts", alert_rules=[folder / "rules.yaml"])
    with connect(settings) as client:
        list(setup_indices(client, settings))
        try:
            async with connect_async(settings) as asynchronous:
                return await measure(asynchronous, settings, EVENTS, names)
        finally:
            client.indices.delete(index=list(client.indices.get(index="bench-alerts-*")))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else None)))
