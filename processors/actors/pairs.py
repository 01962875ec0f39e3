"""The two that "the two leaders", "both sides" or a bare "the two" look back to, within one article.

Two who are coordinated, or the only two of their kind in a sentence, go before the last two named anywhere: between a
pair and the phrase for it stand agencies, spokesmen and the lands of others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, MentionKind, SentenceMentions
from processors.actors.name_runs import HYPHENS
from processors.actors.speech import is_reporting
from processors.story import Story
from processors.tokens import Doc, Token

SENTENCES_BACK: Final = 3
Wanted = Callable[[Doc, Mention], bool]
_BODIES: Final[frozenset[MentionKind]] = frozenset({"place", "organisation", "people", "seat"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A mention in a sentence of the article."""

    sentence: int
    mention: Mention


def is_bare_two(token: Token) -> bool:
    """ "The two", with no noun behind it that it counts."""
    if token.lower_ != "two" or token.dep_ in {"nummod", "compound"} or token.i == 0:
        return False
    following = token.doc[token.i + 1 : token.i + 2].text.lower()
    return token.doc[token.i - 1].lower_ == "the" and following not in {"-", "of"}


class Pairs:
    """Looks for pairs in the parsed sentences of one story."""

    def __init__(self, story: Story, mentions: Callable[[int], SentenceMentions]) -> None:
        self._story = story
        self._mentions = mentions

    def before(self, index: int, token_at: int) -> list[Antecedent]:
        """The two that the pair phrase headed by a token means, in reading order; empty unless two were named."""
        head = self._story.docs[index][token_at]
        if head.lemma_.lower() in nouns().pair_of_bodies and (parties := self._coordinated_parties(index, token_at)):
            return parties
        for wanted in _kinds(head):
            found = self._told_together(index, token_at, wanted) or self._last_two(index, token_at, wanted)
            if found:
                return found
        return []

    def _told_together(self, index: int, token_at: int, wanted: Wanted) -> list[Antecedent]:
        for number, named in self._sentences(index, token_at, wanted):
            doc = self._story.docs[number]
            two = _coordinated(doc, named) or [m for m in named if not _is_source(doc[m.head])]
            if len(two) == 2:
                return [Antecedent(number, mention) for mention in two]
        return []

    def _coordinated_parties(self, index: int, token_at: int) -> list[Antecedent]:
        """ "The rebels and the junta": two of whom one is a group, in the last sentence that tells of two at all."""
        for number, parties in self._sentences(index, token_at, _is_party):
            doc = self._story.docs[number]
            two = _coordinated(doc, parties)
            if any(m.kind == "group" for m in two):
                return [Antecedent(number, mention) for mention in two]
            if two or sum(m.kind in _BODIES for m in parties) > 1:
                return []
        return []

    def _last_two(self, index: int, token_at: int, wanted: Wanted) -> list[Antecedent]:
        found: dict[str, Antecedent] = {}
        for number, named in self._sentences(index, token_at, wanted):
            for mention in reversed(named):
                found.setdefault(self._name(number, mention), Antecedent(number, mention))
                if len(found) == 2:
                    return list(found.values())[::-1]
        return []

    def _sentences(self, index: int, token_at: int, wanted: Wanted) -> Iterator[tuple[int, list[Mention]]]:
        """Distinct mentions of a kind before a token, in order, for each parsed sentence back from its own."""
        for number in range(index, max(-1, index - 1 - SENTENCES_BACK), -1):
            doc = self._story.docs.get(number)
            if doc is None:
                continue
            limit = token_at if number == index else len(doc)
            distinct: dict[str, Mention] = {}
            for mention in sorted(self._mentions(number), key=lambda m: m.head):
                if mention.end > limit or not wanted(doc, mention) or _is_half(doc, mention):
                    continue
                if not _is_owned(doc, mention, distinct.values()):
                    distinct.setdefault(self._name(number, mention), mention)
            yield number, list(distinct.values())

    def _name(self, number: int, mention: Mention) -> str:
        return mention.hit.alias.actor.id if mention.hit else self._story.docs[number][mention.head].text


def _kinds(head: Token) -> list[Wanted]:
    """What the phrase can mean, the likeliest first."""
    lemma = head.lemma_.lower()
    if lemma in nouns().pair_of_people:
        return [partial(_is_titled, lemma), _is_person]
    if lemma in nouns().own_country:
        return [_is_state, _is_person]
    if lemma in nouns().pair_of_bodies:
        return [_is_body, _is_person]
    return [_is_person, _is_body] if is_bare_two(head) else []


def _is_titled(office: str, doc: Doc, mention: Mention) -> bool:
    """ "President Ana Roy" is one of "the two presidents"; the rebel whom they praise is none."""
    before = doc[mention.start - 1] if mention.start else None
    return mention.kind == "person" and before is not None and before.lower_ == office


def _is_person(_: Doc, mention: Mention) -> bool:
    return mention.kind == "person"


def _is_body(_: Doc, mention: Mention) -> bool:
    return mention.kind in _BODIES


def _is_party(doc: Doc, mention: Mention) -> bool:
    return mention.public and not mention.nested and (mention.kind == "group" or _is_body(doc, mention))


def _is_state(_: Doc, mention: Mention) -> bool:
    return mention.kind in _BODIES and mention.hit is not None and mention.hit.alias.actor.kind == "state"


def _coordinated(doc: Doc, named: list[Mention]) -> list[Mention]:
    """The last two of the mentions that are coordinated with each other and with no third."""
    for mention in reversed(named):
        others = {token.i for token in doc[mention.head].conjuncts}
        if len(others) == 1:
            partner = next((m for m in named if m.head in others), None)
            if partner is not None:
                return sorted([mention, partner], key=lambda m: m.start)
    return []


def _is_source(token: Token) -> bool:
    """The subject of a reporting verb, or whose it is ("Norland's News Agency said")."""
    while token.dep_ in {"poss", "compound", "amod", "nmod"}:
        token = token.head
    return token.dep_ == "nsubj" and is_reporting(token.head)


def _is_half(doc: Doc, mention: Mention) -> bool:
    """ "British" in "British-ruled": who is joined to a participle takes part in nothing."""
    end = mention.end
    return end + 1 < len(doc) and doc[end].text in HYPHENS and doc[end + 1].text.islower()


def _is_owned(doc: Doc, mention: Mention, others: Iterable[Mention]) -> bool:
    """ "China's Foreign Ministry" is China."""
    owners = {child.i for child in doc[mention.head].children if child.dep_ in {"poss", "compound", "amod"}}
    return any(other.head in owners for other in others)
