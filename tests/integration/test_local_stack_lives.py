"""The local stack on real servers: it starts, keeps its data, and survives what the fault tests do to it."""

import http.client
import json
import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from deploy.local import Endpoints, LocalStack

pytestmark = pytest.mark.integration


def call(endpoints: Endpoints, method: str, path: str, body: object = None, limit: float = 30) -> dict[str, object]:
    connection = http.client.HTTPConnection(urlsplit(endpoints.elasticsearch_url).netloc, timeout=limit)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"})
        answer: dict[str, object] = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return answer


def create_topic(endpoints: Endpoints, name: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=endpoints.kafka_bootstrap)
    try:
        admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    finally:
        admin.close()


def send(endpoints: Endpoints, topic: str, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=endpoints.kafka_bootstrap, acks="all", max_request_size=4_194_304)
    try:
        producer.send(topic, value).get(timeout=30)
    finally:
        producer.close()


def read_all(endpoints: Endpoints, topic: str) -> list[bytes]:
    """Read what the topic's one partition holds now."""
    partition = TopicPartition(topic, 0)
    consumer = KafkaConsumer(bootstrap_servers=endpoints.kafka_bootstrap, consumer_timeout_ms=20_000)
    try:
        consumer.assign([partition])
        consumer.seek_to_beginning(partition)
        end = consumer.end_offsets([partition])[partition]
        values: list[bytes] = []
        while consumer.position(partition) < end:
            values.append(next(consumer).value)
        return values
    finally:
        consumer.close()


@pytest.fixture
def topic(endpoints: Endpoints) -> Iterator[str]:
    name = f"stack-test-{time.time_ns()}"
    create_topic(endpoints, name)
    yield name
    admin = KafkaAdminClient(bootstrap_servers=endpoints.kafka_bootstrap)
    admin.delete_topics([name])
    admin.close()


def test_both_servers_say_that_they_are_well(stack: LocalStack, endpoints: Endpoints) -> None:
    assert [(server.name, server.state, server.healthy) for server in stack.status()] == [
        ("kafka", "running", True),
        ("elasticsearch", "running", True),
    ]


def test_up_again_changes_nothing_and_says_so(stack: LocalStack, endpoints: Endpoints) -> None:
    before = [server.pids for server in stack.status()]
    said: list[str] = []
    assert stack.up(said.append) == endpoints
    assert [server.pids for server in stack.status()] == before
    assert sum("already running" in line for line in said) == 2


def test_a_record_of_three_megabytes_passes(endpoints: Endpoints, topic: str) -> None:
    value = os.urandom(3 * 1024 * 1024)
    send(endpoints, topic, value)
    assert read_all(endpoints, topic) == [value]


def test_a_killed_broker_comes_back_on_its_port_with_its_records(
    stack: LocalStack, endpoints: Endpoints, topic: str
) -> None:
    send(endpoints, topic, b"before")
    stack.kill("kafka")
    assert [server.state for server in stack.status()] == ["stopped", "running"]
    stack.start("kafka")
    assert stack.endpoints == endpoints
    send(endpoints, topic, b"after")
    assert read_all(endpoints, topic) == [b"before", b"after"]


def test_a_paused_elasticsearch_answers_nobody_until_it_goes_on(stack: LocalStack, endpoints: Endpoints) -> None:
    stack.pause("elasticsearch")
    try:
        assert stack.status(limit=1)[1].state == "paused"
        with pytest.raises(TimeoutError):
            call(endpoints, "GET", "/_cluster/health", limit=1)
    finally:
        stack.resume("elasticsearch")
    assert call(endpoints, "GET", "/_cluster/health")["timed_out"] is False


def test_records_and_documents_survive_down_and_up(stack: LocalStack, endpoints: Endpoints, topic: str) -> None:
    send(endpoints, topic, b"kept")
    index = topic
    call(endpoints, "PUT", f"/{index}/_doc/1?refresh=true", {"said": "kept"})
    stack.down()
    assert [server.state for server in stack.status()] == ["stopped", "stopped"]
    assert stack.up() == endpoints
    assert read_all(endpoints, topic) == [b"kept"]
    assert call(endpoints, "GET", f"/{index}/_doc/1")["_source"] == {"said": "kept"}
    call(endpoints, "DELETE", f"/{index}")
