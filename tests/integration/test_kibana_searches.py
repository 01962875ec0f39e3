"""Every saved query, every panel and every search of the guide, on the sample articles in a real Elasticsearch."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from elasticsearch import Elasticsearch

from deploy.local import LocalStack
from schemas.article_result import ArticleResult
from streams.elastic_connection import connect, connect_async
from streams.index_setup import family_mapping, setup_indices
from streams.index_writer import IndexTarget, IndexWriter
from streams.kibana import build_objects
from streams.kql import Fields, compile_kql
from streams.settings import Settings
from tests.careful_reader import EXPECTED, detected_results, final_events, names_in, read_carefully, short_name, watched
from tests.unit.kibana.test_fields import LENS, QUERIES, Lens, view_of
from tests.unit.kibana.test_objects import of_type

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

GUIDE: Final = Path(__file__).parents[2] / "docs" / "searching.md"
_SEARCH: Final = re.compile(r"^### (\d+)\. (.+?)\n\n```kql\n(.+?)\n```\n.*?^Finds: (.+?)\.$", re.MULTILINE | re.DOTALL)
_FOUND_BY_DETECTOR: Final = 0.75
"""Of the sample articles that a search should find; how well the detector reads is the gold tests' matter."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Indices under one prefix, and the aliases that data views see behind them."""

    client: Elasticsearch
    settings: Settings

    def alias(self, view_id: str) -> str:
        (view,) = [view for view in of_type("index-pattern") if view["id"] == view_id]
        return self.settings.alias(view["attributes"]["title"].removeprefix("wirewatch-"))

    def find(self, kql: str, view_id: str = "wirewatch-events") -> list[dict[str, Any]]:
        query = compiled(kql, view_id)
        found = self.client.search(index=self.alias(view_id), query=query, size=1000)
        return [hit["_source"] for hit in found["hits"]["hits"]]

    def articles(self, kql: str) -> Counter[str]:
        """Short names of the articles whose events are found."""
        return Counter(short_name(event["wire"]["article"]["uri"]) for event in self.find(kql))


def compiled(kql: str, view_id: str) -> dict[str, Any]:
    (view,) = [view for view in of_type("index-pattern") if view["id"] == view_id]
    mapping = family_mapping(view["attributes"]["title"].removeprefix("wirewatch-"))
    return compile_kql(kql, Fields.from_mapping(mapping["properties"]))


async def _fill(settings: Settings, results: list[list[ArticleResult]]) -> None:
    client = connect_async(settings)
    try:
        target = IndexTarget(settings.alias("articles"), settings.alias("events"), settings.generation)
        writer = IndexWriter(client, target, names_in(watched()))
        for start in range(0, len(results), 30):
            await writer.write([result for of_record in results[start : start + 30] for result in of_record])
    finally:
        await client.close()


@pytest.fixture(scope="module")
def desks(stack: LocalStack) -> Iterator[dict[str, Desk]]:
    """The samples as a careful reader reads them ("expected"), and as the detector does ("detected")."""
    url = stack.up().elasticsearch_url
    detected = list(detected_results())
    watchlist = watched()
    expected = [
        read_carefully(own, entry, watchlist) for own, entry in zip(detected, EXPECTED["articles"], strict=True)
    ]
    filled = {}
    for name, results in {"expected": expected, "detected": detected}.items():
        settings = Settings(_env_file=None, elasticsearch_url=url, index_prefix=f"kibana-{name}")  # type: ignore[call-arg]
        client = connect(settings)
        list(setup_indices(client, settings))
        asyncio.run(_fill(settings, results))
        _add_operations(client, settings)
        client.indices.refresh(index=f"{settings.index_prefix}-*")
        filled[name] = Desk(client, settings)
    yield filled
    for desk in filled.values():
        prefix = f"{desk.settings.index_prefix}-*"
        desk.client.indices.delete(index=list(desk.client.indices.get(index=prefix)))
        desk.client.close()


def _add_operations(client: Elasticsearch, settings: Settings) -> None:
    """A dead letter, an alert and a worker's records, so that their searches and panels have something to find."""
    now = datetime.now(UTC).isoformat()
    letter = {"error": {"code": "article.invalid", "message": "no uri"}, "wire": {"stage": "detect"}}
    alert = {
        "event": {"kind": "alert", "action": "meeting-held"},
        "rule": {"id": "samples", "name": "Samples"},
        "wire": {"alert": {"state": "sent", "change": "new", "summary": "Marant - Reth: talks"}},
    }
    lag = {"topic": "wire.articles", "partition": 0, "position": 7, "end": 9, "records": 2}
    health = {"health": {"healthy": True, "reasons": []}, "searchable": {"articles": 3, "p50": 0.4, "p95": 0.9}}
    records = [{"wire": {"worker": "w", "lag": lag}}, {"wire": {"worker": "w", **health}}]
    for family, documents in {"dead-letters": [letter], "alerts": [alert], "health": records}.items():
        for document in documents:
            client.index(index=settings.alias(family), document={"@timestamp": now, **document}, require_alias=True)


