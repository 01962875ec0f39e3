"""The samples and what is said of them in expected.yaml agree: every record, every word, every refusal."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from processors.markup import html_to_text
from processors.normalise import normalise
from processors.revision import read_revision
from processors.story_builder import text_of
from processors.watchlist import parse_watchlists
from processors.wire_text import conflicts, parse_dateline, parse_wire_text
from schemas.article import Article, decode_article
from schemas.errors import ERRORS, Invalid
from schemas.vocabulary import (
    Claim,
    CountQualifier,
    MeetingFlag,
    MeetingFormat,
    MeetingStatus,
    ObjectKind,
    ResponseKind,
    RevisionKind,
    Stance,
)

SAMPLES = Path(str(resources.files("deploy") / "samples"))
EXPECTED: dict[str, Any] = yaml.safe_load((SAMPLES / "expected.yaml").read_text(encoding="utf-8"))
AGENCIES = {"Wirewatch Sample Agency", "Northern Press", "Meridian Wire Service", "Harbour News Service"}
ENTRIES: list[dict[str, Any]] = EXPECTED["articles"]
RECORDS = {name: (SAMPLES / name).read_bytes().removesuffix(b"\n").split(b"\n") for name in EXPECTED["files"]}


def name_of(entry: dict[str, Any]) -> str:
    return f"{entry['file']}:{entry['record']}" if "record" in entry else str(entry["file"])


def article_of(entry: dict[str, Any]) -> Article:
    return decode_article(RECORDS[entry["file"]][entry["record"] - 1])


def words_of(event: dict[str, Any]) -> Iterator[str]:
    """Everything in an expected event that is printed in the article."""
    yield event["trigger"]
    yield from event.get("participants", [])
    yield from event.get("recognisers", [])
    yield from event.get("more_objects", [])
    yield from (event[name] for name in ("object", "place", "attributed_to") if event.get(name))
    yield from (response["name"] for response in event.get("responses", []))


@pytest.mark.parametrize("name", EXPECTED["files"])
def test_every_file_has_the_records_that_are_expected(name: str) -> None:
    about = EXPECTED["files"][name]
    assert len(RECORDS[name]) == about["records"] == about["accepted"] + len(about["dead_letters"])
    assert {letter["code"] for letter in about["dead_letters"]} <= ERRORS.keys()


def test_every_record_has_its_entry_in_file_order() -> None:
    for name in ("articles.jsonl", "revisions.jsonl"):
        numbers = [entry["record"] for entry in ENTRIES if entry["file"] == name]
        assert numbers == list(range(1, EXPECTED["files"][name]["records"] + 1))


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_an_article_decodes_and_is_the_one_expected(entry: dict[str, Any]) -> None:
    article = article_of(entry)
    assert article.uri == entry["uri"]
    assert article.version == entry.get("version")
    assert article.language == entry.get("language", "en")
    assert article.version_created.tzinfo is not None


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_an_article_says_the_revision_expected(entry: dict[str, Any]) -> None:
    article = article_of(entry)
    text = text_of(article)
    assert read_revision(article, text.headline, text.body).kind == entry["revision"]


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_every_expected_word_is_printed_in_the_article(entry: dict[str, Any]) -> None:
    body = text_of(article_of(entry)).body
    for event in entry["events"]:
        for words in words_of(event):
            assert words in body
            assert normalise(words) == words


@pytest.mark.parametrize("entry", [*ENTRIES, *EXPECTED["plain"]], ids=name_of)
def test_expected_events_use_the_closed_word_lists(entry: dict[str, Any]) -> None:
    for event in entry["events"]:
        if event["type"] == "meeting":
            assert event["status"] in get_args(MeetingStatus)
            assert event["format"] in get_args(MeetingFormat)
            assert event["participants"]
            assert set(event.get("flags", [])) <= set(get_args(MeetingFlag))
        else:
            assert event["type"] == "recognition"
            assert event["stance"] in get_args(Stance)
            assert event.get("object_kind", "state") in get_args(ObjectKind)
            assert event.get("count", {}).get("qualifier", "exact") in get_args(CountQualifier)
        assert event.get("claim", "asserted") in get_args(Claim)
        assert {response["kind"] for response in event.get("responses", [])} <= set(get_args(ResponseKind))


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_what_is_done_lies_before_its_report_and_what_is_to_come_after_it(entry: dict[str, Any]) -> None:
    moved = article_of(entry).version_created.date()
    for event in entry["events"]:
        day = event.get("date", "")
        if len(day) == 10:
            when = date.fromisoformat(day)
            done = event.get("status", event.get("stance")) in {"held", "ended", "granted", "withdrawn"}
            assert when <= moved if done else when >= moved


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_no_dateline_disagrees_with_the_time_of_the_version(entry: dict[str, Any]) -> None:
    article = article_of(entry)
    dateline = parse_dateline(text_of(article).body)
    if dateline is not None:
        assert conflicts(dateline, article.version_created) is None


def test_the_weekday_that_a_lead_prints_is_the_day_of_its_version() -> None:
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    checked = 0
    for entry in ENTRIES:
        article = article_of(entry)
        dateline = parse_dateline(text_of(article).body)
        lead = text_of(article).body[dateline.end :].partition("\n\n")[0] if dateline else ""
        named = [day for day in weekdays if f"on {day}" in lead]
        if len(named) == 1 and entry["revision"] != "repeat" and "reopens" not in lead:
            assert named[0] == weekdays[article.version_created.weekday()], entry["uri"]
            checked += 1
    assert checked > 40


@pytest.mark.parametrize("letter", EXPECTED["files"]["broken.jsonl"]["dead_letters"], ids=lambda letter: letter["why"])
def test_a_broken_record_is_refused_with_its_code(letter: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        decode_article(RECORDS["broken.jsonl"][letter["record"] - 1])
    assert refused.value.code == letter["code"]


@pytest.mark.parametrize("entry", EXPECTED["plain"], ids=name_of)
def test_a_plain_file_is_parted_as_expected_or_refused(entry: dict[str, Any]) -> None:
    raw = (SAMPLES / entry["file"]).read_bytes()
    if entry.get("refused") == "article.undecodable":
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")
        return
    wire = parse_wire_text(raw.decode("utf-8"))
    assert wire.headline == entry["headline"]
    assert len(wire.subtitle) == entry["subtitle_lines"]
    assert wire.dateline is not None
    for name, value in entry["dateline"].items():
        assert getattr(wire.dateline, name) == value
    disagrees = conflicts(wire.dateline, datetime.fromisoformat(entry["version_created"])) is not None
    assert disagrees == (entry.get("refused") == "article.dateline-disagrees")
    body = normalise(wire.body)
    assert all(words in body for event in entry["events"] for words in words_of(event))


def test_the_plain_folder_holds_nothing_else() -> None:
    assert {path.name for path in (SAMPLES / "plain").iterdir()} == {
        Path(entry["file"]).name for entry in EXPECTED["plain"]
    }


def test_no_real_agency_is_credited() -> None:
    for entry in ENTRIES:
        article = article_of(entry)
        assert article.provider in AGENCIES
        dateline = parse_dateline(text_of(article).body)
        if dateline is not None and dateline.agency is not None:
            assert dateline.agency in {*AGENCIES, "NORTHERN PRESS", "MWS", "WSA"}


def test_the_samples_show_every_status_stance_and_revision() -> None:
    events = [event for entry in ENTRIES for event in entry["events"]]
    assert {event["status"] for event in events if event["type"] == "meeting"} == set(get_args(MeetingStatus))
    assert {event["format"] for event in events if event["type"] == "meeting"} == set(get_args(MeetingFormat))
    assert {event["stance"] for event in events if event["type"] == "recognition"} == set(get_args(Stance))
    assert {entry["revision"] for entry in ENTRIES} == set(get_args(RevisionKind))


def test_the_script_of_the_html_sample_would_be_news_if_it_were_read() -> None:
    raw = next(json.loads(line) for line in RECORDS["articles.jsonl"] if b":html-soup" in line)
    value = raw["bodies"][0]["value"]
    assert "Orla Quill met Mira Sandor" in value
    assert "Quill" not in html_to_text(value)


def test_the_watchlist_of_the_invented_actors_names_everyone_who_meets() -> None:
    name = "fictional-actors.yaml"
    listed = parse_watchlists([(name, (SAMPLES / name).read_bytes())])
    forms = {entry.form.casefold() for entry in listed.entries}
    invented = [entry for entry in ENTRIES if ":20250" in entry["uri"]]
    for entry in invented:
        for event in entry["events"]:
            actors = [*event.get("participants", []), *filter(None, [event.get("object")])]
            if event.get("must", True):
                assert any(actor.casefold() in forms for actor in actors), actors


def test_the_page_of_the_samples_names_each_of_them() -> None:
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for entry in ENTRIES:
        assert f"`{entry['uri'].rsplit(':', 1)[1]}`" in page
    for entry in EXPECTED["plain"]:
        assert f"`{Path(entry['file']).name}`" in page
    for letter in EXPECTED["files"]["broken.jsonl"]["dead_letters"]:
        assert f"| record {letter['record']} | {letter['why']} | `{letter['code']}` |" in page
