"""Workers and servers are killed and starved while articles pass; every article must be accounted for.

Each event must stand exactly once in the index: its id says where it comes from, so duplicates and losses show.
"""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.line_world import Worker, World, article, until
from tests.small_detector import event_id

pytestmark = [pytest.mark.faults, pytest.mark.integration, pytest.mark.timeout(150)]


def stories(number: int, *, prefix: str = "story", text: str = "event:2") -> list[dict[str, Any]]:
    return [article(f"urn:test:{prefix}:{each}", text, minutes=each / 60) for each in range(number)]


def assert_all_accounted_for(world: World, articles: list[dict[str, Any]], events_each: int = 2) -> None:
    world.wait_until_quiet(40)
    uris = [each["uri"] for each in articles]
    assert sorted(world.article_uris()) == sorted(uris)
    expected = sorted(event_id(uri, number) for uri in uris for number in range(events_each))
    assert sorted(world.standing_events()) == expected


@contextmanager
def kept_alive(world: World, **options: Any) -> Iterator[list[Worker]]:
    """Workers one after the other, as a supervisor (systemd, Kubernetes) starts them: again whenever one ends."""
    started = [world.start(**options)]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            if not started[-1].running:
                started.append(world.start(**options))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield started
    finally:
        over.set()
        thread.join()


def test_kill_9_in_mid_batch_loses_and_doubles_nothing(world: World) -> None:
    articles = stories(240)
    world.publish(articles)
    first = world.start(each=0.15)  # a batch takes longer than the second between two commits
    until(lambda: world.indexed_count() > 20, 60, "the first articles in the index")
    time.sleep(1.5)
    first.kill()
    assert world.indexed_count() < len(articles), "the worker was not killed in the middle"
    second = world.start().wait_ready()
    assert second.seconds_between("health.listening", "partitions.assigned") < 6, (
        "a worker of the same slot need not wait until the session of the killed one has timed out"
    )
    assert_all_accounted_for(world, articles)


def test_sigterm_in_mid_batch_ends_within_seconds_and_loses_nothing(world: World) -> None:
    articles = stories(120)
    world.publish(articles)
    worker = world.start(each=0.05)
    until(lambda: world.indexed_count() > 5, 60, "the first articles in the index")
    code, seconds = worker.stop()
    assert code == 0, worker.tail()
    assert seconds < 9
    assert world.indexed_count() < len(articles), "the worker was not stopped in the middle"
    world.start()
    assert_all_accounted_for(world, articles)


def test_a_killed_detector_process_is_replaced_and_loses_nothing(world: World) -> None:
    articles = stories(120)
    worker = world.start(each=0.02).wait_ready()
    world.publish(articles)
    until(lambda: world.indexed_count() > 5, 60, "the first articles in the index")
    children = [int(pid) for pid in os.popen(f"pgrep -P {worker.process.pid} -f multiprocessing.spawn").read().split()]
    assert len(children) == 2
    os.kill(children[0], signal.SIGKILL)
    assert_all_accounted_for(world, articles)
    assert worker.said("detector.replaced")
    assert world.letters() == []


def test_broker_restart(world: World) -> None:
    articles = stories(300)
    with kept_alive(world, each=0.02) as workers:
        workers[0].wait_ready()
        world.publish(articles)
        until(lambda: world.indexed_count() > 10, 60, "the first articles in the index")
        world.stack.kill("kafka")
        time.sleep(3)
        world.stack.start("kafka")
        assert_all_accounted_for(world, articles)


def test_elasticsearch_away_for_20_seconds(world: World) -> None:
    articles = stories(200)
    worker = world.start(each=0.01).wait_ready()
    world.publish(articles[:100])
    until(lambda: world.indexed_count() > 10, 60, "the first articles in the index")
    world.stack.kill("elasticsearch")
    gone = time.monotonic()
    world.publish(articles[100:])
    until(lambda: worker.said("elasticsearch.waited_for"), 30, "the worker to notice")
    time.sleep(max(0, 8 - (time.monotonic() - gone)))
    world.stack.start("elasticsearch")  # takes the rest of the 20 s
    assert time.monotonic() - gone > 15
    assert_all_accounted_for(world, articles)
    assert worker.running
    assert world.letters() == []


