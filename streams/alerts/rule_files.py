"""Rule files in, rules out; every fault with its line and column.

YAML is read as a tree of nodes in which every scalar stays a string: `NO` does not become false, no tag can build
anything, and every fault can be shown where it stands. Inside a DSL query the scalars are JSON's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

import msgspec
import yaml

from processors.yaml_nodes import compose
from schemas.alert_rule import AlertRule, NamedIntervals, RuleFile
from schemas.errors import Invalid
from streams.alerts.durations import duration, rate
from streams.alerts.time_intervals import check
from streams.kql import KqlError

_PATH: Final = re.compile(r" - at `\$([^`]*)`$")
_STEP: Final = re.compile(r"\.([\w-]+)|\[(\d+)\]")
_PLAIN_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "value")
)
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_MAX_BYTES: Final = 1024 * 1024

CheckRule = Callable[[AlertRule], object]
"""Raises RuleFault, KqlError or ValueError for a rule that cannot run."""


class RuleFault(ValueError):
    """What is wrong with a field of a rule; `path` is where, as msgspec writes it (`.group_by[1]`)."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class ReadRules:
    """One file's rules and intervals. `lines` are where each rule begins, from 1."""

    rules: tuple[AlertRule, ...]
    intervals: tuple[NamedIntervals, ...]
    lines: tuple[int, ...]


def read_rules(name: str, content: bytes, check_rule: CheckRule | None = None) -> ReadRules:
    """The rules of one file, each of them checked.

    Raises Invalid (code `alert-rules.invalid`) whose message begins with `name:line:column`.
    """
    tree = _Tree(name, content)
    document = tree.plain(tree.root)
    # One rule may stand alone; several are in a list.
    several = isinstance(document, dict) and not {"id", "query"} & document.keys()
    if several:
        file: RuleFile = tree.convert(document, RuleFile, "")
    else:
        file = RuleFile(rules=[tree.convert(document, AlertRule, "")])
    lines = []
    seen: dict[str, int] = {}
    for position, rule in enumerate(file.rules):
        path = f".rules[{position}]" if several else ""
        line = tree.node(path).start_mark.line + 1
        if rule.id in seen:
            raise tree.fault(f"{path}.id", f"id {rule.id} is already given in line {seen[rule.id]}")
        seen[rule.id] = line
        lines.append(line)
        _check_alone(tree, path, rule)
        if check_rule is not None:
            _check_with(tree, path, rule, check_rule)
    for position, named in enumerate(file.time_intervals):
        for number, interval in enumerate(named.time_intervals):
            try:
                check(interval)
            except ValueError as error:
                raise tree.fault(f".time_intervals[{position}].time_intervals[{number}]", str(error)) from error
    return ReadRules(tuple(file.rules), tuple(file.time_intervals), tuple(lines))


def _check_alone(tree: _Tree, path: str, rule: AlertRule) -> None:
    for field in ("within", "at_least", "learn", "group_wait", "group_interval", "repeat_interval"):
        value = getattr(rule, field)
        if value is not None:
            _try(tree, f"{path}.{field}", partial(duration, value))
    if rule.rate_limit is not None:
        _try(tree, f"{path}.rate_limit", partial(rate, rule.rate_limit))
    if rule.kind == "first" and rule.within is None:
        raise tree.fault(f"{path}.kind", "kind first needs within: the time in which a match counts as the first")
    if rule.kind != "first" and rule.within is not None:
        raise tree.fault(f"{path}.within", "within belongs to kind first")
    if rule.kind != "silence" and rule.of != "events":
        raise tree.fault(f"{path}.of", "of belongs to kind silence: only a silence is noticed among articles")
    if rule.repeat_interval is not None and duration(rule.repeat_interval) < timedelta(minutes=1):
        raise tree.fault(f"{path}.repeat_interval", "less than a minute is a siren, not a reminder")
    for field in ("query", "urgent"):
        value = getattr(rule, field)
        if value is not None and (rule.language == "dsl") != isinstance(value, dict):
            wanted = "a mapping" if rule.language == "dsl" else "a text"
            raise tree.fault(f"{path}.{field}", f"with language {rule.language}, {field} is {wanted}")


def _try(tree: _Tree, path: str, read: Callable[[], object]) -> None:
    try:
        read()
    except ValueError as error:
        raise tree.fault(path, str(error)) from error


