"""Cities and their countries among the parties of a sentence: who is the host where only a city is named."""

from collections.abc import Sequence

from processors.meetings.parties import Party
from processors.meetings.slots import Draft, SlotFinder


def place_features(party: Party, parties: Sequence[Party], draft: Draft, slots: SlotFinder, chosen: str) -> list[str]:
    if _is_town(party, slots):
        country = slots.country_at(party.first.mention.head)
        named = country is not None and any(country in _countries(p) for p in parties if p is not party)
        return [
            f"city={country is not None}+named={named}+role={chosen}+format={draft.format}",
            f"city={country is not None}+role={chosen}",
        ]
    if party.kind == "state":
        towns = {slots.country_at(p.first.mention.head) for p in parties if p is not party and _is_town(p, slots)}
        towns |= {slots.country_at(place) for place in draft.places}
        return [f"has-town={bool(_countries(party) & towns)}+format={draft.format}+role={chosen}"]
    return []


def _is_town(party: Party, slots: SlotFinder) -> bool:
    mention = party.first.mention
    return mention.kind in ("place", "seat") and not slots.is_state_at(mention.head)


def _countries(party: Party) -> set[str | None]:
    """The countries that it is, by name or demonym."""
    if party.kind != "state":
        return set()
    hits = [chunk.mention.hit for chunk in party.places if chunk.mention.hit is not None]
    return {hit.alias.actor.country for hit in hits if hit.alias.actor.country}
