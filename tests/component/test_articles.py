"""Whole articles: what several sentences tell of one meeting becomes one event with the right people in it."""

from datetime import UTC, datetime
from functools import cache

import pytest

from processors.detector import Detector
from processors.incoming import IncomingArticle
from schemas.article import Article, Body, Headline
from schemas.event import Meeting
from streams.detector import load_detector
from streams.settings import Settings

NOON = datetime(2018, 11, 14, 12, tzinfo=UTC)  # a Wednesday


@cache
def detector() -> Detector:
    return load_detector(model=Settings.model_fields["spacy_model"].default, watch="any")


def meetings(body: str, headline: str = "") -> list[Meeting]:
    article = Article(
        uri="urn:test:article",
        version_created=NOON,
        headlines=[Headline(value=headline)] if headline else [],
        bodies=[Body(value=body)],
    )
    (result,) = detector().detect([IncomingArticle(article, NOON)])
    return [event for event in result.events if isinstance(event, Meeting)]


def who(body: str, headline: str = "") -> list[list[str]]:
    return [[one.name for one in event.participants] for event in meetings(body, headline)]


def test_the_two_who_were_named_before_spoke_by_telephone() -> None:
    (event,) = meetings(
        "Ivor Tallis and Orla Whitby have settled their dispute over fishing. The two spoke by telephone on Tuesday."
    )
    assert [one.name for one in event.participants] == ["Ivor Tallis", "Orla Whitby"]
    assert event.format == "call"


def test_talks_of_two_countries_and_of_their_officials_are_one() -> None:
    (event,) = meetings(
        "Norway and Denmark held talks on fishing on Monday. "
        "Norwegian negotiator Ivor Tallis held the talks with Danish negotiator Orla Whitby on Monday."
    )
    assert len(event.sentences) == 2


def test_officials_of_other_countries_held_other_talks() -> None:
    found = meetings(
        "Norway and Denmark held talks on fishing on Monday. "
        "Swedish negotiator Ivor Tallis held talks with Finnish negotiator Orla Whitby on Monday."
    )
    assert len(found) == 2


def test_a_title_that_the_story_repeats_is_no_other_meeting_and_names_nobody() -> None:
    title = "Tallis Meets Danish Leader"
    lead = "Norwegian Prime Minister Ivor Tallis has held talks with Danish Prime Minister Orla Whitby."
    (event,) = meetings(f"{title}\n\n{title}-OSLO — -{lead}")
    assert [one.name for one in event.participants] == ["Ivor Tallis", "Orla Whitby"]
    assert event.trigger.text == "talks"
    assert len(event.sentences) == 3


@pytest.mark.parametrize(
    ("later", "actors"),
    [
        ("Nothing was said of the talks, led by Ivor Tallis and Orla Whitby.", ["Ivor Tallis", "Orla Whitby"]),
        (
            "Ivor Tallis and Orla Whitby, who are leading the two-day talks, were silent.",
            ["Ivor Tallis", "Orla Whitby"],
        ),
        ("Sweden is hosting the talks.", ["Sweden"]),
        ("Ivor Tallis told Orla Whitby that the talks were useful.", []),
        ("In Stockholm, Ivor Tallis said any talks would respect the treaty.", []),
    ],
)
def test_the_talks_are_those_of_the_lead_and_have_its_actors_and_who_attends_them(
    later: str, actors: list[str]
) -> None:
    assert who(f"Norway and Denmark opened talks on fishing on Monday. {later}") == [["Norway", "Denmark", *actors]]


def test_talks_with_a_word_of_their_own_are_others() -> None:
    later = "Ivor Tallis and Orla Whitby led the trade talks in Bergen on Tuesday."
    assert len(who(f"Norway and Denmark opened talks on fishing on Monday. {later}")) == 2


def test_those_who_met_and_will_meet_do_it_twice() -> None:
    found = meetings("Ivor Tallis met Orla Whitby in Oslo on Monday. Tallis and Whitby will meet in Bergen.")
    assert [event.status for event in found] == ["held", "scheduled"]


@pytest.mark.parametrize(
    ("body", "actors"),
    [
        (
            "Delegations led by Ivor Tallis of Norway and Orla Whitby of Denmark met in Bergen on Monday.",
            ["Ivor Tallis", "Orla Whitby"],
        ),
        (
            "A Norwegian delegation led by Foreign Minister Eva Larsen met Danish officials on Monday.",
            ["Norwegian", "Eva Larsen", "Danish"],
        ),
    ],
)
def test_a_delegation_is_its_leader_and_its_country(body: str, actors: list[str]) -> None:
    assert who(body) == [actors]


@pytest.mark.parametrize(
    ("body", "actors"),
    [
        # A capital is its country's, named as the article names it.
        ("Angela Merkel will hold talks in Beijing on Thursday.", [["Angela Merkel", "China"]]),
        ("The Chinese side is glad. Angela Merkel held talks in Beijing.", [["Angela Merkel", "China"]]),
        (
            "The Russian Federation agreed. Angela Merkel held talks in Moscow.",
            [["Angela Merkel", "Russian Federation"]],
        ),
        ("Norwegian negotiator Ivor Tallis held talks in Beijing on Monday.", [["Ivor Tallis", "China"]]),
        # Who is known to be at home, or not known to be abroad, talks to somebody else.
        ("Angela Merkel will hold talks in Berlin on Thursday.", [["Angela Merkel"]]),
        ("Chinese negotiator Ivor Tallis held talks in Beijing on Monday.", [["Ivor Tallis"]]),
        ("Ivor Tallis held talks in Beijing on Monday.", [["Ivor Tallis"]]),
        ("China held talks in Beijing on Monday.", [["China"]]),
        # Where she is otherwise says nothing of talks that are not to be.
        ("Angela Merkel heard a concert in Beijing, while no talks were planned.", [["Angela Merkel"]]),
        # Two have each other; a summit has many hosts; another town speaks for nobody.
        ("Angela Merkel held talks with Theresa May in Beijing on Monday.", [["Angela Merkel", "Theresa May"]]),
        ("Angela Merkel attended a summit in Beijing on Monday.", [["Angela Merkel"]]),
        ("Angela Merkel will hold talks in Shanghai on Thursday.", [["Angela Merkel"]]),
        ("NATO held talks in Beijing on Monday.", [["NATO"]]),
    ],
)
def test_a_guest_in_a_capital_is_received_by_its_country(body: str, actors: list[list[str]]) -> None:
    assert who(body) == actors


def test_the_country_of_a_capital_is_a_host_at_the_words_for_it() -> None:
    (event,) = meetings("Angela Merkel will hold talks in Beijing on Thursday.")
    host = event.participants[1]
    assert (host.role, host.id, host.text) == ("host", "state:china", "Beijing")
