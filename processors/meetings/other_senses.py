"""Meeting words in senses that are no meeting of actors: met a deadline, a cabinet meeting, a call for restraint."""

from collections.abc import Iterable

from processors.meetings.grammar import (
    agents,
    among,
    conjuncts,
    is_passive,
    modifier_words,
    objects,
    prepositions,
    subjects,
)
from processors.meetings.rules import OtherSense
from processors.tokens import Token


def other_sense(head: Token, senses: Iterable[OtherSense]) -> OtherSense | None:
    """The rule that says the word is used in another sense, or None."""
    lemma = head.lemma_.lower()
    for sense in senses:
        if lemma in sense.lemma and _found(head, sense):
            return sense
    return None


def is_sure(sense: OtherSense, other_side: bool) -> bool:
    """Whether the sense excludes a meeting by itself; the organs of one body do, unless they meet someone."""
    return not sense.soft or (sense.alone and not other_side)


def _found(head: Token, sense: OtherSense) -> bool:
    words = set(sense.words)
    if sense.construction == "modifier":
        near = modifier_words(head)
        return bool(near & words) and not near & set(sense.unless)
    if sense.construction == "object":
        if head.pos_ in ("VERB", "AUX"):
            goals = [c for c in head.children if c.dep_ == "nsubjpass"] if is_passive(head) else objects(head)
        else:
            goals = [obj for name, _, obj in prepositions(head) if name in ("to", "of", "at")]
        goals = [goal for goal in goals if not any(t.lower_ in sense.unless for t in goal.children)]
        return any(one.lemma_.lower() in words for goal in goals for one in conjuncts(among(goal)))
    if sense.construction == "subject":
        return head.pos_ == "VERB" and any(one.lemma_.lower() in words for one in subjects(head))
    if sense.construction == "company":
        goals = [obj for name, _, obj in prepositions(head) if name == "with"]
        return any(goal.lemma_.lower() in words for goal in goals)
    if sense.construction == "own-company":
        goals = [one for name, _, obj in prepositions(head) if name == "with" for one in conjuncts(obj)]
        return bool(goals) and all(_is_own(goal, words) for goal in goals)
    if sense.construction == "own-object":
        goals = [obj for name, _, obj in prepositions(head) if name == "of"]
        return any(goal.lemma_.lower() in words and any(t.tag_ == "PRP$" for t in goal.children) for goal in goals)
    if sense.construction == "complement":
        if head.pos_ in ("VERB", "AUX"):
            goals = [obj for name, _, obj in prepositions(head) if name in ("with", "by", "to")] + agents(head)
            return any(one.lemma_.lower() in words for goal in goals for one in conjuncts(goal))
        return any(child.dep_ == "prep" and child.lower_ in words for child in head.children)
    return False


def _is_own(goal: Token, words: set[str]) -> bool:
    """ "Senior advisers", "his cabinet", "cabinet officials"; "the cabinet" and "Keller's aides" may be another's."""
    if any(name in ("of", "to", "from", "for") for name, _, _ in prepositions(goal)):
        return False
    before = [child for child in goal.children if child.i < goal.i]
    if any(child.lower_ == "the" or (child.pos_ == "PROPN" and child.lower_ not in words) for child in before):
        return False
    return goal.lemma_.lower() in words or any(child.lower_ in words for child in before)
