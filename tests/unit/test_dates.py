"""Date expressions of wire copy mean the days that their tense points at."""

from datetime import date

import pytest

from processors.dates import Days, Direction, find_dates

_MONDAY = date(2018, 11, 12)


def _days(text: str, direction: Direction = "past", reference: date = _MONDAY) -> Days | None:
    (mention,) = find_dates(text)
    return mention.resolve(reference, direction)


@pytest.mark.parametrize(
    ("text", "direction", "meant"),
    [
        ("on 2018-11-11", "past", ("2018-11-11", "2018-11-11", "day", "explicit")),
        ("on November 11", "past", ("2018-11-11", "2018-11-11", "day", "explicit")),
        ("on Nov. 11, 1998", "future", ("1998-11-11", "1998-11-11", "day", "explicit")),
        ("on the 3rd of March 1999", "past", ("1999-03-03", "1999-03-03", "day", "explicit")),
        ("on 24-25 March 2011", "past", ("2011-03-24", "2011-03-25", "day", "explicit")),
        ("on December 30", "past", ("2017-12-30", "2017-12-30", "day", "explicit")),
        ("on January 8", "future", ("2019-01-08", "2019-01-08", "day", "explicit")),
        ("on October 30", "near", ("2018-10-30", "2018-10-30", "day", "explicit")),
        ("in February 2008", "past", ("2008-02-01", "2008-02-29", "month", "explicit")),
        ("in February", "past", ("2018-02-01", "2018-02-28", "month", "explicit")),
        ("in February", "future", ("2019-02-01", "2019-02-28", "month", "explicit")),
        ("last May", "past", ("2018-05-01", "2018-05-31", "month", "explicit")),
        ("in March last year", "past", ("2017-03-01", "2017-03-31", "month", "relative")),
        ("in 1979", "past", ("1979-01-01", "1979-12-31", "year", "explicit")),
        ("on Friday", "past", ("2018-11-09", "2018-11-09", "day", "relative")),
        ("on Friday", "future", ("2018-11-16", "2018-11-16", "day", "relative")),
        ("on Monday", "past", ("2018-11-12", "2018-11-12", "day", "relative")),
        ("last Monday", "past", ("2018-11-05", "2018-11-05", "day", "relative")),
        ("next Monday", "future", ("2018-11-19", "2018-11-19", "day", "relative")),
        ("Thursday of next week", "future", ("2018-11-22", "2018-11-22", "day", "relative")),
        ("earlier today", "past", ("2018-11-12", "2018-11-12", "day", "relative")),
        ("last night", "past", ("2018-11-11", "2018-11-11", "day", "relative")),
        ("yesterday", "past", ("2018-11-11", "2018-11-11", "day", "relative")),
        ("tomorrow", "future", ("2018-11-13", "2018-11-13", "day", "relative")),
        ("two days ago", "past", ("2018-11-10", "2018-11-10", "day", "relative")),
        ("three weeks ago", "past", ("2018-10-22", "2018-10-28", "day", "relative")),
        ("two months ago", "past", ("2018-09-01", "2018-09-30", "month", "relative")),
        ("a year ago", "past", ("2017-01-01", "2017-12-31", "year", "relative")),
        ("Last week,", "past", ("2018-11-05", "2018-11-11", "day", "relative")),
        ("Earlier today", "past", ("2018-11-12", "2018-11-12", "day", "relative")),
        ("Last November", "past", ("2018-11-01", "2018-11-30", "month", "explicit")),
        ("Next Monday", "future", ("2018-11-19", "2018-11-19", "day", "relative")),
        ("Two days ago", "past", ("2018-11-10", "2018-11-10", "day", "relative")),
        ("two days before.", "past", ("2018-11-10", "2018-11-10", "day", "relative")),
        ("in three days", "future", ("2018-11-15", "2018-11-15", "day", "relative")),
        ("last week", "past", ("2018-11-05", "2018-11-11", "day", "relative")),
        ("next week", "future", ("2018-11-19", "2018-11-25", "day", "relative")),
        ("later this week", "future", ("2018-11-12", "2018-11-18", "day", "relative")),
        ("over the weekend", "past", ("2018-11-10", "2018-11-11", "day", "relative")),
        ("next month", "future", ("2018-12-01", "2018-12-31", "month", "relative")),
        ("last year", "past", ("2017-01-01", "2017-12-31", "year", "relative")),
    ],
)
def test_an_expression_means_these_days(text: str, direction: Direction, meant: tuple[str, ...]) -> None:
    days = _days(text, direction)
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat(), days.precision, days.basis) == meant


@pytest.mark.parametrize(
    "text", ["They may meet.", "a march on the city", "at 10:30", "resolution 1979/4", "2,018 people", "$1998 million"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert list(find_dates(text)) == []


def test_the_week_that_ends_on_a_sunday_is_last_week_on_that_sunday() -> None:
    days = _days("last week", "past", date(2018, 11, 11))
    assert days is not None
    assert (days.first, days.last) == (date(2018, 11, 5), date(2018, 11, 11))


def test_a_day_that_no_calendar_has_means_nothing() -> None:
    assert _days("on February 30, 2018") is None
