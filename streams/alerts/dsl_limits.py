"""What a rule in Elasticsearch's own language may hold: conditions on the event itself, and nothing else.

A query that reads another index waits for one that may not be there; one that names its clauses would answer for
other rules; a script runs whatever it likes for each event.
"""

from collections.abc import Iterator
from typing import Any, Final

_REFUSED: Final = {
    "_name": "names of clauses are the rules' own",
    "script": "scripts are not run for rules",
    "script_score": "scripts are not run for rules",
    "percolate": "percolate asks other documents",
    "more_like_this": "more_like_this asks other documents",
    "indexed_shape": "indexed_shape asks another index",
    "pinned": "pinned orders what is found and decides nothing",
    "wrapper": "wrapper hides the query",
}
_MAX_TEXT: Final = 4000
_MAX_TERMS: Final = 20_000


def fault_in(query: Any) -> str | None:
    """Why a DSL query is refused; None for one that may be run."""
    terms = 0
    for name, value in _pairs(query):
        if name in _REFUSED:
            return f"{name}: {_REFUSED[name]}"
        if name == "terms" and isinstance(value, dict) and any(isinstance(each, dict) for each in value.values()):
            return "terms: the values are to stand in the rule, not in another index"
        terms += len(value) if isinstance(value, list) else 1
        if isinstance(value, str) and len(value) > _MAX_TEXT:
            return f"{name}: {len(value)} characters are more than a value has ({_MAX_TEXT})"
    return f"{terms} values are more than a rule has ({_MAX_TERMS})" if terms > _MAX_TERMS else None


def _pairs(query: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(query, dict):
        for name, value in query.items():
            yield name, value
            yield from _pairs(value)
    elif isinstance(query, list):
        for each in query:
            yield from _pairs(each)
