"""A restart with a broken rule file: the last usable copy runs on, and it is said."""

import asyncio
from pathlib import Path

import pytest
import structlog
from elasticsearch import AsyncElasticsearch, Elasticsearch

from streams.alerts.stage import AlertParts
from streams.settings import Settings
from tests.alert_desk import Desk
from tests.builders import meeting, result
from tests.line_world import until

pytestmark = pytest.mark.integration


@pytest.fixture
def desk(async_elastic: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(async_elastic, elastic, settings, tmp_path)


async def run_until_kept(desk: Desk) -> None:
    """Let the worker run until the rule file as it stands has been written down."""
    size = desk.rules_file.stat().st_size

    def kept() -> bool:
        return [document["file"]["size"] for document in desk.documents("alert-rules")] == [size]

    running = asyncio.create_task(desk.parts.dispatcher.run())
    try:
        await asyncio.to_thread(until, kept, 20, "the copy to be kept")
    finally:
        running.cancel()


def restarted(desk: Desk) -> AlertParts:
    desk.parts = desk.another("after the restart")
    return desk.parts


async def test_a_restart_with_a_broken_file_runs_its_last_usable_copy(desk: Desk) -> None:
    good = desk.rules_file.read_text()
    await run_until_kept(desk)
    desk.rules_file.write_text("id: meetings\ntitle: [broken")
    with structlog.testing.capture_logs() as said:
        assert restarted(desk).book.current.rules == {}
        assert await desk.news(result(meeting("m1"))) == [("meetings", "new")]
    assert [entry["event"] for entry in said if entry["log_level"] in ("error", "warning")] == [
        "rules.refused",
        "rules.copy_runs",
    ]
    assert desk.metrics.value("wirewatch_alert_rule_files_refused") == 1
    assert desk.metrics.value("wirewatch_alert_rule_files_kept") == 1
    assert await desk.tell() == 1
    desk.rules_file.write_text(good.replace("Any meeting", "Mended"))
    desk.parts.book.reload()
    assert desk.parts.book.current.rules["meetings"].rule.title == "Mended"
    assert desk.metrics.value("wirewatch_alert_rule_files_refused") == 0
    assert desk.metrics.value("wirewatch_alert_rule_files_kept") == 0


async def test_the_copy_is_of_the_newest_usable_file_and_never_of_a_broken_one(desk: Desk) -> None:
    await run_until_kept(desk)
    desk.rules(desk.rules_file.read_text().replace("Any meeting", "The second"))
    restarted(desk)
    await run_until_kept(desk)
    desk.rules("id: broken")
    for _ in range(2):
        await restarted(desk).evaluator.evaluate([])
        assert desk.parts.book.current.rules["meetings"].rule.title == "The second"


async def test_a_file_that_was_taken_away_does_not_come_back(desk: Desk) -> None:
    await run_until_kept(desk)
    desk.rules_file.unlink()
    desk.settings = desk.settings.model_copy(update={"alert_rules": [desk.folder]})
    restarted(desk)
    assert await desk.news(result(meeting("m1"))) == []
