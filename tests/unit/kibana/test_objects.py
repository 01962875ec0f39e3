"""The NDJSON as Kibana reads it: everything here looks at the built file alone, not at the code that builds it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from streams.index_setup import family_mapping
from streams.kibana import BUNDLE, build_objects, bundle_text

_LINES: Final = BUNDLE.read_text(encoding="utf-8").splitlines()
OBJECTS: Final[list[dict[str, Any]]] = [json.loads(line) for line in _LINES]
_VERSIONS: Final = {
    "index-pattern": "8.0.0",
    "search": "8.0.0",
    "tag": "8.0.0",
    "map": "8.4.0",
    "visualization": "8.5.0",
    "dashboard": "8.9.0",
}
# What the saved object types of 8.12 accept: an unknown attribute is refused at import.
_ATTRIBUTES: Final = {
    "index-pattern": {
        "allowNoIndex", "fieldAttrs", "fieldFormatMap", "fields", "name", "runtimeFieldMap", "sourceFilters",
        "timeFieldName", "title", "typeMeta",
    },
    "search": {
        "breakdownField", "columns", "description", "grid", "hideAggregatedPreview", "hideChart", "hits",
        "isTextBasedQuery", "kibanaSavedObjectMeta", "refreshInterval", "rowHeight", "rowsPerPage", "sort", "timeRange",
        "timeRestore", "title", "usesAdHocDataView", "version", "viewMode",
    },
    "tag": {"color", "description", "name"},
    "map": {"description", "layerListJSON", "mapStateJSON", "title", "uiStateJSON"},
    "visualization": {"description", "kibanaSavedObjectMeta", "title", "uiStateJSON", "version", "visState"},
    "dashboard": {
        "controlGroupInput", "description", "hits", "kibanaSavedObjectMeta", "optionsJSON", "panelsJSON",
        "refreshInterval", "timeFrom", "timeRestore", "timeTo", "title", "version",
    },
}  # fmt: skip
_CONTROL_GROUP: Final = {"chainingSystem", "controlStyle", "ignoreParentSettingsJSON", "panelsJSON"}
_JSON_STRINGS: Final = {
    "index-pattern": {"fields", "fieldAttrs", "fieldFormatMap", "runtimeFieldMap", "sourceFilters", "typeMeta"},
    "map": {"layerListJSON", "mapStateJSON", "uiStateJSON"},
    "visualization": {"uiStateJSON", "visState"},
    "dashboard": {"optionsJSON", "panelsJSON"},
    "search": set[str](),
    "tag": set[str](),
}
_DATE_MATH: Final = re.compile(r"now(-\d+[smhdwMy](/[smhdwMy])?)?")
each: Final = pytest.mark.parametrize("one", OBJECTS, ids=lambda one: f"{one['type']}-{one['id']}")


def of_type(kind: str) -> list[dict[str, Any]]:
    return [one for one in OBJECTS if one["type"] == kind]


def panels_of(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    panels: list[dict[str, Any]] = json.loads(dashboard["attributes"]["panelsJSON"])
    return panels


def test_the_file_is_what_the_sources_say() -> None:
    assert BUNDLE.read_text(encoding="utf-8") == bundle_text(build_objects()), "stale: run `make kibana`"


def test_everything_that_was_promised_is_there() -> None:
    titles = {one["attributes"].get("title") for one in OBJECTS}
    assert {one["attributes"]["title"] for one in of_type("index-pattern")} == {
        "wirewatch-events",
        "wirewatch-articles",
        "wirewatch-alerts",
        "wirewatch-dead-letters",
        "wirewatch-health",
    }
    searches = (
        "All events",
        "Meetings held",
        "Claimed, not confirmed",
        "Meetings planned",
        "Meetings refused or cancelled",
        "Recognition changes",
        "Recognition counts by claimant",
        "Retracted",
        "Dead letters",
    )
    dashboards = ("Overview", "Actor and pair", "Recognition ledger", "Pipeline health")
    assert {f"[wirewatch] {title}" for title in (*searches, *dashboards)} <= titles


def test_links_in_messages_find_the_data_view_of_events() -> None:
    assert "wirewatch-events" in {view["id"] for view in of_type("index-pattern")}


@each
def test_an_object_has_the_versions_and_attributes_that_kibana_8_12_reads(one: dict[str, Any]) -> None:
    assert one["coreMigrationVersion"] == "8.8.0"
    assert one["typeMigrationVersion"] == _VERSIONS[one["type"]]
    assert set(one) == {
        "attributes",
        "coreMigrationVersion",
        "id",
        "managed",
        "references",
        "type",
        "typeMigrationVersion",
    }
    assert set(one["attributes"]) <= _ATTRIBUTES[one["type"]]
    assert set(one["attributes"].get("controlGroupInput", _CONTROL_GROUP)) == _CONTROL_GROUP


def test_no_two_objects_share_type_and_id_or_title() -> None:
    assert len({(one["type"], one["id"]) for one in OBJECTS}) == len(OBJECTS)
    for kind in ("search", "dashboard", "map", "visualization"):
        titles = [one["attributes"]["title"] for one in of_type(kind)]
        assert len(set(titles)) == len(titles)
    assert len({view["attributes"]["name"] for view in of_type("index-pattern")}) == len(of_type("index-pattern"))


@each
def test_every_embedded_json_string_parses(one: dict[str, Any]) -> None:
    found = dict(_json_strings(one))
    expected = _JSON_STRINGS[one["type"]] & set(one["attributes"])
    assert expected <= found.keys()
    for text in found.values():
        json.loads(text)


def _json_strings(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    attributes = one["attributes"]
    for name in _JSON_STRINGS[one["type"]] & attributes.keys():
        assert isinstance(attributes[name], str), name
        yield name, attributes[name]
    if "kibanaSavedObjectMeta" in attributes:
        yield "searchSourceJSON", attributes["kibanaSavedObjectMeta"]["searchSourceJSON"]
    for name, value in attributes.get("controlGroupInput", {}).items():
        if name.endswith("JSON"):
            yield f"controlGroupInput.{name}", value


@each
def test_every_reference_is_to_an_object_that_is_imported_with_it(one: dict[str, Any]) -> None:
    there = {(other["type"], other["id"]) for other in OBJECTS}
    for reference in one["references"]:
        assert set(reference) == {"id", "name", "type"}
        assert (reference["type"], reference["id"]) in there
    names = [reference["name"] for reference in one["references"]]
    assert len(set(names)) == len(names)


@each
def test_every_object_but_a_data_view_and_a_tag_is_tagged(one: dict[str, Any]) -> None:
    tags = [reference for reference in one["references"] if reference["type"] == "tag"]
    assert all(reference["name"] == f"tag-ref-{reference['id']}" for reference in tags)
    assert bool(tags) == (one["type"] not in {"index-pattern", "tag"})


@each
def test_references_are_named_as_kibana_names_them(one: dict[str, Any]) -> None:
    named = {reference["name"]: reference for reference in one["references"] if reference["type"] != "tag"}
    assert set(named) == set(_expected_references(one))
    for name, kind in _expected_references(one).items():
        assert named[name]["type"] == kind, name


def _expected_references(one: dict[str, Any]) -> dict[str, str]:
    """Names and types of the references that the attributes ask for."""
    attributes = one["attributes"]
    if one["type"] == "search":
        source = json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])
        assert source["indexRefName"] == "kibanaSavedObjectMeta.searchSourceJSON.index"
        return {source["indexRefName"]: "index-pattern"}
    if one["type"] == "map":
        layers = json.loads(attributes["layerListJSON"])
        asked = {}
        for number, layer in enumerate(layers):
            if (name := layer["sourceDescriptor"].get("indexPatternRefName")) is not None:
                assert name == f"layer_{number}_source_index_pattern"
                asked[name] = "index-pattern"
        return asked
    if one["type"] == "dashboard":
        return _expected_of_dashboard(one)
    return {}


def _expected_of_dashboard(dashboard: dict[str, Any]) -> dict[str, str]:
    asked = {}
    for panel in panels_of(dashboard):
        index = panel["panelIndex"]
        if panel["type"] == "lens":
            for layer in panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"]:
                asked[f"{index}:indexpattern-datasource-layer-{layer}"] = "index-pattern"
        else:
            assert panel["panelRefName"] == f"panel_{index}"
            asked[f"{index}:panel_{index}"] = panel["type"]
    for control in json.loads(dashboard["attributes"].get("controlGroupInput", {}).get("panelsJSON", "{}")):
        asked[f"controlGroup_{control}:optionsListDataView"] = "index-pattern"
    return asked


@pytest.mark.parametrize("dashboard", of_type("dashboard"), ids=lambda one: one["id"])
def test_panels_lie_on_the_grid_and_do_not_overlap(dashboard: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    indices = set()
    for panel in panels_of(dashboard):
        grid = panel["gridData"]
        assert panel["panelIndex"] == grid["i"]
        indices.add(grid["i"])
        assert grid["x"] >= 0
        assert grid["x"] + grid["w"] <= 48
        cells = {
            (x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])
        }
        assert not cells & taken, panel.get("title")
        taken |= cells
    assert len(indices) == len(panels_of(dashboard))
    assert dashboard["attributes"]["timeRestore"] is True
    assert _DATE_MATH.fullmatch(dashboard["attributes"]["timeFrom"])


@pytest.mark.parametrize("dashboard", of_type("dashboard"), ids=lambda one: one["id"])
def test_controls_are_option_lists_in_order(dashboard: dict[str, Any]) -> None:
    controls = json.loads(dashboard["attributes"].get("controlGroupInput", {}).get("panelsJSON", "{}"))
    assert [control["order"] for control in controls.values()] == list(range(len(controls)))
    for name, control in controls.items():
        assert control["type"] == "optionsListControl"
        assert control["explicitInput"]["id"] == name


def test_actor_and_pair_has_the_controls_that_were_asked_for() -> None:
    (dashboard,) = [one for one in of_type("dashboard") if one["id"] == "wirewatch-dashboard-actor-pair"]
    controls = json.loads(dashboard["attributes"]["controlGroupInput"]["panelsJSON"])
    fields = {control["explicitInput"]["fieldName"] for control in controls.values()}
    assert {"wire.actors", "wire.pair", "wire.status", "wire.sources"} <= fields


@pytest.mark.parametrize("search", of_type("search"), ids=lambda one: one["id"])
def test_a_saved_search_restores_its_time(search: dict[str, Any]) -> None:
    attributes = search["attributes"]
    assert attributes["timeRestore"] is True
    assert _DATE_MATH.fullmatch(attributes["timeRange"]["from"])
    assert attributes["timeRange"]["to"] == "now"
    assert all(direction == "desc" for _, direction in attributes["sort"])


@pytest.mark.parametrize("view", of_type("index-pattern"), ids=lambda one: one["id"])
def test_a_data_view_labels_its_fields_and_links_to_the_article(view: dict[str, Any]) -> None:
    attributes = view["attributes"]
    labels = json.loads(attributes["fieldAttrs"])
    assert all(set(about) == {"customLabel"} for about in labels.values())
    shown = [about["customLabel"] for about in labels.values()]
    assert len(set(shown)) == len(shown), "two fields with one label cannot be told apart"
    formats = json.loads(attributes["fieldFormatMap"])
    assert ("message" in labels) == (formats.get("message") == {"id": "string", "params": {"transform": False}})
    if "url.full" in labels:
        assert formats["url.full"]["id"] == "url"
        assert formats["url.full"]["params"]["type"] == "a"


def test_another_index_prefix_gives_other_aliases_and_ids() -> None:
    other = build_objects(prefix="desk")
    assert {one["id"] for one in other} & {one["id"] for one in OBJECTS} == set()
    titles = {one["attributes"]["title"] for one in other if one["type"] == "index-pattern"}
    assert titles == {"desk-events", "desk-articles", "desk-alerts", "desk-dead-letters", "desk-health"}
    there = {(one["type"], one["id"]) for one in other}
    assert all((ref["type"], ref["id"]) in there for one in other for ref in one["references"])


def test_data_views_see_the_families_that_setup_makes() -> None:
    for view in of_type("index-pattern"):
        assert family_mapping(view["attributes"]["title"].removeprefix("wirewatch-"))
