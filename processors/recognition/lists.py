"""Lists of names: a coordination split into its members, also where the parser has lost its thread.

The small model reads "Donetsk People's Republic and Luhansk People's Republic" as one compound. Neighbouring names that
only commas and "and" keep apart are therefore taken together, unless one is the subject of a clause of its own.
"""

from processors.actors.mentions import Mention, SentenceMentions
from processors.recognition.tree import SUBJECTS, conjuncts, is_verb
from processors.tokens import Doc, Token

_JOINS = frozenset({",", "and", "or", "&", "nor"})
_BETWEEN = frozenset({"the", "both", "then", "also", "its", "neighbouring", "neighboring", "self-proclaimed"})
_LISTED = frozenset({"place", "organisation", "seat", "people"})


def name_at(token: Token, mentions: SentenceMentions) -> Mention | None:
    """The longest name that covers the token; a role phrase or pronoun headed by it otherwise."""
    names = [m for m in mentions if m.is_name and m.start <= token.i < m.end]
    plain = [m for m in names if not any(t.text == "," for t in token.doc[m.start : m.end])]
    names = plain or names  # a "name" with a comma in it is a list that the model took for one
    if names:
        return max(names, key=lambda m: (m.head == token.i, m.hit is not None, m.end - m.start))
    return mentions.headed_by(token.i)


def listed(head: Token, mentions: SentenceMentions) -> list[Token]:
    """The head and everything listed with it, left to right; one token for each name."""
    found: list[Token] = []
    for token in conjuncts(head):
        _add(found, token, mentions)
    first = name_at(head, mentions)
    if first is not None and first.kind in _LISTED:
        doc = head.doc
        for position in (
            *_leftwards(first, mentions, head),
            *_rightwards(found[0], mentions),
            *_rightwards(found[-1], mentions),
        ):
            _add(found, doc[position], mentions)
    return sorted(found, key=lambda token: token.i)


def whole_list(member: Token, mentions: SentenceMentions) -> list[Token]:
    """The list to which a name belongs, from whichever of its names one comes."""
    while member.dep_ == "conj" and member.head.i < member.i and name_at(member.head, mentions) is not None:
        member = member.head
    return listed(member, mentions)


def _add(found: list[Token], token: Token, mentions: SentenceMentions) -> None:
    mention = name_at(token, mentions)
    for other in found:
        same = name_at(other, mentions)
        if other.i == token.i or (mention is not None and same is mention and mention.is_name):
            return
    found.append(token)


def _rightwards(last: Token, mentions: SentenceMentions) -> list[int]:
    doc, found = last.doc, list[int]()
    current = name_at(last, mentions)
    while current is not None:
        position, joined = current.end, False
        if position < len(doc) and doc[position].tag_ == "POS":
            position += 1
        if position + 2 < len(doc) and doc[position].text == "(" and doc[position + 2].text == ")":
            position += 3  # "the Palestine Liberation Organization (PLO) and …"
        while position < len(doc) and doc[position].lower_ in _JOINS:
            position, joined = position + 1, True
        while joined and position < len(doc) and (doc[position].lower_ in _BETWEEN or doc[position].pos_ == "DET"):
            position += 1
        current = _starting(position, mentions, doc) if joined else None
        if current is None or _own_clause(doc[current.head], last):
            break
        found.append(current.head)
    return _closed(found, last)


def _closed(found: list[int], last: Token) -> list[int]:
    """A list of two or more ends in "and" or "or": a lone comma sets a new phrase off."""
    doc = last.doc
    while found:
        before = [token.lower_ for token in doc[last.i : found[-1]]]
        if {"and", "or", "nor", "&"} & set(before[-6:]):
            return found
        found.pop()
    return found


def _leftwards(first: Mention, mentions: SentenceMentions, head: Token) -> list[int]:
    doc, found, current = head.doc, list[int](), first
    need_and = True
    while True:
        position = current.start - 1
        while position >= 0 and (doc[position].lower_ in _BETWEEN or doc[position].dep_ in ("det", "amod")):
            position -= 1
        joined = False
        while position >= 0 and doc[position].lower_ in _JOINS:
            joined = joined or doc[position].lower_ != "," or not need_and
            position -= 1
        previous = _ending(position + 1, mentions) if joined else None
        if previous is None or not _same_phrase(doc[previous.head], head):
            return found
        found.append(previous.head)
        current, need_and = previous, False


def _same_phrase(token: Token, head: Token) -> bool:
    """Whether a name to the left can belong to the phrase of `head`: nothing but nouns between them in the tree."""
    return head in token.ancestors and token.dep_ in ("nmod", "compound", "poss", "appos", "amod", "conj", "npadvmod")


def _own_clause(token: Token, last: Token) -> bool:
    verb = token.head
    return token.dep_ in SUBJECTS and is_verb(verb) and last not in verb.subtree


def _starting(position: int, mentions: SentenceMentions, doc: Doc) -> Mention | None:
    """The longest name that begins here; a "name" with a comma in it is a list that the model took for one."""
    found = [m for m in mentions if m.start == position and m.kind in _LISTED and m.is_name]
    found = [m for m in found if not any(token.text == "," for token in doc[m.start : m.end])]
    return max(found, key=lambda m: (m.end, m.hit is not None), default=None)


def _ending(position: int, mentions: SentenceMentions) -> Mention | None:
    found = [m for m in mentions if m.end == position and m.kind in _LISTED and m.is_name]
    return min(found, key=lambda m: m.start, default=None)