def test_elasticsearch_answers_429_for_a_while(world: World) -> None:
    articles = stories(100)
    events = world.settings.alias("events")
    # What Elasticsearch itself does when a disk runs full: writes are answered with 429 until there is room again.
    world.elastic.indices.put_settings(index=events, settings={"index.blocks.read_only_allow_delete": True})
    worker = world.start().wait_ready()
    world.publish(articles)
    until(lambda: len(worker.said("elasticsearch.waited_for")) >= 4, 40, "a few retries")
    assert "429" in worker.said("elasticsearch.waited_for")[0]["error"]["message"]
    assert world.article_uris() == [], "an article may stand only after its events"
    world.elastic.indices.put_settings(index=events, settings={"index.blocks.read_only_allow_delete": None})
    assert_all_accounted_for(world, articles)
    assert world.letters() == []
    assert "wirewatch_bulk_retries_total" in worker.get("/metrics")[1]


def test_poisonous_articles_become_dead_letters_and_the_others_pass(world: World) -> None:
    articles = stories(60)
    poison = {
        "urn:test:kills": article("urn:test:kills", "event:1 kill"),
        "urn:test:hangs": article("urn:test:hangs", "event:1 hang"),
        "urn:test:bug": article("urn:test:bug", "event:1 bug"),
    }
    broken = [
        b"\xff\xfe not even text",
        b'["a list"]',
        b'{"uri": "urn:test:naive", "versionCreated": "2031-05-04T12:00:00"}',
    ]
    world.publish([*articles[:30], *poison.values(), *broken, *articles[30:]])
    worker = world.start(detect_timeout=2).wait_ready()
    assert_all_accounted_for(world, articles)
    codes = Counter(stored.letter.error_code for stored in world.letters() if stored.letter)
    assert codes == {"detect.poison": 3, "article.undecodable": 2, "article.naive-time": 1}
    for stored in world.letters():
        if stored.key is not None:
            assert json.loads(stored.value) == poison[stored.key.decode()], "the original bytes"
    until(lambda: len(world.documents("dead-letters")) == 6, 15, "the dead letters in Elasticsearch")
    assert worker.get("/healthz")[0] == 200


def test_a_rebalance_between_two_workers(world: World) -> None:
    articles = stories(400)
    one = world.start(slot="one", each=0.01).wait_ready()
    world.publish(articles[:200])
    until(lambda: world.indexed_count() > 10, 60, "the first articles in the index")
    two = world.start(slot="two", each=0.01).wait_ready()
    world.publish(articles[200:])
    until(lambda: two.said("partitions.assigned") and world.indexed_count() > 220, 60, "both workers at work")
    two.kill()  # its partitions come back to the first worker once its session has timed out
    assert_all_accounted_for(world, articles)
    assert one.running
    assert len(one.said("partitions.assigned")) >= 3


def test_a_flood_of_dead_letters_stops_the_worker_and_commits_nothing_more(world: World) -> None:
    good = stories(10)
    world.publish(good)
    worker = world.start(dead_letter_limit=20).wait_ready()
    assert_all_accounted_for(world, good)
    world.publish(b"{broken" for _ in range(200))
    assert worker.process.wait(40) == 65, worker.tail()
    assert len(world.letters()) <= 20
    assert "dead-letters.flood" in worker.tail()
    again = world.start(dead_letter_limit=20)  # as a supervisor would
    assert again.process.wait(40) == 65, again.tail()
    assert len(world.letters()) <= 20, "starting again must not drain the topic bit by bit"
    assert (world.lag() or 0) >= 180, "what was not dead-lettered is still to be dealt with"
