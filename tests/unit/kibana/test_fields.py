"""Every field that Kibana would draw exists in our templates, and can be aggregated where it is aggregated."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import pytest

from streams.index_setup import family_mapping
from streams.kql import Fields, compile_kql
from tests.unit.kibana.test_objects import of_type, panels_of

_AGGREGATABLE: Final = {
    **dict.fromkeys(("integer", "long", "float", "double"), "number"),
    "keyword": "string",
    "date": "date",
    "boolean": "boolean",
}
_VIEWS: Final = {view["id"]: view["attributes"] for view in of_type("index-pattern")}
_METRIC_PARAMS: Final = {
    "count": {"emptyAsNull"},
    "unique_count": {"emptyAsNull"},
    "max": {"emptyAsNull"},
    "median": {"emptyAsNull"},
    "percentile": {"percentile"},
    "last_value": {"showArrayValues", "sortField"},
}
_TERMS_PARAMS: Final = {"exclude", "excludeIsRegex", "include", "includeIsRegex", "missingBucket", "orderBy",
                        "orderDirection", "otherBucket", "parentFormat", "size"}  # fmt: skip
_OPTIONAL: Final = {"orderAgg", "secondaryFields"}


class Known(NamedTuple):
    """`nested` is the path of the nested object, if any."""

    type: str
    nested: bool
    stored: bool


@cache
def fields_of(view_id: str) -> dict[str, Known]:
    """Every field of the template behind a data view."""
    attributes = _VIEWS[view_id]
    assert attributes["runtimeFieldMap"] == "{}", "a field that Kibana computes cannot be tried here"
    return dict(_walk(family_mapping(attributes["title"].removeprefix("wirewatch-"))["properties"]))


def _walk(properties: Mapping[str, Any], prefix: str = "", nested: bool = False) -> Iterator[tuple[str, Known]]:
    for name, about in properties.items():
        yield prefix + name, Known(about.get("type", "object"), nested, about.get("doc_values", True))
        inside = nested or about.get("type") == "nested"
        yield from _walk(about.get("properties", {}), f"{prefix}{name}.", inside)
        yield from _walk(about.get("fields", {}), f"{prefix}{name}.", nested)


def assert_aggregatable(view_id: str, name: str) -> str:
    """Returns Lens's word for the type."""
    field = fields_of(view_id)[name]
    assert not field.nested, f"{name} is nested: Lens cannot aggregate it"
    assert field.stored
    assert field.type in _AGGREGATABLE, f"{name} is {field.type}"
    return _AGGREGATABLE[field.type]


def view_of(one: dict[str, Any], name: str) -> str:
    (reference,) = [reference for reference in one["references"] if reference["name"] == name]
    return str(reference["id"])


class Lens(NamedTuple):
    """A Lens panel with its layer and the data view behind it."""

    title: str
    view: str
    attributes: dict[str, Any]
    layer_id: str
    layer: dict[str, Any]


def lens_panels() -> Iterator[Lens]:
    for dashboard in of_type("dashboard"):
        for panel in panels_of(dashboard):
            if panel["type"] == "lens":
                attributes = panel["embeddableConfig"]["attributes"]
                ((layer_id, layer),) = attributes["state"]["datasourceStates"]["formBased"]["layers"].items()
                name = f"{panel['panelIndex']}:indexpattern-datasource-layer-{layer_id}"
                title = f"{dashboard['id']}: {panel['title']}"
                yield Lens(title, view_of(dashboard, name), attributes, layer_id, layer)


LENS: Final = list(lens_panels())
lens: Final = pytest.mark.parametrize("panel", LENS, ids=lambda panel: panel.title)


