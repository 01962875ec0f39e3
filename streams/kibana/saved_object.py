"""The envelope of every Kibana object: fixed ids, versions that 8.12 and 9.x both read, and named references."""

import json
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, uuid5

Kind = Literal["index-pattern", "search", "tag", "map", "visualization", "dashboard"]
SavedObject = dict[str, Any]
Reference = dict[str, str]

CORE_VERSION: Final = "8.8.0"
TYPE_VERSIONS: Final[dict[Kind, str]] = {
    "index-pattern": "8.0.0",
    "search": "8.0.0",
    "tag": "8.0.0",
    "map": "8.4.0",
    "visualization": "8.5.0",
    "dashboard": "8.9.0",
}
"""The newest versions that 8.12 knows; a later Kibana migrates from here, an object without them is refused."""


class Ids:
    """Ids in a Kibana. `prefix` is the index prefix, so that two lines can share one Kibana."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def of(self, kind: Kind, name: str) -> str:
        """A data view is called as its alias is: links in messages go there."""
        return f"{self.prefix}-{name}" if kind == "index-pattern" else f"{self.prefix}-{kind}-{name}"

    def reference(self, kind: Kind, name: str, as_: str) -> Reference:
        return {"id": self.of(kind, name), "name": as_, "type": kind}

    def part(self, *path: str) -> str:
        """The id of a panel, layer, column or control: a UUID as Kibana's own are, the same in every build."""
        return str(uuid5(NAMESPACE_URL, "/".join(("wirewatch-kibana", *path))))


def saved_object(
    ids: Ids, kind: Kind, name: str, attributes: dict[str, Any], references: list[Reference]
) -> SavedObject:
    return {
        "attributes": attributes,
        "coreMigrationVersion": CORE_VERSION,
        "id": ids.of(kind, name),
        "managed": False,
        "references": references,
        "type": kind,
        "typeMigrationVersion": TYPE_VERSIONS[kind],
    }


def embedded(value: Any) -> str:
    """JSON inside a JSON string, as Kibana keeps many attributes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def kql(query: str) -> dict[str, str]:
    return {"query": query, "language": "kuery"}
