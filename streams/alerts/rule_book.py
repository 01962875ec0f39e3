"""The rules that run, kept up with their files: a broken file never replaces a running rule."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import structlog

from schemas.alert_rule import NamedIntervals
from schemas.errors import Invalid
from streams.alerts.rule_files import ReadRules, read_rules
from streams.alerts.rule_query import CompiledRule, compile_rule
from streams.metrics import Metrics

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule and time interval in force. `refused` are the files that are not, with what is wrong with them."""

    rules: Mapping[str, CompiledRule] = field(default_factory=dict)
    intervals: Mapping[str, NamedIntervals] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """Rule id -> the file that holds it."""
    refused: Mapping[str, Invalid] = field(default_factory=dict)

    def active(self, *kinds: str) -> list[CompiledRule]:
        """Rules of these kinds that are not off, in order of id."""
        chosen = (rule for rule in self.rules.values() if rule.rule.kind in kinds and rule.rule.status != "off")
        return sorted(chosen, key=lambda rule: rule.id)


def rule_paths(chosen: Sequence[Path]) -> list[Path]:
    """The rule files of the chosen files and folders; the shipped rules for none."""
    places = list(chosen) or [Path(str(resources.files("deploy"))) / "rules"]
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(path for path in place.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file())
        else:
            found.append(place)
    return list(dict.fromkeys(found))


def load_rules(chosen: Sequence[Path]) -> RuleSet:
    """All rules as their files stand now; a file that cannot be used is in `refused`."""
    book = RuleBook(chosen, quiet=True)
    book.reload()
    return book.current


class RuleBook:
    """Reads rule files again whenever they change."""

    def __init__(self, chosen: Sequence[Path], metrics: Metrics | None = None, *, quiet: bool = False) -> None:
        """`quiet` keeps changes out of the log, for commands that report on the rules themselves."""
        self._chosen = chosen
        self._quiet = quiet
        self._metrics = metrics
        self._good: dict[str, ReadRules] = {}
        """The last content of each file that could be used."""
        self._contents: dict[str, bytes] = {}
        self._compiled: dict[str, list[CompiledRule]] = {}
        self._faults: dict[str, Invalid] = {}
        """What is wrong with files as they stand."""
        self._seen: dict[str, str] = {}
        self.current = RuleSet()

    def reload(self) -> bool:
        """Read what changed; returns whether the rules in force did. Never raises for what a file holds."""
        contents, refused = self._read()
        seen = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        seen |= {name: str(error) for name, error in refused.items()}
        if seen == self._seen:
            return False
        before_seen, self._seen = self._seen, seen
        for name in [name for name in self._good if name not in contents and name not in refused]:
            del self._good[name]  # the file is gone, and with it its rules
        for name, content in contents.items():
            if before_seen.get(name) == seen[name] and name not in self._faults:
                continue
            self._faults.pop(name, None)
            try:
                self._take(name, content)
            except Invalid as error:
                self._faults[name] = error
        self._faults = {name: error for name, error in self._faults.items() if name in contents}
        refused |= self._faults
        before = self.current
        self.current = self._combine(refused)
        self._report(before)
        return before.rules != self.current.rules or before.intervals != self.current.intervals

    def _take(self, name: str, content: bytes) -> None:
        """Use this content of a file. Raises Invalid."""
        compiled: list[CompiledRule] = []
        read = read_rules(name, content, lambda rule: compiled.append(compile_rule(rule)))
        self._good[name], self._compiled[name], self._contents[name] = read, compiled, content

    def lost(self) -> list[str]:
        """Files that cannot be used, and of which this book has read no usable content."""
        return [name for name in self.current.refused if name not in self._good]

    def usable(self) -> dict[str, bytes]:
        """The files in use, with the content that is used."""
        return {name: self._contents[name] for name in self._good if name not in self.current.refused}

    def adopt(self, name: str, content: bytes) -> int:
        """Run an earlier content of a lost file; returns how many rules it has. Raises Invalid."""
        self._take(name, content)
        before = self.current
        self.current = self._combine(dict(before.refused))
        self._report(before)
        return len(self._good[name].rules)

    def _read(self) -> tuple[dict[str, bytes], dict[str, Invalid]]:
        contents: dict[str, bytes] = {}
        refused: dict[str, Invalid] = {}
        for path in rule_paths(self._chosen):
            try:
                contents[str(path)] = path.read_bytes()
            except OSError as error:
                refused[str(path)] = Invalid("alert-rules.invalid", f"{path}:1:1: {error.strerror or error}")
        return contents, refused

    def _combine(self, refused: dict[str, Invalid]) -> RuleSet:
        """Rules of all files; a name that two files claim stays with whoever had it."""
        rules: dict[str, CompiledRule] = {}
        files: dict[str, str] = {}
        intervals: dict[str, NamedIntervals] = {}
        held = self.current.files
        order = sorted(
            self._good, key=lambda name: (not any(held.get(rule.id) == name for rule in self._good[name].rules), name)
        )
        for name in order:
            read = self._good[name]
            clash = next((rule for rule in read.rules if rule.id in files), None)
            if clash is not None:
                line = read.lines[read.rules.index(clash)]
                refused[name] = Invalid(
                    "alert-rules.invalid", f"{name}:{line}:1: id {clash.id} is already given by {files[clash.id]}"
                )
                continue
            files |= {rule.id: name for rule in read.rules}
            rules |= {rule.id: rule for rule in self._compiled[name]}
            intervals |= {named.name: named for named in read.intervals}
        for rule_id, line, missing in self._unknown_intervals(rules, intervals):
            # A rule that shall keep quiet at night and does not know when night is must not wake anyone, or be lost.
            name = files[rule_id]
            refused.setdefault(
                name,
                Invalid("alert-rules.invalid", f"{name}:{line}:1: rule {rule_id}: no time interval is named {missing}"),
            )
        return RuleSet(rules, intervals, files, refused)

    def _unknown_intervals(
        self, rules: Mapping[str, CompiledRule], intervals: Mapping[str, NamedIntervals]
    ) -> Iterable[tuple[str, int, str]]:
        lines = {
            rule.id: line for read in self._good.values() for rule, line in zip(read.rules, read.lines, strict=True)
        }
        for rule in rules.values():
            for wanted in rule.rule.mute_time_intervals:
                if wanted not in intervals:
                    yield rule.id, lines[rule.id], wanted

    def _report(self, before: RuleSet) -> None:
        now = self.current
        if self._quiet:
            return
        for name, error in now.refused.items():
            if before.refused.get(name) is None or str(before.refused[name]) != str(error):
                log.error(
                    "rules.refused", **{"file.path": name, "error.code": error.code, "error.message": error.message}
                )
        changed = {rule for rule in now.rules if now.rules[rule] != before.rules.get(rule)}
        gone = before.rules.keys() - now.rules.keys()
        if changed or gone:
            log.info("rules.loaded", rules=len(now.rules), changed=sorted(changed)[:20], gone=sorted(gone)[:20])
        if self._metrics:
            self._metrics.set("wirewatch_alert_rule_files_refused", len(now.refused))
            kept = sum(name in self._good for name in now.refused)
            self._metrics.set("wirewatch_alert_rule_files_kept", kept)
            for status in ("live", "shadow", "off"):
                number = sum(rule.rule.status == status for rule in now.rules.values())
                self._metrics.set("wirewatch_alert_rules", number, status=status)
