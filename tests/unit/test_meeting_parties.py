"""Who could take part: one party for each actor of a sentence, with every phrase that names him."""

import pytest

from processors.actors.resolver import ActorResolver
from processors.meetings.finder import drafts_in
from processors.meetings.parties import Party, SentenceReading
from processors.meetings.party_features import party_features
from tests.unit.meeting_reader import meetings_in, story_of


def _parties(text: str) -> list[Party]:
    story = story_of(text)
    resolver = ActorResolver(story)
    slots, (draft, *_) = drafts_in(story.docs[0], resolver.mentions(0))
    return SentenceReading(story, 0, slots, resolver).parties(draft)


def _by_name(text: str) -> dict[str, Party]:
    return {party.actor.name: party for party in _parties(text)}


def test_a_pronoun_is_one_more_phrase_of_the_actor_it_stands_for() -> None:
    parties = _by_name("Anna Keller said she met Marc Dubois in Oslo.")
    assert [chunk.mention.kind for chunk in parties["Anna Keller"].places] == ["pronoun", "person"]


def test_the_phrase_that_the_rules_proposed_goes_first() -> None:
    parties = _by_name("Anna Keller said that Anna Keller met Marc Dubois in Oslo.")
    first, second = parties["Anna Keller"].places
    assert first.start > second.start


def test_the_country_in_a_title_is_a_party_of_its_own() -> None:
    parties = _by_name("Norwegian Prime Minister Anna Keller met Marc Dubois.")
    assert {"Norwegian", "Anna Keller", "Marc Dubois"} <= parties.keys()
    assert parties["Norwegian"].kind == "state"


def test_a_country_and_its_demonym_are_one_party() -> None:
    parties = _parties("Norwegian officials said that Norway held talks with Sweden.")
    norway = [party for party in parties if party.key == parties[0].key]
    assert len(norway) == 1
    assert len(norway[0].places) > 1


def test_two_offices_of_one_person_are_one_actor() -> None:
    (found,) = meetings_in("Anna Keller met Swedish General Secretary and President Marc Dubois.")
    assert len(found.slots) == 2


def test_it_is_the_body_that_announces_what_it_will_hold() -> None:
    parties = _by_name("Norway announced that it will host talks with Sweden.")
    assert any(chunk.mention.kind == "pronoun" for chunk in parties["Norway"].places)


def test_every_party_has_features_that_hold_no_name() -> None:
    text = "Norwegian Prime Minister Anna Keller told Marc Dubois that she met Karl Holm and the Swedes."
    story = story_of(text)
    resolver = ActorResolver(story)
    slots, (draft, *_) = drafts_in(story.docs[0], resolver.mentions(0))
    reading = SentenceReading(story, 0, slots, resolver, [draft])
    parties = reading.parties(draft)
    features = party_features(draft, parties, reading, {slot.head: slot.role for slot in draft.slots})
    assert len(features) == len(parties)
    assert all(features)
    named = ("keller", "dubois", "holm", "anna", "marc", "karl")
    assert not [f for found in features for f in found if any(name in f.lower() for name in named)]


def _features_of(text: str, name: str, trigger: str) -> list[str]:
    story = story_of(text)
    resolver = ActorResolver(story)
    slots, drafts = drafts_in(story.docs[0], resolver.mentions(0))
    draft = next(d for d in drafts if d.head.text == trigger)
    reading = SentenceReading(story, 0, slots, resolver, drafts)
    parties = reading.parties(draft)
    found = party_features(draft, parties, reading, {slot.head: slot.role for slot in draft.slots})
    return next(features for party, features in zip(parties, found, strict=True) if party.actor.name == name)


def test_actors_in_one_list_know_of_each_other_whatever_the_parser_makes_of_it() -> None:
    text = "Swedish Premier Anna Keller, Danish Premier Marc Dubois and Finnish Premier Karl Holm met in Oslo."
    for name in ("Anna Keller", "Marc Dubois", "Karl Holm"):
        assert any(f.startswith(("list=all", "list=some")) for f in _features_of(text, name, "met"))
    assert any(f.startswith("list=no") for f in _features_of(f"{text[:-1]} with Sweden.", "Sweden", "met"))


