"""Other senses of the words: epithets, merit, courtesy, technology."""

from processors.recognition.lexicon import (
    rejected,
    words,
)
from processors.recognition.objects import Recognised
from processors.recognition.tree import (
    has_child,
    is_verb,
    prepositions,
    subjects,
)
from processors.tokens import Token

_COUNTRIES = words("country-nouns")


def other_sense(token: Token) -> bool:
    doc = token.doc
    follows = token.nbor(1).lower_ if token.i + 1 < len(doc) else ""
    if token.lower_ == "recognition" and token.i > 0 and token.nbor(-1).lower_ == "in" and follows == "of":
        return True
    if token.i > 0 and token.nbor(-1).lower_ in rejected("modifies") and not token.nbor(-1).ent_type_:
        return True  # "union recognition", not "European Union recognition"
    if token.lower_ == "recognition" and follows == "that" and token.nbor(1).dep_ == "mark":
        return True  # of a fact
    if token.i > 1 and token.nbor(-2).lower_ == "re" and token.nbor(-1).text == "-":
        return True
    if token.tag_ in ("VBN", "JJ", "VBD") and _is_epithet(token):
        return True
    return is_verb(token) and _for_merit(token)


def _is_epithet(token: Token) -> bool:
    """ "internationally recognised borders": an adverb before and the noun right after."""
    doc = token.doc
    if token.i + 1 >= len(doc) or token.i == 0:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    if before.text == "-" and token.i > 1 and token.nbor(-2).ent_type_ == "GPE":
        return False  # "Russia-recognised" says who
    if is_said_of_a_country(token):
        return False
    joined = before.lower_ in ("and", ",") and token.i > 1 and token.nbor(-2).pos_ == "ADJ"
    adverb = before.lower_.endswith("ly") or before.text == "-" or joined  # "secure and recognised borders"
    verbal = has_child(token, "aux", "auxpass", "nsubj", "nsubjpass")
    return adverb and not verbal and after.pos_ in ("NOUN", "PROPN", "ADJ") and after.lower_ != "as"


def is_said_of_a_country(participle: Token) -> bool:
    """ "Norland became an internationally recognised State": what a country is, not which country is meant."""
    noun = participle.head
    said = participle.dep_ == "amod" and noun.lemma_.lower() in _COUNTRIES and noun.dep_ in ("attr", "pobj")
    if not said or not any(child.lower_ in ("a", "an", "only") for child in noun.children):
        return False
    return noun.dep_ == "attr" or noun.head.lower_ in ("as", "to", "into")


def _for_merit(verb: Token) -> bool:
    """ "recognised Ana for her courage": honoured, not recognised. "For the first time" is no merit."""
    places = [verb, *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))]
    return any(
        name in rejected("governs") and not any(inner.lemma_ in ("time", "decade", "year") for inner in obj.subtree)
        for place in places
        for name, obj in prepositions(place)
        if not any(prep == "as" for prep, _ in prepositions(place))
    )


def is_thanks(noun: Token, recognised: Recognised) -> bool:
    """ "I extend my recognition to the Ambassador": a speaker's courtesy."""
    if any(child.lower_ == "my" for child in noun.children if child.dep_ == "poss"):
        return True
    if recognised.kind not in ("leader", "government"):
        return False
    first = any(child.lower_ in ("my", "our") for child in noun.children if child.dep_ == "poss")
    verb = noun.head
    spoken = noun.dep_ == "dobj" and any(subject.lower_ in ("i", "we") for subject in subjects(verb))
    return first or spoken
