"""All Kibana objects as one NDJSON that Kibana imports as it is."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from streams.kibana.dashboards import DashboardBuilder, known, tag_references
from streams.kibana.fields import ViewFields
from streams.kibana.maps import map_object
from streams.kibana.saved_object import Ids, SavedObject, embedded, kql, saved_object
from streams.kibana.sources import SHIPPED, DataView, Markdown, Search, Sources, read_sources

BUNDLE: Final[Path] = SHIPPED / "wirewatch.ndjson"
DEFAULT_PREFIX: Final = "wirewatch"
_INDEX: Final = "kibanaSavedObjectMeta.searchSourceJSON.index"


def build_objects(sources: Sources | None = None, prefix: str = DEFAULT_PREFIX) -> list[SavedObject]:
    """Every object; what is pointed to stands before what points to it. `prefix` is the index prefix of the line.

    Raises Invalid (kibana.invalid) when a source is wrong, or points to a field or an object that there is not.
    """
    sources = sources or read_sources()
    ids = Ids(prefix)
    fields = {name: ViewFields(name, view) for name, view in sources.data_views.items()}
    dashboards = DashboardBuilder(ids, sources, fields)
    return [
        *(saved_object(ids, "tag", name, msgspec.to_builtins(tag), []) for name, tag in sources.tags.items()),
        *(_data_view(ids, name, view, fields[name]) for name, view in sources.data_views.items()),
        *(_search(ids, sources, fields, name, search) for name, search in sources.searches.items()),
        *(_markdown(ids, sources, name, page) for name, page in sources.visualizations.items()),
        *(map_object(ids, sources, fields, name, source) for name, source in sources.maps.items()),
        *(dashboards.build(name, dashboard) for name, dashboard in sources.dashboards.items()),
    ]


def bundle_text(objects: list[SavedObject]) -> str:
    """One object a line, keys sorted, so that two builds of the same sources are the same bytes."""
    return "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in objects)


def _data_view(ids: Ids, name: str, view: DataView, fields: ViewFields) -> SavedObject:
    for field in (view.time_field, *view.labels, *view.formats):
        fields.shown(field)
    attributes = {
        "allowNoIndex": True,
        "fieldAttrs": embedded({field: {"customLabel": label} for field, label in view.labels.items()}),
        "fieldFormatMap": embedded(view.formats),
        "fields": "[]",
        "name": view.name,
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "timeFieldName": view.time_field,
        "title": f"{ids.prefix}-{view.family}",
        "typeMeta": "{}",
    }
    return saved_object(ids, "index-pattern", name, attributes, [])


def _search(ids: Ids, sources: Sources, fields: Mapping[str, ViewFields], name: str, search: Search) -> SavedObject:
    view = fields[known(sources.data_views, "index-pattern", search.data_view)]
    widths = {view.shown(field).name: {"width": width} for field, width in search.columns.items() if width}
    source = {"filter": [], "highlightAll": True, "indexRefName": _INDEX, "query": kql(search.query), "version": True}
    attributes = {
        "columns": [view.shown(field).name for field in search.columns],
        "description": search.description,
        "grid": {"columns": widths} if widths else {},
        "hideChart": False,
        "isTextBasedQuery": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": embedded(source)},
        "refreshInterval": {"pause": True, "value": 60_000},
        "sort": [[view.aggregated(search.sort).name, "desc"]],
        "timeRange": {"from": search.time.start, "to": search.time.end},
        "timeRestore": True,
        "title": search.title,
    }
    references = [ids.reference("index-pattern", search.data_view, _INDEX), *tag_references(ids, sources)]
    return saved_object(ids, "search", name, attributes, references)


def _markdown(ids: Ids, sources: Sources, name: str, page: Markdown) -> SavedObject:
    params = {"fontSize": 12, "markdown": page.text, "openLinksInNewTab": False}
    attributes = {
        "description": page.description,
        "kibanaSavedObjectMeta": {"searchSourceJSON": embedded({"filter": [], "query": kql("")})},
        "title": page.title,
        "uiStateJSON": "{}",
        "version": 1,
        "visState": embedded({"aggs": [], "params": params, "title": page.title, "type": "markdown"}),
    }
    return saved_object(ids, "visualization", name, attributes, tag_references(ids, sources))
