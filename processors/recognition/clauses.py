"""The mood of one clause: modality, negation, condition, and what a verb form says by itself."""

from processors.recognition.effects import Reading, Value
from processors.recognition.lexicon import Effect, StanceRule, words
from processors.recognition.tree import conjuncts, has_child, is_misread_verb, is_passive, is_verb
from processors.tokens import Token

_LIES = ("lie", "consist", "depend", "rest")
_WAYS = words("ways")
_WRONG = words("wrong")
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "wilt"})
_MAY = frozenset({"may", "might", "could", "can", "ca"})
_MUST = frozenset({"must", "should", "ought", "need"})
_MODALS: tuple[tuple[frozenset[str], Effect], ...] = (
    (_WILL | {"would"}, "intends"),
    (_MAY, "considers"),
    (_MUST, "must"),
)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
_CONDITIONS = frozenset({"if", "unless", "provided", "until", "before", "whether"})


def first_value(predicate: Token, frame: str) -> Value:
    if frame == "noun":
        return "bare"
    if predicate.tag_ in ("VBZ", "VBP") or is_misread_verb(predicate):
        return "now"
    if predicate.i == 0 and (predicate.tag_ == "VB" or predicate.lower_ in ("recognise", "recognize")):
        return "urged"
    if predicate.tag_ == "VB" and predicate.dep_ == "ROOT" and not has_child(predicate, "nsubj", "aux", "nsubjpass"):
        return "urged"  # an imperative
    auxiliaries = {child.lower_ for child in predicate.children if child.dep_ in ("aux", "auxpass")}
    if predicate.tag_ == "VB" or (
        has_child(predicate, "aux") and any(child.lower_ == "to" for child in predicate.children if child.dep_ == "aux")
    ):
        return "past" if "have" in auxiliaries and "to" in auxiliaries else "bare"
    if predicate.tag_ in ("VBD", "VBN"):
        if is_passive(predicate) and not has_child(predicate, "auxpass", "aux"):
            return "past" if predicate.dep_ == "ROOT" else "now"
        if auxiliaries & {"is", "are", "'s", "being"} and not auxiliaries & {"has", "have", "had", "was", "were"}:
            return "now"
        return "past"
    return "bare"  # gerunds


def own_clause(token: Token, reading: Reading) -> None:
    """Modality, negation and condition of the clause whose head is `token`."""
    near = {
        child.lower_: child
        for child in token.children
        if child.dep_ in ("aux", "auxpass", "neg", "advmod", "mark", "preconj", "det")
    }
    auxiliaries = {word for word, child in near.items() if child.dep_ in ("aux", "auxpass")}
    negated = bool(_NEGATIONS & near.keys()) or _negated_before(token)
    if "longer" in near and _has_no(near["longer"]):
        reading.becomes("withdrawn", "no longer")
        return
    for modals, effect in _MODALS:
        if auxiliaries & modals:
            reading.apply(effect, negated, "/".join(sorted(auxiliaries & modals)))
            negated = False
            break
    if negated:
        reading.apply("refuses", False, "not")
    mark = next(
        (child for child in token.children if child.dep_ in ("mark", "advmod") and child.lower_ in _CONDITIONS), None
    )
    happened = reading.value == "past" and mark is not None and mark.lower_ in ("before", "until")
    if mark is not None and reading.value in ("bare", "now", "past", "intends") and not happened:
        reading.becomes("considers", mark.lower_)
    if reading.value == "intends" and _or_else(token):
        reading.becomes("considers", "or")
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


def _or_else(token: Token) -> bool:
    """ "must call an election or they will recognise …": a threat."""
    if token.dep_ != "conj" or not any(child.lower_ == "or" for child in token.head.children):
        return False
    return any(child.lower_ in _MUST or child.lower_ in ("has", "have") for child in token.head.children)


def _conditional(token: Token) -> bool:
    """The clause hangs on an if-clause of its own ("will recognise it if fighting continues")."""
    for child in token.children:
        if child.dep_ == "advcl" and any(
            inner.dep_ == "mark" and inner.lower_ in ("if", "unless") for inner in child.children
        ):
            return True
    return False


