"""What is remembered of a generation, and what is told while it loads."""

import json

import msgspec
import pytest

from schemas.errors import Invalid
from streams.generations.record import Counts, Generation, Holder, Move, Source, check_name
from streams.replay.progress import JsonReporter
from tests.builders import DETECTOR, NOON


def _generation(**fields: object) -> Generation:
    chosen = {"begins": {0: 10, 1: 0}, "positions": {0: 10, 1: 0}, "ends": {0: 30, 1: 20}, **fields}
    return Generation(name="g", created=NOON, updated=NOON, source=Source(topic="t"), **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "timestamp", "inside"),
    [
        (None, None, 0, True),
        (10, 20, 9, False),
        (10, 20, 10, True),
        (10, 20, 19, True),
        (10, 20, 20, False),
        (None, 20, 5, True),
        (10, None, 1 << 50, True),
    ],
)
def test_a_range_has_its_beginning_and_not_its_end(
    start: int | None, end: int | None, timestamp: int, inside: bool
) -> None:
    assert Source(topic="t", start=start, end=end).holds(timestamp) is inside


@pytest.mark.parametrize("name", ["", "Upper", "a_b", "-a", "a/b", "000001", "a" * 62, "*", "a,b", "a\n"])
def test_a_name_that_could_not_name_an_index_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match=r"generation\.unfit"):
        check_name(name)


def test_the_share_that_is_read_counts_offsets_from_the_beginning() -> None:
    assert _generation().read_share == 0.0
    assert _generation(positions={0: 20, 1: 10}).read_share == 0.5
    assert _generation(positions={0: 30, 1: 20}).read_share == 1.0
    assert _generation(positions={0: 30, 1: 20}).at_end
    assert _generation(begins={}, positions={}, ends={}).read_share == 1.0


def test_everything_that_is_remembered_comes_back_from_json() -> None:
    generation = _generation(
        detector=DETECTOR,
        counts=Counts(records=3, letters=1),
        holder=Holder(host="h", pid=1, token="t"),
        move=Move(step="moved", previous="live", copied_since=NOON),
        previous="live",
    )
    stored = json.loads(json.dumps(msgspec.to_builtins(generation, str_keys=True)))
    assert msgspec.convert(stored, Generation, strict=False) == generation


def test_progress_is_told_in_json_lines_every_two_seconds_and_at_the_end() -> None:
    lines: list[str] = []
    now = [0.0]
    reporter = JsonReporter(lines.append, lambda: now[0])
    generation = _generation(counts=Counts(records=10, words=100))
    reporter.advanced(generation)
    now[0], generation.counts.records = 1.0, 15
    reporter.advanced(generation)
    now[0], generation.counts.records, generation.counts.words = 4.0, 30, 500
    generation.positions = {0: 20, 1: 10}
    reporter.advanced(generation)
    now[0], generation.positions = 5.0, {0: 30, 1: 20}
    reporter.advanced(generation)
    told = [json.loads(line) for line in lines]
    assert [each["share"] for each in told] == [0.0, 0.5, 1.0]
    assert {each["event"] for each in told} == {"replay.progress"}
    assert (told[1]["articles_per_second"], told[1]["words_per_second"]) == (5.0, 100)
    assert told[1]["remaining_seconds"] == 4
