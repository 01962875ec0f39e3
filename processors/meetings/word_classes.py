"""Sorts of verbs and nouns, from rules/meetings/word_classes.yaml: what was learned of one holds for its like."""

from functools import cache

import msgspec

from processors.rule_files import load_lists
from processors.tokens import Token


class _Classes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: dict[str, list[str]]
    nouns: dict[str, list[str]]


@cache
def _by_lemma() -> tuple[dict[str, str], dict[str, str]]:
    """Raises Invalid (rules.invalid) when the shipped file is damaged."""
    classes = load_lists(_Classes, "meetings", "word_classes")
    verbs, nouns = (
        {lemma: name for name, lemmas in part.items() for lemma in lemmas} for part in (classes.verbs, classes.nouns)
    )
    return verbs, nouns


def class_of(token: Token) -> str:
    """The class of a verb or common noun; else its part of speech."""
    verbs, nouns = _by_lemma()
    if token.pos_ in ("VERB", "AUX"):
        return verbs.get(token.lemma_.lower(), "VERB")
    if token.pos_ == "NOUN":
        return nouns.get(token.lemma_.lower(), "NOUN")
    return token.pos_
