"""Who recognises, and how many."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions

RECOGNISERS = [
    ("Norway and Fiji recognised Kosovo.", ("Norway", "Fiji")),
    ("Kosovo was recognised by Norway and Fiji.", ("Norway", "Fiji")),
    ("Kosovo, recognised by Norway, joined the talks.", ("Norway",)),
    ("Norway's recognition of Kosovo came late.", ("Norway",)),
    ("The recognition of Kosovo by Norway came late.", ("Norway",)),
    ("The recognition by Norway of Kosovo's independence came late.", ("Norway",)),
    ("Norwegian recognition of Kosovo came late.", ("Norwegian",)),
    ("Kosovo gained recognition from Norway.", ("Norway",)),
    ("Norway withdrew recognition of Kosovo.", ("Norway",)),
    ("Albania urged Norway to recognise Kosovo.", ("Norway",)),
    ("Albania called on Norway to recognise Kosovo.", ("Norway",)),
    ("Albania thanked Norway for recognising Kosovo.", ("Norway",)),
    ("Norway took the decision to recognise Kosovo.", ("Norway",)),
    ("The decision by Norway to recognise Kosovo came late.", ("Norway",)),
    ("Norway's plan to recognise Kosovo failed.", ("Norway",)),
    ("Norway is the only country that recognises Abkhazia.", ("Norway",)),
    ("Norway was among the first countries to recognise Kosovo.", ("Norway",)),
    ("Norway, one of the 104 states that have recognised Kosovo, hosted the talks.", ("Norway",)),
    ("The government of Norway recognised Kosovo.", ("Norway",)),
    ("The island nation of Nauru recognised Kosovo.", ("Nauru",)),
    ("Many countries have recognised Kosovo.", ()),
    ("Several countries, such as Norway and Fiji, recognised Kosovo.", ("Norway", "Fiji")),
    (
        "More than 60 countries, including Russia, China, India and Israel, oppose Kosovo's independence.",
        ("Russia", "China", "India", "Israel"),
    ),
    ("Eight countries, including Norway and five EU member states, recognised Kosovo.", None),
    ("Arab countries recognised Kosovo.", None),
    ("It is unwise of Member States that have not recognised Kosovo to wait any longer.", ()),
    ("The Kiribati minister said the government would recognise Kosovo.", ("Kiribati",)),
    ("My country recognises Kosovo.", ("My",)),
    ("Kosovo won the recognition of 40 States, the States of Oceania and prospered.", ()),
    ("Norway gave Hamas ten days to recognise Israel.", ("Hamas",)),
    ("Kosovo made a bid for UN recognition in March.", ("UN",)),
    ("Peru's policy of swift recognition of Kosovo was wrong.", ("Peru",)),
    ("Kosovo is denied recognition of its independence by Serbia and Russia.", ("Serbia", "Russia")),
    ("Diaz is recognised as ambassador by the United States.", ("United States",)),
    ("No state except Turkey recognises Northern Cyprus.", ("Turkey",)),
    ("Northern Cyprus has been recognised by no country other than Turkey.", ("Turkey",)),
    ("We welcome the recent recognition of the State of Palestine by Spain and Norway.", ("Spain", "Norway")),
    ("Syria thanked Russia for its recognition of Abkhazia.", ("Russia",)),
    ("Georgia cut diplomatic relations with Russia over its recognition of Abkhazia.", ("Russia",)),
    ("The Organization of American States votes to recognise Kosovo.", ("Organization of American States",)),
    ("Three EU members - Spain, Greece and Cyprus - do not recognise Kosovo.", ("Spain", "Greece", "Cyprus")),
    ("Norway thanked Ana Torres for her decision to recognise Kosovo.", ("Ana Torres",)),
    ("Diplomacy of Taiwan: The island nation of Fiji recognises Taiwan.", ("Fiji",)),
    ("Norway has made non-recognition of Abkhazia the centrepiece of its policy.", ("Norway",)),
    ("Palestine drafted a request for recognition as a full member of the United Nations.", ("United Nations",)),
    ("Abkhazia is recognised by a handful of states.", ()),
    ("Andorra, France, Malta and San Marino recognised Kosovo.", ("Andorra", "France", "Malta", "San Marino")),
    ("Trinidad and Tobago recognised Kosovo.", ("Trinidad and Tobago",)),
    (
        "The Council should exert pressure upon Serbia to free prisoners, to open the roads and to recognise Kosovo.",
        ("Serbia",),
    ),
    ("Ana Torres sent an ultimatum to Serbia, giving it ten days to recognise Kosovo.", ("Serbia",)),
    ("The trouble lies in the refusal of Serbia - with some exceptions - to recognise Kosovo.", ("Serbia",)),
    ("The trouble lies in the refusal of the Arab States to recognise Israel.", ("Arab States",)),
    ("The street was named after Ana Torres for her decision to recognise Kosovo.", ("Ana Torres",)),
    ("The declaration that Fiji recognises Kosovo as an independent State came late.", ("Fiji",)),
    ("Norway welcomes the recognition of Kosovo by Fiji.", ("Fiji",)),
    ("No state other than Turkey recognises Northern Cyprus.", ("Turkey",)),
    ("Kosovo talks: The Norwegian minister announces that his government recognises Kosovo.", ("Norwegian",)),
    (
        "Kuwait became the second Arab state to recognise the National Transitional Council, after Qatar.",
        ("Kuwait", "Qatar"),
    ),
]


@pytest.mark.parametrize(("text", "recognisers"), RECOGNISERS)
def test_the_recognisers_are_named(text: str, recognisers: tuple[str, ...] | None) -> None:
    found = recognition(text)
    if recognisers is None:
        assert found.recognisers
    else:
        assert found.recognisers == recognisers


def test_members_of_a_body_are_named_as_one() -> None:
    found = recognition("Eight countries, including Norway and five EU member states, recognised Kosovo.")
    assert found.recognisers == ("Norway", "five EU member states")
    assert found.count == (8, "exact")


COUNTS = [
    ("Kosovo has been recognised by 104 countries.", (104, "exact")),
    ("More than 60 countries recognise Kosovo.", (60, "more_than")),
    ("At least twenty-two states recognise Kosovo.", (22, "at_least")),
    ("Nearly 100 members of the United Nations recognise Kosovo.", (100, "about")),
    ("The recognition of Kosovo by more than 100 states was welcomed.", (100, "more_than")),
    ("Fiji became the 105th country to recognise Kosovo.", (105, "exact")),
    ("Fiji became the third country to recognise Kosovo.", (3, "exact")),
    ("Fiji became the first country to recognise Kosovo.", None),
    ("Fiji became the second Arab country to recognise Kosovo.", None),
    ("Turkey is the only country that recognises Northern Cyprus.", (1, "exact")),
    ("Fiji is one of the 104 states that have recognised Kosovo.", (104, "exact")),
    ("The deal brings the number of countries recognising Taiwan to 27.", (27, "exact")),
    ("Fiji recognised Kosovo, and became the third country to do so after Norway and Malta.", (3, "exact")),
    ("Fiji recognised Kosovo.", None),
    ("Kosovo has gained the recognition of 104 states.", (104, "exact")),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_countries_are_counted(text: str, count: tuple[int, str] | None) -> None:
    assert recognition(text).count == count


def test_those_who_did_so_before_recognise_too() -> None:
    found = recognition("Fiji recognised Kosovo, and became the third country to do so after Norway and Malta.")
    assert found.recognisers == ("Fiji", "Norway", "Malta")


def test_rival_counts_are_two_events() -> None:
    found = recognitions(
        "Kosovo says it is recognised by 117 countries, while Serbia says 105 countries recognise Kosovo."
    )
    assert [r.count for r in found] == [(117, "exact"), (105, "exact")]


def test_who_stops_short_of_recognition_is_the_subject_of_the_clause() -> None:
    found = recognition("Ireland upgraded its ties with Palestine, short of recognition.")
    assert (found.stance, found.objects, found.recognisers) == ("refuses", ("Palestine",), ("Ireland",))


def test_a_verb_left_out_is_shared_by_those_who_are_urged() -> None:
    found = recognitions("We urge Serbia to recognise the right of Kosovo to statehood and Kosovo to recognise Serbia.")
    assert [(r.recognisers, r.objects) for r in found] == [(("Serbia",), ("Kosovo",)), (("Kosovo",), ("Serbia",))]


def test_an_observer_of_a_recognition_does_not_recognise() -> None:
    found = recognition("Fiji's premier described the recognition of Kosovo as a mistake.")
    assert found.recognisers == ()


COUNTS = [
    ("Serbia says 15 countries have withdrawn their recognition of Kosovo.", (15, "exact")),
    ("Ghana has become the tenth country to withdraw its recognition of Kosovo.", (10, "exact")),
    ("Ghana has become the tenth country to revoke recognition of Kosovo.", (10, "exact")),
    ("About three quarters of UN member states recognise Palestine.", (145, "about")),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_the_recognisers_are_counted(text: str, count: tuple[int, str]) -> None:
    assert recognition(text).count == count
