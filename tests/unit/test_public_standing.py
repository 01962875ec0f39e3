"""Companies, unions and clubs that talk among themselves hold no public meetings; whoever is in office does."""

import pytest

from processors.meetings.standing import _lists
from tests.unit.meeting_reader import meetings_in

AT_BUSINESS = [
    "Halvorsen and Brandt, themselves in advanced merger talks, would sell the lorry works to Lindqvist.",
    "Halvorsen has been negotiating with Brandt to form a joint venture in deep-sea pipes.",
    "Keller said the talks with Brandt over the pricing of the shares would go on this week.",
    "After weeks of talks with the union, Halvorsen offered a contract with higher wages.",
    "Brandt is in talks with a suitor over a stake in its subsidiary, Halvorsen said.",
    "Dubois held talks with the lawyers of Brandt Metals Corp. in the autumn.",
    "Halvorsen met executives of several airlines to talk about the price of new planes.",
    "After lengthy negotiations with Norwegian shipbuilders, the order went to a yard in the south.",
    "Keller held talks with Brandt on Monday. Brandt Metals Corp. makes pumps.",
    "The Norwegian Axle talks dragged on as workers asked for wages.",
]
IN_OFFICE = [
    "Interior Minister Anna Keller held talks with the airline on its contract and its wages.",
    "Officials from the health and labour ministries met with union representatives over wages.",
    "Norway held talks with Halvorsen Steel Corp. on a contract.",
    "The rebels held talks with Halvorsen on the release of two employees of the company.",
    "Keller, the finance minister, held talks with Brandt on Monday. Brandt Metals Corp. makes pumps.",
    "Keller met Dubois on Monday to prepare the peace treaty.",
    "Lawyers of the Front for Reform and officials of the party met with Keller on the wages of teachers.",
]


@pytest.mark.parametrize("text", AT_BUSINESS)
def test_business_is_no_public_meeting(text: str) -> None:
    assert meetings_in(text, weighed=True) == []


@pytest.mark.parametrize("text", IN_OFFICE)
def test_who_is_in_office_makes_it_public(text: str) -> None:
    assert len(meetings_in(text, weighed=True)) == 1


def test_a_union_of_states_is_no_trade_union() -> None:
    assert len(meetings_in("Keller held talks with Dubois on the Union and its borders.", weighed=True)) == 1


def test_citizens_of_a_country_are_no_visitors_of_state() -> None:
    assert meetings_in("Norwegian citizens who wish to visit Sweden need a new passport.", weighed=True) == []


def test_no_word_speaks_both_for_business_and_for_public_affairs() -> None:
    words = _lists()
    assert not (words.affairs & words.business)
    assert not (words.public & words.private)
