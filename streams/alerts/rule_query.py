"""A rule's query as Elasticsearch runs it, checked against the fields that documents have."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, Literal

import msgspec

from schemas.alert_rule import AlertRule
from streams.alerts.dsl_limits import fault_in
from streams.alerts.durations import duration, rate
from streams.alerts.rule_files import RuleFault
from streams.alerts.time_intervals import zone
from streams.index_setup import family_mapping
from streams.kql import Fields, KqlError, compile_kql, parse_kql
from streams.kql.syntax import And, Is, Nested, Not, Or, Query, Range

Dsl = dict[str, Any]
_OFFSET: Final = re.compile(r"(UTC|GMT)?[+-]\d{2}:?\d{2}|Z")
_MAX_LUCENE: Final = 8000
_GROUPABLE: Final = frozenset({"keyword", "boolean", "integer", "long", "float", "date"})


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to run. `digest` changes with anything that decides what fires."""

    rule: AlertRule
    query: Dsl
    urgent: Dsl | None
    digest: str
    group_wait: timedelta
    group_interval: timedelta
    repeat_interval: timedelta | None
    within: timedelta | None
    rate_limit: tuple[int, timedelta] | None

    @property
    def id(self) -> str:
        return self.rule.id


def compile_rule(rule: AlertRule) -> CompiledRule:
    """Raises RuleFault for a query that does not parse, or a field that no document has."""
    family: Literal["events", "articles"] = rule.of if rule.kind == "silence" else "events"
    for position, field in enumerate(rule.group_by):
        _check_group_field(family, field, f".group_by[{position}]")
    _check_time_zone(rule)
    query = _compile(rule, rule.query, family, ".query")
    urgent = None if rule.urgent is None else _compile(rule, rule.urgent, family, ".urgent")
    decides = (rule.query, rule.language, rule.time_zone, rule.kind, rule.within, rule.group_by)
    return CompiledRule(
        rule=rule,
        query=query,
        urgent=urgent,
        digest=hashlib.blake2b(msgspec.json.encode(decides), digest_size=8).hexdigest(),
        group_wait=duration(rule.group_wait),
        group_interval=duration(rule.group_interval),
        repeat_interval=duration(rule.repeat_interval) if rule.repeat_interval else None,
        within=duration(rule.within) if rule.within else None,
        rate_limit=rate(rule.rate_limit) if rule.rate_limit else None,
    )


def _compile(rule: AlertRule, query: str | Dsl, family: Literal["events", "articles"], path: str) -> Dsl:
    if isinstance(query, dict):
        if len(query) != 1:
            raise RuleFault(path, "a DSL query is a mapping with one key, such as bool or term")
        if fault := fault_in(query):
            raise RuleFault(path, fault)
        return query
    if not query.strip():
        raise RuleFault(path, "an empty query finds everything; where that is meant, write *")
    if rule.language == "lucene":
        if len(query) > _MAX_LUCENE:
            raise RuleFault(path, f"a Lucene query has at most {_MAX_LUCENE} characters, this one {len(query)}")
        # What Kibana sends for its Lucene search bar.
        zone = {"time_zone": rule.time_zone} if rule.time_zone else {}
        return {"query_string": {"query": query, "analyze_wildcard": True, **zone}}
    fields = fields_of(family)
    try:
        _check_fields(parse_kql(query), fields, None)
        return compile_kql(query, fields, rule.time_zone)
    except KqlError as error:
        raise RuleFault(path, str(error)) from error


@cache
def fields_of(family: Literal["events", "articles"]) -> Fields:
    """The fields of a family's documents, as a Kibana data view over them lists them."""
    return Fields.from_mapping(family_mapping(family)["properties"])


def _check_time_zone(rule: AlertRule) -> None:
    if rule.time_zone is None or _OFFSET.fullmatch(rule.time_zone):
        return
    try:
        zone(rule.time_zone)
    except ValueError as error:
        raise RuleFault(".time_zone", str(error)) from None


def _check_group_field(family: Literal["events", "articles"], name: str, path: str) -> None:
    known = {field.name: field for field in fields_of(family)}
    field = known.get(name)
    if field is None:
        raise RuleFault(path, _unknown(name, known))
    if field.nested or not _GROUPABLE.intersection(field.es_types):
        raise RuleFault(path, f"{name} cannot be grouped by: it is {'nested' if field.nested else field.es_types[0]}")


def _check_fields(query: Query, fields: Fields, path: str | None) -> None:
    known = {field.name for field in fields}
    for name in _names(query, path):
        if name in known or name.startswith("labels."):
            continue
        raise KqlError(_unknown(name, known))


def _unknown(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), 1, 0.7)
    return f"no document has a field {name}" + (f"; did you mean {near[0]}?" if near else "")


def _names(query: Query, path: str | None) -> Iterator[str]:
    """The full names of fields that are asked by name; patterns of names stand for what there is."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _names(part, path)
        case Not(part):
            yield from _names(part, path)
        case Nested(group, inner):
            yield from _names(inner, f"{path}.{group.text}" if path else group.text)
        case Is(field, _) if field is not None and not field.is_wildcard:
            yield f"{path}.{field.text}" if path else field.text
        case Range(field, _, _) if not field.is_wildcard:
            yield f"{path}.{field.text}" if path else field.text
        case _:
            return
