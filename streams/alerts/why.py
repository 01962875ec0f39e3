"""Why a rule fires on an event, or which of its conditions keeps it from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from streams.alerts.query_clauses import Clause, clauses_of, failing, words
from streams.alerts.rule_query import CompiledRule
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Why:
    """`fails` are the conditions that do not hold, in words; empty when the query matches. `note` says what else."""

    rule: CompiledRule
    matches: bool
    fails: list[str]
    note: str = ""


def event_document(client: Elasticsearch, settings: Settings, event_id: str) -> Mapping[str, Any] | None:
    """The stored event, None where there is none."""
    found = client.options(ignore_status=404).get(index=settings.alias("events"), id=event_id)
    return found["_source"] if found.get("found") else None


def explain(
    client: Elasticsearch, settings: Settings, rules: Sequence[CompiledRule], document: Mapping[str, Any]
) -> list[Why]:
    """What each rule makes of an event, in order of the rules; one search a rule."""
    return [_explain(client, settings, rule, document) for rule in rules]


def _explain(client: Elasticsearch, settings: Settings, rule: CompiledRule, document: Mapping[str, Any]) -> Why:
    tree = clauses_of(rule.query)
    leaves = list(tree.walk())
    named = [{"bool": {"filter": [clause.query], "_name": clause.name}} for clause in leaves]
    query = {"bool": {"filter": [{"ids": {"values": [document["event"]["id"]]}}], "should": named}}
    try:
        answer = client.search(index=settings.alias("events"), query=query, size=1, source=False)
    except ApiError as error:
        if error.status_code != 400:
            raise
        return Why(rule, False, ["Elasticsearch refuses the query"])
    hits = answer["hits"]["hits"]
    matched = set(hits[0].get("matched_queries", ())) if hits else set()
    holds = {clause.name: clause.name in matched for clause in leaves}
    return Why(rule, holds[tree.name], _words(failing(tree, holds), document), _note(rule, document))


def _words(clauses: Sequence[Clause], document: Mapping[str, Any]) -> list[str]:
    return [words(clause, document) for clause in clauses]


def _note(rule: CompiledRule, document: Mapping[str, Any]) -> str:
    notes = []
    if document["wire"].get("retracted"):
        notes.append("the event is retracted, and no rule fires on that")
    if rule.rule.status != "live":
        notes.append(f"the rule is {rule.rule.status}")
    if rule.rule.kind == "first":
        notes.append(f"only the first of a group within {rule.rule.within} fires")
    if rule.rule.kind == "silence":
        notes.append("the rule watches for silence, not for events")
    return "; ".join(notes)
