"""When two mentions name the same actor, or one stands for the other."""

from collections.abc import Callable, Iterable
from functools import lru_cache
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
    return " ".join(_words(actor.name))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(" ".join(fold(name).split()).removeprefix("the ").split())


def same_actor(one: Actor, other: Actor) -> bool:
    """One id; or names of which one holds the other's last word and nothing that speaks against it."""
    if one.id and other.id:
        return one.id == other.id
    left, right = _words(one.name), _words(other.name)
    if left == right:
        return True
    short, full = sorted((left, right), key=len)
    if one.kind in _STATES or other.kind in _STATES:
        return False
    return bool(short) and short[-1] == full[-1] and set(short) <= set(full)


def is_unnamed(actor: Actor) -> bool:
    """ "Officials", "other opposition leaders": nobody in particular, without a name or a country."""
    return actor.id is None and actor.name.islower()


def stands_for(one: Actor, other: Actor, country_of: CountryOf) -> bool:
    """One is a state or government, the other a person who speaks for it ("China" and "Xi Jinping")."""
    if (one.kind in _STATES) == (other.kind in _STATES):
        return False
    person = other if one.kind in _STATES else one
    country = country_of(one)
    return person.kind == "person" and country is not None and country == country_of(other)


def matched(left: Iterable[Actor], right: Iterable[Actor], country_of: CountryOf) -> list[tuple[Actor, Actor]]:
    """Pairs of the same actor, then of a person and the state it stands for; each actor is used once."""
    free = dict(enumerate(right))
    if not free:
        return []
    pairs, rest = _paired(left, free, _name_keys, same_actor)
    spoken_for, _ = _paired(
        rest, free, lambda one: _country_keys(one, country_of), lambda one, other: stands_for(one, other, country_of)
    )
    return [*pairs, *spoken_for]


def _paired(
    left: Iterable[Actor],
    free: dict[int, Actor],
    keys: Callable[[Actor], Iterable[str]],
    test: Callable[[Actor, Actor], bool],
) -> tuple[list[tuple[Actor, Actor]], list[Actor]]:
    """Pairs, which leave `free`, and those of the left without one; only actors with a key in common are compared."""
    places: dict[str, list[int]] = {}
    for place, actor in free.items():
        for key in keys(actor):
            places.setdefault(key, []).append(place)
    pairs, unmatched = [], []
    for one in left:
        likely = {place for key in keys(one) for place in places.get(key, ()) if place in free}
        found = next((place for place in sorted(likely) if test(one, free[place])), None)
        if found is None:
            unmatched.append(one)
        else:
            pairs.append((one, free.pop(found)))
    return pairs, unmatched


def _name_keys(actor: Actor) -> list[str]:
    """What two mentions of one actor share: the id, or the last word of the name."""
    last = "".join(_words(actor.name)[-1:])
    return [f"id {actor.id}", last] if actor.id else [last]


def _country_keys(actor: Actor, country_of: CountryOf) -> list[str]:
    country = country_of(actor)
    return [country] if country else []
