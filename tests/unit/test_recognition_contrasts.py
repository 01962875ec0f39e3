"""Those who are said not to recognise beside those who do."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Northern Cyprus is recognised by Turkey, but not by Greece.", (("Greece",), ("Northern Cyprus",))),
        ("Norway recognises only China and not Taiwan.", (("Norway",), ("Taiwan",))),
        (
            "Nine states backed a declaration recognising Kosovo, while Serbia and Greece did not back it.",
            (("Serbia", "Greece"), ("Kosovo",)),
        ),
        ("Serbia will not join Norway's recognition of Kosovo.", (("Serbia",), ("Kosovo",))),
        ("Serbia criticised the countries that recognise Kosovo.", (("Serbia",), ("Kosovo",))),
    ],
)
def test_a_contrast_is_a_refusal_of_its_own(text: str, refusal: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    refused = [(r.recognisers, r.objects) for r in recognitions(text) if r.stance == "refuses"]
    assert refused == [refusal]
    assert len(recognitions(text)) == 2


def test_backing_another_text_refuses_nothing() -> None:
    read = recognition(
        "Nine states backed a declaration recognising Kosovo, while Serbia did not back a ban on fishing."
    )
    assert read.stance == "granted"


@pytest.mark.parametrize(
    ("text", "objects", "recognisers"),
    [
        (
            "Since Kosovo was founded, Serbia has refused to recognise its independence.",
            ("Kosovo",),
            ("Serbia",),
        ),
        ("Albania spoke for Kosovo, and Norway will recognise it.", ("Kosovo",), ("Norway",)),
        ("Many countries recognise us by our name — the Republic of Macedonia.", ("Republic of Macedonia",), ()),
        ("Norland is angry with Sweden for recognising Taiwan.", ("Taiwan",), ("Sweden",)),
        (
            "The recognition by the Government of Guatemala of the independence of Belize opened a new chapter.",
            ("Belize",),
            ("Guatemala",),
        ),
    ],
)
def test_nobody_recognises_himself(text: str, objects: tuple[str, ...], recognisers: tuple[str, ...]) -> None:
    read = recognition(text)
    assert (read.objects, read.recognisers) == (objects, recognisers)


@pytest.mark.parametrize(
    ("text", "count", "recognisers"),
    [
        ("Kosovo has gained the recognition of 57 Asian and African states.", (57, "exact"), ()),
        ("Fifty states have said that they will recognise Kosovo.", (50, "exact"), ()),
        (
            "Three members of the group, Guyana, Mexico and Peru, did not recognise Ana Diaz as president of Norland.",
            (3, "exact"),
            ("Guyana", "Mexico", "Peru"),
        ),
        (
            "A hope of decades turned into the statehood of Kosovo and has been recognised by 63 countries.",
            (63, "exact"),
            (),
        ),
        ("Kosovo said 117 countries all recognised and accepted that there was only one China.", (117, "exact"), ()),
    ],
)
def test_counted_countries_are_a_count_and_names_only_where_they_are_spelled_out(
    text: str, count: tuple[int, str], recognisers: tuple[str, ...]
) -> None:
    read = recognition(text)
    assert (read.count, read.recognisers) == (count, recognisers)
