"""An alert as its document: what fired, why, on what, and where its telling stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec

from schemas.alert_rule import AlertRule
from streams.alerts.event_facts import differences, key_of, shown, value_at
from streams.alerts.judgement import Earlier, Verdict, alert_id
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import Stored
from streams.article_document import ECS_VERSION, instant, without_empty
from streams.visible_text import one_line

State = Literal["pending", "telling", "sent", "failed", "shadow", "muted", "superseded"]
_COPIED: Final = (
    "type",
    "status",
    "stance",
    "format",
    "claim",
    "contested",
    "background",
    "actors",
    "actor_ids",
    "watched",
    "object",
    "recognisers",
    "pair",
    "sources",
    "place",
    "place_country",
    "location",
    "retracted",
    "generation",
    "article",
)


@dataclass(frozen=True, slots=True)
class About:
    """What an alert is about: the event's document and its line, and what has become of it."""

    document: Mapping[str, Any]
    line: str
    verdict: Verdict
    now: datetime
    kibana: "KibanaLinks"


def match_alert(
    rule: CompiledRule, about: About, group: Mapping[str, Sequence[str]], *, urgent: bool
) -> dict[str, Any]:
    """The document of an alert about an event that a rule of today found or has lost."""
    alert = _base(rule.rule, about)
    embargo = value_at(about.document, "wire.embargoed_until")
    alert["wire"]["alert"] |= {
        "kind": rule.rule.kind,
        "rule_digest": rule.digest,
        "query": query_text(rule.rule),
        "language": rule.rule.language,
        "group": dict(group),
        "group_key": _key_of(about.verdict, group),
        "group_values": sorted({value for values in group.values() for value in values}),
        "urgent": urgent,
        "not_before": embargo if embargo and embargo > instant(about.now) else None,
        "notify": list(rule.rule.notify),
        "state": "shadow" if rule.rule.status == "shadow" else "pending",
    }
    return _finished(alert, about)


def orphaned_alert(about: About) -> dict[str, Any]:
    """The document of a retraction for a rule that runs no longer: whoever was told is told by what that alert says."""
    assert about.verdict.earlier is not None
    before = about.verdict.earlier.document
    rule = before["rule"]
    alert = _base(AlertRule(id=rule["id"], title=rule["name"], query="", notify=["x"]), about)
    alert["rule"] = rule
    kept = ("kind", "rule_digest", "query", "language", "group", "group_key", "group_values", "urgent", "notify")
    alert["wire"]["alert"] |= {name: before["wire"]["alert"].get(name) for name in kept}
    alert["wire"]["alert"] |= {"state": "shadow" if before["wire"]["alert"]["state"] == "shadow" else "pending"}
    return _finished(alert, about)


def _base(rule: AlertRule, about: About) -> dict[str, Any]:
    document, verdict, now = about.document, about.verdict, about.now
    event_id = document["event"]["id"]
    own_id = alert_id(rule.id, event_id, verdict.number)
    return {
        "@timestamp": instant(now),
        "ecs": {"version": ECS_VERSION},
        "message": document.get("message", ""),
        "event": {
            "id": own_id,
            "kind": "alert",
            "action": value_at(document, "event.action"),
            "dataset": "wirewatch.alerts",
            "url": about.kibana.event(event_id, document["@timestamp"]),
            "created": document["@timestamp"],
            "start": value_at(document, "event.start"),
            "end": value_at(document, "event.end"),
        },
        "url": document.get("url"),
        "rule": {"id": rule.id, "name": rule.title, "description": rule.description},
        "wire": {
            **{name: value for name in _COPIED if (value := document["wire"].get(name)) is not None},
            "alert": {
                "id": own_id,
                "number": verdict.number,
                "change": verdict.change,
                "again": verdict.again,
                "event_id": event_id,
                "digest": verdict.digest,
                "order": value_at(document, "wire.article.order"),
                "summary": about.line,
                "earlier": verdict.earlier.id if verdict.earlier else None,
                "state_since": instant(now),
                "reminders": 0,
            },
        },
    }