@pytest.fixture(scope="module")
def expected(desks: dict[str, Desk]) -> Desk:
    return desks["expected"]


Event = dict[str, Any]


def _claim(event: Event) -> str:
    return str(event.get("claim", "claimed" if event.get("attributed_to") else "asserted"))


# What each saved search means, in the words of expected.yaml.
MEANING: Final[dict[str, Callable[[Event, bool], bool]]] = {
    "all-events": lambda _, taken_back: not taken_back,
    "meetings-held": lambda event, taken_back: event.get("status") in {"held", "ongoing"} and not taken_back,
    "claimed-unconfirmed": lambda event, taken_back: _claim(event) == "claimed" and not taken_back,
    "meetings-planned": lambda event, taken_back: (
        event.get("status") in {"scheduled", "proposed", "possible"} and not taken_back
    ),
    "meetings-off": lambda event, taken_back: (
        event.get("status") in {"refused", "cancelled", "postponed", "ended", "not_planned"} and not taken_back
    ),
    "recognition-changes": lambda event, taken_back: (
        event.get("stance") in {"granted", "withdrawn"} and not event.get("background") and not taken_back
    ),
    "recognition-counts": lambda event, taken_back: "count" in event and not taken_back,
    "retracted": lambda _, taken_back: taken_back,
}
_SAVED: Final = {search["id"].removeprefix("wirewatch-search-"): search for search in of_type("search")}


