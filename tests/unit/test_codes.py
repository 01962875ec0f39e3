"""CAMEO and PLOVER codes: every row of docs/vocabulary.md."""

from typing import Any

import msgspec
import pytest

from processors.codes import codes_of
from schemas.event import Place, Trigger
from tests.builders import meeting, participant, recognition

THREE = [participant("Mira Oslan"), participant("Teodor Vance"), participant("Ivo Lind")]


def trigger(text: str) -> Trigger:
    return Trigger(text=text, start=0, end=len(text))


def place(country: str | None) -> Place:
    return Place(name="Norport", text="Norport", start=0, end=7, country=country)


@pytest.mark.parametrize(
    ("fields", "countries", "codes"),
    [
        ({}, [], ("040", "CONSULT", None)),
        ({"status": "ongoing"}, [], ("040", "CONSULT", None)),
        ({"format": "talks"}, [], ("040", "CONSULT", None)),
        ({"format": "visit"}, [], ("042", "CONSULT", "visit")),
        ({"format": "call"}, [], ("041", "CONSULT", "phone")),
        ({"format": "mediation"}, [], ("045", "CONSULT", None)),
        ({"format": "negotiation"}, [], ("046", "CONSULT", None)),
        ({"format": "summit"}, [], ("040", "CONSULT", "multilateral")),
        ({"participants": THREE}, [], ("040", "CONSULT", "multilateral")),
        ({"place": place("XZ")}, ["XZ", "XY"], ("040", "CONSULT", None)),
        ({"place": place("CH")}, ["XZ", "XY"], ("044", "CONSULT", "third-party")),
        ({"place": place("CH")}, ["XZ", None], ("040", "CONSULT", None)),
        ({"place": place(None)}, ["XZ", "XY"], ("040", "CONSULT", None)),
        ({"format": "summit", "place": place("CH")}, ["XZ", "XY"], ("044", "CONSULT", "multilateral")),
        ({"status": "scheduled"}, [], ("036", "AGREE", None)),
        ({"status": "proposed"}, [], ("026", "REQUEST", "meet")),
        ({"status": "proposed", "trigger": trigger("invited")}, [], ("036", "AGREE", None)),
        ({"status": "proposed", "trigger": trigger("demanded talks")}, [], ("106", "REQUEST", "meet")),
        ({"status": "refused"}, [], ("125", "REJECT", "meet")),
        ({"status": "cancelled"}, [], ("125", "REJECT", "meet")),
        ({"status": "ended"}, [], ("164", "SANCTION", "withdraw")),
        ({"status": "possible"}, [], (None, None, None)),
        ({"status": "not_planned"}, [], (None, None, None)),
        ({"status": "denied"}, [], (None, None, None)),
        ({"status": "postponed"}, [], (None, None, None)),
        # The status decides, whatever the format.
        ({"status": "scheduled", "format": "visit"}, [], ("036", "AGREE", None)),
        ({"status": "cancelled", "format": "call"}, [], ("125", "REJECT", "meet")),
        ({"status": "ended", "format": "negotiation"}, [], ("164", "SANCTION", "withdraw")),
    ],
)
def test_meetings(fields: dict[str, Any], countries: list[str | None], codes: tuple[str | None, ...]) -> None:
    found = codes_of(msgspec.structs.replace(meeting(), **fields), countries)
    assert (found.cameo, found.plover, found.plover_mode) == codes


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"stance": "granted"}, ("054", "SUPPORT", None)),
        ({"stance": "recognises"}, ("054", "SUPPORT", None)),
        ({"stance": "granted", "trigger": trigger("restored ties")}, ("050", "SUPPORT", None)),
        ({"stance": "granted", "object_kind": "leader"}, ("051", "SUPPORT", None)),
        ({"stance": "recognises", "object_kind": "leader"}, ("051", "SUPPORT", None)),
        ({"stance": "refuses", "object_kind": "leader"}, ("120", "REJECT", "assist")),
        ({"stance": "intends"}, ("032", "AGREE", None)),
        ({"stance": "urged"}, ("022", "REQUEST", "assist")),
        ({"stance": "sought"}, ("022", "REQUEST", "assist")),
        ({"stance": "refuses"}, ("120", "REJECT", "assist")),
        ({"stance": "withdrawn"}, ("160", "SANCTION", "discontinue")),
        ({"stance": "withdrawn", "trigger": trigger("severed ties")}, ("161", "SANCTION", "discontinue")),
        ({"stance": "considers"}, (None, None, None)),
        ({"stance": "denied"}, (None, None, None)),
    ],
)
def test_recognition(fields: dict[str, Any], codes: tuple[str | None, ...]) -> None:
    found = codes_of(msgspec.structs.replace(recognition(), **fields))
    assert (found.cameo, found.plover, found.plover_mode) == codes
