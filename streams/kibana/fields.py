"""The fields of a data view: those of its index template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.errors import Invalid
from streams.index_setup import family_mapping
from streams.kibana.sources import DataView

DataType = Literal["string", "number", "date", "boolean", "geo_point"]

_TYPES: dict[str, DataType] = {
    **dict.fromkeys(("keyword", "text", "flattened"), "string"),
    **dict.fromkeys(("integer", "long", "float", "double"), "number"),
    "date": "date",
    "boolean": "boolean",
    "geo_point": "geo_point",
}


@dataclass(frozen=True, slots=True)
class ViewField:
    """`data_type` is Lens's word for the type."""

    name: str
    data_type: DataType
    aggregatable: bool
    nested: bool


class ViewFields:
    """The fields that panels, searches and controls over a data view may name."""

    def __init__(self, name: str, view: DataView) -> None:
        self.view = name
        properties = family_mapping(view.family)["properties"]
        self._by_name = {field.name: field for field in _mapped(properties, "", nested=False)}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def shown(self, name: str) -> ViewField:
        """A field that documents have. Raises Invalid (kibana.invalid)."""
        if name not in self._by_name:
            raise Invalid("kibana.invalid", f"data view {self.view} has no field {name}")
        return self._by_name[name]

    def aggregated(self, name: str) -> ViewField:
        """A field that Lens and controls can count by. Raises Invalid (kibana.invalid)."""
        field = self.shown(name)
        if field.nested or not field.aggregatable:
            raise Invalid("kibana.invalid", f"field {name} of data view {self.view} cannot be aggregated")
        return field


def _mapped(properties: Mapping[str, Any], prefix: str, *, nested: bool) -> Iterator[ViewField]:
    for name, mapping in properties.items():
        path = f"{prefix}{name}"
        if "properties" in mapping:
            yield from _mapped(mapping["properties"], f"{path}.", nested=nested or mapping.get("type") == "nested")
        elif mapping["type"] in _TYPES:
            aggregatable = mapping["type"] != "text" and mapping.get("doc_values", True)
            yield ViewField(path, _TYPES[mapping["type"]], aggregatable, nested)
            yield from _mapped(mapping.get("fields", {}), f"{path}.", nested=nested)
