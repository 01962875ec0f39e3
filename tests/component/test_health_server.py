"""Health and metrics over real HTTP."""

from collections.abc import AsyncIterator, Iterable

import aiohttp
import pytest

from schemas.errors import Transient, WireError
from streams.health import HealthServer, HealthWatch, PartitionLag
from streams.metrics import Metrics


class Desk:
    def __init__(self) -> None:
        self.metrics = Metrics()
        self.troubles: list[WireError] = []
        self.missing: str | None = None
        watch = HealthWatch(self._lag, self.metrics, stalled_after=60, troubles=self._troubles)
        self.server = HealthServer(watch, self.metrics, bind="127.0.0.1", port=0, ready=lambda: self.missing)

    async def _lag(self) -> list[PartitionLag]:
        return [PartitionLag("wire.articles", 2, 10, 15)]

    def _troubles(self) -> Iterable[WireError]:
        return self.troubles

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.server.port}{path}") as answer,
        ):
            return answer.status, await answer.text()

    async def json(self, path: str) -> tuple[int, dict[str, object]]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.server.port}{path}") as answer,
        ):
            return answer.status, await answer.json()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.server.start()
    yield made
    await made.server.stop()


async def test_a_healthy_worker_answers_200_with_its_lag(desk: Desk) -> None:
    status, body = await desk.json("/healthz")
    assert status == 200
    assert body == {
        "status": "ok",
        "reasons": [],
        "partitions": [{"topic": "wire.articles", "partition": 2, "position": 10, "end": 15, "lag": 5}],
    }


async def test_an_unhealthy_worker_answers_503_with_reasons(desk: Desk) -> None:
    desk.troubles = [Transient("elasticsearch.refused", "HTTP 401: no such user")]
    status, body = await desk.json("/healthz")
    assert status == 503
    assert body["status"] == "failing"
    assert body["reasons"] == [{"code": "elasticsearch.refused", "message": "HTTP 401: no such user"}]


async def test_a_worker_is_ready_once_nothing_is_missing(desk: Desk) -> None:
    desk.missing = "no partitions have been handed out yet"
    status, body = await desk.json("/readyz")
    assert (status, body["reasons"]) == (
        503,
        [{"code": "starting", "message": "no partitions have been handed out yet"}],
    )
    assert (await desk.json("/healthz"))[0] == 200, "starting is no illness"
    desk.missing = None
    assert (await desk.json("/readyz"))[0] == 200


async def test_metrics_are_exposed_in_prometheus_format(desk: Desk) -> None:
    status, text = await desk.get("/metrics")
    assert status == 200
    assert 'wirewatch_lag_records{partition="2",topic="wire.articles"} 5.0' in text
    assert "wirewatch_healthy 1.0" in text


async def test_nothing_else_is_served(desk: Desk) -> None:
    assert (await desk.get("/"))[0] == 404
