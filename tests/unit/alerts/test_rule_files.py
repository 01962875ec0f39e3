"""Rule files: what is wrong is said with its line and column."""

from pathlib import Path

import pytest

from schemas.errors import Invalid
from streams.alerts.rule_book import load_rules
from streams.alerts.rule_files import read_rules
from streams.alerts.rule_query import check_rule, compile_rule

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
        read_rules("x.yaml", text.encode(), check_rule)
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
    assert [rule.id for rule in read_rules("x.yaml", alone.encode(), check_rule).rules] == ["a"]


def test_scalars_stay_text_but_a_dsl_query_is_json() -> None:
    text = "id: no\ntitle: 2031-05-04\nlanguage: dsl\nquery: {range: {wire.count.value: {gte: 5}}}\nnotify: [x]\n"
    (rule,) = read_rules("x.yaml", text.encode(), check_rule).rules
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
    live = [rule.rule for rule in found.rules.values() if rule.rule.status == "live" and rule.rule.kind != "silence"]
    assert [rule.id for rule in live if not (rule.examples.fires and rule.examples.silent)] == []


def test_a_missing_file_is_said_and_not_passed_over(tmp_path: Path) -> None:
    found = load_rules([tmp_path / "nowhere.yaml"])
    assert next(iter(found.refused.values())).message.endswith("No such file or directory")
