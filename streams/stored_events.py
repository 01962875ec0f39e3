"""Events as they stand in Elasticsearch, read back for people."""

from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch
from rich.table import Table
from rich.text import Text

from streams.settings import Settings

StoredEvent = dict[str, Any]


def newest_events(
    client: Elasticsearch, settings: Settings, query: dict[str, Any], *, size: int = 100
) -> list[StoredEvent]:
    """Documents that match `query`, newest first; at most `size` (10,000 is Elasticsearch's limit)."""
    answer = client.search(
        index=settings.alias("events"),
        query=query,
        size=size,
        sort=[{"@timestamp": "desc"}, {"event.id": "asc"}],
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def stored_event_table(events: Iterable[StoredEvent]) -> Table:
    """One row an event. Nothing in a document is read as markup."""
    table = Table(header_style="bold", pad_edge=False, box=None)
    table.add_column("published", no_wrap=True)
    table.add_column("event", no_wrap=True)
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("where, when", ratio=2, overflow="fold")
    table.add_column("who says so", ratio=2, overflow="fold")
    table.add_column("evidence", ratio=5, overflow="ellipsis", no_wrap=True)
    for event in events:
        wire = event["wire"]
        action = event["event"]["action"] + (" (retracted)" if wire["retracted"] else "")
        cells = (event["@timestamp"][:10], action, who(wire), where_and_when(wire), sources(wire), event["message"])
        style = "dim strike" if wire["retracted"] else ""
        table.add_row(*(Text(" ".join(cell.split()), style=style) for cell in cells))
    return table


def who(wire: dict[str, Any]) -> str:
    """ "A, B" for a meeting; "A, B → C" or "more than 60 → C" for recognition."""
    if wire["type"] == "meeting":
        return ", ".join(wire.get("actors", []))
    parts = [", ".join(wire.get("recognisers", []))]
    if count := wire.get("count"):
        qualifier = "" if count["qualifier"] == "exact" else count["qualifier"].replace("_", " ") + " "
        parts.append(f"{qualifier}{count['value']}")
    return f"{'; '.join(filter(None, parts)) or '?'} → {', '.join(wire['object'])}"


def where_and_when(wire: dict[str, Any]) -> str:
    return ", ".join(filter(None, (wire.get("place"), wire.get("time", {}).get("start"))))


def sources(wire: dict[str, Any]) -> str:
    """The sources, then what the other side says, if anything."""
    said = ", ".join(wire.get("sources", []))
    others = [
        f"{', '.join(wire[field])} {verb}"
        for field, verb in (("confirmed_by", "confirms"), ("denied_by", "denies"), ("silent", "silent"))
        if wire.get(field)
    ]
    return "; ".join(filter(None, (said, *others)))
