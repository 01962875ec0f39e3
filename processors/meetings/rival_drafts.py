"""What the other drafts of a sentence say about one: the same meeting again, or another with its own actors."""

from collections.abc import Sequence

from processors.meetings.parties import Party
from processors.meetings.slots import Draft
from processors.tokens import Token


def rival_features(draft: Draft, others: Sequence[Draft]) -> list[str]:
    """For the weighing of a draft: how the others stand to it."""
    found = [f"rivals={min(2, len(others))}", f"rivals={min(2, len(others))}+rule={draft.rule}"]
    for other in others[:3]:
        shared = draft.heads() & other.heads()
        share = "none" if not shared else "all" if draft.heads() <= other.heads() else "some"
        first = draft.head.i < other.head.i
        found += [
            f"rival={_stands(draft.head, other.head)}+share={share}+first={first}",
            f"rival-format={draft.format}:{other.format}+share={share}",
            f"rival-rule={other.rule}+mine={draft.rule}",
        ]
    return found


def claim_features(party: Party, draft: Draft, others: Sequence[Draft], chosen: str) -> list[str]:
    """For the weighing of an actor: whether another draft has him, or holds him in its own words."""
    heads = {chunk.mention.head for chunk in party.places}
    found = []
    for other in others:
        proposed = bool(heads & other.heads())
        stands = _stands(draft.head, other.head)
        if proposed:
            found.append(f"claimed={stands}+partner={other.partner}+role={chosen}")
            found.append(f"claimed-format={other.format}+mine={draft.format}+role={chosen}")
        if stands != "above" and _holds(other.head, party.first.mention.head):
            found.append(f"held={stands}+proposed={proposed}+role={chosen}")
        elif stands != "below" and _holds(draft.head, party.first.mention.head):
            found.append(f"own={stands}+proposed={proposed}+role={chosen}")
    return found or [f"unclaimed+others={bool(others)}+role={chosen}"]


def _stands(mine: Token, other: Token) -> str:
    """Where the other trigger stands in the tree as seen from mine."""
    if other.is_ancestor(mine):
        return "above"
    return "below" if mine.is_ancestor(other) else "beside"


def _holds(head: Token, token: int) -> bool:
    return head.is_ancestor(head.doc[token])
