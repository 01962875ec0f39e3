"""The fields a query is compiled against, as Kibana's data view knows them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from streams.kql.syntax import WILDCARD, Literal


@dataclass(frozen=True, slots=True)
class Field:
    """`nested` is the path of the nested object that the field belongs to."""

    name: str
    type: str
    es_types: tuple[str, ...] = ()
    nested: str | None = None

    @property
    def is_keyword(self) -> bool:
        return "keyword" in self.es_types


class Fields:
    """A data view's fields, in its order."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.all = tuple(fields)
        self._by_name = {field.name: field for field in self.all}

    def __iter__(self) -> Iterator[Field]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def named(self, name: Literal, full_name: str) -> list[Field]:
        """The fields that a name or a name with wildcards stands for; none when it is unknown."""
        if name.is_wildcard:
            pattern = re.compile(".*".join(map(re.escape, full_name.split(WILDCARD))), re.DOTALL)
            return [field for field in self.all if pattern.fullmatch(field.name)]
        found = self._by_name.get(full_name)
        return [found] if found else []

    @classmethod
    def from_data_view(cls, fields: Iterable[Mapping[str, Any]]) -> "Fields":
        """From Kibana's own field list (`name`, `type`, `esTypes`, `subType.nested.path`)."""
        return cls(
            Field(
                name=field["name"],
                type=field.get("type", ""),
                es_types=tuple(field.get("esTypes", ())),
                nested=field.get("subType", {}).get("nested", {}).get("path"),
            )
            for field in fields
        )

    @classmethod
    def from_mapping(cls, properties: Mapping[str, Any]) -> "Fields":
        """From an Elasticsearch mapping's properties, as a data view over that index would list them."""
        return cls(sorted(_mapped(properties, "", None), key=lambda field: field.name))


_KIBANA_TYPES = {
    **dict.fromkeys(("keyword", "text", "wildcard", "constant_keyword", "flattened"), "string"),
    **dict.fromkeys(("long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float"), "number"),
}


def _mapped(properties: Mapping[str, Any], prefix: str, nested: str | None) -> Iterator[Field]:
    for name, mapping in properties.items():
        path = f"{prefix}{name}"
        if "properties" in mapping:
            inner = path if mapping.get("type") == "nested" else nested
            yield from _mapped(mapping["properties"], f"{path}.", inner)
        else:
            kind = mapping["type"]
            yield Field(path, _KIBANA_TYPES.get(kind, kind), (kind,), nested)
            yield from _mapped(mapping.get("fields", {}), f"{path}.", nested)
