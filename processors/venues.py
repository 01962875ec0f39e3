"""Places that have a common noun for a name: "at the governor's residence", "in the Norwegian capital"."""

from typing import Final, NamedTuple

from processors.place_reach import cost_of_phrase
from processors.tokens import Token

_VENUE_WORDS: Final = (
    "airport base building camp capital castle center centre church clubhouse college compound consulate embassy "
    "farmhouse garden guesthouse hall headquarters home hotel house island library mansion monastery mosque museum "
    "office palace parliament prison racecourse ranch residence resort restaurant retreat school senate ship stadium "
    "temple university villa village zone"
)
_VENUES: Final = frozenset(_VENUE_WORDS.split())
_NEAR: Final = 2.5
_FIGURES: Final = frozenset({"first", "same", "other", "own", "next", "second", "third"})


class Venue(NamedTuple):
    """Tokens [start, end) of the name, without its article; `reach` ends its phrase; `named`: by a proper name."""

    start: int
    end: int
    reach: int
    named: bool


def venue_of(predicate: Token, *, visit: bool) -> Venue | None:
    """The venue that belongs to the predicate, if a word before it says which one it is."""
    found: list[tuple[float, int, Venue]] = []
    for noun in predicate.doc:
        if noun.lemma_.lower() not in _VENUES or noun.tag_ not in {"NN", "NNP"}:
            continue
        venue = _described(noun)
        cost = _cost(predicate, noun, visit=visit) if venue is not None else None
        if venue is not None and cost is not None and cost <= _NEAR:
            found.append((cost, abs(noun.i - predicate.i), venue))
    return min(found)[2] if found else None


def _cost(predicate: Token, noun: Token, *, visit: bool) -> float | None:
    if visit and noun.dep_ == "dobj" and noun.head == predicate:
        return 0.0
    whom = noun.head.head if noun.dep_ == "pobj" else None
    if whom is not None and whom.dep_ == "dobj" and whom.head == predicate and noun.head.lower_ in {"in", "at"}:
        return 0.5  # "met the envoys in her office"
    return cost_of_phrase(predicate, noun, visit=visit, country=False)


def _described(noun: Token) -> Venue | None:
    """The noun with what stands before it: whose or which it is, else it could be any."""
    before = [
        child
        for child in noun.lefts
        if child.dep_ in {"poss", "compound", "amod", "nmod"} and child.lower_ not in _FIGURES and child.pos_ != "PRON"
    ]
    if not before:
        return None
    start = min(child.left_edge.i for child in before)
    while start < noun.i and noun.doc[start].pos_ in {"DET", "PRON", "PUNCT"}:
        start += 1
    named = any(t.pos_ == "PROPN" for t in noun.doc[start : noun.i + 1])
    return Venue(start, noun.i + 1, noun.right_edge.i + 1, named)
