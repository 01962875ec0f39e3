"""When two mentions in one article report the same meeting.

Names decide where they can; a definite noun ("the talks") refers back to a meeting already told of; times and places
that contradict each other keep meetings apart. What one side denies or refuses is never the meeting another reports.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from processors.event_mention import EventMention
from processors.folding import fold
from processors.same_actor import CountryOf, matched, same_actor
from processors.watchlist_index import first_day, last_day
from schemas.event import Actor, Event, Meeting, Time
from schemas.vocabulary import MeetingFormat, MeetingStatus

Relation = Literal["same", "refers"]
"""`same`: told again, with actors of its own. `refers`: only pointed at; its own actors say nothing new."""

APART: Final[frozenset[MeetingStatus]] = frozenset({"denied", "refused", "not_planned"})
_HAPPENED: Final[frozenset[MeetingStatus]] = frozenset({"held", "ongoing"})
_ORDINARY: Final[frozenset[MeetingStatus]] = frozenset({"held", "ongoing", "scheduled"})
ENDS: Final[frozenset[MeetingStatus]] = frozenset({"cancelled", "postponed", "ended"})
_PUT_OFF: Final[frozenset[MeetingStatus]] = frozenset({"cancelled", "postponed"})
_ASKED: Final[frozenset[MeetingStatus]] = frozenset({"proposed", "possible"})
_CALLS: Final[frozenset[MeetingFormat]] = frozenset({"call", "conversation"})
_TALKS: Final[frozenset[MeetingFormat]] = frozenset({"talks", "meeting"})
_WISHES: Final[frozenset[MeetingStatus]] = frozenset({"scheduled", "proposed", "possible"})
_FAMILIES: Final[dict[MeetingFormat, str]] = {"visit": "visit", "call": "call", "mediation": "mediation"}
_UNSURE: Final = 0.75
"""Confidence below which the actors of a definite noun are not believed against the meeting it refers to."""


def relation(earlier: EventMention, later: EventMention, country_of: CountryOf) -> Relation | None:
    """How a mention stands to one told before it (which may have absorbed others); None when they are two meetings."""
    one, other = earlier.event, later.event
    assert isinstance(one, Meeting)
    assert isinstance(other, Meeting)
    if not one_time(one, other):
        return None
    pairs = matched(one.participants, other.participants, country_of)
    if _same(earlier, later, pairs) and one_place(one, other):
        return "same"
    return "refers" if _refers_back(one, later, pairs) else None


def _same(earlier: EventMention, later: EventMention, pairs: Sequence[tuple[Actor, Actor]]) -> bool:
    """All named actors of one side are among the other's, or the day is the same, or one sentence goes on with it; and
    formats and statuses may belong to one meeting."""
    one, other = earlier.event, later.event
    assert isinstance(one, Meeting)
    assert isinstance(other, Meeting)
    if not pairs:
        return _goes_on(earlier, later)
    if len(pairs) < min(len(one.participants), len(other.participants)):
        return _one_day(one, other) and one.status == other.status and one_family(one, other)
    if one.format == other.format == "visit" and not any(same_actor(*pair) for pair in pairs):
        return False
    if _of_two_travellers(one, other):
        return False
    if len(pairs) > 1:
        return _may_be_one(earlier, later) and _one_story(one, other) and not _next_one(earlier, later)
    return one_family(one, other) and _one_status(earlier, later)


def _of_two_travellers(one: Meeting, other: Meeting) -> bool:
    """Two visits on which different people are named: their country sent both, to the same host."""
    travellers = [
        [actor for actor in visit.participants if actor.kind == "person" and actor.role != "host"]
        for visit in (one, other)
        if visit.format == "visit"
    ]
    if len(travellers) < 2 or not all(travellers):
        return False
    return not any(same_actor(left, right) for left in travellers[0] for right in travellers[1])


def _goes_on(earlier: EventMention, later: EventMention) -> bool:
    """Of two sentences on end each names one side of the same kind of meeting, with the same status."""
    one, other = earlier.event, later.event
    assert isinstance(one, Meeting)
    assert isinstance(other, Meeting)
    return (
        len(one.participants) == len(other.participants) == 1
        and later.sentence - earlier.sentence <= 1
        and one.status == other.status
        and one_family(one, other)
    )


def _one_day(one: Meeting, other: Meeting) -> bool:
    """Both are told of the same day, in so many words."""
    times = (one.time, other.time)
    return all(t is not None and t.precision == "day" and t.basis != "dateline" for t in times)


def _one_story(one: Meeting, other: Meeting) -> bool:
    """Statuses of two mentions with the same actors: what is denied or called off is not what was held, nor is what is
    asked for today what took place on a day that is told."""
    statuses = {one.status, other.status}
    if len(statuses) == 1:
        return True
    if statuses == {"held", "cancelled"}:
        return False
    past = one if one.status == "held" else other
    if "held" in statuses and statuses & _ASKED and past.time is not None:
        return False
    return not APART & statuses


def _next_one(earlier: EventMention, later: EventMention) -> bool:
    """ "They met on Monday and will meet in May": what is to be, after what was, and not with "the"."""
    known = not earlier.definite or earlier.event.time is not None
    return known and earlier.status == "held" and later.status == "scheduled" and not later.definite


def _one_status(earlier: EventMention, later: EventMention) -> bool:
    """For mentions that share one actor only: the same status, or one that a definite noun leaves open."""
    statuses = {earlier.status, later.status}
    if len(statuses) == 1 or statuses <= _HAPPENED:
        return True
    open_status = earlier.definite or later.definite
    if open_status and (statuses <= _ORDINARY or statuses <= _WISHES):
        return True
    return bool(statuses & ENDS) and bool(statuses & _ORDINARY) and len(statuses & ENDS) == 1


def _may_be_one(earlier: EventMention, later: EventMention) -> bool:
    """A call is no visit; a visit and the meeting during it are one; a summit is not what one sentence tells beside
    it."""
    one, other = earlier.event, later.event
    assert isinstance(one, Meeting)
    assert isinstance(other, Meeting)
    formats = {one.format, other.format}
    if len(formats) == 1 or formats == {"call", "conversation"}:
        return True
    if "summit" in formats and earlier.sentence == later.sentence:
        return False
    return "call" not in formats and not ("mediation" in formats and "visit" not in formats)


def _refers_back(one: Meeting, later: EventMention, pairs: Sequence[tuple[Actor, Actor]]) -> bool:
    """ "The talks", "such meetings": one side at most is named, or none that could be believed. "Further talks" do, if
    the side they name is one of the meeting's."""
    other = later.event
    assert isinstance(other, Meeting)
    if {one.status, other.status} & APART or (len(one.participants) < 2 <= len(other.participants)):
        return False
    if not later.definite:
        named = later.nominal and len(other.participants) == len(pairs) == 1 < len(one.participants)
        return named and one_family(one, other)
    if not _may_mean(one, other):
        return False
    if later.partner and not pairs:
        return len(other.participants) < 2  # "the meeting between Ana Roy and Bo Lind" was not told of before
    if later.bare and not later.partner and one.format not in _CALLS:
        return True  # whoever its sentence names agreed or spoke at "the talks"
    return len(other.participants) < 2 or other.confidence < _UNSURE


