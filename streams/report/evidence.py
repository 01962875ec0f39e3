"""What in an article's text each event rests on: spans with the part they play."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from schemas.event import ActorMention, Event, Meeting, Part

Role = Literal["event", "who", "object", "place", "time", "source", "response"]
"""`event` is the trigger: the words that report it."""

ROLE_LABELS: Final[dict[Role, str]] = {
    "event": "event",
    "who": "who",
    "object": "whom",
    "place": "where",
    "time": "when",
    "source": "says",
    "response": "replies",
}
"""The label printed at each span."""

ROLE_MEANINGS: Final[dict[Role, str]] = {
    "event": "the words that report it",
    "who": "participant or recogniser",
    "object": "what is recognised",
    "place": "place",
    "time": "time",
    "source": "on whose word",
    "response": "what the other side says",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """[start, end) of the headline or the body; `event` is the number of its card, `note` says what it names."""

    part: Part
    start: int
    end: int
    role: Role
    event: int
    note: str


def evidence_of(event: Event, number: int, *, headline: str, body: str) -> Iterator[Evidence]:
    """Every span of `event`, whose card bears `number`."""
    trigger = event.trigger
    kind = "meeting" if isinstance(event, Meeting) else "recognition"
    yield Evidence(trigger.part, trigger.start, trigger.end, "event", number, f"{kind} {_state(event)}")
    if isinstance(event, Meeting):
        for participant in event.participants:
            yield _mention(participant, "who", number, participant.role)
    else:
        for recogniser in event.recognisers:
            yield _mention(recogniser, "who", number, "recogniser")
        for what in (event.object, *event.more_objects):
            yield _mention(what, "object", number, event.object_kind)
    for source in event.attribution:
        yield _mention(source, "source", number, "source")
    for response in event.responses:
        yield _mention(response, "response", number, response.kind.replace("_", " "))
    if event.place:
        place = event.place
        yield Evidence(place.part, place.start, place.end, "place", number, place.name)
    time = event.time
    if time and time.start_char is not None and time.end_char is not None:
        # A time does not say whether it stands in the headline or in the body; its words do.
        texts: dict[Part, str] = {"body": body, "headline": headline}
        parts: list[Part] = [trigger.part, "body", "headline"]
        part = next((one for one in parts if texts[one][time.start_char : time.end_char] == time.text), trigger.part)
        yield Evidence(part, time.start_char, time.end_char, "time", number, time.start or "unknown")


def within(evidence: Iterable[Evidence], part: Part, start: int, end: int) -> list[Evidence]:
    """The evidence inside [start, end) of `part`, with offsets counted from `start`."""
    return [
        Evidence(part, one.start - start, one.end - start, one.role, one.event, one.note)
        for one in evidence
        if one.part == part and start <= one.start and one.end <= end
    ]


def _mention(actor: ActorMention, role: Role, number: int, note: str) -> Evidence:
    return Evidence(actor.part, actor.start, actor.end, role, number, f"{actor.name}, {note}")


def _state(event: Event) -> str:
    return (event.status if isinstance(event, Meeting) else event.stance).replace("_", " ")
