"""Rule files: what is wrong is said with its line and column."""

from pathlib import Path

import pytest

from schemas.errors import Invalid
from streams.alerts.rule_book import load_rules
from streams.alerts.rule_files import read_rules
from streams.alerts.rule_query import compile_rule

GOOD = """\
rules:
  - id: kosovo
    title: Kosovo
    query: 'event.action: recognition-granted and wire.object: "Kosovo"'
    notify: [desk]
    group_by: [wire.object]
"""


def fault_of(text: str) -> str:
    with pytest.raises(Invalid) as refused:
        read_rules("x.yaml", text.encode(), compile_rule)
    assert refused.value.code == "alert-rules.invalid"
    return refused.value.message


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'wire.object: "',
            'wire.objct: "',
            "x.yaml:4:12: no document has a field wire.objct; did you mean",
        ),
        ("recognition-granted and", "(recognition-granted and", "x.yaml:4:63: expected"),
        ("notify", "notfy", "x.yaml:5:12: Object contains unknown field `notfy`"),
        ("[wire.object]", "[wire.object, message]", "x.yaml:6:29: message cannot be grouped by: it is text"),
        (
            "[wire.object]",
            "[wire.participants.name]",
            "x.yaml:6:16: wire.participants.name cannot be grouped by",
        ),
        ("id: kosovo", "id: Kos ovo", "x.yaml:2:9: "),
        ("title: Kosovo", "title: *anchor", "x.yaml:3:12: not YAML"),
        (
            "title: Kosovo",
            "title: !!python/name:os.system x",
            "x.yaml:3:12: tag tag:yaml.org,2002:python",
        ),
        ("title: Kosovo", "title: Kosovo\n    title: twice", "x.yaml:4:5: a field is given twice"),
        ("notify: [desk]", "notify: []", "x.yaml:5:13: "),
        ("[wire.object]\n", "[wire.object]\n    kind: first\n", "x.yaml:7:11: kind first needs within"),
        ("[wire.object]\n", "[wire.object]\n    within: 30d\n", "x.yaml:7:13: within belongs to kind first"),
        ("[wire.object]\n", "[wire.object]\n    rate_limit: 0.5/1h\n", "x.yaml:7:17: "),
        ("[wire.object]\n", "[wire.object]\n    language: dsl\n", "x.yaml:4:12: with language dsl, query is a mapping"),
        (
            "[wire.object]\n",
            "[wire.object]\n  - {id: kosovo, title: t, query: '*', notify: [x]}\n",
            "x.yaml:7:10: id kosovo is already given",
        ),
        (
            "[wire.object]\n",
            "[wire.object]\n    urgent: 'wire.participants.role: host'\n",
            "x.yaml:7:13: wire.participants.role is a nested field",
        ),
    ],
)
def test_a_fault_is_said_with_its_place(old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) >= 1
    assert fault_of(GOOD.replace(old, new, 1)).startswith(fault)


@pytest.mark.parametrize(
    ("nested", "place"),
    [
        ("rules: " + "[" * 100_000 + "]" * 100_000, "1:67"),
        ("- " * 100_000, "1:121"),
        ("? " * 100_000, "1:121"),
        ("id: a\nquery: " + "{bool: {filter: [" * 900 + "]}}" * 900, "2:347"),
    ],
)
def test_a_file_nested_without_end_is_refused_and_ends_no_process(nested: str, place: str) -> None:
    assert fault_of(nested) == f"x.yaml:{place}: not YAML: nested more than 60 levels deep"


