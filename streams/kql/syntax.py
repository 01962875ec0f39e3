"""The syntax tree of a KQL query."""

from dataclasses import dataclass
from typing import Final

WILDCARD: Final = "\x00*\x00"
"""Stands for an unescaped `*` inside a literal; no query text can hold it."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A field name or a value. `text` may hold WILDCARD; a quoted literal never does."""

    text: str
    quoted: bool = False

    @property
    def is_wildcard(self) -> bool:
        return WILDCARD in self.text

    @property
    def is_lone_wildcard(self) -> bool:
        return self.text == WILDCARD

    @property
    def value(self) -> str | bool | None:
        """What is sent: unquoted true, false and null are not text."""
        if not self.quoted and self.text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[self.text]
        return self.text


@dataclass(frozen=True, slots=True)
class Is:
    """`field: value`; without a field the value is looked for anywhere."""

    field: Literal | None
    value: Literal


@dataclass(frozen=True, slots=True)
class Range:
    field: Literal
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Nested:
    path: Literal
    query: "Query"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


@dataclass(frozen=True, slots=True)
class Everything:
    """An empty query."""


Query = Is | Range | Nested | And | Or | Not | Everything
