"""The dateline of wire copy: where it was written, on which day, by which agency.

The rules follow how agencies print it: the town in capitals, a country or state after a comma, the date, the agency
in brackets or between slashes, and a dash or a full stop before the story. Each piece is optional, so a run of
capitals before a dash is taken for a place only where a story can start after it. What is printed is reported as
printed: whether "MOSCOW" is the one in Russia or in Idaho is not decided here. "ISLAMABAD: The minister" is left
alone, because a transcript prints its speakers in the same way.
"""

import re
from typing import Final, NamedTuple

import msgspec

from processors.dateline_words import AGENCIES, LABELS, MONTHS, PARTICLES


class Dateline(msgspec.Struct, frozen=True, kw_only=True):
    """A dateline as printed. Offsets are code points in the text that was parsed.

    `text[start:end]` is the whole dateline with its closing dash or stop; the story begins at the first character
    after `end` that is not white space. `text[place_start:place_end] == place`; a dateline without a place ("(NP) -")
    has `place` None and both offsets equal to `start`.
    """

    place: str | None
    country: str | None
    month: int | None
    day: int | None
    year: int | None
    agency: str | None
    start: int
    end: int
    place_start: int
    place_end: int

    @property
    def places(self) -> tuple[str, ...]:
        """The towns of a shared dateline ("BRUSSELS/WASHINGTON", "LONDON and PARIS"), one each."""
        return tuple(part.strip() for part in _BETWEEN_TOWNS.split(self.place or "") if part.strip())

    @property
    def is_bare(self) -> bool:
        """True if neither a date nor an agency bears the place out."""
        return self.month is None and self.agency is None


class _Day(NamedTuple):
    month: int | None
    day: int | None
    year: int | None
    start: int


class _Place(NamedTuple):
    town: str
    country: str | None
    capitals: bool


MAX_TITLE: Final = 120
"""A paragraph up to this length may be a title with a dash in it ("EU LEADERS MEET — Talks go on")."""

# A dateline stands on the first lines: a subtitle, bullets, a by-line, an editor's note may come before it.
_MAX_PARAGRAPHS: Final = 8
_MAX_LINES_ABOVE_BARE: Final = 4  # without date and agency it must stand below titles only, or sub-headings would pass
_MAX_NOTE: Final = 200
_MAX_STORIES: Final = 2
_MAX_MARGIN: Final = 4000
_MAX_PARAGRAPH: Final = 1200
_MAX_DATELINE: Final = 160
_MAX_TOWN: Final = 60
_MAX_TOWN_WORDS: Final = 5

_PARAGRAPH_BREAK: Final = re.compile(r"\n[ \t]*(?:\n\s*|(?=\S))")
_BETWEEN_TOWNS: Final = re.compile(r"\s*/\s*|\s+(?:and|et|y|и)\s+", re.IGNORECASE)
# What closes place and date: an agency in brackets or slashes, or the dash itself.
_CLOSER: Final = re.compile(
    r"\((?P<round>[^()\n]{2,40})\)"
    r"|(?<=[\s.])/(?P<slash>[^/\n]{2,30})/"
    r"|--+|[—―]|(?<=\s)[-–‒_](?=\s)|(?<=[\d.])–\s"
)
_AFTER_AGENCY: Final = re.compile(r"\s*(?:[.,:]\s*)?(?:--+|[-–—―‒_])+(?=[\s\"'“‘«A-ZÀ-ÞА-Я\d-])|\s*[.:]")
_SECOND_DASH: Final = re.compile(r"\s+-(?=\S)")  # "SEOUL — -Japan", left by converters that cut a tag
_AGENCY_AFTER_DASH: Final = re.compile(r"\s+(?P<name>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)\s*[.,](?=\s)")
_MONTH_DAY: Final = r"(?P<m1>[^\W\d_]{3,10})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?"
_DAY_MONTH: Final = r"(?P<d2>\d{1,2})(?:er|\.)?\s+(?:de\s+)?(?P<m2>[^\W\d_]{3,10})"
_DATE: Final = re.compile(
    rf"(?:^|[\s,.(])(?:[^\W\d_]{{3,6}}day,?\s+)?(?:{_MONTH_DAY}|{_DAY_MONTH})\.?(?:,?\s+(?:de\s+)?(?P<year>\d{{4}}))?[\s.,]*$"
    r"|(?:^|[\s,.])(?P<iso>\d{4}-\d{2}-\d{2})[\s.,]*$"
)
_CAPITALS_WITH_PREFIX: Final = re.compile(  # "McALLEN", "al-TANF", "d'ARGENT"
    r"(?:[A-Z][a-z]{1,2}|(?:al|el|as|es|ad|an|ar|at|az)-|d['’])[A-ZÀ-Þ]{3,}"
)
_ENDS_IN_INITIAL: Final = re.compile(r"\b[^\W\d_]\.$")  # "WASHINGTON D.C."
_WORDS: Final = re.compile(r"[\s/]+")


