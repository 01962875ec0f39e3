"""A noun that points back to a meeting told of before: what it leaves open, and whom its sentence adds."""

from typing import Final

from processors.tokens import Token

_MODIFIERS: Final = frozenset({"amod", "compound", "nmod", "relcl", "nummod"})
_LASTING: Final = ("hour", "hours", "minute", "minutes", "day", "days", "week", "weeks", "long")
_BELONGING: Final = frozenset({"with", "between", "of", "on", "in", "at", "among", "about", "over"})
_TAKING_PART: Final = frozenset(
    {"lead", "head", "chair", "co-chair", "attend", "join", "mediate", "broker", "moderate", "host"}
)
_ITS_VERB: Final = frozenset({"dobj", "nsubjpass"})


def is_bare(noun: Token) -> bool:
    """True where nothing tells this meeting from others; how long it took does not: "the two-hour meeting"."""
    return not any(_tells_apart(child) for child in noun.children)


def is_attended(noun: Token) -> bool:
    """ "Ana Roy chaired the meeting", "the talks, led by Ana Roy": who took part is what is said of it."""
    if noun.dep_ in _ITS_VERB and noun.head.lemma_ in _TAKING_PART:
        return True
    behind = noun.doc[noun.i + 1 : noun.i + 4]
    words = [word for word in behind if word.text != ","][:2]
    return len(words) == 2 and words[0].lemma_ in _TAKING_PART and words[1].lower_ == "by"


def _tells_apart(child: Token) -> bool:
    if child.dep_ in _MODIFIERS or (child.dep_ == "poss" and child.pos_ != "PRON"):
        return not child.lower_.endswith(_LASTING)
    return child.dep_ == "prep" and child.lower_ in _BELONGING
