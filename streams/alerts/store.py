"""The alert documents in Elasticsearch: created once, changed only by whoever saw them last, waited for if need be."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import msgspec
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, AsyncElasticsearch

from schemas.errors import Invalid
from streams.bulk import Patience, failure_of
from streams.settings import Settings

Family = Literal["articles", "events", "alerts", "alert-messages", "alert-groups", "alert-answers", "alert-rules"]
Answer = TypeVar("Answer")
_NO_RETRY = frozenset({400, 409, 413})
_MGET_IDS = 500
_BULK_DOCUMENTS = 500
_BULKS_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Stored:
    """A document with the state of it that was seen."""

    id: str
    source: dict[str, Any]
    seq_no: int
    primary_term: int


class AlertStore:
    """Every request of the alert stage. Waits as long as it takes for an Elasticsearch that is away or refuses."""

    def __init__(self, client: AsyncElasticsearch, settings: Settings, patience: Patience | None = None) -> None:
        self._client = client
        self._settings = settings
        self.patience = patience or Patience()

    def alias(self, family: Family) -> str:
        return self._settings.alias(family)

    async def ask(
        self, request: Callable[[AsyncElasticsearch], Awaitable[Answer]], *, timeouts_too: bool = True
    ) -> Answer:
        """The answer to a request, tried until there is one. Raises ApiError for 400, 409 and 413: it is at fault.

        Without `timeouts_too` a request that takes longer than the time limit raises ConnectionTimeout instead of
        being tried again.
        """
        while True:
            try:
                answer = await request(self._client)
            except ApiError as error:
                if error.status_code in _NO_RETRY:
                    raise
                await self.patience.wait(failure_of(error))
                continue
            except TransportError as error:
                if isinstance(error, ConnectionTimeout) and not timeouts_too:
                    raise
                await self.patience.wait(failure_of(error))
                continue
            self.patience.over()
            return answer

    async def refresh(self, *families: Family) -> None:
        """Make everything that was written findable."""
        aliases = [self.alias(family) for family in families]
        await self.ask(lambda client: client.indices.refresh(index=aliases))

    async def search(self, family: Family, **body: Any) -> list[Stored]:
        """The documents that are found, with their state."""
        body.setdefault("size", 1000)
        answer = await self.ask(
            lambda client: client.search(index=self.alias(family), seq_no_primary_term=True, **body)
        )
        return [_stored(hit) for hit in answer["hits"]["hits"]]

    async def get_many(self, family: Family, ids: Iterable[str]) -> dict[str, Stored]:
        """Realtime read by id; those that exist."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Stored] = {}
        for first in range(0, len(wanted), _MGET_IDS):
            some = wanted[first : first + _MGET_IDS]
            answer = await self.ask(partial(_mget, index=self.alias(family), ids=some))
            found |= {each["_id"]: _stored(each) for each in answer["docs"] if each.get("found")}
        return found

    async def create(self, family: Family, documents: Mapping[str, dict[str, Any]]) -> set[str]:
        """Write documents that do not exist yet; returns the ids that were written (others stood already).

        Raises Invalid(alert.rejected) for a document that can never be written.
        """
        names = list(documents)
        chunks = [names[first : first + _BULK_DOCUMENTS] for first in range(0, len(names), _BULK_DOCUMENTS)]
        created: set[str] = set()
        # A few at once: the next is being encoded while Elasticsearch works on the one before.
        for first in range(0, len(chunks), _BULKS_AT_ONCE):
            some = chunks[first : first + _BULKS_AT_ONCE]
            created.update(*await asyncio.gather(*(self._create(family, documents, chunk) for chunk in some)))
        return created

    async def _create(self, family: Family, documents: Mapping[str, dict[str, Any]], names: list[str]) -> set[str]:
        created: set[str] = set()
        pending = names
        while pending:
            operations: list[Any] = []  # actions, and documents already encoded
            for each in pending:
                operations += [
                    {"create": {"_index": self.alias(family), "_id": each}},
                    msgspec.json.encode(documents[each]),
                ]
            answer = await self.ask(partial(_bulk, operations=operations))
            pending, wait_for = [], None
            for item in answer["items"]:
                entry = item["create"]
                status = entry["status"]
                if status < 300:
                    created.add(entry["_id"])
                elif status == 400:
                    raise Invalid("alert.rejected", f"{family} {entry['_id']}: {_reason(entry)}")
                elif status != 409:
                    pending.append(entry["_id"])
                    wait_for = failure_of(RuntimeError(f"HTTP {status}: {_reason(entry)}"))
            if wait_for is not None:
                await self.patience.wait(wait_for)
        return created

    async def change(self, family: Family, seen: Stored, changes: dict[str, Any]) -> Stored | None:
        """Change parts of a document, if nobody has changed it since it was seen; None when somebody has."""
        try:
            answer = await self.ask(
                lambda client: client.update(
                    index=self.alias(family),
                    id=seen.id,
                    doc=changes,
                    if_seq_no=seen.seq_no,
                    if_primary_term=seen.primary_term,
                    require_alias=True,
                )
            )
        except ApiError as error:
            if error.status_code == 409:
                return None
            raise
        return Stored(seen.id, merged(seen.source, changes), answer["_seq_no"], answer["_primary_term"])

    async def change_all(
        self,
        family: Family,
        ids: Sequence[str],
        changes_of: Callable[[dict[str, Any]], dict[str, Any] | None],
    ) -> None:
        """Change each document from what it is now, however often others get in between; None leaves it as it is."""
        pending = list(ids)
        while pending:
            found = await self.get_many(family, pending)
            operations: list[dict[str, Any]] = []
            for each in found.values():
                changes = changes_of(each.source)
                if changes:
                    action = {"_index": self.alias(family), "_id": each.id}
                    state = {"if_seq_no": each.seq_no, "if_primary_term": each.primary_term}
                    operations += [{"update": {**action, **state}}, {"doc": changes}]
            if not operations:
                return
            answer = await self.ask(partial(_bulk, operations=operations))
            entries = [item["update"] for item in answer["items"]]
            if rejected := next((entry for entry in entries if entry["status"] == 400), None):
                raise Invalid("alert.rejected", f"{family} {rejected['_id']}: {_reason(rejected)}")
            pending = [entry["_id"] for entry in entries if entry["status"] >= 300]
            if any(entry["status"] >= 300 and entry["status"] not in (404, 409) for entry in entries):
                await self.patience.wait(failure_of(RuntimeError("an update was put off")))


async def _mget(client: AsyncElasticsearch, *, index: str, ids: list[str]) -> Any:
    return await client.mget(index=index, ids=ids)


async def _bulk(client: AsyncElasticsearch, *, operations: list[Any]) -> Any:
    only = "items.*.status,items.*._id,items.*.error"
    return await client.bulk(operations=operations, require_alias=True, filter_path=only)


def merged(source: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A document as a partial update leaves it."""
    result = dict(source)
    for name, value in changes.items():
        old = result.get(name)
        result[name] = merged(old, value) if isinstance(value, Mapping) and isinstance(old, Mapping) else value
    return result


def _stored(hit: Mapping[str, Any]) -> Stored:
    return Stored(hit["_id"], hit["_source"], hit["_seq_no"], hit["_primary_term"])


def _reason(entry: Mapping[str, Any]) -> str:
    error = entry.get("error") or {}
    cause = error.get("caused_by") or {}
    return ": ".join(str(part)[:200] for part in (error.get("reason"), cause.get("reason")) if part)
