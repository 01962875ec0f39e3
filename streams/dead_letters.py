"""Dead letters: how they are written, counted, read back and sent again."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from schemas.dead_letter import DeadLetter, Stage
from schemas.errors import Invalid, Transient
from streams.kafka_connection import open_client
from streams.settings import Settings
from streams.wire_record import (
    REPLAY_REASON,
    REPLAYED_FROM,
    Headers,
    Outgoing,
    Refused,
    header,
    ingested_header,
)

TOPIC: Final = "wire.dead-letters"
ORIGINAL_TIMESTAMP: Final = "original.timestamp"
"""Header with the timestamp of the original record, in milliseconds: the dead letter's own is its arrival."""
MAX_REASON_CHARS: Final = 500
_QUIET_SECONDS: Final = 10.0


class DeadLetterLimit:
    """Counts dead letters and refuses a flood: more than `limit` within `window` seconds mean a bad deploy or feed."""

    def __init__(
        self, limit: int, window: float, *, already: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`already` were written shortly before: a worker that a supervisor starts again is no new beginning."""
        self._limit = limit
        self._window = window
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque([(clock(), already)] if already else [])

    def admit(self, letters: int) -> None:
        """Count `letters` that are about to be written. Raises Invalid(dead-letters.flood) instead, if too many."""
        if not letters:
            return
        now = self._clock()
        while self._seen and now - self._seen[0][0] > self._window:
            self._seen.popleft()
        total = letters + sum(count for _, count in self._seen)
        if total > self._limit:
            message = f"{total} within {self._window:g} s, at most {self._limit} are let through"
            raise Invalid("dead-letters.flood", message)
        self._seen.append((now, letters))


def dead_letter(refused: Refused, stage: Stage, schema: str, topic: str) -> Outgoing:
    """The dead letter of a refused record: its bytes and key as they came, the reason in the headers."""
    record = refused.record
    headers = DeadLetter.of(refused.error, stage, record.origin, schema).to_headers()
    if record.timestamp is not None:
        headers.append((ORIGINAL_TIMESTAMP, str(record.timestamp).encode()))
    # A record that was sent again and failed again still says where it came from.
    headers += [(name, value) for name, value in record.headers if name in (REPLAYED_FROM, REPLAY_REASON)]
    return Outgoing(topic, record.key, record.value, headers=tuple(headers))


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A dead letter as it lies in the topic. `letter` is None when its headers do not say what it is."""

    partition: int
    offset: int
    failed: datetime
    key: bytes | None
    value: bytes
    letter: DeadLetter | None
    original_timestamp: int | None = None
    replayed_from: str | None = None

    @property
    def name(self) -> str:
        """partition/offset, as `dead-letters show` wants it."""
        return f"{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which dead letters are meant; None means any."""

    code: str | None = None
    stage: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __call__(self, stored: StoredLetter) -> bool:
        letter = stored.letter
        return (
            (self.code is None or (letter is not None and letter.error_code == self.code))
            and (self.stage is None or (letter is not None and letter.stage == self.stage))
            and (self.since is None or stored.failed >= self.since)
            and (self.until is None or stored.failed < self.until)
        )


def read_letters(settings: Settings, wanted: LetterFilter) -> Iterator[StoredLetter]:
    """Every wanted dead letter that lies in the topic now, oldest first in each partition; ends by itself.

    Raises Transient(kafka.unreachable) or Invalid(topics.missing).
    """
    topic = settings.topic(TOPIC)
    try:
        with closing(_consumer(settings)) as consumer:
            partitions = [
                TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())
            ]
            if not partitions:
                raise Invalid("topics.missing", f"{topic} on {settings.kafka_bootstrap_servers}")
            starts = consumer.beginning_offsets(partitions)
            ends = consumer.end_offsets(partitions)
            if wanted.since:
                found = consumer.offsets_for_times(dict.fromkeys(partitions, int(wanted.since.timestamp() * 1000)))
                starts |= {tp: found[tp].offset if found.get(tp) else ends[tp] for tp in partitions}
            for partition in partitions:
                for record in _records(consumer, partition, starts[partition], ends[partition]):
                    stored = _stored(record)
                    if wanted(stored):
                        yield stored
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error


