"""Which Kafka records lie in the range of a replay."""

from typing import Any

from schemas.article import decode_article
from schemas.errors import Invalid
from streams.generations.record import Source


def in_range(source: Source, record: Any) -> bool:
    """By the record's own timestamp, which is news time; where it has none, by the article's versionCreated."""
    if record.timestamp is not None and record.timestamp >= 0:
        return source.holds(record.timestamp)
    try:
        created = decode_article(record.value or b"").version_created
    except Invalid:
        return True  # nobody can tell: it will be a dead letter, and seen
    return source.holds(int(created.timestamp() * 1000))
