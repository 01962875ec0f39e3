"""How far a place phrase stands from a predicate in the parse, and whether it is the place of that or another event."""

from typing import Final

from processors.actors.mention import Mention
from processors.cities import TOWN_NOUNS, country_of_city
from processors.tokens import Doc, Token

_PREPOSITIONS: Final = frozenset({"in", "at", "near", "outside", "inside", "aboard"})
_FRAMING: Final = _PREPOSITIONS | {"during"}
_TOWARDS: Final = frozenset({"to", "in", "at", "into", "for", "through", "across"})
_TRAVEL: Final = frozenset(
    {"visit", "tour", "trip", "travel", "fly", "arrive", "go", "come", "head", "journey", "stopover"}
)
_ASIDE: Final = frozenset({"after", "following", "since", "before", "ahead", "despite", "amid"})
_ARRIVES: Final = frozenset({"arrive", "land", "fly", "travel", "go", "come", "head", "gather", "meet"})
_TOPIC: Final = frozenset({"about", "over", "on", "concerning", "regarding"})
_NO_TOPICS: Final = frozenset(
    {"sideline", "margin", "eve", "occasion", "fringe", "day", "visit", "trip", "tour", "way", "lunch", "dinner"}
)
_NEAR: Final = frozenset(
    {
        "outskirt",
        "outskirts",
        "suburb",
        "suburbs",
        "heart",
        "centre",
        "center",
        "north",
        "south",
        "east",
        "west",
        "side",
    }
)
_MARGINS: Final = frozenset(
    {"sideline", "sidelines", "margin", "margins", "fringe", "fringes", "start", "end", "close"}
)
_STAND_ON: Final = frozenset({"island", "hill", "mount", "peninsula", "ship", "train", "border", "steps"})
_GENERIC: Final = TOWN_NOUNS | _NEAR | {"state", "republic", "country", "kingdom"}
_MISREAD: Final = frozenset({"appos", "nmod", "npadvmod", "attr", "dep", "oprd", "conj"})  # "X visits Y" read as a noun
_LIMIT: Final = 7.0


def place_cost(predicate: Token, mention: Mention, *, visit: bool) -> float | None:
    """Distance in the parse from the predicate to a place phrase, None if the mention is none or belongs elsewhere."""
    if not is_place(mention, predicate.doc):
        return None
    head = anchor(predicate.doc[mention.head])
    if visit and head.head == predicate and (head.dep_ == "dobj" or (head.i > predicate.i and head.dep_ in _MISREAD)):
        return 0.0
    if head.dep_ in {"compound", "nmod", "amod"} and head.head == predicate:
        return 0.5 if visit or mention.kind == "seat" or mention.hit is None else None  # "a White House meeting"
    if (clause := _clause_told_of(head)) is not None and (cost := _cost_in_clause(predicate, clause)) is not None:
        return cost
    return cost_of_phrase(predicate, head, visit=visit, country=mention.hit is not None and mention.kind == "place")


def is_place(mention: Mention, doc: Doc) -> bool:
    """True for towns, countries and buildings, governments of a town ("visit Hong Kong"), towns read as bodies."""
    if mention.kind in {"place", "seat"}:
        return True
    may_be = mention.kind == "organisation" and (mention.hit is None or mention.hit.alias.actor.kind == "government")
    return may_be and country_of_city(doc[mention.start : mention.end].text) is not None


def cost_of_phrase(predicate: Token, head: Token, *, visit: bool, country: bool) -> float | None:
    """The distance to the noun `head` behind a preposition; countries are more often what talks are about."""
    preposition = head.head
    if head.dep_ != "pobj" or preposition.dep_ not in {"prep", "pcomp", "agent", "dative"}:
        return None
    towards = visit or preposition.head.lemma_.lower() in _TRAVEL
    stands_on = preposition.lower_ == "on" and head.lemma_.lower() in _STAND_ON
    if preposition.lower_ not in (_TOWARDS | _PREPOSITIONS if towards else _PREPOSITIONS) and not stands_on:
        return None
    host, venue = preposition.head, 0.0
    occasion = _occasion(host)
    if occasion is not None and host != predicate:
        host, venue = occasion, -0.25  # "at the airport in Lahore": the town
    cost = path_cost(host, predicate, country=country)
    return None if cost is None else cost + venue


