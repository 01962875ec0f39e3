"""The worker on real servers: it starts only where it can work, says how it is, and shares the work."""

import subprocess
import sys
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from kafka.admin import KafkaAdminClient

from streams.kafka_connection import client_options
from streams.wire_record import header
from tests.line_world import World, article, until
from tests.small_detector import event_id

pytestmark = pytest.mark.integration

WIREWATCH = str(Path(sys.executable).with_name("wirewatch"))


def run(world: World, *arguments: str, **overrides: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WIREWATCH, *arguments],
        check=False,
        env=world.environment(**overrides),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_worker_refuses_to_start_without_its_topics_and_names_them(world: World) -> None:
    admin = KafkaAdminClient(**client_options(world.settings))
    admin.delete_topics([world.settings.topic("wire.events")])
    admin.close()
    refused = run(world, "worker", "detect")
    assert refused.returncode == 1
    assert "topics.missing" in refused.stderr
    assert world.settings.topic("wire.events") in refused.stderr
    assert world.settings.topic("wire.articles") not in refused.stderr


def test_a_worker_refuses_to_start_without_a_broker(world: World) -> None:
    refused = run(world, "worker", kafka_bootstrap_servers="127.0.0.1:9")
    assert refused.returncode == 1
    assert "kafka.unreachable" in refused.stderr


def test_faust_has_its_own_command_line(world: World) -> None:
    agents = run(world, "faust", "agents")
    assert agents.returncode == 0, agents.stderr
    for topic in ("wire.articles", "wire.events", "wire.dead-letters"):
        assert world.settings.topic(topic)[:20] in agents.stdout


def test_articles_pass_from_topic_to_topic_into_the_index_and_are_counted(world: World) -> None:
    worker = world.start().wait_ready()
    world.publish([article(f"urn:test:{number}", "event:2") for number in range(10)])
    world.wait_until_quiet()
    assert len(world.article_uris()) == 10
    announced = {each.article.uri: each.event_ids for each in world.indexed()}
    assert announced == {f"urn:test:{n}": [event_id(f"urn:test:{n}", each) for each in range(2)] for n in range(10)}
    for record in world.read("wire.events"):
        assert record.key.decode() in announced
        assert header(record.headers, "ingested") is not None
    metrics = worker.get("/metrics")[1]
    assert 'wirewatch_articles_read_total{language="en",outcome="detected"} 10.0' in metrics
    assert 'wirewatch_articles_indexed_total{outcome="new"} 10.0' in metrics
    assert 'wirewatch_events_total{rule="meeting.verb.meet",type="meeting"} 20.0' in metrics
    assert "wirewatch_searchable_seconds_count 10.0" in metrics
    status, body = until(lambda: (found := worker.get("/healthz"))[1]["partitions"] and found, 10, "the first look")
    assert status == 200
    assert {each["topic"] for each in body["partitions"]} == {
        world.settings.topic(topic) for topic in ("wire.articles", "wire.events", "wire.dead-letters")
    }


def test_the_stages_run_in_processes_of_their_own_too(world: World) -> None:
    detect, index = world.start(stages="detect"), world.start(stages="index")
    detect.wait_ready()
    index.wait_ready()
    world.publish([article("urn:test:1", "event:1"), b"{broken"])
    world.wait_until_quiet()
    assert world.article_uris() == ["urn:test:1"]
    until(lambda: len(world.documents("dead-letters")) == 1, 10, "the dead letter in Elasticsearch")
    assert "wirewatch_articles_indexed_total{" not in detect.get("/metrics")[1]


def test_revisions_go_through_the_line(world: World) -> None:
    world.start().wait_ready()
    uri, other = "urn:test:story", "urn:test:other"
    world.publish(
        [
            article(uri, "event:3"),
            article(uri, "event:1 corrected", minutes=5, version="2"),
            article(uri, "event:2 late", minutes=2, version="1"),
            article(other, "event:2"),
            article(other, "", minutes=9, version=None, pubStatus="canceled"),
            article("urn:test:kept", "event:1"),
        ]
    )
    world.wait_until_quiet()
    assert sorted(world.standing_events()) == sorted([event_id(uri, 0), event_id("urn:test:kept", 0)])
    assert len(world.documents("events")) == 6, "what was taken back is retracted, not deleted"
    # A kill under a uri of its own withdraws the item it names, whichever comes first.
    world.publish([article("urn:test:notice", "withdraws:urn:test:kept", minutes=20, pubStatus="canceled")])
    world.wait_until_quiet()
    assert world.standing_events() == [event_id(uri, 0)]


def test_health_fails_while_elasticsearch_has_no_alias_and_recovers_by_itself(world: World) -> None:
    elastic: Elasticsearch = world.elastic
    alias = world.settings.alias("articles")
    index = next(iter(elastic.indices.get_alias(name=alias)))
    elastic.indices.delete_alias(index=index, name=alias)
    worker = world.start().wait_ready()
    world.publish([article("urn:test:1", "event:1")])
    _, body = until(
        lambda: (found := worker.get("/healthz"))[0] == 503 and found, 20, "health to fail for want of the alias"
    )
    assert [reason["code"] for reason in body["reasons"]] == ["elasticsearch.refused"]
    assert worker.get("/readyz")[0] == 503
    elastic.indices.put_alias(index=index, name=alias, is_write_index=True)
    world.wait_until_quiet()
    assert world.article_uris() == ["urn:test:1"]
    assert elastic.indices.exists_alias(name=alias), "a missing alias must never become an index"
    until(lambda: worker.get("/healthz")[0] == 200, 10, "health to recover")


def test_an_idle_worker_ends_within_seconds(world: World) -> None:
    worker = world.start().wait_ready()
    code, seconds = worker.stop()
    assert code == 0
    assert seconds < 6
