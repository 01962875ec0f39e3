"""The map of places: a base map and one layer of points for each query."""

from typing import Any
from uuid import UUID, uuid5

from streams.kibana.dashboards import known, tag_references
from streams.kibana.fields import ViewFields
from streams.kibana.saved_object import Ids, SavedObject, embedded, kql, saved_object
from streams.kibana.sources import Map, MapLayer, Sources


def map_object(ids: Ids, sources: Sources, fields: dict[str, ViewFields], name: str, source: Map) -> SavedObject:
    """Raises Invalid (kibana.invalid) when a layer names a data view or field that there is not."""
    layers, references = [_base_map(ids, name)], []
    for number, layer in enumerate(source.layers, start=1):
        view = known(sources.data_views, "index-pattern", layer.data_view)
        reference = f"layer_{number}_source_index_pattern"
        references.append(ids.reference("index-pattern", view, reference))
        layers.append(_points(ids.part("map", name, "layer", str(number)), layer, fields[view], reference))
    state = {
        "center": {"lat": 25.0, "lon": 15.0},
        "filters": [],
        "query": kql(""),
        "refreshConfig": {"interval": 60_000, "isPaused": True},
        "settings": {"autoFitToDataBounds": False},
        "timeFilters": {"from": source.time.start, "to": source.time.end},
        "zoom": 1.4,
    }
    attributes = {
        "description": source.description,
        "layerListJSON": embedded(layers),
        "mapStateJSON": embedded(state),
        "title": source.title,
        "uiStateJSON": embedded({"isLayerTOCOpen": True, "openTOCDetails": []}),
    }
    return saved_object(ids, "map", name, attributes, [*references, *tag_references(ids, sources)])


def _base_map(ids: Ids, name: str) -> dict[str, Any]:
    return {
        "alpha": 1,
        "id": ids.part("map", name, "base"),
        "label": None,
        "maxZoom": 24,
        "minZoom": 0,
        "sourceDescriptor": {"isAutoSelect": True, "lightModeDefault": "road_map_desaturated", "type": "EMS_TMS"},
        "style": {"color": "", "type": "EMS_VECTOR_TILE"},
        "type": "EMS_VECTOR_TILE",
        "visible": True,
    }


def _points(own_id: str, layer: MapLayer, fields: ViewFields, reference: str) -> dict[str, Any]:
    return {
        "alpha": 0.75,
        "id": own_id,
        "joins": [],
        "label": layer.label,
        "maxZoom": 24,
        "minZoom": 0,
        "query": kql(layer.query),
        "sourceDescriptor": {
            "applyGlobalQuery": True,
            "applyGlobalTime": True,
            "filterByMapBounds": True,
            "geoField": fields.aggregated(layer.location).name,
            "id": str(uuid5(UUID(own_id), "source")),
            "indexPatternRefName": reference,
            "scalingType": "LIMIT",
            "sortField": "",
            "sortOrder": "desc",
            "tooltipProperties": [fields.shown(field).name for field in layer.tooltip],
            "topHitsSize": 1,
            "type": "ES_SEARCH",
        },
        "style": {"isTimeAware": True, "properties": _style(layer.color), "type": "VECTOR"},
        "type": "GEOJSON_VECTOR",
        "visible": True,
    }


def _style(color: str) -> dict[str, Any]:
    return {
        "fillColor": {"options": {"color": color}, "type": "STATIC"},
        "icon": {"options": {"value": "marker"}, "type": "STATIC"},
        "iconOrientation": {"options": {"orientation": 0}, "type": "STATIC"},
        "iconSize": {"options": {"size": 7}, "type": "STATIC"},
        "labelBorderColor": {"options": {"color": "#FFFFFF"}, "type": "STATIC"},
        "labelBorderSize": {"options": {"size": "SMALL"}},
        "labelColor": {"options": {"color": "#000000"}, "type": "STATIC"},
        "labelSize": {"options": {"size": 14}, "type": "STATIC"},
        "labelText": {"options": {"value": ""}, "type": "STATIC"},
        "lineColor": {"options": {"color": "#FFFFFF"}, "type": "STATIC"},
        "lineWidth": {"options": {"size": 1}, "type": "STATIC"},
        "symbolizeAs": {"options": {"value": "circle"}},
    }
