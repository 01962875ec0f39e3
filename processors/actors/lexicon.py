"""The word lists behind mentions: which nouns are offices, groups or people, which words are titles.

Kept as data in `processors/rules/actors/nouns.yaml`, where each list says what it is for.
"""

from functools import cache, cached_property

import msgspec

from processors.rule_files import load_lists


class NounLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
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

    # Unions are asked for at every word, so each is made once.

    @cached_property
    def before_names(self) -> frozenset[str]:
        """Words that stand before a personal name without belonging to it."""
        return self.title | self.office

    @cached_property
    def outside_names(self) -> frozenset[str]:
        """Words that are no part of a personal name, before it or elsewhere."""
        return self.before_names | self.never_in_names

    @cached_property
    def many(self) -> frozenset[str]:
        """Nouns for many people or a body, in public office or not."""
        return self.group | self.people

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Nouns for a body, as the last word of its name or alone."""
        return self.body | self.group

    @cached_property
    def last_of_no_person(self) -> frozenset[str]:
        """Last words of a capitalised run that is no person's."""
        return self.not_actor | self.many | self.body | self.no_name_end


@cache
def nouns() -> NounLists:
    """The lists, read once. Raises Invalid (rules.invalid) when the shipped file is damaged."""
    return load_lists(NounLists, "actors", "nouns")
