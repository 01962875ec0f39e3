"""What counts as a change of an event, and what does not."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from schemas.event import Count, Event, Time
from streams.event_document import event_document
from streams.generations.event_fields import Document, changes
from tests.builders import actor, meeting, participant, recognition, result, source


def _document(event: Event) -> Document:
    now = datetime(2031, 1, 1, tzinfo=UTC)
    return event_document(event, result(event), order=1, generation="g", names_of=lambda _: (), now=now)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (meeting(), meeting(), []),
        (meeting(), replace(meeting(), confidence=0.1), []),
        (meeting(), meeting(status="denied"), [("status", "held", "denied")]),
        (
            meeting(),
            replace(meeting(), rule="meeting.noun.talks"),
            [("rule", "meeting.verb.meet", "meeting.noun.talks")],
        ),
        (meeting(), meeting(background=True), [("background", "", "yes")]),
        (meeting("m", "A", "B"), meeting("m", "B", "A"), []),
        (
            meeting("m", "A", "B"),
            meeting("m", participants=[participant("A", role="visitor"), participant("B", role="host")]),
            [("participants", "A (participant), B (participant)", "A (visitor), B (host)")],
        ),
        (recognition(), recognition(stance="granted"), [("stance", "recognises", "granted")]),
        (
            recognition(),
            recognition(count=Count(value=60, qualifier="more_than", of="countries")),
            [("count", "", "more than 60 countries")],
        ),
        (recognition(), recognition(object=actor("Sudland")), [("object", "Norland", "Sudland")]),
        (meeting(), meeting(attribution=[source("Avaria")]), [("sources", "", "Avaria")]),
        (
            meeting(),
            meeting(time=Time(start="2031-05-04", end="2031-05-04", precision="day", basis="explicit")),
            [("time", "", "4 May 2031")],
        ),
    ],
)
def test_a_change_is_what_a_reader_would_see(old: Event, new: Event, expected: list[tuple[str, str, str]]) -> None:
    assert [tuple(change) for change in changes(_document(old), _document(new))] == expected
