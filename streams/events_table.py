"""Events as a table for a terminal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from schemas.article_result import ArticleResult
from streams.event_row import EventRow, row_of
from streams.visible_text import one_line

WIDE: Final = 150
"""Columns of a terminal from which the rule is shown too."""
NARROW: Final = 100
"""Columns below which the sentence is not shown."""
MAX_SENTENCE: Final = 110


@dataclass(frozen=True, slots=True)
class _Size:
    """Characters of a column, in a narrow terminal too; or its share of what is left."""

    width: int | None = None
    narrow: int | None = None
    ratio: int | None = None


_COLUMNS: Final = {
    "published": _Size(16, 10),
    "event": _Size(22, 12),
    "who": _Size(ratio=6),
    "count": _Size(7, 7),
    "where, when": _Size(ratio=4),
    "claim, source": _Size(ratio=5),
    "sentence": _Size(ratio=8),
    "rule": _Size(24),
}

_STYLES: Final = {
    "held": "green",
    "ongoing": "green",
    "granted": "green",
    "recognises": "green",
    "refused": "red",
    "refuses": "red",
    "denied": "red",
    "cancelled": "red",
    "withdrawn": "red",
}


class EventsTable:
    """Rows of events in the order given; a narrow terminal gets fewer columns. Nothing of the wire is obeyed or read
    as markup.
    """

    def __init__(self, rows: Iterable[EventRow]) -> None:
        self.rows = list(rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrow = options.max_width < NARROW
        rows = [_cells(row) for row in self.rows]
        hidden = {name for name in ("count", "claim, source") if not any(row[name] for row in rows)}
        hidden |= {"sentence"} if narrow else set()
        hidden |= {"rule"} if options.max_width < WIDE else set()
        # Widths in proportion, not least widths: rich cuts off what least widths push over the edge.
        table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        shown = [name for name in _COLUMNS if name not in hidden]
        for name in shown:
            size = _COLUMNS[name]
            fixed = size.narrow if narrow else size.width
            table.add_column(name, width=fixed, ratio=size.ratio, overflow="fold")
        for row in rows:
            table.add_row(*(row[name] for name in shown))
        yield table


def events_table(results: Iterable[ArticleResult]) -> EventsTable:
    """One row an event, in the order of the articles."""
    return EventsTable(row_of(result, event) for result in results for event in result.events)


def _cells(row: EventRow) -> dict[str, Text]:
    kind, _, state = row.action.partition("-")
    event = Text(f"{kind} {state.replace('-', ' ')}", style="strike dim" if row.retracted else _STYLES.get(state, ""))
    if row.retracted:
        event.append(" retracted", style="not strike not dim")
    return {
        "published": Text(row.published),
        "event": event,
        "who": Text(one_line(row.who)),
        "count": Text(one_line(row.count)),
        "where, when": Text(one_line(", ".join(part for part in (row.where, row.when) if part))),
        "claim, source": Text(one_line(row.word)),
        "sentence": Text(one_line(row.sentence, MAX_SENTENCE)),
        "rule": Text(one_line(row.rule), style="dim"),
    }
