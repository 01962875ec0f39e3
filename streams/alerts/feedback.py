"""What people said of alerts, for each rule: the part of the quality report that readers write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from rich.table import Table
from rich.text import Text

from streams.alerts.page_templates import alert_templates
from streams.article_document import instant
from streams.elastic_connection import connect
from streams.settings import Settings
from streams.visible_text import one_line

MAX_WRONG: Final = 50
_PATIENCE_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """How a rule's alerts were answered."""

    rule: str
    alerts: int
    right: int
    wrong: int
    acknowledged: int

    @property
    def precision(self) -> float | None:
        """Share of right ones among those with a verdict, None without one."""
        judged = self.right + self.wrong
        return self.right / judged if judged else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """An alert that somebody called wrong."""

    id: str
    rule: str
    summary: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """`wrong` are the newest alerts that were called wrong, at most MAX_WRONG."""

    totals: Sequence[Feedback]
    wrong: Sequence[Wrong]


def read_feedback(client: Elasticsearch, settings: Settings, since: datetime | None = None) -> FeedbackReport:
    return FeedbackReport(feedback_totals(client, settings, since), _wrong(client, settings, since))


def feedback_if_reachable(settings: Settings) -> FeedbackReport | str:
    """The report, or why there is none: a measurement of the detector does not wait for an Elasticsearch."""
    try:
        with connect(settings) as client:
            return read_feedback(client.options(request_timeout=_PATIENCE_SECONDS), settings)
    except ApiError as error:
        return f"Elasticsearch at {settings.elasticsearch_url} answered HTTP {error.status_code}"
    except TransportError:
        return f"no Elasticsearch answers at {settings.elasticsearch_url}"


def feedback_totals(client: Elasticsearch, settings: Settings, since: datetime | None = None) -> list[Feedback]:
    """For each rule that has alerts, how people marked them."""
    filters: list[dict[str, Any]] = [{"terms": {"wire.alert.change": ["new", "changed"]}}]
    if since:
        filters.append({"range": {"@timestamp": {"gte": instant(since)}}})
    inner = {
        "right": {"filter": {"term": {"wire.alert.verdict.value": "right"}}},
        "wrong": {"filter": {"term": {"wire.alert.verdict.value": "wrong"}}},
        "acknowledged": {"filter": {"exists": {"field": "wire.alert.acknowledged.at"}}},
    }
    answer = client.search(
        index=settings.alias("alerts"),
        size=0,
        query={"bool": {"filter": filters}},
        aggs={"rules": {"terms": {"field": "rule.id", "size": 5000, "order": {"_key": "asc"}}, "aggs": inner}},
    )
    return [
        Feedback(
            bucket["key"],
            bucket["doc_count"],
            *(bucket[name]["doc_count"] for name in ("right", "wrong", "acknowledged")),
        )
        for bucket in answer["aggregations"]["rules"]["buckets"]
    ]


def _wrong(client: Elasticsearch, settings: Settings, since: datetime | None) -> list[Wrong]:
    filters: list[dict[str, Any]] = [{"term": {"wire.alert.verdict.value": "wrong"}}]
    if since:
        filters.append({"range": {"@timestamp": {"gte": instant(since)}}})
    answer = client.search(
        index=settings.alias("alerts"),
        size=MAX_WRONG,
        query={"bool": {"filter": filters}},
        sort=[{"@timestamp": "desc"}, {"wire.alert.id": "asc"}],
    )
    found = [(hit["_source"]["rule"]["id"], hit["_source"]["wire"]["alert"]) for hit in answer["hits"]["hits"]]
    return [
        Wrong(
            own["id"],
            rule,
            one_line(own.get("summary", ""), 300),
            one_line(own["verdict"]["by"], 60),
            one_line(own["verdict"].get("reason", ""), 300),
        )
        for rule, own in found
    ]


def share_right(feedback: Feedback) -> str:
    """`83%` of those marked; empty where nobody has marked any."""
    return "" if feedback.precision is None else f"{feedback.precision:.0%}"


def feedback_table(totals: Sequence[Feedback]) -> Table:
    table = Table("rule", "alerts", "right", "wrong", "right of marked", "seen", box=None, pad_edge=False)
    for each in totals:
        numbers = (str(each.alerts), str(each.right), str(each.wrong), share_right(each), str(each.acknowledged))
        table.add_row(Text(each.rule), *numbers)
    return table


def feedback_page(report: FeedbackReport | str) -> str:
    """A self-contained HTML page."""
    return alert_templates().get_template("feedback.html.j2").render(report=report, share=share_right, part=False)


def feedback_section(report: FeedbackReport | str) -> str:
    """The same as a part of another page."""
    return alert_templates().get_template("feedback.html.j2").render(report=report, share=share_right, part=True)
