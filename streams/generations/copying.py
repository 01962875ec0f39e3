"""Copies what one generation knows and another does not, under the same versions: what came before a switch stays."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from schemas.article import TIME_BITS
from streams.article_document import article_id, instant, without_empty
from streams.bulk import Write, write_all
from streams.generations.catalogue import Catalogue
from streams.generations.registry import patiently

_PAGE: Final = 500
_FULL_PAGE: Final = 100
_KEPT_OPEN: Final = "5m"
_MILLISECONDS: Final = (1 << TIME_BITS) - 1
_FIELDS: Final = [
    "@timestamp",
    "wire.article.uri",
    "wire.article.order",
    "wire.article.version_number",
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
    links: dict[str, list[str]] = field(default_factory=dict)
    """Article id -> uris that evolved from it."""


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
        self.copied = Copied()

    async def copy(self, since: datetime | None = None) -> Copied:
        """Copy everything, or what was indexed at or after `since`; returns the running total."""
        await patiently(self._patience, partial(self._client.indices.refresh, index=[*self._source.values()]))
        async for found in self._scan(since):
            page = self._decide(found, await self._mget(self._target["articles"], [*found], source=_FIELDS))
            for first in range(0, len(page.whole), _FULL_PAGE):
                await self._copy_whole(page, page.whole[first : first + _FULL_PAGE])
            await self._add_earlier(page)
            await self._add_links(page.links)
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
            if target is None or _newer(article, target["wire"]["article"]):
                page.whole.append(key)
                known = target["wire"].get("event_ids", []) if target else []
                page.gone[key] = [event_id for event_id in known if event_id not in said]
                if article.get("evolved_from"):
                    page.links.setdefault(article_id(article["evolved_from"]), []).append(article["uri"])
                continue
            known = set(target["wire"].get("event_ids", []))
            if self._in_range and (missing := [event_id for event_id in said if event_id not in known]):
                page.earlier[key] = missing
            linked = target["wire"]["article"].get("evolved_into", [])
            if missing := [uri for uri in article.get("evolved_into", []) if uri not in linked]:
                page.links.setdefault(key, []).extend(missing)
        return page

    async def _copy_whole(self, page: _Page, keys: list[str]) -> None:
        articles = await self._mget(self._source["articles"], keys)
        standing = await self._mget(self._target["articles"], keys)
        ids = [event_id for each in articles.values() for event_id in each["_source"]["wire"].get("event_ids", [])]
        events = await self._mget(self._source["events"], ids)
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
                wire["article"]["evolved_into"] = _union(wire["article"].get("evolved_into", []), before)
            last.append(Write(self._target["articles"], key, found["_version"], {**document, "wire": _lean(wire)}))
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

    async def _add_links(self, links: dict[str, list[str]]) -> None:
        writes = []
        for key, found in (await self._mget(self._target["articles"], list(links))).items():
            article = found["_source"]["wire"]["article"]
            before = article.get("evolved_into", [])
            article["evolved_into"] = _union(before, links[key])
            if article["evolved_into"] != before:
                writes.append(Write(self._target["articles"], key, found["_version"], found["_source"]))
        await self._write(writes)
        self.copied.links += len(writes)

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
        found: dict[str, Document] = {}
        for first in range(0, len(ids), _PAGE):
            some = ids[first : first + _PAGE]
            answer = await patiently(
                self._patience, partial(self._client.mget, index=target, ids=some, realtime=True, source=source)
            )
            for document in answer["docs"]:
                if "error" in document:
                    raise RuntimeError(f"mget {target}: {document['error']}")
                if document["found"]:
                    found[document["_id"]] = document
        return found

    async def _write(self, writes: list[Write]) -> None:
        for write, answer in zip(writes, await write_all(self._client, writes, self._patience), strict=True):
            if answer.outcome == "rejected":
                raise RuntimeError(f"{write.target} {write.id}: {answer.reason}")


def _newer(article: Document, standing: Document) -> bool:
    """Whether `article` is a later version than `standing`; without a number on one side only times compare."""
    difference: int = article["order"] - standing["order"]
    if (article.get("version_number") is None) != (standing.get("version_number") is None):
        difference = (article["order"] & _MILLISECONDS) - (standing["order"] & _MILLISECONDS)
    return difference > 0


def _news_time(document: Document) -> int:
    return int(datetime.fromisoformat(document["@timestamp"]).astimezone(UTC).timestamp() * 1000)


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _lean(wire: Document) -> Document:
    return without_empty(wire)
