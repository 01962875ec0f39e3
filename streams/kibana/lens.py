"""Lens panels by value: columns of one layer, and how they are drawn. Shapes are those of Kibana's own exports."""

from collections.abc import Iterable
from typing import Any, Final

from schemas.errors import Invalid
from streams.kibana.fields import ViewFields
from streams.kibana.saved_object import Ids, kql
from streams.kibana.sources import Column, LensPanel, MetricPanel, PiePanel, Series, TablePanel, XyPanel

RECORDS: Final = "___records___"
_BUCKETS: Final = ("terms", "date_histogram")
_NUMERIC: Final = ("median", "percentile", "max")

Columns = dict[str, dict[str, Any]]


class LensLayer:
    """The one layer of a panel. Ids of columns follow from the panel's place, so that every build has the same."""

    def __init__(self, ids: Ids, path: tuple[str, ...], fields: ViewFields, time_field: str) -> None:
        self.id = ids.part(*path, "layer")
        self.columns: Columns = {}
        self._ids = ids
        self._path = path
        self._fields = fields
        self._time_field = time_field

    def metrics(self, columns: Iterable[Column]) -> list[str]:
        return [self._add(column, self._metric(column)) for column in columns]

    def bucket(self, column: Column, ranked_by: str) -> str:
        """A split of the documents; values are ranked by the metric `ranked_by`, by documents if it is a last value."""
        if column.operation not in _BUCKETS:
            raise Invalid("kibana.invalid", f"column {column.label!r}: {column.operation} splits nothing")
        return self._add(column, self._bucket(column, ranked_by))

    def state(self) -> dict[str, Any]:
        """Buckets come before metrics: Lens nests them in this order."""
        ordered = sorted(self.columns, key=lambda name: not self.columns[name]["isBucketed"])
        return {
            "columnOrder": ordered,
            "columns": {name: self.columns[name] for name in ordered},
            "ignoreGlobalFilters": False,
            "incompleteColumns": {},
            "sampling": 1,
        }

    def _add(self, column: Column, body: dict[str, Any]) -> str:
        name = self._ids.part(*self._path, "column", str(len(self.columns)))
        shared = {"customLabel": True, "label": column.label, "operationType": column.operation}
        if column.where:
            shared |= {"filter": kql(column.where)}
        self.columns[name] = shared | body
        return name

    def _metric(self, column: Column) -> dict[str, Any]:
        if column.operation == "count":
            return _measure("number", RECORDS, {"emptyAsNull": False})
        if column.operation in _BUCKETS or column.field is None:
            raise Invalid("kibana.invalid", f"column {column.label!r}: {column.operation} is no value")
        field = self._fields.aggregated(column.field)
        if column.operation == "last_value":
            scale = "ratio" if field.data_type in ("number", "date") else "ordinal"
            body = _measure(field.data_type, field.name, {"showArrayValues": False, "sortField": self._time_field})
            # Without it the newest document counts although it has no such field; so does Kibana's own editor.
            return body | {"scale": scale, "filter": kql(column.where or f'"{field.name}": *')}
        if column.operation in _NUMERIC and field.data_type != "number":
            raise Invalid("kibana.invalid", f"column {column.label!r}: {column.operation} of {field.name}, no number")
        if column.operation == "percentile":
            return _measure("number", field.name, {"percentile": column.percentile})
        return _measure("number", field.name, {"emptyAsNull": column.operation != "unique_count"})

    def _bucket(self, column: Column, ranked_by: str) -> dict[str, Any]:
        field = self._fields.aggregated(column.field or self._time_field)
        if column.operation == "date_histogram":
            if field.data_type != "date":
                raise Invalid("kibana.invalid", f"column {column.label!r}: {field.name} is no date")
            return {
                "dataType": "date",
                "isBucketed": True,
                "params": {"dropPartials": False, "includeEmptyRows": True, "interval": "auto"},
                "scale": "interval",
                "sourceField": field.name,
            }
        if column.also and column.missing:
            raise Invalid("kibana.invalid", f"column {column.label!r}: a combination has no missing values")
        combined = (
            {"secondaryFields": [self._fields.aggregated(name).name for name in column.also]} if column.also else {}
        )
        return {
            "dataType": field.data_type,
            "isBucketed": True,
            "params": {
                "exclude": [],
                "excludeIsRegex": False,
                "include": [],
                "includeIsRegex": False,
                "missingBucket": column.missing,
                **self._ranking(ranked_by),
                # Lens offers the bucket of documents without a value only beside that of all others.
                "otherBucket": column.other or column.missing,
                "parentFormat": {"id": "multi_terms" if combined else "terms"},
                "size": column.size,
            }
            | combined,
            "scale": "ordinal",
            "sourceField": field.name,
        }

    def _ranking(self, ranked_by: str) -> dict[str, Any]:
        if self.columns[ranked_by]["operationType"] == "last_value":
            documents = {"label": "Count of records", "operationType": "count"}
            documents |= _measure("number", RECORDS, {"emptyAsNull": True})
            return {"orderAgg": documents, "orderBy": {"type": "custom"}, "orderDirection": "desc"}
        return {"orderBy": {"columnId": ranked_by, "type": "column"}, "orderDirection": "desc"}


