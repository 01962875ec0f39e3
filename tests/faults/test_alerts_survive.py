"""Kill -9 between any two steps of telling, and two workers at once: nothing is forgotten, nothing is told twice.

The one exception is named: killed after a channel took a message and before that could be written down. Then the
message comes a second time, with the same key, and says that it may be a repetition.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from email.message import Message
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
from tests.receivers import Hook, Mailbox, mail_server, webhook

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(600)]

RULES = """
rules:
  - {id: meetings, title: Any meeting, query: 'wire.type: meeting', group_by: [wire.actors], notify: [hook, mail]}
"""
_MOST_STEPS = 40


class Newsroom:
    """One line's indices and rules, a webhook, a mail server, and worker processes."""

    def __init__(self, settings: Settings, client: Elasticsearch, folder: Path, hook: Hook, mailbox: Mailbox) -> None:
        self.settings = settings
        self.client = client
        self.hook = hook
        self.mailbox = mailbox
        self.rules = folder / "rules.yaml"
        self.rules.write_text(RULES)
        values = {
            "elasticsearch_url": settings.elasticsearch_url,
            "index_prefix": settings.index_prefix,
            "alert_rules": f'["{self.rules}"]',
            "alert_channels": json.dumps({"hook": hook.url, "mail": mailbox.url}),
            "alert_send_timeout": "2.5",
            "alert_lease": "5",
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

    def forget(self) -> None:
        self.hook.requests.clear()
        self.mailbox.mails.clear()

    def told(self) -> dict[str, list[tuple[str, bool]]]:
        """For each channel (key, whether it says that it may be a repetition) of the messages that it got."""
        hooks = [(headers["Idempotency-Key"], REPEAT_NOTE in body["message"]) for headers, body in self.hook.requests]
        mails = [(str(mail["Message-ID"]), REPEAT_NOTE in text_of(mail)) for mail in self.mailbox.mails]
        return {"hook": hooks, "mail": mails}

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
    with connect(settings) as client, webhook() as hook, mail_server() as mailbox:
        list(setup_indices(client, settings))
        yield Newsroom(settings, client, tmp_path, hook, mailbox)
        client.indices.delete(index=list(client.indices.get(index=f"{settings.index_prefix}-*")))


@pytest.mark.parametrize("channel", ["hook", "mail"])
async def test_killed_before_any_write_the_alert_is_told_and_at_most_once_more_if_marked(
    newsroom: Newsroom, channel: str
) -> None:
    newsroom.rules.write_text(RULES.replace("[hook, mail]", f"[{channel}]"))
    repeated = Counter[str]()
    for step in range(1, _MOST_STEPS):
        ids = await newsroom.index(1, first=step)
        newsroom.forget()
        died = newsroom.start(ids, die_before=step)
        died.communicate(timeout=90)
        if died.returncode == 0:
            break  # it had fewer steps than this
        assert died.returncode == -signal.SIGKILL
        assert newsroom.start(ids).wait(90) == 0
        repeated += told_once_or_marked(newsroom, f"killed before write {step}", [channel])
    else:
        pytest.fail("the worker never came to its end")
    assert step > 7, "the sweep did not reach the steps of telling"
    assert repeated == {channel: 1}, "there is one window in which a message may repeat"
    assert newsroom.states() == {"sent": step}


async def test_killed_while_another_works_everything_is_told_and_repeated_only_if_marked(newsroom: Newsroom) -> None:
    for step in (3, 6, 9, 12):
        ids = await newsroom.index(3, first=100 * step)
        newsroom.forget()
        dying, living = newsroom.start(ids, die_before=step), newsroom.start(ids)
        dying.communicate(timeout=90)
        assert living.wait(90) == 0
        told_once_or_marked(newsroom, f"one of two killed before write {step}", ["hook", "mail"], messages=3)
    assert newsroom.states() == {"sent": 3 * 4}


def told_once_or_marked(newsroom: Newsroom, when: str, channels: list[str], messages: int = 1) -> Counter[str]:
    """Check that each channel got each message, again only under the same key and said so; returns what came twice."""
    repeated = Counter[str]()
    for channel in channels:
        told = newsroom.told()[channel]
        notes: dict[str, list[bool]] = {}
        for key, marked in told:
            notes.setdefault(key, []).append(marked)
        assert len(notes) == messages, f"{when}: {channel} got {len(notes)} messages"
        assert all(some in ([False], [False, True], [True]) for some in notes.values()), f"{when}: {channel} {notes}"
        repeated[channel] += sum(len(some) == 2 for some in notes.values())
    return repeated


def text_of(mail: Message) -> str:
    payloads = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "text/plain"]
    return "".join(payload.decode() for payload in payloads if isinstance(payload, bytes))


async def test_three_workers_at_once_tell_everything_once(newsroom: Newsroom) -> None:
    ids = await newsroom.index(40)
    workers = [newsroom.start(ids), newsroom.start(ids), newsroom.start(ids)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    for channel, told in newsroom.told().items():
        assert len(told) == len({key for key, _ in told}) == 40, channel
        assert not any(marked for _, marked in told), channel
    assert newsroom.states() == {"sent": 40}


def test_alerts_wait_for_an_elasticsearch_that_is_away_and_are_told_once(world: World) -> None:
    rules = world.folder / "rules.yaml"
    rules.write_text(RULES.replace("[hook, mail]", "[file]").replace("wire.actors", "wire.article.uri"))
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
