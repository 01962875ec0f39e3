"""KQL compiles to what Kibana itself makes of it; golden files hold Kibana's own output."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.kql import Field, Fields, KqlError, compile_kql

_HERE: Final = Path(__file__).parent
_VIEW: Final = Fields.from_data_view(json.loads((_HERE / "fields.json").read_text(encoding="utf-8")))


def _golden(name: str) -> list[Any]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(case := json.loads(line), id=case["kql"][:60]) for line in lines]


def _compiles_as_kibana(case: dict[str, Any], fields: Fields | None) -> None:
    if "error" in case:
        with pytest.raises(KqlError):
            compile_kql(case["kql"], fields)
    else:
        assert compile_kql(case["kql"], fields) == case["dsl"]


@pytest.mark.parametrize("case", _golden("golden.jsonl"))
def test_without_fields_a_query_is_what_kibana_makes_of_it_without_a_data_view(case: dict[str, Any]) -> None:
    _compiles_as_kibana(case, None)


@pytest.mark.parametrize("case", _golden("golden_with_fields.jsonl"))
def test_with_fields_a_query_is_what_kibana_makes_of_it_with_a_data_view(case: dict[str, Any]) -> None:
    _compiles_as_kibana(case, _VIEW)


@pytest.mark.parametrize(
    ("kql", "position"),
    [
        ("event.action: ", 14),
        ('wire.actors: ("Putin" or', 21),
        ("wire.count.value > ", 19),
        ("(a or b", 7),
        ("a) or b", 1),
        ('a: "open', 3),
        ("a: b: c", 4),
        ("a { b: c }", 2),
        ("and b: {", 8),
        ("a: (b or )", 9),
    ],
)
def test_a_syntax_error_says_where_it_is(kql: str, position: int) -> None:
    with pytest.raises(KqlError) as error:
        compile_kql(kql)
    assert error.value.position == position
    assert f"at character {position + 1}" in str(error.value)


@pytest.mark.parametrize("kql", ["", "  \n "])
def test_an_empty_query_matches_everything(kql: str) -> None:
    assert compile_kql(kql) == {"match_all": {}}


def test_every_field_with_any_value_matches_everything() -> None:
    assert compile_kql("*: *", _VIEW) == {"match_all": {}}
    assert compile_kql("*:*") == {"match_all": {}}


@pytest.mark.parametrize(
    ("kql", "value"),
    [
        (r"a: x\*y", "x*y"),
        (r"a: \(x\)", "(x)"),
        (r"a: x \and y", "x and y"),
        (r"a: \u0041b", "Ab"),
        (r"a: one\ttwo", "one\ttwo"),
        (r'a: "q \" \\ \u00e9"', 'q " \\ é'),
        ("a: nothing android", "nothing android"),
        ('a: "true"', "true"),
    ],
)
def test_escapes_and_words_that_only_look_like_operators_are_text(kql: str, value: str) -> None:
    clause = compile_kql(kql)["bool"]["should"][0]
    assert list(clause.values()) == [{"a": value}]


def test_unquoted_true_and_null_are_not_text() -> None:
    assert compile_kql("a: true")["bool"]["should"] == [{"match": {"a": True}}]
    assert compile_kql("a: null")["bool"]["should"] == [{"match": {"a": None}}]


def test_operators_are_recognised_in_any_case_and_and_binds_closer_than_or() -> None:
    assert compile_kql("a AND b OR NOT c") == compile_kql("(a and b) or (not c)")


def test_a_date_is_asked_as_the_day_it_names_in_the_time_zone_that_is_given() -> None:
    day = compile_kql('@timestamp: "2018-11-12"', _VIEW, time_zone="Europe/Belgrade")
    assert day["bool"]["should"] == [
        {"range": {"@timestamp": {"gte": "2018-11-12", "lte": "2018-11-12", "time_zone": "Europe/Belgrade"}}}
    ]
    since = compile_kql("@timestamp >= 2018-11-12", _VIEW, time_zone="Europe/Belgrade")
    assert since["bool"]["should"] == [{"range": {"@timestamp": {"gte": "2018-11-12", "time_zone": "Europe/Belgrade"}}}]


def test_a_field_in_the_wrong_nested_group_is_refused_by_name() -> None:
    with pytest.raises(KqlError, match=r"incorrect nested path of wire\.other"):
        compile_kql(
            "wire.other: { name: x }", Fields([Field("wire.other.name", "string", ("keyword",), nested="wire.else")])
        )
    with pytest.raises(KqlError, match="is not a nested field but is in nested group"):
        compile_kql("wire: { status: held }", _VIEW)


def test_fields_are_read_from_our_own_mapping_with_sub_fields_and_nested_paths() -> None:
    mapping = {
        "who": {"type": "nested", "properties": {"name": {"type": "keyword", "fields": {"text": {"type": "text"}}}}},
        "count": {"type": "integer"},
    }
    assert list(Fields.from_mapping(mapping)) == [
        Field("count", "number", ("integer",)),
        Field("who.name", "string", ("keyword",), "who"),
        Field("who.name.text", "string", ("text",), "who"),
    ]


def test_a_query_that_is_too_long_or_too_deep_is_refused() -> None:
    with pytest.raises(KqlError, match="at most"):
        compile_kql("a " * 20_000)
    with pytest.raises(KqlError, match="deep"):
        compile_kql("(" * 500 + "a" + ")" * 500)


@given(st.text(alphabet=' abnotrd():<>"*{}\\u0041=.-é\n', max_size=60))
def test_any_text_compiles_or_is_refused_with_a_kql_error(text: str) -> None:
    position = None
    try:
        compile_kql(text, _VIEW)
    except KqlError as error:
        position = error.position
    assert position is None or 0 <= position <= len(text)
