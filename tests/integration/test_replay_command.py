"""`wirewatch replay` as it is typed: what it says where, and how it ends."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.commands import Ended, wirewatch
from tests.line_world import World, article, until
from tests.small_detector import SmallFactory

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]

Replay = Callable[..., Ended]


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


@pytest.fixture
def replay(world: World) -> Replay:
    """Runs the command with the small detector; `more` makes it find so many events more."""

    def run(*arguments: str, more: int = 0) -> Ended:
        with patch("streams.replay.generation_load.ReaderFactory", lambda *_: SmallFactory(more=more)):
            return wirewatch(world.environment(), "replay", *arguments)

    return run


def _news(count: int) -> list[dict[str, Any]]:
    return [article(f"urn:news:{number}", "event:2 text", minutes=number) for number in range(count)]


def _generations(world: World) -> dict[str, dict[str, Any]]:
    lines = wirewatch(world.environment(), "generations", "list", "--json").stdout.splitlines()
    return {each["generation"]: each for each in map(json.loads, lines)}


def test_progress_is_json_lines_on_standard_error_and_the_report_is_on_standard_output(
    world: World, replay: Replay
) -> None:
    world.publish(_news(60))
    counted = replay("--from", "2031-05-04T12:10", "--to", "2031-05-04T12:40", "--dry-run")
    assert counted.returncode == 0, counted.stderr
    assert json.loads(counted.stdout)["records"] == 30
    assert list(_generations(world)) == ["live"]

    part = replay("--all", "--generation", "said", "--limit", "20")
    assert part.returncode == 0, part.stderr
    report = json.loads(part.stdout)
    assert (report["state"], report["records"], report["articles"], report["events"]) == ("partial", 20, 20, 40)
    assert _generations(world)["said"]["state"].startswith("partial")

    done = replay("--resume")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["state"], report["records"], report["dead_letters"]) == ("loaded", 60, 0)
    assert {"read", "wait for detection", "decode", "write"} <= {*report["stage_seconds"]}
    assert report["processor_seconds"]["detection"] > 0
    assert report["most_resident_mb"] > 50
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"event"')]
    assert told[0]["event"] == "replay.step"
    last = [each for each in told if each["event"] == "replay.progress"][-1]
    assert (last["share"], last["records"], last["events"]) == (1.0, 60, 120)


def test_a_flood_of_dead_letters_ends_with_65_and_resume_goes_on(world: World, replay: Replay) -> None:
    world.publish([*[b"no json"] * 150, *_news(10)])
    flood = replay("--all", "--generation", "flood")
    assert (flood.returncode, "dead-letters.flood" in flood.stderr) == (65, True)
    assert "--resume goes on" in flood.stderr
    done = replay("--resume", "--generation", "flood", "--dead-letters", "100%")
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["dead_letters"], json.loads(done.stdout)["articles"]) == (150, 10)


def test_more_lost_than_allowed_ends_with_3_and_is_not_switched_to(
    world: World, replay: Replay, tmp_path: Path
) -> None:
    world.publish(_news(20))
    first = replay("--all", "--generation", "more", "--switch", more=1)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["switched_from"] == "live"
    files = ("--diff-json", str(tmp_path / "diff.json"), "--diff-html", str(tmp_path / "diff.html"))
    lost = replay("--all", "--generation", "less", *files, "--fail-on-lost", "1%", "--switch")
    assert lost.returncode == 3, lost.stderr
    assert "20 of 60 events (33.3%) are lost: more than the 1% that is allowed" in lost.stderr
    found = json.loads((tmp_path / "diff.json").read_text())
    assert (found["totals"]["lost"], found["allowed"], found["too_much_lost"]) == (20, "1%", True)
    assert "20 of 60 events (33.3%)" in (tmp_path / "diff.html").read_text()
    assert _generations(world)["more"]["current"]
    allowed = replay("--resume", "--generation", "less", "--fail-on-lost", "20", "--switch")
    assert allowed.returncode == 0, allowed.stderr
    assert _generations(world)["less"]["current"]


def test_a_signal_ends_it_with_75_and_resume_goes_on(world: World, replay: Replay) -> None:
    world.publish(_news(400))
    command = [sys.executable, "-m", "tests.small_command", "replay", "--all", "--generation", "stopped"]
    environment = world.environment(detect_batch=8) | {"SMALL_DETECTOR_SECONDS": "0.02"}
    log = world.folder / "replay.log"
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, cwd=Path(__file__).parents[2])
    try:
        until(lambda: '"replay.progress"' in log.read_text(), 60, "the replay to tell how it goes")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 75, log.read_text()
    finally:
        process.kill()
    assert _generations(world)["stopped"]["state"].startswith("loading")
    done = replay("--resume")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["records"] == 400
