"""Dead letters as they are written, counted and shown."""

from datetime import UTC, datetime

import pytest

from schemas.article_result import Origin
from schemas.dead_letter import DeadLetter
from schemas.errors import Invalid
from streams.dead_letter_agent import MAX_VALUE_BYTES, dead_letter_document
from streams.dead_letters import DeadLetterLimit, LetterFilter, StoredLetter, dead_letter
from streams.wire_record import Refused, WireRecord, header

ORIGIN = Origin(topic="wire.articles", partition=3, offset=41)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def refused(**fields: object) -> Refused:
    record = WireRecord(ORIGIN, b"urn:x", b"{broken", 1_541_980_800_123, **fields)  # type: ignore[arg-type]
    return Refused(record, Invalid("article.undecodable", "line 1\n is   broken"))


def test_a_dead_letter_keeps_key_bytes_and_time_and_says_why() -> None:
    letter = dead_letter(refused(), "detect", "article.v1", "p.wire.dead-letters")
    assert (letter.topic, letter.key, letter.value) == ("p.wire.dead-letters", b"urn:x", b"{broken")
    assert DeadLetter.from_headers(letter.headers) == DeadLetter(
        error_code="article.undecodable",
        error_message="line 1 is broken",
        stage="detect",
        origin=ORIGIN,
        schema="article.v1",
    )
    assert header(letter.headers, "original.timestamp") == b"1541980800123"
    assert letter.timestamp is None, "its own time is its arrival"


def test_a_record_that_was_replayed_and_failed_again_says_so() -> None:
    headers = (("replayed.from", b"wire.dead-letters/0/7"), ("replayed.reason", b"fixed"), ("ingested", b"1"))
    letter = dead_letter(refused(headers=headers), "detect", "article.v1", "wire.dead-letters")
    assert header(letter.headers, "replayed.from") == b"wire.dead-letters/0/7"
    assert header(letter.headers, "replayed.reason") == b"fixed"
    assert header(letter.headers, "ingested") is None


def test_the_limit_lets_a_trickle_through_and_refuses_a_flood() -> None:
    clock = Clock()
    limit = DeadLetterLimit(10, 60, clock=clock)
    for _ in range(20):
        limit.admit(5)
        clock.now += 31
    limit.admit(4)
    with pytest.raises(Invalid, match=r"dead-letters\.flood") as flood:
        limit.admit(7)
    assert flood.value.message.endswith("within 60 s, at most 10 are let through")


def test_what_was_written_before_a_restart_counts_until_the_window_is_over() -> None:
    clock = Clock()
    limit = DeadLetterLimit(10, 60, already=8, clock=clock)
    limit.admit(2)
    with pytest.raises(Invalid):
        limit.admit(1)
    clock.now += 61
    limit.admit(10)


def test_what_was_refused_does_not_count_and_nothing_is_always_let_through() -> None:
    limit = DeadLetterLimit(10, 60, clock=Clock())
    with pytest.raises(Invalid):
        limit.admit(11)
    limit.admit(10)
    limit.admit(0)
    with pytest.raises(Invalid):
        limit.admit(1)


def test_the_document_of_a_dead_letter_can_be_filtered_by_code_stage_and_origin() -> None:
    letter = dead_letter(refused(), "detect", "article.v1", "wire.dead-letters")
    stored = WireRecord(
        Origin(topic="wire.dead-letters", partition=0, offset=9),
        letter.key,
        letter.value,
        1_793_534_400_000,
        letter.headers,
    )
    document = dead_letter_document(stored)
    assert document["error"] == {"code": "article.undecodable", "message": "line 1 is broken"}
    assert document["@timestamp"] == datetime.fromtimestamp(1_793_534_400, UTC).isoformat()
    assert document["wire"] == {
        "dead_letter": {"partition": 0, "offset": 9},
        "value": "{broken",
        "value_bytes": 7,
        "truncated": False,
        "key": "urn:x",
        "stage": "detect",
        "schema": "article.v1",
        "origin": {"topic": "wire.articles", "partition": 3, "offset": 41},
    }


def test_the_document_keeps_only_the_first_ten_thousand_bytes() -> None:
    record = WireRecord(Origin(topic="wire.dead-letters", partition=0, offset=9), None, b"\xff" + b"x" * 20_000, 0)
    wire = dead_letter_document(record)["wire"]
    assert (wire["value_bytes"], wire["truncated"], len(wire["value"])) == (20_001, True, MAX_VALUE_BYTES)
    assert "key" not in wire


def test_a_record_that_somebody_else_wrote_to_the_topic_is_shown_too() -> None:
    record = WireRecord(Origin(topic="wire.dead-letters", partition=0, offset=9), None, b"hello", 0)
    assert dead_letter_document(record)["error"]["code"] == "dead-letter.invalid"


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        (LetterFilter(), True),
        (LetterFilter(code="article.empty"), True),
        (LetterFilter(code="detect.poison"), False),
        (LetterFilter(stage="detect"), True),
        (LetterFilter(stage="index"), False),
        (LetterFilter(since=datetime(2031, 5, 4, tzinfo=UTC)), True),
        (LetterFilter(since=datetime(2031, 5, 5, tzinfo=UTC)), False),
        (LetterFilter(until=datetime(2031, 5, 4, tzinfo=UTC)), False),
        (LetterFilter(code="article.empty", stage="detect", until=datetime(2031, 5, 5, tzinfo=UTC)), True),
    ],
)
def test_letters_are_chosen_by_code_stage_and_time(wanted: LetterFilter, matches: bool) -> None:
    letter = DeadLetter.of(Invalid("article.empty", "nothing in it"), "detect", ORIGIN, "article.v1")
    stored = StoredLetter(0, 5, datetime(2031, 5, 4, 12, tzinfo=UTC), None, b"", letter)
    assert wanted(stored) is matches


def test_a_letter_without_headers_matches_no_code() -> None:
    stored = StoredLetter(0, 5, datetime(2031, 5, 4, 12, tzinfo=UTC), None, b"", None)
    assert LetterFilter()(stored)
    assert not LetterFilter(code="article.empty")(stored)
