"""The last usable copy of each rule file, in Elasticsearch: a worker that starts with a broken file runs that copy."""

import asyncio
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from schemas.errors import Invalid
from streams.alerts.rule_book import RuleBook
from streams.alerts.store import AlertStore
from streams.article_document import ECS_VERSION, instant

log = structlog.get_logger(__name__)


class KeptRules:
    """Keeps what a rule book could use, and gives it back to a book that finds a file broken at its start."""

    def __init__(self, store: AlertStore, book: RuleBook, now: Callable[[], datetime]) -> None:
        self._store = store
        self._book = book
        self._now = now
        self._restored = False
        self._lock = asyncio.Lock()
        self._kept: dict[str, str] = {}

    async def restore(self) -> None:
        """Once: for each file that cannot be used and that the book has never read well, run the kept copy."""
        async with self._lock:
            if self._restored:
                return
            lost = {_document_id(name): name for name in self._book.lost()}
            for document_id, stored in (await self._store.get_many("alert-rules", lost)).items():
                name, source = lost[document_id], stored.source
                try:
                    rules = self._book.adopt(name, b64decode(source["wire"]["rule_file"]["content"]))
                except Invalid as error:
                    # Another release kept it. The file's own fault has been said; this is why nothing stands in.
                    log.error("rules.copy_refused", **{"error.code": error.code, "error.message": error.message})
                    continue
                log.warning("rules.copy_runs", rules=rules, kept=source["@timestamp"], **{"file.path": name})
            self._restored = True

    async def keep(self) -> None:
        """Write down every file that can be used and has changed since it was last written down."""
        for name, content in self._book.usable().items():
            digest = hashlib.sha256(content).hexdigest()
            if self._kept.get(name) == digest:
                continue
            document_id = _document_id(name)
            document = _document(document_id, name, content, digest, self._now())
            if not await self._store.create("alert-rules", {document_id: document}):
                stored = (await self._store.get_many("alert-rules", [document_id])).get(document_id)
                if stored is None:
                    continue
                if stored.source["file"]["hash"]["sha256"] != digest:
                    await self._store.change("alert-rules", stored, document)
            self._kept[name] = digest


def _document_id(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _document(document_id: str, name: str, content: bytes, digest: str, now: datetime) -> dict[str, Any]:
    return {
        "@timestamp": instant(now),
        "ecs": {"version": ECS_VERSION},
        "event": {"id": document_id, "kind": "state", "dataset": "wirewatch.alert-rules"},
        "file": {"path": name, "size": len(content), "hash": {"sha256": digest}},
        "wire": {"rule_file": {"content": b64encode(content).decode()}},
    }
