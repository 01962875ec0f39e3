"""What became of a rule's match since it was last told: new, changed, retracted, or nothing.

For each rule and event the alerts form a chain, numbered from 1. A new link is written under an id made of rule,
event and number, so that of two workers only one can write it, and the other looks again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Change = Literal["new", "changed", "retracted", "ended"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last alert of a rule about an event."""

    id: str
    number: int
    change: Change
    digest: str
    rule_digest: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One alert to be written. `again` marks a match that comes back after it was taken back."""

    change: Change
    number: int
    digest: str
    earlier: Earlier | None
    again: bool = False


def alert_id(rule: str, event: str, number: int) -> str:
    """The deterministic id of a link of the chain."""
    return hashlib.blake2b(f"{rule}\0{event}\0{number}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def judge(
    digest: str, *, retracted: bool, matches: bool, earlier: Earlier | None, rule_digest: str | None
) -> Verdict | None:
    """Whether there is something to tell of an event whose facts have this digest.

    `rule_digest` is None for a rule that runs no longer.
    """
    if matches and not retracted:
        if earlier is None:
            return Verdict("new", 1, digest, None)
        if earlier.change == "retracted":
            return Verdict("new", earlier.number + 1, digest, earlier, again=True)
        if earlier.digest != digest:
            return Verdict("changed", earlier.number + 1, digest, earlier)
        return None
    if earlier is None or earlier.change == "retracted":
        return None
    if not retracted and (rule_digest is None or (rule_digest != earlier.rule_digest and digest == earlier.digest)):
        # The news is what it was; only the question has changed, or is no longer asked.
        return None
    return Verdict("retracted", earlier.number + 1, digest, earlier)
