"""The rule files hold what they promise: unique ids, examples that hold, families that can be switched off."""

import pytest

from processors.meetings.rules import Nominal, Predicate, StatusCue
from processors.rule_files import Rule, load_family, load_rules, parse_family
from schemas.errors import Invalid
from tests.unit.meeting_reader import meetings_in

PREDICATES: list[Rule] = [*load_rules(Predicate, "meetings", ["verbs"]), *load_rules(Nominal, "meetings", ["nominals"])]
STATUS = load_rules(StatusCue, "meetings", ["status"])


@pytest.mark.parametrize(
    ("rule", "text", "form"),
    [(rule.id, example.text, example.want["format"]) for rule in PREDICATES for example in rule.examples],
)
def test_an_example_of_a_predicate_is_found_by_its_rule(rule: str, text: str, form: str) -> None:
    assert form in [found.format for found in meetings_in(text) if found.rule == rule]


@pytest.mark.parametrize(
    ("rule", "text", "status"),
    [(rule.id, example.text, example.want["status"]) for rule in STATUS for example in rule.examples],
)
def test_an_example_of_a_cue_gets_its_status_from_it(rule: str, text: str, status: str) -> None:
    said = [(found.status, why) for found in meetings_in(text) for why in found.why]
    assert any(s == status and why.startswith(rule) for s, why in said)


def test_most_predicates_have_an_example() -> None:
    without = [rule.id for rule in PREDICATES if not rule.examples]
    assert len(without) <= len(PREDICATES) // 3, without


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("family: x\nrules: [{id: a.b}, {id: a.b}]", "stands twice"),
        ("family: x\nrules: [{id: a.b, colour: red}]", "unknown field"),
        ("family: x\nrules: [{id: 'A B'}]", "regex"),
        ("family: [", "while parsing"),
    ],
)
def test_a_damaged_rule_file_is_refused_with_its_code(text: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as caught:
        parse_family(Rule, text, "meetings/test.yaml")
    assert caught.value.code == "rules.invalid"


def test_a_missing_rule_file_is_refused_with_its_code() -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        load_family(Rule, "meetings", "no-such-family")


def test_a_family_that_is_off_in_its_file_gives_no_rules() -> None:
    family = parse_family(Rule, "family: x\nenabled: false\nrules: [{id: a.b}]", "test.yaml")
    assert not family.enabled
