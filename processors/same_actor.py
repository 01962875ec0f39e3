"""When two mentions name the same actor, or one stands for the other."""

from collections.abc import Callable, Iterable
from typing import Final

from processors.folding import fold
from schemas.event import Actor

CountryOf = Callable[[Actor], str | None]
"""The ISO 3166-1 code of a listed actor's country, None where it is not known."""
_STATES: Final = frozenset({"state", "government"})


def actor_key(actor: Actor) -> str:
    """The watchlist id, else the folded name without its article."""
    return actor.id or folded_name(actor)


def actor_keys(actors: Iterable[Actor]) -> set[str]:
    return {actor_key(actor) for actor in actors}


def folded_name(actor: Actor) -> str:
    return " ".join(fold(actor.name).split()).removeprefix("the ")


def same_actor(one: Actor, other: Actor) -> bool:
    """One id; or names of which one holds the other's last word and nothing that speaks against it."""
    if one.id and other.id:
        return one.id == other.id
    left, right = folded_name(one).split(), folded_name(other).split()
    if left == right:
        return True
    short, full = sorted((left, right), key=len)
    if one.kind in _STATES or other.kind in _STATES:
        return False
    return bool(short) and short[-1] == full[-1] and set(short) <= set(full)


def stands_for(one: Actor, other: Actor, country_of: CountryOf) -> bool:
    """One is a state or government, the other a person who speaks for it ("China" and "Xi Jinping")."""
    if (one.kind in _STATES) == (other.kind in _STATES):
        return False
    person = other if one.kind in _STATES else one
    country = country_of(one)
    return person.kind == "person" and country is not None and country == country_of(other)


def matched(left: Iterable[Actor], right: Iterable[Actor], country_of: CountryOf) -> list[tuple[Actor, Actor]]:
    """Pairs of the same actor, then of a person and the state it stands for; each actor is used once."""
    pairs: list[tuple[Actor, Actor]] = []
    rest, free = list(left), list(right)
    for test in (same_actor, lambda one, other: stands_for(one, other, country_of)):
        unmatched = []
        for one in rest:
            found = next((other for other in free if test(one, other)), None)
            if found is None:
                unmatched.append(one)
            else:
                free.remove(found)
                pairs.append((one, found))
        rest = unmatched
    return pairs
