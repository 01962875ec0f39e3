"""From waiting alerts to messages: groups that are due get one message for each of their channels."""

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import structlog

from streams.alerts.answers import Mute
from streams.alerts.event_facts import value_at
from streams.alerts.plans import Group, Plans
from streams.alerts.rule_book import RuleSet
from streams.alerts.shaping import (
    EVERY_RULE,
    MAX_REMINDERS,
    SUMMARY_KEY,
    SUMMARY_WAIT,
    due_at,
    is_over,
    shape_of,
)
from streams.alerts.store import AlertStore, Stored
from streams.article_document import instant, without_empty

log = structlog.get_logger(__name__)

PAGE: Final = 2000
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told lately, for the rate limits."""

    by_rule: dict[str, list[datetime]]
    all: list[datetime]


class Planner:
    """Makes messages out of alerts. Several planners may work at once."""

    def __init__(self, store: AlertStore, global_limit: tuple[int, timedelta] | None) -> None:
        self._store = store
        self._plans = Plans(store)
        self._global_limit = global_limit

    async def plan(self, rules: RuleSet, mutes: Sequence[Mute], now: datetime) -> int:
        """Finish open plans, then plan every group that is due; returns how many messages were planned.

        The indices of alerts, messages and groups must have been refreshed.
        """
        for clock in await self._plans.open_plans():
            await _apart(clock.source["rule"]["id"], self._plans.finish(clock, now))
        planned = 0
        told = await self._told(rules, now)
        waiting = await self._waiting(mutes, now)
        limited: dict[str, list[Stored]] = defaultdict(list)
        for group, alerts in sorted(waiting.items(), key=lambda pair: _oldest(pair[1])):
            rule = rules.rules.get(group.rule)
            shape = shape_of(rule, rules.intervals, now)
            urgent = [alert for alert in alerts if value_at(alert.source, "wire.alert.urgent")]
            limit = rule.rate_limit if rule else None
            over_rule = is_over(told.by_rule.get(group.rule, []), limit, now)
            over_all = is_over(told.all, self._global_limit, now)
            clock = await self._plans.clock(group)
            if over_rule or over_all:
                quiet = shape.muted_now
                limited[group.rule if over_rule else EVERY_RULE] += [
                    alert for alert in alerts if not quiet or alert in urgent
                ]
                continue
            due = not shape.muted_now and due_at(shape, _oldest(alerts), _last_told(clock)) <= now
            # What the wire takes back is told to those who were told as soon as they may be told anything.
            back = [alert for alert in alerts if value_at(alert.source, "wire.alert.change") == "retracted"]
            at_once = urgent if shape.muted_now else [*urgent, *(each for each in back if each not in urgent)]
            chosen = alerts if due else at_once
            if not chosen:
                continue
            if await _apart(group.rule, self._plans.begin(group, clock, chosen, "alerts", now)):
                planned += 1
                told.by_rule.setdefault(group.rule, []).append(now)
                told.all.append(now)
        for rule_id, alerts in limited.items():
            planned += await self._summarise(rules, rule_id, alerts, now)
        return planned + await self._remind(rules, mutes, now)

    async def _waiting(self, mutes: Sequence[Mute], now: datetime) -> dict[Group, list[Stored]]:
        """Pending alerts by group, once those that are muted or overtaken have been put aside."""
        found = await self._store.search(
            "alerts",
            query={
                "bool": {
                    "filter": [{"term": {"wire.alert.state": "pending"}}],
                    "must_not": [{"range": {"wire.alert.not_before": {"gt": instant(now)}}}],
                }
            },
            size=PAGE,
            sort=[{"@timestamp": "asc"}, {"wire.alert.number": "asc"}, {"wire.alert.id": "asc"}],
        )
        muted = {alert.id: mute.id for alert in found for mute in mutes if mute.covers(alert.source, instant(now))}
        overtaken = await self._overtaken([alert for alert in found if alert.id not in muted])
        for ids, state in ((list(muted), "muted"), (list(overtaken), "superseded")):
            if ids:
                await self._set_aside(ids, state, muted, now)
        groups: dict[Group, list[Stored]] = defaultdict(list)
        for alert in found:
            if alert.id not in muted and alert.id not in overtaken:
                groups[Group(alert.source["rule"]["id"], alert.source["wire"]["alert"].get("group_key", ""))].append(
                    alert
                )
        return groups

    async def _overtaken(self, alerts: Sequence[Stored]) -> set[str]:
        """Alerts that need no telling: a later one of the event waits too, or what is taken back was never told."""
        last: dict[tuple[str, str], Stored] = {}
        for alert in alerts:
            own = alert.source["wire"]["alert"]
            known = last.get((alert.source["rule"]["id"], own["event_id"]))
            if known is None or known.source["wire"]["alert"]["number"] < own["number"]:
                last[alert.source["rule"]["id"], own["event_id"]] = alert
        overtaken = {alert.id for alert in alerts} - {alert.id for alert in last.values()}
        back = [alert for alert in last.values() if alert.source["wire"]["alert"]["change"] in ("retracted", "ended")]
        chains = await self._chains(back)
        for alert in back:
            earlier = chains.get((alert.source["rule"]["id"], alert.source["wire"]["alert"]["event_id"]), [])
            if not any(_was_told(each) for each in earlier if each["wire"]["alert"]["id"] != alert.id):
                overtaken.add(alert.id)
        return overtaken

    async def _chains(self, alerts: Sequence[Stored]) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """Every alert of the rules and events of these."""
        events = list({alert.source["wire"]["alert"]["event_id"] for alert in alerts})
        chains: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for first in range(0, len(events), 500):
            query = {"terms": {"wire.alert.event_id": events[first : first + 500]}}
            for stored in await self._store.search("alerts", query=query, size=10_000):
                chains[stored.source["rule"]["id"], stored.source["wire"]["alert"]["event_id"]].append(stored.source)
        return chains

    async def _set_aside(self, ids: Sequence[str], state: str, muted: Mapping[str, str], now: datetime) -> None:
        def aside(source: dict[str, Any]) -> dict[str, Any] | None:
            own = source["wire"]["alert"]
            if own["state"] != "pending":
                return None
            changes = {"state": state, "state_since": instant(now), "muted_by": muted.get(own["id"])}
            return {"wire": {"alert": without_empty(changes)}}

        await self._store.change_all("alerts", ids, aside)
        log.info("alerts.set_aside", alerts=len(ids), state=state)

    async def _summarise(self, rules: RuleSet, rule_id: str, alerts: Sequence[Stored], now: datetime) -> int:
        """One message for all that is over a limit, once a window."""
        if not alerts:
            return 0
        rule = rules.rules.get(rule_id)
        limit = rule.rate_limit if rule else self._global_limit
        window = limit[1] if limit else timedelta()
        group = Group(rule_id, SUMMARY_KEY)
        clock = await self._plans.clock(group)
        last = _last_told(clock)
        due = _oldest(alerts) + SUMMARY_WAIT if last is None else last + window
        if due > now:
            return 0
        return int(bool(await _apart(rule_id, self._plans.begin(group, clock, alerts, "summary", now))))

    async def _remind(self, rules: RuleSet, mutes: Sequence[Mute], now: datetime) -> int:
        """Tell again what nobody has answered."""
        planned = 0
        for rule in rules.rules.values():
            if rule.repeat_interval is None or rule.rule.status != "live":
                continue
            if shape_of(rule, rules.intervals, now).muted_now:
                continue
            before = instant(now - rule.repeat_interval)
            found = await self._store.search(
                "alerts",
                query={
                    "bool": {
                        "filter": [
                            {"term": {"rule.id": rule.id}},
                            {"term": {"wire.alert.state": "sent"}},
                            {"terms": {"wire.alert.change": ["new", "changed"]}},
                            {"range": {"wire.alert.told_at": {"lte": before}}},
                            {"range": {"wire.alert.reminders": {"lt": MAX_REMINDERS}}},
                        ],
                        "must_not": [
                            {"exists": {"field": "wire.alert.acknowledged.at"}},
                            {"exists": {"field": "wire.alert.verdict.at"}},
                            {"range": {"wire.alert.reminded_at": {"gt": before}}},
                        ],
                    }
                },
                size=PAGE,
                sort=[{"@timestamp": "asc"}],
            )
            chains = await self._chains(found)
            groups: dict[Group, list[Stored]] = defaultdict(list)
            for alert in found:
                own = alert.source["wire"]["alert"]
                later = any(
                    each["wire"]["alert"]["number"] > own["number"] for each in chains[rule.id, own["event_id"]]
                )
                if not later and not any(mute.covers(alert.source, instant(now)) for mute in mutes):
                    groups[Group(rule.id, own.get("group_key", ""))].append(alert)
            for group, alerts in groups.items():
                clock = await self._plans.clock(group)
                planned += bool(await _apart(rule.id, self._plans.begin(group, clock, alerts, "reminder", now)))
        return planned

    async def _told(self, rules: RuleSet, now: datetime) -> _Told:
        """When messages were planned, over the longest window of any limit."""
        limits = [rule.rate_limit for rule in rules.rules.values() if rule.rate_limit]
        windows = [limit[1] for limit in [*limits, self._global_limit] if limit]
        by_rule: dict[str, list[datetime]] = {}
        times: list[datetime] = []
        if windows:
            found = await self._store.search(
                "alert-messages",
                query={
                    "bool": {
                        "filter": [
                            {"term": {"wire.message.primary": True}},
                            {"term": {"wire.message.kind": "alerts"}},
                            {"range": {"@timestamp": {"gt": instant(now - max(windows))}}},
                        ]
                    }
                },
                size=10_000,
                source_includes=["@timestamp", "rule.id"],
                sort=[{"@timestamp": "desc"}],
            )
            for stored in found:
                moment = _time(stored.source["@timestamp"])
                by_rule.setdefault(stored.source["rule"]["id"], []).append(moment)
                times.append(moment)
        return _Told(by_rule, times)


async def _apart(rule_id: str, work: Awaitable[Result]) -> Result | None:
    """What comes of the work; one group's fault is said and must not keep the others from being told."""
    try:
        return await work
    except Exception as error:
        log.error("group.not_told", exc_info=error, **{"rule.id": rule_id})
        return None


def _was_told(alert: Mapping[str, Any]) -> bool:
    return alert["wire"]["alert"]["state"] in ("telling", "sent", "failed")


def _oldest(alerts: Sequence[Stored]) -> datetime:
    """Since when they wait; an embargoed alert has waited since the end of its embargo."""
    return min(_time(value_at(alert.source, "wire.alert.not_before") or alert.source["@timestamp"]) for alert in alerts)


def _last_told(clock: Stored) -> datetime | None:
    last = clock.source["wire"]["group"].get("last_at")
    return _time(last) if last else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
