"""Text made clean without moving what is clean already."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.normalise import normalise, normalise_line

CLEAN = [
    "Serbia’s president met Kosovo’s prime minister in Brussels on Monday.\n\nNo date was set for another round.",
    "“We recognise Palestine,” Ireland’s taoiseach said – and paused …",
    "Thaçi, Đukanović, Erdoğan and Łukasz spoke: 12 % of the text, 5°C, 3 × 4, €20.",
    "AT&amp;T is left as the feed prints it, and so is 3 < 4.",
    "One line\nand the next of the same paragraph",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Tha\u0063\u0327i met Vucˇic", "Thaçi met Vucˇic"),
        ("recog\u00adnised", "recognised"),
        ("Ko\u200bso\ufeffvo", "Kosovo"),
        ("\u200eNetanyahu\u200f met \u202bAbbas\u202c", "Netanyahu met Abbas"),
        ("Pu\x00tin\x07", "Putin"),
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("too   many    spaces", "too many spaces"),
        ("  round the edges \n\n", "round the edges"),
        ("one\r\n\r\ntwo\rthree", "one\n\ntwo\nthree"),
        ("one \n \n\n two", "one\n\ntwo"),
        ("one\u2029two\u2028three", "one\n\ntwo\nthree"),
        ("Tom&nbsp;&eacute;t&#233; &quot;so&quot; &#x2019;", 'Tom été "so" ’'),
        ("<p>Merkel met <b>Macron</b>.</p><p>They spoke.</p>", "Merkel met Macron.\n\nThey spoke."),
        ("first<br/>second", "first\nsecond"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("", ""),
    ],
)
def test_leftovers_are_removed(dirty: str, clean: str) -> None:
    assert normalise(dirty) == clean


def test_a_headline_is_one_line() -> None:
    assert normalise_line(" Leaders\n\nmeet  in\tParis ") == "Leaders meet in Paris"


@given(st.text(st.characters(exclude_characters="&<"), max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=300))
def test_any_text_comes_out_composed_single_spaced_and_encodable(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert "  " not in clean
    assert "\n\n\n" not in clean
    assert clean == clean.strip()
    clean.encode("utf-8")


@given(st.lists(st.from_regex(r"[A-Za-zà-öø-ÿ’“”.,;:!?0-9-]{1,12}", fullmatch=True), min_size=1, max_size=40))
def test_clean_paragraphs_of_any_words_are_left_alone(words: list[str]) -> None:
    text = unicodedata.normalize("NFC", "\n\n".join(" ".join(words[i : i + 7]) for i in range(0, len(words), 7)))
    assert normalise(text) == text