def _occasion(noun: Token) -> Token | None:
    """What "the airport" in "met at the airport" or "the forum" in "on the sidelines of the forum" is a place of."""
    if noun.dep_ != "pobj" or noun.pos_ not in {"PROPN", "NOUN"}:
        return None
    if noun.head.lower_ == "to" and noun.head.head.lemma_ in _TRAVEL and noun.head.head.pos_ == "NOUN":
        return noun.head.head  # "a visit to the prison in Bergen"
    if noun.head.lower_ == "of" and noun.head.head.lower_ in _MARGINS and noun.head.head.dep_ == "pobj":
        return noun.head.head.head.head
    return noun.head.head if noun.head.lower_ in _FRAMING else None


def anchor(head: Token) -> Token:
    """The noun that carries the place in the sentence: "capital" in "the capital Hanoi", "city" in "the city of X"."""
    if head.dep_ in {"appos", "compound", "nmod"} and head.head.lemma_.lower() in _GENERIC:
        return head.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in _GENERIC:
        return head.head.head
    return head


def _clause_told_of(place: Token) -> Token | None:
    """The verb of what is told of a place: "met" in "from Rome, where he met the envoys"."""
    for verb in place.rights:
        if verb.dep_ in {"relcl", "advcl", "acl"} and any(c.lower_ == "where" and c.i > place.i for c in verb.children):
            return verb
    return None


def _cost_in_clause(predicate: Token, clause: Token) -> float | None:
    """The distance from the predicate up to the clause that is told of a place; what is said there is elsewhere."""
    cost = 0.0
    for token in (predicate, *predicate.ancestors):
        if token == clause:
            return cost
        cost += 0.25
        if token.dep_ in {"ccomp", "parataxis"} or token.lower_ in _ASIDE:
            return None
    return None


def path_cost(host: Token, predicate: Token, *, country: bool = False) -> float | None:
    """What talks are about is more often in a country than in a town ("on fishing in Avaria")."""
    up_host = [host, *host.ancestors]
    up_predicate = [predicate, *predicate.ancestors]
    joint = next((t for t in up_host if t in up_predicate), None)
    if joint is None:
        return None
    cost = 0.0
    for token in up_host[: up_host.index(joint)]:
        cost += 1 + (4 if token.dep_ in {"ccomp", "relcl", "advcl", "acl", "parataxis"} else 0)
        if token.pos_ == "NOUN" and token == host:
            cost += 3  # the place of another event
        if (country and _is_topic(token)) or _is_aside(token):
            cost += _LIMIT
    for token in up_predicate[: up_predicate.index(joint)]:
        cost += 0.5
        if token.dep_ in {"ccomp", "parataxis"} or token.lower_ in _ASIDE:
            cost += _LIMIT
        elif token.dep_ in {"relcl", "advcl", "acl"}:
            cost += 2
    return cost if cost < _LIMIT else None


def _is_aside(token: Token) -> bool:
    """ "After" in "after a visit to Rome", which is over; who arrived in Rome is still there."""
    return token.lower_ in _ASIDE and not any(goal.lemma_ in _ARRIVES for goal in token.children)


def _is_topic(token: Token) -> bool:
    """ "About" in "talks about the war in Avaria", which need not be held there."""
    goals = [child for child in token.children if child.dep_ in {"pobj", "pcomp"}]
    return token.lower_ in _TOPIC and any(goal.lemma_.lower() not in _NO_TOPICS for goal in goals)
