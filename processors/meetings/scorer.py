"""A small linear scorer over features: weights are data in processors/models, made by tests/gold/train_meetings.py."""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from schemas.errors import Invalid


class Scorer:
    """Weights of features; their sum is the log-odds."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def probability(self, features: Iterable[str]) -> float:
        """The probability that what has these features (each counted once) is right."""
        weights = self._weights
        odds = sum(weights.get(feature, 0.0) for feature in sorted(set(features)))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def load_scorers() -> dict[str, Scorer]:
    """The shipped scorers by name: accept, actor. Raises Invalid (rules.invalid)."""
    try:
        text = files("processors.models").joinpath("meetings.json").read_text(encoding="utf-8")
        return {name: Scorer(weights) for name, weights in json.loads(text)["scorers"].items()}
    except (OSError, ValueError, KeyError, ModuleNotFoundError) as error:
        raise Invalid("rules.invalid", f"models/meetings.json: {error}") from error
