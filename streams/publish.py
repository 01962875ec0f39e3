"""Puts articles on wire.articles: checked, keyed by uri, stamped with their news time, acknowledged by all replicas."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError

from schemas.article import MAX_ARTICLE_BYTES, decode_article
from schemas.errors import Invalid, Transient
from streams.article_files import FileRecord
from streams.kafka_connection import open_client
from streams.settings import Settings

log = structlog.get_logger(__name__)

INGESTED_HEADER: Final = "ingested"
"""Header with the milliseconds since 1970 at which publish sent the record: its own timestamp is news time."""
_FLUSH_SECONDS: Final = 60.0
_SHOWN_REFUSALS: Final = 1000


@dataclass(slots=True)
class PublishReport:
    """What became of the records; `refusals` names the first thousand (where, error)."""

    sent: int = 0
    failed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[str, Invalid]] = field(default_factory=list)

    def refuse(self, where: str, error: Invalid) -> None:
        self.refused[error.code] += 1
        if len(self.refusals) < _SHOWN_REFUSALS:
            self.refusals.append((where, error))


def connect_producer(settings: Settings) -> KafkaProducer:
    """An idempotent producer with acks=all. Raises Transient(kafka.unreachable)."""
    return open_client(
        KafkaProducer,
        settings,
        client_id="wirewatch-publish",
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        linger_ms=50,
        max_request_size=MAX_ARTICLE_BYTES + 65536,
        max_block_ms=20_000,
        delivery_timeout_ms=60_000,
        request_timeout_ms=20_000,
    )


def publish(
    records: Iterable[FileRecord],
    settings: Settings,
    *,
    unchecked: bool = False,
    on_progress: Callable[[PublishReport], None] | None = None,
) -> PublishReport:
    """Send each valid record as it stands; refuse the others, with their code.

    `unchecked` sends what cannot be decoded too, as a broken feed would: detect turns it into a dead letter. Returns
    when the broker has acknowledged everything. Raises Transient(kafka.unreachable) and, when it fails for good,
    counts the record as failed.
    """
    report = PublishReport()
    topic = settings.topic("wire.articles")
    producer = connect_producer(settings)
    try:
        for record in records:
            _send(producer, topic, record, report, unchecked=unchecked)
            if on_progress:
                on_progress(report)
        producer.flush(timeout=_FLUSH_SECONDS)
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{topic}: {error}") from error
    finally:
        producer.close(timeout=10)
    return report


def _send(producer: Any, topic: str, record: FileRecord, report: PublishReport, *, unchecked: bool) -> None:
    key: bytes | None = None
    timestamp: int | None = None
    error = record.error
    if error is None:
        try:
            article = decode_article(record.raw)
            key = article.uri.encode()
            timestamp = max(0, int(article.version_created.timestamp() * 1000))
        except Invalid as invalid:
            error = invalid
    if error is not None:
        report.refuse(record.where, error)
        if not unchecked:
            return
    ingested = str(time.time_ns() // 1_000_000).encode()
    future = producer.send(topic, record.raw, key=key, timestamp_ms=timestamp, headers=[(INGESTED_HEADER, ingested)])
    future.add_callback(lambda _: _sent(report))
    future.add_errback(lambda failure: _failed(report, record.where, failure))


def _sent(report: PublishReport) -> None:
    report.sent += 1


def _failed(report: PublishReport, where: str, failure: Exception) -> None:
    report.failed += 1
    log.error("article.not_sent", where=where, **{"error.code": "kafka.rejected", "error.message": str(failure)[:200]})
