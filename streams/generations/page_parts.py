"""The page of a comparison: each difference with the sentence as both generations read it, side by side."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from streams.event_row import EventRow, row_of_document
from streams.generations.differences import Comparison, Difference
from streams.generations.event_fields import Document, FieldChange
from streams.report.evidence import Evidence, Role, within
from streams.report.marking import Token, marks_of, tokens
from streams.report.pages import page_environment


@dataclass(frozen=True, slots=True)
class Side:
    """One generation's account: its row of words, None where it has none, and its sentences with their marks."""

    row: EventRow | None
    sentences: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One difference as the page shows it."""

    number: int
    kind: str
    headline: str
    uri: str
    published: str
    action: str
    rule: str
    reasons: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    old: Side
    new: Side


def entry_of(difference: Difference, number: int) -> Entry:
    document = difference.document
    article = document["wire"]["article"]
    return Entry(
        number=number,
        kind=difference.kind,
        headline=article.get("headline", ""),
        uri=article["uri"],
        published=row_of_document(document).published,
        action=document["event"]["action"],
        rule=document["wire"]["rule"],
        reasons=tuple(difference.reasons),
        changes=tuple(difference.changes),
        old=_side(difference.old, difference.document),
        new=_side(difference.new, difference.document),
    )


def render_page(
    comparison: Comparison, range_words: str, entries: dict[str, list[Entry]], verdict: tuple[bool, str] | None
) -> Iterator[str]:
    """The page in pieces. It stands alone: no request leaves it, no script runs in it.

    `verdict` is whether no more is lost than is allowed, and a sentence that says so.
    """
    environment = _environment()
    style = (
        environment.get_template("style.css.j2").render(hovered=())
        + environment.get_template("comparison.css.j2").render()
    )
    totals = comparison.totals
    yield from environment.get_template("comparison.html.j2").generate(
        old=comparison.old,
        new=comparison.new,
        detectors=comparison.detectors,
        range_words=range_words,
        totals=totals,
        verdict=verdict,
        fields=totals.by_field.most_common(),
        tables=[
            ("By type", "type", _most(totals.by_type)),
            ("By rule", "rule", _most(totals.by_rule)),
            ("By actor", "actor", _most(totals.by_actor)),
        ],
        kinds=[(kind, entries.get(kind, []), getattr(totals.all, kind)) for kind in ("lost", "changed", "gained")],
        style=Markup(style),  # noqa: S704 -- our own style sheets; nothing of the wire is in them
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def _most(tallies: dict[str, Any], limit: int = 40) -> list[tuple[str, Any]]:
    differing = [item for item in tallies.items() if item[1].gained or item[1].lost or item[1].changed]
    return sorted(differing, key=lambda item: (-(item[1].lost + item[1].gained + item[1].changed), item[0]))[:limit]


def _side(document: Document | None, other: Document) -> Side:
    """Where a generation has no event, its side shows the other's sentences without marks."""
    if document is None:
        return Side(None, tuple((sentence["text"],) for sentence in other["wire"]["sentences"]))
    evidence = list(evidence_of_document(document))
    found = []
    for sentence in document["wire"]["sentences"]:
        own = within(evidence, sentence.get("in", "body"), sentence["start"], sentence["end"])
        length = len(sentence["text"])
        found.append(tuple(tokens(sentence["text"], marks_of(own, length), 0, length)))
    return Side(row_of_document(document), tuple(found))


def evidence_of_document(document: Document) -> Iterator[Evidence]:
    """Every span of a stored event, as evidence_of gives it for one that was just found."""
    wire = document["wire"]
    trigger = wire["trigger"]
    part = trigger.get("in", "body")
    state = str(wire.get("status") or wire.get("stance")).replace("_", " ")
    yield Evidence(part, trigger["start"], trigger["end"], "event", 1, f"{wire['type']} {state}")
    roles: list[tuple[str, Role, str]] = [
        ("participants", "who", "role"),
        ("recognising", "who", "kind"),
        ("objects", "object", "kind"),
        ("attribution", "source", "cue"),
        ("responses", "response", "kind"),
    ]
    for name, role, note in roles:
        for actor in wire.get(name, []):
            words = ", ".join(filter(None, (actor["name"], str(actor.get(note) or "").replace("_", " "))))
            yield Evidence(actor.get("in", "body"), actor["start"], actor["end"], role, 1, words)
    if span := wire.get("place_span"):
        yield Evidence(span.get("in", "body"), span["start"], span["end"], "place", 1, wire.get("place", ""))
    time = wire.get("time") or {}
    if time.get("start_char") is not None and time.get("end_char") is not None:
        yield Evidence(part, time["start_char"], time["end_char"], "time", 1, time.get("start") or "unknown")


@cache
def _environment() -> Environment:
    return page_environment(
        ChoiceLoader([PackageLoader("streams.generations", "page"), PackageLoader("streams", "report")])
    )
