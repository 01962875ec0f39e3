"""Runs the detector over hand-labelled sets and has their own scorer (`score.py` beside the sets) judge it."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

FLOOR_FILE = Path(__file__).with_name("floor.json")
SETS: dict[str, tuple[str, ...]] = {
    "passages": ("dev/meetings.jsonl", "dev/recognition.jsonl"),
    "documents": ("dev/documents.jsonl",),
}
"""Name of a measurement -> files of hand-labelled items."""
TARGETS: dict[str, dict[str, float]] = {
    "passages": {
        "meeting.f1": 0.92,
        "meeting.status_accuracy": 0.90,
        "meeting.actors_f1": 0.90,
        "meeting.place_f1": 0.80,
        "meeting.date_f1": 0.75,
        "meeting.source_f1": 0.75,
        "meeting.whole_event_f1": 0.65,
        "recognition.f1": 0.93,
        "recognition.stance_accuracy": 0.90,
        "recognition.actors_f1": 0.90,
        "recognition.object_accuracy": 0.92,
        "recognition.count_f1": 0.90,
        "recognition.source_f1": 0.75,
        "recognition.whole_event_f1": 0.70,
        "quiet_items_with_a_false_event": 0.10,
    },
    "documents": {
        "meeting.f1": 0.85,
        "meeting.whole_event_f1": 0.55,
        "recognition.f1": 0.90,
        "recognition.whole_event_f1": 0.60,
    },
}
LESS_IS_BETTER = frozenset({"quiet_items_with_a_false_event"})


@dataclass(frozen=True)
class Measurement:
    """Items with their labels, what the detector found, and the scorer's figures by dotted name."""

    items: list[dict[str, Any]]
    found: dict[str, list[dict[str, Any]]]
    figures: dict[str, float]


def gold_folder() -> Path | None:
    """The folder with the labelled sets, if WIREWATCH_GOLD names one."""
    folder = os.environ.get("WIREWATCH_GOLD")
    return Path(folder) if folder and (Path(folder) / "score.py").is_file() else None


@cache
def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measure(folder: Path, name: str) -> Measurement:
    """Run `wirewatch detect --watch any` over a set, as anyone would, and score it."""
    score = scorer(folder)
    items = [
        json.loads(line)
        for file in SETS[name]
        for line in (folder / file).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    feed = "".join(json.dumps(score.article(item), ensure_ascii=False) + "\n" for item in items)
    done = subprocess.run(
        [sys.executable, "-m", "streams.cli", "detect", "--watch", "any"],
        input=feed.encode(),
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    found = {row["article"]["uri"]: row["events"] for row in rows}
    assert found.keys() == {item["id"] for item in items}
    return Measurement(items, found, figures_of(score.evaluate(items, found)))


def figures_of(report: dict[str, Any]) -> dict[str, float]:
    """The scorer's report flat: "meeting.f1", "recognition.count_f1", …; what could not be measured is left out."""
    flat: dict[str, float] = {}
    for part, value in report.items():
        if isinstance(value, dict):
            flat.update({f"{part}.{name}": figure for name, figure in value.items() if figure is not None})
        elif value is not None:
            flat[part] = value
    return flat


def floor() -> dict[str, dict[str, float]]:
    loaded: dict[str, dict[str, float]] = json.loads(FLOOR_FILE.read_text(encoding="utf-8"))
    return loaded


def better(name: str, figure: float, than: float) -> bool:
    """True if a figure is better than, or as good as, another."""
    metric = name.rsplit(".", 1)[-1]
    return figure <= than if metric in LESS_IS_BETTER else figure >= than


def raise_floor(folder: Path) -> dict[str, dict[str, float]]:
    """Write the floor anew: each figure where it is measured now, unless it stood higher."""
    old = floor()
    new: dict[str, dict[str, float]] = {}
    for name, targets in TARGETS.items():
        figures = measure(folder, name).figures
        new[name] = {}
        for metric in targets:
            before, now = old.get(name, {}).get(metric), figures.get(metric)
            if now is not None:
                new[name][metric] = now if before is None or better(metric, now, before) else before
    FLOOR_FILE.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    return new


def table(name: str, figures: dict[str, float]) -> str:
    """Figures beside what they must not fall below and what is wanted."""
    floors = floor().get(name, {})
    lines = [f"{name:<40} {'now':>6} {'floor':>6} {'target':>6}"]
    for metric, target in TARGETS[name].items():
        now = figures.get(metric)
        mark = "" if now is None or better(metric, now, target) else "  short of the target"
        shown = "  none" if now is None else f"{now:6.3f}"
        lines.append(f"  {metric:<38} {shown} {floors.get(metric, 0):6.3f} {target:6.2f}{mark}")
    return "\n".join(lines)


if __name__ == "__main__":
    where = gold_folder()
    if where is None:
        sys.exit("WIREWATCH_GOLD names no folder with hand-labelled sets and their score.py")
    raise_floor(where)
    for each in SETS:
        sys.stdout.write(table(each, measure(where, each).figures) + "\n")
