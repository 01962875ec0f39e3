"""`wirewatch detect`: files in, results out, in order; broken records are named and counted, the others are read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.article_result import decode_result
from tests.sample_events import SAMPLES


def detect(*arguments: str, feed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "streams.cli", "detect", *arguments]
    return subprocess.run(command, input=feed, capture_output=True, timeout=110, check=False)


def line(uri: str, body: str = "Anton Velik met Teodor Haskel in Lurenz on Monday.", **fields: Any) -> bytes:
    record = {
        "uri": uri,
        "versionCreated": "2031-05-06T12:00:00Z",
        "bodies": [{"role": "main", "contentType": "text/plain", "value": body}],
        **fields,
    }
    return json.dumps(record).encode() + b"\n"


def test_results_come_in_the_order_of_the_records_and_broken_ones_are_counted() -> None:
    feed = line("urn:1") + b"no json\n" + line("urn:2", versionCreated="2031-05-06T12:00:00") + line("urn:3")
    done = detect("--watch", "any", "-", feed=feed)
    results = [decode_result(row) for row in done.stdout.splitlines()]
    assert [result.article.uri for result in results] == ["urn:1", "urn:3"]
    assert [event.action for result in results for event in result.events] == ["meeting-held", "meeting-held"]
    errors = done.stderr.decode()
    assert "refused -:2: article.undecodable" in errors
    assert "refused -:3: article.naive-time" in errors
    assert "refused 2: 1 article.naive-time, 1 article.undecodable" in errors
    assert done.returncode == 1


def test_a_notice_answers_for_the_item_it_takes_back() -> None:
    feed = line("urn:new", body="Please delete it.", pubStatus="canceled", evolvedFrom="urn:old")
    done = detect("-", feed=feed)
    own, other = (decode_result(row) for row in done.stdout.splitlines())
    assert (own.article.uri, other.article.uri) == ("urn:new", "urn:old")
    assert (own.revision.kind, other.revision.kind) == ("kill", "kill")
    assert not other.events
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("watch", "events"),
    [("any", 1), ("listed", 0), (str(SAMPLES / "fictional-actors.yaml"), 1)],
)
def test_whose_events_are_kept(watch: str, events: int) -> None:
    (result,) = (decode_result(row) for row in detect("--watch", watch, "-", feed=line("urn:1")).stdout.splitlines())
    assert len(result.events) == events


def test_other_languages_are_passed_on_unread() -> None:
    (result,) = (
        decode_result(row)
        for row in detect("--watch", "any", "-", feed=line("urn:1", language="fr")).stdout.splitlines()
    )
    assert (result.article.detected, result.events) == (False, [])


def test_several_processes_write_what_one_writes() -> None:
    file = str(SAMPLES / "articles.jsonl")
    assert detect("--watch", "any", "--processes", "2", file).stdout == detect("--watch", "any", file).stdout


def test_plain_text_needs_a_time(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("Velik meets Haskel\n\nLURENZ, May 6 (NP) - Anton Velik met Teodor Haskel in Lurenz.")
    refused = detect("--watch", "any", str(file))
    assert "article.naive-time" in refused.stderr.decode()
    assert refused.returncode == 1
    done = detect("--watch", "any", "--version-created", "2031-05-06T12:00:00+02:00", str(file))
    (result,) = (decode_result(row) for row in done.stdout.splitlines())
    assert (result.article.headline, result.article.located) == ("Velik meets Haskel", "LURENZ")
    (event,) = result.events
    assert [sentence.part for sentence in event.sentences] == ["headline", "body"]


def test_a_model_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_SPACY_MODEL", "xx_no_such_model")
    done = detect("-", feed=line("urn:1"))
    assert "settings.invalid: WIREWATCH_SPACY_MODEL: no spaCy pipeline 'xx_no_such_model'" in done.stderr.decode()
    assert done.returncode == 1


def test_explain_tells_why() -> None:
    command = [sys.executable, "-m", "streams.cli", "explain", "-"]
    feed = line("urn:1", body="It rained. Anton Velik met Teodor Haskel. He came to no harm.")
    told = subprocess.run(command, input=feed, capture_output=True, timeout=110, check=True).stdout.decode()
    assert "meeting.verb.meet at 'met': becomes an event" in told
    assert "participant 'Anton Velik': 'Anton Velik' -> Anton Velik" in told
    assert "1 events" in told
    assert "It rained" not in told
