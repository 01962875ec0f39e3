"""Loads a generation: reads ahead, detects in the pool, writes in the fixed order of the records, notes its place."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final

import structlog

from schemas.article_result import ArticleResult, decode_result
from schemas.errors import Invalid, WireError
from streams.article_reader import EncodedResult, Unreadable
from streams.detector_pool import DetectorPool
from streams.generations.record import Generation
from streams.generations.registry import Registry
from streams.index_writer import IndexWriter, Refusals
from streams.replay.letters import GenerationLetters
from streams.replay.merged_reader import MergedReader
from streams.replay.stage_times import StageTimes
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)

Pool = DetectorPool[WireRecord, EncodedResult | Unreadable]

CHECKPOINT_SECONDS: Final = 2.0
_AHEAD: Final = 2
"""Chunks that may wait, detected or in detection, while one is written."""
_ENOUGH_LETTERS: Final = 100
"""Dead letters from which their share is looked at."""


@dataclass(frozen=True, slots=True)
class _Detected:
    records: list[WireRecord]
    results: list[EncodedResult]
    refused: list[tuple[WireRecord, WireError]]


class Loader:
    """One load of one generation. `progress` is called after every chunk."""

    def __init__(
        self,
        generation: Generation,
        registry: Registry,
        pool: Pool,
        writer: IndexWriter,
        letters: GenerationLetters,
        *,
        chunk: int,
        most_letters: float,
        alone: bool,
        progress: Callable[[Generation], None],
    ) -> None:
        """`chunk` records are written at once; `most_letters` is the share of dead letters that ends the load.

        `alone` says that nobody else writes to the generation.
        """
        self.times = StageTimes()
        self._generation = generation
        self._registry = registry
        self._pool = pool
        self._writer = writer
        self._letters = letters
        self._chunk = chunk
        self._most_letters = most_letters
        self._progress = progress
        before = {partition: offset - 1 for partition, offset in generation.positions.items()}
        self._reached = before if alone else None
        self._saved = monotonic()
        self._since = monotonic()

    async def load(self, reader: MergedReader, stop: asyncio.Event, *, limit: int | None = None) -> bool:
        """Load until the reader is at its end (True), `limit` records are dealt with, or `stop` is set (False).

        Raises Invalid(dead-letters.flood), Invalid(generation.mismatch), Invalid(replay.gone) or Transient; what was
        written until then is kept, and noted.
        """
        self._since = self._saved = monotonic()
        left = limit
        complete = cancelled = False
        try:
            async for detected in self._detected_chunks(reader, left):
                await self._write(detected)
                self._progress(self._generation)
                if monotonic() - self._saved > CHECKPOINT_SECONDS:
                    await self._checkpoint()
                if stop.is_set():
                    return False
                if left is not None:
                    left -= len(detected.records)
                    if left <= 0:
                        return False
            complete = True
            return True
        except asyncio.CancelledError:
            cancelled = True
            raise
        finally:
            if complete:
                self._generation.positions = dict(self._generation.ends)
            if not cancelled:  # whoever cancels does not want to wait for Elasticsearch
                await self._checkpoint()

    async def _checkpoint(self) -> None:
        now = monotonic()
        self._generation.counts.seconds = round(self._generation.counts.seconds + now - self._since, 3)
        self._since = now
        with self.times.stage("checkpoint"):
            await self._registry.save(self._generation)
        self._saved = monotonic()

    async def _detected_chunks(self, reader: MergedReader, limit: int | None) -> AsyncIterator[_Detected]:
        """Chunks in order; later ones are read and detected while the caller writes."""
        queue: asyncio.Queue[asyncio.Task[_Detected] | None] = asyncio.Queue(_AHEAD)
        running: set[asyncio.Task[_Detected]] = set()

        async def read() -> None:
            left = limit
            while left is None or left > 0:
                wanted = self._chunk if left is None else min(self._chunk, left)
                with self.times.stage("read"):
                    records = await asyncio.to_thread(reader.take, wanted)
                if not records:
                    break
                task = asyncio.create_task(self._detect(records))
                running.add(task)
                task.add_done_callback(running.discard)
                await queue.put(task)
                left = None if left is None else left - len(records)
            await queue.put(None)

        reading = asyncio.create_task(read(), name="read")
        try:
            while True:
                waiting = asyncio.create_task(queue.get())
                with self.times.stage("wait for detection"):
                    await asyncio.wait({waiting, reading}, return_when=asyncio.FIRST_COMPLETED)
                    if not waiting.done() and reading.done():
                        reading.result()  # raises what ended the reading; its None is in the queue otherwise
                    task = await waiting
                    if task is None:
                        return
                    detected = await task
                yield detected
        finally:
            reading.cancel()
            for task in [*running]:
                task.cancel()
            for each in (reading, *running):
                with suppress(asyncio.CancelledError, WireError):
                    await each

    async def _detect(self, records: list[WireRecord]) -> _Detected:
        """As the detect stage does: the pool reads the records, what is no article or is poison is refused."""
        by_origin = {record.origin: record for record in records}
        middle = -(-len(records) // 2)  # two calls a process: none waits for the slowest part of a chunk
        halves = [half for half in (records[:middle], records[middle:]) if half]
        answers = await asyncio.gather(*(self._pool.run(half) for half in halves))
        results: list[EncodedResult] = []
        refused: list[tuple[WireRecord, WireError]] = []
        for answer in answers:
            refused += answer.failed
            for each in answer.results:
                if isinstance(each, EncodedResult):
                    results.append(each)
                else:
                    refused.append((by_origin[each.origin], each.error))
        return _Detected(records, results, refused)

    async def _write(self, detected: _Detected) -> None:
        counts = self._generation.counts
        by_origin = {record.origin: record for record in detected.records}
        with self.times.stage("decode"):
            results = [decode_result(each.value) for each in detected.results]
        for result in results:
            self._check_detector(result)
        sources = [by_origin[each.origin] for each in detected.results]
        told: set[int] = set()

        async def refusing(refusals: Refusals) -> None:
            told.update(place for place, _ in refusals)
            found = [(sources[place], error) for place, error in refusals]
            await self._letters.write([*detected.refused, *found])

        with self.times.stage("write"):
            written = await self._writer.write(results, refusing=refusing, reached=self._reached) if results else []
            if not results and detected.refused:
                await self._letters.write(detected.refused)
            late = [
                (sources[place], each.error)
                for place, each in enumerate(written)
                if each.error is not None and place not in told
            ]
            if late:
                await self._letters.write(late)
        for record in detected.records:
            self._generation.positions[record.origin.partition] = record.origin.offset + 1
        refused = {record.origin for record, _ in detected.refused}
        refused |= {sources[place].origin for place, each in enumerate(written) if each.error is not None}
        counts.records += len(detected.records)
        counts.articles += len(results)
        counts.events += sum(len(result.events) for result in results)
        counts.words += sum(len(result.article.text.split()) for result in results)
        counts.letters += len(refused)
        if counts.letters >= _ENOUGH_LETTERS and counts.letters > self._most_letters * counts.records:
            share = counts.letters / counts.records
            message = f"{counts.letters} of {counts.records} records ({share:.0%}) are dead letters"
            raise Invalid("dead-letters.flood", message)

    def _check_detector(self, result: ArticleResult) -> None:
        if self._generation.detector is None:
            self._generation.detector = result.detector
        elif result.detector != self._generation.detector:
            message = f"{self._generation.name} was begun by {self._generation.detector}, this is {result.detector}"
            raise Invalid("generation.mismatch", message)
