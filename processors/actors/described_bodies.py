"""Which body a description with "the" looks back to: "the group" of the Taliban, "the council" of the Security Council.

What kind of body a word can mean is data in `processors/rules/actors/nouns.yaml`.
"""

from collections.abc import Iterable

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, SentenceMentions
from processors.actors.names import fold_name
from processors.actors.pairs import Antecedent
from processors.story import Story
from processors.tokens import Doc

_OF = frozenset({"of", "from", "at"})
_DEFINITE = frozenset({"the", "this"})


def is_description(doc: Doc, mention: Mention) -> bool:
    """True for a lone noun that can mean a body named before: "the movement", not "a movement"."""
    noun = doc[mention.head]
    alone = mention.end - mention.start == 1 and mention.start > 0 and doc[mention.start - 1].lower_ in _DEFINITE
    known = noun.lower_ in nouns().described or noun.lower_ in nouns().body
    return alone and known and noun.tag_ == "NN" and not any(child.dep_ == "prep" for child in noun.rights)


def members_of_description(doc: Doc, mentions: SentenceMentions, group: Mention) -> Mention | None:
    """The lone noun behind "members of" and "officials from"."""
    noun = doc[group.head]
    if noun.tag_ != "NNS":
        return None
    inside = (c for p in noun.rights if p.lower_ in _OF for c in p.children if c.dep_ == "pobj")
    body = next((m for c in inside if (m := mentions.headed_by(c.i)) is not None), None)
    return body if body is not None and is_description(doc, body) else None


def described(story: Story, noun: str, before: Iterable[tuple[int, Mention]]) -> Antecedent | None:
    """The last body in `before` (nearest first) that the noun can mean: one that ends in it ("Interior Ministry" for
    "the ministry"), or a listed one of such a kind ("African Union" for "the bloc"). None if there is none."""
    kinds = nouns().described.get(noun, frozenset())
    for index, mention in before:
        if mention.kind != "organisation":
            continue
        doc = story.docs[index]
        if fold_name(doc[mention.end - 1].text) == noun and mention.end - mention.start > 1:
            return Antecedent(index, mention)
        if mention.hit is not None and mention.hit.alias.actor.kind in kinds:
            return Antecedent(index, mention)
    return None
