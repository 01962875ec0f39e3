"""A backtest to look at: bars in the terminal, or a page of its own."""

from datetime import date
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from streams.alerts.alert_document import query_text
from streams.alerts.backtest import Backtest, over_time
from streams.alerts.page_templates import alert_templates
from streams.visible_text import one_line

_BLOCKS: Final = " ▁▂▃▄▅▆▇█"
_ROWS: Final = 6


def show_backtest(console: Console, result: Backtest) -> None:
    """The result in the terminal. Nothing of the wire is read as markup."""
    rule = result.rule.rule
    console.print(Text(f"{rule.id}: {rule.title}", style="bold"))
    console.print(Text(query_text(rule), style="dim"))
    console.print(headline(result))
    spans = over_time(result, max(10, min(100, console.width - 8)))
    if spans:
        console.print()
        for line in chart([alerts for _, _, alerts, _ in spans]):
            console.print(Text(line, style="green"))
        first, last = spans[0][0], spans[-1][1]
        console.print(Text(f"{'':6}{axis(first, last, len(spans) * bar_width(len(spans)))}", style="dim"))
        each = (spans[0][1] - spans[0][0]).days + 1
        console.print(Text(f"{'':6}alerts by {'day' if each == 1 else f'{each} days'} of news", style="dim"))
    if result.groups and rule.group_by:
        console.print()
        table = Table("noisiest groups", "alerts", box=None, pad_edge=False, header_style="bold")
        for key, number in result.groups.most_common(8):
            table.add_row(Text(one_line(key, 90)), str(number))
        console.print(table)
    if result.samples:
        console.print()
        console.print(Text("samples", style="bold"))
        for moment, line, sentence in result.samples:
            console.print(Text(f"{moment[:10]}  {one_line(line, 160)}"))
            console.print(Text(f"            {one_line(sentence, 200)}", style="dim"))


def headline(result: Backtest) -> str:
    """How much and how noisy, in one line."""
    span = f"{result.since:%Y-%m-%d} to {result.until:%Y-%m-%d}"
    alerts, messages = result.alerts.total(), result.messages.total()
    if not alerts:
        return f"{span}: nothing would have fired ({result.found} events found)."
    busiest = result.busiest()
    assert busiest is not None
    parts = [f"{alerts} alerts in {messages} messages", f"busiest day {busiest[0]} with {busiest[1]}"]
    if result.found != alerts:
        parts.append(f"{result.found - alerts} found that were not the first")
    if result.retracted:
        parts.append(f"{result.retracted} taken back by the wire")
    return f"{span}: {', '.join(parts)}." + (" Cut off: too many." if result.cut_off else "")


def bar_width(bars: int) -> int:
    """Columns of a bar: a few days are no lines that nobody sees."""
    return max(1, min(6, 48 // bars))


def axis(first: date, last: date, width: int) -> str:
    """The two ends under a chart of so many columns; beside each other where they do not fit."""
    if first == last:
        return str(first)
    return f"{first}{last!s:>{width - 10}}" if width >= 22 else f"{first} to {last}"


def chart(values: list[int]) -> list[str]:
    """Bars with a scale at the left, `_ROWS` lines high."""
    top = max(values) or 1
    wide = bar_width(len(values))
    lines = []
    for row in range(_ROWS, 0, -1):
        bars = ""
        for value in values:
            eighths = round(value / top * _ROWS * 8) - (row - 1) * 8
            # What is there is seen, however small beside the largest.
            least = 1 if value and row == 1 else 0
            bars += _BLOCKS[max(least, min(8, eighths))] * wide
        scale = str(top) if row == _ROWS else "0" if row == 1 else ""
        lines.append(f"{scale:>5} {bars.rstrip()}")
    return lines


def backtest_page(result: Backtest) -> str:
    """A self-contained HTML page."""
    spans = over_time(result, 120)
    top = max((alerts for _, _, alerts, _ in spans), default=1) or 1
    bars = [
        {
            "label": str(first) if first == last else f"{first} to {last}",
            "alerts": alerts,
            "messages": messages,
            "height": round(alerts / top * 100, 2),
            "told": round(min(messages, alerts) / top * 100, 2),
        }
        for first, last, alerts, messages in spans
    ]
    samples = [(moment[:10], one_line(line, 300), one_line(sentence, 600)) for moment, line, sentence in result.samples]
    return (
        alert_templates()
        .get_template("backtest.html.j2")
        .render(
            rule=result.rule.rule,
            query=query_text(result.rule.rule),
            headline=headline(result),
            bars=bars,
            top=top,
            first=_day(spans[0][0]) if spans else "",
            last=_day(spans[-1][1]) if spans else "",
            groups=[(one_line(key, 200) or "(no group)", number) for key, number in result.groups.most_common(12)],
            most=max(result.groups.values(), default=1),
            samples=samples,
        )
    )


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
