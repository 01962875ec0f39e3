"""Sentences of wire copy."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from processors.dateline import parse_dateline
from processors.sentences import MAX_SENTENCE, split_sentences


def sentences(body: str, headline: str = "") -> list[str]:
    spans = split_sentences(headline, body, parse_dateline(body))
    assert [span.index for span in spans] == list(range(len(spans)))
    return [(headline if span.part == "headline" else body)[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        # Stops that end nothing; each case is one sentence.
        "Gen. Ana Ruiz and Lt. Col. Bo Lind met Prof. Dr. Kim in St. Gallen.",
        "U.S. President Carter received Brig. Gen. Torres.",
        "The U.S. Embassy and the U.N. Secretary-General spoke.",
        "George W. Bush, J. K. Rowling and M. S. Gorbachev dined.",
        "Resolution No. 1244 and No. 2 in the delegation were named.",
        "They met on Jan. 12 and Sept. 3 at 10 a.m. Moscow time.",
        "Acme Inc. Chairman Roe and Beta Corp. President Doe met.",
        "The rate rose 2.5 percent, to 1,000.50 rubles.",
        "“Will you come?” Merkel asked.",
        '"Never again!" the Serbian president said.',
        "He said no ... then left.",
        "Sen. Warren, Rep. Lee, Gov. Brown et al. visited Cairo.",
        "He asked “why?” and left.",
    ],
)
def test_stops_inside_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Merkel met Macron. They spoke.", ["Merkel met Macron.", "They spoke."]),
        ("Who came? Nobody! So it goes… Next.", ["Who came?", "Nobody!", "So it goes…", "Next."]),
        ("“We met.” Then they left.", ["“We met.”", "Then they left."]),
        ("He said: “We met.” “We talked.”", ["He said: “We met.”", "“We talked.”"]),
        ("It failed (again). Talks resume.", ["It failed (again).", "Talks resume."]),
        ("They flew to the U.S. The visit was short.", ["They flew to the U.S.", "The visit was short."]),
        ("It began at 9 p.m. He left.", ["It began at 9 p.m.", "He left."]),
        ("Shares of Acme Inc. The rest fell.", ["Shares of Acme Inc.", "The rest fell."]),
        ("The answer was no. 12 ministers left.", ["The answer was no. 12 ministers left."]),
        ("The answer was no. Ministers left.", ["The answer was no.", "Ministers left."]),
        ("Talks end. 12 ministers left.", ["Talks end.", "12 ministers left."]),
        ("Talks end. (Reuters) Next day, more.", ["Talks end. (Reuters)", "Next day, more."]),
        ("Talks end. (AP) (TASS)", ["Talks end. (AP) (TASS)"]),
        ("Peace was near.But it failed.", ["Peace was near.", "But it failed."]),
        ("He wrote on example.com. She replied.", ["He wrote on example.com.", "She replied."]),
        ("Élysée talks end. Łukasz left. Über all.", ["Élysée talks end.", "Łukasz left.", "Über all."]),
        ("Talks end.\n\nBackground\n\nMore talks", ["Talks end.", "Background", "More talks"]),
        ("- Modi in Tokyo\n- Xi in Rome", ["Modi in Tokyo", "Xi in Rome"]),
        ("1. Modi arrives.\n2. Xi leaves.", ["Modi arrives.", "Xi leaves."]),
        ("• Talks resume • today", ["Talks resume • today"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lines_of_a_hard_wrap_are_one_sentence() -> None:
    text = (
        "The foreign ministers of the two countries met on Monday in\n"
        "Vienna, where they had last seen each other in May, and\nagreed."
    )
    assert sentences(text) == [text]


def test_short_lines_are_items_of_their_own() -> None:
    assert sentences("Modi in Tokyo\nXi in Rome\nSunak in Delhi") == ["Modi in Tokyo", "Xi in Rome", "Sunak in Delhi"]


def test_the_dateline_belongs_to_no_sentence() -> None:
    assert sentences("A subtitle\n\nMOSCOW, November 12. /TASS/. Talks begin. They end.") == [
        "A subtitle",
        "Talks begin.",
        "They end.",
    ]
    assert sentences("GENEVA, March 3 (Reuters) - Talks begin.") == ["Talks begin."]


def test_headline_sentences_come_first() -> None:
    spans = split_sentences("Modi meets Xi. No deal", "They met.", None)
    assert [(span.part, span.start, span.end, span.paragraph) for span in spans] == [
        ("headline", 0, 14, 0),
        ("headline", 15, 22, 0),
        ("body", 0, 9, 0),
    ]


def test_tags_of_a_headline_are_left_out() -> None:
    spans = split_sentences("UPDATE 2-Modi meets Xi", "", None, (9, 22))
    assert [(span.start, span.end) for span in spans] == [(9, 22)]


def test_paragraphs_are_counted() -> None:
    assert [span.paragraph for span in split_sentences("", "One. Two.\n\nThree.", None)] == [0, 0, 1]


def test_text_without_a_stop_is_cut_at_a_space() -> None:
    body = "Kosovo " * 15_000
    spans = split_sentences("", body, None)
    assert all(0 < span.end - span.start <= MAX_SENTENCE for span in spans)
    assert all(body[span.start : span.end].startswith("Kosovo") for span in spans)
    assert sum(body[span.start : span.end].count("Kosovo") for span in spans) == 15_000


@example("(b) ")
@example("(b) A")
@given(st.text(st.sampled_from('Ab .!?\n"”()U.S-•1é—'), max_size=120))
def test_spans_lie_in_the_text_in_order_and_lose_no_word(body: str) -> None:
    spans = split_sentences("", body, None)
    end = 0
    covered = set()
    for span in spans:
        assert end <= span.start < span.end <= len(body)
        assert not body[span.start].isspace()
        assert not body[span.end - 1].isspace()
        covered.update(range(span.start, span.end))
        end = span.end
    bullets = {found.start(1) for found in re.finditer(r"\(([a-z])\)\s", body)}
    lost = [i for i, char in enumerate(body) if char.isalpha() and i not in covered | bullets]
    assert not lost
