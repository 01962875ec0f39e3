"""The detector over files, without any server: records in, results or refusals out, in the order they were read."""

import os
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from schemas.article import decode_article
from schemas.article_result import ArticleResult, decode_result, encode_result
from schemas.errors import Invalid
from streams.article_files import FileRecord
from streams.detector import build_detector

if TYPE_CHECKING:
    from processors.detector import Detector

BATCH: Final = 64
_WORTH_A_POOL: Final = 256
"""Records from which starting more processes pays: each takes a second or two to load its model."""


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """Everything a process needs to build the detector; `watchlists` are (name, content)."""

    watchlists: tuple[tuple[str, bytes], ...]
    model: str
    watch: Literal["listed", "any"]

    def build(self) -> "Detector":
        """Raises Invalid, as build_detector does."""
        return build_detector(self.watchlists, model=self.model, watch=self.watch)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one record: encoded results (two for a notice that takes another item back), or an error."""

    where: str
    results: tuple[bytes, ...] = ()
    error: Invalid | None = None

    def decoded(self) -> list[ArticleResult]:
        return [decode_result(result) for result in self.results]


def detect_records(
    records: Iterable[FileRecord], settings: DetectorSettings, *, processes: int = 0
) -> Iterator[Answer]:
    """One answer a record, in order, streaming; `processes` 0: one for each core when the input is large enough.

    Raises Invalid when the detector cannot be built.
    """
    stream = iter(records)
    head = list(islice(stream, _WORTH_A_POOL)) if processes != 1 else []
    wanted = processes or (len(os.sched_getaffinity(0)) if len(head) == _WORTH_A_POOL else 1)
    batches = _batches(chain(head, stream))
    if wanted == 1:
        detector = settings.build()
        for batch in batches:
            yield from read_batch(detector, batch)
    else:
        yield from _in_processes(batches, settings, wanted)


def _in_processes(batches: Iterator[list[FileRecord]], settings: DetectorSettings, processes: int) -> Iterator[Answer]:
    # spawn: numpy's threads do not survive a fork.
    with ProcessPoolExecutor(processes, get_context("spawn"), _start, (settings,)) as pool:
        waiting: deque[Future[list[Answer]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_work, batch))
            if len(waiting) > 2 * processes:  # a bound on what is read ahead
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_built: "Detector | Invalid | None" = None


def _start(settings: DetectorSettings) -> None:
    global _built  # noqa: PLW0603 -- one process, one detector
    try:
        _built = settings.build()
    except Invalid as error:
        _built = error


def _work(batch: list[FileRecord]) -> list[Answer]:
    if isinstance(_built, Invalid):
        raise _built
    assert _built is not None
    return read_batch(_built, batch)


def read_batch(detector: "Detector", batch: Sequence[FileRecord]) -> list[Answer]:
    """Read a batch; an article on which the detector fails is named and refused, the others are read."""
    from processors.incoming import IncomingArticle

    answers: dict[int, Answer] = {}
    articles: list[tuple[int, IncomingArticle]] = []
    for place, record in enumerate(batch):
        try:
            if record.error:
                raise record.error
            article = decode_article(record.raw)
            articles.append((place, IncomingArticle(article, created=article.version_created)))
        except Invalid as error:
            answers[place] = Answer(record.where, error=error)
    try:
        readings = [[*detector.results(reading)] for reading in detector.read([one for _, one in articles])]
        for (place, _), results in zip(articles, readings, strict=True):
            answers[place] = Answer(batch[place].where, tuple(map(encode_result, results)))
    except Exception as error:
        if len(batch) == 1:
            return [Answer(batch[0].where, error=Invalid("detect.poison", _described(error)))]
        return [answer for record in batch for answer in read_batch(detector, [record])]
    return [answers[place] for place in range(len(batch))]


def _described(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"


def _batches(records: Iterable[FileRecord]) -> Iterator[list[FileRecord]]:
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        yield batch
