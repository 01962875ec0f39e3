"""The stance of a recognition, folded from its predicate outwards over the words that govern it.

Each step applies one cue of `stance.yaml` to what is known so far ("plans" over "recognise" intends; "dropped" over
"plans to recognise" refuses) and then the modality and negation of the cue's own clause. This is ConText's idea with
the dependency path in place of a token window.
"""

from processors.counts import COUNTED_NOUNS, singular
from processors.recognition.clauses import (
    clause_around,
    clause_of_cue,
    first_value,
    is_wrong,
    of_a_possible_text,
    of_what_would_be,
    own_clause,
)
from processors.recognition.cues import cue_over, is_negated
from processors.recognition.effects import Reading
from processors.recognition.lexicon import StanceRule, stance_rules, words
from processors.recognition.scan import scan
from processors.recognition.scope import governor_of
from processors.recognition.tree import clause_about, has_child, is_infinitive, is_verb, prepositions
from processors.tokens import Token

_BESTOWS = words("bestows")
_CARRIERS = words("carriers")
_FOLLOWS = words("follows")
_URGES = words("urges")
_DEMANDS = frozenset({"demand", "plead", "require"})
_SUCCEEDS = words("succeeds")
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "wilt"})


def read_stance(predicate: Token, frame: str, known_recogniser: bool) -> Reading:
    """Fold the stance of the predicate over its governors up to the end of its clause chain.

    `known_recogniser`: the recogniser stands beside the predicate itself ("Russia's recognition of …"), so that what
    governs it reacts to a fact ("condemned Russia's recognition").
    """
    reading = Reading(first_value(predicate, frame), known=known_recogniser)
    _by_its_form(predicate, frame, reading)
    own_clause(predicate, reading)
    first = predicate
    while first.dep_ == "conj" and is_verb(first.head) and not has_child(first, "nsubj", "nsubjpass", "aux", "neg"):
        if first.tag_ in ("VBZ", "VBD") and has_child(first.head, "aux"):
            break  # "does not join it and recognises …"
        first = first.head
    if first != predicate and frame != "noun":
        own_clause(first, reading)
    if reading.value == "withdrawn" and frame == "noun":
        return reading
    token = predicate
    for _ in range(12):
        step = governor_of(token)
        if step is None:
            break
        above, relation = step
        if not _govern(above, relation, token, reading):
            break
        token = above
    if predicate.dep_ == "relcl" and reading.reaction is None:
        reading.reaction = _reproach(predicate.head)
    _for_what_is_hoped(reading)
    if reading.value == "intends":
        of_a_possible_text(predicate, reading)
    scan(predicate, frame, reading)
    said_of_it = clause_about(predicate)
    if said_of_it is not None and reading.value == "bare":
        reading.becomes("refuses" if is_wrong(said_of_it) else "considers", f"clause of {said_of_it.text}")
    as_subject = predicate.tag_ == "VBG" and predicate.dep_ in ("csubj", "nsubj")
    if reading.value == "bare" and (frame == "noun" or as_subject) and not known_recogniser:
        clause_around(predicate, reading)
    elif reading.value == "bare" and frame == "noun" and predicate.dep_ == "nsubj":
        of_what_would_be(predicate, reading)
    return reading


def _for_what_is_hoped(reading: Reading) -> None:
    """ "held a vote to win recognition": what is done in order to get it seeks it."""
    if reading.value != "granted" or not reading.cues:
        return
    rule, verb = reading.cues[-1]
    if rule.effect != "achieved" or not is_infinitive(verb) or verb.head == verb:
        return
    above = verb.head
    succeeded = above.lemma_.lower() in _SUCCEEDS or singular(above) in COUNTED_NOUNS
    if not succeeded and not any(child.lower_ in ("first", "able") for child in above.children):
        reading.becomes("sought", f"to {verb.text}")


def _by_its_form(predicate: Token, frame: str, reading: Reading) -> None:
    """What a prefix or a "no" says: "non-recognition", "derecognised", "no recognition"."""
    if predicate.lemma_.lower().startswith("derecog"):
        reading.becomes("withdrawn", predicate.text)
    elif frame == "noun" and (predicate.lower_.startswith("non") or _is_non(predicate)):
        reading.becomes("refuses", "non-")
    elif frame == "noun" and any(child.lower_ == "no" and child.dep_ == "det" for child in predicate.children):
        reading.becomes("refuses", "no")


def _govern(above: Token, relation: str, below: Token, reading: Reading) -> bool:
    """Apply the governor; False where the climb must stop."""
    if relation in ("against", "without", "before") and not _by_preposition(relation, above, reading):
        return False
    if relation == "text":  # what a text says is as firm as what is done with the text
        return reading.value in ("now", "intends", "bare")
    if relation == "nsubj" and reading.value == "urged":
        return False  # "a motion urging him to recognise it failed": it is urged
    rule = cue_over(above, relation, below)
    if reading.known and relation == "dobj" and above.lemma_.lower() in _FOLLOWS and is_negated(above):
        reading.reaction = above  # "will not join Russia's recognition"
        return False
    if rule is not None:
        if _is_reaction(rule, above, relation, reading):
            reading.reaction = above
            reading.why.append(f"reaction: {above.text}")
            return False
        _by_cue(rule, above, reading)
    elif above.pos_ in ("NOUN", "PROPN") and above.lemma_.lower() not in _CARRIERS and relation != "conj":
        return relation == "to" and not reading.known and below.tag_ == "VB"
    elif reading.holder is None and relation in ("dobj", "nsubjpass") and above.lemma_.lower() in _BESTOWS:
        reading.holder = above
    return _through_clause(above, rule, relation, below, reading)


