"""Copies what one generation knows and another does not, under the same versions: what came before a switch stays."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from schemas.article import article_order
from streams.article_document import instant, without_empty
from streams.bulk import Write, patiently, write_all
from streams.evolution_links import EvolutionLinks, Link
from streams.generations.catalogue import Catalogue
from streams.realtime_read import read_documents
from streams.version_order import VersionPlace, is_newer, place_of

_PAGE: Final = 500
_FULL_PAGE: Final = 100
_KEPT_OPEN: Final = "5m"
_FIELDS: Final = [
    "@timestamp",
    "wire.article.uri",
    "wire.article.order",
    "wire.article.version",
    "wire.article.version_number",
    "wire.article.latest_created",
    "wire.revision.kind",
    "wire.article.evolved_from",
    "wire.article.evolved_into",
    "wire.event_ids",
]
Document = dict[str, Any]


@dataclass(slots=True)
class Copied:
    """Documents that were written: `retracted` are events of the target that a newer version no longer says."""

    articles: int = 0
    events: int = 0
    retracted: int = 0
    links: int = 0


@dataclass(slots=True)
class _Page:
    """What one page of source articles asks for."""

    whole: list[str] = field(default_factory=list)
    """Article ids whose source version is copied with its events."""
    gone: dict[str, list[str]] = field(default_factory=dict)
    """Article id -> event ids of the target that the source's version does not say."""
    earlier: dict[str, list[str]] = field(default_factory=dict)
    """Article id -> source event ids that may be of versions before the range."""
    arrived: list[str] = field(default_factory=list)
    """Uris of the articles in `whole`."""
    links: list[Link] = field(default_factory=list)