def _may_mean(one: Meeting, other: Meeting) -> bool:
    """A definite noun of one family with the meeting; talks over the telephone are "the talks" too, but only a summit
    is "the summit"."""
    if other.format == "summit" != one.format:
        return False
    return one_family(one, other) or (one.format in _CALLS and other.format in _TALKS)


def one_family(one: Meeting, other: Meeting) -> bool:
    """True for two visits, two calls, or two of the formats in which people sit together."""
    if {one.format, other.format} == {"call", "conversation"}:
        return True
    return _FAMILIES.get(one.format, "meeting") == _FAMILIES.get(other.format, "meeting")


def one_time(one: Event, other: Event) -> bool:
    """False if both have a time and no day lies in both; the same words are never two times, what is put off has had a
    day, gets another, and was put off on a third, and what goes on today began on any day."""
    if one.time is None or other.time is None or not one.time.start or not other.time.start:
        return True
    if any(isinstance(event, Meeting) and _is_of_many_days(event) for event in (one, other)):
        return True
    if one.time.start_char is not None and one.time.start_char == other.time.start_char:
        return True
    begins, ends = max(_first(one.time), _first(other.time)), min(_last(one.time), _last(other.time))
    return begins <= ends


def _is_of_many_days(event: Meeting) -> bool:
    goes_on = event.status == "ongoing" and event.time is not None and event.time.basis == "dateline"
    return goes_on or event.status in _PUT_OFF


def _first(time: Time) -> date:
    return first_day(time.start)


def _last(time: Time) -> date:
    return last_day(time.end or time.start)


def one_place(one: Event, other: Event) -> bool:
    """False only for two known, different countries: a palace in Paris is in Paris."""
    if one.place is None or other.place is None or "dateline" in {one.place.basis, other.place.basis}:
        return True
    if fold(one.place.name) == fold(other.place.name):
        return True
    return not (one.place.country and other.place.country and one.place.country != other.place.country)


def status_of(earlier: EventMention, later: EventMention) -> MeetingStatus:
    """The status of a meeting told twice: how it ended (late, if it was put off and held), else what the surer of the
    two mentions says.

    A verb or a new noun is surer than a definite one, which may look back or ahead; of two sentences the first is, as
    news begins with how things stand and goes on with how they came about. What was to be and then was has been held.
    """
    if {earlier.status, later.status} == {"postponed", "held"}:
        return "held"
    if earlier.status == "scheduled" and later.status == "held" and not later.definite:
        return "held"
    for mention in (later, earlier):
        if mention.status in ENDS:
            return mention.status
    if earlier.definite != later.definite:
        return later.status if earlier.definite else earlier.status
    if earlier.sentence < later.sentence:
        return earlier.status
    return earlier.status if earlier.event.confidence >= later.event.confidence else later.status
