"""The index stage: article results in, versioned documents in Elasticsearch, the ids just written on wire.indexed."""

import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Protocol

from schemas.article_result import ArticleResult, decode_result
from schemas.dead_letter import Stage
from schemas.errors import Invalid
from schemas.indexed import encode_indexed
from streams.agent_loop import BatchOutcome
from streams.index_writer import Refusals, Written
from streams.metrics import Metrics
from streams.wire_record import INGESTED, Headers, Outgoing, Refused, WireRecord, header, ingested_at


class Writer(Protocol):
    """What the stage needs of streams.index_writer.IndexWriter."""

    async def write(
        self,
        results: Sequence[ArticleResult],
        *,
        refusing: Callable[[Refusals], Awaitable[None]] | None = None,
    ) -> list[Written]: ...


class IndexStage:
    """Has batches written; waits with the writer for as long as Elasticsearch takes."""

    name = "index"
    stage: Stage = "index"
    schema = "article-result.v1"

    def __init__(self, writer: Writer, output: str, metrics: Metrics, *, now: Callable[[], float] = time.time) -> None:
        """`output` is the full name of wire.indexed."""
        self.refuse: Callable[[Sequence[Refused]], Awaitable[None]] | None = None
        """Returns when the broker has the dead letters. Without it they only go out once everything is written: a crash
        in between loses that of a conflict which a later version of the batch has decided by then."""
        self._writer = writer
        self._output = output
        self._metrics = metrics
        self._now = now

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome:
        outcome = BatchOutcome()
        decoded: list[tuple[WireRecord, ArticleResult]] = []
        for record in records:
            try:
                decoded.append((record, decode_result(record.value)))
            except Invalid as error:
                outcome.refused.append(Refused(record, error))
        told: set[int] = set()

        async def refusing(refusals: Refusals) -> None:
            if self.refuse and refusals:
                await self.refuse([Refused(decoded[place][0], error) for place, error in refusals])
                told.update(place for place, _ in refusals)

        results = [result for _, result in decoded]
        written = await self._writer.write(results, refusing=refusing) if decoded else []
        searchable_at = self._now()
        for place, ((record, _), each) in enumerate(zip(decoded, written, strict=True)):
            if each.error is not None and place not in told:
                outcome.refused.append(Refused(record, each.error))
            if each.indexed is not None:
                outcome.outgoing.append(
                    Outgoing(
                        self._output,
                        each.indexed.article.uri.encode(),
                        encode_indexed(each.indexed),
                        headers=_carried(record),
                        source=record,
                    )
                )
        outcome.after = partial(self._count, decoded, written, searchable_at)
        return outcome

    def _count(
        self, decoded: Sequence[tuple[WireRecord, Any]], written: Sequence[Written], searchable_at: float
    ) -> None:
        for (record, _), each in zip(decoded, written, strict=True):
            self._metrics.count("wirewatch_articles_indexed_total", outcome=each.outcome)
            entered = ingested_at(record.headers)
            if entered is not None and each.outcome in ("new", "changed"):
                self._metrics.observe("wirewatch_searchable_seconds", max(0.0, searchable_at - entered))


def _carried(record: WireRecord) -> Headers:
    ingested = header(record.headers, INGESTED)
    return ((INGESTED, ingested),) if ingested else ()
