"""Evidence marked in text: nested where it nests, split where it crosses, and never a character lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.report.evidence import ROLE_LABELS, Evidence, Role
from streams.report.marking import Closing, Opening, Token, marks_of, paragraphs, tokens


def span(start: int, end: int, role: Role = "who", event: int = 1) -> Evidence:
    return Evidence("body", start, end, role, event, f"{role} of {event}")


def written(found: list[Token]) -> str:
    """Tokens as text: (role … ) with ~ where a mark is split."""
    words = {"who": "who", "event": "ev", "source": "src"}
    out = []
    for token in found:
        if isinstance(token, Opening):
            out.append(f"({words.get(token.mark.role, token.mark.role)}{'' if token.first else '~'}:")
        elif isinstance(token, Closing):
            out.append(")" if token.last else "~)")
        else:
            out.append(token)
    return "".join(out)


def marked(text: str, *evidence: Evidence) -> str:
    return written(list(tokens(text, marks_of(evidence, len(text)), 0, len(text))))


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], "abcdefghij"),
        ([span(0, 3), span(5, 10, "event")], "(who:abc)de(ev:fghij)"),
        ([span(0, 3), span(3, 6, "event")], "(who:abc)(ev:def)ghij"),
        ([span(0, 8), span(2, 4, "event")], "(who:ab(ev:cd)efgh)ij"),
        ([span(0, 5), span(3, 8, "event")], "(who:abc(ev:de~))(ev~:fgh)ij"),
        ([span(2, 5), span(2, 5, "source")], "ab(who:(src:cde))fghij"),
        (
            [span(0, 5), span(3, 8, "event"), span(4, 10, "source")],
            "(who:abc(ev:d(src:e~)~))(ev~:(src~:fgh~))(src~:ij)",
        ),
    ],
)
def test_marks_nest_and_crossing_ones_are_split(evidence: list[Evidence], expected: str) -> None:
    assert marked("abcdefghij", *evidence) == expected


def test_one_span_in_one_role_of_several_events_is_one_mark() -> None:
    (mark,) = marks_of([span(0, 3, event=2), span(0, 3, event=1), span(0, 3, event=2)], 10)
    assert mark.events == (1, 2)
    assert mark.notes == ("who of 1", "who of 2; who of 2")


def test_what_lies_outside_the_text_is_left_out() -> None:
    assert marked("abc", span(1, 99), span(3, 5), span(2, 2), span(7, 9)) == "a(who:bc)"


def test_a_mark_across_paragraphs_goes_on_in_the_next() -> None:
    assert [written(found) for found in paragraphs("abc\n\ndef\n \nghi", [span(1, 7)])] == [
        "a(who:bc~)",
        "(who~:de)f",
        "ghi",
    ]


def test_a_mark_of_the_gap_between_paragraphs_shows_nothing() -> None:
    assert [written(found) for found in paragraphs("abc\n\ndef", [span(3, 5)])] == ["abc", "def"]


spans = st.lists(
    st.builds(span, st.integers(-2, 42), st.integers(-2, 42), st.sampled_from(list(ROLE_LABELS)), st.integers(1, 4)),
    max_size=12,
)


@given(text=st.text("ab \n", max_size=40), evidence=spans)
def test_any_spans_in_any_text_give_tokens_that_nest_and_keep_every_character(
    text: str, evidence: list[Evidence]
) -> None:
    marks = marks_of(evidence, len(text))
    found = list(tokens(text, marks, 0, len(text)))
    assert "".join(token for token in found if isinstance(token, str)) == text
    stack, covered = [], dict.fromkeys(marks, "")
    closed = []
    for token in found:
        if isinstance(token, Opening):
            stack.append(token.mark)
        elif isinstance(token, Closing):
            assert stack.pop() == token.mark
            closed += [token.mark] if token.last else []
        else:
            assert token
            for mark in stack:
                covered[mark] += token
    assert not stack
    assert covered == {mark: text[mark.start : mark.end] for mark in marks}
    assert sorted(closed, key=marks.index) == marks  # each ends, and so bears its label, exactly once


@given(text=st.text("ab \n", max_size=40), evidence=spans)
def test_paragraphs_together_are_the_text_without_blank_lines(text: str, evidence: list[Evidence]) -> None:
    shown = "".join(token for found in paragraphs(text, evidence) for token in found if isinstance(token, str))
    assert "".join(shown.split()) == "".join(text.split())
