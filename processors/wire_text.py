"""Plain wire copy taken apart: headline, subtitle, dateline and body."""

from datetime import date, datetime
from typing import Final

import msgspec

from processors.dateline import MAX_TITLE, Dateline, parse_dateline

__all__ = ["Dateline", "WireText", "conflicts", "parse_dateline", "parse_wire_text"]

_MAX_WRAPPED_HEADLINE: Final = 240


class WireText(msgspec.Struct, frozen=True, kw_only=True):
    """A plain-text wire file in parts.

    `body` is everything below the headline, subtitle included, as agencies put it into the body of a ninjs item;
    the offsets of `dateline` count in `body`. `headline` is "" when the file starts with its dateline.
    """

    headline: str
    subtitle: tuple[str, ...]
    dateline: Dateline | None
    body: str


def parse_wire_text(text: str) -> WireText:
    """A plain-text wire file in parts: headline first, then subtitle lines, the dateline paragraph and the rest.

    A blank line ends the headline, which may be wrapped; in a file without blank lines its first line is the
    headline. Line ends become newlines; the body is otherwise left as printed. Never raises.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \t\n")
    first = parse_dateline(text)
    if first is not None and first.start == 0 and not _is_title(text, first):
        return WireText(headline="", subtitle=(), dateline=first, body=text)
    headline, body = _split_headline(text, first)
    dateline = parse_dateline(body)
    above = body[: dateline.start].splitlines() if dateline else ()
    subtitle = tuple(line.strip() for line in above if line.strip())
    return WireText(headline=headline, subtitle=subtitle, dateline=dateline, body=body)


def conflicts(dateline: Dateline, version_created: datetime) -> str | None:
    """Why the day of the dateline cannot belong to this time, or None if it can.

    One day of difference is allowed: copy is written before midnight and moved after it, and the dateline keeps the
    local day. A dateline without a year is compared with the nearest one.
    """
    if dateline.month is None or dateline.day is None:
        return None
    moved = version_created.date()
    years = (dateline.year,) if dateline.year else (moved.year - 1, moved.year, moved.year + 1)
    days = [day for year in years if (day := _day(year, dateline.month, dateline.day)) is not None]
    printed = f"day {dateline.day} of month {dateline.month}" + (f", {dateline.year}" if dateline.year else "")
    if not days:
        return f"the dateline says {printed}, and there is no such day near {moved}"
    apart = min(abs((day - moved).days) for day in days)
    if apart <= 1:
        return None
    return f"the dateline says {printed}, the version was created on {moved}: {apart} days apart"


def _is_title(text: str, dateline: Dateline) -> bool:
    """True if the first paragraph only looks like a dateline: "EU LEADERS MEET — Talks go on"."""
    paragraph, gap, _ = text.partition("\n\n")
    return bool(gap) and dateline.is_bare and len(paragraph) <= MAX_TITLE


def _split_headline(text: str, dateline: Dateline | None) -> tuple[str, str]:
    headline, gap, body = text.partition("\n\n")
    if not gap or len(headline) > _MAX_WRAPPED_HEADLINE or (dateline is not None and dateline.start < len(headline)):
        headline, _, body = text.partition("\n")
    return " ".join(headline.split()), body.strip()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
