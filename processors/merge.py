"""Mentions of the same real meeting, or of the same stance, within one article become one event with all sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import msgspec

from processors.event_mention import EventMention
from processors.folding import fold
from processors.same_actor import CountryOf, actor_key, actor_keys, is_unnamed, matched, same_actor
from processors.same_meeting import APART, ENDS, Relation, relation, status_of
from processors.titles import told_in_full
from schemas.event import Attribution, Event, Meeting, Participant, Recognition, Response, Sentence

T = TypeVar("T")
_ASIDE: Final = 0.9
"""Confidence below which a whole article's meeting with one known side is an aside, where others have both sides."""
_ASIDE_WITH_SOMEBODY: Final = 0.8
"""The same where the other side is there without a name: "met other leaders"."""
_OF_TWO: Final = 0.8
"""Confidence from which a "meeting" of which one actor is known is believed to have had another."""
_MEMORY: Final = 100
"""Events, the latest before a mention, of which it can be one more: no article of news tells of as many."""
_WHOLE_ARTICLE: Final = 8
"""Sentences from which a text is a whole article: a brief has no asides."""


def merge_mentions(
    mentions: Sequence[EventMention], country_of: CountryOf = lambda _: None, *, sentences: int = 0
) -> list[Event]:
    """Events in order of their triggers (headline first), mentions of one thing merged.

    The fullest mention gives trigger and spans; a mention in the body goes before one in the headline. `sentences`
    is the length of the article.
    """
    merged: list[EventMention] = []
    told = sorted((mention for mention in mentions if not mention.title), key=_position)
    for mention in told:
        place, how = _told_before(merged, mention, country_of)
        if how is None:
            merged.append(mention)
        elif how == "refers":
            merged[place] = _referred_to(merged[place], mention)
        else:
            merged[place] = _told_again(merged[place], mention, country_of)
    _add_titles(merged, sorted((mention for mention in mentions if mention.title), key=_position), country_of)
    kept = [mention for mention in merged if not _is_own_meeting(mention)]
    kept = _without_asides(kept) if sentences >= _WHOLE_ARTICLE else kept
    return [mention.event for mention in sorted(kept, key=_position)]


def _add_titles(merged: list[EventMention], titles: Sequence[EventMention], country_of: CountryOf) -> None:
    """Each title is one more sentence of the event it means, or else an event of its own."""
    stories = len(merged)
    for title in titles:
        meant = told_in_full(title, merged[:stories], country_of)
        if meant is not None:
            merged[meant] = _entitled(merged[meant], title)
            continue
        place, how = _told_before(merged, title, country_of)
        if how is None:
            merged.append(title)
        else:
            merged[place] = _told_again(merged[place], title, country_of)


def _entitled(told: EventMention, title: EventMention) -> EventMention:
    """The event with the title as one more sentence; that a meeting was called off is believed of a title alone."""
    event = msgspec.structs.replace(told.event, sentences=_sentences(told.event, title.event))
    if isinstance(event, Meeting) and event.status not in ENDS and title.status in ENDS:
        event = msgspec.structs.replace(event, status=title.status)
    return replace(told, event=event)


def _position(mention: EventMention) -> tuple[bool, int, int]:
    trigger = mention.event.trigger
    return (trigger.part != "headline", trigger.start, trigger.end)


def _told_before(
    merged: Sequence[EventMention], mention: EventMention, country_of: CountryOf
) -> tuple[int, Relation | None]:
    """The latest event that the mention tells again, else the latest that it refers to."""
    referred: tuple[int, Relation | None] = (0, None)
    for place in reversed(range(max(0, len(merged) - _MEMORY), len(merged))):
        how = _relation(merged[place], mention, country_of)
        if how == "same":
            return place, how
        if how == "refers" and referred[1] is None:
            referred = (place, how)
    return referred


def _relation(earlier: EventMention, later: EventMention, country_of: CountryOf) -> Relation | None:
    if isinstance(earlier.event, Meeting) and isinstance(later.event, Meeting):
        return relation(earlier, later, country_of)
    if isinstance(earlier.event, Recognition) and isinstance(later.event, Recognition):
        return "same" if _same_recognition(earlier.event, later.event) else None
    return None


def _same_recognition(earlier: Recognition, later: Recognition) -> bool:
    """One stance to the same objects, by recognisers of whom one mention names all; rival counts are two events."""
    if earlier.stance != later.stance:
        return False
    if actor_keys([earlier.object, *earlier.more_objects]) != actor_keys([later.object, *later.more_objects]):
        return False
    if earlier.count and later.count and earlier.count.value != later.count.value:
        return False
    if _in_one_sentence(earlier, later):
        return True
    left, right = actor_keys(earlier.recognisers), actor_keys(later.recognisers)
    return (left <= right or right <= left) if left and right else not (left or right)


def _in_one_sentence(earlier: Recognition, later: Recognition) -> bool:
    """ "Norland recognises the council, two days after Ruritania was the first to do so": one event with both."""
    told = {_sentence_key(one) for one in earlier.sentences}
    return any(_sentence_key(other) in told for other in later.sentences)


