"""Text made to take long takes no longer than its length accounts for."""

from itertools import pairwise
from time import process_time

from processors.actors.coreference import Coreference
from processors.actors.mention import SentenceMentions
from processors.actors.resolver import ActorResolver
from processors.event_mention import EventMention
from processors.meetings.finder import drafts_in
from processors.meetings.parties import SentenceReading
from processors.merge import merge_mentions
from processors.same_actor import matched
from processors.sentences import split_sentences
from schemas.event import Actor, Meeting, Sentence, Trigger
from tests.builders import actor, participant
from tests.unit.meeting_reader import story_of

NAMES = ["Anna", "Boris", "Carla", "Dieter", "Elena", "Fritz", "Greta", "Henrik", "Irene", "Jonas", "Klara", "Leon"]


def _splitting(dots: int) -> float:
    text = "Anna Keller met Marc Dubois " + "." * dots
    best = 60.0
    for _ in range(3):
        begun = process_time()
        split_sentences("", text, None)
        best = min(best, process_time() - begun)
    return best


def test_a_row_of_dots_is_looked_through_once() -> None:
    assert _splitting(32_000) < 30 * _splitting(4_000)  # 64 times if each dot began anew


def test_two_long_lists_are_matched_by_their_names_in_one_pass() -> None:
    asked = []

    def country_of(one: Actor) -> str | None:
        asked.append(one)
        return None

    left = [actor(f"Ana Left{number}") for number in range(200)]
    right = [actor(f"Bo Right{number}") for number in range(200)]
    assert matched(left, [*right, left[7]], country_of) == [(left[7], left[7])]
    assert len(asked) <= 400


def _meeting(number: int) -> EventMention:
    at = 100 * number
    event = Meeting(
        id="",
        status="held",
        format="meeting",
        flags=[],
        participants=[participant(f"Ana Left{number}"), participant(f"Bo Right{number}")],
        trigger=Trigger(text="met", start=at, end=at + 3, part="body"),
        sentences=[Sentence(text="…", start=at, end=at + 20, part="body")],
        rule="meeting.verb.meet",
        confidence=1.0,
    )
    return EventMention(event, number, nominal=False, definite=False)


def test_a_meeting_is_looked_for_among_the_latest_only() -> None:
    asked: list[Actor] = []

    def country_of(one: Actor) -> str | None:
        asked.append(one)
        return None

    counts = []
    for size in (150, 300, 450):
        asked.clear()
        assert len(merge_mentions([_meeting(number) for number in range(size)], country_of)) == size
        counts.append(len(asked))
    (first, second) = (later - earlier for earlier, later in pairwise(counts))
    assert second == first


def test_a_sentence_of_very_many_meetings_weighs_the_nearest_actors_of_each() -> None:
    story = story_of(f"{', '.join(f'{name} Keller' for name in NAMES)} arrived, and Marc Dubois met Karl Holm.")
    resolver = ActorResolver(story)
    slots, drafts = drafts_in(story.docs[0], resolver.mentions(0))
    draft = next(one for one in drafts if one.head.text == "met")
    assert len(SentenceReading(story, 0, slots, resolver, [draft]).parties(draft)) > 8
    crowded = SentenceReading(
        story, 0, slots, resolver, [draft, *(drafts_in(story.docs[0], resolver.mentions(0))[1] * 60)]
    )
    assert len(crowded.others(draft)) == 8
    names = [party.actor.name for party in crowded.parties(draft)]
    assert 0 < len(names) <= 8
    assert {"Marc Dubois", "Karl Holm"} <= set(names)


def test_what_a_pronoun_looks_back_to_is_found_once() -> None:
    story = story_of("Anna Keller arrived. She met Marc Dubois.")
    resolver = ActorResolver(story)
    coreference = Coreference(story, resolver.mentions)
    found = coreference.antecedents(1, 0)
    assert found
    assert coreference.antecedents(1, 0) is found


def test_a_pronoun_looks_at_a_few_subjects_of_a_sentence_that_never_ends() -> None:
    story = story_of(f"Anna Keller said that {'he said that ' * 60}she left. It rained. She met Marc Dubois.")
    resolver = ActorResolver(story)
    read: list[int] = []

    def mentions(index: int) -> SentenceMentions:
        read.append(index)
        return resolver.mentions(index)

    Coreference(story, mentions).antecedents(2, 0)
    assert len(read) < 60


def test_the_forms_of_an_actor_named_in_every_sentence_are_gathered_once() -> None:
    story = story_of("Paris recognised Kosovo. France recognised Kosovo. " * 20)
    france = next(hit.alias.actor.id for hit in story.hits if hit.alias.actor.name == "France")
    names = frozenset({"name"})
    assert story.printed_forms(france, names) == ["France"]
    assert story.printed_forms(france, names) is story.printed_forms(france, names)
    assert [hit.sentence for hit in story.hits_in(7)] == [7, 7]
    assert story.hits_in(7) is story.hits_in(7)
    assert not story.hits_in(400)
