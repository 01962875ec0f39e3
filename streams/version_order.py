"""Which of two versions of one article stands: by number, by time where a number is not its own (docs/adr/0002)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from schemas.article import TIME_BITS, article_order, version_number

Judgement = Literal["changed", "duplicate", "stale", "conflict"]
_MILLISECONDS: Final = (1 << TIME_BITS) - 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class VersionPlace:
    """Where a version stands among the versions of its article.

    `number` counts; it is `own` when the version itself came with it, and taken from an earlier one otherwise. That of
    a kill never is: it may be that of the version it was written for. `latest` is the time (milliseconds since 1970) of
    the latest version that has stood until then.
    """

    order: int
    number: int | None
    own: bool
    kill: bool
    latest: int

    @property
    def time(self) -> int:
        """versionCreated, milliseconds since 1970."""
        return self.order & _MILLISECONDS

    @property
    def latest_created(self) -> datetime | None:
        """`latest` as the document says it; None where the version is itself the latest."""
        return _EPOCH + self.latest * _MILLISECOND if self.latest > self.time else None

    @property
    def article_version(self) -> int:
        """The external version of the article document: a kill's is above that of a version of the same order, so that
        nothing which is written beside it (a link from another item) can put back what it took away.
        """
        return self.order << 1 | self.kill


def place_of(article: Mapping[str, Any], revision: str) -> VersionPlace:
    """The place of a stored article, from its document's `wire.article` and the kind of its revision."""
    order, number = article["order"], article.get("version_number")
    latest = article.get("latest_created")
    seen = 0 if latest is None else (datetime.fromisoformat(latest) - _EPOCH) // _MILLISECOND
    return VersionPlace(
        order=order,
        number=number,
        own=number is not None and number == version_number(article.get("version")) and revision != "kill",
        kill=revision == "kill",
        latest=max(order & _MILLISECONDS, seen),
    )


def incoming_place(own: int | None, created: datetime, stored: VersionPlace | None, *, kill: bool) -> VersionPlace:
    """The place of a version that arrives with the number `own`, if any; without one it takes that of what stands."""
    number = own
    if stored and (own is None or kill):
        number = max((each for each in (own, stored.number) if each is not None), default=None)
    order = article_order(number, created)
    latest = max(order & _MILLISECONDS, stored.latest if stored else 0)
    return VersionPlace(order=order, number=number, own=own is not None and not kill, kill=kill, latest=latest)


def judge(incoming: VersionPlace, stored: VersionPlace, *, same_text: bool) -> Judgement:
    """What an incoming version is to the one that stands."""
    later = incoming.order - stored.order
    if not stored.own and (incoming.time != stored.time or incoming.kill or stored.kill):
        # What stands took its number from an earlier version, if it has any: being later is a matter of time.
        later = min(later, incoming.time - stored.time)
    if later == 0 and same_text:
        return "duplicate"
    if not incoming.own and _overtaken(incoming, stored):
        return "stale"
    if later:
        return "changed" if later > 0 else "stale"
    # A kill may carry the very time of the version it withdraws; it wins, whichever comes first.
    if incoming.kill != stored.kill:
        return "changed" if incoming.kill else "stale"
    return "conflict"


def _overtaken(incoming: VersionPlace, stored: VersionPlace) -> bool:
    """Whether a version that only its time places is older than one that stood, and was replaced by number."""
    if stored.time == stored.latest:
        return False
    return incoming.time < stored.latest if incoming.kill else incoming.time <= stored.latest


def is_newer(one: VersionPlace, other: VersionPlace) -> bool:
    """Whether `one` is the later of two versions that stand in different generations."""
    later = one.order - other.order
    if one.own and not other.own:
        later = min(later, one.time - other.time)
    elif other.own and not one.own:
        later = max(later, one.time - other.time)
    return later > 0
