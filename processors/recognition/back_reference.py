"""What "that State", "the council", "their" or "both" stand for in a recognition, when the words before name it.

Nobody recognises himself, so whoever recognises is not what is recognised, and the other way round.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from processors.actors.mention import Mention
from processors.actors.resolver import ActorResolver
from processors.candidate import RecognitionCandidate, Slot
from processors.recognition.lexicon import words
from processors.recognition.lists import listed
from processors.same_actor import actor_key
from processors.story import Story
from processors.tokens import Token
from schemas.event import Actor
from schemas.vocabulary import ResolvedBy

_SENTENCES_BACK: Final = 3
_BODIES: Final = frozenset({"it", "its", "them", "their"})
_PERSONS: Final = frozenset({"he", "she", "his", "her"})
_SEVERAL: Final = frozenset({"them", "their", "both", "two", "these", "those"})
_DEFINITE: Final = frozenset({"the", "that", "this", "these", "those", "such", "both", "two"})
_OWN: Final = frozenset({"of", "in", "by", "for", "from"})
_PLACES = words("place-nouns") | words("country-nouns")
_GENERAL = words("country-nouns") | frozenset({"states"})
_GROUPS = words("governing") | words("bodies-of-power")
_REGIONS = words("regions")


def objects_meant(
    story: Story,
    candidate: RecognitionCandidate,
    objects: list[Actor],
    recognisers: list[Actor],
    resolver: ActorResolver,
) -> list[Actor]:
    """The objects, with what points back to something named before replaced by it."""
    doc = story.docs[candidate.sentence]
    taken = {actor_key(actor) for actor in recognisers}
    if len(candidate.objects) != 1:
        return objects
    slot = candidate.objects[0]
    token = doc[slot.head]
    if token.lower_ in _BODIES | {"both"}:
        lost = all(actor_key(actor) in taken or _names_nothing(actor) for actor in objects)
        lost = lost or (token.lower_ == "both" and len(objects) < 2)
        return (_named_before(story, candidate.sentence, slot, taken, resolver) or objects) if lost else objects
    if is_general(token, story, candidate.sentence, resolver):
        return _named_before(story, candidate.sentence, slot, taken, resolver) or objects
    return objects


def _names_nothing(actor: Actor) -> bool:
    """ "it" read as "the first States": a general word is what nobody meant."""
    name = actor.name.lower().removeprefix("first ").removeprefix("other ")
    return actor.id is None and (name.rstrip("s") in _PLACES or name.removesuffix("ies") + "y" in _PLACES)


def recognisers_meant(
    story: Story,
    candidate: RecognitionCandidate,
    recognisers: list[Actor],
    objects: list[Actor],
    resolver: ActorResolver,
) -> list[Actor]:
    """The recognisers, with "the island nation" replaced by the country named before."""
    recognisers = [actor for actor in recognisers if not (_names_nothing(actor) and actor.name.endswith("s"))]
    if len(candidate.recognisers) != 1:
        return recognisers
    doc, slot = story.docs[candidate.sentence], candidate.recognisers[0]
    token = doc[slot.head]
    if token.lower_ in _PERSONS and {actor_key(actor) for actor in recognisers} <= {actor_key(a) for a in objects}:
        return _other_person(story, candidate.sentence, slot, objects, resolver) or recognisers
    if token.lemma_.lower() not in words("country-nouns") | words("institutions") or not is_general(
        token, story, candidate.sentence, resolver
    ):
        return recognisers
    taken = {actor_key(actor) for actor in objects}
    return _named_before(story, candidate.sentence, slot, taken, resolver) or recognisers


def _other_person(story: Story, index: int, slot: Slot, objects: list[Actor], resolver: ActorResolver) -> list[Actor]:
    """Who recognises her: the last person named before "he" who is not the one recognised."""
    taken = {actor_key(actor) for actor in objects}
    for number, mention in _before(story, index, slot.start, resolver):
        if mention.kind == "person":
            found = _actors(number, story.docs[number][mention.head], resolver)
            if found and actor_key(found[0]) not in taken:
                return list(_at(story, index, slot, found[:1]))
    return []


def is_general(token: Token, story: Story, index: int, resolver: ActorResolver) -> bool:
    """Whether a phrase names nothing itself: "that State", "the two regions", "the Pacific atoll nation"."""
    lemma = token.lemma_.lower()
    known = lemma in _PLACES | _GROUPS | words("institutions") or token.lower_.rstrip("s") in _PLACES
    if token.pos_ not in ("NOUN", "PROPN") or not known:
        return False
    before = list(token.lefts)
    pointing = token.i > 0 and token.nbor(-1).lower_ == "that"  # which the parser may take for a conjunction
    if not pointing and not any(child.lower_ in _DEFINITE for child in before):
        return False
    if any(child.dep_ in ("relcl", "acl") or (child.dep_ == "prep" and child.lower_ in _OWN) for child in token.rights):
        return False
    own = {child.i for left in before for child in left.subtree} | {token.i}
    named = [m for m in resolver.mentions(index) if m.is_name and m.head in own and (m.hit or m.head != token.i)]
    doc = story.docs[index]
    return all(doc[m.head].lower_ in _REGIONS or (m.kind == "people" and lemma in words("place-nouns")) for m in named)


def _named_before(story: Story, index: int, slot: Slot, taken: set[str], resolver: ActorResolver) -> list[Actor]:
    token = story.docs[index][slot.head]
    several = token.tag_ in ("NNS", "NNPS") or token.lower_ in _SEVERAL
    several = several or any(child.lower_ in _SEVERAL for child in token.lefts)
    kinds = {"organisation"} if token.lemma_.lower() in _GROUPS and slot.role == "object" else {"place"}
    alone: list[Actor] = []
    for number, mention in _before(story, index, slot.start, resolver):
        if mention.kind not in kinds or story.docs[number][mention.head].lower_ in _REGIONS:
            continue
        head = story.docs[number][mention.head]
        heads = listed(head, resolver.mentions(number)) if several else [head]
        found = [actor for one in heads for actor in _actors(number, one, resolver) if actor_key(actor) not in taken]
        if found and (not several or len(found) > 1):
            return list(_at(story, index, slot, found))
        alone = alone or found
    return list(_at(story, index, slot, alone[:1])) if token.pos_ == "PRON" else []


def _before(story: Story, index: int, limit: int, resolver: ActorResolver) -> Iterator[tuple[int, Mention]]:
    """Names before a token, the nearest first, back through the sentences of the same part."""
    for number in range(index, max(-1, index - 1 - _SENTENCES_BACK), -1):
        doc = story.docs.get(number)
        if doc is None or story.sentences[number].part != story.sentences[index].part:
            return
        end = limit if number == index else len(doc)
        names = [m for m in resolver.mentions(number) if m.is_name and m.end <= end]
        names = [m for m in names if m.hit is not None or doc[m.head].lemma_.lower() not in _GENERAL]  # "States"
        names = [m for m in names if not m.nested or _stands_alone(m, doc[m.head])]
        yield from ((number, mention) for mention in sorted(names, key=lambda m: -m.head))


def _stands_alone(mention: Mention, head: Token) -> bool:
    """Norland in "envoys of Norland", Ana Diaz in "Ana Diaz's government"."""
    return mention.kind == "person" or (mention.kind == "place" and head.dep_ in ("pobj", "conj"))


def _actors(index: int, head: Token, resolver: ActorResolver) -> list[Actor]:
    return resolver.resolve_all(index, Slot(head.i, head.i, head.i + 1, "object"))


def _at(story: Story, index: int, slot: Slot, actors: Iterable[Actor]) -> Iterator[Actor]:
    """The actors, printed as the phrase that points back to them."""
    start, end = story.offsets(index, story.docs[index][slot.start : slot.end])
    part = story.sentences[index].part
    how: ResolvedBy = "pronoun" if story.docs[index][slot.head].pos_ == "PRON" else "role"
    for actor in actors:
        yield msgspec.structs.replace(
            actor, text=story.part_text(part)[start:end], start=start, end=end, part=part, resolved_by=how
        )
