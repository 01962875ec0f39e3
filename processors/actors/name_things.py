"""Capitalised words that name no actor: wars, weapons, agreements, races, what only begins a sentence."""

from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention
from processors.actors.names import NameTable
from processors.tokens import Doc

_THINGS: Final = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE", "QUANTITY", "MONEY"})
_EVENTS: Final = frozenset(["summit", "meeting", "talks", "war", "visit", "march", "battle"])
_IN_BRACKETS: Final = 3
"""Words before or behind a name in brackets that say nothing else."""
_PREFIXES: Final = frozenset(["trans", "pan", "inter", "anti", "pro", "non", "post", "pre"])
_LONG_NAME: Final = 3
"""Words of a name before its last part."""


def is_thing(doc: Doc, name: Mention, full_names: NameTable) -> bool:
    """True if an unlisted name is no actor's and no place's."""
    span = doc[name.start : name.end]
    words = {t.lower_ for t in span}
    if name.kind in {"place", "people"}:
        return name.kind == "place" and (words == {"states"} or _begins_sentence(doc, name, full_names))
    if words & _EVENTS or words <= _PREFIXES or (words & nouns().thing_name):
        return True
    if all(t.ent_type_ in _THINGS for t in span) and not (_is_behind_office(doc, name) or _is_beside_person(doc, name)):
        return True
    if _is_subject_of_document(doc, name):
        return True
    if name.kind == "person" and any(any(c.isdigit() for c in t.text) for t in span):
        return True
    if _in_brackets(doc, name):
        return True
    alone = name.end - name.start == 1
    return alone and (
        _begins_sentence(doc, name, full_names) or (name.kind == "person" and _is_word(doc, name, full_names))
    )


def _is_behind_office(doc: Doc, name: Mention) -> bool:
    """ "Ministers Ana de San Roy and Bo Lind", whatever sort of thing the model takes the name for."""
    before = list(doc[max(0, name.start - _LONG_NAME) : name.start])
    return any(t.lemma_.lower() in nouns().office for t in before) and not any(t.is_punct for t in before)


def _is_beside_person(doc: Doc, name: Mention) -> bool:
    """ "Ana Roy and Flake"."""
    return any(t.ent_type_ == "PERSON" for t in doc[name.head].conjuncts)


def _in_brackets(doc: Doc, name: Mention) -> bool:
    """An abbreviation, a translation or a source: "(NHTO)", "(army of Kelbia)", "(Bergen News)"."""
    if name.kind == "person" and name.end - name.start > 1:
        return False
    first = next((t for t in reversed(doc[max(0, name.start - _IN_BRACKETS) : name.start]) if t.text in "()"), None)
    last = next((t for t in doc[name.end : name.end + _IN_BRACKETS] if t.text in "()"), None)
    return first is not None and last is not None and (first.text, last.text) == ("(", ")")


def _begins_sentence(doc: Doc, name: Mention, full_names: NameTable) -> bool:
    """ "Quoting", "Exiled": a participle that has its capital from its place."""
    first = name.start == 0 and name.end == 1 and doc[0].tag_ in {"VBG", "VBN", "VBD", "RB", "IN"}
    return first and full_names.fullest(doc[0].text) is None


def _is_subject_of_document(doc: Doc, name: Mention) -> bool:
    """ "Treaty on the" + "Non-Proliferation of Arms"."""
    before = [t.lower_ for t in doc[max(0, name.start - 3) : name.start] if t.lower_ != "the"][-2:]
    return len(before) == 2 and before[0] in nouns().document and before[1] in {"on", "for", "against", "concerning"}


def _is_word(doc: Doc, name: Mention, full_names: NameTable) -> bool:
    """One capitalised word that neither the model nor the article knows as a person: a common noun, or where one is."""
    token = doc[name.start]
    if token.ent_type_ == "PERSON" or full_names.fullest(token.text) is not None:
        return False
    before = doc[token.i - 1] if token.i else None
    part = before is not None and before.text[:1].isupper()
    if not part and (token.lower_ in nouns().many or token.lemma_.lower() in nouns().group):
        return True
    if before is None or before.lower_.strip(".") in nouns().before_names:
        return False
    return before.lower_ == "of" and token.i > 1 and doc[token.i - 2].text[:1].isupper()  # "Plan of Action"
