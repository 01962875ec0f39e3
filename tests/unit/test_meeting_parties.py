"""Who could take part: one party for each actor of a sentence, with every phrase that names him."""

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