def _query(search: dict[str, Any]) -> str:
    return str(json.loads(search["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]["query"])


def test_every_saved_search_has_its_meaning() -> None:
    assert set(_SAVED) == MEANING.keys() | {"dead-letters", "alerts"}


@pytest.mark.parametrize("name", MEANING)
def test_a_saved_search_finds_what_the_samples_hold_and_nothing_else(expected: Desk, name: str) -> None:
    wanted = Counter(article for article, event, taken_back in final_events() if MEANING[name](event, taken_back))
    assert sum(wanted.values()) >= 4
    assert expected.articles(_query(_SAVED[name])) == wanted


@pytest.mark.parametrize("name", ["dead-letters", "alerts"])
def test_a_saved_search_of_the_line_itself_finds_its_documents(expected: Desk, name: str) -> None:
    search = _SAVED[name]
    view = view_of(search, "kibanaSavedObjectMeta.searchSourceJSON.index")
    assert len(expected.find(_query(search), view)) == 1


@pytest.mark.parametrize("search", of_type("search"), ids=lambda one: one["id"])
def test_a_saved_search_opens_on_a_time_that_holds_its_documents_newest_first(
    expected: Desk, search: dict[str, Any]
) -> None:
    attributes = search["attributes"]
    view = view_of(search, "kibanaSavedObjectMeta.searchSourceJSON.index")
    ((field, direction),) = attributes["sort"]
    span = attributes["timeRange"]
    within = {"range": {"@timestamp": {"gte": span["from"], "lte": span["to"]}}}
    found = expected.client.search(
        index=expected.alias(view),
        query={"bool": {"filter": [compiled(_query(search), view), within]}},
        sort=[{field: direction}],
        size=1000,
    )["hits"]["hits"]
    assert len(found) == len(expected.find(_query(search), view)) > 0
    moments = [hit["sort"][0] for hit in found]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(("view", "kql"), [query[1:] for query in QUERIES], ids=[query[0] for query in QUERIES])
def test_every_saved_query_runs(expected: Desk, view: str, kql: str) -> None:
    answer = expected.client.search(index=expected.alias(view), query=compiled(kql, view), size=0)
    assert answer["_shards"]["failed"] == 0


# Panels that are rightly empty: nothing of the kind is in the samples.
_EMPTY: Final = {"Alerts to be told", "Alerts that failed"}


@pytest.mark.parametrize("panel", LENS, ids=lambda panel: panel.title)
def test_every_panel_can_be_counted_and_shows_something(expected: Desk, panel: Lens) -> None:
    (view,) = [view["attributes"] for view in of_type("index-pattern") if view["id"] == panel.view]
    answer = expected.client.search(
        index=expected.alias(panel.view),
        query=compiled(panel.attributes["state"]["query"]["query"], panel.view),
        aggs=_aggregations(panel, [*panel.layer["columnOrder"]], view["timeFieldName"]),
        size=0,
    )
    assert answer["_shards"]["failed"] == 0
    if panel.attributes["title"] not in _EMPTY:
        assert answer["hits"]["total"]["value"] > 0
    buckets = [name for name in panel.layer["columnOrder"] if panel.layer["columns"][name]["isBucketed"]]
    if buckets:
        found = answer["aggregations"][buckets[0]]["buckets"]
        assert found, "the panel would be empty"
        if "secondaryFields" in panel.layer["columns"][buckets[0]]["params"]:
            assert any(bucket["other"]["buckets"] for bucket in found), "no document has both values"


def _aggregations(panel: Lens, order: list[str], time_field: str) -> dict[str, Any]:
    """What Lens asks Elasticsearch for: buckets inside buckets, metrics in the innermost."""
    columns = panel.layer["columns"]
    first, *rest = order
    if not columns[first]["isBucketed"]:
        return {name: _metric(columns[name], panel.view, time_field) for name in order}
    column = columns[first]
    if column["operationType"] == "date_histogram":
        body: dict[str, Any] = {"date_histogram": {"field": column["sourceField"], "fixed_interval": "3650d"}}
    else:
        body = {"terms": {"field": column["sourceField"], "size": column["params"]["size"]}}
        if column["params"]["missingBucket"]:
            body["terms"]["missing"] = "__missing__"
        if (others := column["params"].get("secondaryFields")) is not None:
            # The local Elasticsearch has no multi_terms; terms within terms count the same combinations.
            (other,) = others
            rest_of = {"terms": {"field": other}, "aggs": _aggregations(panel, rest, time_field)}
            return {first: body | {"aggs": {"other": rest_of}}}
    return {first: body | {"aggs": _aggregations(panel, rest, time_field)}}


def _metric(column: dict[str, Any], view: str, time_field: str) -> dict[str, Any]:
    field = column["sourceField"]
    body: dict[str, Any]
    match column["operationType"]:
        case "count":
            body = {"value_count": {"field": "_index"}}
        case "unique_count":
            body = {"cardinality": {"field": field}}
        case "median":
            body = {"percentiles": {"field": field, "percents": [50]}}
        case "percentile":
            body = {"percentiles": {"field": field, "percents": [column["params"]["percentile"]]}}
        case "last_value":
            assert column["params"]["sortField"] == time_field
            body = {
                "top_hits": {"docvalue_fields": [field], "size": 1, "sort": [{time_field: "desc"}], "_source": False}
            }
        case operation:
            body = {operation: {"field": field}}
    if "filter" in column:
        return {"filter": compiled(column["filter"]["query"], view), "aggs": {"value": body}}
    return body


def test_the_ledger_shows_rival_counts_side_by_side(expected: Desk) -> None:
    events = expected.find(_query(_SAVED["recognition-counts"]) + " and wire.contested: true")
    claimed = {event["wire"]["sources"][0]: event["wire"]["count"]["value"] for event in events}
    assert sorted(claimed.values()) == [29, 41]


def guide_searches() -> list[tuple[str, str, set[str]]]:
    """Number and title, query, and the sample articles that the guide says it finds."""
    return [
        (f"{number} {title}", query, set(re.findall(r"`([^`]+)`", finds)))
        for number, title, query, finds in _SEARCH.findall(GUIDE.read_text(encoding="utf-8"))
    ]


def test_the_guide_has_twenty_searches() -> None:
    assert [int(title.split()[0]) for title, _, _ in guide_searches()] == list(range(1, 21))


@pytest.mark.parametrize(
    ("query", "finds"), [one[1:] for one in guide_searches()], ids=[one[0] for one in guide_searches()]
)
def test_a_search_of_the_guide_finds_the_sample_articles_that_it_names(
    expected: Desk, query: str, finds: set[str]
) -> None:
    assert set(expected.articles(query)) == finds


def test_most_of_what_the_guide_promises_is_found_by_the_detector_too(desks: dict[str, Desk]) -> None:
    promised = found = 0
    for _, query, finds in guide_searches():
        seen = set(desks["detected"].articles(query))
        promised += len(finds)
        found += len(finds & seen)
    assert found >= _FOUND_BY_DETECTOR * promised, f"{found} of {promised}"


def test_every_field_of_the_guide_is_a_field_of_events_with_the_label_it_has_in_kibana() -> None:
    section = GUIDE.read_text(encoding="utf-8").split("## Fields of an event")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", section, re.MULTILINE))
    (view,) = [view for view in build_objects() if view["id"] == "wirewatch-events"]
    labels = {field: about["customLabel"] for field, about in json.loads(view["attributes"]["fieldAttrs"]).items()}
    assert told == labels


def test_alerting_rule_examples_ask_what_elasticsearch_answers(expected: Desk) -> None:
    for path in sorted((GUIDE.parents[1] / "deploy" / "kibana" / "rules").glob("*.json")):
        params = json.loads(path.read_text(encoding="utf-8"))["params"]
        if "esQuery" in params:
            query = json.loads(params["esQuery"])["query"]
            found = expected.client.search(index=expected.alias(params["index"][0]), query=query)["hits"]["hits"]
            assert {short_name(hit["_source"]["wire"]["article"]["uri"]) for hit in found} == {"marant-sandor-denial"}
        elif "searchConfiguration" in params:
            search = params["searchConfiguration"]
            assert len(expected.find(search["query"]["query"], search["index"])) == 5
