"""Numbers of countries in words, digits, fractions and ordinals."""

import pytest

from processors.counts import read_count, read_number, read_ordinal

NUMBERS = [
    ("117", 117),
    ("1,200", 1200),
    ("two", 2),
    ("sixty-five", 65),
    ("sixty - five", 65),
    ("a hundred", 100),
    ("a hundred and seventeen", 117),
    ("one hundred and forty-five", 145),
    ("two hundred", 200),
    ("two dozen", 24),
    ("a score", 20),
    ("2 dozen", 24),
    ("three thousand two hundred", 3200),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read_whole(text: str, value: int) -> None:
    words = text.split()
    found = read_number(words, 0)
    assert found is not None
    assert (found.value, found.end) == (value, len(words))


@pytest.mark.parametrize("text", ["a country", "and seven", "countries", "an", "hundred"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text.split(), 0) is None


COUNTS = [
    ("117", 117, "exact"),
    ("just 30", 30, "exact"),
    ("a further 12", 12, "exact"),
    ("no more than 12", 12, "exact"),
    ("more than 60", 60, "more_than"),
    ("over 100", 100, "more_than"),
    ("well over 100", 100, "more_than"),
    ("in excess of 90", 90, "more_than"),
    ("at least 40", 40, "at_least"),
    ("no fewer than twelve", 12, "at_least"),
    ("90 or more", 90, "at_least"),
    ("fewer than 20", 20, "less_than"),
    ("up to 15", 15, "less_than"),
    ("nearly 100", 100, "about"),
    ("some 50", 50, "about"),
    ("an estimated 50", 50, "about"),
    ("50 or so", 50, "about"),
]


@pytest.mark.parametrize(("text", "value", "qualifier"), COUNTS)
def test_a_count_has_a_qualifier(text: str, value: int, qualifier: str) -> None:
    count = read_count(text.split())
    assert count is not None
    assert (count.value, count.qualifier, count.of) == (value, qualifier, "countries")


def test_a_fraction_is_counted_where_its_whole_is_known() -> None:
    count = read_count(["some", "two", "thirds", "of"], "un_members")
    assert count is not None
    assert (count.value, count.qualifier, count.of) == (129, "about", "un_members")
    assert read_count(["two", "thirds", "of"]) is None


def test_a_fraction_without_a_qualifier_is_still_approximate() -> None:
    count = read_count("two-thirds of".replace("-", " - ").split(), "eu_members")
    assert count is not None
    assert (count.value, count.qualifier) == (18, "about")


@pytest.mark.parametrize("text", ["", "many", "at least", "dozens of", "half of the"])
def test_vague_words_are_no_count(text: str) -> None:
    assert read_count(text.split()) is None


@pytest.mark.parametrize(
    ("word", "value"), [("first", 1), ("twelfth", 12), ("140th", 140), ("2nd", 2), ("twenty-third", 23), ("last", None)]
)
def test_an_ordinal_is_read(word: str, value: int | None) -> None:
    assert read_ordinal(word) == value
