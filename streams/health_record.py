"""Lag, latency and health of a worker as documents in Elasticsearch, so that Kibana shows them over time.

A document is sent once and never waited for: a worker must not suffer from being watched. Its id names its place on a
ring of `KEPT_SECONDS`, so that a new document takes the place of one that is a week old, and nothing needs deleting.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from elasticsearch import AsyncElasticsearch
from mode import Service

from schemas.errors import WireError
from streams.article_document import ECS_VERSION, instant
from streams.bulk import Patience, Write, write_all
from streams.health import HealthWatch
from streams.metrics import Buckets, Metrics

log = structlog.get_logger(__name__)

KEPT_SECONDS: Final = 7 * 24 * 3600
_FIRST_SECONDS: Final = 5.0
_LAST_SECONDS: Final = 2.0
"""What an ending worker gives its last documents; Elasticsearch may be away."""


class OneTry(Patience):
    """Gives up where a batch of articles would wait."""

    async def wait(self, error: WireError) -> None:
        raise error


def quantile(buckets: Buckets, share: float) -> float | None:
    """The value below which `share` of a histogram's observations lie, linear within its bucket; None without any.

    In the last, open bucket it is that bucket's lower bound, as in Prometheus' histogram_quantile.
    """
    total = buckets[-1][1] if buckets else 0
    if not total:
        return None
    lower, below = 0.0, 0.0
    for upper, count in buckets:
        if count >= share * total and count > below:
            if upper == float("inf"):
                return lower
            return lower + (upper - lower) * (share * total - below) / (count - below)
        lower, below = upper, count
    return lower


class HealthRecorder(Service):
    """Writes what `watch` and `metrics` say, every `every` seconds and once more when the worker ends."""

    logger = logging.getLogger("faust.parts")

    def __init__(
        self,
        client: AsyncElasticsearch,
        alias: str,
        watch: HealthWatch,
        metrics: Metrics,
        *,
        worker: str,
        every: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self._client = client
        self._alias = alias
        self._watch = watch
        self._metrics = metrics
        self._worker = worker
        self._every = every
        self._now = now
        self._told: Buckets = []
        """The latency histogram as it was when it was last recorded."""
        self._failing = False

    async def on_start(self) -> None:
        self.add_future(self._run())

    async def on_stop(self) -> None:
        try:
            async with asyncio.timeout(_LAST_SECONDS):
                await self.record()
        except TimeoutError:
            log.warning("health.not_recorded", seconds=_LAST_SECONDS)

    async def _run(self) -> None:
        await asyncio.sleep(min(_FIRST_SECONDS, self._every))
        while True:
            await self.record()
            await asyncio.sleep(self._every)

    async def record(self) -> None:
        """Write one document for the worker and one for each partition that it holds; what fails is logged once."""
        buckets = self._metrics.buckets("wirewatch_searchable_seconds")
        writes = list(self._writes(buckets))
        try:
            results = await write_all(self._client, writes, OneTry())
        except WireError as error:
            self._tell({"error.code": error.code, "error.message": error.message})
            return
        self._told = buckets
        refused = next((each.reason for each in results if each.outcome == "rejected"), None)
        self._tell({"error.message": refused} if refused else None)

    def _tell(self, failure: dict[str, Any] | None) -> None:
        if failure and not self._failing:
            log.warning("health.not_recorded", **failure)
        self._failing = failure is not None

    def _writes(self, buckets: Buckets) -> Iterator[Write]:
        moment = self._now()
        slot = int(moment.timestamp() // self._every) % max(1, int(KEPT_SECONDS // self._every))
        version = int(moment.timestamp() * 1000)
        recent = since(self._told, buckets)
        verdict = self._watch.verdict()
        health: dict[str, Any] = {"healthy": verdict.healthy, "reasons": [code for code, _ in verdict.reasons]}
        searchable: dict[str, Any] = {"articles": int(recent[-1][1]) if recent else 0}
        if searchable["articles"]:
            searchable |= {"p50": quantile(recent, 0.5), "p95": quantile(recent, 0.95)}
        document = self._document(moment, "wirewatch.health", {"health": health, "searchable": searchable})
        yield Write(self._alias, f"{self._worker}-{slot}", version, document)
        for each in self._watch.partitions:
            lag = {
                "topic": each.topic,
                "partition": each.partition,
                "position": each.position,
                "end": each.end,
                "records": each.lag,
            }
            document = self._document(moment, "wirewatch.lag", {"lag": lag})
            yield Write(self._alias, f"{each.topic}-{each.partition}-{slot}", version, document)

    def _document(self, moment: datetime, dataset: str, ours: dict[str, Any]) -> dict[str, Any]:
        return {
            "@timestamp": instant(moment),
            "ecs": {"version": ECS_VERSION},
            "event": {"kind": "metric", "dataset": dataset},
            "wire": {"worker": self._worker, **ours},
        }


def since(earlier: Buckets, later: Buckets) -> Buckets:
    """What a histogram has seen between two looks at it."""
    counted: Sequence[float] = [count for _, count in earlier] or [0.0] * len(later)
    return [(upper, count - before) for (upper, count), before in zip(later, counted, strict=True)]
