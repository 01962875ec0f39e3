"""Parts of speech and lemmas from the pipeline's own rules, asked once for each word, tag and dependency.

spaCy's attribute ruler runs its whole table over every token, and the lemmatizer its suffixes. Nearly all of these
rules look at one token only, so that the answer for a word, its tag and its dependency is always the same. Docs in
which a rule over several tokens applies ("gon na", "let 's") go through the pipeline's components as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

Key = tuple[int, int, int]
"""Word, tag and dependency, as spaCy numbers them."""
Form = tuple[int, int, int, int]
"""Part of speech, lemma, tag and dependency after the rules."""
_SET: Final[list[int | str]] = ["POS", "LEMMA", "TAG", "DEP"]
_UNSPELLED: Final = "|"
"""Stands for a word that no rule names, and between words that are looked up together."""


class WordForms:
    """Sets what the attribute ruler and the lemmatizer set, except morphology."""

    def __init__(self, nlp: Language) -> None:
        """Raises KeyError, TypeError or ValueError for a pipeline whose words depend on more than themselves."""
        ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
        if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
            raise TypeError("the pipeline has other components for parts of speech and lemmas")
        if lemmatizer.mode not in {"rule", "lookup"}:
            raise ValueError(f"a lemmatizer of mode {lemmatizer.mode}")
        _index_as_sets(lemmatizer)
        self._vocab: Any = nlp.vocab
        self._ruler, self._lemmatizer = ruler, lemmatizer
        rules: list[Any] = ruler.patterns
        patterns = [pattern for rule in rules for pattern in rule["patterns"]]
        self._spelling = _Spelling(pattern[0] for pattern in patterns if len(pattern) == 1)
        self._several = _Several(nlp, [pattern for pattern in patterns if len(pattern) > 1])
        self._ruled: dict[tuple[str, int, int], tuple[int, ...]] = {}
        self._known: dict[Key, Form] = {}
        self._passing: dict[Key, Form] = {}

    @contextmanager
    def passing(self) -> Iterator[None]:
        """What is learnt inside is forgotten at the end: its strings go with the memory zone."""
        try:
            yield
        finally:
            self._passing.clear()
            self._lemmatizer.cache.clear()

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Part of speech and lemma of every token of tagged and parsed docs."""
        alone = []
        for doc in docs:
            if self._several.in_doc(doc):
                self._ruler(doc)
                self._lemmatizer(doc)
            elif len(doc):
                keys: list[Key] = list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
                alone.append((doc, keys))
        known, passing = self._known, self._passing
        self._learn({key for _, keys in alone for key in keys if key not in known and key not in passing})
        for doc, keys in alone:
            _write(doc, _SET, [known.get(key) or passing[key] for key in keys])

    def _learn(self, keys: set[Key]) -> None:
        if not keys:
            return
        listed = sorted(keys)
        strings = self._vocab.strings
        words = [strings[word] for word, _, _ in listed]
        asked = [(self._spelling.of(word), *key[1:]) for word, key in zip(words, listed, strict=True)]
        self._rule(sorted({key for key in asked if key not in self._ruled}))
        doc = Doc(self._vocab, words=words)
        _write(doc, [*_SET, "MORPH"], [self._ruled[key] for key in asked])
        self._lemmatizer(doc)
        forms: list[Form] = list(map(tuple, doc.to_array(_SET).tolist()))
        into = self._passing if self._vocab.in_memory_zone else self._known
        into.update(zip(listed, forms, strict=True))

    def _rule(self, asked: Sequence[tuple[str, int, int]]) -> None:
        """Ask the ruler, whose words, tags and labels are few."""
        if not asked:
            return
        words = [word for spelt, _, _ in asked for word in (spelt, _UNSPELLED)]
        doc = Doc(self._vocab, words=words)
        _write(doc, ["TAG", "DEP"], [key[1:] for key in asked for _ in range(2)])
        self._ruler(doc)
        rows = doc.to_array([*_SET, "MORPH"])[::2].tolist()
        self._ruled.update(zip(asked, map(tuple, rows), strict=True))


def _write(doc: Doc, attributes: list[int | str], rows: Sequence[tuple[int, ...]]) -> None:
    values: Any = np.array(rows, dtype=np.uint64)
    doc.from_array(attributes, values)


def _index_as_sets(lemmatizer: Lemmatizer) -> None:
    """The lemmatizer looks for each form in a list of tens of thousands of words."""
    if lemmatizer.lookups.has_table("lemma_index"):
        index = lemmatizer.lookups.get_table("lemma_index")
        for pos in list(index):
            index[pos] = frozenset(index[pos])


class _Spelling:
    """The words that the rules over one token tell apart."""

    def __init__(self, tokens: Iterable[Mapping[str, Any]]) -> None:
        self._words: set[str] = set()
        self._patterns: list[re.Pattern[str]] = []
        for token in tokens:
            if not token.keys() <= {"TAG", "LOWER", "DEP", "IS_SPACE"}:
                raise ValueError(f"a rule over {sorted(token)}")
            self._add(token.get("LOWER", []))

    def _add(self, wanted: str | list[str] | Mapping[str, Any]) -> None:
        if isinstance(wanted, str):
            self._words.add(wanted)
        elif isinstance(wanted, list):
            self._words.update(wanted)
        elif wanted.keys() <= {"IN", "NOT_IN", "REGEX"}:
            self._words.update([*wanted.get("IN", ()), *wanted.get("NOT_IN", ())])
            self._patterns += [re.compile(wanted["REGEX"])] if "REGEX" in wanted else []
        else:
            raise ValueError(f"a rule with {sorted(wanted)}")

    def of(self, word: str) -> str:
        """The word as far as the rules care."""
        lower = word.lower()
        named = lower in self._words or word.isspace() or any(pattern.search(lower) for pattern in self._patterns)
        return lower if named else _UNSPELLED


class _Several:
    """Rules over several tokens: where one applies, and, before that is asked, where none can."""

    def __init__(self, nlp: Language, patterns: Sequence[list[dict[str, Any]]]) -> None:
        self._matcher = Matcher(nlp.vocab)
        self._words: set[int] = set()
        self._labels: set[int] = set()
        for number, pattern in enumerate(patterns):
            self._matcher.add(f"several-{number}", [pattern])
            word = next((token["LOWER"] for token in pattern if isinstance(token.get("LOWER"), str)), None)
            label = next((token["DEP"] for token in pattern if isinstance(token.get("DEP"), str)), None)
            if word is not None:
                self._words.add(nlp.vocab.strings.add(word))
            elif label is not None:
                self._labels.add(nlp.vocab.strings.add(label))
            else:
                raise ValueError(f"a rule without a word or a dependency: {pattern}")

    def in_doc(self, doc: Doc) -> bool:
        words, labels = doc.to_array(["LOWER", "DEP"]).T.tolist() if len(doc) else ([], [])
        if self._words.isdisjoint(words) and self._labels.isdisjoint(labels):
            return False
        return bool(self._matcher(doc, allow_missing=True))
