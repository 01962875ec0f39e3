"""Actors in one list by the words between them, whatever the parser makes of it: "A, the premier B and C met"."""

from collections.abc import Sequence

from processors.actors.lexicon import nouns
from processors.meetings.slots import Draft, slot_of
from processors.meetings.titled_names import Chunk
from processors.tokens import Doc, Span

_PEOPLE = frozenset({"person", "office", "group", "pronoun"})
_NAMED = frozenset({"person", "office"})
_BODIES = frozenset({"place", "seat", "organisation", "people", "group"})
_NAMED_BODIES = frozenset({"place", "seat", "organisation"})
_OPENING = frozenset({"between", "among", "with", "of", "involving", "to"})
_NEAR = 5
"""Words from a trigger to the list that it opens."""
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_APPOSING = frozenset({",", "-", "–", "—", "--", ":", "("})
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
        slots = [slot for slot in draft.slots if slot.head in {chunk.mention.head for chunk in run}]
        if not slots and _is_involved(draft, doc, run):
            draft.partner |= draft.add(slot_of(chunk, "participant") for chunk in run)
        elif slots and len(slots) < len(run) and _is_whole(draft, doc, run, members, len(slots)):
            draft.add(slot_of(chunk, slots[0].role) for chunk in run)
    for slot in list(draft.slots):
        group = next((c for c in chunks if c.mention.head == slot.head and c.mention.kind == "group"), None)
        if group is not None and slot.head in heads and doc[slot.head].tag_ == "NNS":
            draft.add(slot_of(chunk, slot.role) for chunk in _named_of(group, doc, chunks))
            if named := _in_apposition(group, doc, lists):
                draft.slots.remove(slot)
                draft.add(slot_of(chunk, slot.role) for chunk in named)


def _is_whole(draft: Draft, doc: Doc, run: Sequence[Chunk], people: Sequence[Chunk], found: int) -> bool:
    """A list of people of which the parser found half, or one of bodies and countries whose first it found."""
    if len(people) == len(run):
        return len(run) <= 2 * found and _is_closed(doc, run)
    comma = doc[run[-2].end].text == ","
    return not people and (_is_closed(doc, run) or not comma) and _is_of_bodies(draft, doc, run)


def _is_involved(draft: Draft, doc: Doc, run: Sequence[Chunk]) -> bool:
    """ "A summit is held involving the blocs A and B"."""
    before = [t.lower_ for t in doc[max(draft.head.i, run[0].start - _NEAR) : run[0].start]]
    involved = "involving" in before and run[0].start > draft.head.i
    return involved and all(t.tag_ not in _FINITE or t.lemma_ == "be" for t in doc[draft.head.i : run[0].start])


def _is_of_bodies(draft: Draft, doc: Doc, run: Sequence[Chunk]) -> bool:
    """A list of bodies and countries that the trigger's own words begin ("talks between A, B and C")."""
    start = run[0].start
    while start and doc[start - 1].tag_ in ("DT", "JJ"):
        start -= 1
    opened = start > draft.head.i and doc[start - 1].lower_ in _OPENING and start - draft.head.i <= _NEAR
    return opened and run[0].mention.head in draft.heads() and all(c.mention.kind in _NAMED_BODIES for c in run)


def _in_apposition(group: Chunk, doc: Doc, lists: Sequence[Sequence[Chunk]]) -> list[Chunk]:
    """The people in a list that tells who a group of officials is: "leaders of the parties, A and B"."""
    if group.end >= len(doc) or doc[group.end].text not in _APPOSING:
        return []
    if doc[group.mention.head].lemma_.lower() not in nouns().office:
        return []
    for run in lists:
        people = [chunk for chunk in run if chunk.start > group.end]
        joined = people and (people[0].start == group.end + 1 or _join(doc[group.end : people[0].start]) == ",")
        if joined and people and len(people) > 1 and all(chunk.mention.kind == "person" for chunk in people):
            return people
    return []


def _is_closed(doc: Doc, run: Sequence[Chunk]) -> bool:
    """False for a list of two whose second may begin another clause ("met A, and B said")."""
    following = doc[run[-1].end : run[-1].end + 1]
    return len(run) > 2 or all(t.pos_ not in ("VERB", "AUX") for t in following)


def including_behind(group: Chunk, doc: Doc) -> int | None:
    """Where "including" stands within reach behind a group."""
    return next((t.i for t in doc[group.end : group.end + _REACH] if t.lower_ == "including"), None)


def _named_of(group: Chunk, doc: Doc, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The people behind "including" after a group, up to the end of their list."""
    start = including_behind(group, doc)
    if start is None or any(t.tag_ in _FINITE for t in doc[group.end : start]):
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
