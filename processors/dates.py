"""Date expressions of wire copy and the days they mean.

An own small grammar instead of a general parser: agencies use few forms, and what matters is what a general parser
guesses at: a weekday or a month without a year means the past or the future after the tense of its verb.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from schemas.vocabulary import TimeBasis, TimePrecision

Direction = Literal["past", "future", "near"]
DateKind = Literal["day", "month", "year", "weekday", "offset", "week", "weekend", "month_offset", "year_offset"]

_MONTHS: Final = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_WEEKDAYS: Final = (
    {name.lower(): number for number, name in enumerate(calendar.day_name)}
    | {name.lower(): number for number, name in enumerate(calendar.day_abbr)}
    | {"tues": 1, "thurs": 3}
)
_COUNTED: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS: Final = {word: number for number, word in enumerate(_COUNTED, start=1)} | {
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
}

_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:])"
_TO_DAY: Final = r"(?:\s?(?:-|–|—|to|and|through|or)\s?(?P<to>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]))?"
_YEAR: Final = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY: Final = (
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
)
_COUNT: Final = rf"(?P<count>a couple of|couple of|\d{{1,3}}|{'|'.join(_COUNTED)}|an?)"
_PART_OF_DAY: Final = r"(?:\s(?:morning|afternoon|evening|night|midday|noon))?"

_FORMS: Final[tuple[tuple[str, str], ...]] = (
    ("iso", r"\b(?P<year>1[89]\d\d|20\d\d)-(?P<num>\d\d)-(?P<day>\d\d)\b"),
    ("day", rf"\b(?:{_WEEKDAY},?\s)?{_MONTH}\s{_DAY}{_TO_DAY}(?:,?\s{_YEAR}\b)?"),
    ("day", rf"\b(?:{_WEEKDAY},?\s)?{_DAY}{_TO_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"),
    (
        "month",
        rf"\b(?:(?P<which>(?i:last|next|this))\s)?{_MONTH}(?:,?\s(?:of\s)?(?:{_YEAR}\b|(?P<rel>last|this|next)\syear))?(?!\w)",
    ),
    (
        "weekday",
        rf"\b(?:(?P<which>(?i:last|next|this coming|this past|this|past|coming))\s)?{_WEEKDAY}{_PART_OF_DAY}"
        r"(?P<week>\s(?:of\s)?(?:last|next|this)\sweek)?(?!\w)",
    ),
    ("today", r"\b(?:earlier |later )?(?:today|tonight)\b|\b(?:earlier |later )?this\s(?:morning|afternoon|evening)\b"),
    ("today", r"\b(?:earlier|later) (?:in the day|on the same day)\b"),
    ("yesterday", r"\byesterday\b(?:\s(?:morning|afternoon|evening))?|\blast\s(?:night|evening)\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("ago", rf"\b{_COUNT}\s(?P<unit>day|week|month|year)s?\s(?:ago\b|earlier\b|before(?=\s?[.,;:]|$))"),
    ("hence", r"\bin\s(?P<count>two|three|four|five|six|\d)\s(?P<unit>day|week|month|year)s\b(?:['’]\stime)?"),
    (
        "period",
        r"\b(?:(?P<part>early|earlier|later|late)\s)?(?P<which>last|next|this|the coming|the past|the same)"
        r"\s(?P<unit>week|weekend|month|year)\b",
    ),
    (
        "period",
        r"\b(?:over|at|during|for|of)\s(?P<which>the)\s(?P<unit>weekend)\b|\b(?P<which2>a)\s(?P<unit2>weekend)\b",
    ),
    ("year", rf"(?<![\d.,$€£/-]){_YEAR}(?![\d/%]|\.\d|,\d|-\w|\s(?:people|dead|soldiers|troops))"),
)
_CAPITALISED: Final = frozenset({"iso", "day", "month", "weekday", "year"})
"""Forms that hold names ("May" is not "may"); the others may begin a sentence or stand inside one."""
_SCANNER: Final = tuple(
    (kind, re.compile(pattern, 0 if kind in _CAPITALISED else re.IGNORECASE)) for kind, pattern in _FORMS
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days [first, last] an expression means, and how exactly it says so."""

    first: date
    last: date
    precision: TimePrecision
    basis: TimeBasis


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression at [start, end) of a text."""

    start: int
    end: int
    kind: str
    parts: dict[str, str]

    def resolve(self, reference: date, direction: Direction) -> Days | None:
        """The days meant, seen from `reference`; a weekday or a date without its year looks in `direction`.

        None when there is no such day ("February 30").
        """
        try:
            return _RESOLVERS[self.kind](self.parts, reference, direction)
        except (ValueError, OverflowError):
            return None

    @property
    def exact(self) -> bool:
        """True if the expression names a day."""
        return self.kind in {"iso", "day", "weekday", "today", "yesterday", "tomorrow"}


def find_dates(text: str) -> Iterator[DateMention]:
    """The date expressions of a text in order; where forms overlap the longest wins."""
    found: list[DateMention] = []
    for kind, pattern in _SCANNER:
        for match in pattern.finditer(text):
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            parts = {
                name.rstrip("2"): value if name == "month" else value.lower()
                for name, value in match.groupdict().items()
                if value
            }
            if kind == "month" and not _is_month(text, match, parts):
                continue
            found.append(DateMention(match.start(), match.end(), kind, parts))
    return iter(sorted(found, key=lambda m: m.start))


def _is_month(text: str, match: re.Match[str], parts: dict[str, str]) -> bool:
    """ "May" and "March" by themselves are also a name, a verb and a walk: a month needs a preposition or a year."""
    if (
        parts["month"] not in {"May", "March", "Mar.", "Jun.", "Jul."}
        or "year" in parts
        or "which" in parts
        or "rel" in parts
    ):
        return True
    before = text[max(0, match.start() - 12) : match.start()].rstrip().split(" ")[-1].lower()
    return before in {
        "in",
        "of",
        "since",
        "until",
        "by",
        "early",
        "mid",
        "late",
        "during",
        "from",
        "and",
        "mid-",
        "for",
    }


def _month_number(word: str) -> int:
    return _MONTHS[word.rstrip(".").lower()]


def _month_span(year: int, month: int, basis: TimeBasis) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", basis)


def _year_span(year: int, basis: TimeBasis) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31), "year", basis)


def _iso(parts: dict[str, str], _reference: date, _direction: Direction) -> Days:
    day = date(int(parts["year"]), int(parts["num"]), int(parts["day"]))
    return Days(day, day, "day", "explicit")


def _day(parts: dict[str, str], reference: date, direction: Direction) -> Days:
    month, day = _month_number(parts["month"]), int(parts["day"])
    year = int(parts["year"]) if "year" in parts else _year_for(month, day, reference, direction)
    first = date(year, month, day)
    last = date(year, month, int(parts["to"])) if "to" in parts and int(parts["to"]) > day else first
    return Days(first, last, "day", "explicit")


def _year_for(month: int, day: int, reference: date, direction: Direction) -> int:
    """The year that puts a month and day nearest to the reference in the direction of the tense."""
    candidates = [reference.year - 1, reference.year, reference.year + 1]
    slack = 7
    days = {year: date(year, month, min(day, calendar.monthrange(year, month)[1])) for year in candidates}
    if direction == "past":
        fitting = [year for year in candidates if (days[year] - reference).days <= slack]
        return max(fitting)
    if direction == "future":
        fitting = [year for year in candidates if (days[year] - reference).days >= -slack]
        return min(fitting)
    return min(candidates, key=lambda year: abs((days[year] - reference).days))


def _month(parts: dict[str, str], reference: date, direction: Direction) -> Days:
    month = _month_number(parts["month"])
    if "year" in parts:
        return _month_span(int(parts["year"]), month, "explicit")
    if "rel" in parts:
        return _month_span(reference.year + {"last": -1, "this": 0, "next": 1}[parts["rel"]], month, "relative")
    which = parts.get("which")
    if which == "last" or (which is None and direction == "past"):
        year = reference.year if month <= reference.month else reference.year - 1
    elif which == "next" or (which is None and direction == "future"):
        year = reference.year if month >= reference.month else reference.year + 1
    elif which == "this":
        year = reference.year
    else:
        year = _year_for(month, 15, reference, "near")
    return _month_span(year, month, "explicit")


def _weekday(parts: dict[str, str], reference: date, direction: Direction) -> Days:
    number = _WEEKDAYS[parts["weekday"].rstrip(".").lower()]
    which = parts.get("which", "")
    back, ahead = (reference.weekday() - number) % 7, (number - reference.weekday()) % 7
    if "week" in parts:
        weeks = 1 if "next" in parts["week"] else -1 if "last" in parts["week"] else 0
        day = reference - timedelta(days=reference.weekday()) + timedelta(days=number, weeks=weeks)
    elif "last" in which or "past" in which:
        day = reference - timedelta(days=back or 7)
    elif "next" in which or "coming" in which:
        day = reference + timedelta(days=ahead or 7)
    elif direction == "past":
        day = reference - timedelta(days=back)
    elif direction == "future":
        day = reference + timedelta(days=ahead)
    else:
        day = reference - timedelta(days=back) if back <= ahead else reference + timedelta(days=ahead)
    return Days(day, day, "day", "relative")


def _shifted(days: int) -> "_Resolver":
    def resolve(_parts: dict[str, str], reference: date, _direction: Direction) -> Days:
        day = reference + timedelta(days=days)
        return Days(day, day, "day", "relative")

    return resolve


def _ago(parts: dict[str, str], reference: date, _direction: Direction) -> Days:
    return _offset(parts, reference, -1)


def _hence(parts: dict[str, str], reference: date, _direction: Direction) -> Days:
    return _offset(parts, reference, 1)


def _offset(parts: dict[str, str], reference: date, sign: int) -> Days:
    count = sign * (int(parts["count"]) if parts["count"].isdigit() else _NUMBERS[parts["count"]])
    unit = parts["unit"]
    if unit == "year":
        return _year_span(reference.year + count, "relative")
    if unit == "month":
        return _months_away(reference, count)
    day = reference + timedelta(days=count * (7 if unit == "week" else 1))
    if unit == "week":  # "three weeks ago" does not name the day
        monday = day - timedelta(days=day.weekday())
        return Days(monday, monday + timedelta(days=6), "day", "relative")
    return Days(day, day, "day", "relative")


def _months_away(reference: date, count: int) -> Days:
    months = reference.year * 12 + reference.month - 1 + count
    return _month_span(months // 12, months % 12 + 1, "relative")


def _period(parts: dict[str, str], reference: date, direction: Direction) -> Days:
    unit, which = parts["unit"], parts.get("which", "the").split(" ")[-1]
    steps = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "year":
        return _year_span(reference.year + steps, "relative")
    if unit == "month":
        return _months_away(reference, steps)
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=steps)
    if unit == "week" and reference.weekday() == 6:  # on a Sunday the week that ended is "last week" already
        monday += timedelta(weeks=1)
    if unit == "weekend":
        if steps == 0 and direction == "past" and reference.weekday() < 5:
            monday -= timedelta(weeks=1)
        if steps == -1 and reference.weekday() >= 5:
            monday += timedelta(weeks=0)
        return Days(monday + timedelta(days=5), monday + timedelta(days=6), "day", "relative")
    first, last = monday, monday + timedelta(days=6)
    if steps == 0 and (direction == "past" or parts.get("part") == "earlier"):
        last = max(first, reference)
    elif steps == 0 and direction == "future":
        first = reference
    return Days(first, last, "day", "relative")


def _year(parts: dict[str, str], _reference: date, _direction: Direction) -> Days:
    return _year_span(int(parts["year"]), "explicit")


_Resolver = Callable[[dict[str, str], date, Direction], Days]
_RESOLVERS: Final[dict[str, _Resolver]] = {
    "iso": _iso,
    "day": _day,
    "month": _month,
    "weekday": _weekday,
    "today": _shifted(0),
    "yesterday": _shifted(-1),
    "tomorrow": _shifted(1),
    "ago": _ago,
    "hence": _hence,
    "period": _period,
    "year": _year,
}
