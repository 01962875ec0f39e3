"""How an event looks in Elasticsearch."""

import json
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest

from schemas.event import Codes, Count, Event, Location, Place, Response, Time
from streams.article_document import article_document, article_id
from streams.event_document import event_document, retracted_document
from streams.periods import period_end, period_start
from tests.builders import actor, meeting, participant, recognition, result, source

_NOW = datetime(2031, 5, 5, tzinfo=UTC)
_ALIASES = {"person:mira-oslan": ["Mira Oslan", "Oslañ"], "state:norland": ["Norland", "Kingdom of Norland"]}


def _document(event: Event, **fields: Any) -> dict[str, Any]:
    names_of = lambda actor_id: _ALIASES.get(actor_id, [])  # noqa: E731
    return event_document(event, result(event, **fields), order=7, generation="live", names_of=names_of, now=_NOW)


def _whole_meeting() -> Event:
    return meeting(
        "m1",
        participants=[
            participant("Mira Oslan", id="person:mira-oslan", watched=True),
            participant("Teodor Vance", role="host"),
        ],
        attribution=[source("Mira Oslan", cue="wrote", medium="Twitter", by_participant=True)],
        responses=[
            Response(name="Norland", text="Norland", start=0, end=7, kind="silent"),
            Response(name="Teodor Vance", text="Vance", start=0, end=5, kind="denies"),
            Response(name="Ilse Brandt", text="Brandt", start=0, end=6, kind="confirms"),
        ],
        place=Place(
            name="Port Sorrel",
            text="Port Sorrel",
            start=3,
            end=14,
            country="XV",
            location=Location(lat=1.5, lon=-2.25),
        ),
        time=Time(
            start="2031-05", end="2031-05", precision="month", basis="explicit", text="May", start_char=1, end_char=4
        ),
        flags=["brief"],
        claim="claimed",
        codes=Codes(cameo="040", plover="CONSULT"),
    )


def test_a_meeting_is_described_in_ecs_fields_and_its_action_names_type_and_status() -> None:
    document = _document(_whole_meeting())
    assert document["@timestamp"] == "2031-05-04T12:00:00.000Z"
    assert document["event"] == {
        "id": "m1",
        "kind": "event",
        "action": "meeting-held",
        "dataset": "wirewatch.events",
        "created": "2031-05-04T12:00:00.000Z",
        "ingested": "2031-05-05T00:00:00.000Z",
        "start": "2031-05-01T00:00:00.000Z",
        "end": "2031-05-31T23:59:59.999Z",
    }
    assert document["message"] == "Mira Oslan met Teodor Vance."


def test_an_action_is_written_with_hyphens() -> None:
    assert _document(meeting(status="not_planned"))["event"]["action"] == "meeting-not-planned"
    assert _document(recognition(stance="withdrawn"))["event"]["action"] == "recognition-withdrawn"


def test_a_search_for_any_alias_or_unaccented_form_finds_the_actor() -> None:
    names = _document(_whole_meeting())["wire"]["actor_names"]
    assert {"Mira Oslan", "Oslañ", "oslan", "Teodor Vance"} <= set(names)


def test_who_claims_confirms_denies_and_keeps_silent_has_a_flat_field_each() -> None:
    wire = _document(_whole_meeting())["wire"]
    assert wire["sources"] == ["Mira Oslan"]
    assert wire["media"] == ["Twitter"]
    assert wire["confirmed_by"] == ["Ilse Brandt"]
    assert wire["denied_by"] == ["Teodor Vance"]
    assert wire["silent"] == ["Norland"]


def test_only_watched_actors_are_listed_as_watched() -> None:
    wire = _document(_whole_meeting())["wire"]
    assert (wire["watched"], wire["watched_ids"]) == (["Mira Oslan"], ["person:mira-oslan"])


def test_the_pair_is_sorted_so_that_it_is_one_whoever_is_named_first() -> None:
    forth = _document(meeting("m", participants=[participant("B", id="state:b"), participant("A", id="state:a")]))
    back = _document(meeting("m", participants=[participant("A", id="state:a"), participant("B", id="state:b")]))
    assert forth["wire"]["pair"] == back["wire"]["pair"] == ["state:a|state:b"]


