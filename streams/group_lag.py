"""How far a consumer group is behind, asked of the broker on a connection of its own.

faust's own numbers stand still together with faust; these do not.
"""

from collections.abc import Iterable
from typing import Any, Final

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec

from streams.health import PartitionLag
from streams.kafka_connection import client_options
from streams.settings import Settings

_ANSWER_MS: Final = 10_000


class GroupLag:
    """Committed offsets and ends of partitions. Blocking: call it in a thread, one call at a time."""

    def __init__(self, settings: Settings, group: str) -> None:
        self._settings = settings
        self._group = group
        self._admin: Any = None

    def ask(self, partitions: Iterable[tuple[str, int]]) -> list[PartitionLag]:
        """Raises KafkaError when the broker does not answer."""
        wanted = [TopicPartition(topic, number) for topic, number in sorted(partitions)]
        if not wanted:
            return []
        try:
            return self._ask(wanted)
        except BaseException:
            self.close()  # the next call starts afresh
            raise

    def close(self) -> None:
        admin, self._admin = self._admin, None
        if admin:
            admin.close()

    def _ask(self, wanted: list[Any]) -> list[PartitionLag]:
        if self._admin is None:
            self._admin = KafkaAdminClient(
                **client_options(self._settings),
                client_id="wirewatch-health",
                request_timeout_ms=_ANSWER_MS,
            )
        committed = self._admin.list_group_offsets({self._group: wanted}).get(self._group, {})
        positions = {tp: committed[tp].offset for tp in wanted if tp in committed and committed[tp].offset >= 0}
        fresh = [tp for tp in wanted if tp not in positions]
        if fresh:
            starts = self._admin.list_partition_offsets(dict.fromkeys(fresh, OffsetSpec.EARLIEST))
            positions |= {tp: starts[tp].offset for tp in fresh}
        ends = self._admin.list_partition_offsets(dict.fromkeys(wanted, OffsetSpec.LATEST))
        return [PartitionLag(tp.topic, tp.partition, positions[tp], ends[tp].offset) for tp in wanted]
