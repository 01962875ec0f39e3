"""Whom a verb of meeting has for company where the parse leaves it elsewhere, and who is no company for himself."""

from processors.meetings.grammar import conjuncts, is_verb, objects, prepositions
from processors.tokens import Token

# Common nouns of many people, whoever sent them.
_BODIES = frozenset({"staff", "team", "delegation", "mission", "panel", "leadership", "management", "crew", "family"})
# Servants of one body: among themselves they work, they do not meet.
_SERVANTS = frozenset({"official", "regulator", "aide", "adviser", "advisor", "lawmaker", "prosecutor", "investigator"})
_OF_ONE_STATE = frozenset({"minister", "governor", "senator", "legislator"})
_FARTHEST = 20


def shared_objects(verb: Token) -> list[Token]:
    """Objects that two verbs have together ("phoned and thanked Ana")."""
    for child in verb.children:
        if child.dep_ == "conj" and is_verb(child) and child.i == verb.i + 2 and child.tag_ == verb.tag_:
            return objects(child)
    return []


def debaters(verb: Token) -> list[Token]:
    """With whom something is discussed: behind a long object ("discussed the row over fish with officials"), or said
    once for two verbs ("dined with Ana and discussed the tariff")."""
    if verb.dep_ == "conj" and is_verb(verb.head):
        before = [obj for name, _, obj in prepositions(verb.head) if name == "with" and obj.i < verb.i]
        if before:
            return [one for obj in before for one in conjuncts(obj)]
    found = []
    for token in verb.doc[verb.i + 1 : verb.i + _FARTHEST]:
        if token.lower_ == "with" and verb in token.ancestors and not _in_clause_of_its_own(token, verb):
            found = [one for child in token.children if child.dep_ == "pobj" for one in conjuncts(child)]
    return found


def _in_clause_of_its_own(token: Token, verb: Token) -> bool:
    """A finite verb stands between the two: what is with somebody there is not discussed with him."""
    for above in token.ancestors:
        if above == verb:
            return False
        if above.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB"):
            return True
    return True


def meets_people(verb: Token) -> bool:
    """ "Met with the families", "consulted with his staff": people, though none of them is an actor."""
    with_whom = [obj for name, _, obj in prepositions(verb) if name == "with"]
    return any(obj.tag_ == "NNS" or (obj.tag_ == "NN" and obj.lemma_ in _BODIES) for obj in with_whom)


def is_one_side(subjects: list[Token]) -> bool:
    """ "Officials will meet", "French ministers met": those of one government, or nobody knows of which."""
    if len(subjects) != 1 or len(conjuncts(subjects[0])) > 1:
        return False
    (noun,) = subjects
    lemma = noun.lemma_.lower()
    if lemma not in _SERVANTS | _OF_ONE_STATE or any(
        child.dep_ in ("prep", "nummod", "relcl") for child in noun.children
    ):
        return False
    names = [t for t in noun.subtree if t.i < noun.i and (t.ent_type_ in ("NORP", "GPE") or t.lower_ == "government")]
    several = any(t.lower_ in ("and", ",", "-", "eu", "nato") or t.ent_type_ == "ORG" for t in noun.subtree)
    return not several and (lemma in _SERVANTS or bool(names))
