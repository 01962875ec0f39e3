"""What is recognised: its kind and the actor behind it."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions

OBJECTS = [
    ("Norway recognised Kosovo.", "state", ("Kosovo",)),
    ("Norway recognised the State of Palestine.", "state", ("State of Palestine",)),
    ("Russia recognised Abkhazia and South Ossetia.", "state", ("Abkhazia", "South Ossetia")),
    ("Norway recognised Kosovo's independence.", "independence", ("Kosovo",)),
    ("Norway recognised the independence of Kosovo.", "independence", ("Kosovo",)),
    ("Norway recognised the independence and sovereignty of Belize.", "independence", ("Belize",)),
    (
        "Serbia rejected its recognition and will not recognise Kosovo's declaration of independence.",
        "independence",
        None,
    ),
    ("The group refuses to recognise Israel's right to exist.", "state", ("Israel",)),
    ("The group refuses to recognise the right of Israel to exist.", "state", ("Israel",)),
    ("Fiji recognised Israeli sovereignty over the Golan Heights.", "sovereignty", ("Golan Heights",)),
    ("Fiji recognised the Golan Heights as part of Israel.", "sovereignty", ("Golan Heights",)),
    ("Fiji recognised Jerusalem as the capital of Israel.", "capital", ("Jerusalem",)),
    ("Norway does not recognise the annexation of Crimea.", "territory", ("Crimea",)),
    ("Germany recognised Poland's western border.", "border", ("Poland",)),
    ("Kuwait recognised the National Transitional Council.", "government", ("National Transitional Council",)),
    ("Iran does not recognise the Taliban government.", "government", None),
    ("Peru recognised Juan Guaidó as interim president of Venezuela.", "leader", ("Juan Guaidó",)),
    ("Peru recognised him as president of Venezuela.", "leader", ("him",)),
    ("Russia recognised as independent states the regions of Abkhazia and South Ossetia.", "state", None),
    (
        "Russia recognised Georgia's breakaway regions of Abkhazia and South Ossetia.",
        None,
        ("Abkhazia", "South Ossetia"),
    ),
    ("Norway recognised its independence.", "independence", ("its",)),
    ("The envoy said France recognises that Mayotte belongs to the Comoros.", "sovereignty", ("Mayotte",)),
    ("Fiji recognised and welcomed Kosovo.", "state", ("Kosovo",)),
    ("Fiji called upon the agency to recognise and allow Taiwan to take part.", "state", ("Taiwan",)),
    ("Peru supports the sovereignty and international recognition of Kosovo.", "state", ("Kosovo",)),
    ("Peru supported the recognition and acceptance of the independence of Kosovo.", "independence", ("Kosovo",)),
    ("The draft must guarantee Kosovo's defence and recognition.", "state", ("Kosovo",)),
    ("The islanders of Fiji deserve recognition of their sovereignty.", "sovereignty", ("Fiji",)),
    ("The decree by the Peruvian government was aimed at achieving recognition.", None, ("Peruvian government",)),
    ("Exiles campaigned for UN recognition of their struggle for independence.", "independence", ("their",)),
    (
        "Peru recognises Israel's right to exist as well as the right of the Palestinians to a state.",
        "state",
        ("Israel", "Palestinians"),
    ),
    ("Hamas must recognise Israel and renounce violence.", "state", ("Israel",)),
    ("He spoke of the Panamanian government led by Ana Diaz, which Fiji does not recognise.", "government", None),
    ("Russia annexed Crimea in 2014, a move not recognised by Ukraine.", "territory", ("Crimea",)),
    ("Israel annexed East Jerusalem in a move that Norway has not recognised.", "territory", ("East Jerusalem",)),
    ("Abkhazia calls Sukhumi its capital, a step not recognised by Norway.", "capital", ("Sukhumi",)),
    ("Kosovo declared independence in 2008, a move that Belgrade does not recognise.", "independence", ("Kosovo",)),
    ("Washington recognises Torres.", "leader", ("Torres",)),
    ("Peru's new government withdraws recognition from Kosovo.", "state", ("Kosovo",)),
    ("It is time for the Council to recognise Palestine as a full Member.", "state", ("Palestine",)),
    ("Since the recognition of the Azerbaijani Republic, ties have grown.", "state", ("Azerbaijani",)),
    ("Ana Torres has been recognised by more than 50 countries.", "leader", ("Ana Torres",)),
    (
        "Talks began on the Russia-recognised Donetsk and Luhansk mining regions in eastern Ukraine.",
        None,
        ("Donetsk", "Luhansk"),
    ),
    (
        "Norway spoke of sanctions on Abkhazia and South Ossetia after Fiji recognised their independence.",
        "independence",
        ("Abkhazia", "South Ossetia"),
    ),
    (
        "Troops entered the breakaway republics of Donetsk and Luhansk after Fiji recognised the independence of the "
        "republics.",
        "independence",
        ("Donetsk", "Luhansk"),
    ),
    (
        "We recognise the right of Israel to exist and the corresponding right of the Palestinians to a State.",
        "state",
        ("Israel", "Palestinians"),
    ),
    (
        "Fiji, recognising Israel's right to exist as also the right of Kosovo to statehood, left.",
        "state",
        ("Israel", "Kosovo"),
    ),
    ("Fiji recognises the right of Israel to exist and their right to return home.", "state", ("Israel",)),
    ("Serbia does not wish to accept Croatia's recognised borders.", "border", ("Croatia",)),
    ("Norway will not recognise any changes to the borders of 1967.", "border", ("borders of 1967",)),
    ("Norway will not recognise any change in the status of Crimea.", "sovereignty", ("Crimea",)),
    ("Norway will not recognise any changes to Croatia's borders.", "border", ("Croatia",)),
    ("Iraq recognised the border between Iran and Kuwait.", "border", ("Iran", "Kuwait")),
    ("Norway recognised the new Syrian opposition bloc.", "government", None),
    ("Cyprus is the only internationally recognised State on the island.", "state", ("Cyprus",)),
    ("The 23 million people on Taiwan deserve to be recognised.", "state", ("Taiwan",)),
    ("The declaration that Fiji recognises Kosovo as an independent State came late.", "state", ("Kosovo",)),
    ("Tuvalu calls for Taiwan to be recognised as a Member of this Organization.", None, ("Taiwan",)),
    ("Fiji was among the first countries to recognise that State, while others waited.", "state", ("State",)),
    ("Kosovo became an internationally recognised State.", "state", ("Kosovo",)),
    ("Kosovo has gone from a quasi-State to a universally recognised European State.", "state", ("Kosovo",)),
    ("The plan names Kosovo as a single, internationally recognised State; it is short.", "state", ("Kosovo",)),
    (
        "Fiji recognised Nicosia as the capital of Cyprus and Kyrenia as the capital of Northern Cyprus.",
        "capital",
        ("Nicosia", "Kyrenia"),
    ),
]


@pytest.mark.parametrize(("text", "kind", "objects"), OBJECTS)
def test_the_object_has_a_kind_and_an_actor(text: str, kind: str | None, objects: tuple[str, ...] | None) -> None:
    found = recognitions(text)[-1]
    if kind is not None:
        assert found.kind == kind
    if objects is not None:
        assert found.objects == objects


def test_the_names_within_a_general_phrase_are_the_objects() -> None:
    found = recognition("Russia recognised as independent states the regions of Abkhazia and South Ossetia.")
    assert found.objects == ("Abkhazia", "South Ossetia")


def test_a_general_word_stands_for_the_place_named_before_it() -> None:
    found = recognition("Near the Golan Heights, the minister recognised Israeli sovereignty over the area.")
    assert found.objects == ("Golan Heights",)


def test_mutual_recognition_has_both_sides_as_objects_and_recognisers() -> None:
    found = recognition("The accord led to mutual recognition between Israel and Jordan.")
    assert found.objects == found.recognisers == ("Israel", "Jordan")


def test_each_other_stands_for_both_sides() -> None:
    found = recognition("Israel and Jordan recognised each other.")
    assert found.objects == found.recognisers == ("Israel", "Jordan")


def test_the_rejected_alternative_is_not_an_object() -> None:
    assert recognition("Chad recognises Taiwan rather than China.").objects == ("Taiwan",)


def test_a_pact_of_mutual_recognition_has_its_parties_on_both_sides() -> None:
    found = recognition("Fiji has signed a mutual recognition pact with Taiwan.")
    assert set(found.objects) == set(found.recognisers) == {"Fiji", "Taiwan"}


def test_which_is_no_person() -> None:
    found = recognition("He spoke of the Panamanian government led by Ana Diaz, which Fiji does not recognise.")
    assert found.objects != ("Ana Diaz",)


PAIRS = [
    "A pact of Chad and Niger in which both countries recognised the other as equal in rank was praised.",
    "The charter adopted by Chad and Niger calls for mutual recognition by the two neighbours.",
    "The accord of Chad and Niger, on mutual recognition, and the agreement between Fiji and Peru expired.",
]


@pytest.mark.parametrize("text", PAIRS)
def test_who_recognise_each_other_are_named_before(text: str) -> None:
    found = recognition(text)
    assert found.objects == found.recognisers == ("Chad", "Niger")


def test_a_line_in_a_sea_is_not_the_sea() -> None:
    found = recognitions("They printed a map of the dotted line in the Barents Sea, which Fiji does not recognise.")
    assert not any("Sea" in printed for one in found for printed in one.objects)
