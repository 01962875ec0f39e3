"""What each cue does to the stance known so far, as a table: (effect, negated) over values.

"plans to" over "recognise" intends; "dropped plans to" refuses; "might withdraw" considers. A missing entry leaves the
value as it is.
"""

from dataclasses import dataclass, field
from typing import Literal

from processors.recognition.lexicon import Effect, StanceRule
from processors.tokens import Token
from schemas.vocabulary import Stance

Value = Literal["bare", "past", "now"] | Stance

OPEN: frozenset[Value] = frozenset({"bare", "past", "now", "granted", "recognises"})
"""Values that say that recognition happens, in whatever mood, and that any cue may still colour."""

_ALL: frozenset[Value] = OPEN | {"intends", "considers", "urged", "sought", "refuses", "withdrawn", "denied"}


def _row(
    to: Value, values: frozenset[Value] | set[Value], otherwise: dict[Value, Value] | None = None
) -> dict[Value, Value]:
    return dict.fromkeys(values, to) | (otherwise or {})


_NOT_GIVEN = _row("refuses", _ALL, {"refuses": "considers"})

_TABLE: dict[tuple[Effect, bool], dict[Value, Value]] = {
    ("intends", False): _row("intends", OPEN),
    ("intends", True): _NOT_GIVEN,
    ("granted", False): {"bare": "granted"},
    ("granted", True): _NOT_GIVEN,
    ("achieved", False): {"bare": "granted"},
    ("achieved", True): _NOT_GIVEN,
    ("considers", False): _row("considers", OPEN | {"intends", "withdrawn"}),
    ("considers", True): _row("refuses", _ALL),
    ("condition", False): _row("considers", OPEN | {"intends", "withdrawn"}),
    ("condition", True): _row("refuses", _ALL),
    ("urged", False): _row("urged", OPEN | {"intends"}, {"withdrawn": "considers"}),
    ("urged", True): _row("urged", OPEN | {"intends"}, {"withdrawn": "considers"}),
    ("must", False): _row("urged", OPEN | {"intends"}, {"withdrawn": "considers"}),
    ("must", True): _row("refuses", OPEN | {"intends"}),
    ("sought", False): _row("sought", OPEN | {"intends", "urged"}),
    ("sought", True): _row("sought", OPEN | {"intends", "urged"}),
    ("refuses", False): _row("refuses", _ALL, {"withdrawn": "recognises"}),
    ("refuses", True): _row("considers", _ALL),
    ("rule_out", False): _row("refuses", _ALL),
    ("rule_out", True): _row("considers", _ALL),
    ("withdrawn", False): _row("withdrawn", _ALL, {"considers": "considers", "refuses": "refuses"}),
    ("withdrawn", True): _row("recognises", _ALL, {"considers": "considers", "refuses": "refuses"}),
    ("denied", False): _row("denied", _ALL),
    ("denied", True): _row("considers", _ALL),
    ("stands", False): _row("recognises", OPEN),
    ("stands", True): _row("withdrawn", OPEN),
    ("reacts", False): {},
    ("reacts", True): {},
}


def apply_effect(value: Value, effect: Effect, negated: bool) -> Value:
    """The value after one cue."""
    return _TABLE[effect, negated].get(value, value)


@dataclass(slots=True)
class Reading:
    """What the fold knows: the stance so far, who may be the recogniser, and who reacts to it."""

    value: Value
    why: list[str] = field(default_factory=list)
    cues: list[tuple[StanceRule, Token]] = field(default_factory=list)
    reaction: Token | None = None
    known: bool = False
    holder: Token | None = None
    """The governing verb or noun whose subject or owner does what a noun predicate says."""

    def becomes(self, value: Value, because: str) -> None:
        if value != self.value:
            self.why.append(f"{because}: {self.value} becomes {value}")
            self.value = value

    def apply(self, effect: Effect, negated: bool, because: str) -> None:
        """Let a cue act; `because` is its word, for `wirewatch explain`."""
        self.becomes(apply_effect(self.value, effect, negated), because)
