"""A compiled query taken apart, to say which of its conditions an event meets and which it does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from streams.alerts.event_facts import shown, value_at
from streams.visible_text import one_line

Dsl = Mapping[str, Any]
Part = Literal["all", "any", "none", "leaf"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition: `all`, `any` or `none` of its parts, or a leaf that Elasticsearch answers. `name` is unique."""

    name: str
    kind: Part
    parts: tuple["Clause", ...]
    query: Dsl

    def walk(self) -> Iterator["Clause"]:
        yield self
        for part in self.parts:
            yield from part.walk()


def clauses_of(query: Dsl, name: str = "0") -> Clause:
    """The tree of a bool query; anything else is a leaf."""
    body = query.get("bool")
    if not isinstance(body, Mapping) or len(query) != 1:
        return Clause(name, "leaf", (), query)
    groups: list[tuple[Part, list[Any]]] = [
        ("all", [*_list(body.get("must")), *_list(body.get("filter"))]),
        ("any", _list(body.get("should"))),
        ("none", _list(body.get("must_not"))),
    ]
    given = [(kind, parts) for kind, parts in groups if parts]
    if len(given) == 1:
        kind, parts = given[0]
        if kind == "any" and str(body.get("minimum_should_match", 1)) != "1":
            return Clause(name, "leaf", (), query)
        if kind != "none" and len(parts) == 1:
            return clauses_of(parts[0], name)
        return Clause(name, kind, tuple(clauses_of(part, f"{name}.{n}") for n, part in enumerate(parts)), query)
    children = [
        clauses_of({"bool": {key: parts}}, f"{name}.{n}")
        for n, (kind, parts) in enumerate(given)
        for key in [{"all": "filter", "any": "should", "none": "must_not"}[kind]]
    ]
    return Clause(name, "all", tuple(children), query)


def failing(clause: Clause, holds: Mapping[str, bool]) -> list[Clause]:
    """The smallest conditions that an event would have to meet for the whole to hold."""
    if holds[clause.name]:
        return []
    if clause.kind == "all":
        return [found for part in clause.parts for found in failing(part, holds)]
    return [clause]


def words(clause: Clause, document: Mapping[str, Any] | None = None) -> str:
    """A condition in words, with what the event has instead when its document is given."""
    if clause.kind == "none":
        return "not: " + " or ".join(words(part, document) for part in clause.parts)
    if clause.kind in ("all", "any"):
        fields = {name for part in clause.parts for name in _fields(part)}
        joint = " and " if clause.kind == "all" else " or "
        if len(fields) == 1 and document is not None:
            held = _held(document, fields.pop())
            return f"{joint.join(words(part) for part in clause.parts)} (the event has {held})"
        return joint.join(words(part, document) for part in clause.parts)
    text, field = _leaf(clause.query)
    return f"{text} (the event has {_held(document, field)})" if document is not None and field else text


def _fields(clause: Clause) -> set[str]:
    return {each for part in clause.walk() if part.kind == "leaf" for each in [_leaf(part.query)[1] or ""]}


def _held(document: Mapping[str, Any], field: str) -> str:
    plain = field.removesuffix(".text").removesuffix(".keyword")
    return one_line(shown(value_at(document, plain)), 120) or "nothing there"


def _leaf(query: Dsl) -> tuple[str, str | None]:
    """Words for a query that is no bool, and the one field that it asks."""
    kind, body = next(iter(query.items()))
    if kind == "match_all":
        return "anything", None
    if kind == "exists":
        return f"{body['field']} is there", body["field"]
    if kind == "nested":
        inner = clauses_of(body["query"])
        return f"one of {body['path']} has {words(inner)}", None
    if kind == "query_string":
        return f"the Lucene query {one_line(str(body['query']), 200)}", None
    if kind == "multi_match":
        return f"any field has {one_line(str(body['query']), 200)}", None
    if kind in ("term", "match", "match_phrase", "wildcard", "prefix", "terms", "range") and len(body) >= 1:
        field = next(iter(name for name in body if name != "boost"))
        asked = body[field]
        if kind == "range":
            signs = {"gte": "≥", "gt": ">", "lte": "≤", "lt": "<"}
            return " and ".join(f"{field} {signs[op]} {v}" for op, v in asked.items() if op in signs), field
        value = asked.get("value", asked.get("query", asked)) if isinstance(asked, Mapping) else asked
        plain = isinstance(value, bool | int | float)
        verb = (
            "is"
            if plain
            else {"match": "has the words", "match_phrase": "has the phrase", "wildcard": "is like"}.get(kind, "is")
        )
        return f"{field} {verb} {one_line(shown(value), 200)}", field
    return f"{kind} {one_line(shown(body), 200)}", None


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
