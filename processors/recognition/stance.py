"""The stance of a recognition, folded from its predicate outwards over the words that govern it.

Each step applies one cue of `stance.yaml` to what is known so far ("plans" over "recognise" intends; "dropped" over
"plans to recognise" refuses) and then the modality and negation of the cue's own clause. This is ConText's idea with
the dependency path in place of a token window.
"""

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from processors.recognition.lexicon import Effect, StanceRule, stance_rules
from processors.recognition.tree import RELATIVE, has_child, is_passive, is_verb, prepositions
from schemas.vocabulary import Stance

Value = Literal["bare", "past", "now"] | Stance

_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "wilt"})
_MAY = frozenset({"may", "might", "could", "can", "ca"})
_MUST = frozenset({"must", "should", "ought", "need"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
_CONDITIONS = frozenset({"if", "unless", "provided", "once", "until", "before", "whether"})
_SEMI_MODALS = {"have": "urged", "need": "urged", "go": "intends", "be": "intends"}
_OPEN = frozenset({"bare", "past", "now", "granted", "recognises"})
_GOVERNING_PREPOSITIONS = frozenset("of for to against on about from in towards toward without before".split())
_URGE_THAT = frozenset(
    "demand insist propose recommend urge ask request require suggest advise hope demand wish need time".split()
)
_DRAFTS = frozenset("bill motion proposal draft plan".split())
_CARRIERS = frozenset(
    "favour favor act statement speech address form process policy term part issue question stance position matter short closer close "
    "full resolution".split()
)
_NOUN_DEPS = frozenset(
    {"dobj", "obj", "nsubjpass", "attr", "oprd", "pobj", "dative", "nsubj", "conj", "appos", "compound"}
)


@dataclass(slots=True)
class Reading:
    """What the fold knows: the stance so far, who may be the recogniser, and who reacts to it."""

    value: Value
    why: list[str] = field(default_factory=list)
    cues: list[tuple[StanceRule, Token]] = field(default_factory=list)
    reaction: Token | None = None
    known: bool = False
    holder: Token | None = None
    """The governing verb or noun whose subject or owner does what a noun predicate says."""

    def becomes(self, value: Value, because: str) -> None:
        if value != self.value:
            self.why.append(f"{because}: {self.value} becomes {value}")
            self.value = value


def read_stance(predicate: Token, frame: str, known_recogniser: bool) -> Reading:
    """Fold the stance of the predicate over its governors up to the end of its clause chain.

    `known_recogniser`: the recogniser stands beside the predicate itself ("Russia's recognition of …"), so that what
    governs it reacts to a fact ("condemned Russia's recognition").
    """
    reading = Reading(_first_value(predicate, frame), known=known_recogniser)
    if frame == "noun" and predicate.lemma_.lower().startswith(("non", "derecog")):
        reading.becomes("refuses" if predicate.lower_.startswith("non") else "withdrawn", predicate.lower_)
    if frame == "noun" and any(child.lower_ == "no" and child.dep_ == "det" for child in predicate.children):
        reading.becomes("refuses", "no")
    if frame == "noun" and _is_non(predicate):
        reading.becomes("refuses", "non-")
    if predicate.lemma_.lower().startswith("derecog") and frame == "verb":
        reading.becomes("withdrawn", predicate.text)
    _own_clause(predicate, reading)
    first = predicate
    while first.dep_ == "conj" and is_verb(first.head) and not has_child(first, "nsubj", "nsubjpass", "aux", "neg"):
        first = first.head
    if first is not predicate and frame != "noun":
        _own_clause(first, reading)
    if reading.value == "withdrawn" and frame == "noun":
        return reading
    token = predicate
    for _ in range(12):
        step = _up(token)
        if step is None:
            break
        above, relation = step
        if not _govern(above, relation, token, reading):
            break
        token = above
    if reading.value == "intends":
        _of_a_possible_text(predicate, reading)
    if reading.value == "bare" and frame == "noun" and not known_recogniser:
        _clause_around(predicate, reading)
    return reading


def _of_a_possible_text(predicate: Token, reading: Reading) -> None:
    """ "may sign an agreement in which it will recognise": no firmer than the agreement."""
    clause = predicate
    while clause.dep_ == "conj" and is_verb(clause.head):
        clause = clause.head
    verb = clause.head.head if clause.dep_ == "relcl" and clause.head.dep_ == "dobj" else None
    if verb is not None and any(child.lower_ in _MAY for child in verb.children if child.dep_ == "aux"):
        if not has_child(verb, "neg"):
            reading.becomes("considers", f"clause of {verb.text}")


def _clause_around(noun: Token, reading: Reading) -> None:
    """What a noun is said to be by its clause when no cue governs it: "must include recognition", "would bring"."""
    for token in noun.ancestors:
        if not is_verb(token):
            continue
        words = {child.lower_ for child in token.children if child.dep_ in ("aux", "advmod")}
        if words & _MUST or ("only" in words and words & _MAY):
            reading.becomes("urged", f"clause of {token.text}")
        elif words & (_MAY | {"would"}):
            reading.becomes("considers", f"clause of {token.text}")
        else:
            continue
        return


def _first_value(predicate: Token, frame: str) -> Value:
    if frame == "noun":
        return "bare"
    if predicate.tag_ in ("VBZ", "VBP"):
        return "now"
    if predicate.tag_ == "VB" and predicate.dep_ == "ROOT" and not has_child(predicate, "nsubj", "aux", "nsubjpass"):
        return "urged"  # an imperative
    auxiliaries = {child.lower_ for child in predicate.children if child.dep_ in ("aux", "auxpass")}
    if (
        predicate.tag_ == "VB"
        or has_child(predicate, "aux")
        and any(child.lower_ == "to" for child in predicate.children if child.dep_ == "aux")
    ):
        return "past" if "have" in auxiliaries and "to" in auxiliaries else "bare"
    if predicate.tag_ in ("VBD", "VBN"):
        if is_passive(predicate) and not has_child(predicate, "auxpass", "aux"):
            return "past" if predicate.dep_ == "ROOT" else "now"
        if auxiliaries & {"is", "are", "'s", "being"} and not auxiliaries & {"has", "have", "had", "was", "were"}:
            return "now"
        return "past"
    return "bare"  # gerunds


def _own_clause(token: Token, reading: Reading) -> None:
    """Modality, negation and condition of the clause whose head is `token`."""
    words = {
        child.lower_: child
        for child in token.children
        if child.dep_ in ("aux", "auxpass", "neg", "advmod", "mark", "preconj", "det")
    }
    auxiliaries = {word for word, child in words.items() if child.dep_ in ("aux", "auxpass")}
    negated = bool(_NEGATIONS & words.keys()) or _negated_before(token)
    if "longer" in words and _has_no(words["longer"]):
        reading.becomes("withdrawn", "no longer")
        return
    if auxiliaries & _WILL:
        _apply(reading, "intends", negated, "will")
        negated = False
    elif "would" in auxiliaries:
        _apply(reading, "intends", negated, "would")
        negated = False
    elif auxiliaries & _MAY:
        _apply(reading, "considers", negated, "may")
        negated = False
    elif auxiliaries & _MUST:
        _apply(reading, "urged", negated, "must")
        negated = False
    if negated:
        _apply(reading, "refuses", False, "not")
    mark = next(
        (child for child in token.children if child.dep_ in ("mark", "advmod") and child.lower_ in _CONDITIONS), None
    )
    if mark is not None and reading.value in ("bare", "now", "past", "intends") and mark.lower_ not in ("once",):
        if not (reading.value == "past" and mark.lower_ in ("before", "until")):
            reading.becomes("considers", mark.lower_)
    if reading.value in ("bare", "intends") and _conditional(token):
        reading.becomes("considers", "conditional")


def _negated_before(token: Token) -> bool:
    """A "neither", "nor" or "no" that the parser hung on the subject or object."""
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i:
            first = child.doc[child.left_edge.i]
            if first.lower_ in ("neither", "no", "none"):
                return True
    return any(child.lower_ == "nor" for child in token.children if child.dep_ in ("cc", "preconj"))


def _has_no(token: Token) -> bool:
    return any(child.lower_ in ("no", "not", "any") for child in token.children) or (
        token.i > 0 and token.nbor(-1).lower_ in ("no", "any")
    )


def _conditional(token: Token) -> bool:
    """The clause hangs on an if-clause of its own ("will recognise it if fighting continues")."""
    for child in token.children:
        if child.dep_ == "advcl" and any(
            inner.dep_ == "mark" and inner.lower_ in ("if", "unless") for inner in child.children
        ):
            return True
    return False


def _up(token: Token) -> tuple[Token, str] | None:
    """The governor and the relation by which it governs; None where scope ends."""
    head, dep = token.head, token.dep_
    if head is token:
        return None
    if dep == "relcl":
        infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
        return (head, "to") if infinitive else None
    if dep in ("xcomp", "acl", "acomp"):
        return head, "to"
    if dep == "ccomp":
        return head, "that"
    if dep == "advcl":
        finite = has_child(token, "mark") and not any(
            child.lower_ == "to" for child in token.children if child.dep_ == "aux"
        )
        return None if finite else (head, "participle" if token.tag_ == "VBG" else "to")
    if dep in ("pcomp", "pobj"):
        above = head.head
        while above.pos_ == "ADP" and above.head is not above and above.dep_ == "prep":
            above = above.head
        return (above, head.lower_) if head.lower_ in _GOVERNING_PREPOSITIONS else None
    if dep in ("advmod", "prep") and token.lower_ in ("short", "closer", "close", "against"):
        return head, token.lower_
    if dep == "conj":
        return _up_conjunct(token, head)
    if dep in _NOUN_DEPS:
        return head, dep
    return None


def _up_conjunct(token: Token, head: Token) -> tuple[Token, str] | None:
    """A later conjunct shares the governors of the first, and its auxiliaries when it has none of its own."""
    if is_verb(token) and is_verb(head) and token.tag_ != "VB" and has_child(token, *("nsubj", "nsubjpass", "aux")):
        return None
    step = _up(head)
    return step


def _govern(above: Token, relation: str, below: Token, reading: Reading) -> bool:
    """Apply the governor; False where the climb must stop."""
    known = reading.known
    rule = _cue(above, relation, below)
    if relation in ("against", "without", "before", "short", "despite"):
        if relation == "against" and not known:
            _apply(reading, "refuses", False, "against")
        elif relation == "without" or (relation == "before" and reading.value == "bare" and not known):
            _apply(reading, "considers", False, relation)
            return False
        elif relation == "before":
            return False
    if rule is not None:
        negated = _is_negated(above)
        if rule.effect == "reacts" or (
            rule.effect == "refuses" and known and is_verb(above) and relation in ("dobj", "to", "of", "nsubjpass")
        ):
            if (
                known
                or reading.value in ("granted", "intends", "withdrawn")
                or (rule.effect == "reacts" and relation != "that")
            ):
                reading.reaction = above
                reading.why.append(f"reaction: {above.text}")
                return False
        elif not (known and rule.effect in ("urged", "sought", "considers", "achieved")):
            reading.cues.append((rule, above))
            _apply(reading, rule.effect, negated, above.text)
            if reading.holder is None:
                reading.holder = above
        if above.pos_ == "NOUN" and rule.effect == "intends" and _has_owner(above):
            reading.known = True
    elif reading.holder is None and relation in ("dobj", "nsubjpass") and is_verb(above):
        reading.holder = above
    if (
        above.pos_ in ("NOUN", "PROPN")
        and rule is None
        and above.lemma_.lower() not in _CARRIERS
        and relation != "conj"
    ):
        return relation == "to" and not known and below.tag_ == "VB"
    if above.lemma_ == "be" and relation == "attr" and below.pos_ == "NOUN" and has_child(above, "neg"):
        reading.becomes("denied", "is not")
        return False
    if is_verb(above) and relation in ("to", "dobj", "nsubjpass", "of", "attr", "dative", "short"):
        _clause_of_cue(above, rule, reading, known)
    if is_verb(above) and relation == "participle":
        words = {child.lower_ for child in above.children if child.dep_ == "aux"}
        if reading.value == "bare" and words & (_WILL | {"would"}):
            reading.becomes("intends", "will, with a participle")
        return False
    if relation == "that":
        return rule is not None and above.lemma_.lower() not in ("say", "announce")
    return relation != "nsubj"


def _has_owner(noun: Token) -> bool:
    """ "Russia's decision": whoever governs it reacts to what Russia does."""
    return has_child(noun, "poss") or any(
        name in ("by", "of") and obj.dep_ == "pobj" and obj.pos_ == "PROPN" for name, obj in prepositions(noun)
    )


def _clause_of_cue(above: Token, rule: StanceRule | None, reading: Reading, known: bool) -> None:
    if rule is not None and rule.effect in ("urged", "sought") or known:
        return
    words = {child.lower_ for child in above.children if child.dep_ in ("aux", "auxpass", "neg", "advmod", "det")}
    if rule is None:
        _own_clause(above, reading)
    elif words & _MAY and reading.value in ("withdrawn", "bare", "granted", "intends") and not words & _NEGATIONS:
        reading.becomes("considers", "may")
    elif words & _MUST and reading.value in ("bare", "intends", "granted"):
        reading.becomes("urged", "must")
    elif words & (_WILL | {"would"}) and reading.value in ("granted", "bare"):
        reading.becomes("intends", "will")


def _is_negated(cue: Token) -> bool:
    words = {child.lower_ for child in cue.children if child.dep_ in ("neg", "det", "preconj", "cc", "advmod", "aux")}
    if words & _NEGATIONS or ("no" in words):
        return True
    if cue.pos_ == "ADJ" or cue.dep_ in ("acomp", "oprd"):
        return any(child.dep_ == "neg" for child in cue.head.children)
    return False


def _cue(above: Token, relation: str, below: Token) -> StanceRule | None:
    lemma = above.lemma_.lower()
    for pos in (above.pos_, "VERB" if above.pos_ == "AUX" else above.pos_):
        for rule in stance_rules().get((lemma, pos), ()):
            if rule.particle and not any(child.lower_ == rule.particle for child in above.children):
                continue
            if relation == "that" and rule.effect in ("intends", "considers", "granted", "withdrawn", "achieved"):
                continue
            if relation == "that" and rule.effect == "urged" and lemma not in _URGE_THAT:
                continue
            if below.dep_ == "acl" and below.tag_ == "VBG" and rule.effect == "intends" and lemma not in _DRAFTS:
                continue
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


def _is_non(noun: Token) -> bool:
    """ "non-recognition", which the tokenizer takes apart."""
    return noun.i > 1 and noun.nbor(-1).text in "-‐‑–" and noun.nbor(-2).lower_ == "non"


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


def _apply(reading: Reading, effect: Effect, negated: bool, because: str) -> None:
    value = reading.value
    new: Value = value
    if effect in ("intends", "granted", "achieved"):
        if negated:
            new = "refuses" if value != "refuses" else "considers"
        elif effect == "intends" and value in _OPEN:
            new = "intends"
        elif effect in ("granted", "achieved") and value == "bare":
            new = "granted"
    elif effect in ("considers", "condition"):
        if negated:
            new = "refuses"
        elif value in _OPEN or value in ("intends", "withdrawn"):
            new = "considers"
    elif effect == "urged":
        if value in _OPEN or value == "intends":
            new = "refuses" if negated and because == "must" else "urged"
        elif value == "withdrawn":
            new = "considers"
    elif effect == "sought":
        if value in _OPEN or value in ("intends", "urged", "granted"):
            new = "sought"
    elif effect == "refuses":
        if negated:
            new = "considers"
        elif value in ("withdrawn",):
            new = "recognises"
        else:
            new = "refuses"
    elif effect == "rule_out":
        new = "considers" if negated else "refuses"
    elif effect == "withdrawn":
        if value in ("considers", "refuses"):
            new = value
        else:
            new = "recognises" if negated else "withdrawn"
    elif effect == "denied":
        new = "denied"
    elif effect == "stands":
        new = "recognises" if value in _OPEN else value
    reading.becomes(new, because)


def has_relative(token: Token) -> bool:
    return any(child.tag_ in RELATIVE for child in token.children)
