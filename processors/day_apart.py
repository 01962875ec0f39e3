"""Days counted from one event to another: "a day before talks with the envoys", "on the eve of a visit"."""

import re
from typing import Final, NamedTuple

from processors.tokens import Doc, Token

_NUMBERS: Final = {"a": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_APART: Final = re.compile(
    r"\b(?:(?P<count>a|one|the|two|three|four|five|six|\d)\s+days?"
    r"|(?P<same>(?:\w+\s+)?hours?|minutes|moments|just hours))\s+(?P<word>before|after|ahead of|following|prior to)\b"
    r"|\bon (?P<word2>the eve of)\b",
    re.IGNORECASE,
)
_NOT_EXACT: Final = re.compile(
    r"\b(?:less|more|fewer|nearly|about|almost|over|under|than|just under)\s+$", re.IGNORECASE
)


class Apart(NamedTuple):
    """`days` from what the clause of `verb` tells to the event that was asked for; negative when that came first."""

    days: int
    verb: Token


def days_apart(doc: Doc, predicate: Token) -> Apart | None:
    """How many days lie between the predicate's event and the clause it is counted from, where the text counts them."""
    for match in _APART.finditer(doc.text):
        if match["count"] and _NOT_EXACT.search(doc.text[: match.start()]):
            continue
        span = doc.char_span(match.start("word" if match["word"] else "word2"), match.end())
        if span is None:
            continue
        link = span[-1] if match["word2"] else span[0]
        if match["word"] and link.head in span:
            link = link.head
        clause = _governor(link)
        if clause is None or not _lies_behind(predicate, link):
            continue
        if match["word2"]:
            return Apart(1, clause)
        count = 0 if match["same"] else _NUMBERS.get(match["count"].lower()) or int(match["count"])
        return Apart(-count if match["word"].lower() in {"after", "following"} else count, clause)
    return None


def _lies_behind(predicate: Token, link: Token) -> bool:
    """True if the predicate is what the preposition or conjunction opens, not what a noun there is about."""
    top = link.head if link.dep_ == "mark" else link
    if predicate.i < link.i:
        return False
    for token in (predicate, *predicate.ancestors):
        if token == top:
            return True
        if token.dep_ == "prep" and token.lower_ != "for" and token.head.pos_ in {"NOUN", "PROPN"}:
            return False  # "a day after a report concerning a call"
    return False


def _governor(link: Token) -> Token | None:
    """The verb of the clause that the counting hangs on."""
    above = link.head.head if link.dep_ == "mark" else link.head
    return next((t for t in (above, *above.ancestors) if t.pos_ in {"VERB", "AUX"}), None)
