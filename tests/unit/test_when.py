"""An event takes the date that belongs to its own predicate, and none that belongs to another."""

import pytest

from processors.when import is_background, reference_day, time_of
from schemas.vocabulary import MeetingStatus
from tests.parsed_stories import meeting_at, recognition_at, story_of

_WIRE = "OSLO, November 12 (Reuters) - "


@pytest.mark.parametrize(
    ("sentence", "trigger", "status", "start"),
    [
        ("Ivor Tallis met the envoys on Friday.", "met", "held", "2018-11-09"),
        ("Ivor Tallis will meet the envoys on Friday.", "meet", "scheduled", "2018-11-16"),
        ("Ivor Tallis held talks with the envoys in February 2008.", "talks", "held", "2008-02"),
        ("Ivor Tallis met the envoys on Friday, the ministry said on Sunday.", "met", "held", "2018-11-09"),
        ("On Friday, Ivor Tallis arrived in Oslo and met the envoys.", "met", "held", "2018-11-09"),
        ("The Friday meeting with the envoys ended early.", "meeting", "held", "2018-11-09"),
        ("Ivor Tallis spoke of his October 7 visit to Rome.", "visit", "held", "2018-10-07"),
        ("Ivor Tallis met the envoys during the 2016 campaign.", "met", "held", "2016"),
        ("Ivor Tallis will meet the envoys in two years.", "meet", "scheduled", "2020"),
        ("Last week, Ivor Tallis met the envoys.", "met", "held", "2018-11-05"),
        ("Tomorrow, Ivor Tallis is scheduled to have lunch with the envoys.", "lunch", "scheduled", "2018-11-13"),
        ("Ivor Tallis will not meet the envoys on his visit in December.", "meet", "not_planned", "2018-12"),
        ("Ivor Tallis met the envoys at a forum in Bergen in May.", "met", "held", "2018-05"),
        ("Ivor Tallis invited rivals to talks to be held in December.", "talks", "proposed", "2018-12"),
        ("Ivor Tallis spoke of a meeting that his aides held in 2016 with the envoys.", "meeting", "held", "2016"),
        ("The summit that will take place tomorrow worries Ivor Tallis.", "summit", "scheduled", "2018-11-13"),
        ("Ivor Tallis arrived on Sunday to begin talks with the envoys.", "talks", "scheduled", "2018-11-11"),
        # The captions of photographs.
        ("Ivor Tallis, left, greets an envoy before talks in Bergen, May 3, 2016.", "talks", "held", "2016-05-03"),
        ("Ivor Tallis, left, chats with an envoy during their talks, May 3, 2016.", "talks", "held", "2016-05-03"),
        # Dates that belong to something else.
        ("The rally on Friday ended, and after talks, May 3, 2016 came to mind.", "talks", "held", None),
        ("Ivor Tallis said on Friday he planned to raise the matter during talks.", "talks", "scheduled", None),
        ("Ivor Tallis left on Friday for a summit with the envoys.", "summit", "scheduled", None),
        ("The talks between the envoys and Ivor Tallis will last until Friday.", "talks", "ongoing", None),
        ("As a result of talks with the envoys, the road was shut on Friday.", "talks", "held", None),
        ("For the first time since he was shot in 2012, Ivor Tallis met the envoys.", "met", "held", None),
        ("Ivor Tallis met the envoys for the first time in two years.", "met", "held", None),
        ("Ivor Tallis said on Friday that he had met the envoys.", "met", "held", None),
        ("The first visit since 1979 was a success, Ivor Tallis said.", "visit", "held", None),
        ("Ivor Tallis met the envoys to speak of last week's attack on the port.", "met", "held", None),
    ],
)
def test_a_dated_report_gives_the_date_of_the_predicate(
    sentence: str, trigger: str, status: MeetingStatus, start: str | None
) -> None:
    story = story_of(_WIRE + sentence)
    time = time_of(story, meeting_at(story, trigger, status))
    assert (time.start if time else None) == start


