"""How much faster the detector reads than a full spaCy parse of the same text, on one core, in one run.

Text: the ninjs JSON Lines (plain or .gz) named by WIREWATCH_BENCH_NEWS, else the project's own samples. CPU time of
this process is measured, and both read by turns, so that other work on the machine disturbs little; ratios are what
counts.
"""

import gzip
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops

from processors.detector import Detector
from processors.incoming import IncomingArticle
from schemas.article import Article, decode_article
from streams.detector import load_detector
from streams.settings import Settings
from tests.sample_events import SAMPLES

MODEL: str = Settings.model_fields["spacy_model"].default
MAX_ARTICLES = 594
"""The full articles of a folder that begins with them; briefs follow."""
BATCH = 64
_PARSED = 40
"""Articles of the full parse: its speed does not depend on how many there are."""
_TURNS = 5
_T = TypeVar("_T")


@dataclass(frozen=True)
class DetectorFigures:
    articles: int
    words: int
    aliases: int
    candidates: float
    """Share of sentences that were parsed as candidates."""
    detector: float
    """Words a second."""
    parsed: float
    """Share of sentences that went through the parser, with those that rules asked for beyond the candidates."""
    stages: dict[str, float]
    """Seconds by stage."""
    full: dict[str, float]
    """Words a second of a full parse, by matrix library: blis is what spaCy takes by itself."""

    def ratio(self, library: str) -> float:
        return self.detector / self.full[library]


def measure() -> DetectorFigures:
    articles = _articles()
    incoming = [IncomingArticle(article, article.version_created) for article in articles]
    full = {library: _pipeline(use_blis=library == "blis") for library in ("blis", "numpy")}
    detector = load_detector(model=MODEL, watch="listed")
    detector.read(incoming[:BATCH])  # tables that are loaded on first use
    clock = _Clock(detector)
    parsing = dict.fromkeys(full, 0.0)
    seconds, sentences, candidates = 0.0, 0, 0
    for turn in range(_TURNS):
        read = _read(detector, _share(incoming, turn))
        seconds, sentences, candidates = seconds + read[0], sentences + read[1], candidates + read[2]
        for library, nlp in full.items():
            parsing[library] += _parse(nlp, _share(articles[:_PARSED], turn))
    return DetectorFigures(
        articles=len(articles),
        words=_words(articles),
        aliases=detector.aliases,
        candidates=candidates / max(sentences, 1),
        parsed=clock.sentences / max(sentences, 1),
        stages={**clock.seconds, "rules": seconds - sum(clock.seconds.values())},
        detector=_words(articles) / seconds,
        full={library: _words(articles[:_PARSED]) / parsing[library] for library in full},
    )


def _share(given: Sequence[_T], turn: int) -> Sequence[_T]:
    """What is read in this turn, in order."""
    return given[len(given) * turn // _TURNS : len(given) * (turn + 1) // _TURNS]


def report(figures: DetectorFigures) -> str:
    lines = [
        f"detector: {figures.articles} articles, {figures.words} words, {figures.aliases} aliases",
        f"  candidate sentences      {figures.candidates:8.1%}",
        f"  parsed sentences         {figures.parsed:8.1%}",
        f"  detector                 {figures.detector:8.0f} words/s",
    ]
    total = sum(figures.stages.values())
    for stage, seconds in figures.stages.items():
        lines.append(f"    {stage:<24} {seconds:6.2f} s {seconds / total:6.1%}")
    for library, speed in figures.full.items():
        lines.append(f"  full parse ({library:<5})       {speed:8.0f} words/s   ratio {figures.ratio(library):5.1f}")
    return "\n".join(lines)


class _Clock:
    """Processor seconds by stage of a detector, and how many sentences it parses."""

    def __init__(self, detector: Detector) -> None:
        self.seconds: dict[str, float] = {}
        self.sentences = 0
        for owner, method, stage in (
            (detector, "_prepare", "text, sentences, gate"),
            (detector._parser, "parse_nameless", "tagger and parser"),
            (detector._parser, "add_names", "named entities"),
        ):
            setattr(owner, method, self._timed(getattr(owner, method), stage))

    def _timed(self, method: Callable[[Any], Any], stage: str) -> Callable[[Any], Any]:
        self.seconds[stage] = 0.0

        def timed(given: Any) -> Any:
            started = time.process_time()
            result = method(given)
            self.seconds[stage] += time.process_time() - started
            self.sentences += len(given) if stage == "tagger and parser" else 0
            return result

        return timed


def _read(detector: Detector, incoming: Sequence[IncomingArticle]) -> tuple[float, int, int]:
    """Seconds, sentences and candidates among them."""
    started = time.process_time()
    readings = [
        reading
        for first in range(0, len(incoming), BATCH)
        for reading in detector.read(incoming[first : first + BATCH])
    ]
    seconds = time.process_time() - started
    sentences = sum(len(reading.sentences) for reading in readings)
    return seconds, sentences, sum(len(reading.candidates) for reading in readings)


def _pipeline(*, use_blis: bool) -> Language:
    set_current_ops(NumpyOps(use_blis=use_blis))
    return spacy.load(MODEL)


def _parse(nlp: Language, articles: Sequence[Article]) -> float:
    """Seconds of a full parse."""
    texts = [body.value for article in articles for body in article.bodies]
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - started


def _articles() -> list[Article]:
    named = os.environ.get("WIREWATCH_BENCH_NEWS")
    return articles_in(Path(named) if named else SAMPLES / "articles.jsonl", MAX_ARTICLES)


def articles_in(path: Path, most: int) -> list[Article]:
    """The first ninjs articles of a JSON Lines file, or of all in a folder in order of their names."""
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    lines = (line for file in files for line in _content(file).splitlines() if line.strip())
    return [decode_article(line) for line in islice(lines, most)]


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _words(articles: Sequence[Article]) -> int:
    return sum(len(body.value.split()) for article in articles for body in article.bodies)


if __name__ == "__main__":
    import sys

    sys.stdout.write(report(measure()) + "\n")
