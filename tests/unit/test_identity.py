"""Ids of events."""

from typing import Any

import msgspec
import pytest

from processors.identity import with_ids
from schemas.event import Event
from tests.builders import actor, meeting, participant, recognition, source

STORY = "urn:test:story"


def id_of(event: Event, uri: str = STORY) -> str:
    return with_ids(uri, [event])[0].id


def test_an_id_does_not_depend_on_the_process() -> None:
    assert id_of(meeting()) == id_of(meeting())
    assert len(id_of(meeting())) == 32
    assert id_of(meeting()) == "7742df63428802636c88ab83f3711dc6"


@pytest.mark.parametrize(
    "change",
    [
        {"status": "scheduled"},
        {"background": True},
        {"confidence": 0.1},
        {"rule": "meeting.noun.talks"},
        {"participants": [participant("Teodor Vance"), participant("Mira Oslan")]},
        {"participants": [participant("Mira Oslán"), participant("TEODOR VANCE", role="host")]},
    ],
)
def test_what_is_not_identity(change: dict[str, Any]) -> None:
    assert id_of(msgspec.structs.replace(meeting(), **change)) == id_of(meeting())


@pytest.mark.parametrize(
    "other",
    [
        meeting("m", "Mira Oslan"),
        meeting("m", "Mira Oslan", "Teodor Vance", "Ivo Lind"),
        meeting(attribution=[source("Teodor Vance")]),
        recognition(),
        recognition(stance="refuses"),
        recognition(object=actor("Avaria")),
        recognition(more_objects=[actor("South Norland")]),
        recognition(recognisers=[]),
        recognition(attribution=[source("Norland")]),
    ],
)
def test_what_makes_another_event(other: Event) -> None:
    others: list[Event] = [meeting(), recognition(recognisers=[actor("Ostrava")])]
    assert id_of(other) not in {id_of(event) for event in others}


def test_the_article_is_part_of_the_identity() -> None:
    assert id_of(meeting()) != id_of(meeting(), "urn:test:other")


def test_equal_events_are_numbered_in_order() -> None:
    first, second, third = with_ids(STORY, [meeting(), meeting("m", "Ivo Lind"), meeting()])
    assert first.id == id_of(meeting())
    assert len({first.id, second.id, third.id}) == 3
    assert with_ids(STORY, [meeting(), meeting()])[1].id == third.id