def parse_dateline(text: str) -> Dateline | None:
    """The dateline on the first paragraphs of a body, or None.

    A subtitle, bullets, a by-line or an editor's note may stand before it. A full dateline further down beats a bare
    one ("NEW YORK —") that could be a title. Reads a bounded part of the text; never raises.
    """
    start = 0
    weak: Dateline | None = None
    stories = 0  # paragraphs too long for a title or a note
    for number in range(_MAX_PARAGRAPHS):
        start = _next_word(text, start)
        brk = _PARAGRAPH_BREAK.search(text, start, start + _MAX_PARAGRAPH)
        stop = brk.start() if brk else min(len(text), start + _MAX_PARAGRAPH)
        # A hard-wrapped dateline may run over a line end, so the window reaches past a single one.
        found = _dateline_at(text, start, start + _MAX_DATELINE) or _after_note(text, start, stop)
        above_story = not stories and number <= _MAX_LINES_ABOVE_BARE
        if found is None and above_story:
            found = _glued_to_title(text, start, stop)
        if found is not None and (above_story or not found.is_bare):
            if not found.is_bare or stop - start > MAX_TITLE:
                return found
            weak = weak or found
        stories += stop - start > _MAX_NOTE
        if brk is None or stories >= _MAX_STORIES:
            return weak
        start = brk.end()
    return weak


def _next_word(text: str, start: int) -> int:
    stop = min(len(text), start + _MAX_MARGIN)
    while start < stop and (text[start].isspace() or text[start] in "\ufeff\u200e\u200f"):
        start += 1
    return start if start < stop else len(text)


def _dateline_at(text: str, start: int, limit: int) -> Dateline | None:
    closer = _CLOSER.search(text, start, limit)
    if closer is None:
        return None
    before = text[start : closer.start()]
    agency = closer["round"] or closer["slash"]
    end = closer.end()
    closed = True
    if agency is None:
        named = _AGENCY_AFTER_DASH.match(text, end, end + 32)  # "MOSCOW, 12 November — RIA Novosti. Text"
        if named is not None and named["name"].casefold() in AGENCIES:
            agency, end = named["name"], named.end()
    elif _is_agency(agency):
        after = _AFTER_AGENCY.match(text, end, end + 12)
        closed, end = after is not None, after.end() if after else end
    else:
        return None
    second = _SECOND_DASH.match(text, end, end + 4)
    if second is not None:
        end = second.end()

    if not before.strip():
        place, day = None, None
        believed = closed and agency is not None and (agency.isupper() or agency.casefold() in AGENCIES)
    else:
        day = _day_in(before)
        place = _place_in(before[: day.start] if day else before)
        believed = place is not None and _is_believed(
            place, day, agency, closed=closed, story=text[end : end + 60].lstrip()
        )
    if not believed:
        return None
    month, number, year, _ = day or _Day(None, None, None, 0)
    place_start = start + before.index(place.town) if place else start
    return Dateline(
        place=place.town if place else None,
        country=place.country if place else None,
        month=month,
        day=number,
        year=year,
        agency=" ".join(agency.split()) if agency else None,
        start=start,
        end=end,
        place_start=place_start,
        place_end=place_start + len(place.town) if place else start,
    )


