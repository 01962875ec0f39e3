"""Health by progress: when records wait and nothing moves, and only then, a worker is unhealthy."""

from collections.abc import Iterable

import pytest

from schemas.errors import Transient, WireError
from streams.health import HealthWatch, PartitionLag
from streams.metrics import Metrics

LIMIT = 60.0


class Desk:
    """A watch over one made-up broker, with hands on its clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.lag: list[PartitionLag] | Exception = []
        self.troubles: list[WireError] = []
        self.metrics = Metrics()
        self.watch = HealthWatch(
            self._ask, self.metrics, stalled_after=LIMIT, troubles=self._troubles, clock=lambda: self.now
        )

    async def _ask(self) -> list[PartitionLag]:
        if isinstance(self.lag, Exception):
            raise self.lag
        return self.lag

    def _troubles(self) -> Iterable[WireError]:
        return self.troubles

    async def look(self, position: int, end: int, topic: str = "wire.articles", *, after: float = 5) -> list[str]:
        """Let `after` seconds pass, look, and return the codes of what is wrong."""
        self.now += after
        kept = [] if isinstance(self.lag, Exception) else [each for each in self.lag if each.topic != topic]
        self.lag = [*kept, PartitionLag(topic, 0, position, end)]
        await self.watch.look()
        return self.codes()

    def codes(self) -> list[str]:
        return [code for code, _ in self.watch.verdict().reasons]


async def test_an_idle_worker_is_healthy_for_ever() -> None:
    desk = Desk()
    for _ in range(100):
        assert await desk.look(7, 7) == []


async def test_a_record_that_arrives_after_a_long_quiet_is_no_stall() -> None:
    desk = Desk()
    for _ in range(100):
        await desk.look(7, 7)
    assert await desk.look(7, 8) == []
    assert await desk.look(8, 8) == []


async def test_records_that_wait_while_no_offset_moves_are_a_stall() -> None:
    desk = Desk()
    for _ in range(13):
        assert await desk.look(7, 9) == []
    assert await desk.look(7, 9) == ["stalled"]
    assert "2 records wait" in desk.watch.verdict().reasons[0][1]


async def test_one_offset_in_time_is_progress_enough() -> None:
    desk = Desk()
    for position in range(20):
        assert await desk.look(position, 1000, after=50) == []


async def test_a_stall_is_over_when_an_offset_moves_again() -> None:
    desk = Desk()
    await desk.look(7, 9)
    assert await desk.look(7, 9, after=70) == ["stalled"]
    assert await desk.look(8, 9) == []


async def test_one_topic_that_moves_does_not_hide_another_that_stands() -> None:
    desk = Desk()
    for position in range(15):
        await desk.look(position, 1000, topic="wire.articles", after=5)
        await desk.look(3, 4, topic="wire.events", after=0)
    assert desk.codes() == ["stalled"]
    assert desk.watch.verdict().reasons[0][1].startswith("wire.events")


async def test_reading_the_articles_of_a_difficult_batch_counts_as_progress() -> None:
    desk = Desk()
    for _ in range(20):
        await desk.look(7, 9, after=30)
        desk.watch.touch("wire.articles")
        assert desk.codes() == []


async def test_a_touch_of_a_topic_without_lag_means_nothing() -> None:
    desk = Desk()
    await desk.look(7, 7)
    desk.watch.touch("wire.articles")
    desk.watch.touch("unknown")
    assert desk.codes() == []


async def test_a_broker_that_does_not_answer_is_unhealthy_once_it_has_lasted() -> None:
    desk = Desk()
    await desk.look(7, 7)
    desk.lag = ConnectionError("refused")
    desk.now += 50
    await desk.watch.look()
    assert desk.codes() == []
    desk.now += 50
    await desk.watch.look()
    assert desk.codes() == ["kafka.unreachable"]
    assert "ConnectionError: refused" in desk.watch.verdict().reasons[0][1]


async def test_a_watch_whose_own_task_died_is_noticed() -> None:
    desk = Desk()
    await desk.look(7, 7)
    desk.now += 61
    assert desk.codes() == ["kafka.unreachable"]


@pytest.mark.parametrize(("code", "found"), [("elasticsearch.refused", True), ("elasticsearch.unreachable", False)])
async def test_only_people_mend_refused_credentials_so_health_fails_at_once(code: str, found: bool) -> None:
    desk = Desk()
    await desk.look(7, 7)
    desk.troubles = [Transient(code, "HTTP 401: no")]
    assert (desk.codes() == [code]) is found


async def test_partitions_that_moved_to_another_worker_leave_no_stall_behind() -> None:
    desk = Desk()
    await desk.look(7, 9)
    desk.lag = []
    desk.now += 100
    await desk.watch.look()
    assert desk.codes() == []
    assert desk.metrics.value("wirewatch_lag_records", topic="wire.articles", partition="0") == 0
