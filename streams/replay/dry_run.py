"""What a replay would read: records of the range, and what can be said of them without a detector."""

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import Any

from schemas.article import decode_article
from schemas.errors import Invalid
from streams.generations.record import Source
from streams.replay.merged_reader import MergedReader
from streams.replay.range_filter import in_range
from streams.replay.topic_range import range_offsets
from streams.settings import Settings


def count_range(settings: Settings, source: Source) -> dict[str, Any]:
    """Counts of the range: records, articles, words, bytes, languages, and what would be dead letters by code.

    Errors as MergedReader.
    """
    starts, ends = range_offsets(settings, source)
    reader = MergedReader(settings, source.topic, starts, ends, partial(in_range, source))
    counts: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    earliest: int | None = None
    latest: int | None = None
    left = source.limit
    try:
        while records := reader.take(1000 if left is None else min(1000, left)):
            left = None if left is None else left - len(records)
            for record in records:
                counts["records"] += 1
                counts["bytes"] += len(record.value)
                if record.timestamp is not None:
                    earliest = min(record.timestamp, record.timestamp if earliest is None else earliest)
                    latest = max(record.timestamp, record.timestamp if latest is None else latest)
                try:
                    article = decode_article(record.value)
                except Invalid as error:
                    refused[error.code] += 1
                    continue
                counts["articles"] += 1
                counts["words"] += sum(len(body.value.split()) for body in article.bodies)
                languages[article.language.partition("-")[0].lower()] += 1
    finally:
        reader.close()
    return {
        "topic": source.topic,
        "partitions": len(ends),
        "records": counts["records"],
        "outside_the_range": reader.skipped,
        "articles": counts["articles"],
        "words": counts["words"],
        "bytes": counts["bytes"],
        "earliest": None if earliest is None else _moment(earliest),
        "latest": None if latest is None else _moment(latest),
        "languages": dict(languages.most_common()),
        "dead_letters": dict(refused.most_common()),
    }


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
