"""What people answer: acknowledgements, mutes and verdicts, each a document with author and reason."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from streams.alerts.store import AlertStore, Stored
from streams.article_document import ECS_VERSION, instant, without_empty

Kind = Literal["ack", "mute", "unmute", "mark"]
Worth = Literal["right", "wrong"]


@dataclass(frozen=True, slots=True)
class Mute:
    """A rule (or `*` for all) that is quiet until a time, altogether or for one group."""

    id: str
    rule: str
    key: str | None
    until: str
    by: str
    reason: str

    def covers(self, alert: Mapping[str, Any], now: str) -> bool:
        """`alert` is an alert document. A key names a whole group or one of its values, in any case."""
        if self.until <= now or self.rule not in ("*", alert["rule"]["id"]):
            return False
        if self.key is None:
            return True
        own = alert["wire"]["alert"]
        names = [own.get("group_key", ""), *own.get("group_values", [])]
        return self.key.casefold() in {str(name).casefold() for name in names}


def answer_document(
    kind: Kind,
    *,
    by: str,
    now: datetime,
    rule: str | None = None,
    alert: str | None = None,
    key: str | None = None,
    until: datetime | None = None,
    reason: str | None = None,
    verdict: Worth | None = None,
) -> dict[str, Any]:
    return without_empty(
        {
            "@timestamp": instant(now),
            "ecs": {"version": ECS_VERSION},
            "message": reason,
            "event": {
                "id": uuid.uuid4().hex,
                "kind": "state",
                "action": f"alert-{kind}",
                "dataset": "wirewatch.answers",
            },
            "rule": {"id": rule},
            "user": {"name": by},
            "wire": {
                "answer": {
                    "kind": kind,
                    "alert_id": alert,
                    "key": key,
                    "until": instant(until) if until else None,
                    "reason": reason,
                    "verdict": verdict,
                }
            },
        }
    )


class Answers:
    """Writes and reads answers."""

    def __init__(self, store: AlertStore) -> None:
        self._store = store

    async def acknowledge(self, alerts: Sequence[Stored], *, by: str, now: datetime, note: str | None) -> None:
        """Say that somebody has seen these; they are not repeated."""
        given = without_empty({"at": instant(now), "by": by, "note": note})
        for alert in alerts:
            await self._write(
                answer_document("ack", by=by, now=now, rule=alert.source["rule"]["id"], alert=alert.id, reason=note)
            )
        ids = [alert.id for alert in alerts]
        await self._store.change_all("alerts", ids, lambda _: {"wire": {"alert": {"acknowledged": given}}})
        await self._store.refresh("alerts", "alert-answers")

    async def mark(
        self, alerts: Sequence[Stored], verdict: Worth, *, by: str, now: datetime, reason: str | None
    ) -> None:
        """Say whether these were right to fire."""
        given = without_empty({"value": verdict, "at": instant(now), "by": by, "reason": reason})
        for alert in alerts:
            rule = alert.source["rule"]["id"]
            await self._write(
                answer_document("mark", by=by, now=now, rule=rule, alert=alert.id, reason=reason, verdict=verdict)
            )
        ids = [alert.id for alert in alerts]
        await self._store.change_all("alerts", ids, lambda _: {"wire": {"alert": {"verdict": given}}})
        await self._store.refresh("alerts", "alert-answers")

    async def mute(self, rule: str, key: str | None, until: datetime, *, by: str, now: datetime, reason: str) -> str:
        """Keep a rule quiet; returns the mute's id."""
        document = answer_document("mute", by=by, now=now, rule=rule, key=key, until=until, reason=reason)
        await self._write(document)
        await self._store.refresh("alert-answers")
        return str(document["event"]["id"])

    async def unmute(self, mutes: Sequence[Mute], *, by: str, now: datetime) -> None:
        """End mutes before their time."""
        ended = {"at": instant(now), "by": by}
        for mute in mutes:
            await self._write(answer_document("unmute", by=by, now=now, rule=mute.rule, key=mute.key, alert=mute.id))
        ids = [mute.id for mute in mutes]
        await self._store.change_all("alert-answers", ids, lambda _: {"wire": {"answer": {"ended": ended}}})
        await self._store.refresh("alert-answers")

    async def mutes(self, now: datetime) -> list[Mute]:
        """The mutes in force."""
        found = await self._store.search(
            "alert-answers",
            query={
                "bool": {
                    "filter": [
                        {"term": {"wire.answer.kind": "mute"}},
                        {"range": {"wire.answer.until": {"gt": instant(now)}}},
                    ],
                    "must_not": [{"exists": {"field": "wire.answer.ended.at"}}],
                }
            },
            size=1000,
            sort=[{"wire.answer.until": "asc"}],
        )
        return [_mute(stored) for stored in found]

    async def _write(self, document: dict[str, Any]) -> None:
        await self._store.create("alert-answers", {document["event"]["id"]: document})


def _mute(stored: Stored) -> Mute:
    answer = stored.source["wire"]["answer"]
    return Mute(
        id=stored.id,
        rule=stored.source["rule"]["id"],
        key=answer.get("key"),
        until=answer["until"],
        by=stored.source["user"]["name"],
        reason=answer.get("reason", ""),
    )
