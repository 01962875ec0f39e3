"""Surnames that stand alone and that the tagger takes for a common word: "Page met the envoys", "both Lind and Flake".

Wire copy names people in full once and by the surname from then on, so that many of its sentences begin with one.
"""

from functools import cache
from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.names import NameTable
from processors.actors.speech import is_reporting
from processors.counts import singular
from processors.tokens import Doc, Token

_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj", "appos"})
_TIMES: Final = frozenset({"DATE", "TIME", "ORDINAL", "CARDINAL", "LANGUAGE"})
_SHORTEST: Final = 3
_QUOTES: Final = frozenset("\"'“”‘’`")


def lone_names(doc: Doc, full_names: NameTable) -> set[int]:
    """The tokens of a sentence that are such a surname."""
    return {token.i for token in doc if _may_be(token) and _is_name(token, full_names)}


def _may_be(token: Token) -> bool:
    if not token.text[:1].isupper() or not token.is_title or not token.is_alpha or len(token) < _SHORTEST:
        return False
    if token.ent_type_ in _TIMES:
        return _is_month_s_namesake(token)
    if token.lower_ in _known():
        return False
    following = token.doc[token.i + 1 : token.i + 2].text
    return not following[:1].isupper() and following not in {"-", "of"}


@cache
def _known() -> frozenset[str]:
    lists = nouns()
    known = lists.before_names | lists.never_in_names | lists.group | lists.people | lists.not_actor | lists.body
    return known | lists.pronoun | lists.portfolio | lists.meeting | lists.against


def _is_month_s_namesake(token: Token) -> bool:
    """ "May repeated her view": no month does."""
    return token.text == "May" and token.dep_ == "nsubj" and token.head.pos_ == "VERB"


def _is_name(token: Token, full_names: NameTable) -> bool:
    if _is_month_s_namesake(token):
        return True
    if token.pos_ in {"PRON", "DET", "ADP", "ADV", "CCONJ", "SCONJ", "AUX", "NUM", "PART", "INTJ"}:
        return False
    if token.i == 0:
        return full_names.is_shown(token.text) or (not full_names.is_common(token.text) and _speaks(token))
    before = token.doc[token.i - 1]
    if token.pos_ == "PROPN" or before.text[:1].isupper() or before.lower_ in {"the", "a", "an"}:
        return False
    if before.text in _QUOTES or before.text in {":", ";", "(", "."}:
        return False
    if token.dep_ not in _ARGUMENTS or full_names.is_common(token.text):
        return False
    return token.lemma_.lower() not in _known()


def _speaks(token: Token) -> bool:
    """ "Lind said", "Lind, who is a member": one person, since no article stands before the word."""
    if token.tag_ in {"NNS", "NNPS"} or singular(token) in _known() or token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    if token.tag_ == "NNP" and token.head.pos_ in {"VERB", "AUX"}:
        return True
    behind = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    return is_reporting(token.head) or behind == [",", "who"]
