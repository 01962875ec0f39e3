"""The dead letters in Elasticsearch, so that Kibana shows what failed and why. The bytes stay in Kafka."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from elasticsearch import AsyncElasticsearch

from schemas.dead_letter import DeadLetter, Stage
from schemas.errors import Invalid
from streams.agent_loop import BatchOutcome
from streams.article_document import ECS_VERSION
from streams.bulk import Patience, Write, write_all
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)

MAX_VALUE_BYTES: Final = 10_000


class DeadLetterStage:
    """Indexes each dead letter once. What cannot be indexed is logged, never dead-lettered again."""

    name = "dead-letters"
    stage: Stage = "index"
    schema = "dead-letter.v1"

    def __init__(self, client: AsyncElasticsearch, alias: str, patience: Patience) -> None:
        self._client = client
        self._alias = alias
        self._patience = patience

    async def work(self, records: Sequence[WireRecord]) -> BatchOutcome:
        writes = [
            Write(self._alias, f"{record.origin.partition}-{record.origin.offset}", 1, dead_letter_document(record))
            for record in records
        ]
        for record, answer in zip(records, await write_all(self._client, writes, self._patience), strict=True):
            if answer.outcome == "rejected":
                log.error("dead_letter.not_indexed", offset=record.origin.offset, **{"error.message": answer.reason})
        return BatchOutcome()


def dead_letter_document(record: WireRecord) -> dict[str, Any]:
    """The document of one dead letter; headers that somebody else wrote leave only the value to show."""
    value = record.value[:MAX_VALUE_BYTES]
    ours: dict[str, Any] = {
        "dead_letter": {"partition": record.origin.partition, "offset": record.origin.offset},
        "value": value.decode("utf-8", "replace"),
        "value_bytes": len(record.value),
        "truncated": len(value) < len(record.value),
    }
    if record.key is not None:
        ours["key"] = record.key.decode("utf-8", "replace")
    document: dict[str, Any] = {
        "@timestamp": (record.created or datetime.fromtimestamp(0, UTC)).isoformat(),
        "ecs": {"version": ECS_VERSION},
        "event": {"kind": "pipeline_error", "dataset": "wirewatch.dead-letters"},
        "wire": ours,
    }
    try:
        letter = DeadLetter.from_headers(record.headers)
    except Invalid as error:
        document["error"] = {"code": error.code, "message": error.message}
        return document
    document["error"] = {"code": letter.error_code, "message": letter.error_message}
    document["message"] = letter.error_message
    ours["stage"] = letter.stage
    ours["schema"] = letter.schema
    ours["origin"] = {
        "topic": letter.origin.topic,
        "partition": letter.origin.partition,
        "offset": letter.origin.offset,
    }
    return document
