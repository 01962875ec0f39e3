"""A detector for tests of the line: instant to load, and as badly behaved as its input says.

An article's text is words: `event:N` gives N events, `kill` ends its process, `hang` never comes back, `bug` raises,
`slow:MS` takes its time, `withdraws:URI` gives a second result for that item.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from processors.incoming import IncomingArticle
from schemas.article_result import ArticleRecord, ArticleResult, Revision
from streams.article_reader import ArticleReader
from tests.builders import DETECTOR, meeting


@dataclass(frozen=True)
class SmallFactory:
    """Builds an ArticleReader around a SmallDetector. `each` are seconds for every article."""

    each: float = 0.0
    obeys: bool = True
    """False: words like `kill` and `bug` are only words."""
    more: int = 0
    """So many events more where there is one: a detector that finds more."""

    def __call__(self) -> ArticleReader:
        return ArticleReader(SmallDetector(self.each, obeys=self.obeys, more=self.more))


class SmallDetector:
    def __init__(self, each: float, *, obeys: bool, more: int = 0) -> None:
        self._more = more
        self._each = each
        self._obeys = obeys

    def detect(self, articles: Sequence[IncomingArticle]) -> list[ArticleResult]:
        return [result for article in articles for result in self._read(article)]

    def _read(self, incoming: IncomingArticle) -> list[ArticleResult]:
        article = incoming.article
        time.sleep(self._each)
        text = article.bodies[0].value if article.bodies else ""
        events = 0
        withdrawn: list[str] = []
        for word in text.split():
            order, _, value = word.partition(":")
            events += int(value) if order == "event" else 0
            if order == "withdraws":
                withdrawn.append(value)
            if self._obeys:
                _obey(order, value)
        events += self._more if events else 0
        record = ArticleRecord(
            uri=article.uri,
            version=article.version,
            version_number=article.version_number,
            version_created=article.version_created,
            created=incoming.created,
            content_hash=sha256(f"{article.pub_status} {text}".encode()).hexdigest(),
            pub_status=article.pub_status,
            evolved_from=article.evolved_from,
            text=text,
            language=article.language,
            origin=incoming.origin,
        )
        kind = "kill" if article.pub_status == "canceled" else "new"
        found = [meeting(event_id(article.uri, number)) for number in range(events)]
        results = [ArticleResult(article=record, revision=Revision(kind=kind), events=list(found), detector=DETECTOR)]
        for uri in withdrawn:
            empty = ArticleRecord(
                uri=uri,
                version_created=article.version_created,
                created=incoming.created,
                content_hash=f"withdrawn by {article.uri}",
                pub_status="canceled",
                detected=False,
                origin=incoming.origin,
            )
            results.append(ArticleResult(article=empty, revision=Revision(kind="kill"), events=[], detector=DETECTOR))
        return results


def event_id(uri: str, number: int) -> str:
    return f"{sha256(uri.encode()).hexdigest()[:20]}-{number}"


def _obey(order: str, value: str) -> None:
    actions: dict[str, Callable[[], object]] = {
        "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "hang": lambda: time.sleep(3600),
        "slow": lambda: time.sleep(int(value) / 1000),
    }
    if order == "bug":
        raise LookupError("the detector has a bug")
    actions.get(order, lambda: None)()
