"""Reads one made-up sentence for recognitions, as the detector does, without the rest of the line."""

from dataclasses import dataclass

from processors.actors.resolver import ActorResolver
from processors.candidate import RecognitionCandidate, Slot
from processors.recognition import find_recognitions
from processors.story import Story
from tests.unit.meeting_reader import story_of


@dataclass(frozen=True)
class Read:
    """A candidate in words."""

    stance: str
    objects: tuple[str, ...]
    recognisers: tuple[str, ...]
    kind: str
    count: tuple[int, str] | None
    trigger: str
    rule: str


def recognitions(text: str) -> list[Read]:
    """Candidates of the first sentence, in order."""
    story = story_of(text)
    found = find_recognitions(story, 0, ActorResolver(story).mentions(0))
    return [_read(story, candidate) for candidate in found]


def recognition(text: str) -> Read:
    """The only candidate of the first sentence."""
    found = recognitions(text)
    assert len(found) == 1, found
    return found[0]


def _read(story: Story, candidate: RecognitionCandidate) -> Read:
    doc = story.docs[0]

    def text_of(slots: list[Slot]) -> tuple[str, ...]:
        return tuple(doc[slot.start : slot.end].text for slot in slots)

    return Read(
        stance=candidate.stance,
        objects=text_of(candidate.objects),
        recognisers=text_of(candidate.recognisers),
        kind=candidate.object_kind,
        count=(candidate.count.value, candidate.count.qualifier) if candidate.count else None,
        trigger=doc[candidate.trigger[0] : candidate.trigger[1]].text,
        rule=candidate.rule,
    )