def test_an_actor_knows_that_another_meeting_of_the_sentence_has_him() -> None:
    text = "Anna Keller visited Norway on the eve of a meeting between Marc Dubois and Karl Holm."
    assert any(f.startswith("claimed=") for f in _features_of(text, "Karl Holm", "visited"))
    assert any(f.startswith("held=") for f in _features_of(text, "Karl Holm", "visited"))
    assert not any(f.startswith("claimed=") for f in _features_of(text, "Anna Keller", "visited"))


def _proposed(text: str) -> set[str]:
    """The parties that the rules propose for the first meeting of a sentence."""
    story = story_of(text)
    resolver = ActorResolver(story)
    slots, (draft, *_) = drafts_in(story.docs[0], resolver.mentions(0))
    parties = SentenceReading(story, 0, slots, resolver).parties(draft)
    return {party.actor.name for party in parties if party.first.mention.head in draft.heads()}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Who is named of a group stands for it.
        (
            "Oskar Tallis met Monday with leaders of the opposition parties, Liberty Party leader Orla Whitby, "
            "National Union Party leader Karin Holm and Danish Prime Minister Anna Keller.",
            {"Oskar Tallis", "Orla Whitby", "Karin Holm", "Anna Keller"},
        ),
        (
            "The presidents of Norway, Denmark and Sweden – Ivor Tallis, Orla Whitby and Karin Holm – will hold talks.",
            {"Ivor Tallis", "Orla Whitby", "Karin Holm"},
        ),
        # A list of bodies is whole.
        (
            "Talks between the European Union, NATO and Norway will begin in Geneva.",
            {"European Union", "NATO", "Norway"},
        ),
        ("A meeting of ECOWAS and the SADC was held in Oslo.", {"ECOWAS", "SADC"}),
        (
            "A summit is held involving the regional blocs ECOWAS and the SADC, along with President Ivor Tallis.",
            {"ECOWAS", "SADC", "Ivor Tallis"},
        ),
        # "Those" are the like of whoever was named.
        ("Representatives of the European Union meet with those of Norway in Oslo.", {"European Union", "Norway"}),
        ("Ivor Tallis met the government and opposition leaders.", {"Ivor Tallis", "government", "opposition leaders"}),
    ],
)
def test_a_list_is_proposed_whole(text: str, names: set[str]) -> None:
    assert _proposed(text) == names


def test_a_region_behind_a_dash_is_the_other_side() -> None:
    assert {"US", "Africa"} <= _by_name("A US–Africa Trade Summit opens in the harbour hall.").keys()


def test_who_is_accused_of_a_meeting_has_met() -> None:
    assert _proposed(
        "Norway recalls its envoy in Denmark after accusing it of interference by meeting rebel leaders."
    ) == {
        "Denmark",
        "rebel leaders",
    }
    assert _proposed("The police suspected Anna Keller of meeting Marc Dubois.") == {"Anna Keller", "Marc Dubois"}


def test_a_state_knows_which_of_the_persons_are_its_own() -> None:
    text = "Swedish Premier Anna Keller will travel to Norway to meet Danish Premier Marc Dubois."
    features = _features_of(text, "Norway", "meet")
    assert any(f.startswith("persons-of-it=0+foreign=2") for f in features)
    text = "Swedish Premier Anna Keller will travel to Norway to meet Norwegian Premier Marc Dubois."
    assert any(f.startswith("persons-of-it=1+foreign=1") for f in _features_of(text, "Norway", "meet"))


def test_words_of_one_sort_give_one_feature() -> None:
    ways = [
        {
            f
            for f in _features_of(f"Anna Keller {verb} Sweden after talks with Marc Dubois.", "Sweden", "talks")
            if "judge" in f
        }
        for verb in ("criticised", "condemned", "denounced")
    ]
    assert ways[0]
    assert ways[0] == ways[1] == ways[2]


def test_a_general_phrase_knows_whom_it_sums_up() -> None:
    text = "Anna Keller met a range of Nordic leaders, including Danish Premier Marc Dubois and Karl Holm."
    (name,) = [n for n in _by_name(text) if "Nordic" in n or "leaders" in n][:1]
    assert any(f.startswith("general+including=True+named=2") for f in _features_of(text, name, "met"))
