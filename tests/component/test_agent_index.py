"""The index stage without Elasticsearch: what it makes of what the writer says."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from schemas.article_result import ArticleResult, Origin, encode_result
from schemas.errors import Invalid
from schemas.indexed import Indexed, IndexedArticle, decode_indexed
from streams.index_agent import IndexStage
from streams.index_writer import Outcome, Refusals, Written
from streams.metrics import Metrics
from streams.wire_record import Refused, WireRecord
from tests.builders import meeting, result

NOW = 2_000_000_010.0


class Writer:
    """Says of each result what its text says: "new", "stale", "conflict", …"""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    async def write(
        self,
        results: Sequence[ArticleResult],
        *,
        refusing: Callable[[Refusals], Awaitable[None]] | None = None,
    ) -> list[Written]:
        self.calls.append([each.article.uri for each in results])
        written = [self._one(each) for each in results]
        if refusing:
            conflicts = [(place, each.error) for place, each in enumerate(written) if each.outcome == "conflict"]
            await refusing([(place, error) for place, error in conflicts if error])
        return written

    def _one(self, each: ArticleResult) -> Written:
        outcome: Outcome = each.article.text  # type: ignore[assignment]
        indexed = Indexed(
            generation="live",
            article=IndexedArticle(uri=each.article.uri, order=7),
            event_ids=[event.id for event in each.events],
        )
        errors = {"conflict": Invalid("article.conflict", "two texts"), "rejected": Invalid("index.rejected", "400")}
        error = errors.get(outcome)
        return Written(outcome, indexed=None if error or outcome == "stale" else indexed, error=error)


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def stage(writer: Writer) -> IndexStage:
    return IndexStage(writer, "p.wire.indexed", Metrics(), now=lambda: NOW)


def record(offset: int, value: ArticleResult | bytes, **fields: object) -> WireRecord:
    raw = value if isinstance(value, bytes) else encode_result(value)
    origin = Origin(topic="wire.events", partition=0, offset=offset)
    return WireRecord(origin, b"key", raw, 0, **fields)  # type: ignore[arg-type]


async def test_what_was_written_is_announced_with_its_ids(stage: IndexStage, writer: Writer) -> None:
    outcome = await stage.work(
        [
            record(1, result(meeting("m1"), meeting("m2"), uri="urn:a", text="new")),
            record(2, result(uri="urn:b", text="duplicate")),
        ]
    )
    assert writer.calls == [["urn:a", "urn:b"]]
    assert [(each.topic, each.key) for each in outcome.outgoing] == [
        ("p.wire.indexed", b"urn:a"),
        ("p.wire.indexed", b"urn:b"),
    ]
    assert decode_indexed(outcome.outgoing[0].value).event_ids == ["m1", "m2"]
    assert outcome.refused == []


async def test_a_stale_version_is_announced_to_nobody(stage: IndexStage) -> None:
    outcome = await stage.work([record(1, result(text="stale"))])
    assert (outcome.outgoing, outcome.refused) == ([], [])


async def test_conflicts_and_rejections_are_dead_letters(stage: IndexStage) -> None:
    outcome = await stage.work([record(1, result(text="conflict")), record(2, result(text="rejected"))])
    assert [(each.record.origin.offset, each.error.code) for each in outcome.refused] == [
        (1, "article.conflict"),
        (2, "index.rejected"),
    ]
    assert outcome.outgoing == []


async def test_a_conflict_is_on_the_broker_before_the_writer_goes_on_and_is_not_refused_again(
    stage: IndexStage, writer: Writer
) -> None:
    sent: list[tuple[int, str]] = []

    async def refuse(refused: Sequence[Refused]) -> None:
        sent.extend((each.record.origin.offset, each.error.code) for each in refused)

    stage.refuse = refuse
    outcome = await stage.work(
        [record(1, b"{}"), record(2, result(text="conflict")), record(3, result(text="rejected"))]
    )
    assert sent == [(2, "article.conflict")]
    assert [(each.record.origin.offset, each.error.code) for each in outcome.refused] == [
        (1, "result.invalid"),
        (3, "index.rejected"),
    ]


async def test_a_record_that_is_no_result_is_refused_and_the_others_are_written(
    stage: IndexStage, writer: Writer
) -> None:
    outcome = await stage.work([record(1, b"{}"), record(2, result(uri="urn:a", text="new")), record(3, b"\xff")])
    assert [(each.record.origin.offset, each.error.code) for each in outcome.refused] == [
        (1, "result.invalid"),
        (3, "result.invalid"),
    ]
    assert writer.calls == [["urn:a"]]


async def test_a_batch_of_broken_records_asks_nothing_of_elasticsearch(stage: IndexStage, writer: Writer) -> None:
    await stage.work([record(1, b"{}")])
    assert writer.calls == []


async def test_latency_counts_from_the_time_of_entry_and_only_for_what_changed_something(stage: IndexStage) -> None:
    entered = (("ingested", b"2000000002000"),)
    outcome = await stage.work(
        [
            record(1, result(uri="urn:a", text="new"), headers=entered),
            record(2, result(uri="urn:b", text="changed"), headers=entered),
            record(3, result(uri="urn:c", text="duplicate"), headers=entered),
            record(4, result(uri="urn:d", text="new")),
        ]
    )
    assert outcome.after
    outcome.after()
    metrics = stage._metrics
    assert metrics.value("wirewatch_searchable_seconds") == 2
    assert b'wirewatch_searchable_seconds_bucket{le="5.0"} 0.0' in metrics.expose()
    assert b'wirewatch_searchable_seconds_bucket{le="10.0"} 2.0' in metrics.expose()
    assert metrics.value("wirewatch_articles_indexed_total", outcome="new") == 2
    assert metrics.value("wirewatch_articles_indexed_total", outcome="duplicate") == 1
