"""What the detector is given. Imports no parser: whoever hands articles over need not load one."""

from dataclasses import dataclass
from datetime import datetime

from schemas.article import Article
from schemas.article_result import Origin


@dataclass(frozen=True, slots=True)
class IncomingArticle:
    """An article and the record it came in: `created` is the record's timestamp, the same in every replay."""

    article: Article
    created: datetime
    origin: Origin | None = None
