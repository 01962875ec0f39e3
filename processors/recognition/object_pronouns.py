"""What "it" or "its" stands for as the thing recognised, when the sentence itself names it.

Nobody recognises himself: the nearest fitting name before the pronoun that is not the recogniser.
"""

from processors.actors.mention import Mention
from processors.actors.mentions import SentenceMentions
from processors.recognition.lists import name_at, whole_list
from processors.recognition.tree import is_verb
from processors.tokens import Token

_BODIES = frozenset({"it", "its", "them", "their"})
ITS = frozenset({"it", "its"})
_PLURAL = frozenset({"them", "their"})
_PEOPLE = frozenset({"him", "her", "his"})


def named_for(heads: list[Token], recognisers: list[Token], mentions: SentenceMentions) -> list[Token]:
    """The heads with a pronoun replaced by the name it stands for, where the sentence has one beside the recogniser."""
    if len(heads) == 1 and heads[0].lower_ == "us":
        return _as_we_are_called(heads[0], mentions) or heads
    takers = [name_at(one, mentions) for one in recognisers]
    named = [m for m in takers if m is not None and m.is_name]
    if not named and len(heads) == 1:
        return _only_one_named(heads[0], mentions) or heads
    if not named or len(heads) != 1:
        return heads
    word = heads[0].lower_
    if word not in _BODIES | _PEOPLE:
        return heads
    taken = {_key(m, heads[0]) for m in named}
    found = [
        m
        for m in mentions
        if m.is_name
        and (not m.nested or is_verb(heads[0].doc[m.head].head))
        and m.end <= heads[0].i
        and _key(m, heads[0]) not in taken
        and not any(m.start <= other.head < m.end or other.start <= m.head < other.end for other in named)
        and _fits(m, word)
    ]
    if not found:
        return heads
    last = heads[0].doc[found[-1].head]
    return whole_list(last, mentions) if word in _PLURAL else [last]


def _only_one_named(pronoun: Token, mentions: SentenceMentions) -> list[Token]:
    """Norland in "Norland's minister said that 119 countries had recognised it", where nobody else is named."""
    kinds = {"them": {"place", "organisation"}, "it": {"place"}}.get(pronoun.lower_, set())
    before = [m for m in mentions if m.is_name and m.hit is not None and m.end <= pronoun.i]
    if not kinds or len({_key(m, pronoun) for m in before}) != 1 or before[0].kind not in kinds:
        return []
    return [pronoun.doc[before[0].head]]


def _as_we_are_called(pronoun: Token, mentions: SentenceMentions) -> list[Token]:
    """ "recognise us by our name — the Republic of Norland"."""
    doc = pronoun.doc
    for mention in mentions:
        if mention.is_name and mention.kind == "place" and pronoun.i < mention.start <= pronoun.i + 15:
            before = [token.text for token in doc[max(pronoun.i, mention.start - 2) : mention.start]]
            if {"—", "–", "--", "as", ":"} & set(before):
                return [doc[mention.head]]
    return []


def _key(mention: Mention, token: Token) -> str:
    return mention.hit.alias.actor.id if mention.hit is not None else token.doc[mention.head].lower_


def _fits(mention: Mention, word: str) -> bool:
    if word in _PEOPLE:
        return mention.kind == "person"
    return mention.kind == "place" or (mention.kind == "organisation" and mention.hit is not None)
