"""`wirewatch dead-letters` on a real broker: list, show, replay."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from streams.wire_record import header
from tests.line_world import World, article, until

pytestmark = pytest.mark.integration

WIREWATCH = str(Path(sys.executable).with_name("wirewatch"))


def letters(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WIREWATCH, "dead-letters", *arguments],
        check=False,
        env=world.environment() | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_letters_are_listed_shown_and_sent_again_until_they_pass(world: World) -> None:
    worker = world.start(slot="bad").wait_ready()
    broken = b'{"uri": "\x1b[2Jurn"'
    sent = article("urn:test:poison", "event:1 bug")
    world.publish([sent, broken])
    until(lambda: len(world.letters()) == 2, 20, "two dead letters")
    world.wait_until_quiet()
    worker.stop()

    listed = [json.loads(line) for line in letters(world, "list", "--json").stdout.splitlines()]
    by_code = {each["code"]: each for each in listed}
    assert set(by_code) == {"detect.poison", "article.undecodable"}
    poison = by_code["detect.poison"]
    assert poison["origin"].startswith(world.settings.topic("wire.articles") + "/")
    assert poison["key"] == "urn:test:poison"
    assert "LookupError" in poison["message"]
    table = letters(world, "list", "--code", "detect.poison", "--stage", "detect")
    assert "detect.poison" in table.stdout
    assert "article.undecodable" not in table.stdout
    assert "1 dead letters" in table.stderr

    shown = letters(world, "show", poison["letter"]).stdout
    assert '"uri": "urn:test:poison"' in shown
    undecodable = letters(world, "show", by_code["article.undecodable"]["letter"]).stdout
    assert "\x1b" not in undecodable, "a record must not steer the terminal"
    assert r"\x1b[2Jurn" in undecodable
    too_many = letters(world, "replay", "--stage", "detect", "--reason", "fixed", "--limit", "1")
    assert (too_many.returncode, world.read("wire.articles")[2:]) == (1, [])
    dry = letters(world, "replay", "--code", "detect.poison", "--reason", "fixed", "--dry-run")
    assert "would send" in dry.stdout
    assert len(world.read("wire.articles")) == 2

    # The bug is still there: it comes back, and says that it was sent before.
    world.start(slot="bad").wait_ready()
    replayed = letters(world, "replay", "--code", "detect.poison", "--reason", "the detector was fixed")
    assert "sent 1 of 1" in replayed.stderr
    until(lambda: len(world.letters()) == 3, 20, "the record to fail again")
    world.wait_until_quiet()
    world.workers[-1].stop()
    again = next(each for each in world.letters() if each.replayed_from)
    assert again.replayed_from == f"{world.settings.topic('wire.dead-letters')}/{poison['letter']}"

    # Now it is fixed.
    world.start(slot="good", stages="detect+index-forgiving").wait_ready()
    assert letters(world, "replay", again.name, "--reason", "fixed at last").returncode == 0
    world.wait_until_quiet()
    assert world.article_uris() == ["urn:test:poison"]
    first, *_, last = sorted(
        (record for record in world.read("wire.articles") if record.key), key=lambda record: record.offset
    )
    assert (last.key, last.value, last.timestamp) == (first.key, first.value, first.timestamp), "news time is kept"
    assert header(last.headers, "replayed.reason") == b"fixed at last"
