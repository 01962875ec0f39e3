"""Every example against every reader of its topic: the struct that we use and the JSON Schema that others use."""

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jsonschema
import msgspec
import pytest

from processors.watchlist import parse_watchlists
from schemas.alert import decode_alert
from schemas.article import decode_article
from schemas.article_result import decode_result
from schemas.dead_letter import DeadLetter
from schemas.errors import ERRORS, Invalid
from schemas.export import EXPORTED, json_schema, rendered
from schemas.indexed import decode_indexed
from schemas.topics import load_topics, parse_topics
from streams.alerts.rule_files import read_rules

_SCHEMAS: Final = Path(str(resources.files("schemas")))


def _dead_letter(raw: bytes) -> DeadLetter:
    fields: dict[str, Any] = json.loads(raw)
    origin = fields.get("origin", {})
    texts = {**fields, "origin": f"{origin.get('topic')}/{origin.get('partition')}/{origin.get('offset')}"}
    return DeadLetter.from_headers({name: value.encode() for name, value in texts.items()})


_READERS: Final[dict[str, tuple[str, Callable[[bytes], object]]]] = {
    "wire.articles": ("article.v1", decode_article),
    "wire.events": ("article-result.v1", decode_result),
    "wire.indexed": ("indexed.v1", decode_indexed),
    "wire.dead-letters": ("dead-letter.v1", _dead_letter),
    "alert": ("alert.v1", decode_alert),
    "alert-rules": ("alert-rules.v1", lambda raw: read_rules("example", raw)),
    "watchlist": ("watchlist.v1", lambda raw: parse_watchlists([("example", raw)])),
}


def _examples(kind: str) -> list[Any]:
    paths = sorted((_SCHEMAS / "examples").glob(f"*/1/{kind}/*.json"))
    return [pytest.param(path, id=f"{path.parts[-4]} {path.stem}") for path in paths]


@pytest.mark.parametrize("path", _examples("valid"))
def test_a_valid_example_is_read(path: Path) -> None:
    _, read = _READERS[path.parts[-4]]
    assert read(path.read_bytes()) is not None


@pytest.mark.parametrize("path", _examples("invalid"))
def test_an_invalid_example_is_refused_with_the_code_in_its_name(path: Path) -> None:
    _, read = _READERS[path.parts[-4]]
    code = path.stem.split(".", 1)[1]
    with pytest.raises(Invalid) as refused:
        read(path.read_bytes())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "path", [case for case in _examples("valid") if "superdesk" not in case.id and "ap-" not in case.id]
)
def test_a_valid_example_follows_the_exported_schema(path: Path) -> None:
    schema, _ = _READERS[path.parts[-4]]
    jsonschema.validate(json.loads(path.read_bytes()), json_schema(schema), jsonschema.Draft202012Validator)


# Rules that JSON Schema cannot say: an offset that is present, text that is not blank.
_BEYOND_SCHEMA: Final = ("naive-time", "time-in-words", "no-text", "blank-text")


@pytest.mark.parametrize(
    "path", [case for case in _examples("invalid") if not any(name in case.id for name in _BEYOND_SCHEMA)]
)
def test_an_invalid_example_breaks_the_exported_schema(path: Path) -> None:
    schema, _ = _READERS[path.parts[-4]]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(path.read_bytes()), json_schema(schema), jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", EXPORTED)
def test_the_schema_files_equal_the_structs(name: str) -> None:
    stands = (_SCHEMAS / "json" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert stands == rendered(name), "run `make schemas`"


def test_every_topic_has_valid_and_invalid_examples_and_a_schema() -> None:
    for topic in load_topics():
        assert topic.schema in EXPORTED
        for kind in ("valid", "invalid"):
            assert list((_SCHEMAS / "examples" / topic.name / "1" / kind).glob("*.json")), f"{topic.name} {kind}"


@pytest.mark.parametrize(
    "text",
    ["topics: [", "topics: {}", "other: []", "topics: [{name: wire.x}]", "[]"],
)
def test_a_broken_topics_file_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"topics\.invalid"):
        parse_topics(text)


def test_a_topic_named_twice_or_with_an_unreadable_retention_is_refused() -> None:
    topic = "{name: a, schema: s, partitions: 1, retention: %s, timestamps: news}"
    with pytest.raises(Invalid, match="named twice"):
        parse_topics(f"topics: [{topic % '1d'}, {topic % '1d'}]")
    with pytest.raises(Invalid, match="retention"):
        parse_topics(f"topics: [{topic % 'fortnight'}]")


def test_retention_is_given_in_milliseconds_or_with_a_unit() -> None:
    topic = "topics: [{name: a, schema: s, partitions: 1, retention: %s, timestamps: arrival}]"
    times = {"-1": -1, "36h": 129_600_000, "90s": 90_000, "500ms": 500, "2m": 120_000, "7d": 604_800_000}
    for text, milliseconds in times.items():
        assert parse_topics(topic % text)[0].retention_ms == milliseconds


def test_a_topic_with_news_timestamps_keeps_everything() -> None:
    """Kafka deletes by record time: news of 2018 under a retention of a month would be gone on arrival."""
    assert all(topic.retention_ms == -1 for topic in load_topics() if topic.timestamps == "news")


def test_the_headers_of_a_dead_letter_are_read_back_as_written() -> None:
    letter = DeadLetter.of(
        Invalid("article.undecodable", "line one\nline  two " + "x" * 300),
        "detect",
        msgspec.convert({"topic": "a/b", "partition": 1, "offset": 2}, DeadLetter.__annotations__["origin"]),
        "article.v1",
    )
    assert DeadLetter.from_headers(letter.to_headers()) == letter
    assert letter.error_message.startswith("line one line two x")
    assert len(letter.error_message) == 200


def test_an_error_survives_the_way_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Invalid("article.empty", "nothing")))
    assert (type(error), error.code, error.message) == (Invalid, "article.empty", "nothing")


def test_an_unknown_error_code_cannot_be_raised() -> None:
    with pytest.raises(ValueError, match="unknown error code"):
        Invalid("article.sad", "")


def test_every_error_code_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    assert [code for code in ERRORS if f"`{code}`" not in documented] == []
