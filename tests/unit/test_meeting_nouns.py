"""Meetings that a noun names: meals, contacts, calls of courtesy or by video, and meetings that are only talked of."""

import pytest

from tests.unit.meeting_reader import actors_of, meetings_in, status_of

HELD_TOGETHER = [
    ("Anna Keller and Marc Dubois held a working lunch on Monday.", {"Anna Keller", "Marc Dubois"}),
    ("Keller and Dubois held a third session on Monday.", {"Keller", "Dubois"}),
    ("Anna Keller attended a dinner hosted by Marc Dubois.", {"Anna Keller", "Marc Dubois"}),
    ("Anna Keller paid a courtesy call on Marc Dubois.", {"Anna Keller", "Marc Dubois"}),
    ("Anna Keller made a farewell call on Marc Dubois.", {"Anna Keller", "Marc Dubois"}),
    ("Anna Keller got in touch with Marc Dubois.", {"Anna Keller", "Marc Dubois"}),
    ("Norway remained in contact with Sweden over the ship.", {"Norway", "Sweden"}),
    ("The peace process between Finland and the rebels collapsed.", {"Finland", "rebels"}),
    ("Anna Keller conducted a video conference with Marc Dubois.", {"Anna Keller", "Marc Dubois"}),
]
WITH_NOBODY = [
    "Parliament held a session on Monday.",
    "Anna Keller held a dinner on Monday.",
    "Anna Keller lost contact with the rebels.",
    "Anna Keller is out of touch with the voters of Norway.",
    "Anna Keller told a video conference that taxes would rise.",
]
TALKED_OF = [
    ("Anna Keller met Marc Dubois to discuss the upcoming summit of Norway and Sweden.", "met", "summit"),
    ("Anna Keller met Marc Dubois to prepare for a summit with Finland in May.", "met", "summit"),
    ("Keller met lawmakers to review coming negotiations with Sweden on fish.", "met", "negotiations"),
    ("Anna Keller flew to Sweden to arrange talks with Finland.", "flew", "talks"),
]


@pytest.mark.parametrize(("text", "actors"), HELD_TOGETHER)
def test_who_sits_at_one_table_or_is_in_touch_meets(text: str, actors: set[str]) -> None:
    (found,) = meetings_in(text)
    assert actors_of(text, found) == actors


@pytest.mark.parametrize("text", WITH_NOBODY)
def test_a_session_or_a_meal_with_nobody_named_is_no_meeting(text: str) -> None:
    assert meetings_in(text) == []


@pytest.mark.parametrize(("text", "held", "topic"), TALKED_OF)
def test_a_meeting_that_is_talked_of_is_another(text: str, held: str, topic: str) -> None:
    assert len(meetings_in(text)) == 2
    assert status_of(text, held) == "held"
    assert status_of(text, topic) is not None


def test_a_tour_of_a_country_is_a_visit_to_it() -> None:
    (found,) = meetings_in("Anna Keller's tour of Sweden ended on Monday.")
    assert [slot.role for slot in found.slots] == ["visitor", "host"]
