"""Replays of a test's own line with the small detector, and what they leave in the indices."""

import asyncio
from collections.abc import Callable
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from streams.generations.catalogue import Catalogue, open_catalogue
from streams.generations.record import Generation, Source
from streams.generations.switching import Switched, switch
from streams.replay.generation_load import GenerationLoad, LoadOptions
from streams.replay.progress import QuietReporter
from streams.replay.run import Outcome, begin, resume, run
from streams.settings import Settings
from tests.line_world import NOON
from tests.small_detector import SmallFactory

SETTLING = 4.0


def minute(minutes: float) -> int:
    """Milliseconds since 1970 of so many minutes after noon."""
    return int((NOON.timestamp() + 60 * minutes) * 1000)


def source(settings: Settings, start: float | None = None, end: float | None = None, **fields: Any) -> Source:
    """A source over [start, end) minutes after noon."""
    return Source(
        topic=settings.topic("wire.articles"),
        start=None if start is None else minute(start),
        end=None if end is None else minute(end),
        **fields,
    )


async def replayed(
    settings: Settings,
    name: str,
    wanted: Source | None = None,
    *,
    factory: SmallFactory | None = None,
    on_chunk: Callable[[Generation], None] | None = None,
    stop: asyncio.Event | None = None,
    limit: int | None = None,
    and_switch: bool = False,
    most_letters: float = 0.9,
) -> Outcome:
    """Begin a generation and load it; go on with it when no source is given."""

    class Reporter(QuietReporter):
        def advanced(self, generation: Generation) -> None:
            if on_chunk:
                on_chunk(generation)

    options = LoadOptions(processes=2, factory=factory or SmallFactory(), most_letters=most_letters)
    async with open_catalogue(settings) as catalogue:
        generation = await begin(catalogue, wanted, name) if wanted else await resume(catalogue, name)
        return await run(
            catalogue,
            generation,
            options,
            Reporter(),
            stop or asyncio.Event(),
            limit=limit,
            and_switch=and_switch,
            settling=SETTLING,
        )


async def switched(settings: Settings, name: str, *, factory: SmallFactory | None = None) -> Switched | None:
    """Switch to a generation, as `wirewatch generations switch` does."""
    async with open_catalogue(settings) as catalogue:
        generation = await catalogue.known(name)
        await catalogue.registry.take(generation)
        options = LoadOptions(processes=1, factory=factory or SmallFactory(), most_letters=0.9)
        try:
            if generation.source is None or generation.served:
                return await switch(catalogue, generation, None, say=print, settling=SETTLING)
            async with GenerationLoad(catalogue, generation, options, lambda _: None, asyncio.Event()) as load:
                return await switch(catalogue, generation, load, say=print, settling=SETTLING)
        finally:
            await catalogue.registry.release(generation)


def contents(client: Elasticsearch, settings: Settings, family: str, name: str) -> dict[str, dict[str, Any]]:
    """id -> document of a generation with its version; without what may differ between two runs."""
    index = f"{settings.alias(family)}-{name}"
    client.indices.refresh(index=index)
    found = {}
    for hit in scan(client, index=index, version=True, size=500):
        document = hit["_source"]
        document["event"].pop("ingested", None)
        document["wire"].pop("generation", None)
        found[hit["_id"]] = {**document, "_version": hit["_version"]}
    return found


def everything(client: Elasticsearch, settings: Settings, name: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The documents of all families of a generation."""
    return {family: contents(client, settings, family, name) for family in ("articles", "events", "dead-letters")}


async def with_catalogue(settings: Settings, work: Callable[[Catalogue], Any]) -> Any:
    async with open_catalogue(settings) as catalogue:
        return await work(catalogue)
