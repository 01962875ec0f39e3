"""Whether the others of an actor's list were proposed."""

from collections.abc import Mapping, Sequence

from processors.candidate import SlotRole
from processors.meetings.parties import Party
from processors.meetings.titled_names import Chunk


def list_features(party: Party, lists: Sequence[Sequence[Chunk]], roles: Mapping[int, SlotRole]) -> list[str]:
    """Whether the others of its list were proposed."""
    chosen = roles.get(party.first.mention.head, "out")
    heads = {chunk.mention.head for chunk in party.places}
    for run in lists:
        members = [chunk.mention.head for chunk in run]
        if heads & set(members):
            others = [head for head in members if head not in heads]
            proposed = sum(head in roles for head in others)
            share = "all" if proposed == len(others) else "some" if proposed else "none"
            last = members[-1] in heads
            return [f"list={share}+role={chosen}", f"list={share}+last={last}+role={chosen}+k={party.kind}"]
    return [f"list=no+role={chosen}"]
