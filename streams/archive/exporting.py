"""Exports a topic, or a range of its news time, into a folder. The topic and its consumers are left alone."""

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import zstandard
from kafka import TopicPartition

from schemas.errors import Invalid
from streams.archive.archived_record import encode_line
from streams.archive.manifest import NAME, ArchivedFile, Manifest, write_manifest
from streams.generations.record import Source, utc_now
from streams.replay.merged_reader import PartitionReader
from streams.replay.range_filter import in_range
from streams.replay.topic_range import range_offsets
from streams.settings import Settings

_LEVEL: Final = 9
FILE_BYTES: Final = 256 << 20
"""Uncompressed size after which the next file is begun."""


def export_topic(
    settings: Settings,
    source: Source,
    folder: Path,
    *,
    file_bytes: int = FILE_BYTES,
    on_record: Callable[[], None] = lambda: None,
) -> Manifest:
    """Write an archive of the records that lie in the topic now.

    Raises Invalid(archive.invalid) for a folder that is not empty, Invalid(topics.missing), Invalid(replay.gone) or
    Transient(kafka.unreachable); the folder then has no manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Invalid("archive.invalid", f"{folder} is not empty{': it holds an archive' * (folder / NAME).exists()}")
    starts, ends = range_offsets(settings, source)
    manifest = Manifest(
        topic=source.topic, created=utc_now(), start=source.start, end=source.end, starts=starts, ends=ends
    )
    for number in sorted(ends):
        if starts[number] < ends[number]:
            reader = PartitionReader(settings, TopicPartition(source.topic, number), starts[number], ends[number])
            with closing(reader), closing(_PartitionWriter(manifest, folder, file_bytes)) as writer:
                while not reader.at_end:
                    for record in reader.read():
                        if in_range(source, record):
                            writer.write(record)
                            on_record()
                writer.finish()
    manifest.records = sum(file.records for file in manifest.files)
    write_manifest(folder, manifest)
    return manifest


class _PartitionWriter:
    """The files of one partition. What is not finished when it is closed is removed."""

    def __init__(self, manifest: Manifest, folder: Path, file_bytes: int) -> None:
        self._manifest = manifest
        self._folder = folder
        self._file_bytes = file_bytes
        self._file: _FileWriter | None = None

    def write(self, record: Any) -> None:
        if self._file is None:
            self._file = _FileWriter(self._folder, record.partition, record.offset)
        self._file.write(record)
        self._note_time(record.timestamp)
        if self._file.bytes >= self._file_bytes:
            self.finish()

    def finish(self) -> None:
        if self._file:
            self._manifest.files.append(self._file.finish())
            self._file = None

    def close(self) -> None:
        if self._file:
            self._file.abandon()

    def _note_time(self, timestamp: int | None) -> None:
        manifest = self._manifest
        if timestamp is None or timestamp < 0:
            manifest.earliest = 0  # an import has to look through everything for it
            return
        manifest.earliest = timestamp if manifest.earliest is None else min(manifest.earliest, timestamp)
        manifest.latest = timestamp if manifest.latest is None else max(manifest.latest, timestamp)


class _Summed:
    """A file that knows its checksum."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)


class _FileWriter:
    """One file of an archive while it is written; it has its name once it is whole and on disk."""

    def __init__(self, folder: Path, partition: int, first_offset: int) -> None:
        self.bytes = 0
        self._partition = partition
        self._first = self._last = first_offset
        self._records = 0
        self._path = folder / f"part-{partition:04d}-{first_offset:020d}.jsonl.zst"
        self._part = self._path.with_suffix(".part")
        self._summed = _Summed(self._part)
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._writer: Any = compressor.stream_writer(self._summed, closefd=False)  # type: ignore[arg-type]

    def write(self, record: Any) -> None:
        line = encode_line(record)
        self._writer.write(line)
        self.bytes += len(line)
        self._records += 1
        self._last = record.offset

    def finish(self) -> ArchivedFile:
        self._writer.close()
        self._summed.file.flush()
        os.fsync(self._summed.file.fileno())
        self._summed.file.close()
        self._part.rename(self._path)
        return ArchivedFile(
            name=self._path.name,
            partition=self._partition,
            records=self._records,
            first_offset=self._first,
            last_offset=self._last,
            bytes=self.bytes,
            compressed_bytes=self._summed.size,
            sha256=self._summed.digest.hexdigest(),
        )

    def abandon(self) -> None:
        self._summed.file.close()
        self._part.unlink(missing_ok=True)
