"""The rules of recognition as data: predicates, stance cues, kinds of object, and other senses of the words.

Read once from `processors/rules/recognition/*.yaml`; switching a family off there (or leaving it out here) silences it.
"""

from functools import cache
from typing import Literal

from processors.rule_files import Rule, load_rules
from schemas.vocabulary import ObjectKind, Stance

Frame = Literal["verb", "noun", "role", "position", "support", "ties", "switch"]
Effect = Literal[
    "granted",
    "intends",
    "considers",
    "urged",
    "sought",
    "refuses",
    "rule_out",
    "withdrawn",
    "denied",
    "condition",
    "reacts",
    "achieved",
    "stands",
    "must",
]
Where = Literal["self", "owner", "over", "inside"]


class PredicateRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that states a recognition. `stance` is what it says by itself; `nouns` are the objects it needs."""

    frame: Frame
    stance: Stance | None = None
    nouns: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


class ObjectRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be recognised: the kind it gives, and where its actor stands (see objects.yaml)."""

    gives: ObjectKind
    actor: Where = "self"
    needs: tuple[str, ...] = ()
    role: tuple[str, ...] = ()


class StanceRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cue and its effect on the stance of what it governs."""

    effect: Effect
    control: Literal["subject", "object"] = "subject"
    particle: str = ""
    own: bool = False


class RejectRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another sense of a predicate, told by the words around it."""

    governs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    modifies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()


@cache
def predicate_rules() -> tuple[PredicateRule, ...]:
    return load_rules(PredicateRule, "recognition", ("predicates", "positions", "ties"))


@cache
def predicates() -> dict[str, tuple[PredicateRule, ...]]:
    """Rules by the lemma that anchors them."""
    found: dict[str, tuple[PredicateRule, ...]] = {}
    for rule in predicate_rules():
        for lemma in rule.lemma:
            found[lemma] = (*found.get(lemma, ()), rule)
    return found


@cache
def object_rules() -> dict[str, tuple[ObjectRule, ...]]:
    found: dict[str, tuple[ObjectRule, ...]] = {}
    for rule in load_rules(ObjectRule, "recognition", ("objects",)):
        for lemma in rule.lemma:
            found[lemma] = (*found.get(lemma, ()), rule)
    return found


@cache
def role_rules() -> dict[str, ObjectRule]:
    return {word: rule for rule in load_rules(ObjectRule, "recognition", ("objects",)) for word in rule.role}


@cache
def stance_rules() -> dict[tuple[str, str], tuple[StanceRule, ...]]:
    """Cues by (lemma, part of speech)."""
    found: dict[tuple[str, str], tuple[StanceRule, ...]] = {}
    for rule in load_rules(StanceRule, "recognition", ("stance",)):
        for lemma in rule.lemma:
            for pos in rule.pos:
                found[lemma, pos] = (*found.get((lemma, pos), ()), rule)
    return found


@cache
def rejects() -> tuple[RejectRule, ...]:
    return load_rules(RejectRule, "recognition", ("rejects",))


@cache
def rejected(field: Literal["governs", "objects", "modifies", "roles", "phrase"]) -> frozenset[str]:
    return frozenset(word for rule in rejects() for word in getattr(rule, field))


@cache
def words(name: str) -> frozenset[str]:
    """A word list of words.yaml."""
    return next(
        frozenset(rule.lemma) for rule in load_rules(Rule, "recognition", ("words",)) if rule.id == f"words.{name}"
    )


@cache
def triggers() -> frozenset[str]:
    """Folded word forms, one of which stands in every sentence that a rule can find something in."""
    return frozenset(form for rule in predicate_rules() for form in rule.triggers)