def _measure(data_type: str, field: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"dataType": data_type, "isBucketed": False, "params": params, "scale": "ratio", "sourceField": field}


def lens_attributes(ids: Ids, layer: LensLayer, panel: LensPanel) -> dict[str, Any]:
    """The attributes of a panel by value, with its own reference to the data view."""
    match panel:
        case MetricPanel():
            kind, visualization = "lnsMetric", _metric_view(layer, panel)
        case XyPanel():
            kind, visualization = "lnsXY", _xy_view(layer, panel)
        case PiePanel():
            kind, visualization = "lnsPie", _pie_view(layer, panel)
        case TablePanel():
            kind, visualization = "lnsDatatable", _table_view(layer, panel)
    return {
        "description": "",
        "references": [ids.reference("index-pattern", panel.data_view, layer_reference(layer.id))],
        "state": {
            "adHocDataViews": {},
            "datasourceStates": {"formBased": {"layers": {layer.id: layer.state()}}},
            "filters": [],
            "internalReferences": [],
            "query": kql(panel.query),
            "visualization": visualization,
        },
        "title": panel.title or "",
        "type": "lens",
        "visualizationType": kind,
    }


def layer_reference(layer_id: str) -> str:
    return f"indexpattern-datasource-layer-{layer_id}"


def _metric_view(layer: LensLayer, panel: MetricPanel) -> dict[str, Any]:
    (value,) = layer.metrics([panel.value])
    return {"layerId": layer.id, "layerType": "data", "metricAccessor": value}


def _xy_view(layer: LensLayer, panel: XyPanel) -> dict[str, Any]:
    values = layer.metrics(panel.y)
    # The split comes first: its values are ranked over the whole span, not anew in each interval.
    split = layer.bucket(panel.split, values[0]) if panel.split else None
    x = layer.bucket(panel.x, values[0])
    drawn = {
        "accessors": values,
        "layerId": layer.id,
        "layerType": "data",
        "position": "top",
        "seriesType": panel.series,
        "showGridlines": False,
        "xAccessor": x,
    }
    if split:
        drawn["splitAccessor"] = split
    return _xy_frame(panel.series) | {"layers": [drawn]}


def _xy_frame(series: Series) -> dict[str, Any]:
    each = {"x": True, "yLeft": True, "yRight": True}
    return {
        "axisTitlesVisibilitySettings": {"x": False, "yLeft": False, "yRight": True},
        "fittingFunction": "Linear" if series == "line" else "None",
        "gridlinesVisibilitySettings": each,
        "labelsOrientation": {"x": 0, "yLeft": 0, "yRight": 0},
        "legend": {"isVisible": True, "position": "right"},
        "preferredSeriesType": series,
        "tickLabelsVisibilitySettings": each,
        "valueLabels": "hide",
    }


def _pie_view(layer: LensLayer, panel: PiePanel) -> dict[str, Any]:
    values = layer.metrics([panel.value])
    slices = layer.bucket(panel.slices, values[0])
    return {
        "layers": [
            {
                "categoryDisplay": "default",
                "layerId": layer.id,
                "layerType": "data",
                "legendDisplay": "default",
                "metrics": values,
                "nestedLegend": False,
                "numberDisplay": "value",
                "primaryGroups": [slices],
            }
        ],
        "shape": "donut",
    }


def _table_view(layer: LensLayer, panel: TablePanel) -> dict[str, Any]:
    values = layer.metrics(panel.values)
    rows = [layer.bucket(row, values[0]) for row in panel.rows]
    return {
        "columns": [{"columnId": name, "isTransposed": False} for name in (*rows, *values)],
        "layerId": layer.id,
        "layerType": "data",
        "paging": {"enabled": True, "size": 10},
    }
