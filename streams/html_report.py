"""Article results as one HTML page: each text with its evidence marked, and a card for every event.

The page stands alone: no request leaves it, no script runs in it (its content security policy allows its one style
sheet by hash and nothing else), and every word of the wire is escaped and isolated.
"""

import tempfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Final

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from schemas.article_result import ArticleResult, Detector
from streams.report.pages import page_environment
from streams.report.story import Moment, story_of

HOVERED_EVENTS: Final = 40
"""Cards of an article that light their marks up under the pointer: the style sheet has a rule for each number."""
_IN_MEMORY: Final = 4 << 20
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the index."""

    number: int
    headline: str
    provider: str
    published: Moment
    events: int
    state: str


@dataclass(slots=True)
class _Contents:
    entries: list[_Entry] = field(default_factory=list)
    detectors: dict[Detector, None] = field(default_factory=dict)


def render_articles(results: Iterable[ArticleResult]) -> Iterator[str]:
    """The page in pieces, in the order of `results`.

    Articles wait in a temporary file while the index before them grows, so memory holds one article at a time and a
    line for each.
    """
    environment = _environment()
    article = environment.get_template("article.html.j2")
    contents = _Contents()
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8", newline="") as articles:
        for number, result in enumerate(results, start=1):
            story = story_of(result, number)
            record = story.article
            entry = _Entry(
                number, record.headline, record.provider or "", story.published, len(story.cards), story.state
            )
            contents.entries.append(entry)
            contents.detectors[result.detector] = None
            articles.write(article.render(story=story))
        style = environment.get_template("style.css.j2").render(hovered=range(1, HOVERED_EVENTS + 1))
        yield environment.get_template("head.html.j2").render(
            entries=contents.entries,
            events=sum(entry.events for entry in contents.entries),
            style=Markup(style),  # noqa: S704 -- our own style sheet; nothing of the wire is in it
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        )
        articles.seek(0)
        while piece := articles.read(_CHUNK):
            yield piece
        yield environment.get_template("foot.html.j2").render(detectors=contents.detectors)


@cache
def _environment() -> Environment:
    return page_environment(PackageLoader("streams", "report"))
