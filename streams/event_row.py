"""An event as one row of words, from the detector or read back from Elasticsearch: the two say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from schemas.article_result import ArticleResult
from schemas.event import Actor, ActorMention, Attribution, Count, Event, Meeting, Participant, Response, Time
from schemas.vocabulary import Claim, CountQualifier
from streams.event_summary import counted_words, medium_words, names_of, parties_of, period_words

_SIGNS: Final[dict[CountQualifier, str]] = {
    "exact": "",
    "more_than": "> ",
    "at_least": "≥ ",
    "less_than": "< ",
    "about": "~ ",
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """Cells of a table, as words of the wire and of the vocabulary; whoever shows them makes them safe to show."""

    published: str
    """versionCreated in UTC, to the minute."""
    action: str
    """ECS event.action: meeting-held, recognition-withdrawn."""
    who: str
    """Participants, or recognisers → objects."""
    count: str
    where: str
    when: str
    word: str
    """On whose word: the claim, its sources and the responses to it."""
    sentence: str
    rule: str
    uri: str
    retracted: bool = False


def row_of(result: ArticleResult, event: Event) -> EventRow:
    if isinstance(event, Meeting):
        who, count = parties_of(event.participants), None
    else:
        who = _recognition(event.recognisers, [event.object, *event.more_objects])
        count = event.count
    return EventRow(
        published=_minute(result.article.version_created),
        action=event.action,
        who=who,
        count=_count(count) if count else "",
        where=event.place.name if event.place else "",
        when=period_words(event.time),
        word=_word(event.claim, event.attribution, event.responses, contested=event.contested),
        sentence=event.sentences[0].text,
        rule=event.rule,
        uri=result.article.uri,
    )


def row_of_document(document: dict[str, Any]) -> EventRow:
    """The row of an event document (streams/event_document.py)."""
    wire = document["wire"]
    objects = _actors(wire.get("objects"))
    recognition = _recognition(_actors(wire.get("recognising")), objects)
    count = msgspec.convert(wire["count"], Count) if "count" in wire else None
    return EventRow(
        published=_minute(datetime.fromisoformat(document["@timestamp"])),
        action=document["event"]["action"],
        who=recognition if objects else parties_of(msgspec.convert(wire.get("participants", []), list[Participant])),
        count=_count(count) if count else "",
        where=wire.get("place", ""),
        when=period_words(msgspec.convert(wire["time"], Time)) if "time" in wire else "",
        word=_word(
            wire["claim"],
            msgspec.convert(wire.get("attribution", []), list[Attribution]),
            msgspec.convert(wire.get("responses", []), list[Response]),
            contested=wire["contested"],
        ),
        sentence=document["message"],
        rule=wire["rule"],
        uri=wire["article"]["uri"],
        retracted=wire["retracted"],
    )


def _actors(value: Any) -> list[Actor]:
    return msgspec.convert(value or [], list[Actor])


def _recognition(recognisers: Sequence[ActorMention], objects: Sequence[ActorMention]) -> str:
    return f"{names_of(recognisers)} → {names_of(objects)}".strip()


def _count(count: Count) -> str:
    """`> 60`; countries are understood."""
    of = counted_words(count)
    return f"{_SIGNS[count.qualifier]}{count.value}{'' if of == 'countries' else ' ' + of}"


def _word(claim: Claim, sources: Sequence[Attribution], responses: Sequence[Response], *, contested: bool) -> str:
    """`claimed: Mira Oslan on Twitter; silent: Avaria; contested`, the vocabulary's own words."""
    said = f"{names_of(sources)}{medium_words(sources[0])}" if sources else ""
    parts = [] if claim == "asserted" and not said else [f"{claim}: {said}" if said else claim]
    parts += [f"{response.kind.replace('_', ' ')}: {names_of([response])}" for response in responses]
    return "; ".join([*parts, *(["contested"] if contested else [])])


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
