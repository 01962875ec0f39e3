"""Everything that works on generations needs: a client, the list, the indices, and the patience they share."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from elasticsearch import AsyncElasticsearch

from schemas.errors import Invalid
from streams.bulk import Patience
from streams.elastic_connection import connect, connect_async
from streams.generations.indices import GenerationIndices
from streams.generations.record import Generation, utc_now
from streams.generations.registry import Registry
from streams.index_setup import setup_indices
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An open list of generations."""

    settings: Settings
    client: AsyncElasticsearch
    patience: Patience
    registry: Registry
    indices: GenerationIndices

    async def known(self, name: str) -> Generation:
        """A generation by name; one that is not listed but stands was filled by live workers from its beginning.

        Raises Invalid(generation.unknown).
        """
        found = await self.registry.find(name)
        if found:
            return found
        if name not in await self.indices.standing():
            raise Invalid("generation.unknown", name)
        generation = Generation(name=name, created=utc_now(), updated=utc_now(), bounded=False)
        generation.served = name == await self.indices.current()
        await self.registry.create(generation)
        await self.registry.release(generation)
        return generation


@asynccontextmanager
async def open_catalogue(
    settings: Settings, *, on_retry: Callable[[str], None] | None = None
) -> AsyncIterator[Catalogue]:
    """Makes the list itself where it is missing. Raises Transient (elasticsearch.*) when that fails."""
    await asyncio.to_thread(_setup, settings)
    client, patience = connect_async(settings), Patience(on_retry=on_retry)
    try:
        yield Catalogue(
            settings,
            client,
            patience,
            Registry(client, settings, patience),
            GenerationIndices(client, settings, patience),
        )
    finally:
        await client.close()


def _setup(settings: Settings) -> None:
    with connect(settings) as client:
        list(setup_indices(client, settings, ("generations",)))
