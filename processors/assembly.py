"""From a candidate to an event: actors resolved, time, place, sources and responses read, spans filled in."""

from collections.abc import Iterable
from typing import Final

import msgspec

from processors.actors.resolver import ActorResolver
from processors.attribution import attribute, respond
from processors.back_references import is_attended, is_bare
from processors.candidate import Candidate, MeetingCandidate, RecognitionCandidate, Slot
from processors.event_mention import EventMention
from processors.hosts import host_of
from processors.leaders import leaders_of
from processors.recognition.back_reference import objects_meant, recognisers_meant
from processors.recognition.recognisers import is_group_of_states
from processors.recognition.speaker import FIRST_PERSON, only_other_state, speaking_country
from processors.same_actor import actor_key
from processors.story import Story
from processors.when import is_background, time_of
from processors.where import place_of
from schemas.event import Actor, Event, Meeting, Participant, Recognition, Trigger

_NAMES: Final = frozenset({"name"})
_SEATS: Final = frozenset({"seat"})
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "such", "both", "any"})


def assemble(story: Story, candidate: Candidate, resolver: ActorResolver) -> EventMention | None:
    """The event of a candidate, without id, claim and codes; None when nobody identifiable takes part."""
    event: Event | None
    if isinstance(candidate, MeetingCandidate):
        event = _meeting(story, candidate, resolver)
    else:
        event = _recognition(story, candidate, resolver)
    if event is None:
        return None
    head = story.docs[candidate.sentence][candidate.head]
    nominal = head.pos_ in {"NOUN", "PROPN"}
    definite = nominal and any(
        child.dep_ == "poss" or (child.dep_ in {"det", "predet", "amod"} and child.lower_ in _DEFINITE)
        for child in head.children
    )
    return EventMention(
        event,
        candidate.sentence,
        nominal,
        definite,
        title=_in_title(story, candidate.sentence),
        partner=isinstance(candidate, MeetingCandidate) and candidate.partner,
        bare=definite and is_bare(head),
        attended=is_attended(head),
    )


def _in_title(story: Story, index: int) -> bool:
    """True in the headline, in a first paragraph of the body that stands above the story without a full stop, and where
    the story begins with the words of either once more."""
    sentence = story.sentences[index]
    if sentence.part == "headline":
        return True
    if sentence.paragraph > 1 or story.sentences[-1].paragraph == 0:
        return False
    if sentence.paragraph == 0:
        return story.body[sentence.start : sentence.end + 1].strip()[-1:] not in tuple('.!?:;"”’)')
    above = [s.index for s in story.sentences[:index] if s.part == "headline" or s.paragraph == 0]
    text = story.sentence_text(index)
    return any(story.sentence_text(number) == text and _in_title(story, number) for number in above)


def _meeting(story: Story, candidate: MeetingCandidate, resolver: ActorResolver) -> Meeting | None:
    participants: dict[str, Participant] = {}
    for slot in candidate.slots:
        actors, leaders = resolver.resolve_all(candidate.sentence, slot), leaders_of(story, candidate, slot, resolver)
        if leaders:
            actors = [*(actor for actor in actors if actor.id or actor.resolved_by != "role"), *leaders]
        for actor in actors:
            role = slot.role if slot.role in {"visitor", "host", "mediator"} else "participant"
            participants.setdefault(actor_key(actor), _participant(actor, role))
    if not participants:
        candidate.why.append("dropped: nobody who takes part can be named")
        return None
    time, place = time_of(story, candidate), place_of(story, candidate, resolver)
    host = host_of(story, candidate, list(participants.values()), place, resolver)
    if host is not None:
        participants[actor_key(host)] = host
        candidate.why.append(f"{host.name} receives the guest in {host.text}")
    return Meeting(
        id="",
        status=candidate.status,
        format=candidate.format,
        flags=candidate.flags,
        participants=list(participants.values()),
        trigger=_trigger(story, candidate),
        sentences=[story.evidence(candidate.sentence)],
        rule=candidate.rule,
        confidence=candidate.confidence,
        background=candidate.background or is_background(story, time),
        place=place,
        time=time,
        attribution=attribute(story, candidate, resolver),
        responses=respond(story, candidate, resolver),
    )


def _participant(actor: Actor, role: str) -> Participant:
    return Participant(
        **actor.fields(),
        kind=actor.kind,
        role=role,  # type: ignore[arg-type]
    )


