"""Runs the examples of rules: as documents in an index of their own, asked by the rule's own query.

An example is an article's text, read by the detector as the line reads it, or the fields of one event document.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch

from processors.incoming import IncomingArticle
from schemas.article import Article, Body
from schemas.article_result import ArticleResult
from streams.alerts.rule_query import CompiledRule
from streams.article_document import instant
from streams.event_document import NamesOf, event_document
from streams.index_setup import family_mapping
from streams.settings import Settings
from streams.visible_text import one_line

_MOMENT: Final = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)  # a Monday, for examples that name a weekday

ReadArticles = Callable[[Sequence[IncomingArticle]], list[ArticleResult]]


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """`seen` are the actions of the example's events; `fault` is why it could not be run."""

    rule: str
    example: str
    should_fire: bool
    fired: bool
    seen: tuple[str, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> bool:
        return not self.fault and self.fired == self.should_fire


def run_examples(
    client: Elasticsearch,
    settings: Settings,
    rules: Sequence[CompiledRule],
    *,
    read: ReadArticles,
    names_of: NamesOf,
) -> Iterator[ExampleOutcome]:
    """One outcome for each example; nothing is left behind in Elasticsearch."""
    with _scratch_index(client, settings) as index:
        for rule in rules:
            examples = rule.rule.examples
            for should_fire, some in ((True, examples.fires), (False, examples.silent)):
                for example in some:
                    shown = one_line(example if isinstance(example, str) else _in_words(example), 100)
                    try:
                        documents = _documents(example, read, names_of)
                        fired = _fires(client, index, rule, documents)
                    except (ApiError, ValueError, TypeError) as error:
                        fault = one_line(str(error), 300)
                        yield ExampleOutcome(rule.id, shown, should_fire, fired=False, fault=fault)
                        continue
                    seen = tuple(str(document.get("event", {}).get("action", "?")) for document in documents)
                    yield ExampleOutcome(rule.id, shown, should_fire, fired, seen)


@contextmanager
def _scratch_index(client: Elasticsearch, settings: Settings) -> Iterator[str]:
    index = f"{settings.index_prefix}-rules-test-{uuid.uuid4().hex[:12]}"
    client.indices.create(index=index, mappings=family_mapping("events"))
    try:
        yield index
    finally:
        client.options(ignore_status=404).indices.delete(index=index)


def _fires(client: Elasticsearch, index: str, rule: CompiledRule, documents: Sequence[Mapping[str, Any]]) -> bool:
    ids = []
    for document in documents:
        ids.append(client.index(index=index, document=document, refresh=True)["_id"])
    filters: list[dict[str, Any]] = [rule.query, {"ids": {"values": ids}}, {"term": {"wire.retracted": False}}]
    return bool(ids) and bool(client.count(index=index, query={"bool": {"filter": filters}})["count"])


def _documents(example: str | Mapping[str, Any], read: ReadArticles, names_of: NamesOf) -> list[dict[str, Any]]:
    if isinstance(example, str):
        uri = f"urn:example:{uuid.uuid4().hex}"
        article = Article(uri=uri, version_created=_MOMENT, bodies=[Body(value=example)])
        return [
            event_document(event, each, order=1, generation="examples", names_of=names_of, now=_MOMENT)
            for each in read([IncomingArticle(article=article, created=_MOMENT)])
            for event in each.events
        ]
    given = {"@timestamp": instant(_MOMENT), "event.id": "example", "wire.retracted": False, "wire.background": False}
    document: dict[str, Any] = {}
    for field, value in {**given, **example}.items():
        _put(document, field, value)
    return [document]


def _put(document: dict[str, Any], field: str, value: Any) -> None:
    """`wire.place: X` as nested objects."""
    *path, last = field.split(".")
    for name in path:
        document = document.setdefault(name, {})
        if not isinstance(document, dict):
            raise ValueError(f"{field} lies inside a field that has a value of its own")
    document[last] = value


def _in_words(example: Mapping[str, Any]) -> str:
    return ", ".join(f"{field}: {value}" for field, value in example.items())
