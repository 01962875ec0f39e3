"""The detect stage over a real pool of processes, with a small detector in it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from schemas.article_result import ArticleResult, Origin, decode_result
from streams.detect_agent import Answer, DetectStage
from streams.detector_pool import DetectorPool
from streams.metrics import Metrics
from streams.wire_record import WireRecord, header, ingested_at
from tests.line_world import article
from tests.small_detector import SmallFactory

NEWS_TIME = 1_935_662_400_123


@pytest.fixture
async def stage() -> AsyncIterator[DetectStage]:
    pool: DetectorPool[WireRecord, Answer] = DetectorPool(SmallFactory(), processes=2, timeout=1)
    await pool.start()
    yield DetectStage(pool, "p.wire.events", Metrics())
    pool.stop()


def record(offset: int, value: dict[str, Any] | bytes, **fields: Any) -> WireRecord:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return WireRecord(Origin(topic="wire.articles", partition=0, offset=offset), b"key", raw, NEWS_TIME, **fields)


async def test_each_article_gives_its_result_keyed_by_its_uri_at_its_news_time(stage: DetectStage) -> None:
    outcome = await stage.work([record(n, article(f"urn:test:{n}", "event:2")) for n in range(5)])
    assert outcome.refused == []
    assert [(each.topic, each.key, each.timestamp) for each in outcome.outgoing] == [
        ("p.wire.events", f"urn:test:{n}".encode(), NEWS_TIME) for n in range(5)
    ]
    results: list[ArticleResult] = [decode_result(each.value) for each in outcome.outgoing]
    assert [len(result.events) for result in results] == [2] * 5
    assert results[3].article.origin == Origin(topic="wire.articles", partition=0, offset=3)
    assert results[3].article.created.timestamp() * 1000 == NEWS_TIME


async def test_an_article_without_events_has_a_result_too(stage: DetectStage) -> None:
    outcome = await stage.work([record(1, article("urn:test:quiet", "no news"))])
    assert decode_result(outcome.outgoing[0].value).events == []


async def test_a_kill_that_names_an_earlier_item_gives_a_result_for_both(stage: DetectStage) -> None:
    kill = article("urn:test:kill", "withdraws:urn:test:story", pubStatus="canceled")
    outcome = await stage.work([record(1, kill)])
    assert [each.key for each in outcome.outgoing] == [b"urn:test:kill", b"urn:test:story"]
    assert decode_result(outcome.outgoing[1].value).revision.kind == "kill"


async def test_what_is_no_article_is_refused_with_its_code_in_offset_order(stage: DetectStage) -> None:
    records = [
        record(1, b"\xff"),
        record(2, article("urn:test:good", "event:1")),
        record(3, article("urn:test:poison", "bug")),
        record(4, article("urn:test:naive", "x") | {"versionCreated": "2031-05-04T12:00:00"}),
        record(5, b""),
        record(6, article("urn:test:fatal", "kill")),
    ]
    outcome = await stage.work(records)
    assert [(each.record.origin.offset, each.error.code) for each in outcome.refused] == [
        (1, "article.undecodable"),
        (3, "detect.poison"),
        (4, "article.naive-time"),
        (5, "article.undecodable"),
        (6, "detect.poison"),
    ]
    assert [each.key for each in outcome.outgoing] == [b"urn:test:good"]
    assert outcome.refused[1].record is records[2]


async def test_the_time_of_entry_is_carried_on_or_set_where_the_feed_gave_none(stage: DetectStage) -> None:
    given = record(1, article("urn:test:1", ""), headers=(("ingested", b"1793534400250"), ("other", b"x")))
    outcome = await stage.work([given, record(2, article("urn:test:2", "x"))])
    carried = {each.key: each.headers for each in outcome.outgoing}
    assert header(carried[b"urn:test:2"], "other") is None
    assert ingested_at(carried[b"urn:test:2"]) is not None


async def test_a_record_without_a_timestamp_takes_its_news_time_from_the_article(stage: DetectStage) -> None:
    raw = json.dumps(article("urn:test:1", "x")).encode()
    outcome = await stage.work([WireRecord(Origin(topic="t", partition=0, offset=0), None, raw)])
    result = decode_result(outcome.outgoing[0].value)
    assert result.article.created == result.article.version_created


async def test_metrics_count_articles_events_and_refusals(stage: DetectStage) -> None:
    outcome = await stage.work(
        [
            record(1, article("urn:test:1", "event:2", language="en-GB")),
            record(2, article("urn:test:2", "event:1", language="fr")),
            record(3, b"\xff"),
        ]
    )
    metrics = stage._metrics
    assert metrics.value("wirewatch_articles_read_total", outcome="detected", language="en") == 0, "not done yet"
    assert outcome.after
    outcome.after()
    assert metrics.value("wirewatch_articles_read_total", outcome="detected", language="en") == 1
    assert metrics.value("wirewatch_articles_read_total", outcome="detected", language="fr") == 1
    assert metrics.value("wirewatch_articles_read_total", outcome="refused", language="other") == 1
    assert metrics.value("wirewatch_events_total", type="meeting", rule="meeting.verb.meet") == 3
