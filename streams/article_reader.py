"""The detector's side of the pool: raw records in, encoded article results out. Runs inside pool processes only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from processors.incoming import IncomingArticle
from schemas.article import decode_article
from schemas.article_result import ArticleResult, Origin, encode_result
from schemas.errors import Invalid
from schemas.event import event_type
from streams.wire_record import WireRecord


@dataclass(frozen=True, slots=True)
class EncodedResult:
    """One article result, encoded for wire.events, and what the metrics count of it."""

    origin: Origin
    uri: str
    value: bytes
    language: str
    detected: bool
    events: Counter[tuple[str, str]]
    """(type, rule) -> how many."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that is no article."""

    origin: Origin
    error: Invalid


class Detect(Protocol):
    """What the pool needs of processors.detector.Detector."""

    def detect(self, articles: Sequence[IncomingArticle]) -> list[ArticleResult]: ...


class ArticleReader:
    """Decodes records, has the detector read those that are articles, encodes what it found."""

    def __init__(self, detector: Detect) -> None:
        self._detector = detector

    def __call__(self, records: list[WireRecord]) -> list[EncodedResult | Unreadable]:
        """Unreadable records first, then the results in the order in which the detector gives them."""
        unreadable: list[EncodedResult | Unreadable] = []
        incoming: list[IncomingArticle] = []
        for record in records:
            try:
                article = decode_article(record.value)
            except Invalid as error:
                unreadable.append(Unreadable(record.origin, error))
                continue
            # A record without a timestamp (an old producer's) still has its news time.
            created = record.created or article.version_created
            incoming.append(IncomingArticle(article=article, created=created, origin=record.origin))
        return unreadable + [_encoded(result) for result in self._detector.detect(incoming)]


@dataclass(frozen=True, slots=True)
class ReaderFactory:
    """Builds an ArticleReader around the real detector; a pool process calls it once."""

    model: str
    watchlists: tuple[Path, ...]
    watch: Literal["listed", "any"]

    def __call__(self) -> ArticleReader:
        """Errors as load_detector's."""
        from streams.detector import load_detector

        return ArticleReader(load_detector(model=self.model, watchlists=self.watchlists, watch=self.watch))


def _encoded(result: ArticleResult) -> EncodedResult:
    if result.article.origin is None:
        raise ValueError(f"a result for {result.article.uri} does not say from which record it was made")
    return EncodedResult(
        origin=result.article.origin,
        uri=result.article.uri,
        value=encode_result(result),
        language=result.article.language,
        detected=result.article.detected,
        events=Counter((event_type(event), event.rule) for event in result.events),
    )
