"""The topics of the line, as data (topics.yaml)."""

from importlib import resources
from typing import Annotated, Any, Final, Literal

import msgspec
import yaml

from schemas.errors import Invalid

_UNITS: Final = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


class TopicSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One topic: `retention` in milliseconds or with a unit ("30d"), -1 for ever."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9.-]*$", max_length=200)]
    schema: str
    partitions: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    retention: int | str
    timestamps: Literal["news", "arrival"]
    cleanup: Literal["delete", "compact", "compact,delete"] = "delete"
    max_message_bytes: Annotated[int, msgspec.Meta(ge=1024)] = 1048576

    @property
    def retention_ms(self) -> int:
        if isinstance(self.retention, int):
            return self.retention
        for unit in sorted(_UNITS, key=len, reverse=True):
            number = self.retention.removesuffix(unit)
            if number != self.retention and number.strip().isdigit():
                return int(number) * _UNITS[unit]
        raise Invalid(
            "topics.invalid", f"{self.name}: retention {self.retention!r} is not a number of ms, s, m, h or d"
        )

    def config(self) -> dict[str, str]:
        """Kafka topic configuration."""
        return {
            "retention.ms": str(self.retention_ms),
            "cleanup.policy": self.cleanup,
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": "CreateTime" if self.timestamps == "news" else "LogAppendTime",
            # An agency's clock, or an embargoed item, may be ahead of the broker's: that is no reason to refuse news.
            "message.timestamp.after.max.ms": str(2**63 - 1),
        }


def parse_topics(text: str) -> list[TopicSpec]:
    """Raises Invalid(topics.invalid)."""
    try:
        document: Any = yaml.safe_load(text)
        specs = msgspec.convert(document["topics"], list[TopicSpec])
    except (yaml.YAMLError, KeyError, TypeError, msgspec.ValidationError) as error:
        raise Invalid("topics.invalid", str(error)) from error
    names = [spec.name for spec in specs]
    if len(set(names)) != len(names):
        raise Invalid("topics.invalid", "a topic is named twice")
    for spec in specs:
        spec.config()
    return specs


def load_topics() -> list[TopicSpec]:
    return parse_topics(resources.files("schemas").joinpath("topics.yaml").read_text(encoding="utf-8"))
