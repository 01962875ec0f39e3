"""Puts the alert stage together from the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from elasticsearch import AsyncElasticsearch

from streams.alerts.agent import AlertStage
from streams.alerts.alert_document import KibanaLinks
from streams.alerts.dispatcher import Dispatcher, utc_now
from streams.alerts.evaluator import Evaluator
from streams.alerts.kept_rules import KeptRules
from streams.alerts.planner import Planner
from streams.alerts.rule_book import RuleBook
from streams.alerts.sender import Sender
from streams.alerts.settings import channels_of, delivery_of, global_rate_limit
from streams.alerts.store import AlertStore
from streams.bulk import Patience
from streams.metrics import Metrics
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class AlertParts:
    """`stage` reads the ids, `dispatcher` tells people; `patiences` say what they wait for."""

    stage: AlertStage
    dispatcher: Dispatcher
    evaluator: Evaluator
    book: RuleBook
    patiences: list[Patience]


def alert_parts(
    client: AsyncElasticsearch,
    settings: Settings,
    metrics: Metrics,
    *,
    worker: str,
    on_retry: Callable[[str], None] | None = None,
    now: Callable[[], datetime] = utc_now,
) -> AlertParts:
    """Raises Invalid(settings.invalid) for channels or limits that cannot be used. Rule files are read here first."""
    book = RuleBook(settings.alert_rules, metrics)
    book.reload()
    reading, telling = Patience(on_retry=on_retry), Patience(on_retry=on_retry)
    kibana = KibanaLinks(settings.kibana_url, settings.alias("events"))
    store = AlertStore(client, settings, telling)
    kept = KeptRules(store, book, now)
    evaluator = Evaluator(
        AlertStore(client, settings, reading), lambda: book.current, kibana=kibana, ready=kept.restore, now=now
    )
    sender = Sender(store, channels_of(settings), metrics, delivery_of(settings), worker=worker, now=now)
    planner = Planner(store, global_rate_limit(settings))
    dispatcher = Dispatcher(
        store, book, kept, planner=planner, sender=sender, metrics=metrics, poll=settings.alert_poll, now=now
    )
    stage = AlertStage(evaluator, settings.generation, metrics, dispatcher.wake)
    return AlertParts(stage, dispatcher, evaluator, book, [reading, telling])
