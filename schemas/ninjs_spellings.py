"""ninjs 2.x and Superdesk records in ninjs 3.1 spelling.

ninjs 2.x writes names in lower case (`versioncreated`) and keeps the text in `headline`, `body_text`, `body_html`
(https://iptc.org/standards/ninjs/, Superdesk's ninjs formatter); AP adds `embargoed` and `cancelled` as statuses.
"""

from collections.abc import Mapping
from typing import Any, Final

_RENAMED: Final[dict[str, str]] = {
    "guid": "uri",
    "versioncreated": "versionCreated",
    "firstcreated": "firstCreated",
    "pubstatus": "pubStatus",
    "ednote": "edNote",
    "byline": "by",
    "copyrightholder": "copyrightHolder",
    "embargoed": "embargoedUntil",
    "embargoeduntil": "embargoedUntil",
    "evolvedfrom": "evolvedFrom",
    "infosources": "infoSources",
    "subject": "subjects",
    "genre": "genres",
    "signal": "signals",
    "person": "people",
    "organisation": "organisations",
    "infosource": "infoSources",
    "altids": "altIds",
}
_STATUSES: Final[dict[str, str]] = {
    "cancelled": "canceled",
    "embargoed": "usable",  # the embargo itself is in embargoedUntil
}
_BODIES: Final[tuple[tuple[str, str], ...]] = (
    ("body_html", "text/html"),
    ("body_xhtml", "text/html"),
    ("body_text", "text/plain"),
)
_NAMED: Final = ("subjects", "genres", "infoSources", "people", "organisations")


def to_ninjs_3(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record with ninjs 3.1 names and shapes; a 3.1 record passes unchanged. Never raises."""
    out: dict[str, Any] = {}
    for name, value in record.items():
        target = _RENAMED.get(name, name)
        # The newer spelling wins where a feed sends both.
        if value is not None and (target == name or target not in record):
            out[target] = value
    _texts(record, out)
    _shapes(out)
    status = out.get("pubStatus")
    if isinstance(status, str):
        out["pubStatus"] = _STATUSES.get(status.lower(), status.lower())
    return out


def _texts(record: Mapping[str, Any], out: dict[str, Any]) -> None:
    headline = record.get("headline")
    if headline is not None and "headlines" not in record:
        out["headlines"] = [{"role": "main", "value": headline}]
    if "bodies" not in record:
        for name, content_type in _BODIES:
            if record.get(name):
                out["bodies"] = [{"role": "main", "contentType": content_type, "value": record[name]}]
                break


def _shapes(out: dict[str, Any]) -> None:
    for name in _NAMED:
        values = out.get(name)
        if isinstance(values, list):
            out[name] = [{"name": value} if isinstance(value, str) else value for value in values]
    signals = out.get("signals")
    if isinstance(signals, list):
        out["signals"] = [_signal(signal) for signal in signals]
    located = out.get("located")
    if isinstance(located, dict):
        out["located"] = located.get("name") or located.get("city")
    alt_ids = out.get("altIds")
    if isinstance(alt_ids, dict):  # ninjs 2.x: an object of role -> value
        out["altIds"] = [{"role": role, "value": value} for role, value in alt_ids.items()]
    version = out.get("version")
    if isinstance(version, int) and not isinstance(version, bool):
        out["version"] = str(version)


def _signal(signal: object) -> object:
    if isinstance(signal, dict):
        return signal.get("name") or signal.get("code") or signal.get("qcode") or ""
    return signal
