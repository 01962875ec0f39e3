"""Realtime reads of documents by id: what was acknowledged is seen, refreshed or not."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, AsyncElasticsearch

from schemas.errors import Transient
from streams.bulk import Patience, failure_of

_IDS: Final = 500


async def read_documents(
    client: AsyncElasticsearch,
    patience: Patience,
    target: str,
    ids: Iterable[str],
    *,
    source: Sequence[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """id -> document with its `_source` and `_version`, for those that exist; `source` names the fields to read.

    Waits for as long as it takes for an Elasticsearch that is away, busy or refuses.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, dict[str, Any]] = {}
    for first in range(0, len(wanted), _IDS):
        for document in await _some(client, patience, target, wanted[first : first + _IDS], source):
            if document.get("found"):
                found[document["_id"]] = document
    return found


async def _some(
    client: AsyncElasticsearch, patience: Patience, target: str, ids: list[str], source: Sequence[str] | None
) -> list[dict[str, Any]]:
    while True:
        try:
            answer = await client.mget(index=target, ids=ids, realtime=True, source=source)
        except (ApiError, TransportError) as error:
            await patience.wait(failure_of(error))
            continue
        documents: list[dict[str, Any]] = answer["docs"]
        broken = next((document["error"] for document in documents if "error" in document), None)
        if broken is None:
            patience.over()
            return documents
        await patience.wait(_failure_in_mget(broken))


def _failure_in_mget(error: Any) -> Transient:
    """mget answers 200 with an error for each document of an alias that is missing or not ours to read."""
    kind, reason = (error.get("type"), error.get("reason")) if isinstance(error, dict) else (None, error)
    refused = kind in ("index_not_found_exception", "security_exception")
    return Transient("elasticsearch.refused" if refused else "elasticsearch.unreachable", f"mget: {reason}"[:200])
