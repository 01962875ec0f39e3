"""What a rule would have told over what is stored: alerts and messages a day, noisy groups, samples.

A stored event stands as its newest version left it, so corrections on the way there are not counted; events that were
taken back are counted apart.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from elasticsearch import Elasticsearch

from streams.alerts.event_facts import group_of, key_of, line_of
from streams.alerts.first_match import combinations_of, moment_of
from streams.alerts.rule_query import CompiledRule
from streams.alerts.shaping import Shape, due_at, shape_of
from streams.article_document import instant
from streams.settings import Settings

PAGE: Final = 1000
MAX_EVENTS: Final = 100_000
SAMPLES: Final = 8


@dataclass(slots=True)
class Backtest:
    """`found` are events that the query finds, `alerts` those that would have fired; days are UTC days of news."""

    rule: CompiledRule
    since: datetime
    until: datetime
    found: int = 0
    retracted: int = 0
    cut_off: bool = False
    alerts: Counter[date] = field(default_factory=Counter)
    messages: Counter[date] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[str, str, str]] = field(default_factory=list)
    """(moment, what happened, the sentence) of some alerts, spread over the time."""

    @property
    def days(self) -> list[date]:
        """Every day of the range that has data around it."""
        if not self.alerts:
            return []
        first, last = min(self.alerts), max(self.alerts)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def busiest(self) -> tuple[date, int] | None:
        return max(self.alerts.items(), key=lambda pair: (pair[1], pair[0])) if self.alerts else None


def backtest(
    client: Elasticsearch, settings: Settings, rule: CompiledRule, since: datetime, until: datetime
) -> Backtest:
    """Run a rule over the events of [since, until), in the order of news."""
    result = Backtest(rule, since, until)
    last_of: dict[Any, datetime] = {}
    groups = _Groups(shape_of(rule, {}, since), result.messages)
    chosen: list[tuple[str, str, str]] = []
    start = since - rule.within if rule.within else since
    for document in _events(client, settings, rule, start, until):
        moment = moment_of(document)
        if document["wire"].get("retracted"):
            result.retracted += moment >= since
            continue
        fires = _fires(rule, document, last_of)
        if moment < since:
            continue
        result.found += 1
        if result.found > MAX_EVENTS:
            result.cut_off = True
            break
        if not fires:
            continue
        key = key_of(group_of(document, rule.rule.group_by))
        result.alerts[moment.date()] += 1
        result.groups[key] += 1
        groups.add(key, moment)
        chosen.append((document["@timestamp"], line_of(document), document.get("message", "")))
    groups.finish()
    step = max(1, len(chosen) // SAMPLES)
    result.samples = chosen[::step][:SAMPLES]
    return result


class _Groups:
    """Counts the messages that groups would have got, each by the day it goes out."""

    def __init__(self, shape: Shape, messages: Counter[date]) -> None:
        self._shape = shape
        self._messages = messages
        self._oldest: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}

    def add(self, key: str, moment: datetime) -> None:
        """An alert of the group comes in; alerts come in the order of time."""
        if key in self._oldest and self._due(key) <= moment:
            self._tell(key)
        self._oldest.setdefault(key, moment)
        if self._due(key) <= moment:
            self._tell(key)

    def finish(self) -> None:
        for key in list(self._oldest):
            self._tell(key)

    def _due(self, key: str) -> datetime:
        return due_at(self._shape, self._oldest[key], self._told.get(key))

    def _tell(self, key: str) -> None:
        self._told[key] = self._due(key)
        self._messages[self._told[key].date()] += 1
        del self._oldest[key]


def _fires(rule: CompiledRule, document: Mapping[str, Any], last_of: dict[Any, datetime]) -> bool:
    if rule.within is None:
        return True
    moment, fires = moment_of(document), False
    for values in combinations_of(rule, document):
        before = last_of.get(values)
        last_of[values] = moment
        fires |= before is None or moment - before > rule.within
    return fires


def _events(
    client: Elasticsearch, settings: Settings, rule: CompiledRule, since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    query = {"bool": {"filter": [rule.query, {"range": {"@timestamp": {"gte": instant(since), "lt": instant(until)}}}]}}
    after: list[Any] | None = None
    while True:
        answer = client.search(
            index=settings.alias("events"),
            query=query,
            size=PAGE,
            sort=[{"@timestamp": "asc"}, {"event.id": "asc"}],
            search_after=after,
        )
        hits = answer["hits"]["hits"]
        for hit in hits:
            yield hit["_source"]
        if len(hits) < PAGE:
            return
        after = hits[-1]["sort"]


def over_time(result: Backtest, most: int) -> list[tuple[date, date, int, int]]:
    """(first day, last day, alerts, messages) of at most `most` equal spans."""
    days = result.days
    if not days:
        return []
    width = -(-len(days) // most)
    spans = []
    for start in range(0, len(days), width):
        some = days[start : start + width]
        spans.append(
            (some[0], some[-1], sum(result.alerts[day] for day in some), sum(result.messages[day] for day in some))
        )
    return spans
