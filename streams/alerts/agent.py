"""The alert stage: ids just indexed in, alert documents in Elasticsearch. People are told from those, later."""

from collections.abc import Callable, Sequence
from functools import partial

import structlog

from schemas.dead_letter import Stage
from schemas.errors import Invalid
from schemas.indexed import Indexed, decode_indexed
from streams.agent_loop import BatchOutcome
from streams.alerts.evaluator import Evaluation, Evaluator
from streams.metrics import Metrics
from streams.wire_record import Refused, WireRecord

log = structlog.get_logger(__name__)


class AlertStage:
    """Has batches of ids judged; waits with the evaluator for as long as Elasticsearch takes."""

    name = "alert"
    stage: Stage = "alert"
    schema = "indexed.v1"

    def __init__(self, evaluator: Evaluator, generation: str, metrics: Metrics, wake: Callable[[], None]) -> None:
        """Ids of another generation are a replay's, and a replay tells nobody."""
        self._evaluator = evaluator
        self._generation = generation
        self._metrics = metrics
        self._wake = wake

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome:
        outcome = BatchOutcome()
        decoded: list[tuple[WireRecord, Indexed]] = []
        for record in records:
            try:
                decoded.append((record, decode_indexed(record.value)))
            except Invalid as error:
                outcome.refused.append(Refused(record, error))
        evaluation = Evaluation()
        live = [(record, indexed) for record, indexed in decoded if indexed.generation == self._generation]
        try:
            with self._metrics.timed("wirewatch_alert_evaluation_seconds"):
                evaluation = await self._evaluate([indexed for _, indexed in live])
        except Invalid:
            # One event's alert cannot be written: find whose it is, and let the others through.
            for record, indexed in live:
                try:
                    one = await self._evaluate([indexed])
                except Invalid as error:
                    outcome.refused.append(Refused(record, error))
                    continue
                evaluation.alerts += one.alerts
                evaluation.refused |= one.refused
        if evaluation.alerts:
            self._wake()
        outcome.after = partial(self._count, evaluation, len(decoded) - len(live))
        return outcome

    async def _evaluate(self, indexed: Sequence[Indexed]) -> Evaluation:
        return await self._evaluator.evaluate([event for each in indexed for event in each.event_ids])

    def _count(self, evaluation: Evaluation, replayed: int) -> None:
        if replayed:
            log.info("replay.not_told", articles=replayed)
        for alert in evaluation.alerts:
            change, rule = alert["wire"]["alert"]["change"], alert["rule"]["id"]
            self._metrics.count("wirewatch_alerts_total", rule=rule, change=change)
        for rule in evaluation.refused:
            self._metrics.count("wirewatch_alert_rules_refused_total", rule=rule)
