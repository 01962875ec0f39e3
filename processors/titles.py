"""A headline tells again, in few words, what the story tells: which event of the body it means."""

from collections.abc import Sequence
from typing import Final

from processors.event_mention import EventMention
from processors.same_actor import CountryOf, matched
from processors.same_meeting import APART, one_family
from schemas.event import Event, Meeting, Recognition, event_actors
from schemas.vocabulary import Stance

_AGAINST: Final[frozenset[Stance]] = frozenset({"refuses", "withdrawn", "denied"})


def told_in_full(title: EventMention, told: Sequence[EventMention], country_of: CountryOf) -> int | None:
    """The place in `told` of the event that a title mentions, or None if the story does not tell of it.

    Names in titles are shortened, and one of them is enough; where none is shared ("Four leaders hold talks") it is the
    first event of the same kind and status.
    """
    best: tuple[tuple[int, bool, bool], int] | None = None
    for place, other in enumerate(told):
        fit = _fit(title.event, other.event, country_of)
        if fit is not None and (best is None or fit > best[0]):
            best = (fit, place)
    return best[1] if best else None


def _fit(title: Event, told: Event, country_of: CountryOf) -> tuple[int, bool, bool] | None:
    """Actors in common, same status or stance, same format; None where they cannot be one event."""
    if isinstance(title, Meeting) and isinstance(told, Meeting):
        shared = len(matched(title.participants, told.participants, country_of))
        one_status = title.status == told.status
        alike = one_family(title, told)
        if not one_status and APART & {title.status, told.status}:
            return None
        return (shared, one_status, alike) if shared or (one_status and alike) else None
    if isinstance(title, Recognition) and isinstance(told, Recognition):
        if (title.stance in _AGAINST) != (told.stance in _AGAINST):
            return None
        objects = matched([title.object, *title.more_objects], [told.object, *told.more_objects], country_of)
        shared = len(matched(event_actors(title), event_actors(told), country_of))
        return (shared, title.stance == told.stance, title.object_kind == told.object_kind) if objects else None
    return None
