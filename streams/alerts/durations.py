"""Durations and rates as Prometheus writes them: `1h30m`, `20/1h`."""

import re
from datetime import timedelta
from typing import Final

_UNITS: Final = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_LONGEST: Final = timedelta(days=100 * 365)
"""Whatever is reckoned from now must stay within the calendar."""
_PART: Final = re.compile(r"(\d+)(ms|[smhdwy])")
_SHOWN: Final = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def duration(text: str) -> timedelta:
    """Raises ValueError for anything but numbers with units (`0` stands alone)."""
    if text == "0":
        return timedelta()
    if not text or _PART.sub("", text):
        raise ValueError(f"{text!r} is no duration such as 90s, 15m, 6h or 30d")
    try:
        span = sum((int(number) * _UNITS[unit] for number, unit in _PART.findall(text[:200])), timedelta())
    except OverflowError:
        span = timedelta.max
    if span > _LONGEST or len(text) > 200:
        raise ValueError(f"{text[:40]!r} is longer than a hundred years")
    return span


def rate(text: str) -> tuple[int, timedelta]:
    """`20/1h` as (20, one hour). Raises ValueError."""
    number, slash, window = text.partition("/")
    if not slash or not number.isdecimal() or not duration(window):
        raise ValueError(f"{text!r} is no rate such as 20/1h")
    return int(number), duration(window)


def shown(span: timedelta) -> str:
    """`2d3h`, `45m`: the two largest units."""
    seconds = max(0, int(span.total_seconds()))
    parts = []
    for unit, size in _SHOWN:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number}{unit}")
    return "".join(parts[:2]) or "0s"