def _is_believed(place: _Place, day: _Day | None, agency: str | None, *, closed: bool, story: str) -> bool:
    """Whether enough speaks for a dateline: the less of it there is, the more must fit."""
    if day is None and agency is None:
        return place.capitals and _may_stand_alone(place.town) and _can_begin(story)
    if place.capitals:
        return closed or day is not None  # "IAEA (the agency in Vienna) said": a bracket after capitals is too little
    known = agency is not None and agency.casefold() in AGENCIES
    return closed and agency is not None and (known or day is not None)


def _after_note(text: str, start: int, stop: int) -> Dateline | None:
    """A dateline behind an editor's note in the same paragraph: "(Corrects paragraph 2) HAVANA (NP) -"."""
    close = text.find(") ", start, min(stop, start + 400)) if text.startswith("(", start) else -1
    return _dateline_at(text, close + 2, close + 2 + _MAX_DATELINE) if close >= 0 else None


def _glued_to_title(text: str, start: int, stop: int) -> Dateline | None:
    """A dateline that a converter left at the end of the title: "Title-SEOUL — -Japan has"."""
    mark = text.find("— -", start, min(stop, start + 400))
    begin = mark
    while begin > start and (text[begin - 1].isupper() or text[begin - 1] in " .,'’/-"):
        begin -= 1
    cut = text.find("-", begin, mark) if mark >= 0 else -1
    return _dateline_at(text, cut + 1, mark + 40) if cut >= 0 else None


def _is_agency(name: str) -> bool:
    words = name.split()
    return (
        0 < len(words) <= 5
        and (name[0].isupper() or name.casefold() in AGENCIES)
        and not any(char.isdigit() for char in name)
        and words[0].casefold().rstrip(".") not in MONTHS
        and words[0].upper() not in LABELS
    )


def _day_in(before: str) -> _Day | None:
    """The date at the end of the words before the closer."""
    found = _DATE.search(before)
    if found is None:
        return None
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    else:
        month = MONTHS.get((found["m1"] or found["m2"]).casefold(), 0)
        day = int(found["d1"] or found["d2"])
        year = int(found["year"] or 0)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _Day(month, day, year or None, found.start())


def _place_in(words: str) -> _Place | None:
    """Town, and country or state, in what stands before date, agency and dash."""
    town, comma, rest = words.partition(",")
    town = town.strip()
    if town.endswith(".") and not _ENDS_IN_INITIAL.search(town):  # "MOSCOW. Nov 12"
        town = town[:-1].rstrip()
    parts = town.split()
    if not 0 < len(parts) <= _MAX_TOWN_WORDS + town.count("/") or len(town) > _MAX_TOWN:
        return None
    if not all(char.isalpha() or char in " .'’ʼ`/-–\u00ad" for char in town) or sum(map(str.isalpha, town)) < 2:
        return None
    capitals = all(_is_capital(word) for word in parts) and any(word not in PARTICLES for word in parts)
    if not capitals and not all(word[0].isupper() or word in PARTICLES for word in parts):
        return None
    country = rest.strip().rstrip(",").rstrip() if comma else ""
    named = country.split()
    if len(named) > 5 or any(not (word[0].isupper() or word in PARTICLES) for word in named):
        return None
    return _Place(town, country or None, capitals)


def _is_capital(word: str) -> bool:
    return word.isupper() or word in PARTICLES or _CAPITALS_WITH_PREFIX.fullmatch(word) is not None


def _may_stand_alone(town: str) -> bool:
    words = _WORDS.split(town)
    return (
        len(words) <= 4
        and sum(map(str.isalpha, town)) >= 3
        and words[0].strip(".") not in LABELS
        and words[-1] not in PARTICLES
    )


def _can_begin(story: str) -> bool:
    """True if a sentence can begin so: a capital, a digit or a quotation mark, and small letters soon after."""
    first = story[:1]
    return (first.isupper() or first.isdigit() or first in tuple("\"'“‘«<")) and any(map(str.islower, story))
