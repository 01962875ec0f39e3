"""The message that a group is being told: planned on the group's clock, carried out, closed.

1. The plan is written onto the clock by whoever saw it last, 2. its messages are created, 3. its alerts are marked,
4. the plan is closed. Steps 2 to 4 come to the same whoever does them and however often, so that a plan which its
maker did not live to finish is finished by the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from streams.alerts.event_facts import value_at
from streams.alerts.message import Kind, render
from streams.alerts.shaping import EVERY_RULE, group_id, message_id
from streams.alerts.store import AlertStore, Stored
from streams.article_document import ECS_VERSION, instant, without_empty

MAX_PLANNED: Final = 1000
"""Alerts of one message; the rest of a storm follows in the next."""
_THREAD_SEARCHED: Final = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Alerts of one rule that are told together. The rule is `*` for a summary of all rules."""

    rule: str
    key: str

    @property
    def id(self) -> str:
        return group_id(self.rule, self.key)


class Plans:
    """Plans of messages, shared by every planner that works at once."""

    def __init__(self, store: AlertStore) -> None:
        self._store = store

    async def clock(self, group: Group) -> Stored:
        """The group's clock, made if there is none yet."""
        found = await self._store.get_many("alert-groups", [group.id])
        if group.id not in found:
            document = {
                "@timestamp": instant(datetime.fromtimestamp(0, UTC)),
                "ecs": {"version": ECS_VERSION},
                "event": {"id": group.id, "kind": "state", "dataset": "wirewatch.alert-groups"},
                "rule": {"id": group.rule},
                "wire": {"group": {"id": group.id, "key": group.key[:1000], "number": 0, "open": False}},
            }
            await self._store.create("alert-groups", {group.id: document})
            found = await self._store.get_many("alert-groups", [group.id])
        return found[group.id]

    async def begin(self, group: Group, clock: Stored, alerts: Sequence[Stored], kind: Kind, now: datetime) -> bool:
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
        await self.finish(opened, now, {alert.id: alert.source for alert in chosen})
        return True

    async def open_plans(self) -> list[Stored]:
        return await self._store.search("alert-groups", query={"term": {"wire.group.open": True}}, size=500)

    async def finish(self, clock: Stored, now: datetime, alerts: Mapping[str, Mapping[str, Any]] | None = None) -> None:
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


def _replied_to(
    alerts: Sequence[Mapping[str, Any]], earlier: Mapping[str, Mapping[str, Any]], channel: str, group: str
) -> str | None:
    """The message that told the earlier alert on this channel, so that mail shows both as one thread."""
    for alert in alerts:
        before = earlier.get(value_at(alert, "wire.alert.earlier") or "")
        told = set(value_at(before, "wire.alert.messages") or []) if before else set()
        for number in range(1, _THREAD_SEARCHED):
            if (name := message_id(group, number, channel)) in told:
                return name
    return None
