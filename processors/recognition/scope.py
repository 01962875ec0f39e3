"""How far a stance cue reaches: the governor of a word, and where scope ends."""

from processors.recognition.lexicon import words
from processors.recognition.tree import has_child, is_brought_about, is_infinitive, is_verb
from processors.tokens import Token

_GOVERNING_PREPOSITIONS = words("governing-prepositions")
_TEXTS = words("texts")
_NOUN_DEPS = frozenset(
    {"dobj", "obj", "nsubjpass", "attr", "oprd", "pobj", "dative", "nsubj", "conj", "appos", "compound"}
)


def governor_of(token: Token) -> tuple[Token, str] | None:
    """The governor and the relation by which it governs; None where scope ends."""
    head, dep = token.head, token.dep_
    if head == token or (head.lemma_ == token.lemma_ and dep in ("xcomp", "advcl", "ccomp")):
        return None  # "appeals to those who have not recognised it to recognise it"
    if dep == "relcl":
        if is_infinitive(token):
            return head, "to"
        return (head, "text") if head.lemma_.lower() in _TEXTS else None
    if dep in ("xcomp", "ccomp", "advcl", "acl", "acomp"):
        return _of_clause(token, head, dep)
    if dep in ("pcomp", "pobj"):
        above = head.head
        while above.pos_ == "ADP" and above.head != above and above.dep_ in ("prep", "conj"):
            above = above.head
        return (above, head.lower_) if head.lower_ in _GOVERNING_PREPOSITIONS or head.lower_ == "down" else None
    if dep in ("advmod", "prep") and token.lower_ in ("short", "closer", "close", "against"):
        return head, token.lower_
    if dep == "conj":
        return _up_conjunct(token, head)
    return (head, dep) if dep in _NOUN_DEPS else None


def _of_clause(token: Token, head: Token, dep: str) -> tuple[Token, str] | None:
    """The governor of a complement or adverbial clause."""
    if head.lemma_ == "be" and token.i > head.i and dep in ("xcomp", "ccomp", "advcl"):
        said = [child for child in head.children if child.dep_ == "acomp" and child.pos_ == "ADJ"]
        if said:  # "it is important that …", "it is essential to …"
            return said[0], "to" if is_infinitive(token) else "that"
    if is_brought_about(token):
        return head, "brought about"
    if head.lemma_ == "do" and head.dep_ == "relcl" and any(child.lower_ == "so" for child in head.children):
        asking = next((above for above in head.ancestors if is_verb(above)), None)
        return (asking, "to") if asking is not None else None  # "call upon all that have not yet done so to …"
    if dep == "ccomp":
        return head, "that"
    if dep == "advcl":
        finite = has_child(token, "mark") and not is_infinitive(token)
        if finite:
            return None
        return head, "participle" if token.tag_ == "VBG" and not _close(token, head) else "to"
    return head, "to"


def _up_conjunct(token: Token, head: Token) -> tuple[Token, str] | None:
    """A later conjunct shares the governors of the first, and its auxiliaries when it has none of its own."""
    if token.tag_ in ("VBZ", "VBD") and head.tag_ == "VB":
        return None  # no finite verb shares the governor of an infinitive
    infinitive = token.tag_ == "VB" or is_infinitive(token)
    if is_verb(token) and is_verb(head) and not infinitive and has_child(token, *("nsubj", "nsubjpass", "aux")):
        return None
    return governor_of(head)


def _close(gerund: Token, verb: Token) -> bool:
    """ "ruled out recognising": an object that the parser calls adverbial, for nothing sets it off."""
    between = gerund.doc[verb.i + 1 : gerund.i]
    return 0 <= gerund.i - verb.i - 1 <= 2 and not any(token.is_punct for token in between)