def _through_clause(above: Token, rule: StanceRule | None, relation: str, below: Token, reading: Reading) -> bool:
    """Let the governor's own clause act; False where scope ends with it."""
    if above.lemma_ == "be" and relation == "attr" and below.pos_ == "NOUN" and has_child(above, "neg"):
        reading.becomes("denied", "is not")
        return False
    if is_verb(above) and relation in ("to", "dobj", "nsubjpass", "of", "attr", "dative", "short"):
        clause_of_cue(above, rule, reading)
    if is_verb(above) and relation == "participle":
        if above.tag_ == "VB" and any(child.lower_ == "to" for child in above.children if child.dep_ == "aux"):
            return True  # "plans to open an embassy, recognising …"
        auxiliaries = {child.lower_ for child in above.children if child.dep_ == "aux"}
        if reading.value == "bare" and auxiliaries & (_WILL | {"would"}):
            reading.becomes("intends", "will, with a participle")
        return False
    if relation == "that":
        return rule is not None
    return relation != "nsubj"


def _reproach(noun: Token) -> Token | None:
    """The verb of "criticised the countries that recognise …"."""
    verb = noun.head
    if noun.dep_ != "dobj" or singular(noun) not in COUNTED_NOUNS:
        return None
    rules = stance_rules().get((verb.lemma_.lower(), "VERB"), ())
    return verb if any(rule.effect == "reacts" for rule in rules) and not is_negated(verb) else None


def _nothing_comes(reading: Reading, above: Token) -> bool:
    """ "There can be no peace without recognition of …"."""
    if reading.value != "bare" or reading.known:
        return False
    clause = next((t for t in (above, *above.ancestors) if is_verb(t)), None)
    if clause is None:
        return False
    said = [t for child in clause.children for t in (child, *child.children)]
    return any(t.dep_ in ("neg", "det") and t.lower_ in ("no", "not", "never", "nothing") for t in said)


def _by_preposition(relation: str, above: Token, reading: Reading) -> bool:
    """ "against recognition" refuses, "without" and "before recognition" leave it open; False where scope ends."""
    if relation == "against":
        if not reading.known:
            reading.apply("refuses", False, "against")
        return True
    if relation == "without" and _nothing_comes(reading, above):
        reading.becomes("urged", "nothing without it")
    elif relation == "without" or (reading.value == "bare" and not reading.known):
        reading.apply("considers", False, relation)
    return False


def _is_reaction(rule: StanceRule, above: Token, relation: str, reading: Reading) -> bool:
    """Whether the cue is what somebody else thinks of a recognition by others ("condemned Russia's recognition")."""
    if rule.effect == "reacts":
        return reading.known or relation != "that"
    refuses = rule.effect == "refuses" and is_verb(above) and relation in ("dobj", "to", "of", "nsubjpass")
    return refuses and reading.known


def _by_cue(rule: StanceRule, above: Token, reading: Reading) -> None:
    asked = above.lemma_.lower() in _URGES | _DEMANDS
    if not (reading.known and rule.effect in ("urged", "considers")) or (asked and rule.effect == "urged"):
        hoped = reading.value == "granted" and any(cue.effect == "achieved" for cue, _ in reading.cues)
        reading.cues.append((rule, above))
        if above.lemma_.lower() in _SUCCEEDS and hoped:
            reading.why.append(f"{above.text}: it was won")
        elif hoped and rule.effect in ("intends", "urged") and not is_negated(above):
            reading.becomes("sought", above.text)  # "hopes to win recognition"
        elif rule.effect == "urged" and above.lemma_.lower() in _URGES and has_child(above, "dobj", "prep"):
            reading.apply("must", False, above.text)  # others are urged to seek it
            if reading.value == "sought":
                reading.becomes("urged", above.text)
        else:
            reading.apply(rule.effect, is_negated(above), above.text)
        reading.holder = reading.holder or above
    if above.pos_ == "NOUN" and rule.effect == "intends" and _has_owner(above):
        reading.known = True


def _has_owner(noun: Token) -> bool:
    """ "Russia's decision": whoever governs it reacts to what Russia does."""
    return has_child(noun, "poss") or any(
        name in ("by", "of") and obj.dep_ == "pobj" and obj.pos_ == "PROPN" for name, obj in prepositions(noun)
    )


def _is_non(noun: Token) -> bool:
    """ "non-recognition", which the tokenizer takes apart."""
    return noun.i > 1 and noun.nbor(-1).text in "-‐‑–" and noun.nbor(-2).lower_ == "non"
