"""When two mentions in one article report the same meeting.

Names decide where they can; a definite noun ("the talks") refers back to a meeting already told of; times and places
that contradict each other keep meetings apart. What one side denies or refuses is never the meeting another reports.
"""

from typing import Final, Literal

from processors.event_mention import EventMention
from processors.folding import fold
from processors.same_actor import CountryOf, matched
from schemas.event import Event, Meeting
from schemas.vocabulary import MeetingFormat, MeetingStatus

Relation = Literal["same", "refers"]
"""`same`: told again, with actors of its own. `refers`: only pointed at; its own actors say nothing new."""

APART: Final[frozenset[MeetingStatus]] = frozenset({"denied", "refused", "not_planned"})
_HAPPENED: Final[frozenset[MeetingStatus]] = frozenset({"held", "ongoing"})
_ORDINARY: Final[frozenset[MeetingStatus]] = frozenset({"held", "ongoing", "scheduled"})
ENDS: Final[frozenset[MeetingStatus]] = frozenset({"cancelled", "postponed", "ended"})
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
    if _named_alike(earlier, later, country_of) and one_place(one, other) and _may_be_one(one, other):
        return "same"
    return "refers" if _refers_back(one, later) else None


def _named_alike(earlier: EventMention, later: EventMention, country_of: CountryOf) -> bool:
    """All named actors of one side are among the other's, and the statuses may belong to one meeting."""
    one, other = earlier.event, later.event
    assert isinstance(one, Meeting)
    assert isinstance(other, Meeting)
    pairs = len(matched(one.participants, other.participants, country_of))
    if pairs == 0 or pairs < min(len(one.participants), len(other.participants)):
        return False
    if pairs > 1:
        return one.status == other.status or not APART & {one.status, other.status}
    return one_family(one, other) and _one_status(earlier, later)


def _one_status(earlier: EventMention, later: EventMention) -> bool:
    """For mentions that share one actor only: the same status, or one that a definite noun leaves open."""
    statuses = {earlier.status, later.status}
    if len(statuses) == 1 or statuses <= _HAPPENED:
        return True
    open_status = earlier.definite or later.definite
    if open_status and (statuses <= _ORDINARY or statuses <= _WISHES):
        return True
    return bool(statuses & ENDS) and bool(statuses & _ORDINARY) and len(statuses & ENDS) == 1


def _may_be_one(one: Meeting, other: Meeting) -> bool:
    """A call is no visit; a visit and the meeting during it are one."""
    formats = {one.format, other.format}
    if len(formats) == 1 or formats == {"call", "conversation"}:
        return True
    return "call" not in formats and not ("mediation" in formats and "visit" not in formats)


def _refers_back(one: Meeting, later: EventMention) -> bool:
    """ "The talks", "such meetings": one side at most is named, or none that could be believed."""
    other = later.event
    assert isinstance(other, Meeting)
    if not later.definite or other.status in APART or other.status == "proposed" or one.status in APART:
        return False
    if not one_family(one, other):
        return False
    if len(one.participants) < 2 <= len(other.participants):
        return False
    return len(other.participants) < 2 or other.confidence < _UNSURE


def one_family(one: Meeting, other: Meeting) -> bool:
    """True for two visits, two calls, or two of the formats in which people sit together."""
    if {one.format, other.format} == {"call", "conversation"}:
        return True
    return _FAMILIES.get(one.format, "meeting") == _FAMILIES.get(other.format, "meeting")


def one_time(one: Event, other: Event) -> bool:
    """False if both have a time and the times differ as far as both are known."""
    if one.time is None or other.time is None or not one.time.start or not other.time.start:
        return True
    left, right = one.time.start, other.time.start
    shared = min(len(left), len(right))
    return left[:shared] == right[:shared]


def one_place(one: Event, other: Event) -> bool:
    """False only for two known, different countries: a palace in Paris is in Paris."""
    if one.place is None or other.place is None or "dateline" in {one.place.basis, other.place.basis}:
        return True
    if fold(one.place.name) == fold(other.place.name):
        return True
    return not (one.place.country and other.place.country and one.place.country != other.place.country)


def status_of(earlier: EventMention, later: EventMention) -> MeetingStatus:
    """The status of a meeting told twice: how it ended, else what the surer of the two mentions says.

    A verb or a new noun is surer than a definite one, which may look back or ahead.
    """
    for mention in (later, earlier):
        if mention.status in ENDS:
            return mention.status
    if earlier.definite != later.definite:
        return later.status if earlier.definite else earlier.status
    return earlier.status if earlier.event.confidence >= later.event.confidence else later.status
