"""Rules of kind silence: what the query used to find has stopped coming.

The usual gap of a group is learnt from the hours in which it came: the mean time between two arrivals over the
learning span. Arrival is event.ingested, since a feed that sends old news is no silent feed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError

from streams.alerts.durations import duration, shown
from streams.alerts.event_facts import key_of
from streams.alerts.judgement import Change, alert_id
from streams.alerts.matching import refusal
from streams.alerts.rule_book import RuleSet
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore
from streams.article_document import ECS_VERSION, instant, without_empty
from streams.metrics import Metrics

log = structlog.get_logger(__name__)

MAX_GROUPS: Final = 1000
MIN_ARRIVALS: Final = 5
"""Fewer arrivals have no rhythm."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a group has come of late."""

    group: dict[str, list[str]]
    arrivals: int
    first: datetime
    last: datetime

    @property
    def usual_gap(self) -> timedelta:
        return (self.last - self.first) / max(1, self.arrivals - 1)

    def allowed(self, rule: CompiledRule) -> timedelta:
        """A pause longer than this is a silence."""
        return max(duration(rule.rule.at_least), self.usual_gap * rule.rule.times)

    def is_silent(self, rule: CompiledRule, now: datetime) -> bool:
        return self.arrivals >= MIN_ARRIVALS and now - self.last > self.allowed(rule)


class SilenceWatch:
    """Looks for silences and their ends."""

    def __init__(self, store: AlertStore, rules_now: Callable[[], RuleSet], metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._rules_now = rules_now

    async def look(self, now: datetime) -> list[dict[str, Any]]:
        """Write the alerts of silences that began or ended; returns those that this call wrote."""
        written: list[dict[str, Any]] = []
        for rule in self._rules_now().active("silence"):
            writes: dict[str, dict[str, Any]] = {}
            try:
                pulses = await self.pulses(rule, now)
            except (ApiError, ConnectionTimeout) as error:
                self._refuse(rule, error)
                continue
            for pulse in pulses:
                alert = await self._judge(rule, pulse, now)
                if alert is not None:
                    writes[alert["event"]["id"]] = alert
            created = await self._store.create("alerts", writes)
            written += [alert for name, alert in writes.items() if name in created]
        return written

    def _refuse(self, rule: CompiledRule, error: ApiError | ConnectionTimeout) -> None:
        """A query that Elasticsearch refuses, or answers too late, stops neither other rules nor the telling."""
        fault = refusal(rule, error)
        log.error("rule.refused", **{"rule.id": rule.id, "error.code": fault.code, "error.message": fault.message})
        self._metrics.count("wirewatch_alert_rules_refused_total", rule=rule.id)

    async def pulses(self, rule: CompiledRule, now: datetime) -> list[Pulse]:
        """Each group that came within the learning span."""
        since = instant(now - duration(rule.rule.learn))
        filters: list[dict[str, Any]] = [rule.query, {"range": {"event.ingested": {"gte": since, "lte": instant(now)}}}]
        inner = {"first": {"min": {"field": "event.ingested"}}, "last": {"max": {"field": "event.ingested"}}}
        fields = rule.rule.group_by
        aggregation: dict[str, Any]
        if fields:
            sources = [{field: {"terms": {"field": field, "missing_bucket": True}}} for field in fields]
            aggregation = {"groups": {"composite": {"size": MAX_GROUPS, "sources": sources}, "aggs": inner}}
        else:
            aggregation = {"groups": {"filters": {"filters": [{"match_all": {}}]}, "aggs": inner}}
        answer = await self._store.ask(
            lambda client: client.search(
                index=self._store.alias(rule.rule.of), size=0, query={"bool": {"filter": filters}}, aggs=aggregation
            ),
            timeouts_too=False,
        )
        return [
            Pulse(
                {field: [str(value)] if (value := _key(bucket, field)) is not None else [] for field in fields},
                bucket["doc_count"],
                _moment(bucket["first"]["value"], now),
                _moment(bucket["last"]["value"], now),
            )
            for bucket in answer["aggregations"]["groups"]["buckets"]
            if bucket["doc_count"]
        ]

    async def _judge(self, rule: CompiledRule, pulse: Pulse, now: datetime) -> dict[str, Any] | None:
        key = key_of(pulse.group)
        subject = f"silence:{key}"
        found = await self._store.search(
            "alerts",
            query={
                "bool": {"filter": [{"term": {"rule.id": rule.id}}, {"term": {"wire.alert.event_id": subject[:1000]}}]}
            },
            size=1,
            sort=[{"wire.alert.number": "desc"}],
        )
        standing = found[0].source if found else None
        own = standing["wire"]["alert"] if standing else None
        quiet = pulse.is_silent(rule, now)
        began = own is not None and own["change"] == "new"
        number = own["number"] + 1 if own else 1
        if quiet and not began:
            return _alert(rule, pulse, "new", number=number, before=None, subject=subject[:1000], now=now)
        if began and not quiet and own is not None and instant(pulse.last) > own["quiet"]["last"]:
            return _alert(rule, pulse, "ended", number=number, before=own, subject=subject[:1000], now=now)
        return None


def _alert(
    rule: CompiledRule,
    pulse: Pulse,
    change: Change,
    *,
    number: int,
    before: Mapping[str, Any] | None,
    subject: str,
    now: datetime,
) -> dict[str, Any]:
    key = key_of(pulse.group)
    who = key or rule.rule.title
    gap = shown(pulse.usual_gap)
    if change == "new":
        summary = f"{who}: silent for {shown(now - pulse.last)}; it used to come every {gap}"
    else:
        began = datetime.fromisoformat(str(before["quiet"]["last"]).replace("Z", "+00:00")) if before else now
        summary = f"{who}: back after {shown(pulse.last - began)} of silence"
    name = alert_id(rule.id, subject, number)
    why = f"rule {rule.id}: nothing for more than {shown(pulse.allowed(rule))} that matches {rule.rule.query}"
    return without_empty(
        {
            "@timestamp": instant(now),
            "ecs": {"version": ECS_VERSION},
            "event": {
                "id": name,
                "kind": "alert",
                "action": "feed-silent" if change == "new" else "feed-back",
                "dataset": "wirewatch.alerts",
                "reason": why[:2000],
                "created": instant(pulse.last),
            },
            "rule": {"id": rule.id, "name": rule.rule.title, "description": rule.rule.description},
            "wire": {
                "alert": {
                    "id": name,
                    "number": number,
                    "kind": "silence",
                    "change": change,
                    "event_id": subject,
                    "summary": summary,
                    "rule_digest": rule.digest,
                    "query": str(rule.rule.query)[:4000],
                    "language": rule.rule.language,
                    "group": pulse.group,
                    "group_key": key,
                    "group_values": sorted({value for values in pulse.group.values() for value in values}),
                    "urgent": False,
                    "earlier": before["id"] if before else None,
                    "notify": list(rule.rule.notify),
                    "state": "shadow" if rule.rule.status == "shadow" else "pending",
                    "state_since": instant(now),
                    "reminders": 0,
                    "quiet": {
                        "last": instant(pulse.last),
                        "usual_gap": gap,
                        "seconds": int((now - pulse.last).total_seconds()),
                    },
                }
            },
        }
    )


def _key(bucket: Mapping[str, Any], field: str) -> Any:
    return bucket["key"][field]


def _moment(milliseconds: float, now: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)
