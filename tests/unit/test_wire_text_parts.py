"""Plain-text wire files in parts, and datelines held against the time of the version."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.dateline import parse_dateline
from processors.wire_text import WireText, conflicts, parse_wire_text

LEAD = "GENEVA, March 3 (NP) - The two foreign ministers met on Monday."


def test_headline_subtitle_dateline_and_body_are_told_apart() -> None:
    wire = parse_wire_text(f"Ministers meet in Geneva\n\nNo statement was made\n\n{LEAD}\n\nTalks go on.\n")
    assert wire.headline == "Ministers meet in Geneva"
    assert wire.subtitle == ("No statement was made",)
    assert wire.body == f"No statement was made\n\n{LEAD}\n\nTalks go on."
    assert wire.dateline is not None
    assert wire.body[wire.dateline.start : wire.dateline.end] == "GENEVA, March 3 (NP) -"


@pytest.mark.parametrize(
    ("text", "headline", "subtitle"),
    [
        (f"Ministers meet\n{LEAD}\nTalks go on.", "Ministers meet", ()),
        (f"Ministers meet\nin Geneva\n\n{LEAD}", "Ministers meet in Geneva", ()),
        (f"Ministers meet\n* First talks in years\n* No statement\n\n{LEAD}", "Ministers meet * First", ()),
        (f"Ministers meet\n\n* First talks in years\n* No statement\n\n{LEAD}", "Ministers meet", 2),
        (f"\ufeffMinisters meet\r\n\r\n{LEAD}\r\n", "Ministers meet", ()),
        (LEAD, "", ()),
        (f"EU LEADERS MEET — Talks go on\n\n{LEAD}", "EU LEADERS MEET — Talks go on", ()),
        (f"UPDATE 2-Ministers meet in Geneva\n\n{LEAD}", "UPDATE 2-Ministers meet in Geneva", ()),
        ("Ministers meet\n\nNo dateline stands here.", "Ministers meet", ()),
        ("Ministers meet", "Ministers meet", ()),
        ("", "", ()),
    ],
)
def test_the_headline_is_what_stands_above_the_story(text: str, headline: str, subtitle: object) -> None:
    wire = parse_wire_text(text)
    assert wire.headline.startswith(headline)
    assert bool(wire.headline) == bool(headline)
    if isinstance(subtitle, int):
        assert len(wire.subtitle) == subtitle
    else:
        assert wire.subtitle == subtitle
    assert (wire.dateline is not None) == ("GENEVA" in text)


def test_a_bare_dateline_opens_a_file_only_with_a_story_behind_it() -> None:
    story = "NEW YORK — " + "The two foreign ministers met on Monday and agreed to meet again. " * 3
    assert parse_wire_text(f"{story}\n\nTalks go on.").headline == ""
    assert parse_wire_text("NEW YORK — Ministers meet\n\nTalks go on.").headline == "NEW YORK — Ministers meet"


@given(st.text(max_size=600))
def test_no_file_makes_it_raise_and_no_word_is_lost(text: str) -> None:
    wire = parse_wire_text(text)
    assert isinstance(wire, WireText)
    assert f"{wire.headline} {wire.body}".split() == text.strip("\ufeff \t\n\r").split()


@pytest.mark.parametrize(
    ("dateline", "created", "apart"),
    [
        ("GENEVA, March 3 (NP) -", "2018-03-03T09:00:00+01:00", None),
        ("GENEVA, March 3 (NP) -", "2018-03-04T00:30:00+01:00", None),
        ("GENEVA, March 3 (NP) -", "2018-03-02T23:30:00+01:00", None),
        ("GENEVA, March 3 (NP) -", "2018-03-05T09:00:00+01:00", "2 days apart"),
        ("GENEVA, March 3 (NP) -", "2018-11-12T09:00:00+01:00", "days apart"),
        ("GENEVA, Dec 31 (NP) -", "2019-01-01T09:00:00+01:00", None),
        ("GENEVA, Jan 1 (NP) -", "2018-12-31T09:00:00+01:00", None),
        ("GENEVA, Dec 30 (NP) -", "2019-01-01T09:00:00+01:00", "2 days apart"),
        ("GENEVA, March 3, 2017 (NP) -", "2018-03-03T09:00:00+01:00", "365 days apart"),
        ("GENEVA, Feb. 29 (NP) -", "2020-02-29T09:00:00Z", None),
        ("GENEVA, Feb. 29 (NP) -", "2022-02-28T09:00:00Z", "no such day"),
        ("GENEVA, Feb. 30 (NP) -", "2022-02-28T09:00:00Z", "no such day"),
        ("GENEVA (NP) -", "2022-02-28T09:00:00Z", None),
        ("GENEVA —", "2022-02-28T09:00:00Z", None),
    ],
)
def test_a_dateline_more_than_a_day_from_the_version_conflicts(dateline: str, created: str, apart: str | None) -> None:
    found = parse_dateline(f"{dateline} The ministers met, officials said.")
    assert found is not None
    said = conflicts(found, datetime.fromisoformat(created))
    if apart is None:
        assert said is None
    else:
        assert said is not None
        assert apart in said


def test_the_local_day_of_the_version_counts_not_the_one_in_utc() -> None:
    found = parse_dateline("APIA, March 3 (NP) - The ministers met.")
    assert found is not None
    samoa = timezone(timedelta(hours=13))
    assert conflicts(found, datetime(2018, 3, 4, 1, tzinfo=samoa)) is None
    assert conflicts(found, datetime(2018, 3, 5, 1, tzinfo=samoa)) is not None


@given(
    st.integers(1, 12),
    st.integers(1, 31),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001
)
def test_no_day_and_no_time_make_the_comparison_raise(month: int, day: int, moved: datetime) -> None:
    found = parse_dateline("GENEVA, March 3 (NP) - The ministers met.")
    assert found is not None
    odd = type(found)(**{name: getattr(found, name) for name in found.__struct_fields__} | {"month": month, "day": day})
    said = conflicts(odd, moved.replace(tzinfo=UTC))
    assert said is None or "dateline says" in said
