"""Who visits a country and meets its people there is on one visit; whoever is met from elsewhere is met apart."""

import pytest

from tests.unit.meeting_reader import actors_of, meetings_in


@pytest.mark.parametrize(
    "text",
    [
        "During her visit to Norway, Swedish Premier Anna Keller met Norwegian Premier Marc Dubois.",
        "Swedish Premier Anna Keller met Norwegian Premier Marc Dubois during a visit to Norway.",
    ],
)
def test_a_meeting_with_a_host_is_part_of_the_visit(text: str) -> None:
    (found,) = meetings_in(text, weighed=True)
    assert found.format == "visit"
    assert {"Norway", "Marc Dubois"} <= actors_of(text, found)


def test_a_meeting_with_a_guest_from_elsewhere_is_no_part_of_the_visit() -> None:
    text = "Swedish Premier Anna Keller flew to Norway after a meeting with Danish Premier Marc Dubois."
    formats = {found.format: actors_of(text, found) for found in meetings_in(text, weighed=True)}
    assert formats.keys() == {"visit", "meeting"}
    assert "Marc Dubois" not in formats["visit"]


def test_a_meeting_on_the_sidelines_of_a_summit_is_not_the_summit() -> None:
    text = "Anna Keller held a meeting with Marc Dubois on the sidelines of a NATO summit."
    (meeting,) = [found for found in meetings_in(text) if found.format == "meeting"]
    assert actors_of(text, meeting) == {"Anna Keller", "Marc Dubois"}
