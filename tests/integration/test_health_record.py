"""Lag, latency and health as documents: written by real workers, on real servers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch
from structlog.testing import capture_logs

from deploy.local import LocalStack
from schemas.errors import Transient, WireError
from streams.elastic_connection import connect, connect_async
from streams.health import HealthWatch, PartitionLag
from streams.health_record import KEPT_SECONDS, HealthRecorder
from streams.index_setup import setup_indices
from streams.metrics import Metrics
from streams.settings import Settings
from tests.line_world import World, article, until

pytestmark = pytest.mark.integration

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


class Ward:
    """A recorder over one made-up partition, with hands on its clock."""

    def __init__(self, client: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings) -> None:
        self.elastic = elastic
        self.alias = settings.alias("health")
        self.metrics = Metrics()
        self.now = NOW
        self.troubles: list[WireError] = []
        self.watch = HealthWatch(self._lag, self.metrics, stalled_after=60, troubles=lambda: self.troubles)
        self.recorder = HealthRecorder(
            client, self.alias, self.watch, self.metrics, worker="w", every=60, now=lambda: self.now
        )

    async def _lag(self) -> list[PartitionLag]:
        return [PartitionLag("wire.articles", 2, 10, 15)]

    async def record(self, after: timedelta = timedelta(0)) -> None:
        self.now += after
        await self.watch.look()
        await self.recorder.record()

    def documents(self, dataset: str) -> list[dict[str, Any]]:
        """Oldest first."""
        self.elastic.indices.refresh(index=self.alias)
        query = {"term": {"event.dataset": dataset}}
        found = self.elastic.search(index=self.alias, query=query, size=1000, sort=["@timestamp"])["hits"]["hits"]
        return [hit["_source"] for hit in found]


@pytest.fixture
def settings(stack: LocalStack) -> Iterator[Settings]:
    url = stack.up().elasticsearch_url
    own = Settings(_env_file=None, elasticsearch_url=url, index_prefix="health-record")  # type: ignore[call-arg]
    with connect(own) as elastic:
        list(setup_indices(elastic, own, ["health"]))
        yield own
        elastic.indices.delete(index=f"{own.alias('health')}-000001")


@pytest.fixture
async def ward(settings: Settings) -> AsyncIterator[Ward]:
    client = connect_async(settings)
    with connect(settings) as elastic:
        yield Ward(client, elastic, settings)
    await client.close()


async def test_a_record_says_lag_latency_and_health(ward: Ward) -> None:
    ward.metrics.observe("wirewatch_searchable_seconds", 0.7)
    ward.troubles = [Transient("elasticsearch.refused", "HTTP 404: no such alias")]
    await ward.record()
    (worker,) = ward.documents("wirewatch.health")
    assert worker["@timestamp"] == "2031-05-04T12:00:00.000Z"
    assert worker["wire"]["health"] == {"healthy": False, "reasons": ["elasticsearch.refused"]}
    assert worker["wire"]["searchable"]["articles"] == 1
    assert 0.5 < worker["wire"]["searchable"]["p50"] < worker["wire"]["searchable"]["p95"] <= 1
    (lag,) = ward.documents("wirewatch.lag")
    expected = {"topic": "wire.articles", "partition": 2, "position": 10, "end": 15, "records": 5}
    assert lag["wire"] == {"worker": "w", "lag": expected}
    await ward.record(after=timedelta(seconds=60))
    assert ward.documents("wirewatch.health")[1]["wire"]["searchable"] == {"articles": 0}, "each article counts once"


async def test_a_week_is_kept_and_no_more(ward: Ward) -> None:
    for _ in range(3):
        await ward.record(after=timedelta(seconds=60))
    assert len(ward.documents("wirewatch.lag")) == 3
    week = timedelta(seconds=KEPT_SECONDS)
    await ward.record(after=week - timedelta(seconds=120))
    times = [document["@timestamp"] for document in ward.documents("wirewatch.lag")]
    assert times == ["2031-05-04T12:02:00.000Z", "2031-05-04T12:03:00.000Z", "2031-05-11T12:01:00.000Z"]


async def test_what_cannot_be_recorded_is_said_once_and_never_waited_for(ward: Ward) -> None:
    index = f"{ward.alias}-000001"
    ward.elastic.indices.delete_alias(index=index, name=ward.alias)
    ward.metrics.observe("wirewatch_searchable_seconds", 0.7)
    with capture_logs() as said:
        for _ in range(3):
            await asyncio.wait_for(ward.record(after=timedelta(seconds=60)), 5)
    assert [one["error.code"] for one in said if one["event"] == "health.not_recorded"] == ["elasticsearch.refused"]
    assert not ward.elastic.indices.exists(index=ward.alias), "a missing alias must never become an index"
    ward.elastic.indices.put_alias(index=index, name=ward.alias, is_write_index=True)
    await ward.record(after=timedelta(seconds=60))
    (worker,) = ward.documents("wirewatch.health")
    assert worker["wire"]["searchable"]["articles"] == 1, "what was not told is told with the next"


def test_a_worker_records_while_it_runs_and_when_it_ends(world: World) -> None:
    worker = world.start(health_record_every=1).wait_ready()
    world.publish([article(f"urn:test:{number}", "event:2") for number in range(10)])
    world.wait_until_quiet()

    def recorded(dataset: str) -> list[dict[str, Any]]:
        return [one for one in world.documents("health") if one["event"]["dataset"] == dataset]

    until(lambda: recorded("wirewatch.lag"), 15, "the lag to be recorded")
    assert worker.stop()[0] == 0
    topics = {one["wire"]["lag"]["topic"] for one in recorded("wirewatch.lag")}
    assert topics == {world.settings.topic(name) for name in ("wire.articles", "wire.events", "wire.dead-letters")}
    told = [one["wire"]["searchable"] for one in recorded("wirewatch.health")]
    assert sum(one["articles"] for one in told) == 10
    assert all(0 < one["p50"] <= one["p95"] for one in told if one["articles"])


def test_a_worker_that_shall_not_record_writes_nothing(world: World) -> None:
    worker = world.start(health_record_every=0).wait_ready()
    world.publish([article("urn:test:1", "event:1")])
    world.wait_until_quiet()
    assert worker.stop()[0] == 0
    assert world.documents("health") == []


def test_a_worker_ends_in_time_though_elasticsearch_is_away(world: World) -> None:
    worker = world.start(stages="detect", elasticsearch_url="http://127.0.0.1:9").wait_ready()
    code, seconds = worker.stop()
    assert code == 0
    assert seconds < 6
    assert len(worker.said("health.not_recorded")) == 1