@pytest.mark.parametrize(
    ("body", "trigger", "status", "start"),
    [
        ("Ivor Tallis meets the envoys in Oslo.", "meets", "held", "2018-11-12"),
        ("Ivor Tallis arrives in Oslo for talks with the envoys.", "talks", "scheduled", "2018-11-12"),
        ("During a visit to Oslo, Ivor Tallis tells reporters that he is content.", "visit", "held", "2018-11-12"),
        ("Northern leaders in emergency talks with the envoys.", "talks", "held", "2018-11-12"),
        ("Ivor Tallis and an envoy discuss the flood over a telephone call.", "telephone call", "held", "2018-11-12"),
        ("After meeting the envoys, Ivor Tallis praises the deal.", "meeting", "held", "2018-11-12"),
        ("After holding talks with the envoys, Ivor Tallis praises the deal.", "talks", "held", "2018-11-12"),
        ("Ivor Tallis meets an envoy who said he was content.", "meets", "held", "2018-11-12"),
        ("During talks with an envoy, Ivor Tallis offers a truce for May 9.", "talks", "held", "2018-11-12"),
        ("Ivor Tallis regrets the war of 1991 on a visit to Rome.", "visit", "held", "2018-11-12"),
        ("After talks with the envoys, Ivor Tallis praises the deal.", "talks", "held", None),
        ("Ivor Tallis resigns after meeting the envoys.", "meeting", "held", None),
        ("Northern leaders, back from talks with the envoys, rested.", "talks", "held", None),
        ("Ivor Tallis announces that he has held talks with the envoys.", "talks", "held", None),
        ("Ivor Tallis resigns after talks with the envoys.", "talks", "held", None),
        ("Ivor Tallis often meets the envoys.", "meets", "held", None),
        ("Ivor Tallis meets the envoys. He said so himself.", "meets", "held", None),
        ("Ivor Tallis met the envoys.", "met", "held", None),
    ],
)
def test_news_in_brief_told_in_the_present_is_of_the_day(
    body: str, trigger: str, status: MeetingStatus, start: str | None
) -> None:
    story = story_of(body)
    time = time_of(story, meeting_at(story, trigger, status))
    assert (time.start if time else None) == start
    assert time is None or time.basis == "dateline"


@pytest.mark.parametrize(
    ("sentence", "trigger", "status", "start"),
    [
        (
            "Ivor Tallis resigned on Friday, a day before he was to host envoys for talks.",
            "talks",
            "held",
            "2018-11-10",
        ),
        ("The order came on Friday, two days before a visit by Ivor Tallis.", "visit", "held", "2018-11-11"),
        ("Ivor Tallis resigned on Friday, three days after talks with the envoys.", "talks", "held", "2018-11-06"),
        ("Rebels fired on the port on Friday, hours before talks with the envoys.", "talks", "held", "2018-11-09"),
        ("On Friday Ivor Tallis saw her on the eve of talks with the envoys.", "talks", "held", "2018-11-10"),
        ("The order comes two days before a visit by Ivor Tallis.", "visit", "scheduled", "2018-11-14"),
        # Not counted to the day, or to something else.
        ("Ivor Tallis resigned on Friday, less than three days after talks.", "talks", "held", None),
        ("On Friday, a day after the report about a call with the envoys, he quit.", "call", "held", None),
        ("Ivor Tallis resigned in May, three days after talks with the envoys.", "talks", "held", None),
    ],
)
def test_days_are_counted_from_what_happened_before_or_after(
    sentence: str, trigger: str, status: MeetingStatus, start: str | None
) -> None:
    story = story_of(_WIRE + sentence)
    time = time_of(story, meeting_at(story, trigger, status))
    assert (time.start if time else None) == start


