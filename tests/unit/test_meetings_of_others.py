"""Meetings that are nobody's public affair."""

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
    assert [found.format for found in meetings_in("Calling her counterpart on Monday, Anna Keller thanked Sweden.")]


def test_who_takes_something_along_or_gives_it_back_is_no_visitor() -> None:
    assert meetings_in("Anna Keller will return the flag to Sweden next year.") == []
    assert meetings_in("Norway flew aid to Sweden.") == []
    assert [found.format for found in meetings_in("Anna Keller will return to Sweden next year.")] == ["visit"]
