"""A message as it is told: subject, text and HTML. What the wire says is escaped, and nothing of it is obeyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from streams.alerts.event_facts import value_at
from streams.alerts.page_templates import alert_templates
from streams.visible_text import one_line, visible

Kind = Literal["alerts", "summary", "reminder"]
MAX_SHOWN: Final = 20
"""Alerts that one message shows; the others are counted and can be listed."""
MAX_SUBJECT: Final = 180
_HEADINGS: Final = {"new": "", "changed": "CHANGED: ", "retracted": "TAKEN BACK: ", "ended": "ENDED: "}


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Told:
    """One alert as a message shows it, every field safe to print on a terminal."""

    id: str
    heading: str
    summary: str
    sentence: str
    article: str
    url: str
    kibana: str
    why: str
    differs: str
    earlier: str
    earlier_summary: str
    rule: str
    change: str
    embargo: str


def render(
    kind: Kind,
    alerts: Sequence[Mapping[str, Any]],
    *,
    rule_name: str,
    group_key: str,
    earlier: Mapping[str, Mapping[str, Any]] | None = None,
) -> Rendered:
    """The message about some alert documents. `earlier` has the documents that they refer to, by id."""
    told = [told_of(alert, earlier or {}) for alert in alerts]
    shown = told[:MAX_SHOWN]
    counts: dict[str, int] = {}
    for alert in alerts:
        words = alert["rule"]["name"] + (f": {key}" if (key := value_at(alert, "wire.alert.group_key")) else "")
        counts[one_line(words, 160)] = counts.get(one_line(words, 160), 0) + 1
    noisiest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    fields = {
        "kind": kind,
        "rule_name": one_line(rule_name, 200),
        "group_key": one_line(group_key, 200),
        "alerts": shown,
        "total": len(told),
        "more": len(told) - len(shown),
        "counts": noisiest[:30],
        "more_groups": max(0, len(noisiest) - 30),
    }
    subject = _subject(kind, told, one_line(rule_name, 100))
    fields["subject"] = subject
    return Rendered(
        subject,
        alert_templates().get_template("message.txt.j2").render(fields).strip() + "\n",
        alert_templates().get_template("message.html.j2").render(fields),
    )


def told_of(alert: Mapping[str, Any], earlier: Mapping[str, Mapping[str, Any]]) -> Told:
    own = alert["wire"]["alert"]
    article = alert["wire"].get("article", {})
    before = earlier.get(own.get("earlier", ""), {})
    parts = [article.get("headline", ""), article.get("provider", ""), _minute(alert["event"].get("created", ""))]
    heading = _HEADINGS[own["change"]]
    if own["change"] == "new" and own.get("again"):
        heading = "SAID AGAIN: "
    return Told(
        id=own["id"],
        heading=heading,
        summary=one_line(own.get("summary", ""), 400),
        sentence=one_line(visible(alert.get("message", "")), 1500),
        article=" · ".join(one_line(part, 200) for part in parts if part),
        url=_link(value_at(alert, "url.full")),
        kibana=_link(value_at(alert, "event.url")),
        why=one_line(value_at(alert, "event.reason") or "", 600),
        differs=one_line(own.get("differs", ""), 600),
        earlier=own.get("earlier", ""),
        earlier_summary=one_line(value_at(before, "wire.alert.summary") or "", 400),
        rule=alert["rule"]["id"],
        change=own["change"],
        embargo=own.get("not_before", "") or "",
    )


def _minute(moment: str) -> str:
    return f"{moment[:10]} {moment[11:16]} UTC" if len(moment) > 16 else moment


def _link(url: Any) -> str:
    """A link that a reader may follow: http and https only."""
    text = one_line(str(url or ""), 2000)
    return text if text.startswith(("http://", "https://")) else ""


def _subject(kind: Kind, told: Sequence[Told], rule_name: str) -> str:
    if kind == "summary":
        return f"{len(told)} more alerts than the rate limit allows: {rule_name}"[:MAX_SUBJECT]
    prefix = "REMINDER: " if kind == "reminder" else ""
    first = told[0]
    more = f" (+{len(told) - 1})" if len(told) > 1 else ""
    return one_line(f"{prefix}{first.heading}{first.summary}", MAX_SUBJECT - len(more)) + more
