"""Wire articles in files: ninjs JSON, JSON Lines and plain text. Each record is raw bytes until it is decoded."""

import codecs
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from processors.wire_text import conflicts, parse_wire_text
from schemas.article import MAX_ARTICLE_BYTES
from schemas.errors import Invalid

_GZIP: Final = b"\x1f\x8b"
PLAIN_SUFFIXES: Final = frozenset({".txt", ".text"})


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One record as it lies in a file; `where` is file:line for people. `error`: no record could be made of it."""

    where: str
    raw: bytes
    error: Invalid | None = None


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a plain-text file cannot say of itself: its year, time and offset, and its identity."""

    version_created: datetime | None
    uri: str | None = None
    version: str | None = None
    language: str = "en"


def read_records(paths: list[Path], plain: PlainText) -> Iterator[FileRecord]:
    """Records of each file in turn; `-` is standard input (JSON Lines, or one JSON document)."""
    for path in paths:
        if str(path) == "-":
            yield from _json_records("-", sys.stdin.buffer)
        elif path.suffix.lower() in PLAIN_SUFFIXES:
            yield _plain_record(path, plain)
        else:
            with path.open("rb") as stream:
                yield from _json_records(str(path), stream)


def _json_records(name: str, stream: Iterator[bytes]) -> Iterator[FileRecord]:
    """JSON Lines where each line is an object; otherwise the file is one JSON document (an object or an array)."""
    first = next(stream, b"").removeprefix(codecs.BOM_UTF8)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, _GZIP)):
        kind = "gzip; unpack it first" if first.startswith(_GZIP) else "UTF-16; JSON is exchanged in UTF-8"
        yield FileRecord(name, first, Invalid("article.undecodable", f"this looks like {kind}"))
        return
    if _is_whole(first):
        yield FileRecord(f"{name}:1", first.rstrip(b"\r\n"))
        for number, line in enumerate(stream, start=2):
            if line.strip():
                yield FileRecord(f"{name}:{number}", line.rstrip(b"\r\n"))
        return
    rest = b"".join((first, *stream))
    if not rest.strip():
        yield FileRecord(name, rest, Invalid("article.empty", "the file holds no record"))
        return
    try:
        document = json.loads(rest)
    except (ValueError, RecursionError):
        # Not one document: lines, of which the first is broken. Each stands or falls alone.
        for number, line in enumerate(rest.splitlines(), start=1):
            if line.strip():
                yield FileRecord(f"{name}:{number}", line)
        return
    if isinstance(document, list):
        for position, item in enumerate(document):
            yield FileRecord(f"{name}[{position}]", json.dumps(item, ensure_ascii=False).encode())
    else:
        yield FileRecord(name, rest)


def _is_whole(line: bytes) -> bool:
    if len(line) > MAX_ARTICLE_BYTES:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _plain_record(path: Path, plain: PlainText) -> FileRecord:
    where = str(path)
    raw = path.read_bytes()
    if plain.version_created is None:
        missing = "plain text carries no year, time and offset; give --version-created"
        return FileRecord(where, raw, Invalid("article.naive-time", missing))
    if plain.version_created.tzinfo is None:
        return FileRecord(where, raw, Invalid("article.naive-time", "--version-created has no UTC offset"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return FileRecord(where, raw, Invalid("article.undecodable", f"not UTF-8: {error}"))
    parts = parse_wire_text(text)
    disagreement = conflicts(parts.dateline, plain.version_created) if parts.dateline else None
    if disagreement:
        return FileRecord(where, raw, Invalid("article.dateline-disagrees", disagreement))
    article: dict[str, object] = {
        "uri": plain.uri or f"urn:wirewatch:file:{quote(path.name)}",
        "versionCreated": plain.version_created.isoformat(),
        "language": plain.language,
        "headlines": [{"role": "main", "value": parts.headline}] if parts.headline else [],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": parts.body}] if parts.body else [],
    }
    if plain.version:
        article["version"] = plain.version
    if parts.dateline:
        article["located"] = parts.dateline.place
        if parts.dateline.agency:
            article["infoSources"] = [{"name": parts.dateline.agency}]
    return FileRecord(where, json.dumps(article, ensure_ascii=False).encode())
