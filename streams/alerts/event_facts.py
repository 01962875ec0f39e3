"""What an event document says, for people and for comparison: its line, its facts, its group."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from schemas.event import Event, Meeting, Recognition
from streams.event_summary import summary_of
from streams.stored_events import says, where_and_when, who
from streams.visible_text import one_line

Document = Mapping[str, Any]

FACTS: Final[tuple[tuple[str, str], ...]] = (
    ("event.action", "what"),
    ("wire.format", "format"),
    ("wire.actors", "who"),
    ("wire.object", "object"),
    ("wire.object_kind", "recognised as"),
    ("wire.recognisers", "recognised by"),
    ("wire.count", "count"),
    ("wire.place", "place"),
    ("wire.time.start", "from"),
    ("wire.time.end", "until"),
    ("wire.claim", "claim"),
    ("wire.contested", "contested"),
    ("wire.sources", "sources"),
    ("wire.confirmed_by", "confirmed by"),
    ("wire.denied_by", "denied by"),
)
"""What makes an event another one to its reader. Wording, spans and headlines are not among it: a refile is no news."""


@dataclass(frozen=True, slots=True)
class Facts:
    """An event in one line, and the digest of its facts: worked out once, whatever the number of rules it meets."""

    line: str
    digest: str

    @classmethod
    def of(cls, document: Document) -> "Facts":
        return cls(line_of(document), digest_of(document))


def value_at(document: Document, field: str) -> Any:
    """The value of a dotted field, None where there is none."""
    value: Any = document
    for name in field.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def facts_of(document: Document) -> dict[str, Any]:
    return {field: value for field, _ in FACTS if (value := value_at(document, field)) not in (None, [], "")}


def digest_of(document: Document) -> str:
    """Changes when a fact does; the order of names within a list does not matter."""
    facts = {field: _comparable(value) for field, value in facts_of(document).items()}
    return hashlib.blake2b(msgspec.json.encode(facts, order="deterministic"), digest_size=12).hexdigest()


def differences(before: Document, now: Document) -> list[str]:
    """`place: Lurenz, was Port Merrow`, one for each fact that differs."""
    lines = []
    for field, words in FACTS:
        old, new = value_at(before, field), value_at(now, field)
        if _comparable(old) != _comparable(new):
            lines.append(f"{words}: {shown(new) or 'not said'}, was {shown(old) or 'not said'}")
    return lines


def shown(value: Any) -> str:
    """A value of a document in words, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value)
    return one_line(str(value), 300)


def line_of(document: Document) -> str:
    """What happened, in one line: `Mira Oslan – Teodor Vance: talks, Port Sorrel, held`."""
    event = event_of(document)
    if event is not None:
        return summary_of(event)
    wire = document["wire"]
    return one_line("; ".join(filter(None, (who(wire), where_and_when(wire), says(wire)))), 500)


def event_of(document: Document) -> Event | None:
    """The event struct behind a document; None for a document of another release."""
    wire = document["wire"]
    span = wire.get("place_span")
    place = None
    if span and wire.get("place"):
        place = {
            **span,
            "name": wire["place"],
            "country": wire.get("place_country"),
            "location": wire.get("location"),
            "basis": wire.get("place_basis", "explicit"),
        }
    fields: dict[str, Any] = {
        "type": wire.get("type"),
        "id": value_at(document, "event.id"),
        "place": place,
        "time": {"start": None, "end": None, **wire["time"]} if wire.get("time") else None,
        "attribution": wire.get("attribution", []),
        "responses": wire.get("responses", []),
    }
    for name in ("trigger", "sentences", "rule", "confidence", "background", "claim", "contested", "codes"):
        if name in wire:
            fields[name] = wire[name]
    if wire.get("type") == "meeting":
        fields |= {name: wire[name] for name in ("status", "format", "flags", "participants") if name in wire}
    else:
        fields |= {name: wire[name] for name in ("stance", "object_kind", "count") if name in wire}
        objects = wire.get("objects") or [None]
        fields |= {"object": objects[0], "more_objects": objects[1:], "recognisers": wire.get("recognising", [])}
    try:
        event: Event = msgspec.convert(fields, Meeting | Recognition)
    except msgspec.ValidationError:
        return None
    return event


def group_of(document: Document, fields: Sequence[str]) -> dict[str, list[str]]:
    """The values of the fields that a rule groups by, sorted; a missing field groups as empty."""
    return {field: sorted(set(_texts(value_at(document, field)))) for field in fields}


def key_of(group: Mapping[str, Iterable[str]]) -> str:
    """A group in words: `Kosovo / Serbia, Albania`; empty for a rule without group_by."""
    return one_line(" / ".join(", ".join(values) or "-" for values in group.values()))[:900]


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(str, value))
    return value or None
