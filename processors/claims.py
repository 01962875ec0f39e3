"""Whose word an event is: asserted by the wire, claimed by one side, confirmed by both, or disputed; and contested."""

from collections.abc import Sequence

import msgspec

from processors.same_actor import actor_keys
from schemas.event import Event, Meeting, Recognition
from schemas.vocabulary import Claim

_NOT_SO = frozenset({"denied"})


def with_claims(events: Sequence[Event]) -> list[Event]:
    """The events of an article with `claim` and `contested` filled in, in the same order."""
    return [
        msgspec.structs.replace(
            event, claim=_claim(event, events), contested=any(_contests(event, other) for other in events)
        )
        for event in events
    ]


def _claim(event: Event, events: Sequence[Event]) -> Claim:
    kinds = {response.kind for response in event.responses}
    denied = "denies" in kinds or any(
        isinstance(other, Meeting) and other.status in _NOT_SO and _contests(event, other) for other in events
    )
    if denied:
        return "disputed"
    if "confirms" in kinds:
        return "confirmed"
    if isinstance(event, Meeting):
        claimants = {source.name for source in event.attribution if source.by_participant}
        if len(claimants) > 1:
            return "confirmed"
    return "claimed" if event.attribution else "asserted"


def _contests(event: Event, other: Event) -> bool:
    """Rival counts for one object and stance, or a meeting both reported and denied."""
    if event is other:
        return False
    if isinstance(event, Recognition) and isinstance(other, Recognition):
        if event.stance == other.stance and event.count and other.count and event.count.value != other.count.value:
            return not event.recognisers and bool(_objects(event) & _objects(other))
        return False
    if isinstance(event, Meeting) and isinstance(other, Meeting):
        one_denied = (event.status in _NOT_SO) != (other.status in _NOT_SO)
        return one_denied and _same_people(event, other)
    return False


def _same_people(one: Meeting, other: Meeting) -> bool:
    """True if the participants of one are among those of the other."""
    left, right = actor_keys(one.participants), actor_keys(other.participants)
    return bool(left and right) and (left <= right or right <= left)


def _objects(event: Recognition) -> set[str]:
    return actor_keys([event.object, *event.more_objects])
