"""What the detector saw in an article: the basis of its result, and of `wirewatch explain`."""

from dataclasses import dataclass, field

from processors.event_mention import EventMention
from processors.incoming import IncomingArticle
from processors.story import SentenceSpan
from processors.story_builder import ArticleText
from schemas.article_result import Revision
from schemas.event import Event


@dataclass(slots=True)
class Found:
    """One candidate and what became of it, in words and values that outlive the parse."""

    rule: str
    sentence: int
    trigger: str
    why: tuple[str, ...]
    actors: tuple[str, ...]
    mention: EventMention | None


@dataclass(slots=True)
class Reading:
    """Everything the detector saw in one article, for `wirewatch explain`."""

    incoming: IncomingArticle
    text: ArticleText
    revision: Revision
    detected: bool
    """False where the text was not read for events (another language, a withdrawal)."""
    sentences: tuple[SentenceSpan, ...] = ()
    candidates: tuple[int, ...] = ()
    found: list[Found] = field(default_factory=list)
    unwatched: list[Event] = field(default_factory=list)
    """Events in which no watched actor takes part."""
    events: list[Event] = field(default_factory=list)
