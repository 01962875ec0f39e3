"""One replay from its beginning, or from where it was left, to a loaded generation."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog

from schemas.errors import Invalid
from streams.generations.catalogue import Catalogue
from streams.generations.record import Generation, Source, check_name, utc_now
from streams.generations.switching import Stopped, Switched, switch
from streams.replay.generation_load import GenerationLoad, LoadOptions
from streams.replay.progress import Reporter
from streams.replay.stage_times import processor_seconds, resident_mb
from streams.replay.topic_range import range_offsets

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`complete` is False when the replay was stopped or limited: --resume goes on."""

    generation: Generation
    complete: bool
    switched: Switched | None
    report: dict[str, Any]


async def begin(catalogue: Catalogue, source: Source, name: str | None) -> Generation:
    """Enter a new generation, held by this process, with its offsets fixed and its indices made."""
    now = utc_now()
    name = check_name(name or f"r{now:%Y%m%d-%H%M%S}")
    if name in await catalogue.indices.standing():
        raise Invalid("generation.unfit", f"{name} exists; continue it with --resume, or choose another name")
    starts, ends = await asyncio.to_thread(range_offsets, catalogue.settings, source)
    generation = Generation(
        name=name,
        created=now,
        updated=now,
        state="loading",
        source=source,
        begins=starts,
        positions=dict(starts),
        ends=ends,
    )
    await catalogue.registry.create(generation)
    await catalogue.indices.create(name)
    return generation


async def resume(catalogue: Catalogue, name: str | None) -> Generation:
    """Hold a generation that was begun; without a name, the only one that is not complete.

    Raises Invalid(generation.unknown), (generation.unfit) or (generation.busy).
    """
    if name is None:
        unfinished = [each.name for each in await catalogue.registry.all() if each.state != "loaded" or each.move]
        if len(unfinished) != 1:
            found = ", ".join(unfinished) or "none"
            raise Invalid("generation.unknown", f"name the generation to continue; not complete: {found}")
        name = unfinished[0]
    generation = await catalogue.registry.find(name)
    if generation is None:
        raise Invalid("generation.unknown", name)
    if generation.source is None:
        raise Invalid("generation.unfit", f"{name} was not made by a replay")
    await catalogue.registry.take(generation)
    await catalogue.indices.create(name)  # killed between the list and the indices
    await catalogue.indices.refresh(name)  # items that arrive look for the updates which the killed one had in memory
    if generation.state != "loaded":
        generation.state = "loading"
        await catalogue.indices.load(name, loading=True)
    return generation


async def run(
    catalogue: Catalogue,
    generation: Generation,
    options: LoadOptions,
    reporter: Reporter,
    stop: asyncio.Event,
    *,
    limit: int | None = None,
    also: Callable[[Generation], Awaitable[bool]] | None = None,
    and_switch: bool = False,
    settling: float | None = None,
) -> Outcome:
    """Load a generation that this process holds; then `also` (a diff), then switch to it if that agrees.

    It is released at the end. Raises what the load raises: the generation then stays as it is, and can be resumed.
    """
    start, most_mb, switched = monotonic(), 0.0, None

    def advanced(loading: Generation) -> None:
        nonlocal most_mb
        most_mb = max(most_mb, resident_mb(os.getpid()) + sum(map(resident_mb, load.pids)))
        reporter.advanced(loading)

    async with GenerationLoad(catalogue, generation, options, advanced, stop) as load:
        try:
            complete = generation.state == "loaded" or await load.load(limit)
            if complete and generation.state != "loaded":
                generation.state = "loaded"
                await catalogue.indices.load(generation.name, loading=False)
                await catalogue.registry.save(generation)
            elif not complete:
                generation.state = "partial" if limit is not None and not stop.is_set() else "loading"
                await catalogue.indices.refresh(generation.name)
            agreed = await also(generation) if complete and also else True
            if complete and and_switch and agreed:
                extra = {} if settling is None else {"settling": settling}
                switched = await switch(
                    catalogue, generation, None if generation.served else load, say=reporter.say, **extra
                )
        except Stopped:
            complete = False
        finally:
            report = _report(load, monotonic() - start, most_mb)
            await catalogue.registry.release(generation)
    return Outcome(generation, complete, switched, report)


def _report(load: GenerationLoad, seconds: float, most_mb: float) -> dict[str, Any]:
    counts = load.generation.counts
    return {
        "generation": load.generation.name,
        "state": load.generation.state,
        "records": counts.records,
        "articles": counts.articles,
        "events": counts.events,
        "dead_letters": counts.letters,
        "words": counts.words,
        "seconds": round(seconds, 2),
        "stage_seconds": load.stage_seconds,
        "processor_seconds": {
            "detection": round(processor_seconds(load.pids), 2),
            "replay": round(processor_seconds([os.getpid()]), 2),
        },
        "most_resident_mb": round(most_mb, 1),
    }