def test_anchors_cannot_multiply_a_file() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert "anchors and references are not allowed" in fault_of(laughs)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("query: ''", "an empty query finds everything"),
        ("query: {terms: {wire.type: {index: other, id: '1', path: p}}}\nlanguage: dsl", "not in another index"),
        ("query: {bool: {filter: [{match_all: {_name: other-rule}}]}}\nlanguage: dsl", "_name: "),
        ("query: {script: {script: {source: 'return true'}}}\nlanguage: dsl", "script: "),
        ("query: {match: {message: '" + "x" * 5000 + "'}}\nlanguage: dsl", "5000 characters are more"),
        ("query: '" + "a~2 " * 3000 + "'\nlanguage: lucene", "at most 8000 characters"),
        ("query: '*'\ntime_zone: Mars/Base", "'Mars/Base' is no time zone"),
        ("query: '*'\ntime_zone: ../../etc/passwd", "is no time zone"),
        ("query: '*'\nkind: first\nwithin: 9999y", "longer than a hundred years"),
        ("query: '*'\ngroup_wait: " + "9" * 5000 + "y", "longer than a hundred years"),
        ("query: '*'\nkind: silence\ntimes: 1e308", "<= 10000"),
        ("query: '*'\nrate_limit: 5/9999y", "longer than a hundred years"),
        ("query: '*'\ngroup_by: [" + "wire.actors, " * 9 + "]", "length <= 8"),
        ("query: '*'\nid: " + "x" * 10_000, "matching regex"),
        ("query: '*'\ntitle: " + "x" * 10_000, "length <= 200"),
    ],
)
def test_what_could_stop_the_stage_is_refused_when_it_is_read(line: str, fault: str) -> None:
    given = {name for name in ("id", "title") if f"\n{name}:" in line}
    head = "".join(f"{name}: a\n" for name in ("id", "title") if name not in given)
    message = fault_of(f"{head}notify: [x]\n{line}\n")
    assert fault in message
    assert len(message) < 400


@pytest.mark.parametrize("zone", ["Europe/Belgrade", "+02:00", "-0530", "Z", "UTC"])
def test_a_time_zone_is_a_name_or_an_offset(zone: str) -> None:
    text = f"id: a\ntitle: t\nquery: '*'\nnotify: [x]\ntime_zone: '{zone}'\n"
    assert read_rules("x.yaml", text.encode(), compile_rule).rules[0].time_zone == zone


@pytest.mark.parametrize("text", ["", "- a", "just text", "rules: 5", "\x00", "a: [", "rules:\n- " + "[" * 5000])
def test_what_is_no_rule_file_is_refused(text: str) -> None:
    assert fault_of(text).startswith("x.yaml:")


def test_an_interval_that_runs_backwards_or_lies_nowhere_is_refused() -> None:
    night = GOOD + "time_intervals: [{name: n, time_intervals: [{%s}]}]\n"
    assert "not before" in fault_of(night % "times: [{start_time: '22:00', end_time: '06:00'}]")
    assert "no time zone" in fault_of(night % "location: Europe/Nowhere")
    assert "no weekday" in fault_of(night % "weekdays: [funday]")
    assert "backwards" in fault_of(night % "months: ['may:april']")


def test_one_rule_may_stand_alone_in_a_file() -> None:
    alone = "id: a\ntitle: t\nquery: '*'\nnotify: [x]\n"
    assert [rule.id for rule in read_rules("x.yaml", alone.encode(), compile_rule).rules] == ["a"]


def test_scalars_stay_text_but_a_dsl_query_is_json() -> None:
    text = "id: no\ntitle: 2031-05-04\nlanguage: dsl\nquery: {range: {wire.count.value: {gte: 5}}}\nnotify: [x]\n"
    (rule,) = read_rules("x.yaml", text.encode(), compile_rule).rules
    assert rule.title == "2031-05-04"
    assert compile_rule(rule).query == {"range": {"wire.count.value": {"gte": 5}}}


def test_the_shipped_rules_are_good_and_have_examples() -> None:
    found = load_rules([])
    assert found.refused == {}
    assert {
        "recognition-changed",
        "meeting-claimed",
        "meeting-denied",
        "meeting-refused",
        "summit-planned",
        "rival-counts",
        "feed-silent",
        "pair-kosovo-serbia",
    } <= found.rules.keys()
    rules = [rule.rule for rule in found.rules.values() if rule.rule.kind != "silence"]
    assert [rule.id for rule in rules if not (rule.examples.fires and rule.examples.silent)] == []


def test_a_missing_file_is_said_and_not_passed_over(tmp_path: Path) -> None:
    found = load_rules([tmp_path / "nowhere.yaml"])
    assert next(iter(found.refused.values())).message.endswith("No such file or directory")
