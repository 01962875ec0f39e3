"""Paraphrases: ties, switches, positions, roles and the support of nations."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions


def test_first_ties_recognise() -> None:
    found = recognition("Nauru established diplomatic relations with Abkhazia.")
    assert (found.stance, found.objects, found.recognisers) == ("granted", ("Abkhazia",), ("Nauru",))


def test_ties_of_a_disputed_state_recognise_it() -> None:
    found = recognition("Taiwan established diplomatic relations with Nauru.")
    assert (found.objects, found.recognisers) == (("Taiwan",), ("Nauru",))


def test_counted_ties_recognise_beside_the_rival() -> None:
    found = recognition("Only 30 states have diplomatic relations with Taiwan.")
    assert (found.stance, found.objects, found.count) == ("recognises", ("Taiwan",), (30, "exact"))


@pytest.mark.parametrize(
    "text",
    [
        "Nauru switched diplomatic recognition from Taiwan to China.",
        "Nauru switched recognition to China from Taiwan.",
        "Nauru switched diplomatic ties from Taiwan to China.",
    ],
)
def test_a_switch_is_two_events(text: str) -> None:
    found = recognitions(text)
    assert {(r.stance, r.objects, r.recognisers) for r in found} == {
        ("withdrawn", ("Taiwan",), ("Nauru",)),
        ("granted", ("China",), ("Nauru",)),
    }


def test_a_planned_switch_intends_the_new_side() -> None:
    found = recognitions("Nauru will switch diplomatic recognition from Taiwan to China.")
    assert {(r.stance, r.objects) for r in found} == {("withdrawn", ("Taiwan",)), ("intends", ("China",))}


@pytest.mark.parametrize(
    ("text", "stance", "kind"),
    [
        ("China and India oppose Kosovo's independence.", "refuses", "independence"),
        ("China opposes the independence of Taiwan.", "refuses", "independence"),
        ("Albania supports the independence of Kosovo.", "recognises", "independence"),
        ("The cabinet of Israel rejects a Palestinian state.", "refuses", "state"),
        ("Peru accepted Ana Torres as the legitimate president.", "granted", "leader"),
        ("Serbia does not consider Kosovo an independent state.", "refuses", "state"),
        ("Serbia regards Kosovo as a sovereign state.", "recognises", "state"),
    ],
)
def test_a_position_or_a_role_recognises(text: str, stance: str, kind: str) -> None:
    found = recognition(text)
    assert (found.stance, found.kind) == (stance, kind)


def test_the_support_of_nations_counts_where_recognition_is_the_matter() -> None:
    found = recognition("Serbia says Kosovo, which wants recognised borders, enjoys the support of 105 nations.")
    assert (found.stance, found.objects, found.count) == ("recognises", ("Kosovo",), (105, "exact"))
    assert recognitions("The plan for Kosovo enjoys the support of 105 nations.") == []


def test_recognition_without_an_object_takes_that_of_the_sentence() -> None:
    found = recognitions("Israel opposes the recognition of Palestine, but France would consider recognition.")
    assert [(r.stance, r.objects, r.recognisers) for r in found] == [
        ("refuses", ("Palestine",), ("Israel",)),
        ("considers", ("Palestine",), ("France",)),
    ]


def test_ties_between_two_states_recognise_both() -> None:
    found = recognition("Norway and Fiji established diplomatic relations.")
    assert (found.stance, found.objects, found.recognisers) == ("granted", ("Norway", "Fiji"), ("Norway", "Fiji"))


def test_ties_with_a_disputed_state_recognise_it_alone() -> None:
    found = recognition("Kosovo and Israel established diplomatic ties on Monday.")
    assert (found.objects, found.recognisers) == (("Kosovo",), ("Israel",))


def test_ties_cut_with_a_disputed_state_withdraw_its_recognition() -> None:
    found = recognition("Nauru broke off diplomatic relations with Taiwan in favour of Beijing.")
    assert (found.stance, found.objects, found.recognisers) == ("withdrawn", ("Taiwan",), ("Nauru",))


def test_a_quarrel_of_two_states_is_no_withdrawal() -> None:
    assert recognitions("Iran severed diplomatic relations with Norway.") == []


def test_ties_switched_to_one_rival_are_withdrawn_from_the_other() -> None:
    found = recognitions("In a blow to Taiwan, Nauru switched diplomatic ties to Beijing.")
    assert {(r.stance, r.objects) for r in found} == {("withdrawn", ("Taiwan",)), ("granted", ("Beijing",))}


def test_ties_that_must_be_cut_are_not_cut_yet() -> None:
    assert recognition("Nauru must sever diplomatic relations with Taiwan.").stance == "considers"