def _referred_to(earlier: EventMention, later: EventMention) -> EventMention:
    """The event with one more sentence; place, time and outcome are taken where it had none, and who leads or attends
    "the talks"."""
    one, other = earlier.event, later.event
    event = msgspec.structs.replace(
        one,
        sentences=_sentences(one, other),
        place=one.place or other.place,
        time=one.time or other.time,
        responses=_distinct([*one.responses, *other.responses], _response_key),
    )
    assert isinstance(event, Meeting)
    assert isinstance(other, Meeting)
    came = other.participants if later.bare and later.attended else []
    more = [actor for actor in came if not is_unnamed(actor)]
    event = msgspec.structs.replace(
        event,
        status=status_of(earlier, later) if later.definite else earlier.status,
        participants=_distinct([*event.participants, *more], actor_key),
    )
    return replace(earlier, event=event)


def _told_again(earlier: EventMention, later: EventMention, country_of: CountryOf) -> EventMention:
    one, other = earlier.event, later.event
    best, rest = (one, other) if _fullness(one) >= _fullness(other) else (other, one)
    event = msgspec.structs.replace(
        best,
        sentences=_sentences(one, other),
        place=best.place or rest.place,
        time=best.time or rest.time,
        attribution=_sources(best, rest),
        responses=_distinct([*best.responses, *rest.responses], _response_key),
        background=one.background and other.background,
        confidence=max(one.confidence, other.confidence),
    )
    if isinstance(event, Meeting) and isinstance(rest, Meeting):
        event = msgspec.structs.replace(
            event,
            status=status_of(earlier, later),
            format="visit" if "visit" in {event.format, rest.format} else event.format,
            participants=_participants(event, rest, country_of),
            flags=sorted({*event.flags, *rest.flags}),
        )
    elif isinstance(event, Recognition) and isinstance(rest, Recognition):
        event = msgspec.structs.replace(
            event,
            recognisers=_distinct([*event.recognisers, *rest.recognisers], actor_key),
            count=event.count or rest.count,
        )
    return EventMention(
        event,
        max(earlier.sentence, later.sentence),
        nominal=earlier.nominal and later.nominal,
        definite=earlier.definite and later.definite,
        title=earlier.title and later.title,
        partner=earlier.partner or later.partner,
    )


def _participants(best: Meeting, rest: Meeting, country_of: CountryOf) -> list[Participant]:
    """Those of the fullest mention, and those of the other that are none of them nor stand for one of them. A country
    that is visited and who receives the visitor there both take part; "opposition leaders" are those who are named."""
    hosts = [one for one in (*best.participants, *rest.participants) if one.role == "host"]
    again = [
        other
        for one, other in matched(best.participants, rest.participants, country_of)
        if same_actor(one, other) or (one not in hosts and other not in hosts)
    ]
    named = sum(not is_unnamed(one) for one in best.participants) > 1
    more = [one for one in rest.participants if one not in again and not (named and is_unnamed(one))]
    return _distinct([*best.participants, *more], actor_key)


def _is_own_meeting(mention: EventMention) -> bool:
    """ "Addressed a meeting in Oslo": a meeting of which one actor is known, unsurely, is one of his own people."""
    event = mention.event
    return (
        isinstance(event, Meeting)
        and mention.nominal
        and event.format == "meeting"
        and event.status not in APART | ENDS
        and len(event.participants) < 2
        and len(event.sentences) == 1
        and event.confidence < _OF_TWO
    )


def _without_asides(mentions: Sequence[EventMention]) -> list[EventMention]:
    """Without meetings of which one sentence names one side, unsurely, in an article that tells of others in full: "he
    will consult with allies"."""
    if not any(isinstance(one.event, Meeting) and len(one.event.participants) > 1 for one in mentions):
        return list(mentions)
    return [one for one in mentions if not _is_aside(one)]


def _is_aside(mention: EventMention) -> bool:
    event = mention.event
    if not isinstance(event, Meeting) or event.status in APART or event.responses or len(event.sentences) > 1:
        return False
    if len(event.participants) < 2:
        return event.confidence < _ASIDE
    return sum(not is_unnamed(one) for one in event.participants) < 2 and event.confidence < _ASIDE_WITH_SOMEBODY


def _fullness(event: Event) -> tuple[bool, int, bool, bool]:
    if isinstance(event, Recognition):  # of two in one sentence, the one that somebody has just announced
        return (event.trigger.part == "body", len(event.recognisers), bool(event.attribution), event.time is not None)
    return (event.trigger.part == "body", len(event.participants), event.place is not None, event.time is not None)


def _sources(best: Event, rest: Event) -> list[Attribution]:
    """Of the fullest mention, and the participants of whom the other has it; what anybody else repeats is no news."""
    others = [source for source in rest.attribution if source.by_participant]
    return _distinct([*best.attribution, *others], _source_key)


def _sentences(one: Event, other: Event) -> list[Sentence]:
    sentences = _distinct([*one.sentences, *other.sentences], _sentence_key)
    return sorted(sentences, key=lambda s: (s.part != "headline", s.start))


def _sentence_key(sentence: Sentence) -> object:
    return (sentence.part, sentence.start)


def _source_key(source: Attribution) -> object:
    return (actor_key(source), source.medium)


def _response_key(response: Response) -> object:
    return (response.kind, response.id or fold(response.name))


def _distinct(items: Iterable[T], key: Callable[[T], object]) -> list[T]:
    """The first item of each key, in order."""
    seen: dict[object, T] = {}
    for item in items:
        seen.setdefault(key(item), item)
    return list(seen.values())
