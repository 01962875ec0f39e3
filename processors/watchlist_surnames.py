"""The name that stands for a person on second mention: "Putin", "van der Bellen", "Xi"."""

from __future__ import annotations

import re
from typing import Final

from processors.folding import fold
from schemas.watchlist import WatchedActor

_PARTICLES: Final = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "da", "di", "do", "dos", "du", "la", "le", "ter", "ten", "af"}
    | {"bin", "ibn", "bint", "ben", "abu", "ould", "al", "el"}
)
_TITLES: Final = frozenset(
    {"ayatollah", "archbishop", "baroness", "bishop", "cardinal", "chief", "colonel", "emperor", "king", "lady"}
    | {"lord", "mullah", "patriarch", "pope", "president", "prince", "queen", "sayyed", "sheik", "sheikh", "sir"}
    | {"sultan"}
)
_NUMBER: Final = re.compile(r"^[IVX]+$")
_ARABIC_ARTICLE: Final = re.compile(r"^(?:al|el|as|ar|an|ash|ad|at|az)-(?=[A-Z])", re.IGNORECASE)
_SUFFIXES: Final = frozenset({"Jr.", "Jr", "Sr.", "Sr"})


def surnames(actor: WatchedActor) -> tuple[str, ...]:
    """The forms of a person's last name, with its particles, and without the Arabic article.

    Taken from `surname`; else from the name and from the aliases that only spell it otherwise (the same initial):
    "Alexander Van der Bellen" gives "Van der Bellen", "Bashar al-Assad" gives "al-Assad" and "Assad". A single name
    ("Suharto") and a numbered one ("Charles III") give none: they need `surname`.
    """
    surname = actor.surname or _last_name(actor.name)
    if not surname:
        return ()
    found = dict.fromkeys(_spellings(surname))
    if actor.surname is None:
        initial = fold(_ARABIC_ARTICLE.sub("", surname))[0]
        for alias in actor.aliases:
            other = _last_name(alias) if isinstance(alias, str) else None
            if other and fold(_ARABIC_ARTICLE.sub("", other))[0] == initial:
                found.update(dict.fromkeys(_spellings(other)))
    return tuple(found)


def _spellings(surname: str) -> tuple[str, ...]:
    """As given, with a capital letter, and without the article: folding case is not asked for, "Li" is not "li"."""
    return surname, surname[0].upper() + surname[1:], _ARABIC_ARTICLE.sub("", surname)


def _last_name(name: str) -> str | None:
    tokens = [token for token in name.replace(",", " ").split() if token not in _SUFFIXES]
    if len(tokens) < 2 or _NUMBER.match(tokens[-1]) or tokens[0].casefold() in _TITLES:
        return None
    start = len(tokens) - 1
    while start > 1 and tokens[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(tokens[start:])
