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

from schemas.article import TIME_BITS, article_order
from schemas.article_result import ArticleRecord, ArticleResult
from schemas.errors import Invalid, Transient
from schemas.indexed import Indexed, IndexedArticle
from streams.article_document import article_document, article_id
from streams.bulk import Patience, Write, WriteResult, failure_of, write_all
from streams.event_document import NamesOf, event_document, retracted_document

log = structlog.get_logger(__name__)

Outcome = Literal["new", "changed", "duplicate", "stale", "conflict", "rejected"]
_MILLISECONDS: Final = (1 << TIME_BITS) - 1
_MGET_IDS: Final = 500
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

    order: int
    version_number: int | None
    content_hash: str
    revision: str
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
    article_writes: list[Write] = field(default_factory=list)
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
        uris = dict.fromkeys(result.article.uri for result in results)
        uris |= dict.fromkeys(result.article.evolved_from for result in results if result.article.evolved_from)
        await self._read_articles(batch, [uri for uri in uris if uri])
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
        pending = [(plan, write) for plan in plans for write in plan.article_writes]
        answers = await write_all(self._client, [write for _, write in pending], self.patience)
        bare: list[Write] = []
        for (plan, write), answer in zip(pending, answers, strict=True):
            if answer.outcome == "rejected":
                plan.outcome, plan.error = "rejected", Invalid("index.rejected", f"article: {answer.reason}")
                bare.append(_bare(write))
        await write_all(self._client, bare, self.patience)
        return [self._report(plan, result) for plan, result in zip(plans, results, strict=True)]

    def _report(self, plan: _Plan, result: ArticleResult) -> Written:
        if plan.outcome in ("stale", "conflict") or not plan.article_writes:
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
        ids = list(keys)
        found: dict[str, dict[str, Any]] = {}
        for first in range(0, len(ids), _MGET_IDS):
            for document in await self._mget_some(target, ids[first : first + _MGET_IDS]):
                if document.get("found"):
                    found[keys[document["_id"]]] = document["_source"]
        return found

    async def _mget_some(self, target: str, ids: list[str]) -> list[dict[str, Any]]:
        while True:
            try:
                answer = await self._client.mget(index=target, ids=ids, realtime=True)
            except (ApiError, TransportError) as error:
                await self.patience.wait(failure_of(error))
                continue
            documents: list[dict[str, Any]] = answer["docs"]
            broken = next((document["error"] for document in documents if "error" in document), None)
            if broken is None:
                self.patience.over()
                return documents
            await self.patience.wait(_failure_in_mget(broken))


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
        number = article.version_number
        if stored and (number is None or result.revision.kind == "kill"):
            # A kill may come without a number, or with that of the version it was written for.
            number = max((each for each in (number, stored.version_number) if each is not None), default=None)
        order = article_order(number, article.version_created)
        outcome = _outcome(result, stored, order)
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
        self._write_article(plan, result, stored, number)
        return plan

    def _write_event(self, plan: _Plan, event_id: str, order: int, document: dict[str, Any]) -> None:
        self.events[event_id] = document
        plan.event_writes.append(len(self.event_writes))
        self.event_writes.append(Write(self._target.events, event_id, order, document))

    def _write_article(self, plan: _Plan, result: ArticleResult, stored: _Stored | None, number: int | None) -> None:
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
        if number is not None:
            document["wire"]["article"]["version_number"] = number
        self.stored[article.uri] = _Stored(
            order=plan.order,
            version_number=number,
            content_hash=article.content_hash,
            revision=result.revision.kind,
            event_ids=plan.event_ids,
            evolved_into=evolved_into,
            document=document,
        )
        self._write_link(plan, article)
        plan.article_writes.append(Write(self._target.articles, article_id(article.uri), plan.order, document))

    def _write_link(self, plan: _Plan, article: ArticleRecord) -> None:
        """Have the item from which this one evolved point to it, if it is there.

        The link goes before the article, so that a duplicate has its link already: one that comes to an item which
        arrived after it changes nothing, as little as the first time.
        """
        earlier = self.stored.get(article.evolved_from or "")
        if plan.outcome != "duplicate" and earlier and article.uri not in earlier.evolved_into:
            earlier.evolved_into = [*earlier.evolved_into, article.uri]
            earlier.document["wire"]["article"]["evolved_into"] = earlier.evolved_into
            target_id = article_id(article.evolved_from or "")
            plan.article_writes.append(Write(self._target.articles, target_id, earlier.order, earlier.document))


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
    kept = ("uri", "order", "version", "version_number", "content_hash", "pub_status", "evolved_from", "evolved_into")
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


def _outcome(result: ArticleResult, stored: _Stored | None, order: int) -> Outcome:
    if stored is None:
        return "new"
    incoming_kill, stored_kill = result.revision.kind == "kill", stored.revision == "kill"
    if stored.version_number is None and result.article.version_number is not None:
        # What stands came without a number (a kill often does): only the times can be compared.
        older = (order & _MILLISECONDS) - (stored.order & _MILLISECONDS)
    else:
        older = order - stored.order
    if older < 0:
        return "stale"
    if older > 0:
        return "changed"
    if result.article.content_hash == stored.content_hash:
        return "duplicate"
    # A kill may carry the very time of the version it withdraws; it wins, whichever comes first.
    if incoming_kill != stored_kill:
        return "changed" if incoming_kill else "stale"
    return "conflict"


def _failure_in_mget(error: Any) -> Transient:
    """mget answers 200 with an error for each document of an alias that is missing or not ours to read."""
    kind, reason = (error.get("type"), error.get("reason")) if isinstance(error, dict) else (None, error)
    refused = kind in ("index_not_found_exception", "security_exception")
    return Transient("elasticsearch.refused" if refused else "elasticsearch.unreachable", f"mget: {reason}"[:200])


def _stored(document: dict[str, Any]) -> _Stored:
    wire = document["wire"]
    article = wire["article"]
    return _Stored(
        order=article["order"],
        version_number=article.get("version_number"),
        content_hash=article["content_hash"],
        revision=wire["revision"]["kind"],
        event_ids=list(wire.get("event_ids", [])),
        evolved_into=list(article.get("evolved_into", [])),
        document=document,
    )


def _first_rejected(answers: "Sequence[WriteResult] | Any") -> str | None:
    return next((answer.reason or "" for answer in answers if answer.outcome == "rejected"), None)
