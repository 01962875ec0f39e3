"""ISO dates cut to a day, month or year, as the instants at which their period begins and ends."""

import calendar


def period_start(date: str) -> str:
    """The first instant of "2018-11-11", "2018-11" or "2018", in UTC: the text carries no time zone."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00.000Z"


def period_end(date: str) -> str:
    """The last millisecond of "2018-11-11", "2018-11" or "2018"."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    month = month or 12
    day = day or calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day:02d}T23:59:59.999Z"
