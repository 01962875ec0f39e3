"""The examples that stand beside the rules are tests."""

import pytest

from processors.recognition.lexicon import predicate_rules
from tests.unit.recognition_reader import recognitions

EXAMPLES = [(rule.id, example) for rule in predicate_rules() for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}-{e.text[:30]}" for rule, e in EXAMPLES])
def test_a_rule_finds_what_its_example_says(rule: str, example) -> None:
    found = recognitions(example.text)
    if example.none:
        assert found == []
        return
    mine = next(r for r in found if r.rule == rule)
    want = example.want
    assert mine.stance == want["stance"]
    assert mine.objects[0] == want["object"]
    if "kind" in want:
        assert mine.kind == want["kind"]
    if "recognisers" in want:
        assert list(mine.recognisers) == want["recognisers"]
    if "count" in want:
        assert mine.count is not None
        assert mine.count[0] == want["count"]


def test_every_predicate_has_an_example_that_finds_something() -> None:
    for rule in predicate_rules():
        assert any(not example.none for example in rule.examples), rule.id
