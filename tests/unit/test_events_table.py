"""Events as rows and as a table for a terminal."""

from io import StringIO

import pytest
from rich.console import Console

from schemas.event import Count, Event, Place, Response, Time
from streams.event_document import event_document, retracted_document
from streams.event_row import EventRow, row_of, row_of_document
from streams.events_table import NARROW, WIDE, EventsTable, events_table
from tests.builders import NOON, actor, meeting, recognition, result, source

TALKS = meeting(
    "m2",
    status="not_planned",
    flags=["brief"],
    place=Place(name="Port Sorrel", text="Port Sorrel", start=0, end=11),
    time=Time(start="2031-05-04", end="2031-05-04", precision="day", basis="relative"),
    attribution=[source("Mira Oslan", medium="Twitter", by_participant=True)],
    responses=[Response(name="Avaria", text="Avaria", start=0, end=6, kind="silent")],
    claim="claimed",
    contested=True,
)
COUNTED = recognition("r2", stance="refuses", count=Count(value=60, qualifier="more_than"), recognisers=[])


def printed(table: EventsTable, width: int, *, terminal: bool = False) -> str:
    out = StringIO()
    Console(file=out, width=width, force_terminal=terminal).print(table)
    return out.getvalue()


def test_a_row_says_who_where_when_and_on_whose_word() -> None:
    assert row_of(result(TALKS), TALKS) == EventRow(
        published="2031-05-04 12:00",
        action="meeting-not-planned",
        who="Mira Oslan – Teodor Vance",
        count="",
        where="Port Sorrel",
        when="4 May 2031",
        word="claimed: Mira Oslan on Twitter; silent: Avaria; contested",
        sentence="Mira Oslan met Teodor Vance.",
        rule="meeting.verb.meet",
        uri="urn:test:story",
    )


def test_a_recognition_points_from_recognisers_to_objects() -> None:
    event = recognition(more_objects=[actor("Sorrel")])
    assert row_of(result(event), event).who == "Avaria → Norland and Sorrel"
    assert row_of(result(COUNTED), COUNTED).who == "→ Norland"
    assert row_of(result(COUNTED), COUNTED).count == "> 60"


@pytest.mark.parametrize("event", [meeting(), TALKS, recognition(), COUNTED], ids=["plain", "talks", "state", "count"])
def test_an_event_read_back_from_elasticsearch_makes_the_same_row(event: Event) -> None:
    source_result = result(event)
    document = event_document(event, source_result, order=1, generation="g", names_of=lambda _: (), now=NOON)
    assert row_of_document(document) == row_of(source_result, event)


def test_a_retracted_event_is_called_so() -> None:
    event = meeting()
    story = result(event)
    document = event_document(event, story, order=1, generation="g", names_of=lambda _: (), now=NOON)
    row = row_of_document(retracted_document(document, story, order=2, now=NOON))
    assert row.retracted
    assert "retracted" in printed(EventsTable([row]), 120)


@pytest.mark.parametrize("width", [72, 80, NARROW, 120, WIDE, 220])
def test_a_table_fits_its_terminal_and_cuts_no_name(width: int) -> None:
    text = printed(events_table([result(TALKS, COUNTED)]), width)
    assert max(map(len, text.splitlines())) <= width
    words = text.split()
    assert {"Oslan", "Teodor", "Vance", "Norland", "60", "Sorrel,", "Twitter;"} <= set(words)


def test_a_wide_terminal_shows_the_rule_and_a_narrow_one_no_sentence() -> None:
    table = events_table([result(TALKS)])
    assert "meeting.verb.meet" in printed(table, WIDE)
    assert "meeting.verb" not in printed(table, WIDE - 1)
    assert "sentence" in printed(table, NARROW)
    assert "sentence" not in printed(table, NARROW - 1)


def test_columns_that_would_be_empty_are_left_out() -> None:
    assert "count" not in printed(events_table([result(meeting())]), 120)
    assert "claim" not in printed(events_table([result(meeting())]), 120)
    assert "count" in printed(events_table([result(meeting(), COUNTED)]), 120)


def test_nothing_of_the_wire_is_obeyed_or_read_as_markup() -> None:
    event = meeting("m", "[red]Mira[/red]", "Teo\x1b[2Jdor")
    text = printed(events_table([result(event)]), 160)
    assert "[red]Mira[/red]" in text
    assert "\x1b" not in text
    assert "Teo␛[2Jdor" in text


def test_a_table_without_events_is_a_heading() -> None:
    assert printed(events_table([result()]), 120).split() == ["published", "event", "who", "where,", "when", "sentence"]
