"""An event takes the place that belongs to its own predicate."""

import pytest

from processors.where import place_of
from schemas.vocabulary import MeetingFormat
from tests.parsed_stories import meeting_at, story_of


@pytest.mark.parametrize(
    ("body", "trigger", "kind", "place"),
    [
        ("Ivor Tallis met the envoys in Geneva.", "met", "meeting", "Geneva"),
        ("Ivor Tallis held talks with the envoys in Geneva.", "talks", "talks", "Geneva"),
        ("In Geneva, Ivor Tallis met the envoys.", "met", "meeting", "Geneva"),
        ("Talks in Geneva between the envoys ended.", "Talks", "talks", "Geneva"),
        ("Ivor Tallis met the envoys in the capital Hanoi.", "met", "meeting", "Hanoi"),
        ("Ivor Tallis met the envoys in the city of Bergen.", "met", "meeting", "Bergen"),
        ("After a White House meeting, the envoys left.", "meeting", "meeting", "White House"),
        ("Ivor Tallis met the envoys at an airport in Lahore.", "met", "meeting", "Lahore"),
        ("Ivor Tallis visited Norway.", "visited", "visit", "Norway"),
        ("Ivor Tallis ended his visit to Norway.", "visit", "visit", "Norway"),
        ("Norway was pleased. Ivor Tallis ended a visit to the country.", "visit", "visit", "Norway"),
        ("Ivor Tallis flew to Rome for talks with the envoys.", "talks", "talks", "Rome"),
        ("Ivor Tallis held a call with the envoys about the floods in Norway.", "call", "call", None),
        ("Ivor Tallis held talks with the envoys on ending the strike in Norway.", "talks", "talks", None),
        ("Ivor Tallis held talks concerning the floods in Norway.", "talks", "talks", None),
        ("Ivor Tallis held talks on fishing rights in Bergen.", "talks", "talks", "Bergen"),
        ("Ivor Tallis met the envoys on a trip to Norway.", "met", "meeting", "Norway"),
        ("Ivor Tallis arrived from Bergen, where he met the envoys.", "met", "meeting", "Bergen"),
        ("Ivor Tallis left Bergen, where he attended a summit, during which he met her.", "met", "meeting", "Bergen"),
        ("Ivor Tallis met the envoys during a forum in Bergen.", "met", "meeting", "Bergen"),
        ("Ivor Tallis met the envoys on the sidelines of a forum in Bergen.", "met", "meeting", "Bergen"),
        ("Ivor Tallis met the envoys in the outskirts of Bergen.", "met", "meeting", "Bergen"),
        ("Ivor Tallis visited the former Soviet republic of Ukraine.", "visited", "visit", "Ukraine"),
        ("Ivor Tallis had vowed to visit Hong Kong.", "visit", "visit", "Hong Kong"),
        ("Ivor Tallis arrived on Hallin Island for talks with the envoys.", "talks", "talks", "Hallin Island"),
        ("After arriving in Oslo, Ivor Tallis met the envoys.", "met", "meeting", "Oslo"),
        # The town rather than the country.
        ("Ivor Tallis began a visit to Norway at Bergen.", "visit", "visit", "Bergen"),
        ("Ivor Tallis arrived in Bergen for a visit to Norway.", "visit", "visit", "Bergen"),
        ("Crowds rallied in Bergen as Ivor Tallis visited Norway.", "visited", "visit", "Norway"),
        # Named before.
        ("Ivor Tallis is heading to Bergen for talks there with the envoys.", "talks", "talks", "Bergen"),
        ("Shops closed in Bergen, Norway, before the envoys held talks there.", "talks", "talks", "Bergen"),
        ("Blasts shook Oslo during a visit to the city by Ivor Tallis.", "visit", "visit", "Oslo"),
        ("Blasts shook Oslo. Ivor Tallis had ended a visit to the city.", "visit", "visit", "Oslo"),
        ("Ivor Tallis ended his visit to the city.", "visit", "visit", None),
        (
            "Norway is cold. Norwegian leader Ivor Tallis thanked her for a visit to the country.",
            "visit",
            "visit",
            "Norway",
        ),
        # A building that has no name but a description.
        ("Ivor Tallis met the envoys in Mara Lind's office.", "met", "meeting", "Mara Lind's office"),
        (
            "Ivor Tallis met the envoys at the governor's official residence.",
            "met",
            "meeting",
            "governor's official residence",
        ),
        ("Ivor Tallis met the envoys at their command centre.", "met", "meeting", "command centre"),
        ("Ivor Tallis made a visit to the Danish capital.", "visit", "visit", "Danish capital"),
        ("Ivor Tallis met the envoys at Hallin Air Base in Norway.", "met", "meeting", "Hallin Air Base"),
        ("Ivor Tallis met the envoys at a new palace in Lahore.", "met", "meeting", "Lahore"),
        ("Ivor Tallis met the envoys in an office.", "met", "meeting", None),
        ("Rebels stayed inside the safe zones set up during talks with the envoys.", "talks", "talks", None),
        # Places of something else.
        ("Ivor Tallis delayed talks with the envoys until after a visit to Norway.", "talks", "talks", None),
        ("Ivor Tallis held talks amid the strike in Bergen.", "talks", "talks", None),
        ("The envoys had met before he flew to Bergen, where he said that talks had failed.", "talks", "talks", None),
        ("Ivor Tallis said in Geneva that the envoys had met.", "met", "meeting", None),
        ("Ivor Tallis will meet the envoys in Hanoi ahead of talks with Norway.", "talks", "talks", None),
        ("Norway and Denmark met.", "met", "meeting", None),
    ],
)
def test_a_predicate_has_its_place(body: str, trigger: str, kind: MeetingFormat, place: str | None) -> None:
    story = story_of(body)
    found = place_of(story, meeting_at(story, trigger, kind=kind))
    assert (found.text if found else None) == place
    assert found is None or story.body[found.start : found.end] == found.text


