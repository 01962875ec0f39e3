"""The one catalogue of metrics, as data: Prometheus metrics and docs/metrics.md are both made from it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

MetricName = Literal[
    "wirewatch_articles_read_total",
    "wirewatch_articles_indexed_total",
    "wirewatch_events_total",
    "wirewatch_dead_letters_total",
    "wirewatch_searchable_seconds",
    "wirewatch_lag_records",
    "wirewatch_healthy",
    "wirewatch_rebalances_total",
    "wirewatch_batch_seconds",
    "wirewatch_batch_retries_total",
    "wirewatch_bulk_retries_total",
    "wirewatch_detector_seconds",
    "wirewatch_detector_restarts_total",
    "wirewatch_alerts_total",
    "wirewatch_alert_messages_total",
    "wirewatch_alert_evaluation_seconds",
    "wirewatch_alert_rules",
    "wirewatch_alert_rule_files_refused",
    "wirewatch_alert_rule_files_kept",
    "wirewatch_alert_rules_refused_total",
]

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each counter, which nobody reads

Buckets = list[tuple[float, float]]
"""Upper bounds of a histogram's buckets, each with how many values do not exceed it; the last bound is infinite."""

_CALL_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_LATENCY_BUCKETS: Final = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)


@dataclass(frozen=True, slots=True)
class Metric:
    """`labels` maps each label to the values it can have, in words."""

    name: MetricName
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: Mapping[str, str]
    buckets: tuple[float, ...] = ()


_STAGE: Final = {"stage": "detect, index, alert, dead-letters"}

CATALOGUE: Final[tuple[Metric, ...]] = (
    Metric(
        "wirewatch_articles_read_total",
        "counter",
        "Article versions that the detect stage has dealt with.",
        {
            "outcome": "detected; skipped (another language, a withdrawal); refused (dead letter)",
            "language": "primary subtag of the article's language; other",
        },
    ),
    Metric(
        "wirewatch_articles_indexed_total",
        "counter",
        "Article results that the index stage has dealt with.",
        {"outcome": "new, changed, duplicate, stale, conflict, rejected"},
    ),
    Metric(
        "wirewatch_events_total",
        "counter",
        "Events that the detector found, once for each version of an article.",
        {"type": "meeting, recognition", "rule": "stable id of the pattern that fired"},
    ),
    Metric(
        "wirewatch_dead_letters_total",
        "counter",
        "Records that could not be processed and were written to the dead letters.",
        {"stage": "detect, index, alert", "code": "error code (docs/errors.md)"},
    ),
    Metric(
        "wirewatch_searchable_seconds",
        "histogram",
        "From the moment an article entered the line (header `ingested`) until Elasticsearch had acknowledged its"
        " events; a search sees them at the index's next refresh.",
        {},
        _LATENCY_BUCKETS,
    ),
    Metric(
        "wirewatch_lag_records",
        "gauge",
        "Records of a partition that this worker has yet to deal with.",
        {"topic": "full topic name", "partition": "number"},
    ),
    Metric("wirewatch_healthy", "gauge", "1 while /healthz answers 200, else 0.", {}),
    Metric("wirewatch_rebalances_total", "counter", "Times that partitions were handed out anew to this worker.", {}),
    Metric(
        "wirewatch_batch_seconds",
        "histogram",
        "From taking a batch until its results and dead letters were acknowledged.",
        _STAGE,
        _CALL_BUCKETS,
    ),
    Metric(
        "wirewatch_batch_retries_total",
        "counter",
        "Times that a batch, or a record made from it, had to be tried again.",
        {**_STAGE, "code": "error code (docs/errors.md)"},
    ),
    Metric(
        "wirewatch_bulk_retries_total",
        "counter",
        "Requests to Elasticsearch that had to be tried again.",
        {"code": "elasticsearch.unreachable (away or busy); elasticsearch.refused (401, 403, 404)"},
    ),
    Metric("wirewatch_detector_seconds", "histogram", "One call of a detector process.", {}, _CALL_BUCKETS),
    Metric(
        "wirewatch_detector_restarts_total",
        "counter",
        "Detector processes that were replaced.",
        {"reason": "died; timeout"},
    ),
    Metric(
        "wirewatch_alerts_total",
        "counter",
        "Alerts that were written, before anyone is told.",
        {"rule": "id of the rule", "change": "new, changed, retracted, ended"},
    ),
    Metric(
        "wirewatch_alert_messages_total",
        "counter",
        "Tries to hand a message to its channel.",
        {"channel": "name of the channel", "outcome": "sent; retried (it will be tried again); failed (given up)"},
    ),
    Metric(
        "wirewatch_alert_evaluation_seconds",
        "histogram",
        "One batch of indexed events against every rule.",
        {},
        _CALL_BUCKETS,
    ),
    Metric("wirewatch_alert_rules", "gauge", "Rules in force.", {"status": "live, shadow, off"}),
    Metric(
        "wirewatch_alert_rule_files_refused",
        "gauge",
        "Rule files that cannot be used as they stand.",
        {},
    ),
    Metric(
        "wirewatch_alert_rule_files_kept",
        "gauge",
        "Those of them whose rules run on, as the file last could be used; the others have no rules in force.",
        {},
    ),
    Metric(
        "wirewatch_alert_rules_refused_total",
        "counter",
        "Batches in which Elasticsearch refused the query of a rule.",
        {"rule": "id of the rule"},
    ),
)


