"""Reads families of detection rules from YAML files that ship with the package.

A file is one family: a switch, a note on what the family is for, and its rules. Every rule has a stable `id` (it stands
in events and in `wirewatch explain`) and, where it finds something by itself, `examples` that are tests.
"""

from collections.abc import Iterable
from importlib.resources import files
from typing import Annotated, Generic, TypeVar

import msgspec
import yaml

from schemas.errors import Invalid

RuleId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence and what its rule finds in it: `want` maps fields to values; `none: true` means nothing is found."""

    text: str
    want: dict[str, str | int | list[str]] = {}
    none: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all rules share. `lemma`, `pos` and `construction` say what the rule looks at; subclasses add their own."""

    id: RuleId
    lemma: list[str] = []
    pos: list[str] = []
    construction: str = ""
    note: str = ""
    examples: list[Example] = []


T = TypeVar("T")
R = TypeVar("R", bound=Rule)


class Family(msgspec.Struct, Generic[R], frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of rules. A family that is not `enabled` finds nothing."""

    family: RuleId
    rules: list[R]
    enabled: bool = True
    note: str = ""


def load_lists(kind: type[T], group: str, name: str) -> T:
    """Read `processors/rules/<group>/<name>.yaml` as one struct of word lists.

    Raises Invalid (rules.invalid) when the file is missing, does not parse or breaks the schema.
    """
    return _parsed(kind, _text(group, name), f"{group}/{name}.yaml")


def load_family(kind: type[R], group: str, name: str) -> Family[R]:
    """Read `processors/rules/<group>/<name>.yaml` as rules of one kind.

    Raises Invalid (rules.invalid) when the file is missing, does not parse, breaks the schema or repeats an id.
    """
    return parse_family(kind, _text(group, name), f"{group}/{name}.yaml")


def parse_family(kind: type[R], text: str, source: str) -> Family[R]:
    """The rules in a YAML text; `source` names it in errors. Raises Invalid (rules.invalid)."""
    family: Family[R] = _parsed(Family[kind], text, source)  # type: ignore[valid-type]
    seen: set[str] = set()
    for rule in family.rules:
        if rule.id in seen:
            raise Invalid("rules.invalid", f"{source}: the id {rule.id} stands twice")
        seen.add(rule.id)
    return family


def load_rules(kind: type[R], group: str, names: Iterable[str], off: Iterable[str] = ()) -> tuple[R, ...]:
    """The rules of several families in order, without the families that are switched off (in the file or by `off`)."""
    silent = frozenset(off)
    families = [load_family(kind, group, name) for name in names]
    return tuple(rule for f in families if f.enabled and f.family not in silent for rule in f.rules)


def _text(group: str, name: str) -> str:
    try:
        return files("processors.rules").joinpath(group, f"{name}.yaml").read_text(encoding="utf-8")
    except OSError as error:
        raise Invalid("rules.invalid", f"{group}/{name}.yaml cannot be read: {error}") from error


def _parsed(kind: type[T], text: str, source: str) -> T:
    try:
        return msgspec.convert(yaml.safe_load(text), kind)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise Invalid("rules.invalid", f"{source}: {error}") from error
