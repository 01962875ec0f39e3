"""Measures the detector on passages it was not trained on: `python -m tests.gold.cross_validate PASSAGES.jsonl`.

The passages are dealt into folds by article; the scorers are trained on the free passages of all folds but one, the
whole detector reads the one held out, and the set's own scorer (`score.py` beside it) judges all folds together. The
figures are those to expect on news of the same kind that nobody has seen; the weights that ship are not touched.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from processors.detector import Detector, IncomingArticle
from processors.meetings.weighing import Weighing
from processors.parser import Parser, load_parser
from schemas.article import decode_article
from streams.settings import Settings
from streams.watchlist_files import load_starter
from tests.gold.measure import figures_of, scorer
from tests.gold.meeting_examples import Examples, read_passage, stories_of
from tests.gold.train_meetings import weighing_of


def main(passages: Path, folds: Annotated[int, typer.Option(min=2)] = 5) -> None:
    """Print the scorer's figures over all passages, over the free ones and over the others."""
    items = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines() if line.strip()]
    score = scorer(passages.parent)
    found = cross_validated(items, score, folds=folds)
    for name, part in (
        ("all passages", items),
        ("free passages", [item for item in items if item["free"]]),
        ("other passages", [item for item in items if not item["free"]]),
    ):
        if part:
            typer.echo(f"{name}: {len(part)}")
            for figure, value in figures_of(score.evaluate(part, found)).items():
                typer.echo(f"  {figure:<40} {value:.3f}")


def cross_validated(items: Sequence[dict[str, Any]], score: Any, *, folds: int) -> dict[str, list[dict[str, Any]]]:
    """What the detector finds in each passage with weights that were learned without its fold."""
    parser = load_parser(Settings().spacy_model)
    free = [item for item in items if item["free"]]
    examples = [Examples() for _ in range(folds)]
    for item, story in zip(free, stories_of(free, parser), strict=True):
        read_passage(item, story, examples[fold_of(item, folds)])
    found: dict[str, list[dict[str, Any]]] = {}
    for fold in range(folds):
        rest = Examples()
        for other, part in enumerate(examples):
            if other != fold:
                rest.drafts += part.drafts
                rest.parties += part.parties
        held_out = [item for item in items if fold_of(item, folds) == fold]
        found.update(_read(held_out, score, parser, weighing_of(rest)))
        typer.echo(f"fold {fold + 1} of {folds}: {len(held_out)} passages", err=True)
    return found


def fold_of(item: dict[str, Any], folds: int) -> int:
    """The same for all passages of an article, whose ids differ in their last part only."""
    article = item["id"].rsplit(":", 1)[0]
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % folds


def _read(
    items: Sequence[dict[str, Any]], score: Any, parser: Parser, weighing: Weighing
) -> dict[str, list[dict[str, Any]]]:
    detector = Detector(parser, load_starter(), watch="any", weighing=weighing)
    created = datetime(2000, 1, 1, tzinfo=UTC)
    articles = [IncomingArticle(decode_article(json.dumps(score.article(item)).encode()), created) for item in items]
    return {
        item["id"]: [json.loads(msgspec.json.encode(event)) for event in result.events]
        for item, result in zip(items, detector.detect(articles), strict=True)
    }


if __name__ == "__main__":
    typer.run(main)