def _finished(alert: dict[str, Any], about: About) -> dict[str, Any]:
    document, verdict = about.document, about.verdict
    own = alert["wire"]["alert"]
    if verdict.change == "retracted":
        own["differs"] = _taken_back(document)
    elif verdict.change == "changed" and verdict.earlier:
        own["differs"] = _told_differences(verdict.earlier, document)
    group = f" in the group {own['group_key']}" if own.get("group_key") else ""
    found = {
        "new": "found it",
        "changed": "found it, and it is not what it was",
        "retracted": "found it before and finds it no more",
        "ended": "finds it again",
    }
    alert["event"]["reason"] = f"rule {alert['rule']['id']} {found[verdict.change]}{group}: {own.get('query', '')}"[
        :2000
    ]
    article = alert["wire"].get("article")
    if isinstance(article, dict):
        kept = ("uri", "order", "version", "headline", "provider", "language")
        alert["wire"]["article"] = {name: article[name] for name in kept if name in article}
    return without_empty(alert)


def _key_of(verdict: Verdict, group: Mapping[str, Sequence[str]]) -> str:
    """A correction belongs to the group that the first message was of."""
    if verdict.earlier is None:
        return key_of(group)
    return value_at(verdict.earlier.document, "wire.alert.group_key") or ""


def _taken_back(document: Mapping[str, Any]) -> str:
    retraction = value_at(document, "wire.retraction")
    if not retraction:
        return "the event is no longer what the rule asks for"
    words = {
        "kill": "the story was killed",
        "withheld": "the story was withheld",
        "correction": "a correction no longer says so",
    }
    what = words.get(retraction.get("revision", ""), "a later version no longer says so")
    version = f" (version {one_line(str(retraction['version']), 40)})" if retraction.get("version") else ""
    return f"{what}{version}, {retraction.get('at', '')}"


def _told_differences(earlier: Earlier, document: Mapping[str, Any]) -> str:
    """What the earlier alert's document can be compared with: the facts that it carries."""
    before = earlier.document
    comparable = {
        "event": {"action": value_at(before, "event.action")},
        "wire": {name: value for name, value in before["wire"].items() if name != "alert"},
    }
    carried = {"event": {"action": value_at(document, "event.action")}, "wire": {}}
    carried["wire"] = {name: document["wire"].get(name) for name in _COPIED if name != "article"}
    lines = differences(comparable, carried)
    return "; ".join(lines) or f"details, was: {shown(value_at(before, 'wire.alert.summary'))}"


def query_text(rule: AlertRule) -> str:
    """The query as the rule's file has it, on one line."""
    if isinstance(rule.query, str):
        return one_line(rule.query, 4000)
    return msgspec.json.encode(rule.query).decode()[:4000]


def as_earlier(stored: Stored) -> Earlier:
    alert = stored.source["wire"]["alert"]
    return Earlier(
        id=stored.id,
        number=alert["number"],
        change=alert["change"],
        digest=alert.get("digest", ""),
        rule_digest=alert.get("rule_digest", ""),
        document=stored.source,
    )


class KibanaLinks:
    """Links to the view of one event; none without the address of a Kibana."""

    def __init__(self, base: str | None, events_alias: str) -> None:
        self._base = base.rstrip("/") if base else None
        self._alias = events_alias

    def event(self, event_id: str, moment: str) -> str | None:
        """Discover, on this event alone. The data view's id is the events alias."""
        if self._base is None:
            return None
        # Rison: ! escapes ! and ' inside a string; the whole goes into a fragment.
        wanted = f'event.id:"{event_id}"'.replace("!", "!!").replace("'", "!'")
        span = f"(from:'{_days(moment, -1)}',to:'{_days(moment, 1)}')"
        state = f"(dataSource:(dataViewId:'{self._alias}',type:dataView),query:(language:kuery,query:'{wanted}'))"
        safe = "(),:'!"
        return f"{self._base}/app/discover#/?_g=(time:{quote(span, safe)})&_a={quote(state, safe)}"


def _days(moment: str, days: int) -> str:
    return instant(datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(days=days))
