"""What is kept of an article beside its events: its record, and the notice that takes an earlier item back."""

import hashlib
from datetime import datetime

import msgspec

from processors.story_builder import ArticleText
from schemas.article import Article, Named
from schemas.article_result import ArticleRecord, Origin


def record_of(
    article: Article, text: ArticleText, *, created: datetime, origin: Origin | None, detected: bool
) -> ArticleRecord:
    """The article as it is indexed. `created` is the time of the record it came in."""
    return ArticleRecord(
        uri=article.uri,
        version_created=article.version_created,
        created=created,
        content_hash=content_hash(article, text),
        version=article.version,
        version_number=article.version_number,
        pub_status=article.pub_status,
        headline=text.headline,
        text=text.body,
        language=article.language,
        detected=detected,
        located=article.located,
        provider=article.provider,
        urgency=article.urgency,
        slugline=article.slugline,
        ed_note=article.ed_note,
        by=article.by,
        copyright_holder=article.copyright_holder,
        first_created=article.first_created,
        embargoed_until=article.embargoed_until,
        evolved_from=article.evolved_from,
        genres=_names(article.genres),
        subjects=_names(article.subjects),
        people=_names(article.people),
        organisations=_names(article.organisations),
        alt_ids=[alt.value for alt in article.alt_ids],
        url=article.uri if article.uri.startswith(("http://", "https://")) else None,
        origin=origin,
    )


def record_of_withdrawn(uri: str, notice: Article, *, created: datetime, origin: Origin | None) -> ArticleRecord:
    """The empty record of an earlier item that a notice takes back. It has no version number of its own."""
    content = msgspec.json.encode(["withdrawn", uri, notice.uri, notice.version_created])
    return ArticleRecord(
        uri=uri,
        version_created=notice.version_created,
        created=created,
        content_hash=hashlib.sha256(content).hexdigest(),
        pub_status="canceled",
        language=notice.language,
        detected=False,
        provider=notice.provider,
        ed_note=notice.ed_note,
        url=uri if uri.startswith(("http://", "https://")) else None,
        origin=origin,
    )


def content_hash(article: Article, text: ArticleText) -> str:
    """Equal for redelivered records, different when anything that readers or events depend on differs."""
    content = msgspec.json.encode(
        [
            text.headline,
            text.body,
            article.pub_status,
            article.language,
            article.ed_note,
            article.signals,
            article.evolved_from,
            article.embargoed_until,
        ]
    )
    return hashlib.sha256(content).hexdigest()


def _names(named: list[Named]) -> list[str]:
    names = (item.name or item.literal or item.code or item.uri for item in named)
    return list(dict.fromkeys(name for name in names if name))
