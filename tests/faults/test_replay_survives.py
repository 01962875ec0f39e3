"""Replays are killed and starved; what they leave must be what an undisturbed one leaves, document for document."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from streams.generations.catalogue import Catalogue
from streams.generations.record import Generation
from tests.line_world import World, article, until
from tests.replays import everything, replayed, source, with_catalogue

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(300)]


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


def _tangled(count: int, chance: random.Random) -> list[dict[str, Any] | bytes]:
    """Versions, corrections, kills by the item itself and by notices, updates of other items, conflicts and rubbish."""
    found: list[dict[str, Any] | bytes] = []
    for number in range(count):
        uri = f"urn:item:{chance.randrange(count // 4)}"
        version = {"version": str(chance.randrange(1, 6))} if chance.random() < 0.7 else {"version": None}
        minutes = chance.randrange(600)
        text = f"event:{chance.randrange(4)} text {chance.randrange(3)}"
        kind = chance.random()
        if kind < 0.05:
            found.append(article(uri, "", minutes=minutes, pubStatus="canceled", **version))
        elif kind < 0.10:
            found.append(article(f"urn:notice:{number}", f"withdraws:{uri}", minutes=minutes))
        elif kind < 0.20:
            found.append(article(f"urn:update:{number}", text, minutes=minutes, evolvedFrom=uri))
        elif kind < 0.22:
            found.append(b"rubbish %d" % number)
        elif kind < 0.26:
            found += [article(uri, f"event:1 {word}", minutes=minutes, version="3") for word in ("one", "other")]
        else:
            found.append(article(uri, text, minutes=minutes, **version))
    return found


def _start(world: World, name: str, each: float, *more: str) -> "subprocess.Popen[bytes]":
    log = (world.folder / f"{name}.log").open("ab")
    command = [sys.executable, "-m", "tests.replay_process", name, str(each), *more]
    environment = world.environment(detect_batch=8)
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=Path(__file__).parents[2])


def _record(world: World, name: str) -> Generation | None:
    async def find(catalogue: Catalogue) -> Generation | None:
        return await catalogue.registry.find(name)

    found = asyncio.run(with_catalogue(world.settings, find))
    assert found is None or isinstance(found, Generation)
    return found


def _wrote_or_ended(process: "subprocess.Popen[bytes]", written: Callable[[], int], before: int) -> bool:
    return written() > before or process.poll() is not None


def _differences(one: dict[str, Any], other: dict[str, Any], path: str = "") -> list[str]:
    """Where two documents differ, as lines to read."""
    found = []
    for key in sorted({*one, *other}):
        left, right = one.get(key), other.get(key)
        if isinstance(left, dict) and isinstance(right, dict):
            found += _differences(left, right, f"{path}/{key}")
        elif left != right:
            found.append(f"{path}/{key}: {left!r} != {right!r}")
    return found


def _written(world: World, index: str) -> int:
    """Writes to an index so far; zero while it is being made."""
    stats = world.elastic.options(ignore_status=404).indices.stats(index=index, metric="indexing")
    total: dict[str, Any] = stats.get("_all", {}).get("total", {})
    return int(total.get("indexing", {}).get("index_total", 0))


def _log(world: World, name: str) -> str:
    return "\n".join((world.folder / f"{name}.log").read_text(errors="replace").splitlines()[-20:])


def test_killed_three_times_at_random_it_equals_an_uninterrupted_one_document_for_document(world: World) -> None:
    seed = random.Random(time.time_ns()).randrange(1 << 32)
    chance = random.Random(seed)
    news = _tangled(2400, chance)
    world.publish(news)
    index = f"{world.settings.alias('articles')}-killed"

    def written() -> int:
        return _written(world, index)

    for _ in range(3):
        process, before = _start(world, "killed", 0.008), written()
        try:
            until(partial(_wrote_or_ended, process, written, before), 60, "the replay to write something")
            time.sleep(chance.uniform(0.0, 3.0))
            assert process.poll() is None, f"it ended before it was killed\n{_log(world, 'killed')}"
        finally:
            process.kill()
            process.wait(10)
    half_way = _record(world, "killed")
    assert half_way
    assert half_way.state == "loading"
    last = _start(world, "killed", 0.0)
    assert last.wait(120) == 0, _log(world, "killed")

    asyncio.run(replayed(world.settings, "whole", source(world.settings)))
    killed, whole = (everything(world.elastic, world.settings, name) for name in ("killed", "whole"))
    assert {family: len(documents) for family, documents in killed.items()} == {
        family: len(documents) for family, documents in whole.items()
    }
    assert _differences(killed, whole) == [], f"seed {seed}"
    # It was worth the trouble: there are retractions, links and conflicts to get wrong.
    assert sum(event["wire"]["retracted"] for event in whole["events"].values()) > 50
    assert sum("evolved_into" in found["wire"]["article"] for found in whole["articles"].values()) > 20
    assert {letter["error"]["code"] for letter in whole["dead-letters"].values()} >= {"article.conflict"}
    finished, undisturbed = _record(world, "killed"), _record(world, "whole")
    assert finished
    assert undisturbed
    assert (finished.counts.records, finished.counts.letters) == (len(news), undisturbed.counts.letters)


def test_it_waits_while_elasticsearch_is_away_and_goes_on(world: World) -> None:
    world.publish([article(f"urn:a:{number}", "event:1", minutes=number) for number in range(800)])
    process = _start(world, "waiting", 0.01)
    index = f"{world.settings.alias('articles')}-waiting"
    try:
        until(lambda: _written(world, index) > 50, 60, "the replay to write something")
        world.stack.kill("elasticsearch")
        time.sleep(5)
        assert process.poll() is None, _log(world, "waiting")
        world.stack.up()
        assert process.wait(90) == 0, _log(world, "waiting")
    finally:
        process.kill()
    assert "elasticsearch.waited_for" in (world.folder / "waiting.log").read_text()
    world.elastic.indices.refresh(index=index)
    assert world.elastic.count(index=index)["count"] == 800


def test_it_waits_while_the_disk_is_full_and_goes_on_when_there_is_room(world: World) -> None:
    world.publish([article(f"urn:a:{number}", "event:1", minutes=number) for number in range(800)])
    process = _start(world, "full", 0.01)
    index = f"{world.settings.alias('articles')}-full"
    # What Elasticsearch itself does at its flood stage; it takes the block away itself too, once there is room.
    blocked = {"index.blocks.read_only_allow_delete": True}
    try:
        until(lambda: _written(world, index) > 50, 60, "the replay to write something")
        world.elastic.indices.put_settings(index=f"{world.settings.index_prefix}-*", settings=blocked)
        log = world.folder / "full.log"
        until(lambda: "read-only-allow-delete" in log.read_text(), 60, "the replay to say that the disk is full")
        assert process.poll() is None, _log(world, "full")
        room = {"index.blocks.read_only_allow_delete": None}
        world.elastic.indices.put_settings(index=f"{world.settings.index_prefix}-*", settings=room)
        assert process.wait(90) == 0, _log(world, "full")
    finally:
        process.kill()
    world.elastic.indices.refresh(index=index)
    assert world.elastic.count(index=index)["count"] == 800
