"""Trains the scorers that weigh what the meeting rules find: `python -m tests.gold.train_meetings PASSAGES.jsonl`.

Reads labelled passages (only items with `free: true`), runs the rules over them, and learns by logistic regression
which drafts are meetings and which actors take part. Writes processors/models/meetings.json: weights of syntactic
features, no text. The same passages give the same file.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from processors.actors.resolver import ActorResolver
from processors.candidate import Slot
from processors.gate import Gate
from processors.meetings import MEETING_TRIGGERS
from processors.meetings.features import actor_features, draft_features
from processors.meetings.finder import drafts_in
from processors.meetings.weighing import candidates
from processors.parser import load_parser
from processors.sentences import split_sentences
from processors.story import Story
from streams.settings import Settings
from streams.watchlist_files import load_starter

Example = tuple[list[str], bool]
_TARGET = Path(__file__).parents[2] / "processors" / "models" / "meetings.json"
_SEEN_AT_LEAST = 3
_SMALLEST_WEIGHT = 0.01


def main(passages: Path, target: Annotated[Path, typer.Option()] = _TARGET) -> None:
    """Learn from the passages and write the weights."""
    items = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines() if line.strip()]
    drafts: list[Example] = []
    actors: list[Example] = []
    free = [item for item in items if item["free"]]
    for item, story in zip(free, parsed([_story(item) for item in free]), strict=True):
        read_passage(item, story, drafts, actors)
    scorers = {"accept": learn(drafts, ridge=3.0), "actor": learn(actors, ridge=12.0)}
    target.write_text(json.dumps({"scorers": scorers}, sort_keys=True, indent=0), encoding="utf-8")
    typer.echo(f"{len(drafts)} drafts and {len(actors)} actors from {len(items)} passages: {target}")


def read_passage(item: dict[str, Any], story: Story, drafts: list[Example], actors: list[Example]) -> None:
    """Add what the rules find in one passage, each with whether a labelled meeting bears it out."""
    resolver = ActorResolver(story)
    start, end = item["target"]
    labels = [event for event in item["events"] if event["type"] == "meeting"]
    found = []
    for sentence in story.sentences:
        if sentence.end <= start or sentence.start >= end:
            continue
        doc = story.docs[sentence.index]
        slots, proposals = drafts_in(doc, resolver.mentions(sentence.index))
        for draft in proposals:
            trigger = story.offsets(sentence.index, doc[draft.trigger[0] : draft.trigger[1]])
            if not start <= trigger[0] < end:
                continue
            chunks = [
                (chunk, [a.name for a in resolver.resolve_all(sentence.index, _slot(chunk))])
                for chunk in candidates(draft, slots)
            ]
            found.append((draft, doc, slots, trigger, chunks))
    for position, label in _pairs(item, labels, found):
        draft, doc, slots, _, chunks = found[position]
        drafts.append((draft_features(draft, doc, slots), label is not None))
        if label is None:
            continue
        roles = {slot.head: slot.role for slot in draft.slots}
        for chunk, names in chunks:
            takes_part = any(same_name(name, other) for name in names for other in label["participants"])
            unresolved = chunk.mention.kind == "pronoun" and chunk.mention.head in roles and not takes_part
            if names and not unresolved:
                actors.append((actor_features(draft, chunk, doc, slots, roles), takes_part))


def _slot(chunk: Any) -> Slot:
    return Slot(head=chunk.mention.head, start=chunk.mention.start, end=chunk.mention.end, role="participant")


def _story(item: dict[str, Any]) -> Story:
    text = item["text"]
    printed = item.get("published_at") or "2000-01-01"
    day = date.fromisoformat(printed if len(printed) == 10 else (printed + "-01-01")[:10])
    sentences = tuple(split_sentences("", text, None))
    return Story(
        uri=item["id"],
        headline="",
        body=text,
        version_created=datetime.combine(day, time(12), UTC),
        dateline=None,
        sentences=sentences,
        hits=_gate().read("", text, sentences).hits,
    )


def parsed(stories: list[Story]) -> list[Story]:
    """The stories with every sentence parsed, in large batches."""
    texts = [story.sentence_text(sentence.index) for story in stories for sentence in story.sentences]
    docs = iter(load_parser(Settings().spacy_model).parse(texts))
    for story in stories:
        story.docs = {sentence.index: next(docs) for sentence in story.sentences}
    return stories


_GATES: list[Gate] = []


def _gate() -> Gate:
    if not _GATES:
        _GATES.append(Gate(MEETING_TRIGGERS, load_starter()))
    return _GATES[0]


def _pairs(
    item: dict[str, Any], labels: list[dict[str, Any]], found: Sequence[Any]
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Each draft with the label it matches best: by trigger first, then by participants; every label once."""
    scored = []
    for i, label in enumerate(labels):
        at = item["text"].find(label["trigger"], item["target"][0])
        for j, (draft, _, _, trigger, chunks) in enumerate(found):
            overlap = at >= 0 and at < trigger[1] and trigger[0] < at + len(label["trigger"])
            names = [n for chunk, names in chunks if chunk.mention.head in draft.heads() for n in names]
            shared = sum(any(same_name(n, p) for n in names) for p in label["participants"])
            if overlap or shared:
                right = draft.status == label["status"]
                size = max(len(names), len(label["participants"]), 1)
                scored.append((-(2 * overlap + shared / size + 0.5 * right), i, j))
    taken_labels: set[int] = set()
    match: dict[int, dict[str, Any]] = {}
    for _, i, j in sorted(scored):
        if i not in taken_labels and j not in match:
            taken_labels.add(i)
            match[j] = labels[i]
    for j in range(len(found)):
        yield j, match.get(j)


def same_name(one: str, other: str) -> bool:
    """Whether two printed names can be one actor's: the words of one are the last words of the other."""
    a, b = ([w for w in n.casefold().replace("’s", "").split() if w not in ("the", "of")] for n in (one, other))
    short, long = sorted((a, b), key=len)
    return bool(short) and (long[-len(short) :] == short or (set(short) <= set(long) and len(short) > 1))


def learn(examples: Sequence[Example], *, ridge: float, rounds: int = 300) -> dict[str, float]:
    """Weights of a ridge-regularised logistic regression over features seen often enough (full-batch Adam)."""
    counts = Counter(feature for features, _ in examples for feature in set(features))
    names = sorted(feature for feature, count in counts.items() if count >= _SEEN_AT_LEAST)
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)), np.float32)
    for row, (features, _) in enumerate(examples):
        matrix[row, [column[f] for f in set(features) if f in column]] = 1
    wanted = np.array([answer for _, answer in examples], np.float32)
    weights, mean, square = (np.zeros(len(names), np.float32) for _ in range(3))
    for step in range(1, rounds + 1):
        gradient = matrix.T @ (1 / (1 + np.exp(-(matrix @ weights))) - wanted) + ridge * weights
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
