"""One record of a topic as one line of an archive, byte for byte."""

import hashlib
from base64 import b64decode, b64encode
from typing import Any

import msgspec

from schemas.article import decode_article
from schemas.errors import Invalid


class ArchivedRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`key` and `value` hold UTF-8 text; what is none stands in base64 in the other two. Neither: there was none."""

    offset: int
    timestamp: int | None = None
    key: str | None = None
    key_base64: str | None = None
    value: str | None = None
    value_base64: str | None = None
    headers: list[tuple[str, str]] = []
    """Name and value in base64."""

    @property
    def key_bytes(self) -> bytes | None:
        return _bytes(self.key, self.key_base64)

    @property
    def value_bytes(self) -> bytes | None:
        return _bytes(self.value, self.value_base64)

    @property
    def header_pairs(self) -> list[tuple[str, bytes]]:
        return [(name, b64decode(value)) for name, value in self.headers]

    @property
    def news_time(self) -> int:
        """The timestamp under which it is sent again: its own, else the article's versionCreated, else 0."""
        if self.timestamp is not None:
            return self.timestamp
        try:
            return int(decode_article(self.value_bytes or b"").version_created.timestamp() * 1000)
        except Invalid:
            return 0

    @property
    def digest(self) -> bytes:
        return record_digest(self.news_time, self.key_bytes, self.value_bytes)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(ArchivedRecord)


def record_digest(timestamp: int, key: bytes | None, value: bytes | None) -> bytes:
    """What tells whether two records are the same, wherever they lie: 16 bytes over time, key and value."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (str(timestamp).encode(), key, value):
        digest.update(b"-" if part is None else b"%d:" % len(part) + part)
    return digest.digest()


def encode_line(record: Any) -> bytes:
    """A Kafka record as a line."""
    key, key_base64 = _text(record.key)
    value, value_base64 = _text(record.value)
    line = ArchivedRecord(
        offset=record.offset,
        timestamp=record.timestamp if record.timestamp is not None and record.timestamp >= 0 else None,
        key=key,
        key_base64=key_base64,
        value=value,
        value_base64=value_base64,
        headers=[(name, b64encode(bytes(each or b"")).decode()) for name, each in record.headers],
    )
    return _encoder.encode(line) + b"\n"


def decode_line(line: bytes) -> ArchivedRecord:
    """Raises Invalid(archive.damaged)."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("archive.damaged", f"a line is no record: {error}") from error


def _text(raw: bytes | None) -> tuple[str | None, str | None]:
    if raw is None:
        return None, None
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return None, b64encode(raw).decode()


def _bytes(text: str | None, base64: str | None) -> bytes | None:
    if text is not None:
        return text.encode()
    return None if base64 is None else b64decode(base64)
