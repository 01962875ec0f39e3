"""The stance that stands to the left of a predicate which no cue governs in the parse: ConText over the words.

Speeches pile up infinitives and nouns under one verb ("calls on the Council to insist on …, to put pressure on … and to
recognize …"). The parse of such a sentence seldom leads back to the verb; the order of the words does.
"""

from processors.counts import COUNTED_NOUNS, singular
from processors.recognition.effects import Reading
from processors.recognition.lexicon import Effect, StanceRule, stance_rules, words
from processors.recognition.tree import is_infinitive
from processors.tokens import Token

_REQUIRES = words("requires")
_APPEALS = words("appeals")
_ASKING: frozenset[Effect] = frozenset({"urged", "refuses", "sought", "intends", "considers"})
_ASKED_THAT = frozenset({"ask", "demand", "propose", "recommend", "request", "require", "urge", "proposal"})
_NAMED = frozenset({"PROPN", "DET", "ADJ", "NOUN", "ADP", "CCONJ"})
_LIST = frozenset({",", "and", ";", "or"})
_TIMES = frozenset({"day", "week", "month", "hour", "time"})
_OBJECT_TO = 9
"""How many words may stand between a cue and the "to" that it governs ("call upon all the States of the region to")."""


def scan(predicate: Token, frame: str, reading: Reading) -> None:
    """Give a stance to a predicate whose reading no governor has touched."""
    if reading.value == "granted" and all(rule.effect == "granted" for rule, _ in reading.cues):
        _by_opinion(predicate, reading)
    if reading.cues or reading.known or reading.value not in ("bare", "now", "past", "intends"):
        return
    if (
        frame != "noun"
        and predicate.tag_ in ("VB", "VBN")
        and is_infinitive(predicate)
        and not _is_of_a_country(predicate)
    ):
        _by_infinitive(predicate, reading)
    elif (frame == "noun" or predicate.tag_ == "VBG") and reading.value == "bare":
        _by_list(predicate, reading)
    if frame != "noun" and reading.value in ("bare", "now") and _is_subjunctive(predicate):
        reading.becomes("urged", "what is asked for")
    if frame != "noun" and reading.value == "bare" and _is_foreseen(predicate):
        reading.becomes("considers", f"clause of {predicate.head.text}")
    if reading.value == "past" and predicate.tag_ == "VBD" and _after_high_time(predicate):
        reading.becomes("urged", "it is time that")
    if reading.value in ("bare", "now", "intends"):
        _by_appeal(predicate, frame, reading)


def _is_of_a_country(predicate: Token) -> bool:
    """ "the first country to recognise it", "became the third state to …"."""
    if predicate.dep_ in ("relcl", "acl"):
        return singular(predicate.head) in COUNTED_NOUNS
    above = predicate.head.children if predicate.head.lemma_ in ("be", "become") else ()
    return any(child.dep_ == "attr" and child.i < predicate.i and singular(child) in COUNTED_NOUNS for child in above)


def _by_infinitive(predicate: Token, reading: Reading) -> None:
    """The nearest cue on the left that takes an infinitive and has one."""
    for token in reversed(list(predicate.doc[: predicate.i])):
        rule = _cue(token, _ASKING)
        if rule is not None and any(t.tag_ == "TO" for t in predicate.doc[token.i + 1 : token.i + 1 + _OBJECT_TO]):
            reading.cues.append((rule, token))
            reading.apply(rule.effect, any(child.dep_ == "neg" for child in token.children), token.text)
            return


def _cue(token: Token, effects: frozenset[Effect]) -> StanceRule | None:
    if token.lemma_.lower() in _TIMES and token.doc[token.i + 1 : token.i + 2].text.lower() != "to":
        return None  # "two days after …"
    for rule in stance_rules().get((token.lemma_.lower(), token.pos_), ()):
        if rule.effect in effects and not rule.particle:
            return rule
    return None


def _by_list(predicate: Token, reading: Reading) -> None:
    """One of several things that somebody requires ("demands the withdrawal of …, an end to … and recognition")."""
    before = predicate.i - 1
    while before >= 0 and predicate.doc[before].pos_ in ("DET", "ADJ", "ADV"):
        before -= 1
    if before < 1 or predicate.doc[before].lower_ not in _LIST:
        return
    for token in reversed(list(predicate.doc[:before])):
        if token.lemma_.lower() in _REQUIRES and token.pos_ in ("VERB", "ADJ"):
            reading.becomes("urged", f"listed after {token.text}")
            return


def _is_foreseen(predicate: Token) -> bool:
    """ "The plan would see Norland recognise …"."""
    verb = next((above for above in predicate.ancestors if above.pos_ == "VERB"), predicate)
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return predicate.tag_ == "VB" and verb.lemma_ in ("see", "have", "let") and bool(auxiliaries & {"would", "could"})


def _is_subjunctive(predicate: Token) -> bool:
    """ "Asked that Norland recognise …", whatever the parse makes of it: a bare form behind "that" and a name."""
    bare = predicate.tag_ in ("VB", "VBP") and not any(c.dep_ == "aux" for c in predicate.children)
    that = next((t for t in reversed(list(predicate.doc[: predicate.i])) if t.lower_ == "that"), None)
    if not bare or that is None or that.i == 0 or predicate.i - that.i > _OBJECT_TO:
        return False
    return that.nbor(-1).lemma_.lower() in _ASKED_THAT and all(
        t.pos_ in _NAMED for t in that.doc[that.i + 1 : predicate.i]
    )


def _after_high_time(predicate: Token) -> bool:
    """ "It is high time that Norland recognised …": a past tense that is none."""
    left = " ".join(token.lower_ for token in predicate.doc[max(0, predicate.i - _OBJECT_TO) : predicate.i])
    return "it is time" in left or "it is high time" in left


def _by_opinion(predicate: Token, reading: Reading) -> None:
    """ "It is important, in the interest of …, that Norland confirm its recognition", which the parse takes apart."""
    for token in predicate.doc[: predicate.i]:
        if token.lower_ != "it" or token.i + 2 >= predicate.i or token.nbor(1).lower_ != "is":
            continue
        said = token.doc[token.i + 2 : token.i + 4]
        if any(rule.effect == "urged" for t in said for rule in stance_rules().get((t.lemma_.lower(), "ADJ"), ())):
            reading.becomes("urged", f"it is {said.text}")


def _in_an_if_list(predicate: Token) -> bool:
    """ "if Norland ends its campaign, does not join the pact, recognises …": a verb without a subject of its own."""
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in predicate.children):
        return False
    left = [token.lower_ for token in predicate.doc[: predicate.i]]
    return "if" in left and "," in left[left.index("if") :] and left[-1] in (",", "and", "or")


def _by_appeal(predicate: Token, frame: str, reading: Reading) -> None:
    """An appeal opens the sentence: "It is time for …", "The time has come for …", "What we need is …"."""
    if predicate.tag_ in ("VBD", "VBZ", "VBP") and reading.value != "now":
        return
    if predicate.tag_ == "VBZ" and frame == "verb" and _in_an_if_list(predicate):
        reading.becomes("considers", "one of several conditions")
        return
    left = " ".join(token.lower_ for token in predicate.doc[: predicate.i])
    for phrase in _APPEALS:
        if phrase in left:
            reading.becomes("urged", phrase)
            return
