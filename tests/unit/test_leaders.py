"""Who leads a delegation takes part in its meetings."""

import pytest

from processors.actors import ActorResolver
from processors.candidate import MeetingCandidate
from processors.leaders import leaders_of
from tests.parsed_stories import slot_at, story_of


@pytest.mark.parametrize(
    ("sentence", "group", "leaders"),
    [
        ("A Norwegian delegation led by Foreign Minister Eva Larsen met officials.", "delegation", ["Eva Larsen"]),
        (
            "Teams headed by Norway's deputy trade minister Eva Larsen and Sudanese envoy Omar Hilal met.",
            "Teams",
            ["Eva Larsen", "Omar Hilal"],
        ),
        (
            "A delegation of the African Union, led by Omar Hilal, held talks with Eva Larsen.",
            "delegation of the African Union",
            ["Omar Hilal"],
        ),
        ("Omar Hilal met a team of experts led by Eva Larsen.", "team of experts", ["Eva Larsen"]),
        ("Officials led by Omar Hilal in Khartoum met Eva Larsen.", "Officials", ["Omar Hilal"]),
        ("A coalition led by Eva Larsen met officials.", "coalition", []),
        ("A delegation that had met Eva Larsen was led by Omar Hilal.", "delegation", []),
        ("A delegation met Eva Larsen.", "delegation", []),
    ],
)
def test_those_named_behind_led_by_lead_it(sentence: str, group: str, leaders: list[str]) -> None:
    story = story_of(sentence)
    index, slot = slot_at(story, group)
    candidate = MeetingCandidate("", index, (slot.head, slot.end), slot.head, [slot], "held", "meeting")
    assert [one.name for one in leaders_of(story, candidate, slot, ActorResolver(story))] == leaders
