"""The dead letters of a replay: an index of the generation's own; the live topic hears nothing of them."""

from collections.abc import Iterable

import structlog
from elasticsearch import AsyncElasticsearch

from schemas.dead_letter import DeadLetter
from schemas.errors import WireError
from streams.bulk import Patience, Write, write_all
from streams.dead_letter_agent import dead_letter_document
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)


class GenerationLetters:
    """Writes each refused record once, however often it is refused."""

    def __init__(self, client: AsyncElasticsearch, alias: str, patience: Patience) -> None:
        self._client = client
        self._alias = alias
        self._patience = patience

    async def write(self, refused: Iterable[tuple[WireRecord, WireError]]) -> None:
        """The first reason for a record stands in its document."""
        writes: dict[str, Write] = {}
        for record, error in refused:
            letter_id = f"{record.origin.partition}-{record.origin.offset}"
            if letter_id not in writes:
                writes[letter_id] = Write(self._alias, letter_id, 1, _document(record, error))
        ordered = list(writes.values())
        for write, answer in zip(ordered, await write_all(self._client, ordered, self._patience), strict=True):
            if answer.outcome == "rejected":
                log.error("dead_letter.not_indexed", letter=write.id, **{"error.message": answer.reason})


def _document(record: WireRecord, error: WireError) -> dict[str, object]:
    letter = DeadLetter.of(error, "replay", record.origin, "article.v1")
    headers = tuple(letter.to_headers())
    return dead_letter_document(WireRecord(record.origin, record.key, record.value, record.timestamp, headers))
