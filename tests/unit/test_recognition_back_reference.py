"""What a recognition says of something named before: "that State", "the council", "the island nation", "we"."""

import pytest

from processors.actors.resolver import ActorResolver
from processors.assembly import assemble
from processors.recognition import find_recognitions
from schemas.event import Recognition
from tests.unit.meeting_reader import story_of


def last_recognition(text: str) -> Recognition | None:
    """The event of the last sentence that has one; None when what is recognised cannot be named."""
    story = story_of(text)
    resolver = ActorResolver(story)
    found = [
        assemble(story, candidate, resolver)
        for index in story.docs
        for candidate in find_recognitions(story, index, resolver.mentions(index))
    ]
    event = next((mention.event for mention in reversed(found) if mention is not None), None)
    assert event is None or isinstance(event, Recognition)
    return event


def objects(event: Recognition | None) -> list[str]:
    return [event.object.name, *(other.name for other in event.more_objects)] if event is not None else []


OBJECTS = [
    ("Norway met envoys of Kosovo. Fiji was among the first countries to recognise that State.", ["Kosovo"]),
    (
        "Abkhazia and South Ossetia held votes. Russia recognised the two breakaway regions.",
        ["Abkhazia", "South Ossetia"],
    ),
    ("Norway debated relations with Israel and Palestine. Fiji will recognise both.", ["Israel", "Palestine"]),
    ("The Syrian National Coalition met in Doha. France recognised the coalition.", ["Syrian National Coalition"]),
    (
        "Envoys of Abkhazia and South Ossetia came. Norway and Fiji recognised their independence.",
        ["Abkhazia", "South Ossetia"],
    ),
    (
        "Norway welcomed the State of Palestine. Fiji was among the first states to recognise it.",
        ["State of Palestine"],
    ),
    ("Norway met envoys of Kosovo. Fiji was among the first countries to recognise that State, as ever.", ["Kosovo"]),
    ("Fiji may open missions in Israel and Palestine, to recognise both.", ["Israel", "Palestine"]),
    ("We hailed the State of Palestine and were among the very first States to recognise it.", ["State of Palestine"]),
    ("Since the founding of Fiji, Japan has never recognised our sovereignty.", ["Fiji"]),
    ("Fiji met envoys. Norway came. Japan has never recognised our sovereignty.", []),
    ("Norway condemned the annexation of Lithuania. Fiji recognised its independence.", ["Lithuania"]),
    ("Norway strongly supports the plan. Fiji has not recognised our sovereignty.", ["Norway"]),
    ("Taiwan lost an ally. Nauru recognised Beijing, the office in China said.", ["China"]),
]


@pytest.mark.parametrize(("text", "names"), OBJECTS)
def test_a_general_word_stands_for_what_was_named_before(text: str, names: list[str]) -> None:
    assert objects(last_recognition(text)) == names


def test_a_named_thing_stands_for_itself() -> None:
    event = last_recognition("Norway met envoys of Kosovo. Fiji recognised the State of Palestine.")
    assert objects(event) == ["State of Palestine"]


RECOGNISERS = [
    ("China closed its station in Kiribati after the Pacific atoll nation's recognition of Taiwan.", ["Kiribati"]),
    ("Torres criticised the Solomon Islands. The central government will recognise Kosovo.", ["Solomon Islands"]),
    ("Norway strongly supports the plan. We recognise the State of Palestine.", ["Norway"]),
    ("My delegation thanks the chair. The delegation of Fiji, of course, came. My country recognises Kosovo.", []),
    ("We, the Republic of Fiji, stand by it. We recognise the State of Palestine.", ["Fiji"]),
    ("Norway supports the plan. Fiji welcomes it. We recognise the State of Palestine.", []),
    ("We recognise the State of Palestine.", []),
    ("Fiji will always keep its door open. We refuse to recognise the annexation of Crimea.", ["Fiji"]),
    ("Ana Diaz met aides of Juan Torres's government after he recognised her as president of Fiji.", ["Juan Torres"]),
    ("Juan Torres spoke to Ana Diaz after he recognised her as president of Fiji.", ["Juan Torres"]),
    ("We in Fiji value peace. We do not recognise Abkhazia.", ["Fiji"]),
    ("Norway and our partners have been clear that we will not recognise Abkhazia.", ["Norway"]),
    ("Year after year, Norway, a founding Member, has shown its support. We recognise Kosovo.", ["Norway"]),
    ("Kosovo has been slow. We recognise Abkhazia.", []),
    ("Norway refuses to move. We recognise the State of Palestine.", []),
    ("Taiwan supports clinics and schools. We recognise Taiwan.", []),
    ("Despite Fiji keeping its ties with Taiwan as it recognises China, the envoy came.", ["Fiji"]),
    ("Norway spoke of the refusal of Arab countries to recognise Israel.", ["Arab countries"]),
    ("Serbia is asking countries to withdraw their recognition of Kosovo.", []),
    ("South Africa acted. The envoy said that Pretoria will recognise Kosovo.", ["South Africa"]),
]


@pytest.mark.parametrize(("text", "names"), RECOGNISERS)
def test_the_recogniser_is_looked_for_in_the_words_before(text: str, names: list[str]) -> None:
    event = last_recognition(text)
    assert event is not None
    assert [actor.name.removeprefix("Republic of ") for actor in event.recognisers] == names


def test_who_is_quoted_speaks_for_himself() -> None:
    event = last_recognition(
        'Norway strongly supports the plan. "We recognise the State of Palestine," said Ana Torres of Fiji.'
    )
    assert event is not None
    assert [actor.name for actor in event.recognisers] == ["Ana Torres"]