class Metrics:
    """The catalogue's metrics in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._metrics = {metric.name: _make(metric, self._registry) for metric in CATALOGUE}

    def count(self, name: MetricName, amount: float = 1, **labels: str) -> None:
        self._labelled(name, labels).inc(amount)

    def observe(self, name: MetricName, value: float, **labels: str) -> None:
        self._labelled(name, labels).observe(value)

    def set(self, name: MetricName, value: float, **labels: str) -> None:
        self._labelled(name, labels).set(value)

    @contextmanager
    def timed(self, name: MetricName, **labels: str) -> Iterator[None]:
        """Observe the seconds that the block takes; nothing when it raises."""
        start = monotonic()
        yield
        self.observe(name, monotonic() - start, **labels)

    def forget(self, name: MetricName) -> None:
        """Drop every labelled value, e.g. the lag of partitions that were taken away."""
        self._metrics[name].clear()

    def value(self, name: MetricName, **labels: str) -> float:
        """The value of a counter or gauge, or how many values a histogram has seen; 0 before the first."""
        sample = f"{name}_count" if _by_name(name).kind == "histogram" else name
        return self._registry.get_sample_value(sample, labels) or 0.0

    def buckets(self, name: MetricName) -> Buckets:
        """The buckets of a histogram without labels."""
        (family,) = self._metrics[name].collect()
        return [(float(one.labels["le"]), one.value) for one in family.samples if one.name == f"{name}_bucket"]

    def expose(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def _labelled(self, name: MetricName, labels: dict[str, str]) -> Any:
        metric = self._metrics[name]
        return metric.labels(**labels) if labels else metric


def language_label(language: str) -> str:
    """Primary subtag of a language tag, or `other`: a feed must not be able to fill the metrics with made-up labels."""
    primary = language.split("-", 1)[0].lower()
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() else "other"


def _by_name(name: MetricName) -> Metric:
    return next(metric for metric in CATALOGUE if metric.name == name)


def _make(metric: Metric, registry: CollectorRegistry) -> Any:
    labels = tuple(metric.labels)
    if metric.kind == "histogram":
        return Histogram(metric.name, metric.help, labels, buckets=metric.buckets, registry=registry)
    kind: Any = Counter if metric.kind == "counter" else Gauge
    return kind(metric.name, metric.help, labels, registry=registry)
