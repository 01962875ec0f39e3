"""Times: durations, rates, intervals of days, and when a group is due."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from schemas.alert_rule import NamedIntervals
from streams.alerts.durations import duration, rate, shown
from streams.alerts.shaping import Shape, back_off, due_at, is_over, message_id
from streams.alerts.time_intervals import in_force

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0), ("90s", 90), ("1h30m", 5400), ("2d", 172_800), ("1w", 604_800), ("500ms", 0.5)]
)
def test_durations_are_read(text: str, seconds: float) -> None:
    assert duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "5", "5 m", "m5", "1.5h", "-5m", "9999999999999y"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no duration|longer than"):
        duration(text)


def test_rates_are_a_number_and_a_time() -> None:
    assert rate("20/1h") == (20, timedelta(hours=1))
    for text in ("20", "x/1h", "20/0s", "20/"):
        with pytest.raises(ValueError, match=r"rate|duration"):
            rate(text)


def test_a_span_is_shown_by_its_two_largest_units() -> None:
    assert [shown(timedelta(seconds=s)) for s in (0, 59, 3_700, 90_061)] == ["0s", "59s", "1h1m", "1d1h"]


@pytest.mark.parametrize(
    ("interval", "moment", "holds"),
    [
        ({}, NOON, True),
        ({"weekdays": ["monday:friday"]}, NOON, False),
        ({"weekdays": ["saturday:sunday"]}, NOON, True),
        ({"times": [{"start_time": "12:00", "end_time": "13:00"}]}, NOON, True),
        ({"times": [{"start_time": "11:00", "end_time": "12:00"}]}, NOON, False),
        ({"times": [{"start_time": "14:00", "end_time": "15:00"}], "location": "Europe/Belgrade"}, NOON, True),
        ({"times": [{"start_time": "22:00", "end_time": "24:00"}]}, NOON.replace(hour=23, minute=59), True),
        ({"days_of_month": ["1:7"]}, NOON, True),
        ({"days_of_month": ["-3:-1"]}, NOON.replace(day=29), True),
        ({"days_of_month": ["-3:-1"]}, NOON.replace(day=28), False),
        ({"months": ["may:august"], "years": ["2031"]}, NOON, True),
        ({"months": ["1:4"]}, NOON, False),
        ({"weekdays": ["sunday"], "months": ["june"]}, NOON, False),
    ],
)
def test_intervals_hold_as_alertmanagers_do(interval: dict[str, object], moment: datetime, holds: bool) -> None:
    named = msgspec.convert({"name": "n", "time_intervals": [interval]}, NamedIntervals)
    assert in_force(named, moment) == holds


def test_night_follows_the_clock_of_its_place_through_summer_time() -> None:
    night = msgspec.convert(
        {
            "name": "n",
            "time_intervals": [
                {"times": [{"start_time": "22:00", "end_time": "24:00"}], "location": "Europe/Belgrade"}
            ],
        },
        NamedIntervals,
    )
    assert in_force(night, datetime(2031, 7, 1, 20, 30, tzinfo=UTC))
    assert not in_force(night, datetime(2031, 1, 1, 20, 30, tzinfo=UTC))


def test_a_group_waits_first_and_then_for_its_interval() -> None:
    shape = Shape(timedelta(seconds=30), timedelta(minutes=15))
    assert due_at(shape, NOON, None) == NOON + timedelta(seconds=30)
    assert due_at(shape, NOON, NOON - timedelta(minutes=5)) == NOON + timedelta(minutes=10)
    assert due_at(shape, NOON, NOON - timedelta(hours=5)) == NOON + timedelta(seconds=30)


def test_a_limit_counts_what_was_told_within_its_window() -> None:
    told = [NOON - timedelta(minutes=minutes) for minutes in (1, 30, 61)]
    assert is_over(told, (2, timedelta(hours=1)), NOON)
    assert not is_over(told, (3, timedelta(hours=1)), NOON)
    assert not is_over(told, None, NOON)


def test_tries_back_off_to_an_hour() -> None:
    assert [back_off(tries).total_seconds() for tries in (1, 2, 3, 20, 10_000)] == [5, 10, 20, 3600, 3600]


def test_a_message_has_one_id_for_each_group_number_and_channel() -> None:
    assert len({message_id(group, number, channel) for group in "ab" for number in (1, 2) for channel in "xy"}) == 8