class Copier:
    """Copies articles and their events from the generation `source` to `target`.

    An article goes over whole where the target lacks it or has an older version. Where the target has the same version
    its own account stands; only retracted events of versions outside its range are added, if `in_range` is given.
    """

    def __init__(
        self, catalogue: Catalogue, source: str, target: str, *, in_range: Callable[[int], bool] | None = None
    ) -> None:
        """`in_range` tells whether the target itself has read a news time (milliseconds since 1970)."""
        self._client = catalogue.client
        self._patience = catalogue.patience
        self._source = {family: catalogue.indices.index(family, source) for family in ("articles", "events")}
        self._target = {family: catalogue.indices.own_alias(family, target) for family in ("articles", "events")}
        self._name = target
        self._in_range = in_range
        self._links = EvolutionLinks(catalogue.client, catalogue.patience)
        self.copied = Copied()

    async def copy(self, since: datetime | None = None) -> Copied:
        """Copy everything, or what was indexed at or after `since`; returns the running total."""
        await patiently(self._patience, partial(self._client.indices.refresh, index=[*self._source.values()]))
        async for found in self._scan(since):
            page = self._decide(found, await self._mget(self._target["articles"], [*found], source=_FIELDS))
            for first in range(0, len(page.whole), _FULL_PAGE):
                await self._copy_whole(page, page.whole[first : first + _FULL_PAGE])
            await self._add_earlier(page)
            self.copied.links += await self._links.link(self._target["articles"], page.links, page.arrived)
        return self.copied

    async def _scan(self, since: datetime | None) -> AsyncIterator[dict[str, Document]]:
        query: Document = {"match_all": {}}
        if since is not None:
            query = {"range": {"event.ingested": {"gte": instant(since)}}}
        opened = await patiently(
            self._patience,
            partial(self._client.open_point_in_time, index=self._source["articles"], keep_alive=_KEPT_OPEN),
        )
        pit, after = opened["id"], None
        try:
            while True:
                answer = await patiently(
                    self._patience,
                    partial(
                        self._client.search,
                        pit={"id": pit, "keep_alive": _KEPT_OPEN},
                        query=query,
                        size=_PAGE,
                        sort=[{"_shard_doc": "asc"}],
                        search_after=after,
                        source={"includes": _FIELDS},
                        track_total_hits=False,
                    ),
                )
                pit = answer.get("pit_id", pit)
                hits = answer["hits"]["hits"]
                if not hits:
                    return
                after = hits[-1]["sort"]
                yield {hit["_id"]: hit["_source"] for hit in hits}
        finally:
            await self._client.options(ignore_status=404).close_point_in_time(id=pit)

    def _decide(self, found: dict[str, Document], standing: dict[str, Document]) -> _Page:
        page = _Page()
        for key, document in found.items():
            article, wire = document["wire"]["article"], document["wire"]
            said = wire.get("event_ids", [])
            target = standing.get(key, {}).get("_source")
            if target is None or is_newer(_place(document), _place(target)):
                page.whole.append(key)
                page.arrived.append(article["uri"])
                known = target["wire"].get("event_ids", []) if target else []
                page.gone[key] = [event_id for event_id in known if event_id not in said]
                if article.get("evolved_from"):
                    page.links.append((article["uri"], article["evolved_from"]))
                continue
            known = set(target["wire"].get("event_ids", []))
            if self._in_range and (missing := [event_id for event_id in said if event_id not in known]):
                page.earlier[key] = missing
            linked = target["wire"]["article"].get("evolved_into", [])
            page.links += [(uri, article["uri"]) for uri in article.get("evolved_into", []) if uri not in linked]
        return page

    async def _copy_whole(self, page: _Page, keys: list[str]) -> None:
        articles = await self._mget(self._source["articles"], keys)
        standing = await self._mget(self._target["articles"], keys)
        ids = [event_id for each in articles.values() for event_id in each["_source"]["wire"].get("event_ids", [])]
        events = await self._mget(self._source["events"], ids)
        for key, found in articles.items():
            if key in standing:
                _renumber(found, standing[key], events)
        gone = {event_id: key for key in keys for event_id in page.gone.get(key, [])}
        taken_back = await self._mget(self._target["events"], list(gone))
        writes = [self._event(event) for event in events.values()]
        for event_id, event in taken_back.items():
            article = articles[gone[event_id]]["_source"]
            writes.append(self._retraction(event_id, event["_source"], article))
        await self._write(writes)
        last = []
        for key, found in articles.items():
            document = found["_source"]
            wire = document["wire"]
            wire["generation"] = self._name
            wire["event_ids"] = _union(wire.get("event_ids", []), page.gone.get(key, []))
            if key in standing:
                before = standing[key]["_source"]["wire"]["article"].get("evolved_into", [])
                wire["article"]["evolved_into"] = sorted({*wire["article"].get("evolved_into", []), *before})
            last.append(
                Write(self._target["articles"], key, found["_version"], {**document, "wire": without_empty(wire)})
            )
        await self._write(last)
        self.copied.articles += len(last)
        self.copied.events += len(events)
        self.copied.retracted += len(taken_back)

    async def _add_earlier(self, page: _Page) -> None:
        """Retracted events of versions that lie outside the range: they stay visible as what was taken back."""
        if self._in_range is None or not page.earlier:
            return
        events = await self._mget(self._source["events"], [each for ids in page.earlier.values() for each in ids])
        outside = {
            event_id: event
            for event_id, event in events.items()
            if event["_source"]["wire"].get("retracted") and not self._in_range(_news_time(event["_source"]))
        }
        await self._write([self._event(event) for event in outside.values()])
        adding = {key: [each for each in ids if each in outside] for key, ids in page.earlier.items()}
        standing = await self._mget(self._target["articles"], [key for key, ids in adding.items() if ids])
        writes = []
        for key, found in standing.items():
            wire = found["_source"]["wire"]
            wire["event_ids"] = _union(wire.get("event_ids", []), adding[key])
            writes.append(Write(self._target["articles"], key, found["_version"], found["_source"]))
        await self._write(writes)
        self.copied.events += len(outside)

    def _event(self, found: Document) -> Write:
        document = found["_source"]
        document["wire"]["generation"] = self._name
        return Write(self._target["events"], found["_id"], found["_version"], document)

    def _retraction(self, event_id: str, event: Document, article: Document) -> Write:
        wire, by = event["wire"], article["wire"]
        if not wire.get("retracted"):
            wire["retraction"] = without_empty(
                {
                    "order": by["article"]["order"],
                    "version": by["article"].get("version"),
                    "revision": by["revision"]["kind"],
                    "at": article["@timestamp"],
                }
            )
        wire["retracted"] = True
        return Write(self._target["events"], event_id, by["article"]["order"], event)

    async def _mget(self, target: str, ids: list[str], source: list[str] | None = None) -> dict[str, Document]:
        """id -> document with its _version, for those that exist."""
        return await read_documents(self._client, self._patience, target, ids, source=source)

    async def _write(self, writes: list[Write]) -> None:
        for write, answer in zip(writes, await write_all(self._client, writes, self._patience), strict=True):
            if answer.outcome == "rejected":
                raise RuntimeError(f"{write.target} {write.id}: {answer.reason}")


def _place(document: Document) -> VersionPlace:
    wire = document["wire"]
    return place_of(wire["article"], wire["revision"]["kind"])


def _renumber(found: Document, standing: Document, events: dict[str, Document]) -> None:
    """Give a version that is later by time alone, such as a kill, the number of what it replaces, as a writer does.

    Under its own order Elasticsearch would refuse it.
    """
    place, replaced = _place(found["_source"]), _place(standing["_source"])
    if place.order >= replaced.order:
        return
    article = found["_source"]["wire"]["article"]
    before, article["version_number"] = article["order"], replaced.number
    article["order"] = article_order(replaced.number, datetime.fromisoformat(found["_source"]["@timestamp"]))
    found["_version"] = _place(found["_source"]).article_version
    for event_id in found["_source"]["wire"].get("event_ids", []):
        event = events.get(event_id)
        if event and event["_version"] == before:
            event["_version"] = event["_source"]["wire"]["article"]["order"] = article["order"]


def _news_time(document: Document) -> int:
    return int(datetime.fromisoformat(document["@timestamp"]).astimezone(UTC).timestamp() * 1000)


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
