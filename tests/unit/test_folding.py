"""Folding never moves an offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.folding import fold, fold_accents


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hashim Thaçi", "hashim thaci"),
        ("Milo Đukanović", "milo dukanovic"),
        ("Łukasz, Løkke, Þór, Ðorđe, Straße", "lukasz, lokke, tor, dorde, strase"),
        ("İSTANBUL ıssız", "istanbul issiz"),
        ("Nguyễn Phú Trọng", "nguyen phu trong"),
        ("“Putin’s” – talks", '"putin\'s" - talks'),
        ("Ｂｅｉｊｉｎｇ", "beijing"),
        ("two\nlines\tand\u00a0spaces", "two lines and spaces"),
        ("АНГЕЛА Меркель", "ангела меркель"),
        ("习近平 🤝", "习近平 🤝"),
        ("", ""),
    ],
)
def test_accents_case_and_typography_go(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_case_may_be_kept() -> None:
    assert fold_accents("Recep Tayyip Erdoğan’s ÇAY") == "Recep Tayyip Erdogan's CAY"


@given(st.text(max_size=200))
def test_every_code_point_stays_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert "".join(fold(char) for char in text) == fold(text)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_plain_ascii_and_the_table_agree(text: str) -> None:
    assert fold(text + "é")[:-1] == fold(text)
    assert fold_accents(text + "é")[:-1] == fold_accents(text)
