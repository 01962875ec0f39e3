"""Writes article results into Elasticsearch as each version demands: adds, replaces, retracts, or changes nothing.

One article document for each uri remembers the order of its newest version, the hash of its text and every event id
ever written for it; what a version does is decided against that document (contract: docs/revisions.md).
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

import structlog
from elastic_transport import TransportError
from elasticsearch import ApiError, AsyncElasticsearch

from schemas.article_result import ArticleResult
from schemas.errors import Invalid
from schemas.indexed import Indexed, IndexedArticle
from streams.article_document import article_document, article_id, instant
from streams.bulk import Patience, Write, WriteResult, failure_of, write_all
from streams.event_document import NamesOf, event_document, retracted_document
from streams.evolution_links import EvolutionLinks
from streams.realtime_read import read_documents
from streams.version_order import VersionPlace, incoming_place, judge, place_of

log = structlog.get_logger(__name__)

Outcome = Literal["new", "changed", "duplicate", "stale", "conflict", "rejected"]
GENERATION_SECONDS: Final = 3.0
"""How long a writer may go on naming the generation that stood behind the alias before a switch."""
Refusals = list[tuple[int, Invalid]]
"""Results, by their position, that will not be written, and why."""


@dataclass(frozen=True, slots=True)
class IndexTarget:
    """Where a generation lives: two aliases and its name.

    `generation` holds where the alias tells nothing else: behind a public alias stands `ALIAS-GENERATION`, and a switch
    changes which.
    """

    articles: str
    events: str
    generation: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one result. `error` is set for conflict and rejected: the record is a dead letter."""

    outcome: Outcome
    indexed: Indexed | None = None
    error: Invalid | None = None


@dataclass(slots=True)
class _Stored:
    """An article as the index has it, or will have it once this batch is written."""

    place: VersionPlace
    content_hash: str
    event_ids: list[str] = field(default_factory=list)
    evolved_into: list[str] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)

    def written_ahead(self, reached: dict[int, int]) -> bool:
        """Whether what stands came from a record that lies beyond `reached`."""
        origin = self.document["wire"].get("origin")
        return bool(origin) and origin["offset"] > reached.get(origin["partition"], origin["offset"])


