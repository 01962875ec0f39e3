"""What is wrong or doubtful in a watchlist: clashes, forms too short or too common, roles that cannot be.

An *error* makes detection wrong, a *warning* makes it likely to be wrong, a *note* is for whoever keeps the list.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from processors.folding import fold, fold_accents
from processors.watchlist_common import commonness, is_date_word, rival_cities
from processors.watchlist_index import AliasEntry, CompiledWatchlist, entries_of, first_day, last_day
from processors.watchlist_titles import normal_title
from schemas.watchlist import WatchedActor

Level = Literal["error", "warning", "note"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")

# Offices that one person holds at a time; of envoys, deputies and opposition leaders there may be several.
_SINGLE: Final = frozenset(
    {"president", "prime minister", "foreign minister", "foreign secretary", "chancellor", "secretary of state"}
    | {
        "king",
        "queen",
        "emperor",
        "sultan",
        "emir",
        "pope",
        "supreme leader",
        "secretary general",
        "high representative",
    }
)

_RECENT: Final = dt.timedelta(days=3 * 365)


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing found. `code` is stable; `actor` is the id of the (first) actor concerned."""

    level: Level
    code: str
    actor: str
    message: str


def lint(watchlist: CompiledWatchlist, today: dt.date) -> tuple[Finding, ...]:
    """Everything found in a watchlist as it stands on `today`, errors first, then by code and actor."""
    found = [
        finding
        for actor in watchlist.actors
        for check in (_check_forms, _check_roles, _check_identity)
        for finding in check(watchlist, actor, today)
    ]
    for check_all in (_clashes, _misleading_surnames, _shared_ids, _overlaps):
        found += check_all(watchlist)
    found += _vacancies(watchlist, today)
    return tuple(sorted(found, key=lambda f: (LEVELS.index(f.level), f.code, f.actor, f.message)))


def _check_forms(watchlist: CompiledWatchlist, actor: WatchedActor, today: dt.date) -> Iterator[Finding]:
    del today
    seen: dict[str, str] = {}
    country = watchlist.country(actor)
    for entry in entries_of(actor):
        folded = fold(entry.form)
        if not any(char.isalpha() for char in folded) or folded != folded.strip():
            yield Finding("error", "unmatchable", actor.id, f"{entry.form!r} can match nothing")
        if entry.source == "surname":
            continue
        if folded in seen and not entry.exact_case:
            yield Finding(
                "warning", "duplicate-form", actor.id, f'"{entry.form}" is "{seen[folded]}" without case and accents'
            )
        seen.setdefault(folded, entry.form)
        if entry.exact_case or entry.needs:
            continue
        if len(folded) < 3:
            yield Finding("error", "too-short", actor.id, f'"{entry.form}" needs `case: exact` or `needs`')
        elif len(folded) == 3 and actor.kind != "state":
            yield Finding("warning", "too-short", actor.id, f'"{entry.form}" should have `case: exact` or `needs`')
        if why := commonness(entry.form):
            yield Finding("warning", "too-common", actor.id, f'"{entry.form}" is also {why}: give it `needs`')
        elif entry.source == "seat" and country and (abroad := rival_cities(entry.form, country)):
            where = ", ".join(abroad)
            yield Finding(
                "warning", "too-common", actor.id, f'"{entry.form}" is also a city in {where}: give it `needs`'
            )


def _check_roles(watchlist: CompiledWatchlist, actor: WatchedActor, today: dt.date) -> Iterator[Finding]:
    for role in actor.roles:
        if role.of not in watchlist:
            yield Finding("error", "unknown-office", actor.id, f"{role.title} of {role.of}: no such actor")
        if first_day(role.since) > last_day(role.until):
            yield Finding("error", "reversed-role", actor.id, f"{role.title} from {role.since} to {role.until}")
    if actor.roles and not watchlist.roles_of(actor, today):
        latest = max(actor.roles, key=lambda role: last_day(role.until))
        yield Finding(
            "note", "expired-role", actor.id, f"no office since {latest.until} ({latest.title} of {latest.of})"
        )


def _check_identity(watchlist: CompiledWatchlist, actor: WatchedActor, today: dt.date) -> Iterator[Finding]:
    del today
    if actor.id.partition(":")[0] != actor.kind.replace("_", "-"):
        yield Finding("error", "kind-of-id", actor.id, f"the id does not begin with its kind, {actor.kind}")
    if actor.kind in {"person", "state", "government"} and watchlist.country(actor) is None:
        level: Level = "warning" if actor.kind == "state" else "note"
        yield Finding(level, "no-country", actor.id, f"a {actor.kind} without a country code or an office of a state")