@pytest.mark.parametrize(("elsewhere", "start"), [("April 2, 1987", "1987-04-02"), ("May 2, 1987", "2018-04-02")])
def test_a_day_is_of_the_year_that_the_article_gives_it_elsewhere(elsewhere: str, start: str) -> None:
    story = story_of(
        _WIRE + f"Rivals blame him for what he did on {elsewhere}. Ivor Tallis missed the April 2 meeting."
    )
    time = time_of(story, meeting_at(story, "meeting"))
    assert time is not None
    assert (time.start, time.text) == (start, "April 2")


_LEAD = "Ivor Tallis asked for help on Sunday. "


@pytest.mark.parametrize(
    ("body", "trigger", "start"),
    [
        (_LEAD + "He spoke at the start of talks with the envoys.", "talks", "2018-11-11"),
        (_LEAD + "Tallis, on a visit to Rome, declined to comment.", "visit", "2018-11-11"),
        (_LEAD + "Talking to reporters during a meeting with the envoys, he smiled.", "meeting", "2018-11-11"),
        (_LEAD + "A spokesman said the plea came during a visit to Rome.", "visit", "2018-11-11"),
        (_WIRE + "Ivor Tallis spoke at a meeting with the envoys.", "meeting", "2018-11-12"),
        # What is not of the day of the news.
        (_LEAD + "At a recent meeting with the envoys, he smiled.", "meeting", None),
        (_LEAD + "He had smiled at a meeting with the envoys.", "meeting", None),
        (_LEAD + "He smiled after a meeting with the envoys.", "meeting", None),
        (_LEAD + "He commented on a meeting with the envoys.", "meeting", None),
        (_LEAD + "He named ideas aired at a meeting with the envoys.", "meeting", None),
        ("Ivor Tallis asked for help last week. He spoke at a meeting with the envoys.", "meeting", None),
    ],
)
def test_what_was_said_at_a_meeting_was_said_on_the_day_of_the_news(body: str, trigger: str, start: str | None) -> None:
    story = story_of(body)
    time = time_of(story, meeting_at(story, trigger))
    assert (time.start if time else None) == start
    assert time is None or time.text is None or story.body[time.start_char : time.end_char] == time.text == "Sunday"


def test_the_offsets_point_at_the_expression() -> None:
    story = story_of(_WIRE + "Ivor Tallis met the envoys on Friday.")
    time = time_of(story, meeting_at(story, "met"))
    assert time is not None
    assert story.body[time.start_char : time.end_char] == time.text == "Friday"


def test_today_is_the_day_of_the_dateline_where_the_version_came_after_midnight() -> None:
    assert reference_day(story_of("OSLO, November 11 (Reuters) - Snow fell.")).isoformat() == "2018-11-11"
    assert reference_day(story_of("OSLO, June 3 (Reuters) - Snow fell.")).isoformat() == "2018-11-12"


def test_recognition_of_the_past_is_dated_by_its_year() -> None:
    story = story_of(_WIRE + "In 2010, Norway recognised Kosovo.")
    time = time_of(story, recognition_at(story, "recognised", "granted"))
    assert time is not None
    assert (time.start, time.end, time.precision, time.basis) == ("2010", "2010", "year", "explicit")


@pytest.mark.parametrize(
    ("status", "start"), [("not_planned", "2018-11-09"), ("possible", "2018-11-09"), ("held", None)]
)
def test_what_is_not_planned_on_a_journey_has_the_day_of_the_journey(status: MeetingStatus, start: str | None) -> None:
    body = "The plans of Ivor Tallis for his November 9 trip to Rome included a concert, while no talks are planned."
    story = story_of(_WIRE + body)
    time = time_of(story, meeting_at(story, "talks", status, slots=("Ivor Tallis",)))
    assert (time.start if time else None) == start


@pytest.mark.parametrize(("when", "background"), [("in 2010", True), ("in March", True), ("on Friday", False)])
def test_what_ended_more_than_a_season_ago_is_background(when: str, background: bool) -> None:
    story = story_of(_WIRE + f"Ivor Tallis met the envoys {when}.")
    assert is_background(story, time_of(story, meeting_at(story, "met"))) is background
    assert is_background(story, None) is False
