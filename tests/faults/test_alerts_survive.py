"""Kill -9 between any two steps of telling, and two workers at once: nothing is forgotten, nothing is told twice.

The one exception is named: killed after a channel took a message and before that could be written down. Then the
message comes a second time, with the same key, and says that it may be a repetition.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from deploy.local import Endpoints
from streams.alerts.channels import REPEAT_NOTE
from streams.elastic_connection import connect, connect_async
from streams.index_setup import setup_indices
from streams.index_writer import IndexTarget, IndexWriter
from streams.settings import Settings
from tests.builders import meeting, result
from tests.line_world import World, article, until
from tests.receivers import Hook, webhook

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(300)]

RULES = """
rules:
  - {id: meetings, title: Any meeting, query: 'wire.type: meeting', group_by: [wire.actors], notify: [hook]}
"""
_MOST_STEPS = 40


class Newsroom:
    """One line's indices and rules, a webhook, and worker processes."""

    def __init__(self, settings: Settings, client: Elasticsearch, folder: Path, hook: Hook) -> None:
        self.settings = settings
        self.client = client
        self.hook = hook
        (folder / "rules.yaml").write_text(RULES)
        values = {
            "elasticsearch_url": settings.elasticsearch_url,
            "index_prefix": settings.index_prefix,
            "alert_rules": f'["{folder / "rules.yaml"}"]',
            "alert_channels": f'{{"hook": "{hook.url}"}}',
            "alert_send_timeout": "1",
            "alert_lease": "2",
            "log_level": "ERROR",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
        self.environment = inherited | {f"WIREWATCH_{name.upper()}": value for name, value in values.items()}

    async def index(self, number: int, first: int = 0) -> list[str]:
        """Index meetings of as many pairs; returns the ids."""
        client = connect_async(self.settings)
        target = IndexTarget(self.settings.alias("articles"), self.settings.alias("events"), "live")
        results = [
            result(meeting(f"m{n}", f"Actor {n}", "Teodor Vance"), uri=f"urn:fault:{n}")
            for n in range(first, first + number)
        ]
        written = await IndexWriter(client, target, names_of=lambda _: ()).write(results)
        await client.close()
        return [name for each in written if each.indexed for name in each.indexed.event_ids]

    def start(self, event_ids: list[str], die_before: int = 0) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.alert_worker", str(die_before), *event_ids]
        return subprocess.Popen(command, env=self.environment, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE)

    def states(self) -> Counter[str]:
        alias = self.settings.alias("alerts")
        self.client.indices.refresh(index=alias)
        hits = self.client.search(index=alias, size=1000)["hits"]["hits"]
        return Counter(hit["_source"]["wire"]["alert"]["state"] for hit in hits)


@pytest.fixture
def newsroom(endpoints: Endpoints, tmp_path: Path) -> Iterator[Newsroom]:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg] -- pydantic-settings takes it at run time
        elasticsearch_url=endpoints.elasticsearch_url,
        index_prefix=f"fault{os.getpid()}",
    )
    with connect(settings) as client, webhook() as hook:
        list(setup_indices(client, settings))
        yield Newsroom(settings, client, tmp_path, hook)
        client.indices.delete(index=list(client.indices.get(index=f"{settings.index_prefix}-*")))


async def test_killed_before_any_write_the_alert_is_told_and_at_most_once_more_if_marked(newsroom: Newsroom) -> None:
    repeated = []
    for step in range(1, _MOST_STEPS):
        ids = await newsroom.index(1, first=step)
        newsroom.hook.requests.clear()
        died = newsroom.start(ids, die_before=step)
        died.communicate(timeout=60)
        if died.returncode == 0:
            break  # it had fewer steps than this
        assert died.returncode == -signal.SIGKILL
        assert newsroom.start(ids).wait(60) == 0
        bodies = [body["message"] for _, body in newsroom.hook.requests]
        assert len(set(newsroom.hook.keys)) == 1, f"killed before write {step}"
        assert [REPEAT_NOTE in body for body in bodies] in ([False], [False, True], [True]), (
            f"killed before write {step}"
        )
        if len(bodies) == 2:
            repeated.append(step)
    else:
        pytest.fail("the worker never came to its end")
    assert step > 7, "the sweep did not reach the steps of telling"
    assert len(repeated) == 1, f"one window may repeat a message, these did: {repeated}"
    assert newsroom.states() == {"sent": step}


async def test_two_workers_at_once_tell_everything_once(newsroom: Newsroom) -> None:
    ids = await newsroom.index(60)
    workers = [newsroom.start(ids), newsroom.start(ids), newsroom.start(ids)]
    assert [worker.wait(90) for worker in workers] == [0, 0, 0]
    assert Counter(newsroom.hook.keys).most_common(1)[0][1] == 1
    assert len(newsroom.hook.keys) == 60
    assert not any(REPEAT_NOTE in body["message"] for _, body in newsroom.hook.requests)
    assert newsroom.states() == {"sent": 60}


def test_alerts_wait_for_an_elasticsearch_that_is_away_and_are_told_once(world: World) -> None:
    rules = world.folder / "rules.yaml"
    rules.write_text(RULES.replace("[hook]", "[file]").replace("wire.actors", "wire.article.uri"))
    file = world.folder / "alerts.txt"

    def told() -> int:
        return file.read_text().count("fired:") if file.exists() else 0

    worker = world.start(stages="detect+index+alert", alert_rules=f'["{rules}"]', alert_poll=0.2, alert_rate_limit="")
    worker.wait_ready()
    world.publish([article("urn:before", "event:1")])
    until(lambda: told() == 1, 40, "the first alert")
    world.stack.kill("elasticsearch")
    world.publish([article(f"urn:{number}", "event:1") for number in range(10)])
    until(lambda: worker.said("elasticsearch.waited_for"), 30, "the worker to notice")
    world.stack.start("elasticsearch")
    until(lambda: told() >= 11, 90, "all alerts to be told")
    world.wait_until_quiet()
    assert told() == 11
    assert worker.running
