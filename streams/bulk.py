"""Versioned bulk writes that lose nothing.

Each item ends as written, stale (409: a newer version is there, which is success) or rejected (400: it can never be
written). Everything else (429, 5xx, no connection) is tried again, for as long as it takes: the partition waits.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

import msgspec
import structlog
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import SerializationError, TransportError
from elasticsearch import ApiError, AsyncElasticsearch

from schemas.errors import Transient, WireError

log = structlog.get_logger(__name__)

RETRYABLE: Final = frozenset({429, 500, 502, 503, 504})
REFUSED: Final = frozenset({401, 403, 404})
MAX_BULK_BYTES: Final = 8 * 1024 * 1024
FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 15.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Write:
    """One document to be written under an external version; `target` is an alias."""

    target: str
    id: str
    version: int
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WriteResult:
    outcome: Literal["written", "stale", "rejected"]
    reason: str | None = None


@dataclass(slots=True)
class Patience:
    """Waits between tries, and tells whoever watches why.

    `trouble` is the reason for the current wait, None while all is well: the health endpoint reads it.
    """

    on_retry: Callable[[str], None] | None = None
    trouble: WireError | None = None
    _tries: int = field(default=0, init=False)

    async def wait(self, error: WireError) -> None:
        self._tries += 1
        self.trouble = error
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._tries - 1, 10)) * random.uniform(0.7, 1.0)  # noqa: S311 -- spreads retries
        log.warning(
            "elasticsearch.waited_for",
            tries=self._tries,
            pause=round(pause, 2),
            **{"error.code": error.code, "error.message": error.message},
        )
        if self.on_retry:
            self.on_retry(error.code)
        await asyncio.sleep(pause)

    def over(self) -> None:
        """The request was answered."""
        if self._tries:
            log.info("elasticsearch.answered_again", tries=self._tries)
        self._tries = 0
        self.trouble = None


def failure_of(error: Exception) -> WireError:
    """What an exception of the client means: worth waiting for, or for someone to mend (also waited for, loudly)."""
    if isinstance(error, ApiError):
        code = "elasticsearch.refused" if error.status_code in REFUSED else "elasticsearch.unreachable"
        return Transient(code, f"HTTP {error.status_code}: {_reason(error)}")
    return Transient("elasticsearch.unreachable", f"{type(error).__name__}: {str(error)[:200]}")


def _reason(error: ApiError) -> str:
    body = error.body
    if isinstance(body, dict):
        cause = body.get("error", {})
        if isinstance(cause, dict):
            return str(cause.get("reason", cause.get("type", "")))[:200]
    return str(error.message)[:200]


async def patiently(patience: Patience, request: Callable[[], Awaitable[_T]], *, final: tuple[int, ...] = ()) -> _T:
    """The answer to a request that may be sent twice; waits for an Elasticsearch that is away, busy or refuses.

    Raises ApiError for a status in `final`.
    """
    while True:
        try:
            answer = await request()
        except ApiError as error:
            if error.status_code in final or error.status_code == 400:
                raise
            await patience.wait(failure_of(error))
        except TransportError as error:
            await patience.wait(failure_of(error))
        else:
            patience.over()
            return answer


async def write_all(client: AsyncElasticsearch, writes: Sequence[Write], patience: Patience) -> list[WriteResult]:
    """Write every document, in order for each id; returns one result for each write, in order."""
    results: list[WriteResult | None] = [None] * len(writes)
    for chunk in _chunks(writes):
        await _write_chunk(client, writes, chunk, results, patience)
    return [result for result in results if result is not None]


def _chunks(writes: Sequence[Write]) -> list[list[int]]:
    chunks: list[list[int]] = []
    size = MAX_BULK_BYTES
    for position, write in enumerate(writes):
        length = len(msgspec.json.encode(write.document)) + 200
        if size + length > MAX_BULK_BYTES:
            chunks.append([])
            size = 0
        chunks[-1].append(position)
        size += length
    return chunks


async def _write_chunk(
    client: AsyncElasticsearch,
    writes: Sequence[Write],
    positions: list[int],
    results: list[WriteResult | None],
    patience: Patience,
) -> None:
    pending = positions
    while pending:
        try:
            answer = await client.bulk(
                operations=[line for position in pending for line in _lines(writes[position])],
                require_alias=True,
                filter_path="items.*.status,items.*.error",
            )
        except ApiError as error:
            if error.status_code in (400, 413) and len(pending) > 1:
                # Too large, or one document spoils the request: halving finds it.
                middle = len(pending) // 2
                await _write_chunk(client, writes, pending[:middle], results, patience)
                pending = pending[middle:]
                continue
            if error.status_code in (400, 413):
                _reject(results, pending, f"HTTP {error.status_code}: {_reason(error)}")
                return
            await patience.wait(failure_of(error))
            continue
        except (NoConnection, TransportError) as error:
            if isinstance(error, SerializationError):
                raise
            await patience.wait(failure_of(error))
            continue
        pending, problem = _settle(pending, answer["items"], results)
        if pending:
            await patience.wait(problem)
        else:
            patience.over()


def _settle(
    pending: list[int], items: list[dict[str, Any]], results: list[WriteResult | None]
) -> tuple[list[int], WireError]:
    """Note what is final; return what has to be tried again, and why."""
    again: list[int] = []
    problem: WireError = Transient("elasticsearch.unreachable", "busy")
    for position, item in zip(pending, items, strict=True):
        answer = next(iter(item.values()))
        status, reason = answer["status"], _item_reason(answer)
        if status < 300:
            results[position] = WriteResult("written")
        elif status == 409:
            results[position] = WriteResult("stale")
        elif status in RETRYABLE or status in REFUSED:
            code = "elasticsearch.refused" if status in REFUSED else "elasticsearch.unreachable"
            problem = Transient(code, f"HTTP {status}: {reason}")
            again.append(position)
        else:
            results[position] = WriteResult("rejected", f"HTTP {status}: {reason}")
    return again, problem


def _item_reason(answer: dict[str, Any]) -> str:
    error = answer.get("error") or {}
    cause = error.get("caused_by") or {}
    return ": ".join(str(part)[:200] for part in (error.get("reason"), cause.get("reason")) if part)


def _reject(results: list[WriteResult | None], positions: list[int], reason: str) -> None:
    for position in positions:
        results[position] = WriteResult("rejected", reason)


def _lines(write: Write) -> tuple[dict[str, Any], dict[str, Any]]:
    action = {"_index": write.target, "_id": write.id, "version": write.version, "version_type": "external_gte"}
    return {"index": action}, write.document
