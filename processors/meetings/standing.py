"""Whether anybody in public standing takes part: companies, unions and clubs among themselves hold no public meetings.

The words are in rules/meetings/standing.yaml. Whom the watchlist knows has standing; so has who bears a public office,
by his phrase or by the article's. Of the rest, the words around the sentence tell whether they are at business.
"""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from processors.meetings.parties import Party, SentenceReading
from processors.rule_files import load_lists

_WORD = re.compile(r"[\w’'-]+")
_NEAR = 3
"""Sentences before and after one that tell what it is about."""
_APPENDED = 8
"""Words behind a phrase that may still belong to it."""
_ALWAYS_PUBLIC = frozenset({"people", "seat"})


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    public: list[str]
    affairs: list[str]
    business: list[str]
    private: list[str]
    company_forms: list[str]


class _Lists(msgspec.Struct, frozen=True):
    public: frozenset[str]
    affairs: frozenset[str]
    business: frozenset[str]
    private: frozenset[str]
    company_forms: frozenset[str]


@cache
def _lists() -> _Lists:
    """Raises Invalid (rules.invalid) when the shipped file is damaged."""
    words = load_lists(_Words, "meetings", "standing")
    public = _forms(words.public)
    return _Lists(
        public,
        public | _forms(words.affairs),
        _forms(words.business),
        _forms(words.private),
        frozenset(words.company_forms),
    )


def _forms(lemmas: Sequence[str]) -> frozenset[str]:
    """The words and their plurals."""
    plurals = (f"{lemma[:-1]}ies" if lemma.endswith("y") else f"{lemma}s" for lemma in lemmas)
    return frozenset([*lemmas, *plurals])


def is_private(parties: Sequence[Party], reading: SentenceReading) -> bool:
    """Nobody among the parties has public standing, and one is a company, or the sentences around tell of business."""
    parties = [party for party in parties if not any(_is_in_name(party, other) for other in parties)]
    if not parties or any(_is_public(party, reading) for party in parties):
        return False
    return any(_is_private(party, reading) for party in parties) or _is_business(reading)


def _is_in_name(party: Party, other: Party) -> bool:
    """ "Bergen" in "Bergen United"."""
    inner, outer = party.first.mention, other.first.mention
    return inner.start >= outer.start and inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start


def are_private(parties: Sequence[Party], reading: SentenceReading) -> bool:
    """All are companies, unions or people who stand for themselves."""
    return bool(parties) and all(_is_private(p, reading) and not _is_public(p, reading) for p in parties)


def _is_public(party: Party, reading: SentenceReading) -> bool:
    mention, lists = party.first.mention, _lists()
    if _are_private_people(party, reading):
        return False
    if party.actor.id is not None or mention.kind in _ALWAYS_PUBLIC:
        return True
    office = reading.office(party) or ""
    words = {*_words(party, reading), *office.lower().split(), *party.actor.name.lower().split()}
    return not words.isdisjoint(lists.public)


def _words(party: Party, reading: SentenceReading) -> set[str]:
    """The words of the party's phrases, with what hangs on them ("officials from the ministries")."""
    found = set()
    for chunk in party.places:
        found |= {token.lower_ for token in reading.doc[chunk.start : chunk.end]}
        for token in reading.doc[chunk.mention.head].subtree:
            if chunk.end <= token.i < chunk.end + _APPENDED:
                found.add(token.lower_)
    return found


def _is_private(party: Party, reading: SentenceReading) -> bool:
    """ "Northern Steel Corp." and whoever bears the first word of its name; "the company", "her lawyers"."""
    lists = _lists()
    if party.actor.id is None and party.actor.kind in ("person", "org"):
        name = [word.rstrip(".,") for word in party.actor.name.split()]
        if not lists.company_forms.isdisjoint(name) or _names_company(name[0], reading):
            return True
    if party.first.mention.kind in ("group", "office"):
        return not _words(party, reading).isdisjoint(lists.private)
    return _are_private_people(party, reading)


def _names_company(word: str, reading: SentenceReading) -> bool:
    """Whether the article has a company's full name that begins with the word ("Bergen" of "Bergen Steel Corp.")."""
    if not word[:1].isupper():
        return False
    return any(_goes_on_to_company_form(word, text) for text in (reading.story.headline, reading.story.body))


def _goes_on_to_company_form(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        begins = at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")
        if begins and _to_company_form().match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


@cache
def _to_company_form() -> re.Pattern[str]:
    """What stands between the first word of a company's name and the end of the form that makes it one."""
    return re.compile(rf"(?:[-\s]+(?:[A-Z][\w’'-]*|and|of|&)){{0,4}}\s(?:{'|'.join(sorted(_lists().company_forms))})\b")


def _are_private_people(party: Party, reading: SentenceReading) -> bool:
    """ "Norwegian shipbuilders": the country is told of them, and does not act in them."""
    mention = party.first.mention
    return (
        mention.kind in ("people", "place")
        and mention.nested
        and reading.doc[mention.head].head.lower_ in _lists().private
    )


def _is_business(reading: SentenceReading) -> bool:
    """More is said of business than of public affairs in the sentence and those around it. A "Union" in a name may be
    of states."""
    lists, story = _lists(), reading.story
    near = range(max(0, reading.index - _NEAR), min(len(story.sentences), reading.index + _NEAR))
    balance = 0
    for index in near:
        for word in _WORD.findall(story.sentence_text(index)):
            balance += word in lists.business or word in lists.company_forms
            balance -= word.lower() in lists.affairs
    return balance > 0
