"""The table of effects: what one cue does to what is known so far."""

from typing import get_args

import pytest

from processors.recognition.effects import Value, apply_effect
from processors.recognition.lexicon import Effect, stance_rules


@pytest.mark.parametrize(
    ("value", "effect", "negated", "becomes"),
    [
        ("bare", "intends", False, "intends"),
        ("bare", "intends", True, "refuses"),
        ("refuses", "intends", False, "refuses"),
        ("refuses", "intends", True, "considers"),
        ("bare", "granted", False, "granted"),
        ("past", "granted", False, "past"),
        ("withdrawn", "considers", False, "considers"),
        ("bare", "considers", True, "refuses"),
        ("refuses", "considers", False, "refuses"),
        ("bare", "urged", False, "urged"),
        ("refuses", "urged", False, "refuses"),
        ("withdrawn", "urged", False, "considers"),
        ("bare", "must", True, "refuses"),
        ("urged", "sought", False, "sought"),
        ("bare", "refuses", False, "refuses"),
        ("bare", "refuses", True, "considers"),
        ("withdrawn", "refuses", False, "recognises"),
        ("bare", "rule_out", True, "considers"),
        ("bare", "withdrawn", False, "withdrawn"),
        ("bare", "withdrawn", True, "recognises"),
        ("considers", "withdrawn", False, "considers"),
        ("past", "denied", False, "denied"),
        ("bare", "stands", False, "recognises"),
        ("bare", "stands", True, "withdrawn"),
    ],
)
def test_an_effect_turns_one_value_into_another(value: Value, effect: Effect, negated: bool, becomes: Value) -> None:
    assert apply_effect(value, effect, negated) == becomes


def test_every_effect_has_a_row() -> None:
    for effect in get_args(Effect):
        for negated in (False, True):
            apply_effect("bare", effect, negated)


def test_no_cue_stands_twice_for_one_part_of_speech_with_two_effects_unless_control_tells_them_apart() -> None:
    told_apart = {"want", "demand", "request", "desire", "need", "wish", "apply", "ask", "expect"}
    for (lemma, pos), rules in stance_rules().items():
        effects = {rule.effect for rule in rules if not rule.particle}
        allowed = len(effects) <= 1 or "reacts" in effects or lemma in told_apart
        assert allowed, (lemma, pos, effects)
