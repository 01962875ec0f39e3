"""Recognition as agencies word it: what is asked for, refused and counted, and who is left to recognise whom."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions


@pytest.mark.parametrize(
    ("text", "stance", "recognisers"),
    [
        ("Sweden asked that Norway recognise Kosovo.", "urged", ("Norway",)),
        ("Sweden said that Norway and Denmark recognise Kosovo.", "recognises", ("Norway", "Denmark")),
        ("Sweden's foreign minister hopes that Norway will recognise Kosovo.", "urged", ("Norway",)),
        ("Ivor Tallis is leading a push for Norway to recognise Kosovo.", "urged", ("Norway",)),
        ("A resolution calling on Norway to recognise Kosovo failed.", "urged", ("Norway",)),
        ("The Danish parliament voted down a bill to recognise Kosovo.", "refuses", ("Danish parliament",)),
        ("Sweden warned that recognising Kosovo would harm peace.", "considers", ()),
        ("Sweden said recognising Kosovo was not a taboo for Norway.", "considers", ()),
        ("Sweden said recognising Kosovo would be a mistake.", "refuses", ()),
        ("Recognition of Kosovo is out of the question.", "refuses", ()),
        ("Norway regards Kosovo as a sovereign state.", "recognises", ("Norway",)),
        ("Norway has yet to recognise Kosovo.", "refuses", ("Norway",)),
        ("The plan would see Norway recognise Kosovo.", "considers", ("Norway",)),
        ("Norway and 20 other countries on Friday recognised Kosovo.", "granted", ("Norway",)),
        ("Norway recognises Kosovo, Ivor Tallis said.", "recognises", ("Norway",)),
    ],
)
def test_what_is_said_of_a_recognition_gives_its_stance(text: str, stance: str, recognisers: tuple[str, ...]) -> None:
    found = recognition(text)
    assert (found.stance, found.objects, found.recognisers) == (stance, ("Kosovo",), recognisers)


@pytest.mark.parametrize(
    ("text", "recognisers", "count"),
    [
        ("Ghana is the fifteenth nation to withdraw its recognition of Kosovo.", ("its",), (15, "exact")),
        ("Kosovo is not recognised by five EU members, including Spain and Cyprus.", ("Spain", "Cyprus"), (5, "exact")),
        ("Five countries, among them the United States, recognised Kosovo.", ("United States",), (5, "exact")),
        ("Kosovo is recognised by 57 states, including all its neighbours.", (), (57, "exact")),
        ("The embassy stays open despite Spain's non-recognition of Kosovo.", ("Spain",), None),
        ("Norway thanked Spain for Peru's position on the non-recognition of Kosovo.", ("Peru",), None),
    ],
)
def test_who_recognises_and_how_many(text: str, recognisers: tuple[str, ...], count: tuple[int, str] | None) -> None:
    found = recognition(text)
    assert (found.objects, found.recognisers, found.count) == (("Kosovo",), recognisers, count)


@pytest.mark.parametrize(
    ("text", "objects", "kind"),
    [
        ("Norway considers Ana Torres the legitimate leader of Peru.", ("Ana Torres",), "leader"),
        ("Norway does not recognise Crimea as being part of Russia.", ("Crimea",), "sovereignty"),
        ("Norway will recognise Kosovo as part of a peace process.", ("Kosovo",), "state"),
        ("Guatemala recognised the border with Belize.", ("Belize",), "border"),
        ("Ana Torres, whose government is recognised by Peru, spoke.", ("Ana Torres",), "government"),
        ("Norway expelled the envoy of Kosovo, a land that no other nation recognises.", ("Kosovo",), "state"),
        (
            "Putin recognised the independence of two breakaway regions of Ukraine.",
            ("two breakaway regions",),
            "independence",
        ),
        ("The militia has sought recognition as the legitimate government of Peru.", ("militia",), "government"),
        ("Norway recognised the independence of states such as Kosovo.", ("Kosovo",), "independence"),
    ],
)
def test_what_is_recognised(text: str, objects: tuple[str, ...], kind: str) -> None:
    found = recognition(text)
    assert (found.objects, found.kind) == (objects, kind)


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("Kosovo's foreign minister said 119 countries had now recognised it.", ("Kosovo",)),
        ("The Taliban have been demanding that the world recognise them as rulers.", ("Taliban",)),
        ("Kosovo's and Norway's ministers said 119 countries had now recognised it.", ("it",)),
    ],
)
def test_the_only_one_named_is_whom_others_recognise(text: str, objects: tuple[str, ...]) -> None:
    assert recognition(text).objects == objects


def test_a_verb_taken_for_a_noun_has_the_names_around_it() -> None:
    found = recognition("Armenia recognises Karabakh as part of Azerbaijan, Prime Minister Nikol Pashinyan said.")
    assert (found.stance, found.objects, found.recognisers) == ("recognises", ("Karabakh",), ("Armenia",))


def test_by_some_and_not_by_others_are_two_events_with_their_agents() -> None:
    found = recognitions("Ana Torres is recognised as ambassador by the United States, but not by Peru.")
    assert {(r.stance, r.recognisers) for r in found} == {("recognises", ("United States",)), ("refuses", ("Peru",))}


def test_recognition_is_withdrawn_from_what_was_recognised_before() -> None:
    found = recognitions("Pakistan recognised Kosovo in 2009 but withdrew recognition in May.")
    assert [(r.stance, r.objects, r.recognisers) for r in found] == [
        ("granted", ("Kosovo",), ("Pakistan",)),
        ("withdrawn", ("Kosovo",), ("Pakistan",)),
    ]


def test_a_recognition_that_is_blocked_is_not_granted() -> None:
    found = recognition("Greece has blocked Norwegian recognition of Kosovo.")
    assert (found.stance, found.recognisers) == ("refuses", ("Greece",))


def test_who_does_not_switch_keeps_recognising() -> None:
    found = recognitions("Nauru will not switch recognition from Taiwan to China.")
    assert {(r.stance, r.objects) for r in found} == {("recognises", ("Taiwan",)), ("refuses", ("China",))}


@pytest.mark.parametrize(
    "text",
    [
        "Kiribati switched its allegiance from Taiwan to China.",
        "Kiribati on Monday switched recognition from Taiwan to China.",
    ],
)
def test_allegiance_is_switched(text: str) -> None:
    assert [(r.stance, r.recognisers) for r in recognitions(text)] == [
        ("withdrawn", ("Kiribati",)),
        ("granted", ("Kiribati",)),
    ]


def test_counted_ties_of_a_disputed_state_recognise_it() -> None:
    found = recognition("Taiwan has formal ties with only 12 countries.")
    assert (found.stance, found.objects, found.count) == ("recognises", ("Taiwan",), (12, "exact"))


@pytest.mark.parametrize(
    "text",
    [
        "Norway has formal ties with 12 countries.",
        "We recognise the sovereign right of states to use their resources.",
        "Kosovo has been recognised by Norway, as part of the heritage of the world.",
        "Norway recognised the work of five states, such as Peru, as part of a process.",
    ],
)
def test_what_is_no_recognition(text: str) -> None:
    assert recognitions(text) == []