def recent_letters(settings: Settings) -> int:
    """How many dead letters were written within the last dead_letter_window. Errors as read_letters."""
    topic = settings.topic(TOPIC)
    since = int((time.time() - settings.dead_letter_window) * 1000)
    try:
        with closing(_consumer(settings)) as consumer:
            partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
            ends = consumer.end_offsets(partitions) if partitions else {}
            found = consumer.offsets_for_times(dict.fromkeys(partitions, since)) if partitions else {}
            return sum(ends[tp] - found[tp].offset for tp in partitions if found.get(tp))
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error


def read_letter(settings: Settings, partition: int, offset: int) -> StoredLetter | None:
    """One dead letter, or None when the topic holds none there. Errors as read_letters."""
    topic = TopicPartition(settings.topic(TOPIC), partition)
    try:
        with closing(_consumer(settings)) as consumer:
            if partition not in (consumer.partitions_for_topic(topic.topic) or ()):
                return None
            end = consumer.end_offsets([topic])[topic]
            records = _records(consumer, topic, offset, min(offset + 1, end)) if offset < end else iter(())
            return next((_stored(record) for record in records if record.offset == offset), None)
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error


def replay_letters(settings: Settings, letters: list[StoredLetter], reason: str) -> int:
    """Send the original records again to where they came from, with the reason in a header; returns how many.

    All are acknowledged by the broker when this returns. Raises Transient(kafka.unreachable) when they are not.
    """
    try:
        with closing(
            open_client(
                KafkaProducer,
                settings,
                client_id="wirewatch-dead-letters",
                acks="all",
                enable_idempotence=True,
                compression_type="zstd",
                max_request_size=8 * 1024 * 1024,
                delivery_timeout_ms=60_000,
                request_timeout_ms=20_000,
            )
        ) as producer:
            sent = [_send_again(producer, settings, stored, reason) for stored in letters if stored.letter]
            for future in sent:
                future.get(timeout=70)
            return len(sent)
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error


def replayed_headers(settings: Settings, stored: StoredLetter, reason: str) -> Headers:
    source = f"{settings.topic(TOPIC)}/{stored.name}".encode()
    why = " ".join(reason.split())[:MAX_REASON_CHARS].encode()
    return ((REPLAYED_FROM, source), (REPLAY_REASON, why), ingested_header())


def _send_again(producer: Any, settings: Settings, stored: StoredLetter, reason: str) -> Any:
    if stored.letter is None:
        raise Invalid("dead-letter.invalid", f"{stored.name} does not say where it came from")
    return producer.send(
        stored.letter.origin.topic,
        stored.value,
        key=stored.key,
        timestamp_ms=stored.original_timestamp,
        headers=list(replayed_headers(settings, stored, reason)),
    )


def _consumer(settings: Settings) -> Any:
    return open_client(
        KafkaConsumer,
        settings,
        client_id="wirewatch-dead-letters",
        group_id=None,
        enable_auto_commit=False,
        max_partition_fetch_bytes=8 * 1024 * 1024,
    )


def _records(consumer: Any, partition: Any, start: int, end: int) -> Iterator[Any]:
    """Records of [start, end), an end that was seen before: what arrives meanwhile is not waited for."""
    consumer.assign([partition])
    consumer.seek(partition, start)
    heard = time.monotonic()
    while consumer.position(partition) < end:
        for batch in consumer.poll(timeout_ms=500).values():
            heard = time.monotonic()
            for record in batch:
                if record.offset >= end:
                    return
                yield record
        if time.monotonic() - heard > _QUIET_SECONDS:
            raise Transient("kafka.unreachable", f"{partition.topic} gave nothing for {_QUIET_SECONDS:.0f} s")


def _stored(record: Any) -> StoredLetter:
    headers: list[tuple[str, bytes]] = list(record.headers)
    try:
        letter = DeadLetter.from_headers(headers)
    except Invalid:
        letter = None  # shown as it is: somebody else writes to this topic
    original = header(headers, ORIGINAL_TIMESTAMP) or b""
    source = header(headers, REPLAYED_FROM)
    return StoredLetter(
        partition=record.partition,
        offset=record.offset,
        failed=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        key=record.key,
        value=record.value or b"",
        letter=letter,
        original_timestamp=int(original) if original.isdigit() else None,
        replayed_from=source.decode("utf-8", "replace") if source else None,
    )
