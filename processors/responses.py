"""What the other side of an event says about it in the same article: confirms, denies, keeps silent."""

from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate
from processors.story import Story
from schemas.event import Response


def respond(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Response]:
    """What other sides of the event say about it in this article."""
    _ = story, candidate, resolver
    return []
