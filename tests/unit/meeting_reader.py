"""Reads one made-up sentence for meetings, as the detector does, without the rest of the line."""

from datetime import UTC, datetime
from functools import cache

from processors.actors.resolver import ActorResolver
from processors.candidate import MeetingCandidate
from processors.gate import Gate
from processors.meetings import find_meetings
from processors.meetings.weighing import Weighing
from processors.parser import load_parser
from processors.sentences import split_sentences
from processors.story import Story
from streams.settings import Settings
from streams.watchlist_files import load_starter


@cache
def _gate() -> Gate:
    return Gate(["unused"], load_starter())


def story_of(text: str) -> Story:
    """A story of one or more sentences, all parsed."""
    sentences = tuple(split_sentences("", text, None))
    story = Story(
        uri="urn:test:sentence",
        headline="",
        body=text,
        version_created=datetime(2031, 5, 4, 12, tzinfo=UTC),
        dateline=None,
        sentences=sentences,
        hits=_gate().read("", text, sentences).hits,
    )
    docs = load_parser(Settings().spacy_model).parse([story.sentence_text(s.index) for s in sentences])
    story.docs = dict(enumerate(docs))
    return story


def meetings_in(text: str, *, weighed: bool = False) -> list[MeetingCandidate]:
    """Candidates of the first sentence; by the rules alone unless `weighed`."""
    story = story_of(text)
    weighing = None if weighed else Weighing.none()
    return find_meetings(story, 0, ActorResolver(story).mentions(0), weighing=weighing)


def words(text: str, start: int, end: int) -> str:
    return story_of(text).docs[0][start:end].text


def actors_of(text: str, found: MeetingCandidate) -> set[str]:
    """The words of the candidate's slots."""
    doc = story_of(text).docs[0]
    return {doc[slot.start : slot.end].text for slot in found.slots}


def status_of(text: str, trigger: str) -> str | None:
    """The status of the candidate whose trigger holds this word."""
    doc = story_of(text).docs[0]
    for found in meetings_in(text):
        if trigger in doc[found.trigger[0] : found.trigger[1]].text:
            return found.status
    return None
