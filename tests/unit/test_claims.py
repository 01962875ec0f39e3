"""Whose word an event is, and whether one article contradicts itself about it."""

from typing import Any

import msgspec
import pytest

from processors.claims import with_claims
from schemas.event import Count, Event, Response
from tests.builders import meeting, recognition, source


def response(kind: Any) -> Response:
    return Response(name="Norland", text="Norland", start=0, end=7, kind=kind)


@pytest.mark.parametrize(
    ("fields", "claim"),
    [
        ({}, "asserted"),
        ({"attribution": [source("Teodor Vance", by_participant=True)]}, "claimed"),
        ({"attribution": [source("Northern Press")]}, "claimed"),
        (
            {"attribution": [source("Teodor Vance", by_participant=True), source("Mira Oslan", by_participant=True)]},
            "confirmed",
        ),
        ({"responses": [response("confirms")]}, "confirmed"),
        ({"responses": [response("denies")]}, "disputed"),
        ({"responses": [response("confirms"), response("denies")]}, "disputed"),
        ({"responses": [response("silent")], "attribution": [source("Teodor Vance")]}, "claimed"),
        ({"responses": [response("no_comment")]}, "asserted"),
    ],
)
def test_claims(fields: dict[str, Any], claim: str) -> None:
    (event,) = with_claims([meeting(**fields)])
    assert event.claim == claim


def contested(*events: Event) -> list[bool]:
    return [event.contested for event in with_claims(events)]


def test_a_meeting_reported_and_denied_is_contested_and_disputed() -> None:
    held, denied = with_claims([meeting(), meeting(status="denied")])
    assert (held.contested, denied.contested) == (True, True)
    assert held.claim == "disputed"


def test_a_denial_of_another_meeting_contests_nothing() -> None:
    assert contested(meeting(), meeting("m", "Ivo Lind", "Ana Ruiz", status="denied")) == [False, False]


def test_two_plans_contest_nothing() -> None:
    assert contested(meeting(status="scheduled"), meeting(status="possible")) == [False, False]


def counted(value: int, **fields: Any) -> Event:
    return msgspec.structs.replace(recognition(recognisers=[]), count=Count(value=value), **fields)


def test_rival_counts_are_contested() -> None:
    assert contested(counted(117), counted(105)) == [True, True]


def test_counts_of_different_things_are_not() -> None:
    assert contested(counted(117), counted(117)) == [False, False]
    assert contested(counted(117), counted(60, stance="refuses")) == [False, False]
    assert contested(counted(117), counted(105, object=recognition().recognisers[0])) == [False, False]