def clause_around(noun: Token, reading: Reading) -> None:
    """What a noun is said to be by its clause when no cue governs it: "must include recognition", "would bring"."""
    for token in noun.ancestors:
        if not is_verb(token):
            continue
        near = {child.lower_ for child in token.children if child.dep_ in ("aux", "advmod")}
        near |= {child.lower_ for child in noun.head.children if noun.dep_ == "pobj" and child.dep_ == "advmod"}
        if noun.dep_ in ("nsubj", "csubj") and noun.head == token and is_wrong(token):
            reading.becomes("refuses", f"clause of {token.text}")
            return
        if noun.dep_ in ("nsubj", "csubj") and noun.head == token and _is_argued(noun, token):
            reading.becomes("urged" if has_child(token, "attr", "acomp") else "considers", f"clause of {token.text}")
            return
        the_way = token.lemma_ in ("be", *_LIES) and _is_the_way(token, noun)
        if the_way or near & _MUST or ("only" in near and near & _MAY):
            reading.becomes("urged", f"clause of {token.text}")
        elif near & (_MAY | {"would"}):
            reading.becomes("considers", f"clause of {token.text}")
        else:
            continue
        return


def of_what_would_be(noun: Token, reading: Reading) -> None:
    """ "Recognition of … by Norland would be a mistake", "could bring peace": it has not come about."""
    verb = noun.head
    if verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ in _MAY | {"would"} for c in verb.children):
        reading.becomes("refuses" if is_wrong(verb) else "considers", f"clause of {verb.text}")


def is_wrong(verb: Token) -> bool:
    """ "Recognition of … is premature", "recognising it would be a mistake"."""
    said = [child for child in verb.children if child.dep_ in ("attr", "acomp") and child.i > verb.i]
    if any(c.lower_ == "out" and c.dep_ == "prep" for c in verb.children) and "question" in {
        t.lower_ for t in verb.subtree
    }:
        return not has_child(verb, "neg")  # "is out of the question"
    return not has_child(verb, "neg") and any(t.lemma_.lower() in _WRONG for one in said for t in one.subtree)


def _is_argued(noun: Token, verb: Token) -> bool:
    """ "Recognition of … is an investment in peace", "how can recognising it harm anybody": spoken of in general."""
    if any(child.dep_ in ("agent", "poss") or child.lower_ in ("by", "mutual") for child in noun.children):
        return False
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if verb.tag_ == "VB":
        return bool(auxiliaries & (_WILL | _MAY))
    return verb.tag_ in ("VBZ", "VBP") and not auxiliaries


def _is_the_way(verb: Token, noun: Token) -> bool:
    """ "The key to peace is the recognition of …", "Recognition of … is a necessary step"."""
    if verb.lemma_ in _LIES and verb.tag_ != "VBD":
        return any(child.dep_ == "nsubj" and child.lemma_.lower() in _WAYS for child in verb.children)
    if noun.dep_ not in ("nsubj", "csubj", "attr") or noun.head != verb or verb.tag_ == "VBD":
        return False
    other = "nsubj" if noun.dep_ == "attr" else "attr"
    said = [word for child in verb.children if child.dep_ == other for word in (child, *conjuncts(child))]
    adjectives = [word for child in said for word in child.children if word.dep_ == "amod"]
    return any(word.lemma_.lower() in _WAYS for word in (*said, *adjectives))


def of_a_possible_text(predicate: Token, reading: Reading) -> None:
    """ "might sign a treaty in which it will recognise": no firmer than the treaty."""
    clause = predicate
    while clause.dep_ == "conj" and is_verb(clause.head):
        clause = clause.head
    verb = clause.head.head if clause.dep_ == "relcl" and clause.head.dep_ == "dobj" else None
    if verb is None or has_child(verb, "neg"):
        return
    if any(child.lower_ in _MAY for child in verb.children if child.dep_ == "aux"):
        reading.becomes("considers", f"clause of {verb.text}")


def clause_of_cue(above: Token, rule: StanceRule | None, reading: Reading) -> None:
    """The mood of a governor's clause: "might withdraw recognition", "took no decision to recognise"."""
    if (rule is not None and rule.effect in ("urged", "sought")) or reading.known:
        return
    near = {child.lower_ for child in above.children if child.dep_ in ("aux", "auxpass", "neg", "advmod", "det")}
    if rule is None:
        own_clause(above, reading)
    elif near & _MAY and reading.value in ("withdrawn", "bare", "granted", "intends") and not near & _NEGATIONS:
        reading.becomes("considers", "may")
    elif near & _MUST and reading.value in ("bare", "intends", "granted"):
        reading.becomes("urged", "must")
    elif near & (_WILL | {"would"}) and reading.value in ("granted", "bare"):
        reading.becomes("intends", "will")