def saved_queries() -> Iterator[tuple[str, str, str]]:
    """Where a KQL query stands, the data view it is asked of, and the query."""
    for search in of_type("search"):
        source = json.loads(search["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
        assert source["query"]["language"] == "kuery"
        yield search["id"], view_of(search, source["indexRefName"]), source["query"]["query"]
    for panel in LENS:
        assert panel.attributes["state"]["query"]["language"] == "kuery"
        yield panel.title, panel.view, panel.attributes["state"]["query"]["query"]
        for column in panel.layer["columns"].values():
            if "filter" in column:
                assert column["filter"]["language"] == "kuery"
                yield f"{panel.title}: {column['label']}", panel.view, column["filter"]["query"]
    for one in of_type("map"):
        for layer in json.loads(one["attributes"]["layerListJSON"])[1:]:
            view = view_of(one, layer["sourceDescriptor"]["indexPatternRefName"])
            yield f"{one['id']}: {layer['label']}", view, layer["query"]["query"]


QUERIES: Final = list(saved_queries())


@lens
def test_every_column_names_an_aggregatable_field_and_has_all_its_parameters(panel: Lens) -> None:
    columns = panel.layer["columns"]
    assert sorted(panel.layer["columnOrder"]) == sorted(columns)
    bucketed = [columns[name]["isBucketed"] for name in panel.layer["columnOrder"]]
    assert bucketed == sorted(bucketed, reverse=True), "buckets stand before metrics"
    for column in columns.values():
        assert column["customLabel"] is True
        assert column["label"]
        if column["operationType"] == "count":
            assert column["sourceField"] == "___records___"
            assert column["dataType"] == "number"
        else:
            data_type = assert_aggregatable(panel.view, column["sourceField"])
            _assert_typed(column, data_type)
        params = column["params"]
        if column["operationType"] == "terms":
            assert set(params) - _OPTIONAL == _TERMS_PARAMS
            assert 1 <= params["size"] <= 1000
            assert params["otherBucket"] or not params["missingBucket"]
            _assert_ranked(params, columns)
            _assert_combined(params, panel.view)
        elif column["operationType"] == "date_histogram":
            assert set(params) == {"dropPartials", "includeEmptyRows", "interval"}
        else:
            assert set(params) == _METRIC_PARAMS[column["operationType"]]


def _assert_typed(column: dict[str, Any], data_type: str) -> None:
    match column["operationType"]:
        case "terms":
            assert (column["dataType"], column["scale"]) == (data_type, "ordinal")
        case "date_histogram":
            assert (column["dataType"], column["scale"]) == ("date", "interval") == (data_type, "interval")
        case "last_value":
            assert column["dataType"] == data_type
            assert f'"{column["sourceField"]}": *' in column["filter"]["query"]
        case "unique_count":
            assert column["dataType"] == "number"
        case _:
            assert column["dataType"] == data_type == "number"


def _assert_ranked(params: dict[str, Any], columns: dict[str, Any]) -> None:
    """By a metric that is drawn, or by one that is not: the number of documents."""
    order = params["orderBy"]
    assert ("orderAgg" in params) == (order == {"type": "custom"})
    assert params["orderDirection"] == "desc"
    if "orderAgg" in params:
        assert params["orderAgg"]["operationType"] == "count"
        assert params["orderAgg"]["sourceField"] == "___records___"
    else:
        assert order["type"] == "column"
        assert columns[order["columnId"]]["isBucketed"] is False
        assert columns[order["columnId"]]["operationType"] != "last_value"
        assert "filter" not in columns[order["columnId"]], "values are not ranked by a part of the documents"


def _assert_combined(params: dict[str, Any], view: str) -> None:
    combined = params.get("secondaryFields", [])
    assert params["parentFormat"] == {"id": "multi_terms" if combined else "terms"}
    assert not (combined and params["missingBucket"]), "Elasticsearch leaves out documents that lack one of the fields"
    for name in combined:
        assert assert_aggregatable(view, name) == "string"


@lens
def test_last_values_are_sorted_by_the_time_field_of_their_data_view(panel: Lens) -> None:
    for column in panel.layer["columns"].values():
        if column["operationType"] == "last_value":
            assert column["params"]["sortField"] == _VIEWS[panel.view]["timeFieldName"]


@lens
def test_a_panel_draws_every_column_once_by_its_own_reference(panel: Lens) -> None:
    columns, view = panel.layer["columns"], panel.attributes["state"]["visualization"]
    match panel.attributes["visualizationType"]:
        case "lnsMetric":
            drawn, layers = [view["metricAccessor"]], [view]
        case "lnsXY":
            layers = view["layers"]
            drawn = [*layers[0]["accessors"], layers[0]["xAccessor"]]
            drawn += [layers[0]["splitAccessor"]] if "splitAccessor" in layers[0] else []
            assert layers[0]["seriesType"] == view["preferredSeriesType"]
        case "lnsPie":
            layers = view["layers"]
            drawn = [*layers[0]["metrics"], *layers[0]["primaryGroups"]]
        case "lnsDatatable":
            drawn, layers = [column["columnId"] for column in view["columns"]], [view]
        case other:
            pytest.fail(f"{other} is of no kind that exports were compared with")
    assert sorted(drawn) == sorted(columns)
    assert [layer["layerId"] for layer in layers] == [panel.layer_id]
    assert all(layer["layerType"] == "data" for layer in layers)
    assert panel.attributes["type"] == "lens"
    assert panel.attributes["references"] == [
        {"id": panel.view, "name": f"indexpattern-datasource-layer-{panel.layer_id}", "type": "index-pattern"}
    ]


@pytest.mark.parametrize("search", of_type("search"), ids=lambda one: one["id"])
def test_every_column_of_a_search_exists_and_its_sorting_is_possible(search: dict[str, Any]) -> None:
    view = view_of(search, "kibanaSavedObjectMeta.searchSourceJSON.index")
    attributes = search["attributes"]
    assert set(attributes["columns"]) <= fields_of(view).keys()
    assert set(attributes["grid"].get("columns", {})) <= set(attributes["columns"])
    for name, _ in attributes["sort"]:
        assert_aggregatable(view, name)


@pytest.mark.parametrize("view", of_type("index-pattern"), ids=lambda one: one["id"])
def test_every_field_of_a_data_view_exists(view: dict[str, Any]) -> None:
    attributes, known = view["attributes"], fields_of(view["id"])
    assert known[attributes["timeFieldName"]].type == "date"
    assert set(json.loads(attributes["fieldAttrs"])) <= known.keys()
    assert set(json.loads(attributes["fieldFormatMap"])) <= known.keys()


@pytest.mark.parametrize("dashboard", of_type("dashboard"), ids=lambda one: one["id"])
def test_every_control_lists_an_aggregatable_field(dashboard: dict[str, Any]) -> None:
    controls = json.loads(dashboard["attributes"].get("controlGroupInput", {}).get("panelsJSON", "{}"))
    for name, control in controls.items():
        view = view_of(dashboard, f"controlGroup_{name}:optionsListDataView")
        assert assert_aggregatable(view, control["explicitInput"]["fieldName"]) == "string"


def test_every_layer_of_the_map_is_drawn_from_points_and_shows_fields_that_exist() -> None:
    (one,) = of_type("map")
    base, *layers = json.loads(one["attributes"]["layerListJSON"])
    assert base["sourceDescriptor"]["type"] == "EMS_TMS"
    for layer in layers:
        source = layer["sourceDescriptor"]
        known = fields_of(view_of(one, source["indexPatternRefName"]))
        assert known[source["geoField"]].type == "geo_point"
        assert set(source["tooltipProperties"]) <= known.keys()
        assert (layer["type"], source["type"], source["scalingType"]) == ("GEOJSON_VECTOR", "ES_SEARCH", "LIMIT")


@pytest.mark.parametrize(
    ("view", "query"), [(view, query) for _, view, query in QUERIES], ids=[one[0] for one in QUERIES]
)
def test_every_saved_query_compiles_and_names_fields_that_exist(view: str, query: str) -> None:
    family = _VIEWS[view]["title"].removeprefix("wirewatch-")
    compiled = compile_kql(query, Fields.from_mapping(family_mapping(family)["properties"]))
    named = set(_fields_in(compiled))
    assert named <= fields_of(view).keys()
    assert bool(named) == bool(query)


def _fields_in(dsl: Any) -> Iterator[str]:
    """The fields that compiled clauses ask for."""
    if isinstance(dsl, list):
        for part in dsl:
            yield from _fields_in(part)
    elif isinstance(dsl, dict):
        for clause, body in dsl.items():
            if clause in {"term", "match", "match_phrase", "range", "wildcard"}:
                yield from body
            elif clause == "exists":
                yield body["field"]
            else:
                yield from _fields_in(body)


def test_events_that_were_taken_back_are_shown_by_one_search_alone() -> None:
    of_events = [(where, query) for where, view, query in QUERIES if view == "wirewatch-events"]
    columns = {f"{panel.title}: {column['label']}" for panel in LENS for column in panel.layer["columns"].values()}
    whole = [(where, query) for where, query in of_events if where not in columns]
    assert len(whole) > 30
    assert [where for where, query in whole if "wire.retracted: false" not in query] == ["wirewatch-search-retracted"]
