"""From waiting alerts to messages: groups that are due get one message for each of their channels.

The clock of a group is a document of its own and holds the plan of the message that is being made: 1. the plan is
written onto the clock by whoever saw it last, 2. its messages are created, 3. its alerts are marked, 4. the plan is
closed. Steps 2 to 4 come to the same whoever does them and however often, so that a plan which its maker did not
live to finish is finished by the next.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from streams.alerts.answers import Mute
from streams.alerts.event_facts import value_at
from streams.alerts.message import Kind, render
from streams.alerts.rule_book import RuleSet
from streams.alerts.shaping import (
    EVERY_RULE,
    MAX_REMINDERS,
    SUMMARY_KEY,
    SUMMARY_WAIT,
    due_at,
    group_id,
    is_over,
    message_id,
    shape_of,
)
from streams.alerts.store import AlertStore, Stored
from streams.article_document import ECS_VERSION, instant, without_empty

log = structlog.get_logger(__name__)

PAGE: Final = 2000
MAX_PLANNED: Final = 1000
"""Alerts of one message; the rest of a storm follows in the next."""


@dataclass(frozen=True, slots=True)
class _Group:
    rule: str
    key: str

    @property
    def id(self) -> str:
        return group_id(self.rule, self.key)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told lately, for the rate limits."""

    by_rule: dict[str, list[datetime]]
    all: list[datetime]


