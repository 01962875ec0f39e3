"""The fields by which two accounts of one event are compared, each in words."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from schemas.event import Time
from streams.event_summary import period_words
from streams.visible_text import one_line

Document = dict[str, Any]


class FieldChange(NamedTuple):
    """What one field says in the old and in the new account; empty where it says nothing."""

    field: str
    old: str
    new: str


def _actors(name: str, *notes: str) -> Callable[[Document], str]:
    """A field of actors: each by name, with these of its own fields in brackets; in a fixed order."""

    def words(wire: Document) -> str:
        found = []
        for actor in wire.get(name, []):
            inside = ", ".join(str(actor[note]).replace("_", " ") for note in notes if actor.get(note))
            found.append(f"{actor['name']} ({inside})" if inside else actor["name"])
        return ", ".join(sorted(found))

    return words


def _word(name: str) -> Callable[[Document], str]:
    def words(wire: Document) -> str:
        value = wire.get(name, "")
        return ", ".join(sorted(map(str, value))) if isinstance(value, list) else str(value).replace("_", " ")

    return words


def _yes(name: str) -> Callable[[Document], str]:
    return lambda wire: "yes" if wire.get(name) else ""


def _count(wire: Document) -> str:
    count = wire.get("count")
    return f"{count['qualifier'].replace('_', ' ')} {count['value']} {count.get('of') or ''}".strip() if count else ""


def _place(wire: Document) -> str:
    return ", ".join(filter(None, (wire.get("place"), wire.get("place_country"))))


def _time(wire: Document) -> str:
    return period_words(msgspec.convert(wire["time"], Time)) if wire.get("time") else ""


def _trigger(wire: Document) -> str:
    return str(wire.get("trigger", {}).get("text", ""))


def _sentences(wire: Document) -> str:
    return one_line(" ".join(sentence["text"] for sentence in wire.get("sentences", [])))


FIELDS: Final[dict[str, Callable[[Document], str]]] = {
    "status": _word("status"),
    "stance": _word("stance"),
    "format": _word("format"),
    "flags": _word("flags"),
    "participants": _actors("participants", "role"),
    "recognisers": _actors("recognising"),
    "object": _actors("objects"),
    "object kind": _word("object_kind"),
    "count": _count,
    "place": _place,
    "time": _time,
    "background": _yes("background"),
    "claim": _word("claim"),
    "contested": _yes("contested"),
    "sources": _actors("attribution", "medium"),
    "responses": _actors("responses", "kind"),
    "watched": _word("watched"),
    "listed as": _word("actor_ids"),
    "rule": _word("rule"),
    "trigger": _trigger,
    "sentences": _sentences,
}
"""In the order in which they are shown. Confidence and offsets are not compared: they change with every release."""


def changes(old: Document, new: Document) -> list[FieldChange]:
    """Where two event documents differ."""
    found = []
    for field, words in FIELDS.items():
        left, right = words(old["wire"]), words(new["wire"])
        if left != right:
            found.append(FieldChange(field, left, right))
    return found
