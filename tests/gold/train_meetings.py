"""Trains the scorers that weigh what the meeting rules find: `python -m tests.gold.train_meetings PASSAGES.jsonl`.

Reads labelled passages (only items with `free: true`), runs the rules over them, and learns by logistic regression
which drafts are meetings and which actors take part. Writes processors/models/meetings.json: weights of syntactic
features, no text. The same passages give the same file.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from processors.meetings.scorer import Scorer
from processors.meetings.weighing import Weighing
from processors.parser import load_parser
from streams.settings import Settings
from tests.gold.meeting_examples import Example, Examples, read_passage, stories_of

_TARGET = Path(__file__).parents[2] / "processors" / "models" / "meetings.json"
_SEEN_AT_LEAST = 3
_SMALLEST_WEIGHT = 0.01
_RIDGE = {"accept": 12.0, "actor": 12.0}
"""Strength of the penalty on large weights, by cross-validation over the passages."""
_COMMON_FROM = 100
_COMMON_RIDGE = {"accept": 1.0, "actor": 5.0}
"""How many times the penalty a feature bears that is seen in so many examples: the common ones say much the same, and
what they say together holds less for other newspapers than what a rare one says of a construction."""


def main(passages: Path, target: Annotated[Path, typer.Option()] = _TARGET) -> None:
    """Learn from the passages and write the weights."""
    items = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines() if line.strip()]
    free = [item for item in items if item["free"]]
    examples = Examples()
    for item, story in zip(free, stories_of(free, load_parser(Settings().spacy_model)), strict=True):
        read_passage(item, story, examples)
    target.write_text(json.dumps({"scorers": weights_of(examples)}, sort_keys=True, indent=0), encoding="utf-8")
    typer.echo(f"{len(examples.drafts)} drafts and {len(examples.parties)} actors from {len(free)} passages: {target}")


def weights_of(examples: Examples) -> dict[str, dict[str, float]]:
    """The weights of each scorer, learned from the examples."""
    return {
        "accept": learn(examples.drafts, ridge=_RIDGE["accept"], common=_COMMON_RIDGE["accept"]),
        "actor": learn(examples.parties, ridge=_RIDGE["actor"], common=_COMMON_RIDGE["actor"]),
    }


def weighing_of(examples: Examples) -> Weighing:
    """A weighing with weights learned from the examples."""
    scorers = {name: Scorer(weights) for name, weights in weights_of(examples).items()}
    return Weighing(accept=scorers["accept"], actor=scorers["actor"])


def learn(examples: Sequence[Example], *, ridge: float, common: float = 1.0, rounds: int = 300) -> dict[str, float]:
    """Weights of a ridge-regularised logistic regression over features seen often enough (full-batch Adam).

    `common`: how many times the penalty the weights of common features bear.
    """
    counts = Counter(feature for features, _ in examples for feature in set(features))
    names = sorted(feature for feature, count in counts.items() if count >= _SEEN_AT_LEAST)
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)), np.float32)
    for row, (features, _) in enumerate(examples):
        matrix[row, [column[f] for f in set(features) if f in column]] = 1
    penalty = np.array([ridge * (common if counts[name] >= _COMMON_FROM else 1) for name in names], np.float32)
    wanted = np.array([answer for _, answer in examples], np.float32)
    weights, mean, square = (np.zeros(len(names), np.float32) for _ in range(3))
    for step in range(1, rounds + 1):
        gradient = matrix.T @ (1 / (1 + np.exp(-(matrix @ weights))) - wanted) + penalty * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.05 if step < 0.6 * rounds else 0.01
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {
        name: round(float(weight), 3)
        for name, weight in zip(names, weights, strict=True)
        if math.fabs(weight) >= _SMALLEST_WEIGHT
    }


if __name__ == "__main__":
    typer.run(main)
