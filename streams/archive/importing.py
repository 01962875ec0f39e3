"""Imports an archive into a topic: checked first, each record under its own time and key, and none a second time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kafka import TopicPartition
from kafka.errors import KafkaError

from schemas.errors import Transient
from streams.archive.archived_record import ArchivedRecord, record_digest
from streams.archive.manifest import ArchivedFile, Manifest, read_file, verify
from streams.archive.target_topic import ready_topic
from streams.publish import connect_producer
from streams.replay.merged_reader import PartitionReader
from streams.replay.topic_range import partitions_of, topic_consumer
from streams.settings import Settings

ARCHIVED_FROM: Final = "archived.from"
"""Header of an imported record: topic/partition/offset from which it was exported."""
_IN_FLIGHT: Final = 2000


@dataclass(slots=True)
class Imported:
    """`present` were in the topic already; `created` says that there was no such topic before."""

    sent: int = 0
    present: int = 0
    created: bool = False


def import_archive(
    settings: Settings,
    folder: Path,
    topic: str,
    *,
    on_file: Callable[[ArchivedFile, Imported], None] = lambda *_: None,
) -> Imported:
    """Send the records of an archive that `topic` does not hold; each goes to its old partition if there are as many.

    Otherwise the key decides, as for every producer, so that versions of one article stay together. What has the
    same time, key and value counts as the same record. An import that was interrupted is finished by doing it again.
    A topic that is missing is made.

    Raises Invalid(archive.invalid), Invalid(archive.damaged) or Invalid(topics.unfit) before anything is sent or made,
    or Transient(kafka.unreachable).
    """
    manifest = verify(folder)
    created = ready_topic(settings, topic, manifest)
    with topic_consumer(settings) as consumer:
        partitions = partitions_of(consumer, settings, topic)
    same = {tp.partition for tp in partitions} == set(manifest.ends)
    try:
        with closing(connect_producer(settings)) as producer:
            sender = _Sender(producer, topic, folder, manifest, keep_partitions=same)
            # Partition by partition where they match: memory then holds the digests of one.
            for some in [[tp] for tp in partitions] if same else [partitions]:
                numbers = {tp.partition for tp in some} if same else set(manifest.ends)
                files = [file for file in manifest.files if file.partition in numbers]
                if files:
                    sender.send(files, _known(settings, some, manifest), on_file)
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{topic}: {error}") from error
    sender.imported.created = created
    return sender.imported


class _Sender:
    """Sends the records of files that are not known yet."""

    def __init__(self, producer: Any, topic: str, folder: Path, manifest: Manifest, *, keep_partitions: bool) -> None:
        self.imported = Imported()
        self._producer = producer
        self._topic = topic
        self._folder = folder
        self._origin = manifest.topic
        self._keep_partitions = keep_partitions

    def send(
        self,
        files: Iterable[ArchivedFile],
        known: Counter[bytes],
        on_file: Callable[[ArchivedFile, Imported], None],
    ) -> None:
        """All are acknowledged by the broker when this returns."""
        waiting: list[Any] = []
        for file in files:
            for record in read_file(self._folder, file):
                digest = record.digest
                if known[digest]:
                    known[digest] -= 1
                    self.imported.present += 1
                    continue
                waiting.append(self._send(file, record))
                if len(waiting) >= _IN_FLIGHT:
                    self.imported.sent += _acknowledged(waiting)
            self.imported.sent += _acknowledged(waiting)
            on_file(file, self.imported)

    def _send(self, file: ArchivedFile, record: ArchivedRecord) -> Any:
        headers = [pair for pair in record.header_pairs if pair[0] != ARCHIVED_FROM]
        headers.append((ARCHIVED_FROM, f"{self._origin}/{file.partition}/{record.offset}".encode()))
        return self._producer.send(
            self._topic,
            record.value_bytes,
            key=record.key_bytes,
            partition=file.partition if self._keep_partitions else None,
            timestamp_ms=record.news_time,
            headers=headers,
        )


def _acknowledged(waiting: list[Any]) -> int:
    """Wait for the broker's word on each; forgets them."""
    for future in waiting:
        future.get(timeout=90)
    count = len(waiting)
    waiting.clear()
    return count


def _known(settings: Settings, partitions: list[TopicPartition], manifest: Manifest) -> Counter[bytes]:
    """Digests of what the topic holds from the archive's earliest news time on."""
    found: Counter[bytes] = Counter()
    with topic_consumer(settings) as consumer:
        ends = consumer.end_offsets(partitions)
        starts = consumer.beginning_offsets(partitions)
        if manifest.earliest:
            at = consumer.offsets_for_times(dict.fromkeys(partitions, manifest.earliest))
            starts = {tp: at[tp].offset if at.get(tp) else ends[tp] for tp in partitions}
    for tp in partitions:
        for record in _records(settings, tp, starts[tp], ends[tp]):
            found[record_digest(max(0, record.timestamp), record.key, record.value)] += 1
    return found


def _records(settings: Settings, partition: TopicPartition, start: int, end: int) -> Iterator[Any]:
    if start >= end:
        return
    reader = PartitionReader(settings, partition, start, end)
    try:
        while not reader.at_end:
            yield from reader.read()
    finally:
        reader.close()
