"""An article result as the Elasticsearch document of its article: one for each uri, holding its newest version."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from schemas.article_result import ArticleResult

ECS_VERSION = "9.2.0"

# What the feed says of the item, carried from the record to wire.article.* as it is.
_CARRIED = (
    "uri",
    "version",
    "version_number",
    "headline",
    "text",
    "language",
    "detected",
    "provider",
    "located",
    "urgency",
    "slugline",
    "ed_note",
    "by",
    "copyright_holder",
    "genres",
    "subjects",
    "people",
    "organisations",
    "alt_ids",
    "pub_status",
    "evolved_from",
    "content_hash",
)


def article_id(uri: str) -> str:
    """The document id: a uri may be longer than the 512 bytes that Elasticsearch allows."""
    return hashlib.blake2b(uri.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def instant(moment: datetime) -> str:
    """UTC with milliseconds, the precision of an Elasticsearch date."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def article_document(
    result: ArticleResult, *, order: int, generation: str, event_ids: list[str], evolved_into: list[str], now: datetime
) -> dict[str, Any]:
    """The document of `result`'s article. `event_ids` is every event id ever written for this uri."""
    article = result.article
    carried = {name: getattr(article, name) for name in _CARRIED}
    carried |= {
        "order": order,
        "words": len(article.text.split()),
        "evolved_into": evolved_into,
        "first_created": instant(article.first_created) if article.first_created else None,
        "embargoed_until": instant(article.embargoed_until) if article.embargoed_until else None,
    }
    return without_empty(
        {
            "@timestamp": instant(article.version_created),
            "ecs": {"version": ECS_VERSION},
            "event": {
                "id": article_id(article.uri),
                "kind": "event",
                "action": f"article-{result.revision.kind}",
                "dataset": "wirewatch.articles",
                "created": instant(article.created),
                "ingested": instant(now),
            },
            "message": article.headline or article.text[:200],
            "url": {"full": article.url},
            "wire": {
                "article": carried,
                "revision": msgspec.to_builtins(result.revision),
                "event_ids": event_ids,
                "event_count": len(result.events),
                "generation": generation,
                "detector": msgspec.to_builtins(result.detector),
                "origin": msgspec.to_builtins(article.origin),
            },
        }
    )


def without_empty(document: dict[str, Any]) -> dict[str, Any]:
    """The document without nulls, empty lists and empty objects; false and zero stay."""
    kept: dict[str, Any] = {}
    for name, value in document.items():
        inner = without_empty(value) if isinstance(value, dict) else value
        if inner not in (None, [], {}, ""):
            kept[name] = inner
    return kept
