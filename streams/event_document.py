"""An event as its Elasticsearch document: ECS fields in their sense, ours under `wire.*` (deploy/elasticsearch)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

import msgspec

from processors.folding import fold
from schemas.article_result import ArticleResult
from schemas.event import Actor, ActorMention, Event, Meeting, Recognition, event_actors, event_type
from streams.article_document import ECS_VERSION, instant, without_empty
from streams.periods import period_end, period_start

MAX_PAIRED_ACTORS = 12
"""A summit of more actors is found by its actors; its pairs would say that each met each."""

NamesOf = Callable[[str], Iterable[str]]
"""Every alias of the actor with this watchlist id."""


def event_document(
    event: Event, result: ArticleResult, *, order: int, generation: str, names_of: NamesOf, now: datetime
) -> dict[str, Any]:
    """The document of one event of `result`. `order` is the article's order, the document's external version."""
    article = result.article
    ours = _of_meeting(event) if isinstance(event, Meeting) else _of_recognition(event)
    ours |= _who(event, names_of) | _where(event) | _evidence(event)
    ours |= {
        "type": event_type(event),
        "claim": event.claim,
        "contested": event.contested,
        "background": event.background,
        "rule": event.rule,
        "confidence": round(event.confidence, 3),
        "codes": msgspec.to_builtins(event.codes),
        "time": msgspec.to_builtins(event.time),
        "retracted": False,
        "generation": generation,
        "revision": result.revision.kind,
        "embargoed_until": instant(article.embargoed_until) if article.embargoed_until else None,
        "detector": msgspec.to_builtins(result.detector),
        "article": {
            "uri": article.uri,
            "order": order,
            "version": article.version,
            "headline": article.headline,
            "provider": article.provider,
            "language": article.language,
        },
    }
    start = event.time.start if event.time else None
    end = (event.time.end if event.time else None) or start
    return without_empty(
        {
            "@timestamp": instant(article.version_created),
            "ecs": {"version": ECS_VERSION},
            "event": {
                "id": event.id,
                "kind": "event",
                "action": event.action,
                "dataset": "wirewatch.events",
                "created": instant(article.created),
                "ingested": instant(now),
                "start": period_start(start) if start else None,
                "end": period_end(end) if end else None,
            },
            "message": event.sentences[0].text,
            "url": {"full": article.url},
            "wire": ours,
        }
    )


def retracted_document(stored: dict[str, Any], result: ArticleResult, *, order: int, now: datetime) -> dict[str, Any]:
    """The stored event as `result`'s version leaves it: no longer said, but kept and visible.

    An event that an earlier version took back keeps that version's account of it.
    """
    article = result.article
    wire = dict(stored.get("wire", {}))
    if not wire.get("retracted"):
        wire["retraction"] = without_empty(
            {
                "order": order,
                "version": article.version,
                "revision": result.revision.kind,
                "at": instant(article.version_created),
            }
        )
    wire["retracted"] = True
    return {**stored, "event": {**stored.get("event", {}), "ingested": instant(now)}, "wire": wire}


def _of_meeting(event: Meeting) -> dict[str, Any]:
    return {
        "status": event.status,
        "format": event.format,
        "flags": list(event.flags),
        "participants": _mentions(event.participants),
    }


def _of_recognition(event: Recognition) -> dict[str, Any]:
    objects = [event.object, *event.more_objects]
    return {
        "stance": event.stance,
        "object": _names(objects),
        "object_kind": event.object_kind,
        "objects": _mentions(objects),
        "recognisers": _names(event.recognisers),
        "recognising": _mentions(event.recognisers),
        "count": msgspec.to_builtins(event.count),
    }


def _who(event: Event, names_of: NamesOf) -> dict[str, Any]:
    actors = event_actors(event)
    watched = [actor for actor in actors if actor.watched]
    printed = [name for actor in actors for name in (actor.name, actor.text)]
    aliases = [alias for actor in actors if actor.id for alias in names_of(actor.id)]
    searchable = _unique([*printed, *aliases])
    by_kind: dict[str, list[ActorMention]] = {}
    for response in event.responses:
        by_kind.setdefault(response.kind, []).append(response)
    return {
        "actors": _names(actors),
        "actor_ids": _unique(actor.id for actor in actors if actor.id),
        "actor_names": _unique([*searchable, *map(fold, searchable)]),
        "watched": _names(watched),
        "watched_ids": _unique(actor.id for actor in watched if actor.id),
        "pair": _pairs(event),
        "attribution": _mentions(event.attribution),
        "sources": _names(event.attribution),
        "media": _unique(source.medium for source in event.attribution if source.medium),
        "responses": _mentions(event.responses),
        "confirmed_by": _names(by_kind.get("confirms", [])),
        "denied_by": _names(by_kind.get("denies", [])),
        "silent": _names([*by_kind.get("silent", []), *by_kind.get("no_comment", [])]),
    }


def _pairs(event: Event) -> list[str]:
    """Sorted keys joined by `|`: each two who meet, or each recogniser with each object."""
    if isinstance(event, Meeting):
        keys = _unique(map(_key, event.participants))
        couples = combinations(keys, 2) if len(keys) <= MAX_PAIRED_ACTORS else iter(())
    else:
        objects = [event.object, *event.more_objects]
        couples = ((_key(who), _key(what)) for who in event.recognisers for what in objects)
    return _unique("|".join(sorted(couple)) for couple in couples)


def _key(actor: ActorMention) -> str:
    return actor.id or f"name:{fold(actor.name)}"


def _where(event: Event) -> dict[str, Any]:
    place = event.place
    if place is None:
        return {}
    return {
        "place": place.name,
        "place_country": place.country,
        "place_basis": place.basis,
        "location": {"lat": place.location.lat, "lon": place.location.lon} if place.location else None,
        "place_span": {"text": place.text, "start": place.start, "end": place.end, "in": place.part},
    }


def _evidence(event: Event) -> dict[str, Any]:
    return {"trigger": msgspec.to_builtins(event.trigger), "sentences": msgspec.to_builtins(event.sentences)}


def _mentions(mentions: Sequence[ActorMention]) -> list[dict[str, Any]]:
    return [without_empty(msgspec.to_builtins(mention)) for mention in mentions]


def _names(actors: Iterable[ActorMention | Actor]) -> list[str]:
    return _unique(actor.name for actor in actors)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
