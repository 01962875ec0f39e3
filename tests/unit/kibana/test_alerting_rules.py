"""The examples for Kibana's own rules: bodies of POST /api/alerting/rule, checked against the shapes it documents."""

import json
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from streams.index_setup import family_mapping
from streams.kibana.sources import SHIPPED
from streams.kql import Fields, compile_kql
from tests.unit.kibana.test_fields import assert_aggregatable
from tests.unit.kibana.test_objects import of_type

RULES: Final = sorted((SHIPPED / "rules").glob("*.json"))
FREE_TYPES: Final = {".es-query", ".index-threshold"}
_THRESHOLD: Final[dict[str, Any]] = {
    "aggType": {"enum": ["count", "avg", "sum", "min", "max"]},
    "aggField": {"type": "string"},
    "groupBy": {"enum": ["all", "top"]},
    "termField": {"type": "string"},
    "termSize": {"type": "integer", "minimum": 1, "maximum": 1000},
    "threshold": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 1},
    "thresholdComparator": {"enum": [">", ">=", "<", "<="]},
    "timeField": {"type": "string", "minLength": 1},
    "timeWindowSize": {"type": "integer", "minimum": 1},
    "timeWindowUnit": {"enum": ["s", "m", "h", "d"]},
}
_TIMED: Final = ["threshold", "thresholdComparator", "timeField", "timeWindowSize", "timeWindowUnit"]
_INDEX: Final = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_QUERY: Final = {"excludeHitsFromPreviousRun": {"type": "boolean"}, "size": {"type": "integer", "maximum": 10_000}}
_KQL: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": ["query", "index"],
    "properties": {
        "index": {"type": "string"},
        "query": {
            "type": "object",
            "additionalProperties": False,
            "required": ["query", "language"],
            "properties": {"query": {"type": "string"}, "language": {"const": "kuery"}},
        },
    },
}


def _params(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


_PARAMS: Final = {
    ".index-threshold": _params([*_TIMED, "index"], {**_THRESHOLD, "index": _INDEX, "filterKuery": {"type": "string"}}),
    "esQuery": _params(
        [*_TIMED, "searchType", "index", "esQuery", "size"],
        {**_THRESHOLD, **_QUERY, "searchType": {}, "index": _INDEX, "esQuery": {"type": "string"}},
    ),
    "searchSource": _params(
        [*_TIMED, "searchType", "searchConfiguration", "size"],
        {**_THRESHOLD, **_QUERY, "searchType": {}, "searchConfiguration": _KQL},
    ),
}
_BODY: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "consumer", "rule_type_id", "schedule", "params", "actions"],
    "properties": {
        "name": {"type": "string", "pattern": "^wirewatch: "},
        "tags": {"type": "array", "items": {"type": "string"}},
        "consumer": {"const": "stackAlerts"},
        "rule_type_id": {"enum": sorted(FREE_TYPES)},
        "enabled": {"type": "boolean"},
        "schedule": _params(["interval"], {"interval": {"type": "string", "pattern": "^[1-9][0-9]*[smhd]$"}}),
        "params": {"type": "object"},
        "actions": {"type": "array", "maxItems": 0},
    },
}
each: Final = pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)


def _rule(path: Path) -> dict[str, Any]:
    rule: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return rule


@each
def test_a_rule_has_the_shape_of_the_api(path: Path) -> None:
    rule = _rule(path)
    jsonschema.validate(rule, _BODY)
    params = rule["params"]
    jsonschema.validate(params, _PARAMS[params.get("searchType", rule["rule_type_id"])])
    assert (params["aggType"] == "count") == ("aggField" not in params)
    assert (params["groupBy"] == "top") == ("termField" in params) == ("termSize" in params)


def test_both_free_rule_types_are_shown_and_queries_of_both_kinds() -> None:
    rules = [_rule(path) for path in RULES]
    assert {rule["rule_type_id"] for rule in rules} == FREE_TYPES
    kinds = {rule["params"].get("searchType") for rule in rules if rule["rule_type_id"] == ".es-query"}
    assert kinds == {"esQuery", "searchSource"}


@each
def test_a_rule_asks_for_fields_that_exist(path: Path) -> None:
    params = _rule(path)["params"]
    view = params.get("searchConfiguration", {}).get("index") or params["index"][0]
    assert view in {one["id"] for one in of_type("index-pattern")}, "data views are called as their aliases are"
    assert assert_aggregatable(view, params["timeField"]) == "date"
    if "termField" in params:
        assert_aggregatable(view, params["termField"])
    if "aggField" in params:
        assert assert_aggregatable(view, params["aggField"]) == "number"
    if "searchConfiguration" in params:
        mapping = family_mapping(view.removeprefix("wirewatch-"))
        query = params["searchConfiguration"]["query"]["query"]
        assert compile_kql(query, Fields.from_mapping(mapping["properties"]))
    if "esQuery" in params:
        (term_fields,) = [
            [next(iter(term["term"])) for term in json.loads(params["esQuery"])["query"]["bool"]["filter"]]
        ]
        for field in term_fields:
            assert_aggregatable(view, field)


@each
def test_a_rule_on_news_counts_by_arrival_so_that_late_articles_are_not_missed(path: Path) -> None:
    params = _rule(path)["params"]
    view = params.get("searchConfiguration", {}).get("index") or params["index"][0]
    if view in {"wirewatch-events", "wirewatch-articles"}:
        assert params["timeField"] == "event.ingested"
