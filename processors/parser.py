"""The parser: a spaCy pipeline loaded once per process, fed with sentences of many articles at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

BATCH: Final = 128
"""Sentences in one pass through the network: 64 to 256 are two to three times as fast as one by one."""


class Parser:
    """Tagger, dependency parser, lemmatizer and named entities over single sentences.

    A Doc may be used only inside the `zone` it was made in.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        meta = nlp.meta
        self.name = f"{meta['lang']}_{meta['name']}"
        self.version = str(meta["version"])

    @contextmanager
    def zone(self) -> Iterator[None]:
        """Memory of everything parsed inside is given back at the end; long-lived workers grow without it."""
        with self._nlp.memory_zone():
            yield

    def parse(self, sentences: Sequence[str]) -> list[Doc]:
        """One Doc for each sentence, in order. An empty or absurdly long text is parsed like any other."""
        return list(self._nlp.pipe(sentences, batch_size=BATCH))


@cache
def load_parser(model: str, *, use_blis: bool = False) -> Parser:
    """The pipeline of this name, loaded once per process; the same name gives the same object.

    `use_blis` multiplies matrices with the blis wheel instead of numpy's own library; which is faster depends on the
    host. Raises OSError (from spaCy) when no such pipeline is installed.
    """
    set_current_ops(NumpyOps(use_blis=use_blis))
    return Parser(spacy.load(model))
