"""Which countries the parties of a sentence stand for: two of one country rarely sit on two sides."""

from collections.abc import Mapping, Sequence

from processors.meetings.parties import Party
from processors.meetings.slots import Draft


def country_features(
    party: Party, proposed: Sequence[Party], countries: Mapping[str, set[str]], draft: Draft, chosen: str
) -> list[str]:
    """How the party's countries (`countries`, by party key) stand to those of the others that were proposed."""
    own = countries[party.key]
    others = [(other, countries[other.key]) for other in proposed if other is not party]
    known = min(2, len({country for _, theirs in others for country in theirs}))
    if not own:
        return [f"country=unknown+k={party.kind}+known={known}+role={chosen}"]
    kin = sorted({other.kind for other, theirs in others if theirs & own})
    setting = f"format={draft.format}+role={chosen}"
    found = [
        f"kin={'+'.join(kin) or 'none'}+k={party.kind}+{setting}",
        f"kin={bool(kin)}+k={party.kind}+known={known}+others={min(3, len(others))}+role={chosen}",
        f"kin={bool(kin)}+k={party.kind}+known={known}+format={draft.format}+partner={draft.partner}",
    ]
    if party.kind == "state":
        found += _guests(own, [theirs for other, theirs in others if other.kind == "person"], setting, draft)
    return found


def _guests(own: set[str], persons: Sequence[set[str]], setting: str, draft: Draft) -> list[str]:
    """For a state: how many of the persons are its own, how many from abroad, and of how many nobody says."""
    its = sum(bool(theirs & own) for theirs in persons)
    foreign = min(2, sum(bool(theirs) and not theirs & own for theirs in persons))
    unknown = min(2, sum(not theirs for theirs in persons))
    return [
        f"persons-of-it={its}+foreign={foreign}+unknown={unknown}+format={draft.format}",
        f"persons-of-it={its > 0}+foreign={foreign}+{setting}",
    ]
