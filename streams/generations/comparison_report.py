"""A comparison of two generations as a table, as JSON, and as a page: written while it is made, in bounded memory."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from streams.event_row import row_of_document
from streams.generations.differences import Comparison, Difference, Tally, Totals
from streams.generations.lost import Allowance
from streams.generations.page_parts import Entry, entry_of, render_page
from streams.visible_text import one_line

SHOWN_IN_TABLE: Final = 20
SHOWN_ON_PAGE: Final = 300
"""Of each kind; the JSON has all."""
_SPOOLED: Final = 8 << 20


@dataclass(slots=True)
class ComparisonReport:
    """What was compared, and as much of the differences as is shown."""

    comparison: Comparison
    allowance: Allowance | None
    range_words: str
    examples: dict[str, list[Difference]] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def totals(self) -> Totals:
        return self.comparison.totals

    @property
    def verdict(self) -> tuple[bool, str] | None:
        """Whether no more is lost than is allowed, and how much that is, in words; None where none was given."""
        if self.allowance is None:
            return None
        tally = self.totals.all
        share = f" ({tally.lost / tally.old:.1%})" if tally.old else ""
        lost = f"{tally.lost:,} of {tally.old:,} events{share} {'is' if tally.lost == 1 else 'are'} lost"
        allowed = "more than" if self.too_much_lost else "within"
        return not self.too_much_lost, f"{lost}: {allowed} the {self.allowance} that is allowed"

    @property
    def too_much_lost(self) -> bool:
        tally = self.totals.all
        return self.allowance is not None and self.allowance.exceeded(tally.lost, tally.old)


async def compare(
    comparison: Comparison, allowance: Allowance | None, range_words: str, json_out: TextIO | None
) -> ComparisonReport:
    """Run a comparison; with `json_out` everything is written there as one JSON object."""
    report = ComparisonReport(comparison, allowance, range_words)
    with tempfile.SpooledTemporaryFile(_SPOOLED, mode="w+", encoding="utf-8") as lines:
        first = True
        async for difference in comparison.differences():
            shown = report.examples.setdefault(difference.kind, [])
            if len(shown) < SHOWN_IN_TABLE:
                shown.append(difference)
            entries = report.entries.setdefault(difference.kind, [])
            if len(entries) < SHOWN_ON_PAGE:
                entries.append(entry_of(difference, len(entries) + 1))
            if json_out:
                lines.write(("" if first else ",\n") + json.dumps(_as_json(difference), ensure_ascii=False))
                first = False
        if json_out:
            lines.seek(0)
            _write_json(report, lines, json_out)
    return report


def write_html(report: ComparisonReport, path: Path) -> None:
    with path.open("w", encoding="utf-8") as page:
        for piece in render_page(report.comparison, report.range_words, report.entries, report.verdict):
            page.write(piece)


def table(report: ComparisonReport) -> Group:
    """Totals, tallies by type, rule and actor, and examples of each kind."""
    tally = report.totals.all
    names = f"{report.comparison.new} against {report.comparison.old}, {report.range_words}"
    parts: list[Any] = [Text(names), _tallies("all events", {"": tally})]
    for title, tallies in (
        ("by type", report.totals.by_type),
        ("by rule", report.totals.by_rule),
        ("by actor", report.totals.by_actor),
    ):
        differing = {name: each for name, each in tallies.items() if each.same < max(each.old, each.new)}
        if differing:
            parts.append(_tallies(title, dict(islice(_by_difference(differing), SHOWN_IN_TABLE))))
    if report.totals.by_field:
        fields = ", ".join(f"{name} {count}" for name, count in report.totals.by_field.most_common())
        parts.append(Text(f"changed fields: {fields}"))
    for kind, examples in report.examples.items():
        parts.append(_examples(kind, examples, getattr(tally, kind)))
    return Group(*parts)


def show(report: ComparisonReport) -> None:
    measured = Console()
    console = measured if measured.is_terminal else Console(width=160)
    console.print(table(report))
    if report.verdict and not report.verdict[0]:
        Console(stderr=True, highlight=False).print(report.verdict[1], style="red", soft_wrap=True)


def _tallies(title: str, tallies: dict[str, Tally]) -> Table:
    found = Table(title, "old", "new", "same", "gained", "lost", "changed", highlight=False)
    for column in found.columns[1:]:
        column.justify = "right"
    for name, tally in tallies.items():
        counts = (tally.old, tally.new, tally.same, tally.gained, tally.lost, tally.changed)
        found.add_row(Text(one_line(name, 60)), *(f"{count:,}" for count in counts))
    return found


def _by_difference(tallies: dict[str, Tally]) -> Iterable[tuple[str, Tally]]:
    def differing(item: tuple[str, Tally]) -> tuple[int, str]:
        tally = item[1]
        return -(tally.lost + tally.gained + tally.changed), item[0]

    return sorted(tallies.items(), key=differing)


def _examples(kind: str, examples: list[Difference], of: int) -> Table:
    more = f" ({len(examples)} of {of:,})" if of > len(examples) else ""
    found = Table(f"{kind}{more}", "event", "why", "sentence", highlight=False)
    for difference in examples:
        row = row_of_document(difference.document)
        found.add_row(
            Text(row.published),
            Text(one_line(f"{row.action}: {row.who}", 80)),
            Text(one_line("; ".join(difference.reasons), 120)),
            Text(one_line(row.sentence, 160)),
        )
    return found


def _as_json(difference: Difference) -> dict[str, Any]:
    document = difference.document
    wire = document["wire"]
    found: dict[str, Any] = {
        "kind": difference.kind,
        "article": {"uri": wire["article"]["uri"], "headline": wire["article"].get("headline", "")},
        "published": document["@timestamp"],
        "action": document["event"]["action"],
        "rule": wire["rule"],
        "actors": wire.get("actors", []),
        "watched": wire.get("watched", []),
        "reasons": difference.reasons,
        "changes": [change._asdict() for change in difference.changes],
    }
    for side, event in (("old", difference.old), ("new", difference.new)):
        found[side] = event and {
            "id": event["event"]["id"],
            "sentence": event["message"],
            "rule": event["wire"]["rule"],
        }
    return found


def _write_json(report: ComparisonReport, lines: Any, out: TextIO) -> None:
    totals = report.totals
    head = {
        "old": report.comparison.old,
        "new": report.comparison.new,
        "range": report.range_words,
        "detectors": report.comparison.detectors,
        "totals": _tally(totals.all),
        "allowed": None if report.allowance is None else str(report.allowance),
        "too_much_lost": report.too_much_lost,
        "by_type": {name: _tally(tally) for name, tally in _by_difference(totals.by_type)},
        "by_rule": {name: _tally(tally) for name, tally in _by_difference(totals.by_rule)},
        "by_actor": {name: _tally(tally) for name, tally in _by_difference(totals.by_actor)},
        "by_field": dict(totals.by_field.most_common()),
    }
    out.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "differences": [\n')
    while piece := lines.read(1 << 16):
        out.write(piece)
    out.write("\n]}\n")


def _tally(tally: Tally) -> dict[str, int]:
    return {"old": tally.old, "new": tally.new, **asdict(tally)}
