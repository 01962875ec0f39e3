"""Ids of events: the same meeting in the next version keeps its id; status, place and time are not identity."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from processors.folding import fold
from schemas.event import Event, Meeting, Recognition


def with_ids(uri: str, events: Sequence[Event]) -> list[Event]:
    """The events of an article with their ids, in the same order.

    An id is a hash of uri, type, stance (recognition), the folded names of who takes part, the claimants, and a
    number among otherwise equal events.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    identified: list[Event] = []
    for event in events:
        identity = _identity(event)
        number = seen[identity]
        seen[identity] += 1
        content = msgspec.json.encode([uri, *identity, number])
        identified.append(msgspec.structs.replace(event, id=hashlib.sha256(content).hexdigest()[:32]))
    return identified


def _identity(event: Event) -> tuple[str, ...]:
    claimants = _names(source.name for source in event.attribution)
    if isinstance(event, Meeting):
        return ("meeting", _names(actor.name for actor in event.participants), claimants)
    return ("recognition", event.stance, _recognisers(event), _objects(event), claimants)


def _recognisers(event: Recognition) -> str:
    return _names(actor.name for actor in event.recognisers)


def _objects(event: Recognition) -> str:
    return _names(actor.name for actor in (event.object, *event.more_objects))


def _names(names: Iterable[str]) -> str:
    return "|".join(sorted({" ".join(fold(name).split()) for name in names}))
