"""The final stance: what no cue has changed is an act (granted) or a state of affairs (recognises)."""

from processors.counts import COUNTED_NOUNS, singular
from processors.recognition.found import Found
from processors.recognition.lexicon import words
from processors.recognition.tree import (
    RELATIVE,
    has_child,
    is_passive,
    is_verb,
    prepositions,
    subjects,
)
from processors.tokens import Token
from schemas.vocabulary import Stance

_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us"})
_NOBODY = words("nobody")
_REASONS = frozenset({"as", "because", "since", "while", "although", "though", "whereas"})
_CHOSEN = frozenset({"choice", "decision"})
_MANY = frozenset({"half", "majority", "many", "most", "several", "number", "others"})
_STANDING = frozenset({"still", "only", "alone", "currently", "already", "continue", "now", "always", "long"})
_EVER = frozenset({"always", "long", "consistently"})
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_HOLDS = frozenset({"consider", "regard", "view", "see"})
"""Verbs of opinion, which is held and not given."""
_LASTING = frozenset({"since", "until", "from"})


def settled(found: Found) -> Stance:
    """The final stance: what no cue has changed is an act (granted) or a state of affairs (recognises)."""
    value, predicate, count = found.reading.value, found.predicate, found.recognisers.count
    if value == "intends" and count is not None and any(above.lemma_ in _CHOSEN for _, above in found.reading.cues):
        return "recognises"  # "131 countries have made the choice to recognise …"
    if value == "refuses" and _not_yet(found):
        return "urged"
    if value == "bare" and found.rule.frame != "noun" and _standing(predicate):
        return "recognises"
    if value == "bare" and (_attitude(predicate) or _general_participle(found) or _of_those_who(found)):
        return "recognises"
    if value == "bare":
        return "granted" if found.rule.frame != "noun" else _bare_noun(found)
    if value == "past":
        if has_child(predicate, "aux") and any(c.dep_ == "prep" and c.lower_ in _LASTING for c in predicate.children):
            return "recognises"  # "has recognised Palestine since 2008"
        if _all_along(predicate):
            return "recognises"
        counted = count is not None and count.value > 1 and not _act(found) and not _on_a_day(predicate)
        nobody = predicate.dep_ == "relcl" or any(child.lower_ in _MANY for child in predicate.children)
        general = nobody and not found.recognisers.heads and has_child(predicate, "aux")
        return "recognises" if counted or general else "granted"
    if value == "now" and predicate.lemma_.lower() in _HOLDS:
        return "recognises"
    if value == "now":
        first = any(head.lower_ in _FIRST_PERSON for head in found.recognisers.heads)
        standing = _standing(predicate)
        relative = (
            (predicate.dep_ == "relcl" and not _says_that(predicate))
            or any(c.dep_ == "mark" and c.lower_ in _REASONS for c in predicate.children)
            or any(c.tag_ in RELATIVE and not _says_that(predicate) for c in predicate.children)
        )
        contrast = _beside_another_state(predicate)
        if first or standing or relative or contrast or is_passive(predicate) or count is not None:
            return "recognises"
        return "granted"
    return value


def _beside_another_state(predicate: Token) -> bool:
    """ "formally recognises A but keeps ties with B": both at the same time."""
    but = any(child.lower_ == "but" for child in predicate.children if child.dep_ == "cc")
    return but and any(child.dep_ == "conj" and child.tag_ in ("VBZ", "VBP") for child in predicate.children)


def _not_yet(found: Found) -> bool:
    """ "the countries that have not yet recognised it": nobody in particular refuses, the speaker wants them to."""
    predicate = found.predicate
    yet = any(child.lower_ == "yet" for child in predicate.children)
    return yet and predicate.dep_ == "relcl" and not found.recognisers.heads


def _all_along(predicate: Token) -> bool:
    """ "has always recognised it", "the only countries that recognised it"."""
    if has_child(predicate, "aux") and any(child.lower_ in _EVER for child in predicate.children):
        return True
    return predicate.dep_ == "relcl" and any(child.lower_ == "only" for child in predicate.head.children)


def _says_that(predicate: Token) -> bool:
    """ "the declaration that Norland recognises Avaria", read as a relative clause that has an object of its own."""
    that = any(child.lower_ == "that" and child.dep_ in ("mark", "dobj") for child in predicate.lefts)
    return that and any(child.dep_ == "dobj" for child in predicate.rights)


def _standing(predicate: Token) -> bool:
    subject = [child for own in predicate.children if own.dep_ == "nsubj" for child in own.children]
    only = any(child.lower_ in ("only", "alone") for child in subject)
    return only or any(child.lower_ in _STANDING for child in predicate.children)


def _general_participle(found: Found) -> bool:
    """ "the countries recognising Taiwan": those that do."""
    predicate = found.predicate
    return predicate.dep_ == "acl" and predicate.tag_ == "VBG" and singular(predicate.head) in COUNTED_NOUNS


def _of_those_who(found: Found) -> bool:
    """ "those who, by recognising it, have helped": whoever they are, they recognise it."""
    predicate = found.predicate
    nobody = not found.recognisers.heads and predicate.tag_ == "VBG" and predicate.dep_ == "pcomp"
    return nobody and any(one.lower_ in _NOBODY for one in subjects(predicate))


def _attitude(predicate: Token) -> bool:
    """ "supports a Palestinian state while recognising Israel's right to exist": a participle under a present tense."""
    above = predicate.head
    return (
        predicate.tag_ == "VBG"
        and predicate.dep_ == "advcl"
        and (any(child.lower_ == "while" for child in (*predicate.children, *above.children)) or above.tag_ == "VBP")
    )


def _on_a_day(predicate: Token) -> bool:
    """ "Norland and nine other countries on Friday recognised …": they did it together."""
    days = [obj for name, obj in prepositions(predicate) if name == "on"]
    days += [child for child in predicate.children if child.dep_ == "npadvmod"]
    days += [predicate.nbor(-1)] if predicate.i else []
    return predicate.tag_ == "VBD" and not has_child(predicate, "aux") and any(day.text in _DAYS for day in days)


def _act(found: Found) -> bool:
    """The ordinal in "the 110th country to recognise" counts, yet reports one new act."""
    predicate = found.predicate
    return not is_passive(predicate) and any(c.lower_ == "to" for c in predicate.children if c.dep_ == "aux")


def _bare_noun(found: Found) -> Stance:
    """A noun that nothing governs: an act, unless countries are counted or no verb says that anything happens."""
    title = not any(is_verb(above) for above in found.predicate.ancestors) and not found.recognisers.heads
    return "recognises" if found.recognisers.count is not None or title else "granted"
