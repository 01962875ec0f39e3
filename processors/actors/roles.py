"""Who holds which office, as one article tells it: "Russian President Vladimir Putin", "Sergei Lavrov, the Russian
foreign minister". A later "the Russian leader" then finds the man who was named.

Offices of the watchlist count too, but only for people whom the article names.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from processors.actors.lexicon import nouns
from processors.actors.names import NameTable, fold_name
from processors.story import AliasHit, Story
from processors.watchlist_index import first_day, last_day
from processors.watchlist_titles import MONARCHS, normal_title
from schemas.event import Part

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*"
_NAME_AFTER = re.compile(
    rf"(?P<comma>,)?\s(?P<name>{_CAPITAL}(?:\s(?:(?:al|el|bin|van|von|de|der|da)[ -])?{_CAPITAL}){{0,4}})"
)
_NAME_BEFORE = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s{_CAPITAL}){{0,4}}),?\s(?:the\s|who is\s|a\s)?(?P<gap>[\w.'’ -]{{0,30}})$"
)
_ENDS_APPOSITION = re.compile(r"['’]?s?\s?(?:[,.;:)]|$|and\s|of\s|for\s)")
_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?(?:self-proclaimed\s|breakaway\s)?(?:Republic of\s)?$")
_TOP = frozenset({"president", "prime minister", "chancellor", "leader", "supreme leader", "premier", *MONARCHS})
_MODIFIERS = (
    "vice|deputy|prime|foreign|defence|defense|interior|finance|economy|trade|justice|energy|oil|health|chief|first|state"
    "|supreme|opposition|crown|acting|interim|secretary|general|special|national|security|party|parliament|parliamentary"
    "|rebel"
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person named with an office. `country` is a watchlist id, or the folded word that stands for the country."""

    title: str
    country: str | None
    name: str
    start: int
    part: Part
    stated: bool


class RoleTable:
    """The office holders of one article."""

    def __init__(self, story: Story, names: NameTable) -> None:
        self._holders = [*_stated(story, names), *_listed(story, names)]
        self._unsure = [*_listed(story, names, supported=False)]

    def holder(self, title: str, country: str | None, before: int, part: Part) -> Holder | None:
        """The person the article names with this office (of this country if given), the last named before an offset.

        "Leader" means any head of state or government; without a country only the same title counts. None when nobody
        or, after the text's last word on it, more than one person is meant. A surname that the article leaves open is
        that of the office's holder where nobody else is named with it ("the pontiff" and "John Paul").
        """
        wanted = normal_title(title)
        fitting = [h for h in self._holders if _fits(wanted, country, h)] or [
            h for h in self._unsure if _fits(wanted, country, h)
        ]
        stated = [h for h in fitting if h.stated] or fitting
        if country is None and len({h.name for h in stated}) > 1:
            earlier = [h for h in stated if h.part == part and h.start < before]
            return max(earlier, key=lambda h: h.start, default=None)
        earlier = [h for h in stated if h.part != part or h.start < before]
        return max(earlier, key=lambda h: (h.part == part, h.start), default=None) or next(iter(stated), None)

    def country_of(self, name: str) -> str | None:
        """The watchlist id of the country (or body) whose office the article gives this person, None if it gives none
        or several."""
        folded = fold_name(name)
        countries = {h.country for h in self._holders if h.country is not None and fold_name(h.name) == folded}
        return countries.pop() if len(countries) == 1 else None

    def title_of(self, name: str) -> str | None:
        """The office with which the article names this person."""
        folded = fold_name(name)
        return next((h.title for h in self._holders if fold_name(h.name) == folded), None)


def _fits(wanted: str, country: str | None, holder: Holder) -> bool:
    if country is not None and holder.country != country:
        return False
    if wanted == holder.title:
        return True
    if wanted in {"leader", "ruler"} and holder.title in _TOP:
        return country is not None
    return wanted == "minister" and holder.title.endswith("minister") and holder.title != "prime minister"


