"""Text with its evidence marked: nested where spans nest, split where they cross.

HTML elements nest, spans of evidence need not ("[the leader of [North Kessia] Mira Sandor]" nests; "[A (B] C)" does
not). The text is cut wherever a span begins or ends; a span that another one crosses is closed and opened again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from streams.report.evidence import ROLE_LABELS, Evidence, Role

_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_ORDER: Final = list(ROLE_LABELS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One span in one role, for the events (card numbers) that it serves. `notes` has one line for each of them."""

    start: int
    end: int
    role: Role
    events: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    mark: Mark
    first: bool
    """False where a mark goes on after it was split."""


@dataclass(frozen=True, slots=True)
class Closing:
    mark: Mark
    last: bool
    """False where a mark will go on."""


Token = str | Opening | Closing


def marks_of(evidence: Iterable[Evidence], length: int) -> list[Mark]:
    """Evidence with one span and role as one mark, outermost first. What lies outside the text is left out."""
    grouped: dict[tuple[int, int, Role], dict[int, list[str]]] = defaultdict(dict)
    for one in evidence:
        start, end = max(0, one.start), min(one.end, length)
        if start < end:
            grouped[start, end, one.role].setdefault(one.event, []).append(one.note)
    marks = [
        Mark(start, end, role, tuple(sorted(notes)), tuple("; ".join(notes[number]) for number in sorted(notes)))
        for (start, end, role), notes in grouped.items()
    ]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, _ORDER.index(mark.role)))


def paragraphs(text: str, evidence: Iterable[Evidence]) -> list[list[Token]]:
    """The paragraphs of `text` (blank lines stand between them) as tokens, in order."""
    marks = marks_of(evidence, len(text))
    found, begin = [], 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[begin:end].strip():
            found.append(list(tokens(text, marks, begin, end)))
        begin = gap.end() if gap else end
    return found


def tokens(text: str, marks: Iterable[Mark], begin: int, end: int) -> Iterator[Token]:
    """text[begin:end) as strings, openings and closings that nest; the strings joined are the text."""
    waiting = [mark for mark in marks if mark.start < end and mark.end > begin]
    waiting.reverse()  # the next one last
    open_marks: list[Mark] = []
    position = begin
    while waiting or open_marks:
        next_start = max(waiting[-1].start, begin) if waiting else end
        next_end = min((mark.end for mark in open_marks), default=end)
        stop = min(next_start, next_end, end)
        if stop > position:
            yield text[position:stop]
            position = stop
        if next_end <= next_start or position >= end:
            yield from _close(open_marks, position, end)
        else:
            mark = waiting.pop()
            open_marks.append(mark)
            yield Opening(mark, first=mark.start >= begin)
    if position < end:
        yield text[position:end]


def _close(open_marks: list[Mark], position: int, end: int) -> Iterator[Token]:
    """Close what ends here; what lies inside it and goes on is closed and opened again."""
    outermost = next(
        (place for place, mark in enumerate(open_marks) if mark.end <= position or position >= end), len(open_marks)
    )
    inside = open_marks[outermost:]
    del open_marks[outermost:]
    for mark in reversed(inside):
        yield Closing(mark, last=mark.end <= position)
    if position < end:
        for mark in inside:
            if mark.end > position:
                open_marks.append(mark)
                yield Opening(mark, first=False)
