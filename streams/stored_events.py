"""What a stored event says, in words."""

from typing import Any


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
