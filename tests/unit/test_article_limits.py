"""Articles at and beyond the limits of what can be carried on."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.article import MAX_TEXT_BYTES, article_order, decode_article
from schemas.errors import Invalid
from streams.article_files import PlainText, read_records


def _article(**fields: Any) -> bytes:
    record = {"uri": "urn:x", "versionCreated": "2031-05-04T12:00:00Z", "bodies": [{"value": "Text."}], **fields}
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"firstCreated": "0001-01-01T00:00:00+01:00"}, "article.invalid"),
        ({"embargoedUntil": "9999-12-31T23:59:59-05:00"}, "article.invalid"),
        ({"versionCreated": "0001-01-01T00:00:00+01:00"}, "article.invalid"),
        ({"urgency": 10_000_000_000}, "article.invalid"),
        ({"uri": "  "}, "article.invalid"),
        ({"uri": "u" * 513}, "article.invalid"),
        ({"bodies": [{"value": "\u0000" * 1000}]}, "article.empty"),
        ({"bodies": [{"value": "\u200b\u2060 \n"}]}, "article.empty"),
        ({"bodies": [{"value": "x" * (MAX_TEXT_BYTES + 1)}]}, "article.too-large"),
    ],
)
def test_what_cannot_be_carried_on_is_refused_at_the_door(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_article(_article(**fields))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("7", 7),
        ("1048575", 1048575),
        ("1048576", None),
        ("999999999999", None),
        ("2.1", None),
        ("-1", None),
        (None, None),
    ],
)
def test_only_a_small_whole_number_orders_versions(version: str | None, number: int | None) -> None:
    assert decode_article(_article(version=version)).version_number == number


def test_the_version_number_counts_before_the_time_and_fits_elasticsearch() -> None:
    early, late = (decode_article(_article(versionCreated=f"{year}-01-01T00:00:00Z")) for year in (1971, 9998))
    assert article_order(2, early.version_created) > article_order(1, late.version_created)
    assert article_order((1 << 20) - 1, late.version_created) < 1 << 63


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no record"),
        (b" \n\n", "no record"),
        (b"\x1f\x8b\x08\x00rubbish\nmore", "gzip"),
        ('{"uri": "x"}'.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_holds_no_articles_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    (path := tmp_path / "feed.jsonl").write_bytes(content)
    [record] = read_records([path], PlainText(None))
    assert record.error is not None
    assert words in record.error.message


def test_a_byte_order_mark_before_json_lines_is_passed_over(tmp_path: Path) -> None:
    (path := tmp_path / "feed.jsonl").write_bytes(b"\xef\xbb\xbf" + _article() + b"\n" + _article(uri="urn:y"))
    assert [decode_article(record.raw).uri for record in read_records([path], PlainText(None))] == ["urn:x", "urn:y"]