def _clashes(watchlist: CompiledWatchlist) -> Iterator[Finding]:
    named: dict[str, list[AliasEntry]] = {}
    for entry in watchlist.entries:
        if entry.source != "surname":
            named.setdefault(fold(entry.form), []).append(entry)
    for entries in named.values():
        rivals = [entry for entry in entries if _may_mean(entry, entries)]
        if len({entry.actor.id for entry in rivals}) < 2:
            continue
        sure = sorted({entry.actor.id for entry in rivals if not entry.needs})
        names = ", ".join(sorted({entry.actor.id for entry in rivals}))
        form = rivals[0].form
        if len(sure) > 1:
            yield Finding("error", "clash", sure[0], f'"{form}" names {names}, more than one without conditions')
        else:
            kept = f"{sure[0]} unless the article supports another" if sure else "whichever the article supports"
            yield Finding("note", "shared-form", rivals[0].actor.id, f'"{form}" names {names}: {kept}')


def _may_mean(entry: AliasEntry, entries: Iterable[AliasEntry]) -> bool:
    """True if some other actor's form is spelt so that both match the same words."""
    return any(
        other.actor.id != entry.actor.id
        and (not (entry.exact_case and other.exact_case) or fold_accents(entry.form) == fold_accents(other.form))
        for other in entries
    )


def _misleading_surnames(watchlist: CompiledWatchlist) -> Iterator[Finding]:
    places = {
        fold(entry.form): entry.actor.id
        for entry in watchlist.entries
        if entry.actor.kind in {"state", "government"} and entry.source != "people" and not entry.exact_case
    }
    for entry in watchlist.entries:
        if entry.source != "surname":
            continue
        meant = places.get(fold(entry.form)) or (is_date_word(entry.form) and "a month or a day")
        if meant:
            yield Finding("warning", "surname", entry.actor.id, f'"{entry.form}" is first of all {meant}')


def _shared_ids(watchlist: CompiledWatchlist) -> Iterator[Finding]:
    counts = Counter(actor.wikidata for actor in watchlist.actors if actor.wikidata)
    for actor in watchlist.actors:
        if actor.wikidata and counts[actor.wikidata] > 1:
            yield Finding("error", "wikidata-twice", actor.id, f"{actor.wikidata} stands for another actor too")


def _overlaps(watchlist: CompiledWatchlist) -> Iterator[Finding]:
    for (title, of), tenures in _single_offices(watchlist).items():
        longest = tenures[0]
        for tenure in tenures[1:]:
            if tenure.holder != longest.holder and tenure.surely_from < longest.surely_until:
                yield Finding(
                    "warning",
                    "overlap",
                    tenure.holder,
                    f"{title} of {of} while {longest.holder} is, from {tenure.surely_from}",
                )
            longest = max(longest, tenure, key=lambda t: t.surely_until)


def _vacancies(watchlist: CompiledWatchlist, today: dt.date) -> Iterator[Finding]:
    for (title, of), tenures in _single_offices(watchlist).items():
        last = max(tenures, key=lambda tenure: tenure.last)
        if dt.timedelta(0) < today - last.last < _RECENT:
            yield Finding("note", "vacant-office", last.holder, f"nobody is {title} of {of} since {last.last}")


class _Tenure(msgspec.Struct, frozen=True):
    """An office held. A year or month alone leaves room: two presidents in one year are a change, not an overlap."""

    holder: str
    last: dt.date
    surely_from: dt.date
    surely_until: dt.date


def _single_offices(watchlist: CompiledWatchlist) -> dict[tuple[str, str], list[_Tenure]]:
    """The tenures of each office that one person holds at a time, in order."""
    offices: dict[tuple[str, str], list[_Tenure]] = {}
    for actor in watchlist.actors:
        for role in actor.roles:
            title = normal_title(role.title)
            if title in _SINGLE:
                until = first_day(role.until) if role.until else dt.date.max
                tenure = _Tenure(actor.id, last_day(role.until), last_day(role.since or "0001"), until)
                offices.setdefault((title, role.of), []).append(tenure)
    for tenures in offices.values():
        tenures.sort(key=lambda tenure: (tenure.surely_from, tenure.surely_until))
    return offices
