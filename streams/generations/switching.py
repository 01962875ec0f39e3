"""Puts a generation behind the aliases so that nothing which live workers wrote, or will write, is missing after it.

Catch up, copy, move both aliases at once, copy what was written between, catch up again. Each step can be done twice;
what was begun is noted with the generation, so that a switch which was killed is finished by doing it again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from schemas.errors import Invalid
from streams.generations.catalogue import Catalogue
from streams.generations.copying import Copied, Copier
from streams.generations.record import Generation, Move, utc_now
from streams.index_writer import GENERATION_SECONDS
from streams.replay.generation_load import GenerationLoad

log = structlog.get_logger(__name__)

_CLOCKS_APART: Final = timedelta(seconds=60)
"""How far the clocks of the hosts of workers may differ."""
_SETTLING: Final = GENERATION_SECONDS + 2.0
"""Writes that began before the move have ended by then, and every writer knows the new generation's name."""


@dataclass(frozen=True, slots=True)
class Switched:
    previous: str | None
    copied: Copied
    caught_up: int
    """Records that were read again because they arrived while or after the generation was made."""


class Stopped(Exception):
    """The switch was told to stop; it is finished by doing it again."""


async def switch(
    catalogue: Catalogue,
    generation: Generation,
    load: GenerationLoad | None,
    *,
    say: Callable[[str], None],
    settling: float = _SETTLING,
) -> Switched | None:
    """Switch to a generation that this process holds; None if it is current already.

    `load` catches up with the detector; without it only documents are copied, which is right for a generation that
    has served before. Raises Invalid(generation.unfit), Stopped, or as GenerationLoad.
    """
    indices, registry = catalogue.indices, catalogue.registry
    current = await indices.current()
    if current == generation.name and generation.move is None:
        return None
    if generation.state != "loaded":
        raise Invalid("generation.unfit", f"{generation.name} is {generation.state}: finish it with `replay --resume`")
    await indices.adopt(generation.name)
    before = generation.counts.records
    if generation.move is None:
        generation.move = Move(step="catching-up", previous=current)
        await registry.save(generation)
    move = generation.move
    if current != generation.name:
        move.previous = current
        if load:
            say("catching up with what arrived meanwhile")
            await _catch_up(load)
        since = generation.left - _CLOCKS_APART if generation.served and generation.left else None
        move.step, move.copied_since = "moving", utc_now() - _CLOCKS_APART
        await registry.save(generation)
        await _copy(catalogue, generation, move, since, say)
        await indices.load(generation.name, loading=False)
        await indices.move(generation.name, current)
        log.info("generation.switched", generation=generation.name, previous=current)
    move.step = "moved"
    generation.previous = move.previous
    await registry.save(generation)
    say(f"{generation.name} is current; waiting {settling:g} s for writes that are under way")
    await asyncio.sleep(settling)
    copied = await _copy(catalogue, generation, move, move.copied_since, say)
    if load:
        await _catch_up(load)
        await indices.refresh(generation.name)
    if move.previous:
        await _leave(catalogue, move.previous, move.copied_since)
    previous, generation.move, generation.left, generation.served = move.previous, None, None, True
    generation.counts.copied_articles += copied.articles
    generation.counts.copied_events += copied.events
    await registry.save(generation)
    return Switched(previous, copied, generation.counts.records - before)


async def _catch_up(load: GenerationLoad) -> None:
    if not await load.catch_up():
        raise Stopped


async def _copy(
    catalogue: Catalogue, generation: Generation, move: Move, since: datetime | None, say: Callable[[str], None]
) -> Copied:
    if move.previous is None or move.previous == generation.name:
        return Copied()
    in_range = None if generation.served or generation.source is None else generation.source.holds
    copier = Copier(catalogue, move.previous, generation.name, in_range=in_range)
    say(f"copying what {move.previous} knows and {generation.name} does not")
    copied = await copier.copy(since)
    await catalogue.indices.refresh(generation.name)
    log.info("generation.copied", articles=copied.articles, events=copied.events, retracted=copied.retracted)
    return copied


async def _leave(catalogue: Catalogue, name: str, since: datetime | None) -> None:
    """Note from when on the earlier generation may lack something: a rollback copies what came since."""
    earlier = await catalogue.known(name)
    await catalogue.registry.take(earlier)
    earlier.served, earlier.left = True, since
    await catalogue.registry.release(earlier)
