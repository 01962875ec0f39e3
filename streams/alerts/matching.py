"""Which rules match which of the events just indexed: one search, in which every rule is a clause with a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError

from schemas.errors import Invalid
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore

log = structlog.get_logger(__name__)

IDS_A_SEARCH: Final = 1000
RULES_A_SEARCH: Final = 500
TOO_SLOW: Final = "alert-rules.too-slow"
_URGENT: Final = "urgent\0"


@dataclass(slots=True)
class Matches:
    """`of` maps event id -> ids of rules that match it; `urgent` likewise for their urgent queries."""

    of: dict[str, set[str]] = field(default_factory=dict)
    urgent: dict[str, set[str]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, Invalid] = field(default_factory=dict)
    """Rules whose query Elasticsearch refuses."""


async def match_events(
    store: AlertStore, rules: Sequence[CompiledRule], event_ids: Iterable[str], *, with_retracted: bool = False
) -> Matches:
    """Ask every rule about every event; the events index must have been refreshed.

    A query that Elasticsearch refuses, or does not answer within the time limit while it answers others, is found by
    halving and left out, so that it stops no other rule.
    """
    matches = Matches()
    ids = list(dict.fromkeys(event_ids))
    for first in range(0, len(ids), IDS_A_SEARCH):
        for rule in range(0, len(rules), RULES_A_SEARCH):
            some = list(rules[rule : rule + RULES_A_SEARCH])
            await _ask(store, some, ids[first : first + IDS_A_SEARCH], matches, with_retracted=with_retracted)
    return matches


def named(rules: Iterable[CompiledRule]) -> list[dict[str, Any]]:
    """Each rule's query as a clause that says by name whether it holds."""
    clauses = []
    for rule in rules:
        clauses.append({"bool": {"filter": [rule.query], "_name": rule.id}})
        if rule.urgent is not None:
            both = [rule.query, rule.urgent]
            clauses.append({"bool": {"filter": both, "_name": f"{_URGENT}{rule.id}"}})
    return clauses


async def _ask(
    store: AlertStore,
    rules: list[CompiledRule],
    ids: list[str],
    matches: Matches,
    *,
    with_retracted: bool,
    again: bool = False,
) -> None:
    if not rules or not ids:
        return
    filters: list[dict[str, Any]] = [{"ids": {"values": ids}}]
    if not with_retracted:
        filters.append({"term": {"wire.retracted": False}})
    query = {"bool": {"filter": filters, "should": named(rules), "minimum_should_match": 1}}
    try:
        answer = await store.ask(
            lambda client: client.search(
                index=store.alias("events"),
                query={"constant_score": {"filter": query}},
                size=len(ids),
                track_total_hits=False,
                allow_partial_search_results=False,
            ),
            timeouts_too=False,
        )
    except (ApiError, ConnectionTimeout) as error:
        if isinstance(error, ApiError) and error.status_code != 400:
            raise
        if isinstance(error, ConnectionTimeout):
            await _until_quick(store, ids)
        if len(rules) == 1 and (isinstance(error, ApiError) or again):
            matches.refused[rules[0].id] = refusal(rules[0], error)
            return
        if len(rules) == 1:
            await _ask(store, rules, ids, matches, with_retracted=with_retracted, again=True)
            return
        middle = len(rules) // 2
        for half in (rules[:middle], rules[middle:]):
            await _ask(store, half, ids, matches, with_retracted=with_retracted)
        return
    for hit in answer["hits"]["hits"]:
        matches.documents[hit["_id"]] = hit["_source"]
        for name in hit.get("matched_queries", ()):
            held = matches.urgent if name.startswith(_URGENT) else matches.of
            held.setdefault(hit["_id"], set()).add(name.removeprefix(_URGENT))


async def _until_quick(store: AlertStore, ids: list[str]) -> None:
    """Wait until Elasticsearch answers the same question without any rule: then it is not the one that is slow."""
    query = {"bool": {"filter": [{"ids": {"values": ids}}]}}
    await store.ask(lambda client: client.search(index=store.alias("events"), query=query, size=0))


def refusal(rule: CompiledRule, error: ApiError | ConnectionTimeout) -> Invalid:
    """What is wrong with a rule whose query Elasticsearch refused (400), or did not answer in time."""
    if isinstance(error, ConnectionTimeout):
        return Invalid(TOO_SLOW, f"{rule.id}: Elasticsearch does not answer this query within the time limit")
    body: Any = error.body
    cause = body.get("error", {}) if isinstance(body, dict) else {}
    roots = cause.get("root_cause") or [cause]
    deepest = (cause.get("failed_shards") or [{}])[0].get("reason", {})
    reason = (deepest.get("caused_by") or {}).get("reason") or roots[0].get("reason") or str(error.message)
    return Invalid("alert-rules.refused", f"{rule.id}: {str(reason)[:300]}")
