"""Which stance cue a governing word is, given how it governs and what."""

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
from processors.tokens import Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
_URGE_THAT = words("urge-that")
_INFINITIVE_ONLY = frozenset({"refuse", "decline", "fail"})
_NOT_OF_CLAUSES = frozenset({"intends", "considers", "granted", "withdrawn", "achieved"})
_TIMES = frozenset({"day", "week", "month", "hour"})
_HELD = frozenset({"recognition", "support"})
_HOPES = frozenset({"aim", "aspire", "hope", "intend", "plan", "try"})
_DRAFTS = words("drafts")
_DOWN = frozenset({"vote", "shoot", "strike", "turn"})


def cue_over(above: Token, relation: str, below: Token) -> StanceRule | None:
    lemma = _lemma(above)
    if lemma == "deny" and relation in ("dobj", "oprd", "attr") and below.lemma_ in ("recognition", "right", "status"):
        return _named_rule("refuses")  # withheld, not disputed
    if relation == "brought about":
        return _named_rule("urged") if above.tag_ in ("VB", "VBG") else None
    if lemma in ("give", "allow") and relation == "to" and below.tag_ == "VB":  # "gave them ten days to recognise it"
        times = [c for c in above.children if c.dep_ in ("dobj", "npadvmod") and c.lemma_.lower() in _TIMES]
        return _named_rule("urged") if times else None
    if lemma in ("have", "be") and relation == "to" and _has_yet(above):
        return _named_rule("refuses")  # "has yet to recognise it"
    if lemma in _DOWN and below.lemma_.lower() in _DRAFTS and any(c.lower_ == "down" for c in above.children):
        return _named_rule("refuses")  # "voted down a bill to recognise it"
    if lemma in ("early", "soon") and any(child.lower_ == "too" for child in above.children):
        return _named_rule("refuses")  # "too early to recognise it"
    for pos in (above.pos_, "VERB" if above.pos_ == "AUX" else above.pos_):
        for rule in stance_rules().get((lemma, pos), ()):
            if not (_lacks_its_frame(rule, above, relation, below) or _cannot_govern(rule, above, relation, below)):
                return _by_control(rule, above, relation, below)
    return None


def _has_yet(verb: Token) -> bool:
    """ "Yet" of "has yet to", and not of "is not yet prepared to"."""
    return any(child.lower_ == "yet" for child in verb.children) and not has_child(verb, "neg", "acomp")


def _lemma(cue: Token) -> str:
    """The lemma; of "hopes" the model makes "hop"."""
    return "hope" if cue.lower_ in ("hopes", "hoped", "hoping") else cue.lemma_.lower()


def _lacks_its_frame(rule: StanceRule, above: Token, relation: str, below: Token) -> bool:
    """Whether the word is used without what makes a cue of it: a particle, a kind of complement."""
    lemma = above.lemma_.lower()
    if rule.particle and not any(child.lower_ == rule.particle for child in above.children):
        return True
    if lemma in _TIMES:  # "gave them ten days to recognise it", not "within days of"
        return relation != "to" or below.tag_ != "VB"
    if lemma == "welcome":  # "would welcome the recognition of", not "welcomes the recognition of"
        return not any(child.lower_ in ("would", "will") for child in above.children if child.dep_ == "aux")
    if lemma in _INFINITIVE_ONLY and relation == "that":
        return True
    if lemma == "right":  # "the right to be recognised", not "the right to recognise"
        return not (is_verb(below) and is_passive(below)) and below.lemma_ != "recognition"
    if lemma == "call" and above.pos_ == "VERB" and relation in ("dobj", "that", "nsubjpass"):
        return True
    if relation == "on" and lemma in ("agreement", "deal", "accord"):
        return True
    if rule.id == "stance.hold.verb" and (relation != "dobj" or below.lemma_.lower() not in _HELD):
        return True
    return below.dep_ == "acl" and below.tag_ == "VBG" and rule.effect == "intends" and lemma not in _DRAFTS


def _cannot_govern(rule: StanceRule, above: Token, relation: str, below: Token) -> bool:
    """Whether a cue of this effect does not act through the relation."""
    lemma, effect = _lemma(above), rule.effect
    if relation == "that":
        return effect in _NOT_OF_CLAUSES or (effect == "urged" and lemma not in _URGE_THAT)
    if relation == "participle":
        return effect != "reacts"
    if relation == "nsubj":
        return effect != "refuses"
    if effect != "withdrawn":
        return False
    if above.pos_ == "NOUN":  # "the withdrawal of troops from Ruritania and the recognition of its border"
        return relation not in ("of", "compound", "nsubj") or below.dep_ == "conj"
    return relation == "to" and below.tag_ != "VBG" and lemma != "cease"


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
    hoped = _lemma(above) in _HOPES
    if hoped and relation == "to" and is_passive(below) and not has_child(below, "nsubjpass"):
        return _named_rule("sought")  # "hopes to be recognised"
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
