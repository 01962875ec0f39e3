"""Places that are named before: "talks there", "a visit to the city"."""

from typing import Final

from processors.actors.mention import Mention
from processors.actors.resolver import ActorResolver
from processors.cities import TOWN_NOUNS
from processors.place_reach import cost_of_phrase, is_place, path_cost
from processors.story import Story
from processors.tokens import Doc, Token

_NEAR: Final = 2.5
_DEFINITE: Final = frozenset({"the", "that", "this"})


def place_before(
    story: Story, index: int, predicate: Token, resolver: ActorResolver, *, visit: bool
) -> tuple[int, Mention] | None:
    """The sentence and mention of the place that "there" or "the city" beside the predicate means, or None."""
    back = next((t for t in predicate.doc if _points_back(t, predicate, visit=visit)), None)
    if back is None:
        return None
    towns = [m for m in resolver.mentions(index) if m.end <= back.i and _may_be_meant(m, predicate.doc, back)]
    if towns:
        return index, _of_pair(towns, predicate.doc)
    same = index > 0 and story.sentences[index - 1].paragraph == story.sentences[index].paragraph
    if not same or back.lower_ == "there" or index - 1 not in story.docs:
        return None
    towns = [m for m in resolver.mentions(index - 1) if _may_be_meant(m, story.docs[index - 1], back)]
    return (index - 1, _of_pair(towns, story.docs[index - 1])) if towns else None


def _of_pair(towns: list[Mention], doc: Doc) -> Mention:
    """The last of them; of "Bergen, Norway" the town."""
    pair = len(towns) > 1 and towns[-2].end + 1 == towns[-1].start and doc[towns[-2].end].text == ","
    return towns[-2] if pair else towns[-1]


def _points_back(token: Token, predicate: Token, *, visit: bool) -> bool:
    if token.lower_ == "there":
        cost = path_cost(token.head, predicate) if token.dep_ == "advmod" and token.i > 0 else None
        return cost is not None and cost <= _NEAR
    if token.lower_ not in TOWN_NOUNS or [c.lower_ in _DEFINITE for c in token.children] != [True]:
        return False
    if visit and token.dep_ == "dobj" and token.head == predicate:
        return True
    cost = cost_of_phrase(predicate, token, visit=visit, country=False)
    return cost is not None and cost <= _NEAR


def _may_be_meant(mention: Mention, doc: Doc, back: Token) -> bool:
    """A city is no listed state; "there" may be anywhere."""
    if back.lower_ == "there":
        return is_place(mention, doc)
    return mention.kind == "seat" or (is_place(mention, doc) and mention.hit is None)