@dataclass(slots=True)
class _Plan:
    """The writes that one result asks for, as positions in the batch's lists."""

    outcome: Outcome
    order: int = 0
    event_ids: list[str] = field(default_factory=list)
    event_writes: list[int] = field(default_factory=list)
    article_write: Write | None = None
    error: Invalid | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class IndexWriter:
    """Turns article results into versioned writes. One writer serves one partition-ordered stream at a time."""

    def __init__(
        self,
        client: AsyncElasticsearch,
        target: IndexTarget,
        names_of: NamesOf,
        *,
        now: Callable[[], datetime] = _utc_now,
        on_retry: Callable[[str], None] | None = None,
    ) -> None:
        self._client = client
        self._target = target
        self._names_of = names_of
        self._now = now
        self.patience = Patience(on_retry=on_retry)
        self._links = EvolutionLinks(client, self.patience)
        self._asked = float("-inf")

    async def write(
        self,
        results: Sequence[ArticleResult],
        *,
        refusing: Callable[[Refusals], Awaitable[None]] | None = None,
        reached: dict[int, int] | None = None,
    ) -> list[Written]:
        """Write results in sequence; returns what became of each, once Elasticsearch has acknowledged it all.

        Waits as long as it takes for an Elasticsearch that is away, busy or refuses; never raises for its failures.
        `refusing` is told of the results that cannot be written before any article document is: what comes after that
        decides them differently when it is done again. `reached` (partition -> offset) is for a writer that alone reads
        a topic in one fixed order: it says how far that is, is moved on here, and makes doing records again exact. What
        a record left that has not been reached yet was written before a crash, after everything that comes before it.
        """
        await self._follow_alias()
        batch = _Batch(self._target, self._names_of, self._now(), reached)
        await self._read_articles(batch, [*dict.fromkeys(result.article.uri for result in results)])
        await self._read_events(batch, results)
        plans = [_planned(batch, result) for result in results]
        written = await write_all(self._client, batch.event_writes, self.patience)
        # The article document goes last: once it stands, all that it speaks of stands.
        for plan in plans:
            reject = _first_rejected(written[position] for position in plan.event_writes)
            if reject:
                plan.outcome, plan.error = "rejected", Invalid("index.rejected", f"event: {reject}")
        if refusing:
            await refusing([(place, plan.error) for place, plan in enumerate(plans) if plan.error is not None])
        # Also where an event was rejected: its siblings stand, and only the article document remembers them.
        pending = [(plan, plan.article_write) for plan in plans if plan.article_write]
        answers = await write_all(self._client, [write for _, write in pending], self.patience)
        bare: list[Write] = []
        for (plan, write), answer in zip(pending, answers, strict=True):
            if answer.outcome == "rejected":
                plan.outcome, plan.error = "rejected", Invalid("index.rejected", f"article: {answer.reason}")
                bare.append(_bare(write))
        await write_all(self._client, bare, self.patience)
        await self._link(plans, results)
        return [self._report(plan, result) for plan, result in zip(plans, results, strict=True)]

    async def _link(self, plans: Sequence[_Plan], results: Sequence[ArticleResult]) -> None:
        """Link updates and what they evolved from; duplicates too, for a crash may have come in between."""
        standing = [(plan, result.article) for plan, result in zip(plans, results, strict=True) if plan.article_write]
        updates = [(article.uri, article.evolved_from) for _, article in standing if article.evolved_from]
        arrived = [article.uri for plan, article in standing if plan.outcome != "changed"]
        await self._links.link(
            self._target.articles, [(uri, item) for uri, item in updates if item and uri != item], arrived
        )

    def _report(self, plan: _Plan, result: ArticleResult) -> Written:
        if plan.outcome in ("stale", "conflict") or not plan.article_write:
            return Written(plan.outcome, error=plan.error)
        article = IndexedArticle(uri=result.article.uri, order=plan.order)
        indexed = Indexed(generation=self._target.generation, article=article, event_ids=plan.event_ids)
        return Written(plan.outcome, indexed=indexed, error=plan.error)

    async def _follow_alias(self) -> None:
        """Learn, every few seconds, which generation stands behind the alias that is written to."""
        if time.monotonic() - self._asked < GENERATION_SECONDS:
            return
        alias = self._target.events
        while True:
            try:
                answer = await self._client.indices.get_alias(name=alias)
                break
            except (ApiError, TransportError) as error:
                await self.patience.wait(failure_of(error))
        self.patience.over()
        self._asked = time.monotonic()
        behind = [index.removeprefix(f"{alias}-") for index in answer if index.startswith(f"{alias}-")]
        if len(behind) == 1 and behind[0] != self._target.generation:
            log.info("generation.followed", generation=behind[0], previous=self._target.generation)
            self._target = replace(self._target, generation=behind[0])

    async def _read_articles(self, batch: "_Batch", uris: list[str]) -> None:
        found = await self._mget(self._target.articles, {article_id(uri): uri for uri in uris})
        for uri, document in found.items():
            batch.stored[uri] = _stored(document)

    async def _read_events(self, batch: "_Batch", results: Sequence[ArticleResult]) -> None:
        """The stored events that a result of this batch may have to retract."""
        gone: dict[str, str] = {}
        for result in results:
            stored = batch.stored.get(result.article.uri)
            if stored:
                said = {event.id for event in result.events}
                gone |= {event_id: event_id for event_id in stored.event_ids if event_id not in said}
        batch.events = await self._mget(self._target.events, gone)

    async def _mget(self, target: str, keys: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Realtime read of documents by id; returns key -> source for those that exist."""
        found = await read_documents(self._client, self.patience, target, keys)
        return {keys[each]: document["_source"] for each, document in found.items()}


class _Batch:
    """Decides, in sequence, what each result of one batch changes; later results see what earlier ones decided."""

    def __init__(
        self, target: IndexTarget, names_of: NamesOf, now: datetime, reached: dict[int, int] | None = None
    ) -> None:
        self.stored: dict[str, _Stored] = {}
        self.events: dict[str, dict[str, Any]] = {}
        self.event_writes: list[Write] = []
        self._target = target
        self._names_of = names_of
        self._now = now
        self._reached = reached

    def plan(self, result: ArticleResult) -> _Plan:
        article = result.article
        stored = self.stored.get(article.uri)
        if self._reached is not None and article.origin:
            self._reached[article.origin.partition] = article.origin.offset
            if stored and stored.written_ahead(self._reached):
                return _Plan("stale")
        place = incoming_place(
            article.version_number,
            article.version_created,
            stored.place if stored else None,
            kill=result.revision.kind == "kill",
        )
        order = place.order
        outcome: Outcome = "new"
        if stored:
            outcome = judge(place, stored.place, same_text=article.content_hash == stored.content_hash)
        if outcome == "stale":
            return _Plan("stale")
        if outcome == "conflict":
            message = f"{article.uri} version {article.version} of {article.version_created.isoformat()}"
            return _Plan("conflict", error=Invalid("article.conflict", f"{message} came with two different texts"))
        said = [event.id for event in result.events]
        gone = [event_id for event_id in (stored.event_ids if stored else []) if event_id not in set(said)]
        plan = _Plan(outcome, order=order, event_ids=[*said, *gone])
        for event in result.events:
            document = event_document(
                event,
                result,
                order=order,
                generation=self._target.generation,
                names_of=self._names_of,
                now=self._now,
            )
            self._write_event(plan, event.id, order, document)
        for event_id in gone:
            # An id without a document was rejected when it was new: there is nothing to take back.
            if event_id in self.events:
                document = retracted_document(self.events[event_id], result, order=order, now=self._now)
                self._write_event(plan, event_id, order, document)
        self._write_article(plan, result, stored, place)
        return plan

    def _write_event(self, plan: _Plan, event_id: str, order: int, document: dict[str, Any]) -> None:
        self.events[event_id] = document
        plan.event_writes.append(len(self.event_writes))
        self.event_writes.append(Write(self._target.events, event_id, order, document))

    def _write_article(self, plan: _Plan, result: ArticleResult, stored: _Stored | None, place: VersionPlace) -> None:
        article = result.article
        evolved_into = stored.evolved_into if stored else []
        document = article_document(
            result,
            order=plan.order,
            generation=self._target.generation,
            event_ids=plan.event_ids,
            evolved_into=evolved_into,
            now=self._now,
        )
        if place.number is not None:
            document["wire"]["article"]["version_number"] = place.number
        if place.latest_created:
            document["wire"]["article"]["latest_created"] = instant(place.latest_created)
        self.stored[article.uri] = _Stored(
            place=place,
            content_hash=article.content_hash,
            event_ids=plan.event_ids,
            evolved_into=evolved_into,
            document=document,
        )
        plan.article_write = Write(self._target.articles, article_id(article.uri), place.article_version, document)


def _planned(batch: _Batch, result: ArticleResult) -> _Plan:
    """What `result` changes. No single result can end the worker: one that makes no document is rejected."""
    planned = len(batch.event_writes)
    try:
        return batch.plan(result)
    except (ValueError, OverflowError, KeyError, TypeError) as error:
        log.exception("result.not_planned", uri=result.article.uri)
        del batch.event_writes[planned:]
        return _Plan("rejected", error=Invalid("index.rejected", f"{type(error).__name__}: {error}"))


def _bare(write: Write) -> Write:
    """The least that an article document must say, for one that Elasticsearch refuses: its place among the versions
    and which events it has, so that a later version can take them back.
    """
    document = write.document
    wire, article = document["wire"], document["wire"]["article"]
    kept = (
        "uri",
        "order",
        "version",
        "version_number",
        "latest_created",
        "content_hash",
        "pub_status",
        "evolved_from",
        "evolved_into",
    )
    return replace(
        write,
        document={
            "@timestamp": document["@timestamp"],
            "event": document["event"],
            "wire": {
                "article": {name: article[name] for name in kept if name in article},
                "revision": {"kind": wire["revision"]["kind"]},
                "event_ids": wire.get("event_ids", []),
                "generation": wire["generation"],
            },
        },
    )


def _stored(document: dict[str, Any]) -> _Stored:
    wire = document["wire"]
    article = wire["article"]
    return _Stored(
        place=place_of(article, wire["revision"]["kind"]),
        content_hash=article["content_hash"],
        event_ids=list(wire.get("event_ids", [])),
        evolved_into=list(article.get("evolved_into", [])),
        document=document,
    )


def _first_rejected(answers: "Sequence[WriteResult] | Any") -> str | None:
    return next((answer.reason or "" for answer in answers if answer.outcome == "rejected"), None)
