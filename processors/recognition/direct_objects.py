"""What a verb acts on: its object, a passive's subject, the antecedent of a relative clause, the next verb's object."""

from processors.recognition.lexicon import stance_rules, words
from processors.recognition.tree import (
    RELATIVE,
    antecedent,
    has_child,
    is_infinitive,
    is_misread_verb,
    is_passive,
    is_verb,
    prepositions,
    subjects,
)
from processors.tokens import Token

_COUNTRIES = words("country-nouns")
_CLAUSE = 12
_DEPTH = 10  # a chain of relative clauses longer than this is a parse gone wrong


def direct_objects(verb: Token) -> list[Token]:
    """What the verb acts on, active or passive; the antecedent for a relative pronoun or a gap."""
    if is_passive(verb):
        of_a_thing = is_infinitive(verb) and (verb.head.lemma_.lower(), "NOUN") in stance_rules()  # "the right to be …"
        if verb.dep_ in ("acl", "amod") and not has_child(verb, "nsubjpass", "nsubj") and not of_a_thing:
            beside = verb.nbor(-1) if verb.i else verb
            if verb.dep_ == "acl" and beside.pos_ == "NOUN" and beside != verb.head and verb.head in beside.ancestors:
                return [beside]  # "Mr X, leader of Y, a party recognised by the state"
            return [antecedent(verb)]
        return subjects(verb)
    if is_misread_verb(verb):
        return [c for c in verb.children if c.i > verb.i and c.dep_ in ("appos", "dobj", "nmod") and c.pos_ == "PROPN"][
            :1
        ]
    outside = _outside_its_clause(verb)
    if outside is not None:
        return [outside]
    found = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    found = [child for child in found if child.i > verb.i] or found  # "the declaration that Norland recognises Avaria"
    if found and (found[0].tag_ in RELATIVE or (found[0].lower_ == "that" and found[0].i < verb.i)):
        return [_relative_head(verb)]
    if found:
        return found[:1]
    pointed_at = _that_country(verb)
    if pointed_at is not None:
        return [pointed_at]
    if verb.dep_ == "relcl" and has_child(verb, "nsubj") and not any(c.tag_ in RELATIVE for c in verb.children):
        return [verb.head]
    gapped = verb.head
    if (
        verb.dep_ == "xcomp"
        and gapped.dep_ == "relcl"
        and not any(c.dep_ == "dobj" and c.i > gapped.i for c in gapped.children)
    ):
        relative = [c for c in gapped.children if c.tag_ in RELATIVE and c.dep_ != "nsubj"]
        if relative or not any(c.tag_ in RELATIVE for c in gapped.children):
            return [gapped.head] if has_child(gapped, "nsubj") else []
    dative = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"][:1]
    return dative or _shared_object(verb)


def _outside_its_clause(verb: Token) -> Token | None:
    """ "The region, which no state recognises, borders …": the clause ends at the verb, and the object is before it."""
    doc = verb.doc
    if verb.i + 1 >= len(doc) or doc[verb.i + 1].text != "," or not verb.tag_.startswith("VB"):
        return None
    which = next((t for t in doc[max(1, verb.i - _CLAUSE) : verb.i] if t.lower_ == "which"), None)
    if which is None or which.nbor(-1).text != "," or any(t.text == "," for t in doc[which.i : verb.i]):
        return None
    subject = [t for t in doc[which.i + 1 : verb.i] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    before = doc[which.i - 2]
    while before.dep_ in ("pobj", "prep", "appos") and before.head.i < before.i and before.pos_ != "PROPN":
        before = before.head
    return before if subject and before.pos_ in ("NOUN", "PROPN") and which.dep_ != "nsubj" else None


def _that_country(verb: Token) -> Token | None:
    """ "to recognise that State, while …", which the parser takes for the beginning of a clause."""
    after = verb.doc[verb.i + 1 : verb.i + 4]
    if len(after) < 3 or after[0].lower_ != "that" or after[0].dep_ not in ("mark", "det") or not after[2].is_punct:
        return None
    return after[1] if after[1].lemma_.lower() in _COUNTRIES else None


def _shared_object(verb: Token) -> list[Token]:
    """The object of the next verb: "recognise and welcome Kosovo", "recognise and normalise relations with Israel"."""
    for child in verb.children:
        if child.dep_ == "conj" and is_verb(child) and not has_child(child, "nsubj"):
            shared = [inner for inner in child.children if inner.dep_ == "dobj"][:1]
            if (
                not shared and child.i - verb.i == 2 and child.lemma_ in ("allow", "enable", "invite", "let", "permit")
            ):  # "recognise and allow Norland to take part"
                clauses = [inner for inner in child.children if inner.dep_ in ("ccomp", "xcomp")]
                shared = [t for clause in clauses for t in clause.children if t.dep_ == "nsubj" and t.i > child.i][:1]
            if shared and shared[0].lemma_ in ("relation", "tie"):
                return [obj for place in (shared[0], child) for name, obj in prepositions(place) if name == "with"][:1]
            return shared
    return []


_LINES = frozenset({"line", "border", "boundary", "frontier"})


def _relative_head(verb: Token) -> Token:
    token = verb
    for _ in range(_DEPTH):
        if token.dep_ == "relcl":
            which = any(c.lower_ == "which" for c in verb.children)
            return _line_in(_no_person(token.head)) if which else token.head
        if token.head == token:
            break
        token = token.head
    return verb


def _no_person(noun: Token) -> Token:
    """ "Which" is no person: "the government led by Ana Diaz, which Norway does not recognise"."""
    if noun.ent_type_ != "PERSON":
        return noun
    above = [t for t in noun.ancestors if t.i < noun.i and t.pos_ in ("NOUN", "PROPN") and t.ent_type_ != "PERSON"]
    return above[0] if above else noun


def _line_in(place: Token) -> Token:
    """ "A map of the line in the Northern Sea, which Avaria does not recognise": the line, not the sea."""
    line = place.head.head if place.dep_ == "pobj" and place.head.lower_ in ("in", "across", "through") else place
    return line if line.lemma_.lower() in _LINES else place
