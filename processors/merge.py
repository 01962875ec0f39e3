"""Mentions of the same real meeting, or of the same stance, within one article become one event with all sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from processors.folding import fold
from schemas.event import Actor, Attribution, Event, Meeting, Recognition, Response
from schemas.vocabulary import MeetingStatus

_HAPPENED: frozenset[MeetingStatus] = frozenset({"held", "ongoing"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place that reports an event. `nominal`: by a noun ("talks"); `definite`: "the talks", "their talks"."""

    event: Event
    sentence: int
    nominal: bool = False
    definite: bool = False


def actor_key(actor: Actor) -> str:
    """What makes two mentions the same actor: the watchlist id, else the folded name without its article."""
    name = " ".join(fold(actor.name).split())
    return actor.id or name.removeprefix("the ")


def actor_keys(actors: Iterable[Actor]) -> set[str]:
    return {actor_key(actor) for actor in actors}


def same_people(one: Meeting, other: Meeting) -> bool:
    """True if the participants of one are among those of the other."""
    left, right = actor_keys(one.participants), actor_keys(other.participants)
    return bool(left and right) and (left <= right or right <= left)


def merge_mentions(mentions: Sequence[EventMention]) -> list[Event]:
    """Events in order of their triggers (headline first), mentions of one thing merged.

    The fullest mention gives trigger, status and spans; a mention in the body goes before one in the headline.
    """
    merged: list[Event] = []
    for event in sorted((mention.event for mention in mentions), key=_position):
        for place in reversed(range(len(merged))):
            if _same(merged[place], event):
                merged[place] = _union(merged[place], event)
                break
        else:
            merged.append(event)
    return sorted(merged, key=_position)


def _position(event: Event) -> tuple[bool, int, int]:
    trigger = event.trigger
    return (trigger.part != "headline", trigger.start, trigger.end)


def _same(earlier: Event, later: Event) -> bool:
    if isinstance(earlier, Meeting) and isinstance(later, Meeting):
        return _same_meeting(earlier, later)
    if isinstance(earlier, Recognition) and isinstance(later, Recognition):
        return _same_recognition(earlier, later)
    return False


def _same_meeting(earlier: Meeting, later: Meeting) -> bool:
    one_status = earlier.status == later.status or {earlier.status, later.status} <= _HAPPENED
    return one_status and same_people(earlier, later) and _one_time(earlier, later) and _one_place(earlier, later)


def _one_time(one: Event, other: Event) -> bool:
    if one.time is None or other.time is None or not one.time.start or not other.time.start:
        return True
    left, right = one.time.start, other.time.start
    shared = min(len(left), len(right))
    return left[:shared] == right[:shared]


def _one_place(one: Event, other: Event) -> bool:
    if one.place is None or other.place is None or "dateline" in {one.place.basis, other.place.basis}:
        return True
    if fold(one.place.name) == fold(other.place.name):
        return True
    # A palace in Paris is in Paris: only two known, different countries speak against it.
    return not (one.place.country and other.place.country and one.place.country != other.place.country)


def _same_recognition(earlier: Recognition, later: Recognition) -> bool:
    if earlier.stance != later.stance:
        return False
    if actor_keys([earlier.object, *earlier.more_objects]) != actor_keys([later.object, *later.more_objects]):
        return False
    if earlier.count and later.count and earlier.count.value != later.count.value:
        return False
    left, right = actor_keys(earlier.recognisers), actor_keys(later.recognisers)
    return (left <= right or right <= left) if left and right else not (left or right)


def _union(one: Event, other: Event) -> Event:
    best, rest = (one, other) if _fullness(one) >= _fullness(other) else (other, one)
    sentences = _distinct([*one.sentences, *other.sentences], lambda s: (s.part, s.start))
    sentences.sort(key=lambda s: (s.part != "headline", s.start))
    common = {
        "sentences": sentences,
        "place": best.place or rest.place,
        "time": best.time or rest.time,
        "attribution": _distinct([*best.attribution, *rest.attribution], _source_key),
        "responses": _distinct([*best.responses, *rest.responses], _response_key),
        "background": one.background and other.background,
        "confidence": max(one.confidence, other.confidence),
    }
    if isinstance(best, Meeting) and isinstance(rest, Meeting):
        return msgspec.structs.replace(
            best,
            **common,
            participants=_distinct([*best.participants, *rest.participants], actor_key),
            flags=sorted({*best.flags, *rest.flags}),
        )
    assert isinstance(best, Recognition)
    assert isinstance(rest, Recognition)
    return msgspec.structs.replace(
        best,
        **common,
        recognisers=_distinct([*best.recognisers, *rest.recognisers], actor_key),
        count=best.count or rest.count,
    )


def _fullness(event: Event) -> tuple[bool, int, bool, bool]:
    actors = event.participants if isinstance(event, Meeting) else event.recognisers
    return (event.trigger.part == "body", len(actors), event.place is not None, event.time is not None)


def _source_key(source: Attribution) -> object:
    return (actor_key(source), source.medium)


def _response_key(response: Response) -> object:
    return (response.kind, response.id or fold(response.name))


def _distinct(items: Iterable[T], key: Callable[[T], object]) -> list[T]:
    """The first item of each key, in order."""
    seen: dict[object, T] = {}
    for item in items:
        seen.setdefault(key(item), item)
    return list(seen.values())
