"""An event in one line of words: who, what, where, when, and on whose word."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from schemas.event import ActorMention, Attribution, Count, Event, Meeting, Recognition, Time
from schemas.vocabulary import CountQualifier, MeetingFlag, MeetingStatus, ResponseKind, Stance
from streams.visible_text import one_line

MAX_NAMES: Final = 5
"""How many names a line bears; the others are counted."""
MAX_NAME_LENGTH: Final = 80

STATUS_WORDS: Final[dict[MeetingStatus, str]] = {
    "held": "held",
    "ongoing": "under way",
    "scheduled": "scheduled",
    "proposed": "proposed",
    "possible": "possible",
    "not_planned": "not planned",
    "denied": "denied",
    "refused": "refused",
    "cancelled": "cancelled",
    "postponed": "postponed",
    "ended": "ended",
}

STANCE_WORDS: Final[dict[Stance, str]] = {
    "granted": "recognition granted",
    "recognises": "recognised",
    "intends": "recognition intended",
    "considers": "recognition considered",
    "urged": "recognition urged",
    "sought": "recognition sought",
    "refuses": "recognition refused",
    "withdrawn": "recognition withdrawn",
    "denied": "recognition denied",
}

RESPONSE_WORDS: Final[dict[ResponseKind, str]] = {
    "confirms": "confirmed by {}",
    "denies": "denied by {}",
    "no_comment": "no comment from {}",
    "silent": "{} silent",
    "not_ruled_out": "not ruled out by {}",
}

_QUALIFIERS: Final[dict[CountQualifier, str]] = {
    "exact": "",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "fewer than ",
    "about": "about ",
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SPOKEN_IN: Final = frozenset({"briefing", "broadcast", "communique", "interview", "letter", "speech", "statement"})
_SPOKEN_IN_LOWER: Final = frozenset({"article", "post", "telegram", "tweet"})  # Telegram with a capital is the service


def summary_of(event: Event) -> str:
    """`Mira Oslan – Teodor Vance: brief conversation, Port Sorrel, held — claimed by Mira Oslan on Twitter`.

    One line of plain text (not HTML); control characters of the wire are written out.
    """
    said = _of_meeting(event) if isinstance(event, Meeting) else _of_recognition(event)
    word = word_of(event)
    return f"{said} — {word}" if word else said


def word_of(event: Event) -> str:
    """On whose word: `claimed by Mira Oslan on Twitter; Avaria silent; contested`; empty when the wire asserts it."""
    parts = []
    if event.attribution:
        first = event.attribution[0]
        claimed = event.claim in {"claimed", "disputed"} and any(source.by_participant for source in event.attribution)
        medium = medium_words(first)
        parts.append(f"{'claimed by' if claimed else 'according to'} {names_of(event.attribution)}{medium}")
    sources = {source.name for source in event.attribution}
    by_kind: dict[ResponseKind, list[ActorMention]] = {}
    for response in event.responses:
        if response.name not in sources:  # whoever denies a meeting is the source of the denial
            by_kind.setdefault(response.kind, []).append(response)
    parts += [RESPONSE_WORDS[kind].format(names_of(who)) for kind, who in by_kind.items()]
    if event.claim == "disputed" and "denies" not in by_kind:
        parts.append("disputed")
    if event.contested:
        parts.append("rival counts" if isinstance(event, Recognition) else "contested")
    return "; ".join(parts)


def names_of(actors: Iterable[ActorMention], last: str = " and ") -> str:
    """`A, B and C`: each name once, the first few of many; `last` stands before the last one."""
    names = list(dict.fromkeys(one_line(actor.name, MAX_NAME_LENGTH) for actor in actors))
    if len(names) > MAX_NAMES:
        names = [*names[: MAX_NAMES - 1], f"{len(names) - MAX_NAMES + 1} others"]
    return last.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def count_words(count: Count) -> str:
    """`more than 60 countries`."""
    return f"{_QUALIFIERS[count.qualifier]}{count.value} {counted_words(count)}"


def counted_words(count: Count) -> str:
    """What is counted: `countries`, `UN members`."""
    words = one_line(count.of, MAX_NAME_LENGTH).split("_")
    return " ".join(word.upper() if word in {"un", "eu"} else word for word in words)


def period_words(time: Time | None) -> str:
    """`11 Nov 2018`, `Nov 2018`, `2018`, `9 Nov 2018 – 11 Nov 2018`; empty when unknown."""
    if time is None:
        return ""
    ends = dict.fromkeys(_date_words(end) for end in (time.start, time.end) if end)
    return " – ".join(ends)


def meeting_words(event: Meeting) -> str:
    """`brief talks on the sidelines`."""
    adjectives: dict[MeetingFlag, str] = {"brief": "brief", "closed": "closed-door", "bilateral": "bilateral"}
    before = [word for flag, word in adjectives.items() if flag in event.flags]
    after = ["on the sidelines"] if "sidelines" in event.flags else []
    return " ".join([*before, event.format, *after])


def medium_words(source: Attribution) -> str:
    """` on Twitter`, ` in a statement`; empty when the article names no medium."""
    if not source.medium:
        return ""
    medium = one_line(source.medium, MAX_NAME_LENGTH)
    if medium in _SPOKEN_IN_LOWER or medium.casefold() in _SPOKEN_IN:
        return f" in {'an' if medium[0].casefold() in 'aeiou' else 'a'} {medium}"
    return f" on {medium}"


def _of_meeting(event: Meeting) -> str:
    mediators = [actor for actor in event.participants if actor.role == "mediator"]
    visitors = [actor for actor in event.participants if actor.role == "visitor"]
    others = [actor for actor in event.participants if actor.role in {"participant", "host"}]
    parties = parties_of([*visitors, *others]) or "Unnamed parties"
    if mediators:
        parties += f", mediated by {names_of(mediators)}"
    where = one_line(event.place.name, MAX_NAME_LENGTH) if event.place else ""
    facts = (meeting_words(event), where, period_words(event.time), STATUS_WORDS[event.status])
    return f"{parties}: {_listed(facts)}"


def _of_recognition(event: Recognition) -> str:
    recognised = [event.object, *event.more_objects]
    objects, who = names_of(recognised), names_of(event.recognisers)
    stance = STANCE_WORDS[event.stance]
    if len(recognised) > 1 and {one.name for one in recognised} == {one.name for one in event.recognisers}:
        objects, who = parties_of(recognised), ""
        stance = "mutual recognition" if event.stance == "recognises" else f"mutual {stance}"
    if event.object_kind != "state":
        objects += f" ({event.object_kind})"
    if event.count and who:
        # "among them" only where the count is larger: a list may well be complete.
        joint = ", among them " if event.count.value > len(event.recognisers) else ": "
        who = f"{count_words(event.count)}{joint}{who}"
    elif event.count:
        who = count_words(event.count)
    if who and event.stance == "urged":  # on them, not by them
        stance = f"recognition by {who} urged"
    elif who:
        stance += f" {'from' if event.stance == 'sought' else 'by'} {who}"
    where = one_line(event.place.name, MAX_NAME_LENGTH) if event.place else ""
    return f"{objects}: {_listed((stance, where, period_words(event.time)))}"


def parties_of(actors: Sequence[ActorMention]) -> str:
    """`A – B` for two, else a list."""
    if len(actors) == 2:
        return names_of(actors, last=" – ")
    return names_of(actors)


def _listed(facts: Iterable[str]) -> str:
    return ", ".join(fact for fact in facts if fact)


def _date_words(date: str) -> str:
    match = _PERIOD.fullmatch(date)
    if match is None:
        return one_line(date, MAX_NAME_LENGTH)
    year, month, day = match.groups()
    words = [str(int(day))] if day else []
    if month:
        words.append(_MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month)
    return " ".join([*words, year])
