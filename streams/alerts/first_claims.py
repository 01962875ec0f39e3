"""Who was first in a group, settled between workers: each group has a claim, and an event fires only with it.

Two workers may look for earlier events of a group at the same moment, and neither see the other's. A claim is a
document that only one of them can create, or change as it saw it. It names the event that has it, so that the same
event is let through again after a crash, and it lapses when the rule no longer finds that event.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from streams.alerts.matching import match_events
from streams.alerts.rule_query import CompiledRule
from streams.alerts.store import AlertStore
from streams.article_document import ECS_VERSION, instant

_KEPT: Final = 50
"""Holders that a claim remembers, the newest by their news."""

Values = tuple[str | None, ...]
"""One value for each field of group_by; None where the event has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """An event that would be the first of a group; `moment` is the time of its news."""

    rule: CompiledRule
    event_id: str
    moment: datetime
    values: Values

    @property
    def claim_id(self) -> str:
        parts = msgspec.json.encode(["first", self.rule.id, self.rule.digest, *self.values])
        return hashlib.blake2b(parts, digest_size=16).hexdigest()

    @property
    def holder(self) -> dict[str, str]:
        return {"event": self.event_id, "moment": instant(self.moment)}

    def excluded_by(self, holder: Mapping[str, str]) -> bool:
        """Whether somebody was told of the group less than `within` before this news, or of later news already."""
        apart = abs(self.moment - datetime.fromisoformat(holder["moment"].replace("Z", "+00:00")))
        return holder["event"] != self.event_id and apart <= (self.rule.within or timedelta())


class FirstClaims:
    """The claims of some groups, as they are read and taken for one batch."""

    def __init__(self, store: AlertStore) -> None:
        self._store = store
        self._standing: dict[str, list[dict[str, str]]] = {}

    async def read(self, wishes: Sequence[Wish]) -> None:
        """See who holds the claims of these."""
        found = await self._store.get_many("alert-groups", [wish.claim_id for wish in wishes])
        self._standing = {name: _holders(stored.source) for name, stored in found.items()}

    def has(self, wish: Wish) -> bool:
        """Whether the event took its claim before, and its worker died before it could write the alert."""
        return any(each["event"] == wish.event_id for each in self._standing.get(wish.claim_id, []))

    async def take(self, wishes: Sequence[Wish]) -> set[Wish]:
        """Claim the groups of these, in order; returns those that got theirs. `read` must have seen them."""
        by_claim: dict[str, list[Wish]] = defaultdict(list)
        for wish in wishes:
            by_claim[wish.claim_id].append(wish)
        lapsed = await self._lapsed(by_claim)
        granted: dict[str, list[Wish]] = {}

        def settle(name: str, holders: list[dict[str, str]]) -> list[dict[str, str]]:
            """The holders once these wishes are heard; those granted are noted, again if need be."""
            held = [each for each in holders if (name, each["event"]) not in lapsed]
            granted[name] = []
            for wish in by_claim[name]:
                if not any(wish.excluded_by(each) for each in held):
                    granted[name].append(wish)
                    held = [each for each in held if each["event"] != wish.event_id] + [wish.holder]
            return sorted(held, key=lambda each: each["moment"])[-_KEPT:]

        new = {
            name: _document(some[0], settle(name, [])) for name, some in by_claim.items() if name not in self._standing
        }
        created = await self._store.create("alert-groups", new)

        def change(source: dict[str, Any]) -> dict[str, Any] | None:
            held = _holders(source)
            after = settle(source["event"]["id"], held)
            return None if after == held else {"wire": {"first": {"held": after}}}

        await self._store.change_all("alert-groups", [name for name in by_claim if name not in created], change)
        return {wish for some in granted.values() for wish in some}

    async def _lapsed(self, by_claim: Mapping[str, Sequence[Wish]]) -> set[tuple[str, str]]:
        """(claim, event) of holders in the way whose event the rule no longer finds."""
        in_the_way: dict[str, tuple[CompiledRule, list[tuple[str, str]]]] = {}
        for name, wishes in by_claim.items():
            for holder in self._standing.get(name, []):
                if any(wish.excluded_by(holder) for wish in wishes):
                    rule = wishes[0].rule
                    in_the_way.setdefault(rule.id, (rule, []))[1].append((name, holder["event"]))
        lapsed: set[tuple[str, str]] = set()
        for rule, held in in_the_way.values():
            found = await match_events(self._store, [rule], [event for _, event in held])
            lapsed |= {(name, event) for name, event in held if event not in found.of}
        return lapsed


def _holders(source: Mapping[str, Any]) -> list[dict[str, str]]:
    held: list[dict[str, str]] = source["wire"]["first"]["held"]
    return held


def _document(wish: Wish, held: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "@timestamp": instant(datetime.fromtimestamp(0, UTC)),
        "ecs": {"version": ECS_VERSION},
        "event": {"id": wish.claim_id, "kind": "state", "dataset": "wirewatch.alert-firsts"},
        "rule": {"id": wish.rule.id},
        "wire": {"first": {"values": [value for value in wish.values if value is not None], "held": held}},
    }
