"""What the gate keeps out holds no event: with and without it, every article gives the same events.

Over the news that WIREWATCH_BENCH_NEWS names, and always over the project's own samples. A parse of every sentence of
500 long articles takes three to five minutes on one core, so one article in ten is read, always the same ones;
WIREWATCH_GATE_ARTICLES=500 asks for as many.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from processors.detector import Detector
from processors.gate import Gate, GateReading
from processors.incoming import IncomingArticle
from processors.story import SentenceSpan
from schemas.article import Article, decode_article
from streams.detector import load_detector
from streams.settings import Settings
from tests.bench.detector import articles_in
from tests.sample_events import SAMPLES

MODEL: str = Settings.model_fields["spacy_model"].default
NEWS = os.environ.get("WIREWATCH_BENCH_NEWS")
WANTED = int(os.environ.get("WIREWATCH_GATE_ARTICLES", "50"))
_FULL_ARTICLES = 500


class OpenGate(Gate):
    """Every sentence is a candidate; which actors it sees is unchanged."""

    def read(self, headline: str, body: str, sentences: Sequence[SentenceSpan]) -> GateReading:
        hits = super().read(headline, body, sentences).hits
        return GateReading(tuple(range(len(sentences))), hits)


def without_gate() -> Detector:
    detector = load_detector(model=MODEL, watch="any")
    detector._gate.__class__ = OpenGate
    return detector


def events(detector: Detector, articles: Sequence[Article]) -> dict[str, list[object]]:
    readings = detector.read([IncomingArticle(article, article.version_created) for article in articles])
    return {reading.text.headline: [msgspec.to_builtins(event) for event in reading.events] for reading in readings}


def lost(articles: Sequence[Article]) -> dict[str, list[object]]:
    """Articles that differ, and the events that only a full parse and reading of every sentence finds."""
    gate = events(load_detector(model=MODEL, watch="any"), articles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("processors.detector._is_likely", lambda _: True)
        open_gate = events(without_gate(), articles)
    return {
        key: [event for event in found if event not in gate[key]]
        for key, found in open_gate.items()
        if found != gate[key]
    }


def test_the_samples_lose_no_event_to_the_gate() -> None:
    lines = (Path(SAMPLES) / "articles.jsonl").read_bytes().splitlines()
    articles = [decode_article(line) for line in lines if line.strip()]
    assert lost(articles) == {}


@pytest.mark.gold
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not NEWS, reason="WIREWATCH_BENCH_NEWS names no folder with news")
def test_the_news_loses_no_event_to_the_gate() -> None:
    news = articles_in(Path(NEWS or "."), _FULL_ARTICLES)
    chosen = news[:: max(1, len(news) // WANTED)]
    for first in range(0, len(chosen), 20):
        assert lost(chosen[first : first + 20]) == {}