def test_three_who_meet_make_three_pairs_and_a_crowd_makes_none() -> None:
    assert len(_document(meeting("m", "A", "B", "C"))["wire"]["pair"]) == 3
    assert "pair" not in _document(meeting("m", *(f"Actor {n}" for n in range(13))))["wire"]


def test_a_recognition_names_all_its_objects_and_pairs_each_with_each_recogniser() -> None:
    event = recognition(
        more_objects=[actor("Southland")],
        recognisers=[actor("Avaria", id="state:avaria")],
        count=Count(value=60, qualifier="more_than"),
    )
    wire = _document(event)["wire"]
    assert wire["object"] == ["Norland", "Southland"]
    assert wire["pair"] == ["name:norland|state:avaria", "name:southland|state:avaria"]
    assert wire["count"] == {"value": 60, "qualifier": "more_than", "of": "countries"}


def test_a_retraction_keeps_what_was_said_and_who_took_it_back_first() -> None:
    said = _document(_whole_meeting())
    killed = retracted_document(said, result(kind="kill", version=None, minutes=9), order=8, now=_NOW)
    again = retracted_document(killed, result(kind="kill", version="9", minutes=20), order=9, now=_NOW)
    assert said["wire"]["retracted"] is False
    assert killed["wire"]["retracted"] is True
    assert killed["wire"]["actors"] == said["wire"]["actors"]
    assert killed["wire"]["retraction"] == {"order": 8, "revision": "kill", "at": "2031-05-04T12:09:00.000Z"}
    assert again["wire"]["retraction"] == killed["wire"]["retraction"]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2018-11-11", "2018-11-11T00:00:00.000Z", "2018-11-11T23:59:59.999Z"),
        ("2020-02", "2020-02-01T00:00:00.000Z", "2020-02-29T23:59:59.999Z"),
        ("2018", "2018-01-01T00:00:00.000Z", "2018-12-31T23:59:59.999Z"),
    ],
)
def test_a_period_begins_with_its_first_instant_and_ends_with_its_last(date: str, start: str, end: str) -> None:
    assert (period_start(date), period_end(date)) == (start, end)


def _leaves(properties: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Field path -> type of every mapped field."""
    found: dict[str, str] = {}
    for name, field in properties.items():
        path = f"{prefix}{name}"
        if "properties" in field:
            found |= _leaves(field["properties"], f"{path}.")
        if "type" in field:
            found[path] = field["type"]
    return found


def _paths(value: Any, prefix: str) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_paths(inner, f"{prefix}.{name}" if prefix else name) for name, inner in value.items()))
    if isinstance(value, list):
        return set().union(*(_paths(inner, prefix) for inner in value))
    return {prefix}


@pytest.mark.parametrize("family", ["events", "articles"])
def test_every_field_we_write_is_mapped(family: str) -> None:
    template = json.loads(resources.files("deploy").joinpath("elasticsearch", f"{family}.json").read_text())
    mapped = _leaves(template["template"]["mappings"]["properties"])
    points = {path for path, kind in mapped.items() if kind in ("geo_point", "flattened")}
    if family == "events":
        documents = [_document(_whole_meeting()), _document(recognition(count=Count(value=3)))]
        documents += [retracted_document(document, result(kind="kill"), order=2, now=_NOW) for document in documents]
    else:
        whole = result(meeting(), located="Port Sorrel", genres=["Current"], subjects=["x"], url="https://np.example/1")
        documents = [
            article_document(whole, order=1, generation="live", event_ids=["m1"], evolved_into=["urn:x"], now=_NOW)
        ]
    written = set().union(*(_paths(document, "") for document in documents))
    unmapped = {path for path in written if path not in mapped and path.rpartition(".")[0] not in points}
    assert unmapped == set()


def test_an_article_id_fits_elasticsearch_however_long_the_uri() -> None:
    assert len(article_id("urn:" + "é" * 10_000)) == 32
    assert article_id("a") != article_id("b")
