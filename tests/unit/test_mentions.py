"""The actors that a sentence mentions, whatever their form."""

import pytest

from processors.actors import Mention, find_mentions
from tests.parsed_stories import slot_at, story_of


def _mentions(text: str) -> list[tuple[str, str]]:
    story = story_of(text)
    doc = story.docs[0]
    return [(m.kind, doc[m.start : m.end].text) for m in find_mentions(story, 0)]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Kosovo President Hashim Thaci spoke.", ("person", "Hashim Thaci")),
        ("The Kremlin was silent.", ("seat", "Kremlin")),
        ("The European Union was silent.", ("organisation", "European Union")),
        ("Norwegians met the envoys.", ("people", "Norwegians")),
        ("The visiting Norwegian foreign minister left.", ("office", "visiting Norwegian foreign minister")),
        ("Senior Norwegian officials left.", ("group", "Senior Norwegian officials")),
        ("He met the leader of the opposition.", ("office", "leader of the opposition")),
        ("A Hamas delegation left.", ("group", "Hamas delegation")),
        ("The envoys met ex-rebels.", ("group", "ex-rebels")),
        ("They left.", ("pronoun", "They")),
        # The name behind the country of an office is its holder's.
        ("Hamas envoy to Norway Ivor Holm Tallis met the envoys.", ("person", "Ivor Holm Tallis")),
        # A town is where one is or goes to, or what stands before its country.
        ("Anna Keller visited Zinder on Monday.", ("place", "Zinder")),
        ("Anna Keller spoke in Fukushima.", ("place", "Fukushima")),
        ("Anna Keller reached the city of Amritsar.", ("place", "Amritsar")),
        ("Anna Keller went on to Zinder, Niger.", ("place", "Zinder")),
        (
            "Anna Keller spoke at the Ronald Reagan Presidential Library.",
            ("place", "Ronald Reagan Presidential Library"),
        ),
        # Two groups joined by "and" are two.
        ("European farm ministers and health officials met.", ("group", "European farm ministers")),
        ("European farm ministers and health officials met.", ("group", "health officials")),
        ("Anna Keller and foreign ambassadors met.", ("group", "foreign ambassadors")),
        ("She met leaders in business and members of the council.", ("group", "leaders in business")),
        ("Israeli and Egyptian officials met.", ("group", "Israeli and Egyptian officials")),
        ("Franco-German talks began.", ("people", "Franco")),
        ("Franco-German talks began.", ("people", "German")),
        ("Israeli-Palestinian talks began.", ("people", "Israeli")),
        ("Thaci-Putin talks began as Hashim Thaci and Vladimir Putin agreed.", ("person", "Thaci")),
    ],
)
def test_a_sentence_mentions_this_actor(text: str, mention: tuple[str, str]) -> None:
    assert mention in _mentions(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Nuclear Security Summit begins.", "Summit"),
        ("OSLO, May 3 (Reuters) - Snow fell.", "OSLO"),
    ],
)
def test_events_and_datelines_are_no_actors(text: str, word: str) -> None:
    assert not any(word in printed for _, printed in _mentions(text))


@pytest.mark.parametrize(
    ("text", "word", "acts"),
    [
        ("The minister met the envoys.", "minister", True),
        ("Norway met the envoys.", "Norway", True),
        ("The workers met the envoys.", "workers", False),
        ("The requirements were met.", "requirements", False),
    ],
)
def test_a_noun_phrase_tells_whether_it_is_a_public_actor(text: str, word: str, acts: bool) -> None:
    story = story_of(text)
    index, slot = slot_at(story, word)
    assert find_mentions(story, index).is_actor(slot.head) is acts


def test_a_country_inside_a_larger_mention_is_nested() -> None:
    story = story_of("Norwegian officials left.")
    nested = [m for m in find_mentions(story, 0) if m.nested]
    assert [(m.start, m.end, m.kind) for m in nested] == [(0, 1, "people")]


def test_a_mention_is_found_by_its_head_before_what_covers_it() -> None:
    mentions = find_mentions(story_of("Norwegian officials left."), 0)
    found = mentions.at(1)
    assert isinstance(found, Mention)
    assert found.kind == "group"
    assert mentions.headed_by(2) is None
