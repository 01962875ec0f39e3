"""An alert document as others may rely on it: what fired, on what, what it tells, and how far its telling is.

An alert is written before anyone is told. For each rule and event the alerts form a chain numbered from 1.
"""

from typing import Annotated, Any, Literal

import msgspec

from schemas.alert_rule import Name
from schemas.errors import Invalid

AlertChange = Literal["new", "changed", "retracted", "ended"]
AlertState = Literal["pending", "telling", "sent", "failed", "shadow", "muted", "superseded"]
"""pending and telling are on the way, the others final. superseded: a later alert told it, or nobody had to know."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """Who acknowledged it, when, with what note."""

    at: str
    by: str
    note: str | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it was right to fire, says a person."""

    value: Literal["right", "wrong"]
    at: str
    by: str
    reason: str | None = None


class AlertPart(msgspec.Struct, frozen=True, kw_only=True):
    """`wire.alert`. `earlier` is the alert that this one changes or takes back; `differs` says how, in words."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    number: Annotated[int, msgspec.Meta(ge=1)]
    kind: Literal["match", "first", "silence"]
    change: AlertChange
    event_id: str
    summary: str
    query: str
    language: Literal["kql", "lucene", "dsl"]
    notify: list[Name]
    state: AlertState
    state_since: str
    again: bool = False
    urgent: bool = False
    group: dict[str, list[str]] = {}
    group_key: str = ""
    earlier: str | None = None
    differs: str | None = None
    not_before: str | None = None
    messages: list[str] = []
    sent_to: list[str] = []
    failed_on: list[str] = []
    told_at: str | None = None
    may_repeat: bool = False
    reminders: int = 0
    acknowledged: Answered | None = None
    verdict: Verdict | None = None


class AlertRuleNamed(msgspec.Struct, frozen=True, kw_only=True):
    id: Name
    name: str
    description: str | None = None


class AlertWire(msgspec.Struct, frozen=True, kw_only=True):
    """`alert`, beside the event's own fields (docs/alerts.md)."""

    alert: AlertPart


class AlertDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document behind the alias PREFIX-alerts. ECS fields of the event are carried beside these."""

    timestamp: str = msgspec.field(name="@timestamp")
    rule: AlertRuleNamed
    wire: AlertWire
    event: dict[str, Any]
    message: str = ""


_decoder = msgspec.json.Decoder(AlertDocument)


def decode_alert(raw: bytes) -> AlertDocument:
    """Raises Invalid(alert.rejected)."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("alert.rejected", str(error)) from error
