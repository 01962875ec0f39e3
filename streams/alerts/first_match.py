"""Rules of kind first: has the group been seen within that time before this event?

The question goes to the events themselves and not to earlier alerts, so that the answer is the same for history, for
a rule made yesterday, and whatever the order in which articles arrive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Final

from streams.alerts.event_facts import group_of
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore
from streams.article_document import instant
from streams.bulk import failure_of

MAX_COMBINATIONS: Final = 16
"""A statement about more states than this is looked up by its first ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    rule: CompiledRule
    document: Mapping[str, Any]


async def first_groups(store: AlertStore, candidates: Sequence[Candidate]) -> list[dict[str, list[str]] | None]:
    """For each candidate the group that it is the first of, None if there is none.

    An event with several values in a field stands in several groups; it fires for those that are new.
    """
    if not candidates:
        return []
    searches: list[dict[str, Any]] = []
    asked: list[tuple[int, tuple[str | None, ...]]] = []
    for position, candidate in enumerate(candidates):
        for values in combinations_of(candidate.rule, candidate.document):
            asked.append((position, values))
            searches += [
                {},
                {"size": 0, "terminate_after": 1, "query": before(candidate.rule, candidate.document, values)},
            ]
    answer = await _answers(store, searches)
    unseen: dict[int, list[tuple[str | None, ...]]] = {}
    for (position, values), found in zip(asked, answer, strict=True):
        if "error" not in found and not found["hits"]["total"]["value"]:
            unseen.setdefault(position, []).append(values)
    return [_group(candidate.rule, unseen.get(position)) for position, candidate in enumerate(candidates)]


async def _answers(store: AlertStore, searches: list[dict[str, Any]]) -> list[Any]:
    """Every search answered; one that Elasticsearch refuses (400) is answered by its error."""
    while True:
        answer = await store.ask(lambda client: client.msearch(index=store.alias("events"), searches=searches))
        responses: list[Any] = answer["responses"]
        failed = next((each for each in responses if "error" in each and each.get("status") != 400), None)
        if failed is None:
            return responses
        await store.patience.wait(failure_of(RuntimeError(f"a search failed: {failed['error'].get('reason', '')}")))


def combinations_of(rule: CompiledRule, document: Mapping[str, Any]) -> list[tuple[str | None, ...]]:
    group = group_of(document, rule.rule.group_by)
    choices: list[list[str | None]] = [list(values) if values else [None] for values in group.values()]
    return list(product(*choices))[:MAX_COMBINATIONS]


def before(rule: CompiledRule, document: Mapping[str, Any], values: Sequence[str | None]) -> dict[str, Any]:
    """A query for what the rule finds of this group before the event, and not longer ago than `within`."""
    moment = document["@timestamp"]
    assert rule.within is not None
    since = instant(datetime.fromisoformat(moment.replace("Z", "+00:00")) - rule.within)
    earlier = {"range": {"@timestamp": {"gte": since, "lt": moment}}}
    # Of events of one moment the one with the smaller id is the earlier one: each has to have the same idea of it.
    event_id = document["event"]["id"]
    same = [{"term": {"@timestamp": moment}}, {"range": {"event.id": {"lt": event_id}}}]
    filters: list[dict[str, Any]] = [rule.query, {"term": {"wire.retracted": False}}]
    missing: list[dict[str, Any]] = []
    for field, value in zip(rule.rule.group_by, values, strict=True):
        if value is None:
            missing.append({"exists": {"field": field}})
        else:
            filters.append({"term": {field: value}})
    filters.append({"bool": {"should": [earlier, {"bool": {"filter": same}}], "minimum_should_match": 1}})
    return {"bool": {"filter": filters, "must_not": [*missing, {"ids": {"values": [event_id]}}]}}


def _group(rule: CompiledRule, unseen: list[tuple[str | None, ...]] | None) -> dict[str, list[str]] | None:
    if not unseen:
        return None
    fields: dict[str, list[str]] = {}
    for number, field in enumerate(rule.rule.group_by):
        fields[field] = sorted({value for values in unseen if (value := values[number]) is not None})
    return fields
