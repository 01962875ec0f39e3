"""Headlines tell again what the story tells."""

from typing import Any

import msgspec
import pytest

from processors.event_mention import EventMention
from processors.merge import merge_mentions
from schemas.event import Event, Meeting, Sentence, Trigger
from schemas.vocabulary import MeetingFormat
from tests.builders import actor, meeting, participant, recognition


def told(event: Event, at: int = 100) -> EventMention:
    return _mention(event, at, title=False)


def headline(event: Event) -> EventMention:
    return _mention(event, 0, title=True)


def _mention(event: Event, at: int, *, title: bool) -> EventMention:
    part: Any = "headline" if title else "body"
    changed = msgspec.structs.replace(
        event,
        trigger=Trigger(text="met", start=at, end=at + 3, part=part),
        sentences=[Sentence(text="…", start=at, end=at + 9, part=part)],
    )
    return EventMention(changed, at // 100, title=title)


def of_format(form: MeetingFormat, *names: str) -> Meeting:
    return msgspec.structs.replace(meeting("t", *names), format=form)


OSLAN, VANCE, LIND = "Mira Oslan", "Teodor Vance", "Ivo Lind"


@pytest.mark.parametrize(
    "title",
    [
        meeting(),
        meeting("t", "Oslan"),
        meeting("t", "Oslan", "the port"),
        meeting("t", "Two leaders"),
        meeting("t", "Oslan", status="scheduled"),
        of_format("visit", "Oslan"),
    ],
)
def test_a_headline_adds_its_sentence_and_nothing_else(title: Event) -> None:
    (event,) = merge_mentions([headline(title), told(meeting())])
    assert isinstance(event, Meeting)
    assert [sentence.part for sentence in event.sentences] == ["headline", "body"]
    assert (event.status, event.format, event.trigger.part) == ("held", "meeting", "body")
    assert [one.name for one in event.participants] == [OSLAN, VANCE]


@pytest.mark.parametrize(
    "title",
    [
        meeting("t", "Ana Ruiz", status="scheduled"),
        of_format("visit", "Ana Ruiz"),
        meeting("t", "Oslan", "Vance", status="refused"),
        recognition(),
    ],
)
def test_a_headline_of_something_else_is_an_event(title: Event) -> None:
    assert len(merge_mentions([headline(title), told(meeting())])) == 2


def test_a_headline_means_the_event_with_most_of_its_names() -> None:
    first, second = merge_mentions(
        [headline(meeting("t", "Oslan", "Lind")), told(meeting()), told(meeting("m", OSLAN, LIND), 200)]
    )
    assert (len(first.sentences), len(second.sentences)) == (1, 2)


def test_a_headline_may_say_that_it_was_called_off() -> None:
    (event,) = merge_mentions([headline(meeting(status="cancelled")), told(meeting(status="scheduled"))])
    assert isinstance(event, Meeting)
    assert event.status == "cancelled"


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, False),
        ({"recognisers": []}, False),
        ({"stance": "intends"}, False),
        ({"stance": "withdrawn"}, True),
        ({"object": actor("Avaria")}, True),
        ({"object": actor("Avaria"), "more_objects": [actor("Norland")]}, False),
    ],
)
def test_headlines_of_recognition(changes: dict[str, Any], apart: bool) -> None:
    title = msgspec.structs.replace(recognition(), **changes)
    events = merge_mentions([headline(title), told(recognition())])
    assert len(events) == 1 + apart


def test_two_headlines_of_one_thing_are_one_event() -> None:
    twice = [headline(meeting()), headline(msgspec.structs.replace(meeting(), participants=[participant(OSLAN)]))]
    assert len(merge_mentions(twice)) == 1
