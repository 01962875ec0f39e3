"""`wirewatch generations switch` is killed at every step, while news arrives; the same command finishes it."""

import asyncio
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.commands import wirewatch
from tests.line_world import Producer, World, article, until
from tests.replays import replayed, source
from tests.small_detector import event_id

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(420)]


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


def _news(count: int) -> list[dict[str, Any]]:
    return [article(f"urn:news:{number}", "event:2 text", minutes=number) for number in range(count)]


def _switch(world: World, name: str) -> "subprocess.Popen[bytes]":
    log = (world.folder / "switch.log").open("ab")
    command = [sys.executable, "-m", "tests.small_command", "generations", "switch", name]
    environment = world.environment(detect_processes=1)
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=Path(__file__).parents[2])


def _step(world: World, name: str) -> str | None:
    """How far the switch is, as the list of generations has it."""
    found = world.elastic.get(index=world.settings.alias("generations"), id=name)["_source"]["wire"]["record"]
    move = found.get("move")
    return str(move["step"]) if move else None


def _behind(world: World) -> set[str]:
    """The generations behind the two aliases; one request, as a reader's is."""
    aliases = [world.settings.alias(family) for family in ("articles", "events")]
    found = world.elastic.indices.get_alias(name=",".join(aliases))
    assert len(found) == 2
    return {index.rpartition("-")[2] for index in found}


def test_killed_at_every_step_with_news_arriving_it_is_finished_by_the_same_command(world: World) -> None:
    seed = time.time_ns() % (1 << 32)
    chance = random.Random(seed)
    old = _news(60)
    world.publish(old)
    worker = world.start().wait_ready()
    world.wait_for_articles(len(old), 60)
    asyncio.run(replayed(world.settings, "next", source(world.settings, 0, 40)))
    seen: set[str] = set()
    with Producer(world, first=len(old), pause=1.0) as producer:
        for step in ("catching-up", "moving", "moved"):
            process = _switch(world, "next")
            try:
                at_step = partial(_at_step, world, process, step)
                until(at_step, 120, f"the switch to be {step} (seed {seed})\n{_log(world)}", pause=0.02)
                time.sleep(chance.uniform(0.0, 0.4))
            finally:
                process.kill()  # kill -9
                process.wait(10)
            behind = _behind(world)
            assert len(behind) == 1, f"after {step} (seed {seed}) readers see a mixture: {behind}"
            seen |= behind
            assert _step(world, "next") is not None, f"the switch was over before it was killed (seed {seed})"
        assert seen == {"live", "next"}
        listed = wirewatch(world.environment(), "generations", "list").stdout
        assert "switch interrupted (moved)" in listed
        last = _switch(world, "next")
        assert last.wait(90) == 0, _log(world)
        time.sleep(0.5)
        sent = producer.end()
    world.wait_until_quiet(60)
    worker.stop()
    assert _behind(world) == {"next"}
    assert _step(world, "next") is None
    uris = [each["uri"] for each in old] + sent
    assert sorted(world.article_uris()) == sorted(uris), f"seed {seed}"
    expected = sorted(event_id(uri, number) for uri in uris for number in range(2))
    assert sorted(world.standing_events()) == expected, f"seed {seed}"
    assert {document["wire"]["generation"] for document in world.documents("events")} == {"next"}
    # It led from where it began, although the aliases had moved before it was done: a rollback goes there.
    back = wirewatch(world.environment(), "generations", "rollback")
    assert back.returncode == 0, back.stderr
    assert _behind(world) == {"live"}
    assert sorted(world.standing_events()) == expected


def _at_step(world: World, process: "subprocess.Popen[bytes]", step: str) -> bool:
    assert process.poll() is None, f"it ended before it was {step}\n{_log(world)}"
    return _step(world, "next") == step


def _log(world: World) -> str:
    path = world.folder / "switch.log"
    return "\n".join(path.read_text(errors="replace").splitlines()[-20:]) if path.exists() else ""
