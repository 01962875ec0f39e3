"""The word lists behind mentions: which nouns are offices, groups or people, which words are titles.

Kept as data in `processors/rules/actors/nouns.yaml`, where each list says what it is for.
"""

from functools import cache
from importlib.resources import files

import msgspec
import yaml

from schemas.errors import Invalid


class NounLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in lower case. `combining` maps the first half of a hyphen pair to a country's name, `described` a noun to
    the kinds of listed actors it can mean."""

    office: frozenset[str]
    group: frozenset[str]
    people: frozenset[str]
    title: frozenset[str]
    combining: dict[str, str]
    thing: frozenset[str]
    pronoun: frozenset[str]
    never_in_names: frozenset[str]
    not_actor: frozenset[str]
    pair_of_people: frozenset[str]
    pair_of_bodies: frozenset[str]
    own_country: frozenset[str]
    against: frozenset[str]
    body: frozenset[str]
    described: dict[str, frozenset[str]]
    meeting: frozenset[str]
    region: frozenset[str]
    particle: frozenset[str]
    address: frozenset[str]
    before_one_name: frozenset[str]
    partisan: frozenset[str]
    no_name_end: frozenset[str]
    document: frozenset[str]
    thing_name: frozenset[str]
    portfolio: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]

    @property
    def before_names(self) -> frozenset[str]:
        """Words that stand before a personal name without belonging to it."""
        return self.title | self.office


@cache
def nouns() -> NounLists:
    """The lists, read once. Raises Invalid (rules.invalid) when the shipped file is damaged."""
    text = files("processors.rules").joinpath("actors", "nouns.yaml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(text), NounLists)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise Invalid("rules.invalid", f"actors/nouns.yaml: {error}") from error
