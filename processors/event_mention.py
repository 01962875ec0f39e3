"""A mention: the words in an article that report an event."""

from dataclasses import dataclass

from schemas.event import Event, Meeting
from schemas.vocabulary import MeetingStatus


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place that reports an event.

    `nominal`: by a noun ("talks"); `definite`: "the talks", "their talks"; `title`: in the headline, or in a first
    paragraph that is one; `partner`: with the other side named behind it ("the meeting with Ana Roy").
    """

    event: Event
    sentence: int
    nominal: bool = False
    definite: bool = False
    title: bool = False
    partner: bool = False

    @property
    def status(self) -> MeetingStatus:
        """Of a meeting."""
        assert isinstance(self.event, Meeting)
        return self.event.status
