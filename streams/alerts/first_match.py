"""Rules of kind first: has the group been seen within that time before this event?

The question goes to the events themselves and not to earlier alerts, so that the answer is the same for history and
for a rule made yesterday. One search a rule asks about all groups. Of events that no search shows to one another, since
two workers judge them at once or the earlier one arrives late, a claim lets one through (first_claims).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any, Final

from streams.alerts.event_facts import group_of
from streams.alerts.first_claims import FirstClaims, Values, Wish
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore
from streams.article_document import instant
from streams.bulk import failure_of

MAX_COMBINATIONS: Final = 16
"""A statement about more states than this is looked up by its first ones."""
_SEARCHES: Final = 100
_FILTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    rule: CompiledRule
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Question:
    """Is there an earlier event of this group? Asked for a candidate, by its position."""

    position: int
    values: Values


async def first_groups(store: AlertStore, candidates: Sequence[Candidate]) -> list[dict[str, list[str]] | None]:
    """For each candidate the group that it is the first of, None if there is none.

    An event with several values in a field stands in several groups; it fires for those that are new.
    """
    claims = FirstClaims(store)
    wishes = _wishes(candidates)
    await claims.read(list(wishes.values()))
    wanted = {wish for wish in wishes.values() if claims.has(wish)}
    questions: dict[str, list[_Question]] = defaultdict(list)
    for question in _open_questions(candidates):
        questions[candidates[question.position].rule.id].append(question)
    asked: list[list[_Question]] = [
        some[first : first + _FILTERS] for some in questions.values() for first in range(0, len(some), _FILTERS)
    ]
    for first in range(0, len(asked), _SEARCHES):
        chunk = asked[first : first + _SEARCHES]
        searches = [line for some in chunk for line in ({}, _search(candidates, some))]
        for some, answer in zip(chunk, await _answers(store, searches), strict=True):
            # A query that Elasticsearch refuses has found nothing in the first place.
            buckets = answer["aggregations"]["groups"]["buckets"] if "error" not in answer else []
            for question, bucket in zip(some, buckets, strict=False):
                wish = wishes[question.position, question.values]
                if not bucket["doc_count"]:
                    wanted.add(wish)
    granted = await claims.take(sorted(wanted, key=lambda wish: (wish.moment, wish.event_id)))
    unseen: dict[int, list[Values]] = defaultdict(list)
    for (position, values), wish in wishes.items():
        if wish in granted:
            unseen[position].append(values)
    return [_group(candidate.rule, unseen.get(position)) for position, candidate in enumerate(candidates)]


def _wishes(candidates: Sequence[Candidate]) -> dict[tuple[int, Values], Wish]:
    return {
        (position, values): Wish(each.rule, each.document["event"]["id"], moment_of(each.document), values)
        for position, each in enumerate(candidates)
        for values in combinations_of(each.rule, each.document)
    }


def _open_questions(candidates: Sequence[Candidate]) -> Iterable[_Question]:
    """Those that the candidates themselves do not answer: one that follows another closely is not the first."""
    ordered = sorted(range(len(candidates)), key=lambda position: order_of(candidates[position].document))
    last: dict[tuple[str, Values], datetime] = {}
    for position in ordered:
        rule, document = candidates[position].rule, candidates[position].document
        assert rule.within is not None
        moment = moment_of(document)
        for values in combinations_of(rule, document):
            before = last.get((rule.id, values))
            last[rule.id, values] = moment
            if before is None or moment - before > rule.within:
                yield _Question(position, values)


def combinations_of(rule: CompiledRule, document: Mapping[str, Any]) -> list[Values]:
    group = group_of(document, rule.rule.group_by)
    choices: list[list[str | None]] = [list(values) if values else [None] for values in group.values()]
    return list(islice(product(*choices), MAX_COMBINATIONS))


def order_of(document: Mapping[str, Any]) -> tuple[datetime, str]:
    """Events in the order of news; of one moment the one with the smaller id comes first, for everyone who asks."""
    return moment_of(document), document["event"]["id"]


def moment_of(document: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(document["@timestamp"].replace("Z", "+00:00"))


def _search(candidates: Sequence[Candidate], questions: Sequence[_Question]) -> dict[str, Any]:
    rule = candidates[questions[0].position].rule
    filters = [_before(rule, candidates[each.position].document, each.values) for each in questions]
    return {
        "size": 0,
        "query": {"bool": {"filter": [rule.query, {"term": {"wire.retracted": False}}]}},
        "aggs": {"groups": {"filters": {"filters": filters}}},
    }


def _before(rule: CompiledRule, document: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Events of this group before the event, and not longer ago than `within`."""
    moment, event_id = document["@timestamp"], document["event"]["id"]
    since = instant(moment_of(document) - (rule.within or timedelta()))
    earlier = {"range": {"@timestamp": {"gte": since, "lt": moment}}}
    same = {"bool": {"filter": [{"term": {"@timestamp": moment}}, {"range": {"event.id": {"lt": event_id}}}]}}
    filters: list[dict[str, Any]] = [{"bool": {"should": [earlier, same], "minimum_should_match": 1}}]
    missing: list[dict[str, Any]] = [{"ids": {"values": [event_id]}}]
    for field, value in zip(rule.rule.group_by, values, strict=True):
        if value is None:
            missing.append({"exists": {"field": field}})
        else:
            filters.append({"term": {field: value}})
    return {"bool": {"filter": filters, "must_not": missing}}


async def _answers(store: AlertStore, searches: list[dict[str, Any]]) -> list[Any]:
    """Every search answered; one that Elasticsearch refuses (400) is answered by its error."""
    while True:
        answer = await store.ask(lambda client: client.msearch(index=store.alias("events"), searches=searches))
        responses: list[Any] = answer["responses"]
        failed = next((each for each in responses if "error" in each and each.get("status") != 400), None)
        if failed is None:
            return responses
        await store.patience.wait(failure_of(RuntimeError(f"a search failed: {failed['error'].get('reason', '')}")))


def _group(rule: CompiledRule, unseen: list[Values] | None) -> dict[str, list[str]] | None:
    if not unseen:
        return None
    return {
        field: sorted({value for values in unseen if (value := values[number]) is not None})
        for number, field in enumerate(rule.rule.group_by)
    }