def _check_with(tree: _Tree, path: str, rule: AlertRule, check_rule: CheckRule) -> None:
    try:
        check_rule(rule)
    except RuleFault as error:
        cause = error.__cause__
        position = cause.position if isinstance(cause, KqlError) else None
        raise tree.fault(f"{path}{error.path}", str(error), position) from error


class _Tree:
    """A file as nodes that know their place."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        self._seen: set[int] = set()
        if len(content) > _MAX_BYTES:
            raise Invalid("alert-rules.invalid", f"{name}:1:1: {len(content)} bytes are more than a rule file has")
        try:
            root = compose(content)
        except yaml.MarkedYAMLError as error:
            raise self._invalid(error.problem_mark, f"not YAML: {error.problem}") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise self._invalid(None, f"not YAML: {' '.join(str(error).split())}") from error
        if root is None:
            raise self._invalid(None, "the file is empty")
        self.root: yaml.Node = root

    def fault(self, path: str, message: str, position: int | None = None) -> Invalid:
        """The error of what stands at `path`; `position` counts characters of the value there."""
        node = self.node(path)
        mark = node.start_mark
        line, column = mark.line + 1, mark.column + 1
        one_line = isinstance(node, yaml.ScalarNode) and node.end_mark.line == mark.line
        if position is not None and one_line and "\\" not in str(node.value) and "''" not in str(node.value):
            column += position + (1 if getattr(node, "style", None) in ("'", '"') else 0)
        return Invalid("alert-rules.invalid", f"{self._name}:{line}:{column}: {message}")

    def convert(self, document: Any, kind: Any, path: str) -> Any:
        try:
            return msgspec.convert(document, kind, strict=False)
        except msgspec.ValidationError as error:
            found = _PATH.search(str(error))
            where = f"{path}{found[1]}" if found else path
            words = _PATH.sub("", str(error))
            shown = re.sub(r"^.*\[\d+\]\.?|^\.", "", where) if where else ""
            raise self.fault(self._misspelt(words, where), f"{words} (in {shown})" if shown else words) from error

    def _misspelt(self, words: str, where: str) -> str:
        """An unknown field's own place instead of its mapping's."""
        unknown = re.search(r"unknown field `([^`]*)`", words)
        return f"{where}.{unknown[1]}" if unknown else where

    def node(self, path: str) -> yaml.Node:
        """The node at a path such as `.rules[3].group_by[0]`, or its nearest parent."""
        node = self.root
        for field, index in _STEP.findall(path):
            if field and isinstance(node, yaml.MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == field), None)
                child = pair[1] if pair else None
            elif index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
                child = node.value[int(index)]
            else:
                child = None
            if child is None:
                break
            node = child
        return node

    def plain(self, node: yaml.Node, *, json: bool = False) -> Any:
        """Mappings, lists and strings; empty values are None. Anchors are refused: they nest without end."""
        if id(node) in self._seen:
            raise self._invalid(node.start_mark, "anchors and references are not allowed")
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            raise self._invalid(node.start_mark, f"tag {node.tag} is not allowed")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node, json=json)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, json=json) for item in node.value]
        return dict(self._pairs(node, json=json))

    def _pairs(self, node: yaml.Node, *, json: bool) -> Iterator[tuple[str, Any]]:
        given: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in given:
                raise self._invalid(key.start_mark, "a field is given twice" if key.value in given else "no field name")
            given.add(key.value)
            # A DSL query and an example document are JSON; everything else of a rule is text.
            inside = json or (key.value in ("query", "urgent", "fires", "silent") and not _is_text(value))
            yield key.value, self.plain(value, json=inside)

    def _invalid(self, mark: Any, message: str) -> Invalid:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Invalid("alert-rules.invalid", f"{self._name}:{line}:{column}: {message}")


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _scalar(node: yaml.ScalarNode, *, json: bool) -> Any:
    value = node.value
    if node.style:
        return value  # in quotes or a block: text, whatever it looks like
    if json and value in _CONSTANTS:
        return _CONSTANTS[value]
    if json and _NUMBER.fullmatch(value):
        return float(value) if re.search(r"[.eE]", value) else int(value)
    return None if node.tag == "tag:yaml.org,2002:null" else value