def _stated(story: Story, names: NameTable) -> Iterator[Holder]:
    parts: tuple[Part, ...] = ("headline", "body")
    for part in parts:
        text = story.part_text(part)
        hits = [h for h in story.hits if h.part == part and h.supported and h.alias.actor.kind != "person"]
        by_end = {h.end: h for h in hits}
        taken = [(h.start, h.end) for h in hits]
        for office in _offices(text):
            title = normal_title(office.group())
            country = _country_before(text, office.start(), by_end)
            end = office.end()
            if country is None:
                country, end = _country_after(text, end, hits)
            after = _NAME_AFTER.match(text, end)
            if after and country is None and title in MONARCHS:  # "Queen Ana of Avaria"
                country, _ = _country_after(text, after.end("name"), hits)
            if after and not _overlaps(after.span("name"), taken) and (name := _person(after["name"], names)):
                yield Holder(title, country, name, after.start("name"), part, stated=True)
                continue
            if not _ENDS_APPOSITION.match(text, end):
                continue
            before = _NAME_BEFORE.search(text, max(0, office.start() - 90), office.start())
            if before and not _overlaps(before.span("name"), taken) and _only_country(before["gap"], country):
                name = _person(before["name"], names)
                if name:
                    yield Holder(title, country, name, before.start("name"), part, stated=True)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


@cache
def _office_pattern() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(word) for word in nouns().office), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:{_MODIFIERS})\s)*(?:{words})(?:\sof\s(?:state|defen[cs]e|foreign affairs|the exchequer))?\b",
        re.IGNORECASE,
    )


@cache
def _first_words() -> frozenset[str]:
    return frozenset(
        word.lower() for phrase in (*nouns().office, *_MODIFIERS.split("|")) for word in _WORD.findall(phrase)[:1]
    )


def _offices(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds from left to right; it is slow, so it is asked only at words that may begin an office."""
    pattern, firsts = _office_pattern(), _first_words()
    reached = 0
    for word in _WORD.finditer(text):
        if word.start() >= reached and word[0].lower() in firsts:
            office = pattern.match(text, word.start())
            if office is not None:
                reached = office.end()
                yield office


def _country_before(text: str, start: int, by_end: dict[int, AliasHit]) -> str | None:
    before = text[:start].rstrip()
    for word in ("former", "acting", "interim", "then", "outgoing", "visiting", "new"):
        before = before.removesuffix(word).rstrip()
    for ending in ("", "'s", "’s", "'", "’"):
        hit = by_end.get(len(before.removesuffix(ending)) if before.endswith(ending) else -1)
        if hit is not None:
            return hit.alias.actor.id
    return None


def _country_after(text: str, end: int, hits: list[AliasHit]) -> tuple[str | None, int]:
    for hit in hits:
        if end < hit.start <= end + 50 and _OF.fullmatch(text, end, hit.start):
            return hit.alias.actor.id, hit.end
    return None, end


def _only_country(gap: str, country: str | None) -> bool:
    words = gap.replace("’s", "").replace("'s", "").split()
    return len(words) <= (2 if country else 1) and all(
        w[:1].isupper() or w in {"the", "former", "current"} for w in words
    )


def _person(printed: str, names: NameTable) -> str | None:
    words = printed.split()
    while words and words[0].casefold() in nouns().outside_names:
        words = words[1:]
    if not words:
        return None
    name = re.sub(r"['’]s?$", "", " ".join(words))
    full = names.fullest(name)
    return full.text if full else name


def _listed(story: Story, names: NameTable, *, supported: bool = True) -> Iterator[Holder]:
    day = story.version_created.date()
    for hit in story.hits:
        if hit.supported != supported or hit.alias.actor.kind != "person":
            continue
        printed = story.part_text(hit.part)[hit.start : hit.end]
        full = names.fullest(printed)
        for role in hit.alias.actor.roles:
            if _held(role.since, role.until, day):
                name = full.text if full else printed
                yield Holder(normal_title(role.title), role.of, name, hit.start, hit.part, stated=False)


def _held(since: str | None, until: str | None, day: dt.date) -> bool:
    return first_day(since) <= day <= last_day(until)
