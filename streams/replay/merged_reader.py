"""Reads all partitions of a topic range as one sequence, always the same one, whatever the broker answers first.

The order in which versions and notices of different partitions are written can show in the documents; a fixed order
is what makes a replay that was killed and resumed equal to one that was not.
"""

import heapq
import time
from collections import deque
from collections.abc import Callable
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

_FULL: Final = 400
"""Records held for one partition before it is paused; it is resumed below half of them."""
_POLL_MS: Final = 500
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
        self._ends = {TopicPartition(topic, number): end for number, end in ends.items()}
        self._open = {tp for tp, end in self._ends.items() if positions.get(tp.partition, 0) < end}
        self._starts = {tp: positions.get(tp.partition, 0) for tp in self._open}
        self._held: dict[Any, deque[Any]] = {tp: deque() for tp in self._open}
        self._heads: list[tuple[int, int, Any]] = []
        self._headed: set[Any] = set()
        self._connection = topic_consumer(settings, max_poll_records=500)
        self._consumer: Any = None

    def take(self, count: int) -> list[WireRecord]:
        """The next records, fewer only at the end. Waits for a broker that is away.

        Raises Invalid(archive.gone) when the broker has deleted what was to be read.
        """
        taken: list[WireRecord] = []
        while len(taken) < count:
            self._fill()
            if not self._heads:
                break
            _, _, tp = heapq.heappop(self._heads)
            self._headed.discard(tp)
            taken.append(_wire_record(self._held[tp].popleft()))
            self._put_head(tp)
        return taken

    def close(self) -> None:
        if self._consumer is not None:
            self._connection.__exit__(None, None, None)
            self._consumer = None

    def _fill(self) -> None:
        """Read until every partition that is not at its end has a head."""
        heard = time.monotonic()
        while any(tp not in self._headed for tp in self._open):
            if self._poll():
                heard = time.monotonic()
            elif time.monotonic() - heard > _TOLD_EVERY:
                heard = time.monotonic()
                waiting = sorted(tp.partition for tp in self._open if tp not in self._headed)
                log.warning("kafka.waited_for", partitions=waiting, **{"error.code": "kafka.unreachable"})

    def _poll(self) -> bool:
        try:
            consumer = self._connected()
            batches = consumer.poll(timeout_ms=_POLL_MS)
            for tp, records in batches.items():
                self._hold(tp, records)
            for tp in [*self._open]:
                if consumer.position(tp) >= self._ends[tp]:
                    self._open.discard(tp)
                    consumer.pause(tp)
                elif len(self._held[tp]) > _FULL:
                    consumer.pause(tp)
                elif len(self._held[tp]) < _FULL // 2:
                    consumer.resume(tp)
        except OffsetOutOfRangeError as error:
            raise Invalid("replay.gone", f"the broker no longer has all records: {error}") from error
        except KafkaError as error:
            # Everything else mends itself: the client reconnects and goes on where it was.
            log.warning("kafka.waited_for", **{"error.code": "kafka.unreachable", "error.message": str(error)[:200]})
            time.sleep(1)
            return False
        return bool(batches)

    def _connected(self) -> Any:
        if self._consumer is None:
            self._consumer = self._connection.__enter__()
            self._consumer.assign(sorted(self._open))
            for tp, offset in self._starts.items():
                self._consumer.seek(tp, offset)
        return self._consumer

    def _hold(self, tp: Any, records: list[Any]) -> None:
        if tp not in self._open:
            return
        for record in records:
            if record.offset >= self._ends[tp]:
                break
            if self._keeps(record):
                self._held[tp].append(record)
            else:
                self.skipped += 1
        self._put_head(tp)

    def _put_head(self, tp: Any) -> None:
        if tp not in self._headed and self._held[tp]:
            heapq.heappush(self._heads, (self._held[tp][0].timestamp, tp.partition, tp))
            self._headed.add(tp)


def _wire_record(record: Any) -> WireRecord:
    return WireRecord(
        Origin(topic=record.topic, partition=record.partition, offset=record.offset),
        record.key,
        record.value or b"",
        record.timestamp if record.timestamp is not None and record.timestamp >= 0 else None,
        tuple(record.headers),
    )
