"""Lookups over watched actors: every form that names one, and who held an office on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import msgspec

from processors.folding import fold
from processors.watchlist_surnames import surnames
from processors.watchlist_titles import also_called, normal_title
from schemas.watchlist import Alias, Need, Role, WatchedActor

Source = Literal["name", "alias", "demonym", "people", "seat", "surname"]

_SURNAME_NEEDS: tuple[Need, ...] = ("full name", "office")
_NEVER = 10**9  # days


class AliasEntry(msgspec.Struct, frozen=True):
    """One form of words that names one actor.

    `needs` are alternatives (any one is support enough, none asked when empty); `exact_case` forbids folding case.
    """

    form: str
    actor: WatchedActor
    source: Source
    exact_case: bool
    needs: tuple[Need, ...]


class Office(msgspec.Struct, frozen=True):
    """An actor in an office over a span of days, both ends inclusive; an open end is `date.min` or `date.max`."""

    title: str
    of: str
    holder: WatchedActor
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class CompiledWatchlist:
    """Watched actors with their lookups. `digest` changes when, and only when, what is watched changes."""

    version: str
    digest: str
    actors: tuple[WatchedActor, ...]
    entries: tuple[AliasEntry, ...]
    _by_id: dict[str, WatchedActor] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.actors)

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._by_id

    def actor(self, actor_id: str) -> WatchedActor | None:
        """The actor with this id, or None."""
        return self._by_id.get(actor_id)

    def named(self, form: str) -> tuple[WatchedActor, ...]:
        """The actors whose id this is, or whom a form names that differs at most in case and accents."""
        found = self._by_id.get(form)
        if found is not None:
            return (found,)
        folded = fold(form)
        return tuple(dict.fromkeys(entry.actor for entry in self.entries if fold(entry.form) == folded))

    def country(self, actor: WatchedActor) -> str | None:
        """The actor's country: its own, or that of the first state or government it held an office in."""
        if actor.country:
            return actor.country
        countries = (self._by_id[role.of].country for role in actor.roles if role.of in self._by_id)
        return next((country for country in countries if country), None)

    @cached_property
    def _offices(self) -> dict[tuple[str, str], tuple[Office, ...]]:
        offices: dict[tuple[str, str], list[Office]] = {}
        for actor in self.actors:
            for role in actor.roles:
                office = office_of(actor, role)
                offices.setdefault((office.title, office.of), []).append(office)
        return {key: tuple(sorted(held, key=lambda o: (o.first, o.holder.id))) for key, held in offices.items()}

    def holders(self, title: str, of: str, day: dt.date) -> tuple[WatchedActor, ...]:
        """Everyone who held the office `title` of actor `of` on `day`, the latest to begin first.

        "Leader" means an explicit role of that title, else the office that the actor's `leader` names, else the
        president, the prime minister or the monarch. A date known by its year alone covers the whole year, so a
        year of change has two holders.
        """
        actor = self._by_id.get(of)
        for candidate in also_called(title, leader=actor.leader if actor else None):
            held = [o.holder for o in self._offices.get((candidate, of), ()) if o.first <= day <= o.last]
            if held:
                return tuple(dict.fromkeys(reversed(held)))
        return ()

    def holder(self, title: str, of: str, day: dt.date) -> WatchedActor | None:
        """The one holder of the office on `day`; None when nobody or more than one held it."""
        held = self.holders(title, of, day)
        return held[0] if len(held) == 1 else None

    def closest(self, actors: Iterable[WatchedActor], day: dt.date) -> WatchedActor | None:
        """Of several people with one name, the one in office on `day`, or whose office was nearest to it.

        None when two are equally near, or when none has an office: "Bush" in 1991 is the father, in 2003 the son.
        """
        ranked = sorted((self._days_from_office(actor, day), actor.id, actor) for actor in actors)
        if not ranked or ranked[0][0] == _NEVER or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        return ranked[0][2]

    def _days_from_office(self, actor: WatchedActor, day: dt.date) -> int:
        spans = [(first_day(role.since), last_day(role.until)) for role in actor.roles if role.since]
        return min((max((first - day).days, (day - last).days, 0) for first, last in spans), default=_NEVER)

    def roles_of(self, actor: WatchedActor, day: dt.date) -> tuple[Role, ...]:
        """The offices the actor held on `day`, in the order of the watchlist."""
        return tuple(role for role in actor.roles if first_day(role.since) <= day <= last_day(role.until))

    def role_of(self, actor: WatchedActor, day: dt.date) -> Role | None:
        """The first office the actor held on `day`: a watchlist lists the weightiest first."""
        return next(iter(self.roles_of(actor, day)), None)


def index_actors(actors: tuple[WatchedActor, ...], *, version: str, digest: str) -> CompiledWatchlist:
    """Build the lookups over actors whose ids are unique."""
    entries = tuple(entry for actor in actors for entry in entries_of(actor))
    return CompiledWatchlist(version, digest, actors, entries, {actor.id: actor for actor in actors})


def entries_of(actor: WatchedActor) -> Iterator[AliasEntry]:
    """Every form that names the actor, each once, the surest source first."""
    seen: set[str] = set()
    for entry in _all_entries(actor):
        if entry.form not in seen:
            seen.add(entry.form)
            yield entry


def _all_entries(actor: WatchedActor) -> Iterator[AliasEntry]:
    yield AliasEntry(actor.name, actor, "name", actor.case == "exact", actor.needs)
    yield from (_entry(alias, actor, "alias") for alias in actor.aliases)
    yield from (_entry(seat, actor, "seat") for seat in actor.seats)
    for demonym in actor.demonyms:
        exact = demonym.case == "exact"
        yield AliasEntry(demonym.adjective, actor, "demonym", exact, demonym.needs)
        yield from (AliasEntry(form, actor, "people", exact, demonym.needs) for form in demonym.people)
    if actor.kind == "person":
        yield from (AliasEntry(form, actor, "surname", True, _SURNAME_NEEDS) for form in surnames(actor))


def _entry(alias: str | Alias, actor: WatchedActor, source: Source) -> AliasEntry:
    if isinstance(alias, str):
        return AliasEntry(alias, actor, source, False, ())
    return AliasEntry(alias.text, actor, source, alias.case == "exact", alias.needs)


def office_of(actor: WatchedActor, role: Role) -> Office:
    """The office a role describes, its title normalised and its dates widened to days."""
    return Office(normal_title(role.title), role.of, actor, first_day(role.since), last_day(role.until))


def first_day(date: str | None) -> dt.date:
    """The first day of a day, month or year; `date.min` for none."""
    if date is None:
        return dt.date.min
    year, month, day = (*(int(part) for part in date.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def last_day(date: str | None) -> dt.date:
    """The last day of a day, month or year; `date.max` for none."""
    if date is None:
        return dt.date.max
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return dt.date(parts[0], parts[1], parts[2])
    if len(parts) == 1:
        return dt.date(parts[0], 12, 31)
    following = dt.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return following - dt.timedelta(days=1)
