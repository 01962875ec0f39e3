"""A desk for tests of alerts: articles in through the real index writer, rules, a clock of one's own, messages out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch

from schemas.article_result import ArticleResult
from streams.alerts.answers import Answers
from streams.alerts.stage import AlertParts, alert_parts
from streams.alerts.store import AlertStore
from streams.index_writer import IndexTarget, IndexWriter
from streams.metrics import Metrics
from streams.settings import Settings
from tests.builders import NOON

RULE = """
id: meetings
title: Any meeting
query: 'wire.type: meeting and not wire.status: (denied or cancelled)'
group_by: [wire.actors]
notify: [file]
"""


@dataclass
class Desk:
    """Writes articles, judges them, and tells people; `clock` moves only when told."""

    client: AsyncElasticsearch
    elastic: Elasticsearch
    settings: Settings
    folder: Path
    clock: datetime = NOON
    metrics: Metrics = field(default_factory=Metrics)
    parts: AlertParts = field(init=False)

    def __post_init__(self) -> None:
        self.rules_file = self.folder / "rules.yaml"
        if not self.rules_file.exists():
            self.rules_file.write_text(RULE)
        self.settings = self.settings.model_copy(
            update={"alert_rules": [self.rules_file], "alert_file": self.folder / "told.txt", **self.overrides()}
        )
        self.parts = self.another()
        self.store = AlertStore(self.client, self.settings)
        self.answers = Answers(self.store)
        target = IndexTarget(self.settings.alias("articles"), self.settings.alias("events"), "live")
        self.writer = IndexWriter(self.client, target, names_of=lambda _: (), now=lambda: self.clock)

    def overrides(self) -> dict[str, Any]:
        return {}

    def another(self, worker: str = "one") -> AlertParts:
        """The stage as another worker would have it."""
        return alert_parts(self.client, self.settings, self.metrics, worker=worker, now=lambda: self.clock)

    def rules(self, text: str) -> None:
        self.rules_file.write_text(text)
        self.parts.book.reload()

    def set(self, **changes: Any) -> None:
        """Other settings, from now on."""
        self.settings = self.settings.model_copy(update=changes)
        self.parts = self.another()

    def later(self, **span: float) -> None:
        self.clock += timedelta(**span)

    async def index(self, *results: ArticleResult) -> list[str]:
        """Index article results; returns the ids that the alert stage would be given."""
        written = await self.writer.write(list(results))
        return [name for each in written if each.indexed for name in each.indexed.event_ids]

    async def news(self, *results: ArticleResult) -> list[tuple[str, str]]:
        """Index and judge; returns (rule, change) of the alerts that came of it."""
        evaluation = await self.parts.evaluator.evaluate(await self.index(*results))
        return [(alert["rule"]["id"], alert["wire"]["alert"]["change"]) for alert in evaluation.alerts]

    async def tell(self) -> int:
        """Plan and send what is due; returns how many messages there were."""
        return await self.parts.dispatcher.round(wait=True)

    def told(self) -> str:
        """Everything that the file channel was told, and forget it."""
        path = self.settings.alert_file
        text = path.read_text() if path.exists() else ""
        path.unlink(missing_ok=True)
        return text

    def alerts(self, **wanted: Any) -> list[dict[str, Any]]:
        """Alert documents' own part, oldest first."""
        found = [document["wire"]["alert"] for document in self.documents("alerts")]
        chosen = [each for each in found if all(each.get(name) == value for name, value in wanted.items())]
        return sorted(chosen, key=lambda each: (each["event_id"], each["number"]))

    def messages(self) -> list[dict[str, Any]]:
        found = [document["wire"]["message"] for document in self.documents("alert-messages")]
        return sorted(found, key=lambda each: (each["group_id"], each["number"], each["channel"]))

    def documents(self, family: str) -> Sequence[Mapping[str, Any]]:
        alias = self.settings.alias(family)
        self.elastic.indices.refresh(index=alias)
        return [hit["_source"] for hit in self.elastic.search(index=alias, size=5000)["hits"]["hits"]]
