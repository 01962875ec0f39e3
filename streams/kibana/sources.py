"""The readable sources of the Kibana objects: deploy/kibana, one file an object, named as its file is."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec
import yaml

from schemas.errors import Invalid

Operation = Literal["count", "unique_count", "max", "median", "percentile", "last_value", "terms", "date_histogram"]
Series = Literal["bar_stacked", "bar_horizontal", "area_stacked", "line"]


class _Source(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A misspelt key is an error, not a panel that silently lacks something."""


class DataView(_Source, frozen=True, kw_only=True):
    """`family` names the index template whose documents are seen."""

    name: str
    family: str
    time_field: str = "@timestamp"
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    formats: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)


class TimeSpan(_Source, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    start: str
    end: str = "now"


class Search(_Source, frozen=True, kw_only=True):
    """A saved search; `columns` may give a width in pixels."""

    title: str
    description: str
    data_view: str
    query: str
    columns: dict[str, int | None]
    time: TimeSpan
    sort: str = "@timestamp"


class MapLayer(_Source, frozen=True, kw_only=True):
    label: str
    data_view: str
    query: str
    location: str
    color: str
    tooltip: list[str]


class Map(_Source, frozen=True, kw_only=True):
    title: str
    description: str
    time: TimeSpan
    layers: list[MapLayer]


class Markdown(_Source, frozen=True, kw_only=True):
    title: str
    description: str
    text: str


class Tag(_Source, frozen=True, kw_only=True):
    name: str
    description: str
    color: str


class Column(_Source, frozen=True, kw_only=True):
    """A column of a Lens layer. `where` is KQL that this column alone is filtered by; `size` is of `terms`.

    `also` are fields whose values are combined with those of `field`: a document that lacks one of them is left out.
    """

    operation: Operation
    label: str
    field: str | None = None
    also: list[str] = msgspec.field(default_factory=list)
    size: int = 10
    other: bool = False
    missing: bool = False
    percentile: int | None = None
    where: str | None = None


class _Panel(_Source, frozen=True, kw_only=True, tag_field="kind"):
    """`grid` is x, y, width and height; Kibana's grid is 48 wide."""

    grid: tuple[int, int, int, int]
    title: str | None = None


class _LensPanel(_Panel, frozen=True, kw_only=True):
    data_view: str
    query: str


class MetricPanel(_LensPanel, frozen=True, kw_only=True, tag="metric"):
    value: Column


class XyPanel(_LensPanel, frozen=True, kw_only=True, tag="xy"):
    series: Series
    x: Column
    y: list[Column]
    split: Column | None = None


class PiePanel(_LensPanel, frozen=True, kw_only=True, tag="pie"):
    slices: Column
    value: Column


class TablePanel(_LensPanel, frozen=True, kw_only=True, tag="table"):
    rows: list[Column]
    values: list[Column]


class SearchPanel(_Panel, frozen=True, kw_only=True, tag="search"):
    search: str


class MapPanel(_Panel, frozen=True, kw_only=True, tag="map"):
    map: str


class MarkdownPanel(_Panel, frozen=True, kw_only=True, tag="markdown"):
    visualization: str


LensPanel = MetricPanel | XyPanel | PiePanel | TablePanel
Panel = LensPanel | SearchPanel | MapPanel | MarkdownPanel


class Control(_Source, frozen=True, kw_only=True):
    """An options list above the panels."""

    field: str
    title: str


class Dashboard(_Source, frozen=True, kw_only=True):
    title: str
    description: str
    time: TimeSpan
    panels: list[Panel]
    controls_on: str | None = None
    controls: list[Control] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sources:
    """Every source by the name of its file."""

    data_views: Mapping[str, DataView]
    searches: Mapping[str, Search]
    maps: Mapping[str, Map]
    visualizations: Mapping[str, Markdown]
    tags: Mapping[str, Tag]
    dashboards: Mapping[str, Dashboard]


SHIPPED: Final = Path(str(resources.files("deploy") / "kibana"))

_T = TypeVar("_T", bound=_Source)


def read_sources(folder: Path = SHIPPED) -> Sources:
    """Read every source. Raises Invalid (kibana.invalid) with the file and the place in it."""
    return Sources(
        data_views=_read(folder / "data-views", DataView),
        searches=_read(folder / "searches", Search),
        maps=_read(folder / "maps", Map),
        visualizations=_read(folder / "visualizations", Markdown),
        tags=_read(folder / "tags", Tag),
        dashboards=_read(folder / "dashboards", Dashboard),
    )


def _read(folder: Path, of: type[_T]) -> dict[str, _T]:
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), of)
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise Invalid("kibana.invalid", f"{folder.name}/{path.name}: {error}") from error
    return found
