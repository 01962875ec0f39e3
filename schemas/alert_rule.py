"""Alert rules: a search with someone to tell. One file holds one rule, or lists of rules and time intervals.

The words of shaping (group_by, group_wait, group_interval, repeat_interval, mute_time_intervals) and the shape of a
time interval are Prometheus Alertmanager's (https://prometheus.io/docs/alerting/latest/configuration/).
"""

from typing import Annotated, Any, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Duration = Annotated[str, msgspec.Meta(pattern=r"^(\d+(ms|s|m|h|d|w|y))+$|^0$")]
"""`90s`, `1h30m`, `30d`."""
RateLimit = Annotated[str, msgspec.Meta(pattern=r"^\d+/(\d+(ms|s|m|h|d|w|y))+$")]
"""`20/1h`: at most 20 messages in any hour."""
Field = Annotated[str, msgspec.Meta(pattern=r"^[@A-Za-z_][\w.@-]*$", max_length=200)]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that nobody reads is a mistake, not an extension."""


class Examples(_Strict, frozen=True, kw_only=True):
    """What must fire and what must not: an article's text, or fields of an event document."""

    fires: list[str | dict[str, Any]] = []
    silent: list[str | dict[str, Any]] = []


class AlertRule(_Strict, frozen=True, kw_only=True):
    """A saved search and whom it tells. What fires is what `query` finds in Kibana.

    kind: `match` fires on every event found; `first` on the first of a group `within` that time; `silence` when what
    the query finds of a group stops coming: nothing for `times` its usual gap, and for at least `at_least`.
    """

    id: Name
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    query: str | dict[str, Any]
    description: str | None = None
    language: Literal["kql", "lucene", "dsl"] = "kql"
    time_zone: str | None = None
    kind: Literal["match", "first", "silence"] = "match"
    within: Duration | None = None
    of: Literal["events", "articles"] = "events"
    times: Annotated[float, msgspec.Meta(gt=1, le=10_000)] = 8.0
    at_least: Duration = "2h"
    learn: Duration = "14d"
    notify: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=50)]
    group_by: Annotated[list[Field], msgspec.Meta(max_length=8)] = []
    group_wait: Duration = "0s"
    group_interval: Duration = "5m"
    repeat_interval: Duration | None = None
    mute_time_intervals: list[Name] = []
    urgent: str | dict[str, Any] | None = None
    rate_limit: RateLimit | None = None
    status: Literal["live", "shadow", "off"] = "live"
    examples: Examples = Examples()


class TimesOfDay(_Strict, frozen=True, kw_only=True):
    """[start_time, end_time) as HH:MM; 24:00 is the end of a day."""

    start_time: Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end_time: Annotated[str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class TimeInterval(_Strict, frozen=True, kw_only=True):
    """All given parts must hold; ranges are `monday:friday`, `1:15`, `-3:-1` (from a month's end), `may:august`."""

    times: list[TimesOfDay] = []
    weekdays: list[str] = []
    days_of_month: list[str] = []
    months: list[str] = []
    years: list[str] = []
    location: str = "UTC"


class NamedIntervals(_Strict, frozen=True, kw_only=True):
    """A name that rules give in mute_time_intervals; it is in force while one of its intervals is."""

    name: Name
    time_intervals: Annotated[list[TimeInterval], msgspec.Meta(min_length=1)]


class RuleFile(_Strict, frozen=True, kw_only=True):
    """What a file with several rules holds."""

    rules: list[AlertRule] = []
    time_intervals: list[NamedIntervals] = []
