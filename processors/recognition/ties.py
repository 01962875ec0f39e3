"""Diplomatic relations as recognition, and the support of nations: frames whose object is not the verb's own."""

import re
from collections.abc import Iterator

from processors.actors.mentions import SentenceMentions
from processors.counts import COUNTED_NOUNS, counted, singular
from processors.recognition.lexicon import PredicateRule, words
from processors.recognition.lists import listed, name_at
from processors.recognition.tree import conjuncts, prepositions, subjects
from processors.tokens import Token
from schemas.event import Count

_RECOGNITION_NEAR = re.compile(r"recogni|independence|sovereign", re.IGNORECASE)
_RIVALS = {"state:china": "state:taiwan", "state:taiwan": "state:china"}
_DIPLOMATIC = frozenset({"diplomatic", "formal", "official", "full"})


def tied(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> list[Token]:
    """The other side of "established diplomatic relations with Abkhazia"; empty for relations of another kind."""
    for child in _relations(rule, verb):
        for place in (child, verb):
            for name, obj in prepositions(place):
                if name == "with" and obj.dep_ == "pobj" and _is_place(obj, mentions):
                    return listed(obj, mentions)
    return []


def count_of_partners(rule: PredicateRule, verb: Token) -> Count | None:
    """How many countries stand after "diplomatic relations with"."""
    for child in _relations(rule, verb):
        for place in (child, verb):
            for name, obj in prepositions(place):
                if name == "with" and singular(obj) in COUNTED_NOUNS:
                    return counted(obj)
    return None


def each_other(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> list[Token]:
    """Both sides of "Norland and Ruritania established diplomatic relations"."""
    if not any(True for _ in _relations(rule, verb)):
        return []
    sides = [one for subject in subjects(verb)[:1] for one in listed(subject, mentions) if _is_place(one, mentions)]
    return sides if len(sides) == 2 else []


def _relations(rule: PredicateRule, verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass") and child.lemma_.lower() in rule.nouns:
            said = {inner.lower_ for inner in child.subtree}
            if said & _DIPLOMATIC and not said & {"trade", "economic", "commercial"}:
                yield child


def switched(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> tuple[list[Token], list[Token]]:
    """(from whom, to whom) recognition or relations are moved; either may be empty."""
    moved = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
    if not moved or not any(one.lemma_.lower() in rule.nouns for one in conjuncts(moved[0])):
        return [], []
    left: list[Token] = []
    joined: list[Token] = []
    for name, obj in _phrases(verb, moved[0]):
        if obj.dep_ != "pobj" or not _is_place(obj, mentions):
            continue
        if name in ("from", "of") and not left:
            left = listed(obj, mentions)
        elif name == "to" and not joined:
            joined = listed(obj, mentions)
    if joined and not left:
        left = _rival(joined[0], mentions)
    return left, joined


def _rival(joined: Token, mentions: SentenceMentions) -> list[Token]:
    """Taiwan, if the sentence names it, where ties are switched "to Beijing", and the other way round."""
    mention = name_at(joined, mentions)
    rival = _RIVALS.get(mention.hit.alias.actor.id) if mention is not None and mention.hit is not None else None
    for other in mentions:
        if rival and other.hit is not None and other.hit.alias.actor.id == rival and other.kind in ("place", "seat"):
            return [joined.doc[other.head]]
    return []


def _phrases(verb: Token, moved: Token) -> list[tuple[str, Token]]:
    """Prepositional phrases of the verb, of what is moved, and of one another ("to China from Taiwan")."""
    found: list[tuple[str, Token]] = []
    for place in (verb, moved):
        for name, obj in prepositions(place):
            found.append((name, obj))
            if obj.i > verb.i:
                found += prepositions(obj)
            if name == "to" and obj.lemma_ == "recognition":
                found += [("to", inner) for inner_name, inner in prepositions(obj) if inner_name == "of"]
    return found


def supported(noun: Token, mentions: SentenceMentions, article: str) -> tuple[Token, Count] | None:
    """ "Kosovo enjoys the support of 105 nations": who has it and from how many, in an article on recognition."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in ("enjoy", "have", "command"):
        return None
    subject = next(iter(subjects(verb)), None)
    if subject is None or not _is_place(subject, mentions) or not _RECOGNITION_NEAR.search(article):
        return None
    for name, obj in prepositions(noun):
        count = counted(obj) if name in ("of", "from") else None
        if count is not None:
            return subject, count
    return None


def is_claimant(token: Token, mentions: SentenceMentions) -> bool:
    """A state that others dispute: ties with it recognise it, whoever is the subject."""
    mention = name_at(token, mentions)
    return mention is not None and mention.hit is not None and mention.hit.alias.actor.id in words("claimants")


def _is_place(token: Token, mentions: SentenceMentions) -> bool:
    mention = name_at(token, mentions)
    return mention is not None and mention.kind in ("place", "seat", "organisation", "pronoun")
