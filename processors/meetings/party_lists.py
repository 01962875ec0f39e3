"""Actors in one list by the words between them, whatever the parser makes of it: "A, the premier B and C met"."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span

from processors.candidate import SlotRole
from processors.meetings.parties import Party
from processors.meetings.titled_names import Chunk

_PEOPLE = frozenset({"person", "office", "group", "pronoun"})
_BODIES = frozenset({"place", "seat", "organisation", "people", "group"})
_ENDS = frozenset({"and", "&", "or", "nor"})
_LONGEST_JOIN = 7
_TITLE_TAGS = frozenset({"JJ", "NN", "NNP", "NNPS", "DT", "PRP$", "POS", "HYPH", "CC", ",", "CD"})


def lists_of(doc: Doc, chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Runs of two or more actors of one sort, joined by commas and titles and, before the last, by "and"."""
    found: list[list[Chunk]] = []
    run: list[Chunk] = []
    for chunk in chunks:
        join = _join(doc[run[-1].end : chunk.start]) if run and _alike(run[-1], chunk) else ""
        if join == "":
            run = [chunk]
        else:
            run.append(chunk)
        if join == "and":
            found.append(run)
            run = [chunk]
    return found


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


def _alike(one: Chunk, other: Chunk) -> bool:
    kinds = {one.mention.kind, other.mention.kind}
    return kinds <= _PEOPLE or kinds <= _BODIES


def _join(between: Span) -> str:
    """ "and" or "," if the words can stand between two of a list, else nothing."""
    words = [t.lower_ for t in between]
    if not words or len(words) > _LONGEST_JOIN:
        return ""
    if words[:3] == ["as", "well", "as"]:
        return "and"
    lead = words[1] if words[0] == "," and len(words) > 1 else words[0]
    if any(t.tag_ not in _TITLE_TAGS for t in between):
        return ""
    if lead in _ENDS:
        return "and"
    return "," if words[0] == "," and not _ENDS & set(words) else ""
