"""Headlines as running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.truecase import WordForms, cased_without_meaning, running_text

BODY = "On Monday Oslan hosted Vance in Norport, the port that the NPA guards. Their fishing talks went well."


@pytest.mark.parametrize(
    ("headline", "meaningless"),
    [
        ("OSLAN HOSTS VANCE IN NORPORT", True),
        ("Oslan Hosts Vance For Fishing Talks", True),
        ("Oslan hosts Vance for talks", False),
        ("Oslan Hosts", False),
        ("EU and NPA agree", False),
    ],
)
def test_which_headlines_have_meaningless_capitals(headline: str, meaningless: bool) -> None:
    assert cased_without_meaning(headline) is meaningless


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("OSLAN HOSTS VANCE IN NORPORT", "Oslan hosts Vance in Norport"),
        ("FISHING TALKS WITH THE NPA", "Fishing talks with the NPA"),
        ("Vance Hails Fishing Talks", "Vance hails fishing talks"),
        ("U.S. AND NPA TO MEET", "U.S. and NPA to meet"),
        ("QUELLA MEETS OSLAN", "Quella meets Oslan"),
        ("TEN YEARS ON, QUELLA'S WAR", "Ten years on, Quella's war"),
    ],
)
def test_words_are_written_as_the_body_writes_them(headline: str, text: str) -> None:
    assert running_text(headline, WordForms(BODY)) == text


def test_names_of_listed_actors_are_known_without_the_body() -> None:
    assert running_text("THE HAGUE RULES ON WAR", WordForms("", ["The Hague"])) == "The Hague Rules on war"


@given(st.text(max_size=80), st.text(max_size=80))
def test_offsets_hold(headline: str, body: str) -> None:
    written = running_text(headline, WordForms(body))
    assert len(written) == len(headline)
    assert written.casefold() == headline.casefold() or not headline.isascii()