def test_a_city_has_its_country_and_coordinates() -> None:
    story = story_of("Ivor Tallis met the envoys in Geneva, Switzerland.")
    place = place_of(story, meeting_at(story, "met"))
    assert place is not None
    assert place.country == "CH"
    assert place.location is not None
    assert (round(place.location.lat), round(place.location.lon)) == (46, 6)


def test_a_country_has_its_code_and_no_point() -> None:
    story = story_of("Ivor Tallis visited Kosovo.")
    place = place_of(story, meeting_at(story, "visited", kind="visit"))
    assert place is not None
    assert (place.country, place.location) == ("XK", None)


def test_here_is_the_town_of_the_dateline_and_says_so() -> None:
    story = story_of("GENEVA, November 12 (Reuters) - Ministers meet here to end the war.")
    place = place_of(story, meeting_at(story, "meet"))
    assert place is not None
    assert (place.text, place.name, place.basis, place.country) == ("GENEVA", "Geneva", "dateline", "CH")
    assert story.body[place.start : place.end] == "GENEVA"


def test_the_dateline_alone_is_no_place() -> None:
    story = story_of("GENEVA, November 12 (Reuters) - Ivor Tallis met the envoys.")
    assert place_of(story, meeting_at(story, "met")) is None


def test_what_is_not_planned_on_a_journey_has_the_town_of_the_journey() -> None:
    body = "The plans of Ivor Tallis for his November 9 trip to Rome included a concert, while no talks are planned."
    story = story_of(body)
    place = place_of(story, meeting_at(story, "talks", "not_planned", slots=("Ivor Tallis",)))
    assert place is not None
    assert place.text == "Rome"


def test_the_next_sentence_tells_the_place_of_the_meetings_it_begins_with() -> None:
    story = story_of("Ivor Tallis may hold meetings with guests. Such meetings could be held in Rome.")
    place = place_of(story, meeting_at(story, "meetings < with", "possible"))
    assert place is not None
    assert place.text == "Rome"
    story = story_of("Ivor Tallis may hold meetings with guests. Concerts could be held in Rome.")
    assert place_of(story, meeting_at(story, "meetings", "possible")) is None
