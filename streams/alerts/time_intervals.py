"""Whether a named time interval is in force, as Alertmanager reads one, in the interval's own time zone."""

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.alert_rule import NamedIntervals, TimeInterval

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def in_force(intervals: NamedIntervals, now: datetime) -> bool:
    """`now` must be aware."""
    return any(_holds(interval, now.astimezone(zone(interval.location))) for interval in intervals.time_intervals)


def check(interval: TimeInterval) -> None:
    """Raises ValueError for a range that names nothing, runs backwards, or a zone that nobody knows."""
    zone(interval.location)
    for times in interval.times:
        if minutes(times.start_time) >= minutes(times.end_time):
            raise ValueError(f"{times.start_time} is not before {times.end_time}; a night is two intervals")
    readers = ((interval.weekdays, _weekday), (interval.months, _month), (interval.years, _year))
    for ranges, read in readers:
        for text in ranges:
            _bounds(text, read)
    for text in interval.days_of_month:
        first, last = _ends(text, _day)
        if (first > 0) == (last > 0) and first > last:
            raise ValueError(f"{text!r} runs backwards")


@cache
def zone(name: str) -> ZoneInfo:
    """Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone of the IANA database, such as Europe/Belgrade") from None


def minutes(clock: str) -> int:
    """Minutes since midnight of HH:MM."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _holds(interval: TimeInterval, local: datetime) -> bool:
    clock = local.hour * 60 + local.minute
    times = interval.times
    if times and not any(minutes(each.start_time) <= clock < minutes(each.end_time) for each in times):
        return False
    parts = (
        (interval.weekdays, _weekday, local.weekday()),
        (interval.months, _month, local.month),
        (interval.years, _year, local.year),
    )
    for ranges, read, value in parts:
        if ranges and not any(first <= value <= last for first, last in (_bounds(text, read) for text in ranges)):
            return False
    if interval.days_of_month:
        length = monthrange(local.year, local.month)[1]
        return any(_in_month(text, local.day, length) for text in interval.days_of_month)
    return True


def _in_month(text: str, day: int, length: int) -> bool:
    first, last = (value if value > 0 else length + 1 + value for value in _ends(text, _day))
    return first <= day <= last


def _bounds(text: str, read: Callable[[str], int]) -> tuple[int, int]:
    first, last = _ends(text, read)
    if first > last:
        raise ValueError(f"{text!r} runs backwards")
    return first, last


def _ends(text: str, read: Callable[[str], int]) -> tuple[int, int]:
    first, _, last = text.strip().lower().partition(":")
    return read(first.strip()), read((last or first).strip())


def _weekday(word: str) -> int:
    if word not in _WEEKDAYS:
        raise ValueError(f"{word!r} is no weekday")
    return _WEEKDAYS.index(word)


def _month(word: str) -> int:
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    if word.isdecimal() and 1 <= int(word) <= 12:
        return int(word)
    raise ValueError(f"{word!r} is no month")


def _year(word: str) -> int:
    if not (word.isdecimal() and len(word) == 4):
        raise ValueError(f"{word!r} is no year")
    return int(word)


def _day(word: str) -> int:
    if word.removeprefix("-").isdecimal() and 1 <= abs(int(word)) <= 31:
        return int(word)
    raise ValueError(f"{word!r} is no day of a month (1 to 31, or -31 to -1 from its end)")
