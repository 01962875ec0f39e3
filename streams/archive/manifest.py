"""The manifest of an archive: what each of its files holds, so that damage is seen before anything is imported."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import zstandard

from schemas.errors import Invalid
from streams.archive.archived_record import ArchivedRecord, decode_line

NAME: Final = "manifest.json"
_CHUNK: Final = 1 << 20
_LONGEST_LINE: Final = 64 << 20
"""A record of 4 MB escaped as JSON or in base64 is far shorter; a longer line is damage, or an attack on memory."""


class ArchivedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file: records of one partition by offset. `sha256` is of the file, `bytes` its length once decompressed."""

    name: str
    partition: int
    records: int
    first_offset: int
    last_offset: int
    bytes: int
    compressed_bytes: int
    sha256: str


class Manifest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`starts` and `ends` are the offsets between which each partition was read; [start, end) bounds the news time."""

    format: Literal["wirewatch-archive"] = "wirewatch-archive"
    version: Literal[1] = 1
    topic: str
    created: datetime
    start: int | None = None
    end: int | None = None
    earliest: int | None = None
    latest: int | None = None
    records: int = 0
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    files: list[ArchivedFile] = []
    digest: str = ""
    """sha256 of this manifest with an empty digest."""

    def sealed(self) -> "Manifest":
        return msgspec.structs.replace(self, digest=_digest(self))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Written last: a folder with a manifest holds a whole archive."""
    path = folder / f"{NAME}.part"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(manifest.sealed()), indent=1) + b"\n")
    path.rename(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """Raises Invalid(archive.invalid) where there is none, Invalid(archive.damaged) where it does not fit itself."""
    path = folder / NAME
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest, strict=False)
    except OSError as error:
        raise Invalid("archive.invalid", f"{path}: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("archive.invalid", f"{path}: {error}") from error
    if manifest.digest != _digest(manifest):
        raise Invalid("archive.damaged", f"{path} was changed")
    if manifest.records != sum(file.records for file in manifest.files):
        raise Invalid("archive.damaged", f"{path}: its files do not add up")
    return manifest


def verify(folder: Path, on_file: Callable[[ArchivedFile], None] = lambda _: None) -> Manifest:
    """Read every byte and every line of an archive. Raises Invalid(archive.invalid) or Invalid(archive.damaged)."""
    manifest = read_manifest(folder)
    for file in manifest.files:
        path = _path(folder, file)
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("rb") as raw:
                while chunk := raw.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError as error:
            raise Invalid("archive.damaged", f"{path}: {error.strerror}") from error
        if (size, digest.hexdigest()) != (file.compressed_bytes, file.sha256):
            raise Invalid("archive.damaged", f"{path} is not the file that was written: {size} bytes, other checksum")
        _verify_lines(folder, file)
        on_file(file)
    return manifest


def read_file(folder: Path, file: ArchivedFile) -> Iterator[ArchivedRecord]:
    """The records of one file. Raises Invalid(archive.damaged)."""
    for line in _lines(_path(folder, file)):
        yield decode_line(line)


def _verify_lines(folder: Path, file: ArchivedFile) -> None:
    path = _path(folder, file)
    offsets: list[int] = []
    records, before, length = 0, -1, 0
    for line in _lines(path):
        offset = decode_line(line).offset
        if offset <= before:
            raise Invalid("archive.damaged", f"{path}: offset {offset} after {before}")
        offsets = [offsets[0] if offsets else offset, offset]
        before, records, length = offset, records + 1, length + len(line) + 1
    expected = (file.records, file.bytes, [file.first_offset, file.last_offset])
    if (records, length, offsets) != expected:
        raise Invalid("archive.damaged", f"{path}: {records} records and {length} bytes are not what the manifest says")


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as reader:
            rest = b""
            while chunk := reader.read(_CHUNK):
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > _LONGEST_LINE:
                    raise Invalid("archive.damaged", f"{path}: a line without an end")
                yield from lines
    except (OSError, zstandard.ZstdError) as error:
        raise Invalid("archive.damaged", f"{path}: {error}") from error
    if rest:
        raise Invalid("archive.damaged", f"{path}: its last line is cut off")


def _path(folder: Path, file: ArchivedFile) -> Path:
    if Path(file.name).name != file.name:
        raise Invalid("archive.damaged", f"{file.name!r} is no name of a file in the archive")
    return folder / file.name


def _digest(manifest: Manifest) -> str:
    bare: Any = msgspec.structs.replace(manifest, digest="")
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()
