"""Meetings that are nobody's public affair."""

import pytest

from tests.unit.meeting_reader import actors_of, meetings_in


def test_what_companies_talk_about_among_themselves_is_no_meeting() -> None:
    assert meetings_in("Northern Steel Corp. held talks with Bergen Metals Ltd. on a merger.", weighed=True) == []


def test_whom_a_company_meets_in_office_counts() -> None:
    text = "Norwegian Premier Anna Keller met with Bergen Metals Ltd. on Monday."
    (found,) = meetings_in(text, weighed=True)
    assert "Anna Keller" in actors_of(text, found)


def test_a_meeting_with_reporters_is_a_press_conference() -> None:
    assert meetings_in("In a meeting with reporters, Anna Keller repeated her hope for peace.") == []
    assert len(meetings_in("In a meeting with ministers, Anna Keller repeated her hope for peace.")) == 1


def test_a_bargaining_chip_is_no_bargaining() -> None:
    assert meetings_in("Norway keeps the port as a bargaining chip against Sweden.") == []


def test_the_people_of_a_country_are_no_visitors_of_state() -> None:
    assert meetings_in("The inns thrived as more Norwegians visited Sweden.", weighed=True) == []
    text = "Norwegian ministers visited Sweden."
    assert [found.format for found in meetings_in(text, weighed=True)] == ["visit"]


def test_who_is_greeted_with_applause_has_met_nobody() -> None:
    assert meetings_in("Anna Keller was greeted with applause and cheers as she entered the hall.") == []


def test_one_may_be_said_to_hold_no_talks_with_nobody_named() -> None:
    text = "Anna Keller's schedule in Oslo includes a concert, while no bilateral talks are planned."
    assert [found.status for found in meetings_in(text, weighed=True)] == ["not_planned"]


def test_who_is_called_something_got_no_call() -> None:
    assert meetings_in("Calling them women of courage, Anna Keller thanked the nuns of Sweden.") == []
    assert meetings_in("Anna Keller called President Marc Dubois a liar.") == []
    (found,) = meetings_in("Anna Keller called Republican Senator Marc Dubois on Sunday to discuss the bill.")
    assert found.format == "call"
    assert [found.format for found in meetings_in("Calling her counterpart on Monday, Anna Keller thanked Sweden.")]


def test_who_takes_something_along_or_gives_it_back_is_no_visitor() -> None:
    assert meetings_in("Anna Keller will return the flag to Sweden next year.") == []
    assert meetings_in("Norway flew aid to Sweden.") == []
    assert [found.format for found in meetings_in("Anna Keller will return to Sweden next year.")] == ["visit"]


ONE_BODY = [
    "Keller told a meeting of the Nordic Broadcasters Association in Bergen that the rules would change.",
    "Mayor Anna Keller announced an extraordinary meeting of the Bergen City Council.",
    "Norwegian Premier Anna Keller announced the plan at a meeting of the Chamber of Deputies.",
    "Dubois said the commission will vote on the rules at a commission meeting in May.",
    "Members leaving a council meeting said Norway would not pay.",
]
BODIES_OF_STATES = [
    "Norwegian Premier Anna Keller attended a meeting of the United Nations Security Council.",
    "Anna Keller spoke at a meeting of the Norwegian-Swedish Council.",
    "Anna Keller opened a meeting of the joint commission of Norway and Sweden.",
    "Anna Keller attended a council meeting with the leaders of Sweden.",
]
OWN_PEOPLE = [
    "After a meeting with advisers, President Anna Keller spoke of taxes.",
    "Anna Keller spoke to the press ahead of a meeting with her cabinet secretaries.",
    "Anna Keller met with her senior aides in Oslo.",
    "Dubois has been in talks with his lawyers for days.",
    "Anna Keller spoke at a meeting of her party in Oslo.",
    "Anna Keller told a gathering of her supporters that Norway would not pay.",
]
OTHERS_PEOPLE = [
    "Anna Keller met with aides of Marc Dubois in Oslo.",
    "Envoys of the rebels held talks with the cabinet in Oslo.",
    "Anna Keller had a meeting with advisers and the Swedish premier.",
]


@pytest.mark.parametrize("text", ONE_BODY)
def test_one_body_by_itself_is_no_meeting(text: str) -> None:
    assert meetings_in(text) == []


@pytest.mark.parametrize("text", BODIES_OF_STATES)
def test_a_body_of_several_states_meets(text: str) -> None:
    assert len(meetings_in(text)) == 1


@pytest.mark.parametrize("text", OWN_PEOPLE)
def test_whom_one_employs_is_no_other_side(text: str) -> None:
    assert meetings_in(text) == []


@pytest.mark.parametrize("text", OTHERS_PEOPLE)
def test_whom_another_employs_is_one(text: str) -> None:
    assert len(meetings_in(text)) == 1


def test_telephone_calls_with_nobody_are_a_service() -> None:
    assert meetings_in("Keller said Norway pays too much for international telephone calls.") == []
    assert len(meetings_in("Keller had telephone calls with the leaders of Norway and Sweden.")) == 1
