"""A small linear scorer over features: weights are data in processors/models, made by tests/gold/train_meetings.py."""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from schemas.errors import Invalid


class Scorer:
    """Weights for each label; one label scores as log-odds, several as a softmax."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def probability(self, features: Iterable[str]) -> float:
        """The probability of "yes" for a scorer of one label."""
        weights = self._weights["yes"]
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights.get(f, 0.0) for f in features)))))

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest label and its probability; ties go to the label that comes first in the file."""
        found = list(features)
        totals = {label: sum(w.get(f, 0.0) for f in found) for label, w in self._weights.items()}
        top = max(totals.values())
        label = next(name for name, total in totals.items() if total == top)
        return label, 1 / sum(math.exp(total - top) for total in totals.values())


@cache
def load_scorers() -> dict[str, Scorer]:
    """The shipped scorers by name: accept, actor, status. Raises Invalid (rules.invalid)."""
    try:
        text = files("processors.models").joinpath("meetings.json").read_text(encoding="utf-8")
        return {name: Scorer(weights) for name, weights in json.loads(text)["scorers"].items()}
    except (OSError, ValueError, KeyError, ModuleNotFoundError) as error:
        raise Invalid("rules.invalid", f"models/meetings.json: {error}") from error
