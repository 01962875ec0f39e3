"""Who receives a guest in a capital: of "talks in Oslo" of which one side is named, Norway is the other."""

from collections.abc import Sequence
from typing import Final

from processors.actors.resolver import ActorResolver
from processors.candidate import MeetingCandidate
from processors.meetings.grammar import is_verb
from processors.story import AliasHit, Story
from schemas.event import Actor, Participant, Place
from schemas.vocabulary import MeetingFormat

_AT_HOSTS: Final[frozenset[MeetingFormat]] = frozenset({"talks", "negotiation"})
_NAMES: Final = frozenset({"name", "alias"})


def host_of(
    story: Story,
    candidate: MeetingCandidate,
    guests: Sequence[Participant],
    place: Place | None,
    resolver: ActorResolver,
) -> Participant | None:
    """The state whose capital is the place of talks, where the one side that is named comes from another.

    Whose country neither list nor article tells may be at home. None where the place is no capital on the watchlist, or
    a building in it.
    """
    if candidate.format not in _AT_HOSTS or len(guests) != 1:
        return None
    seat = _capital(story, place) if place is not None else None
    if seat is None or place is None or _is_of_another_clause(story, candidate, place):
        return None
    countries = _countries(story, guests[0], resolver)
    if not countries or seat.alias.actor.id in countries:
        return None
    return Participant(
        name=max(story.printed_forms(seat.alias.actor.id, _NAMES), key=len, default=seat.alias.actor.name),
        text=place.text,
        start=place.start,
        end=place.end,
        part=place.part,
        id=seat.alias.actor.id,
        watched=True,
        resolved_by="alias",
        kind=seat.alias.actor.kind,
        role="host",
    )


def _capital(story: Story, place: Place) -> AliasHit | None:
    """The capital at the place; a seat without coordinates ("the Kremlin") is a building."""
    if place.basis != "explicit" or place.location is None:
        return None
    return next(
        (
            hit
            for hit in story.hits
            if (hit.part, hit.start, hit.end) == (place.part, place.start, place.end)
            and hit.supported
            and hit.alias.source == "seat"
            and hit.alias.actor.kind == "state"
        ),
        None,
    )


def _is_of_another_clause(story: Story, candidate: MeetingCandidate, place: Place) -> bool:
    """ "She laid a wreath in Oslo, while no talks were planned": nobody in Oslo was to hold them."""
    doc = story.docs[candidate.sentence]
    named = next((token for token in doc if story.offsets(candidate.sentence, token)[0] == place.start), None)
    head = doc[candidate.head]
    if named is None or head.dep_ not in ("nsubj", "nsubjpass") or not is_verb(head.head):
        return False
    return head.head not in named.ancestors


def _countries(story: Story, guest: Actor, resolver: ActorResolver) -> set[str]:
    """Watchlist ids of the states a guest comes from, as far as list and article tell."""
    told = resolver.affiliation(guest)
    listed = next((hit.alias.actor for hit in story.hits if hit.alias.actor.id == guest.id), None)
    found = {told} if told else set()
    if listed is not None and listed.kind == "state":
        found.add(listed.id)
    elif listed is not None:
        found.update(role.of for role in listed.roles if role.of)
    return found
