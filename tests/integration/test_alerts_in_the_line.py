"""The alert stage in a real worker: an article on Kafka becomes a message, through a kill -9 and an outage."""

import pytest

from tests.line_world import World, article, until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]

RULE = "id: meetings\ntitle: {}\nquery: 'wire.type: meeting'\ngroup_by: [wire.article.uri]\nnotify: [file]\n"


def told(world: World) -> str:
    file = world.folder / "alerts.txt"
    return file.read_text() if file.exists() else ""


def start(world: World, slot: str = "0") -> None:
    rules = world.folder / "rules"
    world.start(slot=slot, stages="detect+index+alert", alert_rules=f'["{rules}"]', alert_poll=0.2).wait_ready()


def test_an_article_becomes_one_message_also_when_the_worker_is_killed_meanwhile(world: World) -> None:
    (world.folder / "rules").mkdir()
    (world.folder / "rules" / "a.yaml").write_text(RULE.format("First"))
    start(world)
    world.publish([article("urn:one", "event:1")])
    until(lambda: "rule meetings" in told(world), 30, "the first message")
    world.workers[0].kill()
    world.publish([article(f"urn:{n}", "event:1") for n in range(20)])
    start(world)
    until(lambda: told(world).count("fired:") >= 21, 60, "21 alerts told")
    world.wait_until_quiet()
    assert told(world).count("fired:") == 21
    assert len(world.documents("alerts")) == 21
    worker = world.workers[-1]

    # A file that breaks while the worker runs changes nothing but a metric and a line in the log.
    (world.folder / "rules" / "a.yaml").write_text("id: meetings\ntitle: [")
    until(lambda: worker.said("rules.refused"), 20, "the broken file to be refused")
    assert "wirewatch_alert_rule_files_refused 1.0" in worker.get("/metrics")[1]
    world.publish([article("urn:later", "event:1")])
    until(lambda: told(world).count("fired:") == 22, 30, "the rule to fire on")

    # A withdrawal is told, and names what it takes back.
    world.publish([article("urn:later", "", minutes=5, version="2", pubStatus="canceled")])
    until(lambda: "TAKEN BACK" in told(world), 30, "the retraction")
