"""From the ids that were just indexed to alert documents: written once, before anyone is told.

A batch costs one refresh, one search for the matches, one for the earlier alerts, and one bulk request if there is
something to write.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from schemas.errors import Invalid
from streams.alerts.alert_document import About, KibanaLinks, as_earlier, match_alert, orphaned_alert
from streams.alerts.event_facts import Facts, group_of
from streams.alerts.first_match import Candidate, first_groups
from streams.alerts.judgement import Earlier, Verdict, alert_id, judge
from streams.alerts.matching import TOO_SLOW, Matches, match_events
from streams.alerts.rule_book import RuleSet
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore

log = structlog.get_logger(__name__)

_EARLIER_A_SEARCH: Final = 5000
_ROUNDS: Final = 20
_COMPARED: Final = ("id", "number", "change", "event_id", "digest", "rule_digest")


@dataclass(slots=True)
class Evaluation:
    """What a batch came to. `alerts` are the documents written by this call."""

    alerts: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, Invalid] = field(default_factory=dict)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Evaluator:
    """Judges events against the rules in force."""

    def __init__(
        self,
        store: AlertStore,
        rules_now: Callable[[], RuleSet],
        *,
        kibana: KibanaLinks,
        ready: Callable[[], Awaitable[None]],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """`ready` is waited for before rules are asked."""
        self._store = store
        self._ready = ready
        self._rules_now = rules_now
        self._kibana = kibana
        self._now = now
        self._slow: dict[str, tuple[CompiledRule, Invalid]] = {}
        """Rules whose queries take too long: not asked again until they change, or until the next start."""

    async def evaluate(self, event_ids: Sequence[str]) -> Evaluation:
        """Write the alerts that these events give rise to. Running it twice changes nothing."""
        await self._ready()
        outcome = Evaluation()
        pending = list(dict.fromkeys(event_ids))
        for _ in range(_ROUNDS):
            if not pending:
                return outcome
            pending = await self._round(pending, outcome)
        # Every round, somebody else wrote a link of the same chains: only another worker in a loop does that.
        raise RuntimeError(f"alerts of {len(pending)} events were written by others {_ROUNDS} times in a row")

    async def _round(self, event_ids: list[str], outcome: Evaluation) -> list[str]:
        """Judge once; returns the events that another worker judged at the same time, to be looked at again."""
        rules = self._rules_now()
        await self._store.refresh("events", "alerts")
        active = rules.active("match", "first")
        self._slow = {rule.id: self._slow[rule.id] for rule in active if self._slow.get(rule.id, (None,))[0] == rule}
        quick = [rule for rule in active if rule.id not in self._slow]
        matches = await match_events(self._store, quick, event_ids)
        for rule in quick:
            if rule.id in matches.refused and matches.refused[rule.id].code == TOO_SLOW:
                self._slow[rule.id] = rule, matches.refused[rule.id]
        matches.refused |= {rule_id: error for rule_id, (_, error) in self._slow.items()}
        for rule_id, error in matches.refused.items():
            if rule_id not in outcome.refused:
                outcome.refused[rule_id] = error
                log.error(
                    "rule.refused", **{"rule.id": rule_id, "error.code": error.code, "error.message": error.message}
                )
        earlier = await self._earlier(event_ids)
        unread = {event for _, event in earlier} - matches.documents.keys()
        documents = matches.documents | {
            event: stored.source for event, stored in (await self._store.get_many("events", unread)).items()
        }
        writes = await self._writes(rules, matches, earlier, documents)
        written = await self._store.create("alerts", writes)
        outcome.alerts += [document for name, document in writes.items() if name in written]
        lost = [document for name, document in writes.items() if name not in written]
        return list(dict.fromkeys(document["wire"]["alert"]["event_id"] for document in lost))

    async def _earlier(self, event_ids: list[str]) -> dict[tuple[str, str], Earlier]:
        """The last alert of each rule about each of these events."""
        last: dict[tuple[str, str], Earlier] = {}
        for first in range(0, len(event_ids), 1000):
            some = event_ids[first : first + 1000]
            after: list[Any] | None = None
            while True:
                found = await self._store.search(
                    "alerts",
                    query={"terms": {"wire.alert.event_id": some}},
                    size=_EARLIER_A_SEARCH,
                    source_includes=["rule.id", *(f"wire.alert.{name}" for name in _COMPARED)],
                    sort=[{"wire.alert.number": "asc"}, {"wire.alert.id": "asc"}],
                    **({"search_after": after} if after else {}),
                )
                for stored in found:
                    alert = stored.source["wire"]["alert"]
                    last[stored.source["rule"]["id"], alert["event_id"]] = as_earlier(stored)
                if len(found) < _EARLIER_A_SEARCH:
                    break
                alert = found[-1].source["wire"]["alert"]
                after = [alert["number"], alert["id"]]
        return last

    async def _writes(
        self,
        rules: RuleSet,
        matches: Matches,
        earlier: Mapping[tuple[str, str], Earlier],
        documents: Mapping[str, dict[str, Any]],
    ) -> dict[str, dict[str, Any]]:
        pairs = dict.fromkeys((rule, event) for event, found in matches.of.items() for rule in sorted(found))
        pairs |= dict.fromkeys(earlier)
        verdicts: list[tuple[str, str, Verdict]] = []
        facts: dict[str, Facts] = {}
        for rule_id, event_id in pairs:
            rule = rules.rules.get(rule_id)
            runs = rule is not None and rule.rule.status != "off" and rule_id not in matches.refused
            document = documents.get(event_id)
            if document is None:
                continue
            if event_id not in facts:
                facts[event_id] = Facts.of(document)
            verdict = judge(
                facts[event_id].digest,
                retracted=bool(document["wire"].get("retracted")),
                matches=rule_id in matches.of.get(event_id, ()),
                earlier=earlier.get((rule_id, event_id)),
                rule_digest=rule.digest if rule is not None and runs else None,
            )
            if verdict is not None:
                verdicts.append((rule_id, event_id, verdict))
        verdicts = await self._with_earlier_documents(verdicts)
        groups = await self._groups(rules, verdicts, documents)
        writes: dict[str, dict[str, Any]] = {}
        now = self._now()
        for (rule_id, event_id, verdict), group in zip(verdicts, groups, strict=True):
            rule = rules.rules.get(rule_id)
            if group is None:
                continue
            told = About(documents[event_id], facts[event_id].line, verdict, now, self._kibana)
            if rule is None:
                alert = orphaned_alert(told)
            else:
                urgent = rule_id in matches.urgent.get(event_id, ())
                alert = match_alert(rule, told, group, urgent=urgent)
            writes[alert_id(rule_id, event_id, verdict.number)] = alert
        return writes

    async def _with_earlier_documents(self, verdicts: list[tuple[str, str, Verdict]]) -> list[tuple[str, str, Verdict]]:
        """What the earlier alerts said, read for those that there is something to say about."""
        known = {verdict.earlier.id for _, _, verdict in verdicts if verdict.earlier}
        found = await self._store.get_many("alerts", known)
        whole = []
        for rule, event, verdict in verdicts:
            if verdict.earlier and verdict.earlier.id in found:
                verdict = replace(verdict, earlier=as_earlier(found[verdict.earlier.id]))  # noqa: PLW2901 -- the same, read whole
            whole.append((rule, event, verdict))
        return whole

    async def _groups(
        self,
        rules: RuleSet,
        verdicts: Sequence[tuple[str, str, Verdict]],
        documents: Mapping[str, dict[str, Any]],
    ) -> list[Mapping[str, list[str]] | None]:
        """The group of each verdict; None for an event that is not the first of any."""
        groups: list[Mapping[str, list[str]] | None] = []
        firsts: list[tuple[int, CompiledRule, str]] = []
        for position, (rule_id, event_id, verdict) in enumerate(verdicts):
            rule = rules.rules.get(rule_id)
            if verdict.earlier is not None:
                # A correction goes to where the first message went.
                groups.append(_lists(verdict.earlier.document["wire"]["alert"].get("group", {})))
            elif rule is None:
                groups.append(None)
            else:
                groups.append(group_of(documents[event_id], rule.rule.group_by))
                if rule.rule.kind == "first":
                    firsts.append((position, rule, event_id))
        found = await first_groups(self._store, [Candidate(rule, documents[event]) for _, rule, event in firsts])
        for (position, _, _), group in zip(firsts, found, strict=True):
            groups[position] = group
        return groups


def _lists(group: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [str(value)] for name, value in group.items()}
