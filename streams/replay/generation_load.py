"""Loads and catches up one generation, with one pool for as long as it is worked on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from schemas.errors import Invalid
from streams.article_reader import EncodedResult, ReaderFactory, Unreadable
from streams.detector_pool import DetectorPool, Factory
from streams.generations.catalogue import Catalogue
from streams.generations.indices import LETTERS
from streams.generations.record import Generation, Source
from streams.index_writer import IndexWriter
from streams.replay.letters import GenerationLetters
from streams.replay.loader import Loader
from streams.replay.merged_reader import MergedReader
from streams.replay.range_filter import in_range
from streams.replay.topic_range import end_offsets
from streams.watchlist_files import load_watchlists
from streams.watchlist_names import names_in
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)

ReplayFactory = Factory[WireRecord, EncodedResult | Unreadable]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load; what is loaded stands in the generation's source. `processes` 0: as the settings say."""

    processes: int = 0
    most_letters: float = 0.05
    factory: ReplayFactory | None = None


class GenerationLoad:
    """Context manager; the generation must be held. Progress is told after every chunk."""

    def __init__(
        self,
        catalogue: Catalogue,
        generation: Generation,
        options: LoadOptions,
        progress: Callable[[Generation], None],
        stop: asyncio.Event,
    ) -> None:
        if generation.source is None:
            raise Invalid("generation.unfit", f"{generation.name} was not made by a replay")
        self.generation = generation
        self.stage_seconds: dict[str, float] = {}
        self._catalogue = catalogue
        self._options = options
        self._progress = progress
        self._stop = stop
        self._source: Source = generation.source
        self._pool: DetectorPool[WireRecord, EncodedResult | Unreadable] | None = None
        self._writer: IndexWriter | None = None

    @property
    def pids(self) -> list[int]:
        """The detector processes that run now."""
        return self._pool.pids if self._pool else []

    async def __aenter__(self) -> "GenerationLoad":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pool:
            self._pool.stop()

    async def load(self, limit: int | None = None) -> bool:
        """Load to the generation's ends; False when stopped or limited before. Errors as Loader.load."""
        generation, settings = self.generation, self._catalogue.settings
        if generation.at_end:
            return True
        pool, writer = await self._ready()
        letters = GenerationLetters(
            self._catalogue.client,
            self._catalogue.indices.own_alias(LETTERS, generation.name),
            self._catalogue.patience,
        )
        loader = Loader(
            generation,
            self._catalogue.registry,
            pool,
            writer,
            letters,
            chunk=2 * settings.detect_batch * pool.processes,
            most_letters=self._options.most_letters,
            alone=await self._catalogue.indices.current() != generation.name,
            progress=self._progress,
        )
        keeps = partial(in_range, self._source) if generation.bounded else lambda _: True
        reader = MergedReader(settings, self._source.topic, generation.positions, generation.ends, keeps)
        try:
            complete = await loader.load(reader, self._stop, limit=limit)
            # Records that were done again after a crash may have been refused, and counted, before it.
            counted = await self._catalogue.indices.counted(generation.name)
            generation.counts.letters = counted[LETTERS]
            await self._catalogue.registry.save(generation)
            return complete
        finally:
            await asyncio.to_thread(reader.close)
            for stage, seconds in loader.times.rounded().items():
                self.stage_seconds[stage] = round(self.stage_seconds.get(stage, 0) + seconds, 2)

    async def catch_up(self) -> bool:
        """Load whatever has arrived since the ends that are known, of any news time; False when stopped."""
        generation = self.generation
        ends = await asyncio.to_thread(end_offsets, self._catalogue.settings, self._source.topic)
        arrived = sum(end - generation.ends.get(partition, 0) for partition, end in ends.items())
        log.info("generation.catching_up", generation=generation.name, records=arrived)
        if generation.bounded:
            generation.bounded = False
            generation.positions = dict(generation.ends)
        generation.begins = dict(generation.positions)
        generation.ends = ends
        await self._catalogue.registry.save(generation)
        return await self.load()

    async def _ready(self) -> tuple[DetectorPool[WireRecord, EncodedResult | Unreadable], IndexWriter]:
        """The pool and the writer; both are made when something is to be read."""
        if self._pool and self._writer:
            return self._pool, self._writer
        catalogue, source = self._catalogue, self._source
        paths = tuple(Path(path) for path in source.watchlists)
        watchlist = await asyncio.to_thread(load_watchlists, paths)
        pool: DetectorPool[WireRecord, EncodedResult | Unreadable] = DetectorPool(
            self._options.factory or ReaderFactory(source.model, paths, source.watch),
            processes=self._options.processes or catalogue.settings.processes,
            timeout=catalogue.settings.detect_timeout,
        )
        await pool.start()
        self._pool = pool
        self._writer = IndexWriter(
            catalogue.client, catalogue.indices.target(self.generation.name), names_in(watchlist)
        )
        return pool, self._writer
