"""Actors in one list by the words between them, whatever the parser makes of it: "A, the premier B and C met"."""

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from processors.meetings.slots import Draft, slot_of
from processors.meetings.titled_names import Chunk

_PEOPLE = frozenset({"person", "office", "group", "pronoun"})
_NAMED = frozenset({"person", "office"})
_BODIES = frozenset({"place", "seat", "organisation", "people", "group"})
_ENDS = frozenset({"and", "&", "or", "nor"})
_SIDES = frozenset({"left", "right", "center", "centre"})
_LONGEST_JOIN = 7
_REACH = 16
"""Words between a group and its "including"."""
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


def complete(draft: Draft, doc: Doc, chunks: Sequence[Chunk], lists: Sequence[Sequence[Chunk]]) -> None:
    """Add to a draft the people whom the parser left out of a list of which it found half or more, and those whom the
    sentence names of a group in it ("leaders, including A and B")."""
    heads = draft.heads()
    for run in lists:
        members = [chunk for chunk in run if chunk.mention.kind in _NAMED]
        slots = [slot for slot in draft.slots if slot.head in {chunk.mention.head for chunk in members}]
        if len(members) == len(run) and len(slots) < len(run) <= 2 * len(slots) and _is_closed(doc, run):
            draft.add(slot_of(chunk, slots[0].role) for chunk in members)
    for slot in list(draft.slots):
        group = next((c for c in chunks if c.mention.head == slot.head and c.mention.kind == "group"), None)
        if group is not None and slot.head in heads and doc[slot.head].tag_ == "NNS":
            draft.add(slot_of(chunk, slot.role) for chunk in _named_of(group, doc, chunks))


def _is_closed(doc: Doc, run: Sequence[Chunk]) -> bool:
    """False for a list of two whose second may begin another clause ("met A, and B said")."""
    following = doc[run[-1].end : run[-1].end + 1]
    return len(run) > 2 or all(t.pos_ not in ("VERB", "AUX") for t in following)


def _named_of(group: Chunk, doc: Doc, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The people behind "including" after a group, up to the end of their list."""
    start = next((t.i for t in doc[group.end : group.end + _REACH] if t.lower_ == "including"), None)
    if start is None or any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in doc[group.end : start]):
        return []
    behind = [chunk for chunk in chunks if chunk.start > start]
    if not behind or behind[0].mention.kind not in _NAMED or len(doc[start + 1 : behind[0].start]) > _LONGEST_JOIN:
        return []
    found = [behind[0]]
    for chunk in behind[1:]:
        if chunk.mention.kind not in _NAMED or not _join(doc[found[-1].end : chunk.start]):
            break
        found.append(chunk)
    return found


def _alike(one: Chunk, other: Chunk) -> bool:
    kinds = {one.mention.kind, other.mention.kind}
    return kinds <= _PEOPLE or kinds <= _BODIES


def _join(between: Span) -> str:
    """ "and" or "," if the words can stand between two of a list, else nothing."""
    words = [t.lower_ for t in between]
    tags = [t.tag_ for t in between]
    if words[:1] == [","] and words[2:3] == [","] and words[1] in _SIDES:  # ", left, and"
        words, tags = words[2:], tags[2:]
    if not words or len(words) > _LONGEST_JOIN:
        return ""
    if words[:3] == ["as", "well", "as"]:
        return "and"
    lead = words[1] if words[0] == "," and len(words) > 1 else words[0]
    if any(tag not in _TITLE_TAGS and word != "of" for word, tag in zip(words, tags, strict=True)) or lead == "of":
        return ""
    if lead in _ENDS:
        return "and"
    return "," if words[0] == "," and not _ENDS & set(words) else ""
