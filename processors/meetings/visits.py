"""A visit and the meeting it is made for: who visits a country and meets its people there is on one visit.

The rule is that of the labelled sets: "Visits X and meets Y there" is one event, with host country and Y.
"""

from collections.abc import Sequence

from processors.meetings.parties import SentenceReading
from processors.meetings.same import join
from processors.meetings.slots import Draft
from schemas.vocabulary import MeetingFormat, MeetingStatus

_ON_VISITS: frozenset[MeetingFormat] = frozenset({"meeting", "talks", "conversation"})
_AT_HAND: frozenset[MeetingStatus] = frozenset({"held", "ongoing"})


def unite_visits(drafts: Sequence[Draft], reading: SentenceReading) -> list[Draft]:
    """The drafts of one sentence, their actors settled, with meetings taken into the visits on which they are held."""
    kept = list(drafts)
    for visit in [draft for draft in kept if draft.format == "visit"]:
        for meeting in [draft for draft in kept if draft.format in _ON_VISITS]:
            if _is_held_on(meeting, visit, reading):
                join(visit, meeting)
                kept.remove(meeting)
    return kept


def _is_held_on(meeting: Draft, visit: Draft, reading: SentenceReading) -> bool:
    """The visitor meets somebody of the country that he visits."""
    if not (meeting.status == visit.status or {meeting.status, visit.status} <= _AT_HAND):
        return False
    hosts, met = visit.cast - meeting.cast, meeting.cast - visit.cast
    if not (hosts and met and visit.cast & meeting.cast):
        return False
    people = (p for p in reading.parties(meeting) if p.key in met and p.kind in ("person", "office"))
    return any(reading.countries(person) & hosts for person in people)
