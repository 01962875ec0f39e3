"""Reads all partitions of a topic range as one sequence, always the same one, whatever the broker answers first.

The order in which versions and notices of different partitions are written can show in the documents; a fixed order
is what makes a replay that was killed and resumed equal to one that was not.
"""

import heapq
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final

import structlog
from kafka import TopicPartition
from kafka.errors import KafkaError, OffsetOutOfRangeError

from schemas.article_result import Origin
from schemas.errors import Invalid
from streams.generations.record import Offsets
from streams.replay.topic_range import topic_consumer
from streams.settings import Settings
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)

_POLL_MS: Final = 500
_POLL_RECORDS: Final = 500
_FETCH_BYTES: Final = 1024 * 1024
"""Compressed, for each partition; a larger record comes alone."""
_TOLD_EVERY: Final = 10.0


class MergedReader:
    """Records of [positions, ends) by their time, then partition; blocking, so for a thread. One call at a time.

    Partitions are read in their own order: what comes next is the earliest of their heads. `keeps` says which records
    are meant; the others are counted in `skipped`.
    """

    def __init__(
        self,
        settings: Settings,
        topic: str,
        positions: Offsets,
        ends: Offsets,
        keeps: Callable[[Any], bool] = lambda _: True,
    ) -> None:
        self.skipped = 0
        self._keeps = keeps
        self._cursors = [
            PartitionReader(settings, TopicPartition(topic, number), positions.get(number, 0), end)
            for number, end in sorted(ends.items())
            if positions.get(number, 0) < end
        ]
        self._heads: list[tuple[int, int, PartitionReader]] = []
        self._begun = False

    def take(self, count: int) -> list[WireRecord]:
        """The next records, fewer only at the end. Waits for a broker that is away.

        Raises Invalid(replay.gone) when the broker has deleted what was to be read, Transient when there is none.
        """
        if not self._begun:
            self._begun = True
            for cursor in self._cursors:
                self._put_head(cursor)
        taken: list[WireRecord] = []
        while len(taken) < count and self._heads:
            cursor = heapq.heappop(self._heads)[2]
            taken.append(_wire_record(cursor.held.popleft()))
            self._put_head(cursor)
        return taken

    def close(self) -> None:
        for cursor in self._cursors:
            cursor.close()

    def _put_head(self, cursor: "PartitionReader") -> None:
        """Read on until the partition has a record that is meant, or is at its end."""
        while not cursor.held and not cursor.at_end:
            for record in cursor.read():
                if self._keeps(record):
                    cursor.held.append(record)
                else:
                    self.skipped += 1
        if cursor.held:
            heapq.heappush(self._heads, (cursor.held[0].timestamp, cursor.partition.partition, cursor))


class PartitionReader:
    """One partition and its own consumer: its records of [start, end), an end that was seen before.

    One consumer for all would have to pause partitions that are ahead, and kafka-python 3.0.12 can lose sight of what
    it has fetched for a paused one: its Fetcher keeps a drained batch that is neither None nor true.
    """

    def __init__(self, settings: Settings, partition: TopicPartition, start: int, end: int) -> None:
        self.partition = partition
        self.held: deque[Any] = deque()
        self.at_end = False
        self._settings = settings
        self._start = start
        self._end = end
        self._open = ExitStack()
        self._consumer: Any = None

    def read(self) -> list[Any]:
        """The next records before the end; waits until there are some, or the end is reached."""
        heard = time.monotonic()
        while True:
            try:
                consumer = self._connected()
                found = consumer.poll(timeout_ms=_POLL_MS).get(self.partition, [])
                self.at_end = consumer.position(self.partition) >= self._end
            except OffsetOutOfRangeError as error:
                raise Invalid("replay.gone", f"the broker no longer has all records: {error}") from error
            except KafkaError as error:
                # Everything else mends itself: the client reconnects and goes on where it was.
                log.debug("kafka.failed", **{"error.message": str(error)[:200]})
                found = []
                time.sleep(_POLL_MS / 1000)
            if found or self.at_end:
                return [record for record in found if record.offset < self._end]
            if time.monotonic() - heard > _TOLD_EVERY:
                heard = time.monotonic()
                log.warning(
                    "kafka.waited_for", partition=self.partition.partition, **{"error.code": "kafka.unreachable"}
                )

    def close(self) -> None:
        self._open.close()

    def __lt__(self, other: "PartitionReader") -> bool:
        return bool(self.partition < other.partition)

    def _connected(self) -> Any:
        if self._consumer is None:
            self._consumer = self._open.enter_context(
                topic_consumer(self._settings, max_poll_records=_POLL_RECORDS, max_partition_fetch_bytes=_FETCH_BYTES)
            )
            self._consumer.assign([self.partition])
            self._consumer.seek(self.partition, self._start)
        return self._consumer


def _wire_record(record: Any) -> WireRecord:
    return WireRecord(
        Origin(topic=record.topic, partition=record.partition, offset=record.offset),
        record.key,
        record.value or b"",
        record.timestamp if record.timestamp is not None and record.timestamp >= 0 else None,
        tuple(record.headers),
    )
