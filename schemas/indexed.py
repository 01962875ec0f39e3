"""wire.indexed: the ids that were just written, for the alert stage."""

from typing import Annotated

import msgspec

from schemas.errors import Invalid


class IndexedArticle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    uri: str
    order: Annotated[int, msgspec.Meta(ge=0)]


class Indexed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`event_ids`: every event written for this version, retracted ones too."""

    generation: str
    article: IndexedArticle
    event_ids: list[str]


_decoder = msgspec.json.Decoder(Indexed)
_encoder = msgspec.json.Encoder()


def encode_indexed(record: Indexed) -> bytes:
    return _encoder.encode(record)


def decode_indexed(raw: bytes) -> Indexed:
    """Raises Invalid(indexed.invalid)."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("indexed.invalid", str(error)) from error
