"""wire.dead-letters: a record that could not be processed, as it came, with the reason in its headers."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal

import msgspec

from schemas.article_result import Origin
from schemas.errors import Invalid, WireError

MAX_MESSAGE_CHARS: Final = 200
Stage = Literal["detect", "index", "alert", "replay"]


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The headers of a dead letter; the record's value is the original bytes, its key the original key."""

    error_code: str = msgspec.field(name="error.code")
    error_message: Annotated[str, msgspec.Meta(max_length=MAX_MESSAGE_CHARS)] = msgspec.field(name="error.message")
    stage: Stage
    origin: Origin
    schema: str

    @classmethod
    def of(cls, error: WireError, stage: Stage, origin: Origin, schema: str) -> "DeadLetter":
        message = " ".join(error.message.split())[:MAX_MESSAGE_CHARS]
        return cls(error_code=error.code, error_message=message, stage=stage, origin=origin, schema=schema)

    def to_headers(self) -> list[tuple[str, bytes]]:
        """Kafka record headers; `origin` is topic/partition/offset."""
        origin = f"{self.origin.topic}/{self.origin.partition}/{self.origin.offset}"
        return [
            ("error.code", self.error_code.encode()),
            ("error.message", self.error_message.encode("utf-8", "replace")),
            ("stage", self.stage.encode()),
            ("origin", origin.encode()),
            ("schema", self.schema.encode()),
        ]

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes]] | Mapping[str, bytes] | None) -> "DeadLetter":
        """Raises Invalid(dead-letter.invalid)."""
        pairs = headers.items() if isinstance(headers, Mapping) else (headers or ())
        fields = {name: bytes(value).decode("utf-8", "replace") for name, value in pairs if value is not None}
        try:
            topic, partition, offset = fields.pop("origin").rsplit("/", 2)
            origin = {"topic": topic, "partition": int(partition), "offset": int(offset)}
            known = {name: fields[name] for name in ("error.code", "error.message", "stage", "schema")}
            return msgspec.convert({**known, "origin": origin}, cls)
        except (KeyError, ValueError, msgspec.ValidationError) as error:
            raise Invalid("dead-letter.invalid", f"headers: {error}") from error
