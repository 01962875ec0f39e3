"""Is the line moving? Health is judged by progress, not by the process being there.

A worker is unhealthy when records wait and none was dealt with for a while, when Kafka does not answer, or when
Elasticsearch refuses its credentials or aliases: only people mend that.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiohttp import web
from mode import Service

from schemas.errors import WireError
from streams.metrics import Metrics

log = structlog.get_logger(__name__)

_PROBE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """`position` is the next offset to deal with (what is committed), `end` the next that the broker will give."""

    topic: str
    partition: int
    position: int
    end: int

    @property
    def lag(self) -> int:
        return max(0, self.end - self.position)


LagOf = Callable[[], Awaitable[list[PartitionLag]]]
"""Asks the broker about every partition that this worker holds; raises when it does not answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` are (code, words); none means healthy."""

    reasons: list[tuple[str, str]]

    @property
    def healthy(self) -> bool:
        return not self.reasons


class HealthWatch:
    """Watches committed offsets against the ends of partitions, topic by topic."""

    def __init__(
        self,
        lag_of: LagOf,
        metrics: Metrics,
        *,
        stalled_after: float,
        troubles: Callable[[], Iterable[WireError]] = lambda: (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`troubles` gives what the stages wait for right now."""
        self._lag_of = lag_of
        self._metrics = metrics
        self._stalled_after = stalled_after
        self._troubles = troubles
        self._clock = clock
        self._heard_at = clock()
        self._silence = "none at all"
        self._idle_since: dict[str, float] = {}
        """For each topic with records waiting: when it last moved, or when they began to wait."""
        self._healthy = True
        self.partitions: list[PartitionLag] = []

    def touch(self, topic: str) -> None:
        """Something happened that is progress without an offset, like one article of a difficult batch being read."""
        if topic in self._idle_since:
            self._idle_since[topic] = self._clock()

    async def run(self) -> None:
        """Look every few seconds until cancelled; what changes goes to the log."""
        pause = min(_PROBE_SECONDS, self._stalled_after / 4)
        while True:
            await self.look()
            verdict = self.verdict()
            self._metrics.set("wirewatch_healthy", int(verdict.healthy))
            if verdict.healthy != self._healthy:
                self._healthy = verdict.healthy
                reasons = [f"{code}: {words}" for code, words in verdict.reasons]
                (log.info if verdict.healthy else log.error)("health.changed", healthy=verdict.healthy, reasons=reasons)
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """Ask the broker once."""
        try:
            found = await self._lag_of()
        except Exception as error:
            # Whatever it is: not knowing is what counts, and it is told once it has lasted.
            self._silence = f"{type(error).__name__}: {error}"
            return
        now = self._heard_at = self._clock()
        before = {(each.topic, each.partition): each.position for each in self.partitions}
        moved = {each.topic for each in found if each.position != before.get((each.topic, each.partition))}
        waiting = {each.topic for each in found if each.lag}
        self._idle_since = {topic: now if topic in moved else self._idle_since.get(topic, now) for topic in waiting}
        self.partitions = found
        self._metrics.forget("wirewatch_lag_records")
        for each in found:
            self._metrics.set("wirewatch_lag_records", each.lag, topic=each.topic, partition=str(each.partition))

    def verdict(self) -> Verdict:
        now = self._clock()
        reasons = []
        for topic, since in sorted(self._idle_since.items()):
            if now - since > self._stalled_after:
                lag = sum(each.lag for each in self.partitions if each.topic == topic)
                words = f"{topic}: {lag} records wait and none was dealt with for {now - since:.0f} s"
                reasons.append(("stalled", words))
        silent = now - self._heard_at
        if silent > self._stalled_after:
            reasons.append(("kafka.unreachable", f"no answer for {silent:.0f} s ({self._silence})"))
        reasons += [(error.code, error.message) for error in self._troubles() if error.code == "elasticsearch.refused"]
        return Verdict(reasons)


class HealthServer(Service):
    """Serves /healthz, /readyz and /metrics; runs the watch."""

    logger = logging.getLogger("faust.parts")

    def __init__(
        self, watch: HealthWatch, metrics: Metrics, *, bind: str, port: int, ready: Callable[[], str | None]
    ) -> None:
        """`ready` says what is still missing, None when nothing is."""
        super().__init__()
        self._watch = watch
        self._metrics = metrics
        self._bind = bind
        self._port = port
        self._ready = ready
        self._runner: web.AppRunner | None = None
        self.port: int | None = None

    async def on_start(self) -> None:
        site = web.Application()
        site.router.add_get("/healthz", self._healthz)
        site.router.add_get("/readyz", self._readyz)
        site.router.add_get("/metrics", self._expose)
        self._runner = web.AppRunner(site, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._bind, self._port).start()
        self.port = self._runner.addresses[0][1]
        log.info("health.listening", **{"url.full": f"http://{self._bind}:{self.port}/healthz"})
        self.add_future(self._watch.run())

    async def on_stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        verdict = self._watch.verdict()
        return web.json_response(self._body(verdict.reasons), status=200 if verdict.healthy else 503)

    async def _readyz(self, _: web.Request) -> web.Response:
        missing = self._ready()
        reasons = [("starting", missing)] if missing else self._watch.verdict().reasons
        return web.json_response(self._body(reasons), status=503 if reasons else 200)

    async def _expose(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.expose(), headers={"Content-Type": "text/plain; version=0.0.4"})

    def _body(self, reasons: list[tuple[str, str]]) -> dict[str, Any]:
        return {
            "status": "failing" if reasons else "ok",
            "reasons": [{"code": code, "message": words} for code, words in reasons],
            "partitions": [
                {
                    "topic": each.topic,
                    "partition": each.partition,
                    "position": each.position,
                    "end": each.end,
                    "lag": each.lag,
                }
                for each in self._watch.partitions
            ],
        }
