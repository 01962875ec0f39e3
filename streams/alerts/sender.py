"""Gives messages to their channels: claimed under a lease, tried until taken or given up, and recorded.

pending -> claimed -> sent | pending again, later | failed. A claim is a conditional write, so that one of several
workers has it. A claim that ran out says that its holder died or hangs, and nobody knows whether the channel had
taken the message: the next try says so in the message.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from streams.alerts.channels import Answer, Channels, Letter
from streams.alerts.shaping import back_off
from streams.alerts.store import AlertStore, Stored
from streams.article_document import instant, without_empty
from streams.metrics import Metrics

log = structlog.get_logger(__name__)

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """How often and how long a message is tried."""

    tries: int = 12
    lease: timedelta = timedelta(minutes=2)
    first_pause: float = 5.0


class Sender:
    """Sends what is in the outbox. Several senders may work at once."""

    def __init__(
        self,
        store: AlertStore,
        channels: Channels,
        metrics: Metrics,
        delivery: Delivery,
        *,
        worker: str,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._channels = channels
        self._metrics = metrics
        self._delivery = delivery
        self._worker = worker
        self._now = now
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def send_due(self, *, wait: bool = False) -> int:
        """Hand every message that is due to its channel; channels work side by side and none waits for another.

        Returns how many were due. With `wait`, returns once they have been dealt with.
        """
        self._reap()
        by_channel: dict[str, list[Stored]] = defaultdict(list)
        for message in await self._due():
            by_channel[message.source["wire"]["message"]["channel"]].append(message)
        for channel, messages in by_channel.items():
            if channel not in self._busy:
                self._busy[channel] = asyncio.create_task(self._work_off(channel, messages), name=f"channel {channel}")
        if wait and self._busy:
            await asyncio.wait(self._busy.values())
            self._reap()
        return sum(map(len, by_channel.values()))

    async def stop(self) -> None:
        """Give up what is under way; leases see to it."""
        for task in self._busy.values():
            task.cancel()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=2)

    def _reap(self) -> None:
        for channel in [name for name, task in self._busy.items() if task.done()]:
            task = self._busy.pop(channel)
            if not task.cancelled() and (error := task.exception()):
                raise error

    async def _due(self) -> list[Stored]:
        """Messages to be sent, and messages whose end has not been noted on their alerts."""
        now = instant(self._now())
        waiting = {
            "bool": {
                "filter": [
                    {"terms": {"wire.message.state": ["pending", "claimed"]}},
                    {"range": {"wire.message.next_at": {"lte": now}}},
                ]
            }
        }
        ended = {
            "bool": {
                "filter": [
                    {"terms": {"wire.message.state": ["sent", "failed"]}},
                    {"term": {"wire.message.recorded": False}},
                ]
            }
        }
        return await self._store.search(
            "alert-messages",
            query={"bool": {"should": [waiting, ended], "minimum_should_match": 1}},
            size=PAGE,
            sort=[{"wire.message.next_at": "asc"}, {"wire.message.id": "asc"}],
        )

    async def _work_off(self, channel: str, messages: Sequence[Stored]) -> None:
        current = await self._store.get_many("alert-messages", [message.id for message in messages])
        for message in messages:
            if message.id not in current:
                continue
            seen = current[message.id]
            if seen.source["wire"]["message"]["state"] in ("sent", "failed"):
                await self._record(seen)
                continue
            taken = await self._deliver(channel, message.id)
            if not taken:
                return  # the channel is in trouble; its other messages wait for the next round

    async def _deliver(self, channel: str, name: str) -> bool:
        """Try one message; False when the channel did not take it."""
        claimed = await self._claim(name)
        if claimed is None:
            return True
        message = claimed.source["wire"]["message"]
        letter = Letter(
            key=claimed.id,
            subject=message["subject"],
            text=message["text"],
            html=message["html"],
            may_repeat=message["may_repeat"],
            in_reply_to=message.get("in_reply_to"),
            urgent=bool(message.get("urgent")),
        )
        answer = await self._channels.of(channel).send(letter)
        ended = await self._note(claimed, answer)
        if ended is not None and ended.source["wire"]["message"]["state"] in ("sent", "failed"):
            await self._record(ended)
        return answer.fate == "taken"

    async def _claim(self, name: str) -> Stored | None:
        """The message under a lease of ours; None when another worker has it or it has ended."""
        found = (await self._store.get_many("alert-messages", [name])).get(name)
        now = self._now()
        if found is None:
            return None
        message = found.source["wire"]["message"]
        if message["state"] not in ("pending", "claimed") or message["next_at"] > instant(now):
            return None
        claim = uuid.uuid4().hex
        changes = {
            "state": "claimed",
            "state_since": instant(now),
            "tries": message["tries"] + 1,
            "next_at": instant(now + self._delivery.lease),
            "claim": claim,
            "worker": self._worker,
            # A claim that ran out: its holder may have sent the message and died before it could say so.
            "may_repeat": message["may_repeat"] or message["state"] == "claimed",
        }
        claimed = await self._store.change("alert-messages", found, {"wire": {"message": changes}})
        if claimed is None:
            # Our own write, when only its answer got lost, is a claim all the same.
            again = (await self._store.get_many("alert-messages", [name])).get(name)
            if again is not None and again.source["wire"]["message"].get("claim") == claim:
                return again
        return claimed

    async def _note(self, claimed: Stored, answer: Answer) -> Stored | None:
        """Write down what became of a try; None when the lease had run out and another has the message now."""
        now = self._now()
        message = claimed.source["wire"]["message"]
        changes: dict[str, Any] = {"state_since": instant(now), "reason": answer.reason or None}
        outcome = "sent"
        if answer.fate == "taken":
            changes |= {"state": "sent", "sent_at": instant(now)}
        elif message["tries"] >= self._delivery.tries:
            outcome = "failed"
            changes |= {"state": "failed"}
        else:
            outcome = "retried"
            pause = back_off(message["tries"], self._delivery.first_pause)
            changes |= {"state": "pending", "next_at": instant(now + pause)}
            changes |= {"may_repeat": message["may_repeat"] or answer.fate == "unknown"}
        self._metrics.count(
            "wirewatch_alert_messages_total", channel=self._channels.label(message["channel"]), outcome=outcome
        )
        told = {"rule.id": claimed.source["rule"]["id"], "channel": message["channel"], "message_id": claimed.id}
        if outcome == "sent":
            log.info("message.sent", tries=message["tries"], alerts=len(message["alert_ids"]), **told)
        else:
            say = log.error if outcome == "failed" else log.warning
            say(f"message.{outcome}", tries=message["tries"], reason=answer.reason, **told)
        written = await self._store.change("alert-messages", claimed, {"wire": {"message": without_empty(changes)}})
        if written is None:
            again = (await self._store.get_many("alert-messages", [claimed.id])).get(claimed.id)
            if again is not None and again.source["wire"]["message"].get("claim") == message["claim"]:
                return again
            log.warning("message.lease_lost", **told)
        return written

    async def _record(self, ended: Stored) -> None:
        """Note on each alert that this channel has told it, or has given up."""
        message = ended.source["wire"]["message"]
        now = instant(self._now())
        sent = message["state"] == "sent"

        def note(source: dict[str, Any]) -> dict[str, Any] | None:
            own = source["wire"]["alert"]
            listed = "sent_to" if sent else "failed_on"
            known = own.get(listed, [])
            if message["kind"] == "reminder" or message["channel"] in known:
                return None
            changes: dict[str, Any] = {listed: [*known, message["channel"]]}
            sent_to = set(own.get("sent_to", [])) | ({message["channel"]} if sent else set())
            failed_on = set(own.get("failed_on", [])) | (set() if sent else {message["channel"]})
            if set(own.get("notify", [])) <= sent_to | failed_on:
                changes |= {"state": "failed" if failed_on else "sent", "state_since": now}
            if sent:
                changes |= {"told_at": own.get("told_at") or message["sent_at"]}
                changes |= {"may_repeat": bool(own.get("may_repeat")) or message["may_repeat"]}
            return {"wire": {"alert": changes}}

        await self._store.change_all("alerts", message["alert_ids"], note)
        await self._store.change("alert-messages", ended, {"wire": {"message": {"recorded": True}}})
