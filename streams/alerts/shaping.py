"""When a group of alerts is told, in Alertmanager's words; pure arithmetic over times.

group_wait is for the first message of a group, group_interval for what comes later, mute_time_intervals for the
hours at which nobody is told. An urgent alert passes all three, a retraction the first two. Rates limit the number of
messages; what is over the limit is told in summaries.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from schemas.alert_rule import NamedIntervals
from streams.alerts.rule_query import CompiledRule
from streams.alerts.time_intervals import in_force

MAX_REMINDERS: Final = 3
"""repeat_interval reminds of what nobody has answered, this often; after that it is in `wirewatch alerts list`."""
EVERY_RULE: Final = "*"
"""Stands for the rule where a summary is of all rules."""
SUMMARY_KEY: Final = "(more than the rate limit allows)"
SUMMARY_WAIT: Final = timedelta(minutes=1)
"""What is over the limit waits this long for more of its kind before the first summary."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a rule tells; the defaults serve the last words of a rule that runs no longer."""

    group_wait: timedelta = timedelta()
    group_interval: timedelta = timedelta()
    muted_now: bool = False


def shape_of(rule: CompiledRule | None, intervals: Mapping[str, NamedIntervals], now: datetime) -> Shape:
    if rule is None:
        return Shape()
    names = rule.rule.mute_time_intervals
    muted = any(in_force(intervals[name], now) for name in names if name in intervals)
    return Shape(rule.group_wait, rule.group_interval, muted)


def due_at(shape: Shape, oldest: datetime, last_told: datetime | None) -> datetime:
    """When a group with alerts since `oldest` is to be told; mute intervals come on top."""
    due = oldest + shape.group_wait
    return due if last_told is None else max(due, last_told + shape.group_interval)


def group_id(rule: str, key: str) -> str:
    """The id of a group's clock."""
    return hashlib.blake2b(f"{rule}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def message_id(group: str, number: int, channel: str) -> str:
    """The deterministic id of a group's n-th message to a channel; what Message-ID and Idempotency-Key carry."""
    return hashlib.blake2b(f"{group}\0{number}\0{channel}".encode(), digest_size=16).hexdigest()


def back_off(tries: int, first: float = 5.0, longest: float = 3600.0) -> timedelta:
    """Before the next try of a message that a channel did not take: 5 s, 10 s, 20 s, … one hour."""
    return timedelta(seconds=min(longest, first * 2 ** min(max(tries, 1) - 1, 20)))


def is_over(told: Sequence[datetime], limit: tuple[int, timedelta] | None, now: datetime) -> bool:
    """Whether one more message now would be more than the limit allows; `told` are the times of earlier ones."""
    if limit is None:
        return False
    number, window = limit
    return sum(now - moment < window for moment in told) >= number
