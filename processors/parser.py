"""The parser: a spaCy pipeline loaded once per process, fed with sentences of many articles at a time.

What the pipeline's components say is theirs; how they are run is ours (`processors.token_vectors`,
`processors.word_forms`, `processors.entities`), twice as fast. A pipeline of another make runs as spaCy runs it.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc
from spacy.util import compile_infix_regex
from thinc.api import NumpyOps, set_current_ops

from processors.entities import Entities
from processors.token_vectors import vectors_by
from processors.tokens import Doc
from processors.word_forms import WordForms

BATCH: Final = 64
"""Sentences in one pass through the network: two to three times as fast as one by one; more fall out of the cache."""
KEPT_WORDS: Final = 40_000
"""Words that the vocabulary keeps for good, the first to be met: the common ones. It then stops to grow."""
_BETWEEN_NAMES: Final = r"(?<=[A-Z]\.[A-Z]\.)[-‐‑–](?=[A-Z])"
"""The hyphen of "U.S.-Japan", which spaCy reads as one word."""
_READERS: Final = ["tagger", "parser"]
_PIPELINE: Final = ["tok2vec", *_READERS, "attribute_ruler", "lemmatizer", "ner"]


class Parser:
    """Tagger, dependency parser, lemmatizer and named entities over single sentences.

    A Doc may be used only inside the `zone` it was made in.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        meta = nlp.meta
        self.name = f"{meta['lang']}_{meta['name']}"
        self.version = str(meta["version"])
        self._forms: WordForms | None = None
        self._entities: Entities | None = None
        if nlp.pipe_names == _PIPELINE:
            self._forms, self._entities = WordForms(nlp), Entities(nlp.get_pipe("ner"))
            words: Any = nlp.get_pipe("tok2vec")
            self._vectors = vectors_by(words.model)

    @contextmanager
    def zone(self) -> Iterator[None]:
        """Memory of everything parsed inside is given back at the end; long-lived workers grow without it.

        Until the vocabulary has its words they are kept: spaCy tokenises anew what it does not keep. The garbage
        collector waits for the end: it would look through all tokens time and again, and could free none.
        """
        full = len(self._nlp.vocab) >= KEPT_WORDS
        with (
            _uncollected(),
            self._nlp.memory_zone() if full else nullcontext(),
            self._forms.passing() if self._forms else nullcontext(),
        ):
            yield

    def parse(self, sentences: Sequence[str]) -> list[Doc]:
        """One Doc for each sentence, in order. An empty or absurdly long text is parsed like any other."""
        docs = self.parse_nameless(sentences)
        self.add_names(docs)
        return docs

    def parse_nameless(self, sentences: Sequence[str]) -> list[Doc]:
        """As `parse`, but entities may be missing until `add_names` is called."""
        if self._forms is None:
            return [Doc(source) for source in self._nlp.pipe(sentences, batch_size=BATCH)]
        docs = [self._nlp.make_doc(sentence) for sentence in sentences]
        vectors: Any = self._vectors(docs)
        for doc, of_words in zip(docs, vectors, strict=True):
            doc.tensor = of_words
        for batch in _batches(docs):
            for name in _READERS:
                component: Any = self._nlp.get_pipe(name)
                component.set_annotations(batch, component.predict(batch))
            self._forms.annotate(batch)
        return [Doc(source) for source in docs]

    def add_names(self, docs: Sequence[Doc]) -> None:
        """Named entities, for docs that have none yet."""
        if self._entities is not None:
            self._entities.annotate([doc.source for doc in docs])
            for doc in docs:
                doc.read_names()


@contextmanager
def _uncollected() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _batches(docs: Sequence[SpacyDoc]) -> Iterator[list[SpacyDoc]]:
    """Docs of like length together."""
    ordered = sorted(docs, key=len)
    for first in range(0, len(ordered), BATCH):
        yield ordered[first : first + BATCH]


@cache
def load_parser(model: str, *, use_blis: bool = False) -> Parser:
    """The pipeline of this name, loaded once per process; the same name gives the same object.

    `use_blis` multiplies matrices with the blis wheel instead of numpy's own library; which is faster depends on the
    host. Raises OSError (from spaCy) when no such pipeline is installed.
    """
    set_current_ops(NumpyOps(use_blis=use_blis))
    nlp = spacy.load(model)
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), _BETWEEN_NAMES]).finditer
    return Parser(nlp)