def _recognition(story: Story, candidate: RecognitionCandidate, resolver: ActorResolver) -> Recognition | None:
    recognisers = _resolved(story, candidate.sentence, candidate.recognisers, resolver)
    objects = _resolved(story, candidate.sentence, candidate.objects, resolver)
    objects = objects_meant(story, candidate, objects, recognisers, resolver) or _as_printed(story, candidate)
    recognisers = recognisers_meant(story, candidate, recognisers, objects, resolver)
    if not recognisers:
        recognisers = _groups(story, candidate)
    if not recognisers:
        recognisers = _speaking(story, candidate.sentence, candidate.recognisers, resolver)
    if not objects:
        taken = frozenset(actor_key(actor) for actor in recognisers)
        objects = _speaking(story, candidate.sentence, candidate.objects, resolver, taken)
    if not objects:
        candidate.why.append("dropped: what is recognised cannot be named")
        return None
    time = time_of(story, candidate)
    return Recognition(
        id="",
        stance=candidate.stance,
        object=objects[0],
        object_kind=candidate.object_kind,
        more_objects=objects[1:],
        recognisers=recognisers,
        count=candidate.count,
        trigger=_trigger(story, candidate),
        sentences=[story.evidence(candidate.sentence)],
        rule=candidate.rule,
        confidence=candidate.confidence,
        background=candidate.background or is_background(story, time),
        place=place_of(story, candidate, resolver),
        time=time,
        attribution=attribute(story, candidate, resolver),
        responses=respond(story, candidate, resolver),
    )


def _resolved(story: Story, index: int, slots: Iterable[Slot], resolver: ActorResolver) -> list[Actor]:
    actors: dict[str, Actor] = {}
    for slot in slots:
        for actor in resolver.resolve_all(index, slot):
            actors.setdefault(actor_key(actor), _by_name(story, actor))
    return list(actors.values())


def _by_name(story: Story, actor: Actor) -> Actor:
    """A country that stands there by its capital ("Taipei"), with the name by which the article calls it."""
    if actor.id is None or actor.name not in story.printed_forms(actor.id, _SEATS):
        return actor
    names = story.printed_forms(actor.id, _NAMES)
    return msgspec.structs.replace(actor, name=max(names, key=len, default=actor.name))


def _speaking(
    story: Story, index: int, slots: Iterable[Slot], resolver: ActorResolver, taken: frozenset[str] | None = None
) -> list[Actor]:
    """The country that "we" or "our" means outside quotations, where the text names it. With `taken`, ids of those of
    whom it is not one, it may be the only other state in the text."""
    doc = story.docs[index]
    slots = [slot for slot in slots if doc[slot.head].lower_ in FIRST_PERSON]
    if not slots or resolver.quotations.holds(index, doc[slots[0].head]):
        return []
    hit = speaking_country(story)
    if taken is not None and (hit is None or hit.alias.actor.id in taken):
        hit = only_other_state(story, taken)
    if hit is None:
        return []
    start, end = story.offsets(index, doc[slots[0].start : slots[0].end])
    part, actor = story.sentences[index].part, hit.alias.actor
    return [
        Actor(
            name=story.part_text(hit.part)[hit.start : hit.end],
            text=story.part_text(part)[start:end],
            start=start,
            end=end,
            part=part,
            id=actor.id,
            watched=True,
            resolved_by="pronoun",
            kind=actor.kind,
        )
    ]


def _groups(story: Story, candidate: RecognitionCandidate) -> list[Actor]:
    """ "Arab countries", as printed."""
    doc = story.docs[candidate.sentence]
    return [
        _printed(story, candidate.sentence, slot)
        for slot in candidate.recognisers
        if is_group_of_states(doc[slot.head])
    ]


def _as_printed(story: Story, candidate: RecognitionCandidate) -> list[Actor]:
    """What is recognised when it is no actor: "the One-China policy", "the results of the election"."""
    doc = story.docs[candidate.sentence]
    return [_printed(story, candidate.sentence, slot) for slot in candidate.objects if doc[slot.head].pos_ != "PRON"]


def _printed(story: Story, index: int, slot: Slot) -> Actor:
    part = story.sentences[index].part
    start, end = story.offsets(index, story.docs[index][slot.start : slot.end])
    text = story.part_text(part)[start:end]
    return Actor(name=text, text=text, start=start, end=end, part=part, resolved_by="ner")


def _trigger(story: Story, candidate: Candidate) -> Trigger:
    doc = story.docs[candidate.sentence]
    first, last = candidate.trigger
    start, end = story.offsets(candidate.sentence, doc[first:last])
    part = story.sentences[candidate.sentence].part
    return Trigger(text=story.part_text(part)[start:end], start=start, end=end, part=part)