class Planner:
    """Makes messages out of alerts. Several planners may work at once."""

    def __init__(self, store: AlertStore, global_limit: tuple[int, timedelta] | None) -> None:
        self._store = store
        self._global_limit = global_limit

    async def plan(self, rules: RuleSet, mutes: Sequence[Mute], now: datetime) -> int:
        """Finish open plans, then plan every group that is due; returns how many messages were planned.

        The indices of alerts, messages and groups must have been refreshed.
        """
        for clock in await self._open_plans():
            await self._finish(clock, now)
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
            clock = await self._clock(group)
            if over_rule or over_all:
                quiet = shape.muted_now
                limited[group.rule if over_rule else EVERY_RULE] += [
                    alert for alert in alerts if not quiet or alert in urgent
                ]
                continue
            due = not shape.muted_now and due_at(shape, _oldest(alerts), _last_told(clock)) <= now
            chosen = alerts if due else urgent
            if chosen and await self._begin(group, clock, chosen, "alerts", now):
                planned += 1
                told.by_rule.setdefault(group.rule, []).append(now)
                told.all.append(now)
        for rule_id, alerts in limited.items():
            planned += await self._summarise(rules, rule_id, alerts, now)
        return planned + await self._remind(rules, mutes, now)

    async def _waiting(self, mutes: Sequence[Mute], now: datetime) -> dict[_Group, list[Stored]]:
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
        groups: dict[_Group, list[Stored]] = defaultdict(list)
        for alert in found:
            if alert.id not in muted and alert.id not in overtaken:
                groups[_Group(alert.source["rule"]["id"], alert.source["wire"]["alert"].get("group_key", ""))].append(
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
        group = _Group(rule_id, SUMMARY_KEY)
        clock = await self._clock(group)
        last = _last_told(clock)
        due = _oldest(alerts) + SUMMARY_WAIT if last is None else last + window
        if due > now:
            return 0
        return int(await self._begin(group, clock, alerts, "summary", now))

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
            groups: dict[_Group, list[Stored]] = defaultdict(list)
            for alert in found:
                own = alert.source["wire"]["alert"]
                later = any(
                    each["wire"]["alert"]["number"] > own["number"] for each in chains[rule.id, own["event_id"]]
                )
                if not later and not any(mute.covers(alert.source, instant(now)) for mute in mutes):
                    groups[_Group(rule.id, own.get("group_key", ""))].append(alert)
            for group, alerts in groups.items():
                planned += await self._begin(group, await self._clock(group), alerts, "reminder", now)
        return planned

    async def _clock(self, group: _Group) -> Stored:
        """The group's clock, made if there is none yet."""
        found = await self._store.get_many("alert-groups", [group.id])
        if group.id not in found:
            document = {
                "@timestamp": instant(datetime.fromtimestamp(0).astimezone()),
                "ecs": {"version": ECS_VERSION},
                "event": {"id": group.id, "kind": "state", "dataset": "wirewatch.alert-groups"},
                "rule": {"id": group.rule},
                "wire": {"group": {"id": group.id, "key": group.key[:1000], "number": 0, "open": False}},
            }
            await self._store.create("alert-groups", {group.id: document})
            found = await self._store.get_many("alert-groups", [group.id])
        return found[group.id]

    async def _begin(self, group: _Group, clock: Stored, alerts: Sequence[Stored], kind: Kind, now: datetime) -> bool:
        """Write the plan of a message and carry it out; False when another planner was faster."""
        if clock.source["wire"]["group"]["open"]:
            return False
        # Whoever planned since the search has marked its alerts: read after the clock, they tell.
        current = await self._store.get_many("alerts", [alert.id for alert in alerts[:MAX_PLANNED]])
        wanted = "sent" if kind == "reminder" else "pending"
        chosen = [alert for alert in current.values() if alert.source["wire"]["alert"]["state"] == wanted]
        if not chosen:
            return False
        number = clock.source["wire"]["group"]["number"] + 1
        plan = {
            "kind": kind,
            "alerts": [alert.id for alert in chosen],
            "key": group.key,
            "at": instant(now),
        }
        changes = {"number": number, "open": True, "open_since": instant(now), "plan": plan}
        opened = await self._store.change(
            "alert-groups", clock, {"@timestamp": instant(now), "wire": {"group": changes}}
        )
        if opened is None:
            return False
        await self._finish(opened, now, {alert.id: alert.source for alert in chosen})
        return True

    async def _open_plans(self) -> list[Stored]:
        return await self._store.search("alert-groups", query={"term": {"wire.group.open": True}}, size=500)

    async def _finish(
        self, clock: Stored, now: datetime, alerts: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        """Carry out a plan; what another has already done of it stays as it is."""
        group = clock.source["wire"]["group"]
        plan = group["plan"]
        if alerts is None:
            alerts = {
                name: stored.source for name, stored in (await self._store.get_many("alerts", plan["alerts"])).items()
            }
        messages = await self._messages(clock, alerts)
        await self._store.create("alert-messages", messages)
        reminder = plan["kind"] == "reminder"

        def mark(source: dict[str, Any]) -> dict[str, Any] | None:
            own = source["wire"]["alert"]
            mine = [
                name
                for name, message in messages.items()
                if message["wire"]["message"]["channel"] in own.get("notify", [])
            ]
            known = own.get("messages", [])
            if not mine or set(mine) <= set(known):
                return None
            changes: dict[str, Any] = {"messages": [*known, *(name for name in mine if name not in known)]}
            if reminder:
                changes |= {"reminders": own.get("reminders", 0) + 1, "reminded_at": plan["at"]}
            elif own["state"] == "pending":  # a quick channel may have taken it already
                changes |= {"state": "telling", "state_since": instant(now)}
            return {"wire": {"alert": changes}}

        await self._store.change_all("alerts", plan["alerts"], mark)
        closed = {"wire": {"group": {"open": False, "last_at": plan["at"]}}}
        await self._store.change("alert-groups", clock, closed)

    async def _messages(self, clock: Stored, alerts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        group, rule_id = clock.source["wire"]["group"], clock.source["rule"]["id"]
        plan = group["plan"]
        ordered = [alerts[name] for name in plan["alerts"] if name in alerts]
        earlier_ids = {name for alert in ordered if (name := value_at(alert, "wire.alert.earlier"))}
        earlier = {name: each.source for name, each in (await self._store.get_many("alerts", earlier_ids)).items()}
        messages: dict[str, dict[str, Any]] = {}
        channels = list(dict.fromkeys(name for alert in ordered for name in value_at(alert, "wire.alert.notify") or []))
        for position, channel in enumerate(channels):
            own = [alert for alert in ordered if channel in alert["wire"]["alert"]["notify"]]
            name = message_id(group["id"], group["number"], channel)
            rule_name = own[0]["rule"]["name"] if rule_id != EVERY_RULE else "all rules"
            rendered = render(plan["kind"], own, rule_name=rule_name, group_key=group["key"], earlier=earlier)
            messages[name] = without_empty(
                {
                    "@timestamp": plan["at"],
                    "ecs": {"version": ECS_VERSION},
                    "message": rendered.subject,
                    "event": {"id": name, "kind": "alert", "dataset": "wirewatch.alert-messages"},
                    "rule": {"id": rule_id, "name": rule_name},
                    "wire": {
                        "message": {
                            "id": name,
                            "group_id": group["id"],
                            "group_key": group["key"],
                            "number": group["number"],
                            "kind": plan["kind"],
                            "channel": channel,
                            "primary": position == 0,
                            "alert_ids": [alert["wire"]["alert"]["id"] for alert in own],
                            "subject": rendered.subject,
                            "text": rendered.text,
                            "html": rendered.html,
                            "in_reply_to": _replied_to(own, earlier, channel, group["id"]),
                            "urgent": any(value_at(alert, "wire.alert.urgent") for alert in own),
                            "state": "pending",
                            "state_since": plan["at"],
                            "tries": 0,
                            "next_at": plan["at"],
                            "may_repeat": False,
                            "recorded": False,
                        }
                    },
                }
            )
        return messages

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


def _was_told(alert: Mapping[str, Any]) -> bool:
    return alert["wire"]["alert"]["state"] in ("telling", "sent", "failed")


def _replied_to(
    alerts: Sequence[Mapping[str, Any]], earlier: Mapping[str, Mapping[str, Any]], channel: str, group: str
) -> str | None:
    """The message that told the earlier alert on this channel, so that mail shows both as one thread."""
    for alert in alerts:
        before = earlier.get(value_at(alert, "wire.alert.earlier") or "")
        for name in (value_at(before, "wire.alert.messages") or []) if before else []:
            number = 1
            while number <= 50:
                if message_id(group, number, channel) == name:
                    return str(name)
                number += 1
    return None


def _oldest(alerts: Sequence[Stored]) -> datetime:
    """Since when they wait; an embargoed alert has waited since the end of its embargo."""
    return min(_time(value_at(alert.source, "wire.alert.not_before") or alert.source["@timestamp"]) for alert in alerts)


def _last_told(clock: Stored) -> datetime | None:
    last = clock.source["wire"]["group"].get("last_at")
    return _time(last) if last else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
