"""Syntax tree to Elasticsearch's query DSL, as Kibana compiles it.

Without fields the result equals Kibana's without a data view; with fields, Kibana's with one: `term` on keywords,
`wildcard` for patterns, a day for a date, nested groups checked.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from streams.kql.fields import Field, Fields
from streams.kql.parser import KqlError, parse_kql
from streams.kql.syntax import WILDCARD, And, Everything, Is, Literal, Nested, Not, Or, Query, Range

Dsl = dict[str, Any]

# Kibana's own class, where `+-=` is a range: digits and points are escaped too, which changes nothing for the server.
_RESERVED = re.compile(r'[+-=&|><!(){}\[\]^"~*?:\\/]')


def compile_kql(kql: str, fields: Fields | None = None, time_zone: str | None = None) -> Dsl:
    """The DSL of a query. `time_zone` (an IANA name or an offset) is that of days without one.

    Raises KqlError with the position of a syntax error, or naming a nested field that is asked outside its group.
    """
    return _Compiler(fields, time_zone).compile(parse_kql(kql), None)


class _Compiler:
    def __init__(self, fields: Fields | None, time_zone: str | None) -> None:
        self._fields = fields
        self._time_zone = {"time_zone": time_zone} if time_zone else {}

    def compile(self, query: Query, path: str | None) -> Dsl:
        """`path` is the nested group that the query stands in."""
        match query:
            case And(parts):
                return {"bool": {"filter": [self.compile(part, path) for part in parts]}}
            case Or(parts):
                return _any([self.compile(part, path) for part in parts])
            case Not(part):
                return {"bool": {"must_not": self.compile(part, path)}}
            case Nested(group, inner):
                full = _full_name(group, path)
                return {"nested": {"path": full, "query": self.compile(inner, full), "score_mode": "none"}}
            case Range(field, operator, value):
                return self._range(field, operator, value, path)
            case Is(field, value):
                return _anywhere(value) if field is None else self._is(field, value, path)
            case Everything():
                return {"match_all": {}}

    def _is(self, name: Literal, value: Literal, path: str | None) -> Dsl:
        found = self._named(name, path)
        everywhere = name.is_lone_wildcard or (self._fields is not None and len(found) == len(self._fields))
        if everywhere and value.is_lone_wildcard:
            return {"match_all": {}}
        return self._for_each(found, name, path, lambda field: self._match(field, value))

    def _match(self, field: Field, value: Literal) -> Dsl:
        if value.is_lone_wildcard:
            return {"exists": {"field": field.name}}
        if value.is_wildcard:
            pattern = _query_string(value)
            if field.is_keyword:
                return {"wildcard": {field.name: {"value": pattern}}}
            return {"query_string": {"fields": [field.name], "query": pattern}}
        if field.type == "date":
            # match takes no time zone; a range from the value to itself covers the whole day that is named.
            return {"range": {field.name: {"gte": value.value, "lte": value.value, **self._time_zone}}}
        if field.is_keyword:
            return {"term": {field.name: {"value": value.value}}}
        return {"match_phrase" if value.quoted else "match": {field.name: value.value}}

    def _range(self, name: Literal, operator: str, value: Literal, path: str | None) -> Dsl:
        def bound(field: Field) -> Dsl:
            zone = self._time_zone if field.type == "date" else {}
            return {"range": {field.name: {operator: _plain(value), **zone}}}

        return self._for_each(self._named(name, path), name, path, bound)

    def _for_each(
        self, found: Iterable[Field], name: Literal, path: str | None, query_of: Callable[[Field], Dsl]
    ) -> Dsl:
        queries = []
        for field in found:
            query = query_of(field)
            if name.is_wildcard and field.nested and not path:
                # Nobody can put a pattern of names into the right group by hand: it is done for them.
                query = {"nested": {"path": field.nested, "query": query, "score_mode": "none"}}
            queries.append(query)
        return _any(queries)

    def _named(self, name: Literal, path: str | None) -> list[Field]:
        """The fields that are asked; an unknown name is sent as it is."""
        full = _full_name(name, path)
        found = self._fields.named(name, full) if self._fields else []
        if not name.is_wildcard:
            faults = [fault for field in found if (fault := _misplaced(field, path))]
            if faults:
                raise KqlError("\n".join(faults))
        return found or [Field(full.replace(WILDCARD, "*"), "")]


def _full_name(name: Literal, path: str | None) -> str:
    return f"{path}.{name.text}" if path else name.text


def _misplaced(field: Field, path: str | None) -> str | None:
    if path and not field.nested:
        return f'{field.name} is not a nested field but is in nested group "{path}" in the KQL expression.'
    if field.nested and not path:
        return f"{field.name} is a nested field, but is not in a nested group in the KQL expression."
    if field.nested != path:
        return (
            f"Nested field {field.name} is being queried with the incorrect nested path of {path}. "
            f"The correct path is {field.nested}."
        )
    return None


def _anywhere(value: Literal) -> Dsl:
    if value.is_wildcard:
        return {"query_string": {"query": _query_string(value)}}
    kind = "phrase" if value.quoted else "best_fields"
    return {"multi_match": {"type": kind, "query": value.value, "lenient": True}}


def _any(queries: list[Dsl]) -> Dsl:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _query_string(value: Literal) -> str:
    return "*".join(_RESERVED.sub(r"\\\g<0>", part) for part in value.text.split(WILDCARD))


def _plain(value: Literal) -> str | bool | None:
    return value.text.replace(WILDCARD, "*") if value.is_wildcard else value.value
