"""A mention: the words in an article that report an event."""

from dataclasses import dataclass

from schemas.event import Event, Meeting
from schemas.vocabulary import MeetingStatus


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place that reports an event.

    `nominal`: by a noun ("talks"); `definite`: "the talks", "their talks"; `bare`: and nothing tells it from others
    ("the two-hour meeting", not "the trade talks"); `attended`: its sentence says who took part ("Ana Roy led the
    talks"); `title`: in the headline, or in a first paragraph that is one; `partner`: with the other side named behind
    it ("the meeting with Ana Roy").
    """

    event: Event
    sentence: int
    nominal: bool = False
    definite: bool = False
    title: bool = False
    partner: bool = False
    bare: bool = False
    attended: bool = False

    @property
    def status(self) -> MeetingStatus:
        """Of a meeting."""
        assert isinstance(self.event, Meeting)
        return self.event.status
