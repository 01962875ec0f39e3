"""Kafka records as the stages see them, and the header that tells when an article entered the line."""

from datetime import UTC, datetime

import pytest

from schemas.article_result import Origin
from streams.wire_record import WireRecord, header, ingested_at, ingested_header

ORIGIN = Origin(topic="wire.articles", partition=0, offset=0)


def test_milliseconds_become_a_time_in_utc_and_none_stays_none() -> None:
    assert WireRecord(ORIGIN, None, b"", 1_541_980_800_123).created == datetime(2018, 11, 12, 0, 0, 0, 123_000, UTC)
    assert WireRecord(ORIGIN, None, b"").created is None


def test_the_ingested_header_is_read_as_it_was_written() -> None:
    assert ingested_header(1_793_534_400.25) == ("ingested", b"1793534400250")
    assert ingested_at([ingested_header(1_793_534_400.25)]) == 1_793_534_400.25


@pytest.mark.parametrize("value", [b"", b"soon", b"-5", b"12.5", b"9" * 400, b"\xff"])
def test_a_header_that_somebody_else_wrote_is_no_time(value: bytes) -> None:
    assert ingested_at([("ingested", value)]) is None


def test_the_first_header_of_a_name_counts() -> None:
    assert header([("a", b"1"), ("b", b"2"), ("a", b"3")], "a") == b"1"
    assert header([], "a") is None
