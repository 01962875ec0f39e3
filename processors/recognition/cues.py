"""Which stance cue a governing word is, given how it governs and what."""

from spacy.tokens import Token

from processors.recognition.lexicon import (
    Effect,
    StanceRule,
    stance_rules,
    words,
)
from processors.recognition.tree import (
    has_child,
    is_passive,
    is_verb,
)

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
_URGE_THAT = words("urge-that")
_DRAFTS = words("drafts")


def cue_over(above: Token, relation: str, below: Token) -> StanceRule | None:
    lemma = above.lemma_.lower()
    if lemma == "deny" and relation in ("dobj", "oprd", "attr") and below.lemma_ == "recognition":
        return _named_rule("refuses")  # withheld, not disputed
    for pos in (above.pos_, "VERB" if above.pos_ == "AUX" else above.pos_):
        for rule in stance_rules().get((lemma, pos), ()):
            if rule.particle and not any(child.lower_ == rule.particle for child in above.children):
                continue
            if relation == "that" and rule.effect in ("intends", "considers", "granted", "withdrawn", "achieved"):
                continue
            if relation == "that" and lemma in ("refuse", "decline", "fail"):
                continue  # they govern infinitives alone
            if relation == "that" and rule.effect == "urged" and lemma not in _URGE_THAT:
                continue
            if below.dep_ == "acl" and below.tag_ == "VBG" and rule.effect == "intends" and lemma not in _DRAFTS:
                continue
            if rule.effect == "withdrawn" and above.pos_ == "NOUN" and relation not in ("of", "compound", "nsubj"):
                continue  # "the withdrawal of troops from Ruritania and the recognition of its border"
            if rule.effect == "withdrawn" and relation == "to" and below.tag_ != "VBG" and lemma != "cease":
                continue
            if relation == "on" and lemma in ("agreement", "deal", "accord"):
                continue
            if relation == "participle" and rule.effect != "reacts":
                continue
            if lemma == "call" and pos == "VERB" and relation in ("dobj", "that", "nsubjpass"):
                continue
            if relation == "nsubj" and rule.effect not in ("refuses",):
                continue
            return _by_control(rule, above, relation, below)
    return None


def is_negated(cue: Token) -> bool:
    words = {child.lower_ for child in cue.children if child.dep_ in ("neg", "det", "preconj", "cc", "advmod", "aux")}
    if words & _NEGATIONS or ("no" in words):
        return True
    if cue.pos_ == "ADJ" or cue.dep_ in ("acomp", "oprd"):
        return any(child.dep_ == "neg" for child in cue.head.children)
    return False


def _by_control(rule: StanceRule, above: Token, relation: str, below: Token) -> StanceRule:
    """ "wants to recognise" intends, "wants Israel to recognise" urges, "wants recognition" seeks."""
    if relation == "for" and above.lemma_.lower() in ("bid", "push", "attempt", "campaign", "lobby"):
        return _named_rule("sought")
    if above.lemma_.lower() in ("want", "expect", "wish", "demand", "request", "ask", "need", "desire") and is_verb(
        above
    ):
        lemma = above.lemma_.lower()
        other = relation in ("to", "that") and (
            has_child(below, "nsubj") or any(c.dep_ == "dobj" and c.i < below.i for c in above.children)
        )
        options = [r for pos in ("VERB",) for r in stance_rules().get((lemma, pos), ())]
        want: Effect = "urged" if other else "sought" if relation in ("dobj", "for") or is_passive(below) else "intends"
        return next((r for r in options if r.effect == want), _named_rule(want) if want != "intends" else rule)
    return rule


def _named_rule(effect: Effect) -> StanceRule:
    return next(r for rules in stance_rules().values() for r in rules if r.effect == effect)
