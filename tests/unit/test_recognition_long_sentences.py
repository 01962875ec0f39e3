"""Objects and stances where the words in order say more than the parse of a long or broken sentence."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions


@pytest.mark.parametrize(
    ("text", "objects", "kind"),
    [
        ("Recognise Kosovo's independence.", ("Kosovo",), "independence"),
        (
            "The two treaties, which recognised, inter alia, the statehood of Palestine, lapsed.",
            ("Palestine",),
            "state",
        ),
        (
            "It keeps its word, but it will never, ever recognise the independence of a part of its land, the "
            "province of Kosovo.",
            ("Kosovo",),
            "independence",
        ),
        (
            "We thanked all 134 members that have recognised the constitutional name of our state, which is "
            "the Republic of Macedonia.",
            ("Republic of Macedonia",),
            "state",
        ),
        (
            "Ukraine condemned the fighting in the Russia-recognised Donetsk and Luhansk regions.",
            ("Donetsk", "Luhansk"),
            "territory",
        ),
    ],
)
def test_the_first_thing_and_name_after_the_predicate_are_the_object(
    text: str, objects: tuple[str, ...], kind: str
) -> None:
    read = recognition(text)
    assert (read.objects, read.kind) == (objects, kind)


@pytest.mark.parametrize(
    "text",
    [
        "The patriarch plans to recognise the autocephaly of two Ukrainian churches.",
        "The Assembly recognised the World Forum on Dialogue held in Azerbaijan as a platform.",
        "We ask the Assembly to recognise Central America as a region that storms threaten.",
        "The ministers asked for secure and recognised borders in Palestine.",
        "He asked them to declare their recognition.",
    ],
)
def test_a_first_noun_of_another_sense_ends_the_search(text: str) -> None:
    assert recognitions(text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The meeting may call on Norway to free the prisoners, to lift the ban and to recognise Kosovo.", "urged"),
        ("A settlement requires an end to the fighting, the withdrawal of troops and recognition of Kosovo.", "urged"),
        ("The time has come for Kosovo to be recognised.", "urged"),
        ("The key to peace is the recognition of Palestine.", "urged"),
        ("The only solution lies in the recognition of Palestine.", "urged"),
        ("The feud can be settled only through mutual recognition between Israel and Palestine.", "urged"),
        ("It is important that Iraq confirm its recognition of the sovereignty of Kuwait.", "urged"),
        (
            "It is our hope that the mediators will find a way that would calm the region and recognise Kosovo.",
            "urged",
        ),
        ("Norway supports an agreement that recognises Palestine.", "urged"),
        ("Norway refused to sign an agreement that would recognise Kosovo.", "refuses"),
        ("They must hold a vote or they will recognise the claim of leadership made by Guaidó.", "considers"),
        (
            "The war will end if Ukraine withdraws its troops, does not join the alliance, and recognises Crimea as "
            "Russian territory.",
            "considers",
        ),
        (
            "Norway plans to open an embassy in the city, recognising Jerusalem as the capital of Israel.",
            "intends",
        ),
        ("International recognition of Kosovo", "recognises"),
        ("More than half of the members have recognised Kosovo.", "recognises"),
        ("Norway reaffirmed its recognition of Kosovo.", "recognises"),
        ("Ukraine enjoys recognition as a state.", "recognises"),
        ("Norway denied Kosovo recognition.", "refuses"),
        ("Kosovo is denied recognition by Serbia and Russia.", "refuses"),
    ],
)
def test_the_stance_is_read_across_lists_texts_and_appeals(text: str, stance: str) -> None:
    assert recognition(text).stance == stance


def test_an_appeal_to_those_who_have_not_recognised_urges_them() -> None:
    read = recognitions("I appeal to all who have not recognised Kosovo to recognise Kosovo.")
    assert read[-1].stance == "urged"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kosovo asked Norway to recognise Kosovo.", "sought"),
        ("Kosovo's president said the embassy would move if Norway recognised Kosovo.", "sought"),
        ("Albania asked Norway to recognise Kosovo.", "urged"),
        ("Albania said the embassy would move if Norway recognised Kosovo.", "considers"),
        ("The island republic will fight to obtain foreign recognition of its independence.", "sought"),
    ],
)
def test_what_the_side_itself_asks_for_is_sought(text: str, stance: str) -> None:
    assert recognition(text).stance == stance
