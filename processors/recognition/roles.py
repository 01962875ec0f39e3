"""Roles that a recognition names: "as an independent state", "as the legitimate president"."""

from processors.actors.mentions import SentenceMentions
from processors.recognition.lexicon import (
    rejected,
    role_rules,
    words,
)
from processors.recognition.tree import has_child, is_verb, prepositions
from processors.tokens import Token
from schemas.vocabulary import ObjectKind

_POLITICAL_ROLE_WORDS = words("political-role-words")
_PRIVATE = frozenset({"party", "team", "club", "company", "church", "union", "band", "family", "gang"})
_DEALINGS = frozenset(
    {"accord", "agreement", "deal", "effort", "initiative", "plan", "process", "settlement", "solution"}
)
_MODIFIERS = ("amod", "compound", "nmod", "poss", "nummod")


def role_of(predicate: Token, head: Token) -> Token | None:
    """The head of "as an independent state", on the predicate or (as the parser often has it) on its object."""
    for place in (predicate, *_chain(head)):
        for name, obj in prepositions(place):
            if name == "as":
                return _being(obj)
    if head.dep_ == "ccomp" and head.pos_ == "PROPN":
        return next((c for c in head.children if c.dep_ in ("dobj", "attr") and c.i > head.i), None)
    for child in predicate.children:
        small_clause = child.dep_ == "ccomp" and child.pos_ == "NOUN" and not has_child(child, "mark")
        if (child.dep_ in ("oprd", "attr") or small_clause) and child.i > predicate.i:
            return child
        if child.dep_ in ("prep", "advcl", "mark") and child.lower_ == "as":
            return next((inner for inner in child.children if inner.dep_ in ("amod", "acomp", "advmod")), None)
    return None


def _being(role: Token) -> Token:
    """ "As being part of Norland": what it is recognised as being."""
    said = [c for c in role.children if c.dep_ in ("attr", "acomp")] if role.lemma_ == "be" else []
    return said[0] if said else role


def other_role(role: Token, mentions: SentenceMentions) -> Token | None:
    """ "Lurenz as the capital of Norland and Tavar as the capital of …": the second of the pair."""
    doc = role.doc
    for mention in mentions:
        near = mention.is_name and role.i < mention.start <= role.i + 6 and mention.end < len(doc)
        near = near and not any(is_verb(token) for token in doc[role.i : mention.start])
        if near and doc[mention.end].lower_ == "as" and doc[mention.start - 1].lower_ == "and":
            return doc[mention.head]
    return None


def _chain(head: Token) -> list[Token]:
    found, token = [head], head
    for _ in range(3):
        inner = [c for c in token.children if c.dep_ == "conj"] or [
            obj for name, obj in prepositions(token) if name in ("of", "over")
        ]
        if not inner:
            break
        token = inner[0]
        found.append(token)
    return found


def role_kind(role: Token) -> ObjectKind | None:
    """The kind that "as an independent state" gives; None for a role that states do not recognise."""
    if any(name == "of" and obj.lemma_.lower() in _PRIVATE for name, obj in prepositions(role)):
        return None
    words = [role, *(child for child in role.children if child.dep_ in _MODIFIERS)]
    rule = role_rules().get(role.lemma_.lower()) or role_rules().get(role.lower_)
    if rule is not None and role.lemma_.lower() == "part" and any(t.lemma_ in rejected("roles") for t in role.subtree):
        return None
    if is_aside(role):
        return None
    if rule is None:
        rule = next((found for word in words if (found := role_rules().get(word.lower_))), None)
        if rule is None or role.lemma_.lower() in rejected("roles"):
            return None
    return rule.gives


def is_aside(role: Token) -> bool:
    """ "As part of a peace process": how it is recognised, not as what."""
    return role.lemma_.lower() == "part" and any(t.lemma_.lower() in _DEALINGS for t in role.subtree)


def has_political_word(role: Token) -> bool:
    return any(child.lower_ in _POLITICAL_ROLE_WORDS for child in role.children)


def is_political_role(role: Token) -> bool:
    """A role that by itself makes "consider X a …" a matter of recognition ("a sovereign state")."""
    return role_kind(role) is not None and has_political_word(role)
