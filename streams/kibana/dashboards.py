"""Dashboards: panels on Kibana's grid, the controls above them, and a reference for everything they point to."""

from typing import Any

from schemas.errors import Invalid
from streams.kibana.fields import ViewFields
from streams.kibana.lens import LensLayer, layer_reference, lens_attributes
from streams.kibana.saved_object import Ids, Kind, Reference, SavedObject, embedded, kql, saved_object
from streams.kibana.sources import Dashboard, MapPanel, MarkdownPanel, MetricPanel, Panel, SearchPanel, Sources

GRID_WIDTH = 48


class DashboardBuilder:
    """Builds dashboards from `sources`. `fields` are those of each data view."""

    def __init__(self, ids: Ids, sources: Sources, fields: dict[str, ViewFields]) -> None:
        self._ids = ids
        self._sources = sources
        self._fields = fields

    def build(self, name: str, source: Dashboard) -> SavedObject:
        """Raises Invalid (kibana.invalid) when a panel points to what there is not."""
        panels, references = [], []
        for number, panel in enumerate(source.panels):
            index = self._ids.part("dashboard", name, "panel", str(number))
            drawn, points_to = self._panel(name, index, panel)
            panels.append(drawn)
            references.extend(points_to)
        controls, points_to = self._controls(name, source)
        references.extend(points_to)
        references.extend(tag_references(self._ids, self._sources))
        attributes = {
            "description": source.description,
            "kibanaSavedObjectMeta": {"searchSourceJSON": embedded({"filter": [], "query": kql("")})},
            "optionsJSON": embedded(
                {
                    "hidePanelTitles": False,
                    "syncColors": False,
                    "syncCursor": True,
                    "syncTooltips": False,
                    "useMargins": True,
                }
            ),
            "panelsJSON": embedded(panels),
            "refreshInterval": {"pause": True, "value": 60_000},
            "timeFrom": source.time.start,
            "timeRestore": True,
            "timeTo": source.time.end,
            "title": source.title,
            "version": 1,
        }
        if source.controls:
            attributes["controlGroupInput"] = controls
        return saved_object(self._ids, "dashboard", name, attributes, references)

    def _panel(self, dashboard: str, index: str, panel: Panel) -> tuple[dict[str, Any], list[Reference]]:
        x, y, width, height = panel.grid
        if x + width > GRID_WIDTH:
            raise Invalid("kibana.invalid", f"dashboard {dashboard}: a panel ends past column {GRID_WIDTH}")
        placed: dict[str, Any] = {
            "gridData": {"h": height, "i": index, "w": width, "x": x, "y": y},
            "panelIndex": index,
        }
        if panel.title:
            placed["title"] = panel.title
        match panel:
            case SearchPanel():
                return self._by_reference(placed, "search", panel.search, {})
            case MarkdownPanel():
                return self._by_reference(placed, "visualization", panel.visualization, {"hidePanelTitles": True})
            case MapPanel():
                config = {
                    "hiddenLayers": [],
                    "isLayerTOCOpen": True,
                    "mapCenter": {"lat": 25.0, "lon": 15.0, "zoom": 1.4},
                    "openTOCDetails": [],
                }
                return self._by_reference(placed, "map", panel.map, config)
        view = self._sources.data_views[known(self._sources.data_views, "index-pattern", panel.data_view)]
        layer = LensLayer(self._ids, ("panel", index), self._fields[panel.data_view], time_field=view.time_field)
        attributes = lens_attributes(self._ids, layer, panel)
        hidden = {"hidePanelTitles": True} if isinstance(panel, MetricPanel) else {}
        drawn = placed | {
            "embeddableConfig": {"attributes": attributes, "enhancements": {}, **hidden},
            "type": "lens",
        }
        name = f"{index}:{layer_reference(layer.id)}"
        return drawn, [self._ids.reference("index-pattern", panel.data_view, name)]

    def _by_reference(
        self, placed: dict[str, Any], kind: Kind, name: str, config: dict[str, Any]
    ) -> tuple[dict[str, Any], list[Reference]]:
        index = placed["panelIndex"]
        drawn = placed | {
            "embeddableConfig": {"enhancements": {}, **config},
            "panelRefName": f"panel_{index}",
            "type": kind,
        }
        of: dict[str, Any] = {
            "search": self._sources.searches,
            "visualization": self._sources.visualizations,
            "map": self._sources.maps,
        }
        return drawn, [self._ids.reference(kind, known(of[kind], kind, name), f"{index}:panel_{index}")]

    def _controls(self, dashboard: str, source: Dashboard) -> tuple[dict[str, Any], list[Reference]]:
        panels, references = {}, []
        for order, control in enumerate(source.controls):
            view = known(self._sources.data_views, "index-pattern", source.controls_on or "")
            field = self._fields[view].aggregated(control.field)
            index = self._ids.part("dashboard", dashboard, "control", control.field)
            panels[index] = {
                "explicitInput": {
                    "enhancements": {},
                    "fieldName": field.name,
                    "grow": True,
                    "id": index,
                    "searchTechnique": "wildcard",
                    "title": control.title,
                    "width": "medium",
                },
                "grow": True,
                "order": order,
                "type": "optionsListControl",
                "width": "medium",
            }
            references.append(self._ids.reference("index-pattern", view, f"controlGroup_{index}:optionsListDataView"))
        ignored = dict.fromkeys(("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations"), False)
        group = {
            "chainingSystem": "HIERARCHICAL",
            "controlStyle": "oneLine",
            "ignoreParentSettingsJSON": embedded(ignored),
            "panelsJSON": embedded(panels),
        }
        return group, references


def known(sources: Any, kind: str, name: str) -> str:
    """The name, when there is such a source. Raises Invalid (kibana.invalid)."""
    if name not in sources:
        raise Invalid("kibana.invalid", f"there is no {kind} {name!r} to point to")
    return name


def tag_references(ids: Ids, sources: Sources) -> list[Reference]:
    return [ids.reference("tag", name, f"tag-ref-{ids.of('tag', name)}") for name in sources.tags]
