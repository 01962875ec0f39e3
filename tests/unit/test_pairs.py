"""Whom "the two", "both sides" and "the leaders of the two countries" mean."""

import pytest

from tests.parsed_stories import actors_at, names_at, story_of

_TALLIS = "Ivor Tallis greeted Orla Whitby in Oslo."
_CASES = [
    # A bare "two" means people, else bodies.
    (f"{_TALLIS} The two met for an hour.", "two", ["Ivor Tallis", "Orla Whitby"]),
    ("Norway and Denmark have agreed. The two met for an hour.", "two", ["Norway", "Denmark"]),
    ("Ivor Tallis called Orla Whitby in Denmark from Norway. The two met.", "two", ["Ivor Tallis", "Orla Whitby"]),
    # Sides and countries may be told by their people.
    (f"{_TALLIS} The two sides met for an hour.", "sides", ["Ivor Tallis", "Orla Whitby"]),
    (f"{_TALLIS} The two nations met for an hour.", "nations", ["Ivor Tallis", "Orla Whitby"]),
    ("Hamas and Norway have agreed. Denmark was told. The two nations met.", "nations", ["Norway", "Denmark"]),
    # Coordination goes before closeness.
    (
        "Norway and Denmark talked in Berlin on fishing off Iceland. The two sides met again.",
        "sides",
        ["Norway", "Denmark"],
    ),
    # Who is a source, or only half of a word, is no side.
    ("Norway sent help to Denmark. Swedish officials said the two sides met.", "sides", ["Norway", "Denmark"]),
    ("Norway sent help to Denmark. Sweden's Hamas envoy said the two sides met.", "sides", ["Norway", "Denmark"]),
    ("Norway wrote to Denmark on a Swedish-backed plan. The two sides met.", "sides", ["Norway", "Denmark"]),
    ("Norway's Foreign Ministry wrote to Denmark. The two sides met.", "sides", ["Norway", "Denmark"]),
    # Three that are coordinated are no pair.
    (
        "Norway and Denmark talked. Iceland, Sweden and Finland heard. The two sides met.",
        "sides",
        ["Norway", "Denmark"],
    ),
    # Holders of the office, not whom they speak of.
    (
        "President Ivor Tallis and President Orla Whitby praised Jon Ek. The two presidents met.",
        "presidents",
        ["Ivor Tallis", "Orla Whitby"],
    ),
    (
        "President Ivor Tallis joined President Orla Whitby in praising Jon Ek. The two presidents met.",
        "presidents",
        ["Ivor Tallis", "Orla Whitby"],
    ),
    # Alliances, and parties of whom no more is said.
    ("NATO and ECOWAS have agreed. The two alliances met.", "alliances", ["NATO", "ECOWAS"]),
    ("Norway wrote to Denmark. Talks between the parties began.", "parties", ["Norway", "Denmark"]),
    # The last two named, where no sentence names two.
    ("Iceland was quiet. Norway spoke. Denmark answered. The two sides met.", "sides", ["Norway", "Denmark"]),
    # The leaders of two countries.
    ("Norway sent help to Denmark. The leaders of the two countries met.", "leaders", ["Norway", "Denmark"]),
    ("Norway sent help to Denmark. The leaders of both countries met.", "leaders", ["Norway", "Denmark"]),
]


@pytest.mark.parametrize(("body", "phrase", "names"), _CASES, ids=[body[-60:] for body, _, _ in _CASES])
def test_a_pair_is_found(body: str, phrase: str, names: list[str]) -> None:
    actors = actors_at(story_of(body), phrase)
    assert [actor.name for actor in actors] == names
    assert {actor.resolved_by for actor in actors} == {"pronoun"}


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        ("Ivor Tallis greeted Orla Whitby. The two-day talks met with doubt.", "two"),
        ("Ivor Tallis greeted Orla Whitby. The two of clubs met the queen.", "two"),
        ("Ivor Tallis greeted Orla Whitby. The two aides met the queen.", "two"),
        ("Ivor Tallis greeted Orla Whitby. Two met for an hour.", "Two"),
        ("Ivor Tallis came alone. The two met for an hour.", "two"),
    ],
)
def test_what_is_no_pair(body: str, phrase: str) -> None:
    assert not {"Ivor Tallis", "Orla Whitby"} & set(names_at(story_of(body), phrase))
