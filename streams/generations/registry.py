"""The list of generations in Elasticsearch. A record is written only by whoever holds its generation."""

import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
from elasticsearch import ApiError, AsyncElasticsearch

from schemas.errors import Invalid
from streams.article_document import ECS_VERSION, instant
from streams.bulk import Patience, failure_of, patiently
from streams.generations.record import Generation, Holder, utc_now
from streams.settings import Settings

SILENT_FOR: Final = timedelta(seconds=90)
"""A holder on another host that has not written for so long is taken for dead."""


class Registry:
    """Reads and writes generation records."""

    def __init__(self, client: AsyncElasticsearch, settings: Settings, patience: Patience) -> None:
        self._client = client
        self._alias = settings.alias("generations")
        self._patience = patience
        self._versions: dict[str, tuple[int, int]] = {}
        self._me = Holder(host=socket.gethostname(), pid=os.getpid(), token=secrets.token_hex(8))

    async def all(self) -> list[Generation]:
        """Every generation, oldest first."""
        await patiently(self._patience, lambda: self._client.indices.refresh(index=self._alias))
        answer = await patiently(
            self._patience, lambda: self._client.search(index=self._alias, size=1000, sort=["@timestamp"])
        )
        return [_record(hit["_source"]) for hit in answer["hits"]["hits"]]

    async def find(self, name: str) -> Generation | None:
        try:
            answer = await patiently(
                self._patience, lambda: self._client.get(index=self._alias, id=name, realtime=True), final=(404,)
            )
        except ApiError as error:
            if "found" in error.body:  # the document is missing, not the index
                return None
            raise failure_of(error) from error
        self._versions[name] = (answer["_seq_no"], answer["_primary_term"])
        return _record(answer["_source"])

    async def create(self, generation: Generation) -> None:
        """Enter a new generation, held by this process. Raises Invalid(generation.unfit) if the name is taken."""
        generation.holder = self._me
        try:
            answer = await patiently(
                self._patience,
                lambda: self._client.index(
                    index=self._alias,
                    id=generation.name,
                    op_type="create",
                    document=_document(generation),
                    require_alias=True,
                ),
                final=(409,),
            )
        except ApiError as error:
            standing = await self.find(generation.name)
            if standing and standing.holder == self._me:
                return  # an answer was lost on the way and the request repeated
            message = f"{generation.name} exists; continue it with --resume, or choose another name"
            raise Invalid("generation.unfit", message) from error
        self._versions[generation.name] = (answer["_seq_no"], answer["_primary_term"])

    async def take(self, generation: Generation) -> None:
        """Hold a generation. Raises Invalid(generation.busy) while another process does."""
        holder = generation.holder
        if holder and holder != self._me and _lives(holder, generation):
            raise Invalid("generation.busy", f"{generation.name}: process {holder.pid} on {holder.host} works on it")
        generation.holder = self._me
        await self.save(generation)

    async def release(self, generation: Generation) -> None:
        generation.holder = None
        await self.save(generation)

    async def save(self, generation: Generation) -> None:
        """Write the record. Raises Invalid(generation.busy) when somebody else has written it meanwhile."""
        generation.updated = utc_now()
        sequence, term = self._versions[generation.name]
        document = _document(generation)
        try:
            answer = await patiently(
                self._patience,
                lambda: self._client.index(
                    index=self._alias,
                    id=generation.name,
                    document=document,
                    if_seq_no=sequence,
                    if_primary_term=term,
                    require_alias=True,
                ),
                final=(409,),
            )
        except ApiError as error:
            standing = await self.find(generation.name)
            if standing and _document(standing) == document:
                return  # an answer was lost on the way and the request repeated
            raise Invalid("generation.busy", f"{generation.name} was taken over by another process") from error
        self._versions[generation.name] = (answer["_seq_no"], answer["_primary_term"])

    async def forget(self, name: str) -> None:
        await patiently(
            self._patience,
            lambda: self._client.options(ignore_status=404).delete(index=self._alias, id=name, refresh=True),
        )


def _lives(holder: Holder, generation: Generation) -> bool:
    if holder.host == socket.gethostname() and Path("/proc/self").exists():
        return Path(f"/proc/{holder.pid}").exists() and holder.pid != os.getpid()
    return utc_now() - generation.updated < SILENT_FOR


def _document(generation: Generation) -> dict[str, Any]:
    return {
        "@timestamp": instant(generation.created),
        "ecs": {"version": ECS_VERSION},
        "event": {"dataset": "wirewatch.generations"},
        "wire": {
            "generation": generation.name,
            "state": generation.state,
            "record": msgspec.to_builtins(generation, str_keys=True),
        },
    }


def _record(document: dict[str, Any]) -> Generation:
    try:
        return msgspec.convert(document["wire"]["record"], Generation, strict=False)
    except (KeyError, msgspec.ValidationError) as error:
        raise Invalid("generation.unfit", f"a record of the list of generations does not parse: {error}") from error
