"""Sorts of verbs and nouns, from rules/meetings/word_classes.yaml: what was learned of one holds for its like."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml

from processors.tokens import Token
from schemas.errors import Invalid


class _Classes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: dict[str, list[str]]
    nouns: dict[str, list[str]]


@cache
def _by_lemma() -> tuple[dict[str, str], dict[str, str]]:
    """Raises Invalid (rules.invalid) when the shipped file is damaged."""
    text = files("processors.rules").joinpath("meetings", "word_classes.yaml").read_text(encoding="utf-8")
    try:
        classes = msgspec.convert(yaml.safe_load(text), _Classes)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise Invalid("rules.invalid", f"meetings/word_classes.yaml: {error}") from error
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
