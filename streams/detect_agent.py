"""The detect stage: wire.articles in, article results on wire.events out. Stateless; drops nothing."""

from collections.abc import Sequence
from functools import partial

from schemas.dead_letter import Stage
from schemas.errors import WireError
from streams.agent_loop import BatchOutcome
from streams.article_reader import EncodedResult, Unreadable
from streams.detector_pool import DetectorPool
from streams.metrics import Metrics, language_label
from streams.wire_record import INGESTED, Outgoing, Refused, WireRecord, header, ingested_header

Answer = EncodedResult | Unreadable


class DetectStage:
    """Has batches read in the pool. One record may give two results: a kill also withdraws the item it names."""

    name = "detect"
    stage: Stage = "detect"
    schema = "article.v1"

    def __init__(self, pool: DetectorPool[WireRecord, Answer], output: str, metrics: Metrics) -> None:
        """`output` is the full name of wire.events."""
        self._pool = pool
        self._output = output
        self._metrics = metrics

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome:
        by_origin = {record.origin: record for record in records}
        answer = await self._pool.run(records)
        outcome = BatchOutcome()
        found = [each for each in answer.results if isinstance(each, EncodedResult)]
        errors: list[tuple[WireRecord, WireError]] = list(answer.failed)
        errors += [(by_origin[each.origin], each.error) for each in answer.results if isinstance(each, Unreadable)]
        for each in found:
            record = by_origin[each.origin]
            outcome.outgoing.append(
                Outgoing(
                    self._output,
                    each.uri.encode(),
                    each.value,
                    timestamp=record.timestamp,
                    headers=((INGESTED, header(record.headers, INGESTED) or ingested_header()[1]),),
                    source=record,
                )
            )
        # In offset order: it is how people will read them.
        errors.sort(key=lambda each: (each[0].origin.partition, each[0].origin.offset))
        outcome.refused = [Refused(record, error) for record, error in errors]
        outcome.after = partial(self._count, found, len(errors))
        return outcome

    def _count(self, found: Sequence[EncodedResult], refused: int) -> None:
        for each in found:
            outcome = "detected" if each.detected else "skipped"
            language = language_label(each.language)
            self._metrics.count("wirewatch_articles_read_total", outcome=outcome, language=language)
            for (kind, rule), events in each.events.items():
                self._metrics.count("wirewatch_events_total", events, type=kind, rule=rule)
        if refused:
            self._metrics.count("wirewatch_articles_read_total", refused, outcome="refused", language="other")
