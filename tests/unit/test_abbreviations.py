"""Abbreviations that a text spells out in front of a bracket."""

import time

import pytest

from processors.actors.names import abbreviations_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Norland Interim Authority (IA) met.", [("IA", "Interim Authority")]),
        ("Talks at the Council for Peace and Trade (CPT) began.", [("CPT", "Council for Peace and Trade")]),
        ("The Avarian Trade Union (A.T.U) struck.", [("ATU", "Avarian Trade Union")]),
        ("the Front for Norland Freedom (FNF) and the Avarian Guard (AG)",
         [("FNF", "Front for Norland Freedom"), ("AG", "Avarian Guard")]),
        ("The pro-Avarian Guard Corps (AGC) left.", [("AGC", "Avarian Guard Corps")]),
        ("Front Populaire Norlandais (FROPONO) won.", [("FROPONO", "Front Populaire Norlandais")]),
        ("Norland (NL) and the council (CO) agreed.", []),
        ("Word " * 40 + "Avarian Guard (AG)", [("AG", "Avarian Guard")]),
        ("Avarian Guard (AG)", [("AG", "Avarian Guard")]),
    ],
)  # fmt: skip
def test_the_long_form_stands_in_front_of_the_bracket(text: str, found: list[tuple[str, str]]) -> None:
    assert list(abbreviations_in(text)) == found


def seconds(text: str) -> float:
    """The best of three readings."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        assert list(abbreviations_in(text)) == []
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", ["Vucic and ", "Vucic and Putin (a) ", "Vucic Putin (AB", "V", "Vu Ci (XYZ) "])
def test_four_times_the_text_takes_about_four_times_as_long(unit: str) -> None:
    short, long = seconds("Putin met " + unit * 5_000), seconds("Putin met " + unit * 20_000)
    assert long < 8 * short + 0.02
    assert long < 5
