"""What stands around a trigger counts where the parser hung it on another word."""

import pytest

from processors.actors.resolver import ActorResolver
from processors.meetings.finder import drafts_in
from processors.meetings.slots import Draft
from tests.unit.meeting_reader import actors_of, meetings_in, story_of


def _drafts(text: str) -> list[Draft]:
    story = story_of(text)
    return drafts_in(story.docs[0], ActorResolver(story).mentions(0))[1]


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("The guard fell ill during a meeting inside the old customs house with Anna Keller.", "Anna Keller"),
        ("Reports say that talks are in progress with Norway.", "Norway"),
        ("There will be a summit on Friday in the town hall with Marc Dubois.", "Marc Dubois"),
    ],
)
def test_a_partner_is_found_behind_the_place_of_the_meeting(text: str, partner: str) -> None:
    assert any(partner in " ".join(actors_of(text, found)) for found in meetings_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Anna Keller called a meeting amid the quarrel with Sweden.",
        "Anna Keller spoke at the meeting because she was tired of the quarrel with Sweden.",
        "After the meeting Anna Keller, who quarrelled with Sweden, went home.",
    ],
)
def test_with_in_another_clause_names_no_partner(text: str) -> None:
    assert not any("Sweden" in actors_of(text, found) for found in meetings_in(text))


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Anna Keller visits Bodø, Norway, which was hit by floods.", "Norway"),
        ("Anna Keller arrived in Trondheim, Norway, on Monday.", "Norway"),
        ("Anna Keller visited the Norwegian town of Bodø.", "Norwegian"),
        ("Anna Keller is the first premier to visit the Norwegian port of Narvik.", "Norwegian"),
    ],
)
def test_the_country_that_is_said_of_a_town_receives_its_guest(text: str, host: str) -> None:
    (found, *_) = meetings_in(text)
    assert host in actors_of(text, found)


def test_a_town_without_a_word_of_its_country_names_no_host() -> None:
    (found, *_) = meetings_in("Anna Keller visited Bodø on Monday.")
    assert actors_of("Anna Keller visited Bodø on Monday.", found) == {"Anna Keller"}


def test_what_is_discussed_in_a_call_is_no_meeting_of_its_own() -> None:
    text = "Anna Keller and Marc Dubois held a telephone call to discuss the border."
    (found,) = meetings_in(text)
    assert found.format == "call"


def test_a_discussion_with_somebody_else_stays_apart() -> None:
    text = "Anna Keller and Marc Dubois hold a summit before they discuss the border with Sweden."
    assert len(_drafts(text)) == 2
