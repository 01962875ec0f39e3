"""How a load is doing: a bar for people, JSON lines for everything else. Both go to standard error."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from streams.generations.record import Generation

_EVERY_SECONDS: Final = 2.0


class Reporter(Protocol):
    """Who is told how it goes."""

    def advanced(self, generation: Generation) -> None: ...

    def say(self, line: str) -> None: ...


class QuietReporter:
    """Tells nobody."""

    def advanced(self, generation: Generation) -> None:
        """Nothing is shown."""

    def say(self, line: str) -> None:
        """Nothing is said."""


@contextmanager
def open_reporter(*, bar: bool | None = None) -> Iterator[Reporter]:
    """A bar in a terminal, JSON lines elsewhere; `bar` overrules what standard error is."""
    if not (sys.stderr.isatty() if bar is None else bar):
        yield JsonReporter(lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 -- the output asked for
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%  {task.fields[counts]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True, highlight=False)) as progress:
        yield _BarReporter(progress)


class Rate:
    """Articles and words a second since this process began to load."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int, int] | None = None

    def of(self, generation: Generation) -> tuple[float, float]:
        now, counts = self._clock(), generation.counts
        if self._first is None:
            # The first chunk has been dealt with already: it is what the clock begins after.
            self._first = (now, counts.records, counts.words)
            return 0.0, 0.0
        since, records, words = self._first
        seconds = max(now - since, 1e-6)
        return (counts.records - records) / seconds, (counts.words - words) / seconds


class JsonReporter:
    """One JSON object a line: `replay.progress` every two seconds, `replay.step` for what is said."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._clock = clock
        self._rate = Rate(clock)
        self._told = float("-inf")

    def advanced(self, generation: Generation) -> None:
        articles, words = self._rate.of(generation)
        if self._clock() - self._told < _EVERY_SECONDS and not generation.at_end:
            return
        self._told = self._clock()
        self._line("replay.progress", **progress_of(generation, articles, words))

    def say(self, line: str) -> None:
        self._line("replay.step", message=line)

    def _line(self, event: str, **fields: Any) -> None:
        self._write(json.dumps({"event": event, **fields}, ensure_ascii=False))


def progress_of(generation: Generation, articles: float, words: float) -> dict[str, Any]:
    """What a progress line says; `remaining_seconds` is None while nobody can tell."""
    counts, share = generation.counts, generation.read_share
    left = sum(generation.ends.values()) - sum(generation.positions.values())
    return {
        "generation": generation.name,
        "share": round(share, 4),
        "records": counts.records,
        "articles": counts.articles,
        "events": counts.events,
        "dead_letters": counts.letters,
        "articles_per_second": round(articles, 1),
        "words_per_second": round(words),
        "remaining_seconds": round(left / articles) if articles else None,
    }


class _BarReporter:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rate = Rate()
        self._task = progress.add_task("replay", total=1.0, counts="")

    def advanced(self, generation: Generation) -> None:
        articles, words = self._rate.of(generation)
        counts = generation.counts
        letters = f", {counts.letters:,} dead letters" if counts.letters else ""
        shown = (
            f"{counts.articles:,} articles, {counts.events:,} events{letters}, "
            f"{articles:,.0f} articles/s, {words:,.0f} words/s"
        )
        self._progress.update(self._task, description=generation.name, completed=generation.read_share, counts=shown)

    def say(self, line: str) -> None:
        self._progress.console.print(line, markup=False)
