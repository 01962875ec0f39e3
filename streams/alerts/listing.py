"""Alerts as people see them in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch
from rich.table import Table
from rich.text import Text

from streams.alerts.event_facts import value_at
from streams.article_document import instant
from streams.settings import Settings
from streams.visible_text import one_line

_STYLES = {"sent": "green", "failed": "bold red", "pending": "yellow", "telling": "yellow"}


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts; None is any."""

    rule: str | None = None
    state: str | None = None
    since: datetime | None = None
    unanswered: bool = False

    def query(self) -> dict[str, Any]:
        filters: list[dict[str, Any]] = []
        if self.rule:
            filters.append({"term": {"rule.id": self.rule}})
        if self.state:
            filters.append({"term": {"wire.alert.state": self.state}})
        if self.since:
            filters.append({"range": {"@timestamp": {"gte": instant(self.since)}}})
        missing = []
        if self.unanswered:
            missing = [{"exists": {"field": f"wire.alert.{name}.at"}} for name in ("acknowledged", "verdict")]
        return {"bool": {"filter": filters or [{"match_all": {}}], "must_not": missing}}


def newest_alerts(client: Elasticsearch, settings: Settings, chosen: AlertFilter, limit: int) -> list[dict[str, Any]]:
    """Alert documents, newest first."""
    answer = client.search(
        index=settings.alias("alerts"),
        query=chosen.query(),
        size=limit,
        sort=[{"@timestamp": "desc"}, {"wire.alert.id": "asc"}],
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def alert_table(alerts: Iterable[Mapping[str, Any]]) -> Table:
    """One row an alert. Nothing in a document is read as markup."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("alert", "when (UTC)", "state", "what"):
        table.add_column(name, no_wrap=name != "what", overflow="fold")
    for alert in alerts:
        own = alert["wire"]["alert"]
        change = "" if own["change"] == "new" else f"{own['change'].upper()}: "
        text = Text(f"{change}{one_line(own.get('summary', ''), 300)}")
        text.append(f"\n{alert['rule']['id']}", style="dim")
        if note := answered(own):
            text.append(f" · {note}", style="dim")
        state = Text(own["state"], style=_STYLES.get(own["state"], "dim"))
        table.add_row(Text(own["id"][:12]), Text(alert["@timestamp"][:16].replace("T", " ")), state, text)
    return table


def answered(own: Mapping[str, Any]) -> str:
    """Who answered an alert, and how."""
    parts = []
    if given := own.get("acknowledged"):
        parts.append(f"acknowledged by {one_line(given['by'], 60)}")
    if given := own.get("verdict"):
        parts.append(f"{given['value']}, says {one_line(given['by'], 60)}")
    return "; ".join(parts)


def alert_lines(alert: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Everything worth knowing of one alert, as (name, value)."""
    own = alert["wire"]["alert"]
    rows = [
        ("alert", own["id"]),
        ("written", alert["@timestamp"]),
        ("rule", f"{alert['rule']['id']}: {alert['rule']['name']}"),
        ("what", own.get("summary", "")),
        ("change", own["change"] + (" (said again)" if own.get("again") else "")),
        ("differs", own.get("differs", "")),
        ("sentence", alert.get("message", "")),
        ("article", value_at(alert, "wire.article.headline") or ""),
        ("read", value_at(alert, "url.full") or ""),
        ("event", own["event_id"]),
        ("look", value_at(alert, "event.url") or ""),
        ("why", value_at(alert, "event.reason") or ""),
        ("group", own.get("group_key", "")),
        ("earlier", own.get("earlier", "")),
        ("embargo", own.get("not_before", "")),
        ("state", f"{own['state']} since {own.get('state_since', '')}"),
        ("answer", answered(own)),
        ("note", value_at(own, "acknowledged.note") or value_at(own, "verdict.reason") or ""),
    ]
    for source in messages:
        message = source["wire"]["message"]
        repeat = ", may be a repetition" if message.get("may_repeat") else ""
        reason = f": {message['reason']}" if message.get("reason") and message["state"] != "sent" else ""
        told = f"{message['channel']}: {message['state']}{reason}, {message['tries']} tries{repeat}"
        rows.append(("told" if message["state"] == "sent" else "telling", f"{told} ({message['state_since']})"))
    return [(name, one_line(str(value), 2000)) for name, value in rows if value]
