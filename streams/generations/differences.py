"""Two generations' events over one range of news time: what the new one gains, loses and changes, and why."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

from streams.article_document import article_id
from streams.bulk import patiently
from streams.generations.catalogue import Catalogue
from streams.generations.event_fields import Document, FieldChange, changes
from streams.generations.record import Source

Kind = Literal["gained", "lost", "changed"]
_PAGE: Final = 1000
_EXPLAINED_AT_ONCE: Final = 200
_KEPT_OPEN: Final = "5m"


@dataclass(slots=True)
class Difference:
    """One event on which the two differ: `old` and `new` are its documents, `reasons` say why, in words."""

    kind: Kind
    old: Document | None
    new: Document | None
    changes: list[FieldChange] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def document(self) -> Document:
        document = self.new or self.old
        assert document
        return document


@dataclass(slots=True)
class Tally:
    """How many events are the same, gained, lost and changed."""

    same: int = 0
    gained: int = 0
    lost: int = 0
    changed: int = 0

    @property
    def old(self) -> int:
        return self.same + self.lost + self.changed

    @property
    def new(self) -> int:
        return self.same + self.gained + self.changed

    def add(self, kind: Literal["same", "gained", "lost", "changed"]) -> None:
        setattr(self, kind, getattr(self, kind) + 1)


@dataclass(slots=True)
class Totals:
    """Tallies of all events, and by rule, type and actor. An event counts for each of its actors."""

    all: Tally = field(default_factory=Tally)
    by_rule: dict[str, Tally] = field(default_factory=dict)
    by_type: dict[str, Tally] = field(default_factory=dict)
    by_actor: dict[str, Tally] = field(default_factory=dict)
    by_field: Counter[str] = field(default_factory=Counter)
    """Of changed events, how many changed in each field."""

    def add(self, kind: Literal["same", "gained", "lost", "changed"], document: Document) -> None:
        wire = document["wire"]
        self.all.add(kind)
        self.by_rule.setdefault(wire["rule"], Tally()).add(kind)
        self.by_type.setdefault(document["event"]["action"], Tally()).add(kind)
        for actor in wire.get("actors", []):
            self.by_actor.setdefault(actor, Tally()).add(kind)


class Comparison:
    """Compares `old` with `new` as it is iterated; memory holds a page of events of each. `totals` grow meanwhile.

    `detectors` are those that made the first events of each.
    """

    def __init__(self, catalogue: Catalogue, old: str, new: str, source: Source | None) -> None:
        """`source` bounds the news time; None compares everything."""
        self.totals = Totals()
        self.detectors: dict[str, Document] = {}
        self.old, self.new = old, new
        self._client = catalogue.client
        self._patience = catalogue.patience
        self._index = {
            name: {family: catalogue.indices.index(family, name) for family in ("articles", "events")}
            for name in (old, new)
        }
        self._source = source

    async def differences(self) -> AsyncIterator[Difference]:
        """By article, in the order of their uris; articles without differences are only counted."""
        waiting: list[Difference] = []
        async for old, new in _paired(self._articles(self.old), self._articles(self.new)):
            waiting += self._compare(old, new)
            if len(waiting) >= _EXPLAINED_AT_ONCE:
                async for difference in self._explained(waiting):
                    yield difference
                waiting = []
        async for difference in self._explained(waiting):
            yield difference

    def _compare(self, old: list[Document], new: list[Document]) -> Iterator[Difference]:
        """The events of one article."""
        before = {document["event"]["id"]: document for document in old}
        after = {document["event"]["id"]: document for document in new}
        pairs = [(before.pop(key), after.pop(key)) for key in [*before] if key in after]
        # Who takes part is part of an event's identity: an event that was read otherwise has another id.
        for left in [*before.values()]:
            twin = max(after.values(), key=partial(_likeness, left), default=None)
            if twin is not None and _likeness(left, twin) > 0:
                pairs.append((before.pop(left["event"]["id"]), after.pop(twin["event"]["id"])))
        for left, right in pairs:
            found = changes(left, right)
            self.totals.add("changed" if found else "same", right)
            if found:
                self.totals.by_field.update(change.field for change in found)
                yield Difference("changed", left, right, found)
        for document in before.values():
            self.totals.add("lost", document)
            yield Difference("lost", document, None)
        for document in after.values():
            self.totals.add("gained", document)
            yield Difference("gained", None, document)

    async def _explained(self, found: list[Difference]) -> AsyncIterator[Difference]:
        """Say of each why it differs, as far as the documents tell."""
        for kind, name in (("lost", self.new), ("gained", self.old)):
            some = [difference for difference in found if difference.kind == kind]
            articles = await self._mget(
                self._index[name]["articles"], {article_id(each.document["wire"]["article"]["uri"]) for each in some}
            )
            events = await self._mget(self._index[name]["events"], {each.document["event"]["id"] for each in some})
            for difference in some:
                article = articles.get(article_id(difference.document["wire"]["article"]["uri"]))
                event = events.get(difference.document["event"]["id"])
                difference.reasons = list(_reasons(difference, name, article, event))
        for difference in found:
            if difference.kind == "changed":
                difference.reasons = [
                    f"{change.field}: {change.old or 'nothing'} → {change.new or 'nothing'}"
                    for change in difference.changes
                ]
            yield difference

    async def _articles(self, name: str) -> AsyncIterator[tuple[str, list[Document]]]:
        """(uri, standing events) of each article that has any, by uri."""
        uri: str | None = None
        events: list[Document] = []
        async for document in self._scan(self._index[name]["events"]):
            here = document["wire"]["article"]["uri"]
            if uri is not None and here != uri:
                yield uri, events
                events = []
            uri = here
            events.append(document)
            self.detectors.setdefault(name, document["wire"]["detector"])
        if uri is not None:
            yield uri, events

    async def _scan(self, index: str) -> AsyncIterator[Document]:
        await patiently(self._patience, partial(self._client.indices.refresh, index=index))
        filters: list[Document] = [{"term": {"wire.retracted": False}}]
        if self._source and (self._source.start is not None or self._source.end is not None):
            bounds = {"gte": self._source.start, "lt": self._source.end, "format": "epoch_millis"}
            filters.append({"range": {"@timestamp": {key: each for key, each in bounds.items() if each is not None}}})
        opened = await patiently(
            self._patience, partial(self._client.open_point_in_time, index=index, keep_alive=_KEPT_OPEN)
        )
        pit, after = opened["id"], None
        try:
            while True:
                answer = await patiently(
                    self._patience,
                    partial(
                        self._client.search,
                        pit={"id": pit, "keep_alive": _KEPT_OPEN},
                        query={"bool": {"filter": filters}},
                        sort=[{"wire.article.uri": "asc"}, {"event.id": "asc"}],
                        search_after=after,
                        size=_PAGE,
                        track_total_hits=False,
                        source={"excludes": ["wire.actor_names"]},
                    ),
                )
                pit = answer.get("pit_id", pit)
                hits = answer["hits"]["hits"]
                if not hits:
                    return
                after = hits[-1]["sort"]
                for hit in hits:
                    yield hit["_source"]
        finally:
            await self._client.options(ignore_status=404).close_point_in_time(id=pit)

    async def _mget(self, index: str, ids: set[str]) -> dict[str, Document]:
        if not ids:
            return {}
        answer = await patiently(
            self._patience,
            partial(self._client.mget, index=index, ids=sorted(ids), source_excludes=["wire.article.text"]),
        )
        return {each["_id"]: each["_source"] for each in answer["docs"] if each.get("found")}


async def _paired(
    old: AsyncIterator[tuple[str, list[Document]]], new: AsyncIterator[tuple[str, list[Document]]]
) -> AsyncIterator[tuple[list[Document], list[Document]]]:
    """Merge two streams by uri. Elasticsearch sorts keywords by their UTF-8 bytes."""
    end: tuple[str, list[Document]] | None = None
    left, right = await anext(old, end), await anext(new, end)
    while left or right:
        if left and right and left[0] == right[0]:
            yield left[1], right[1]
            left, right = await anext(old, end), await anext(new, end)
        elif right is None or (left and left[0].encode() < right[0].encode()):
            assert left
            yield left[1], []
            left = await anext(old, end)
        else:
            yield [], right[1]
            right = await anext(new, end)


def _likeness(old: Document, new: Document) -> float:
    """How much two accounts rest on the same words; 0 when they are about something else."""
    one, other = old["wire"], new["wire"]
    if one["type"] != other["type"]:
        return 0.0
    if one["trigger"] == other["trigger"]:
        return 2.0 + _shared_actors(one, other)
    sentences = {each["start"] for each in one["sentences"]} & {each["start"] for each in other["sentences"]}
    return _shared_actors(one, other) if sentences else 0.0


def _shared_actors(one: Document, other: Document) -> float:
    """0 to 1; two recognition events by nobody in particular are told apart by their objects."""
    left, right = {*one.get("actors", [])}, {*other.get("actors", [])}
    return len(left & right) / max(1, len(left | right))


def _reasons(difference: Difference, name: str, article: Document | None, event: Document | None) -> Iterator[str]:
    document = difference.document
    wire = document["wire"]
    if article is None:
        yield f"{name} does not have the article"
    elif article["event"]["action"] in {"article-kill", "article-withheld"}:
        yield f"{name} has the article as {article['event']['action'].removeprefix('article-')}"
    elif article["wire"]["article"]["order"] != wire["article"]["order"]:
        yield f"{name} has another version of the article ({article['wire']['article'].get('version', 'no number')})"
    elif event is not None and event["wire"]["retracted"]:
        yield f"{name} has the event as retracted"
    elif not article["wire"]["article"].get("detected", True):
        yield f"{name} did not read the article for events"
    else:
        verb = "no longer found" if difference.kind == "lost" else "found"
        watched = f"; watched: {', '.join(wire['watched'])}" if wire.get("watched") else ""
        yield f"{verb} by {wire['rule']}{watched}"
