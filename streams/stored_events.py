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
    """Two lines an event: what happened, and the sentence that says so. Nothing in a document is read as markup."""
    table = Table(header_style="bold", pad_edge=False, box=None)
    table.add_column("published", no_wrap=True)
    table.add_column("event", no_wrap=True)
    table.add_column("who, where, when, who says so", overflow="fold")
    for event in events:
        wire = event["wire"]
        style = "dim strike" if wire["retracted"] else ""
        facts = "; ".join(filter(None, (who(wire), where_and_when(wire), says(wire))))
        text = Text(_one_line(facts), style=style or "bold")
        text.append("\n" + _one_line(event["message"]), style="dim not bold")
        action = event["event"]["action"] + ("\n(retracted)" if wire["retracted"] else "")
        table.add_row(Text(event["@timestamp"][:10], style=style), Text(action, style=style), text)
    return table


def _one_line(text: str) -> str:
    return " ".join(text.split())


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


def says(wire: dict[str, Any]) -> str:
    """The claim and its sources, then what the other side says, if anything."""
    parts = []
    if wire.get("sources"):
        medium = f" on {', '.join(wire['media'])}" if wire.get("media") else ""
        parts.append(f"{wire['claim']} by {', '.join(wire['sources'])}{medium}")
    for field, verb in (("confirmed_by", "confirmed by"), ("denied_by", "denied by"), ("silent", "no word from")):
        if wire.get(field):
            parts.append(f"{verb} {', '.join(wire[field])}")
    return ", ".join(parts)
