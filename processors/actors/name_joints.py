"""Names joined to something else: by a hyphen, by a particle, by "and" under one noun.

"Norland-AFF talks" are between two, who is "Norland-backed" or "anti-Norwegian" is somebody else, "Miguel de la" goes
on, and "North and South Korea" are two countries.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention
from processors.actors.name_runs import HYPHENS, is_capital, is_titling
from processors.story import Story
from processors.tokens import Doc, Token

_COMPASS: Final = frozenset({"North", "South", "East", "West"})
_AGAINST_OR_FOR: Final = frozenset({"anti", "pro", "non"})
_TAILS: Final = frozenset(
    {"based", "born", "backed", "supported", "run", "controlled", "owned", "ruled", "held", "occupied", "style", "era"}
    | {"made", "built", "trained", "funded", "financed", "educated", "speaking"}
)

Cut = Callable[[Story, Doc, list[Mention]], list[Mention]]


def at_joints(story: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    """The names of a sentence, cut or joined where they meet something else."""
    for cut in _CUTS:
        found = cut(story, doc, found)
    return found


def _two_by_hyphen(_: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    """The second half of "Norland-AFF", whose first is listed, where the model takes both for one body."""
    kept: list[Mention] = []
    for mention in found:
        half = mention.start + 2
        first = next((m for m in found if m.hit and (m.start, m.end) == (mention.start, mention.start + 1)), None)
        pair = mention.hit is None and mention.end - mention.start == 3 and first is not None
        if not pair or doc[half - 1].text not in HYPHENS or not is_capital(doc[half]):
            kept.append(mention)
        elif not any(m.start == half for m in found):
            kept.append(Mention(half, mention.end, half, "organisation"))
    return kept


def _without_half_words(_: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    return [m for m in found if m.kind == "person" or not _is_half_word(doc, m)]


def _is_half_word(doc: Doc, mention: Mention) -> bool:
    """ "Norland" in "Norland-based", "Norwegian" in "anti-Norwegian": of whom something is only said."""
    first, last = doc[mention.start], doc[mention.end - 1]
    joined = "-" in last.text and last.lower_.rpartition("-")[2] in _TAILS
    if joined and mention.end - mention.start == 1:
        return True
    if first.lower_ in _AGAINST_OR_FOR or (mention.start > 1 and _is_prefix(doc[mention.start - 2])):
        return True
    behind = doc[mention.end : mention.end + 2]
    return len(behind) == 2 and behind[0].text in HYPHENS and behind[1].lower_ in _TAILS


def _is_prefix(token: Token) -> bool:
    return token.lower_ in _AGAINST_OR_FOR and not token.whitespace_ and token.nbor().text in HYPHENS


def _with_particles(_: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    """ "Ivor de la" + "Tallis", whatever the list takes the second for."""
    for mention in found:
        last = doc[mention.end - 1]
        if mention.kind != "person" or last.lower_ not in nouns().particle or not last.is_lower:
            continue
        rest = next((m for m in found if m.start == mention.end), None)
        end = rest.end if rest is not None else mention.end + 1
        if mention.end < len(doc) and is_capital(doc[mention.end]):
            whole = replace(mention, end=end, head=doc[mention.start : end].root.i)
            return [m for m in found if m is not mention and not mention.end <= m.start < end] + [whole]
    return found


def _of_the_compass(story: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    """North Korea in "North and South Korea", and as "the North" in an article that names it."""
    named = {word: _state_at(story, word) for word in _COMPASS.intersection(t.text for t in doc)}
    for token in doc[1:] if named else ():
        over = [m for m in found if m.start <= token.i < m.end]
        if token.text not in _COMPASS or any(m.hit is not None or m.kind == "person" for m in over):
            continue
        state = _with_the_other(doc, token, found) or (named[token.text] if _stands_alone(token) else None)
        if state is not None:
            found = [m for m in found if m not in over]
            found.append(Mention(token.i, token.i + 1, token.i, "place", stands_for=state))
    return found


def _with_the_other(doc: Doc, token: Token, found: list[Mention]) -> str | None:
    """The whole name of the first of two in "North and South Korea"."""
    other = token.i + 2
    if other + 1 >= len(doc) or doc[token.i + 1].lower_ not in {"and", "or"} or doc[other].text not in _COMPASS:
        return None
    country = next((m for m in found if m.hit is not None and m.start == other and m.end > other + 1), None)
    return f"{token.text} {doc[other + 1 : country.end].text}" if country is not None else None


def _stands_alone(token: Token) -> bool:
    following = token.doc[token.i + 1 : token.i + 2].text
    return token.nbor(-1).lower_ == "the" and following != "of" and not following[:1].isupper() and following != "-"


def _state_at(story: Story, compass: str) -> str | None:
    for hit in story.hits:
        name = story.part_text(hit.part)[hit.start : hit.end]
        if hit.alias.actor.kind == "state" and hit.alias.source in {"name", "alias"} and name.startswith(f"{compass} "):
            return name
    return None


def _without_ranks(_: Story, doc: Doc, found: list[Mention]) -> list[Mention]:
    """Without "Lieutenant" in "Lieutenant-General Ivor Tallis"."""
    return [m for m in found if m.hit is not None or not _is_half_rank(doc, m, found)]


def _is_half_rank(doc: Doc, mention: Mention, found: list[Mention]) -> bool:
    behind = mention.end + 1
    if mention.end - mention.start > 1 or behind + 1 >= len(doc) or doc[mention.end].text not in HYPHENS:
        return False
    return is_titling(doc[behind]) and any(m.start == behind + 1 and m.kind == "person" for m in found)


_CUTS: Final[tuple[Cut, ...]] = (
    _two_by_hyphen,
    _without_half_words,
    _with_particles,
    _of_the_compass,
    _without_ranks,
)
