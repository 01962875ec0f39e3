"""How many records of each topic a consumer group has yet to deal with."""

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec
from kafka.errors import KafkaError

from schemas.errors import Transient
from streams.kafka_connection import client_options
from streams.settings import Settings


def waiting_records(settings: Settings, topics: list[str]) -> dict[str, int]:
    """Topic -> records after the group's committed offset. Raises Transient(kafka.unreachable).

    A topic that the group never committed on counts in full.
    """
    group = settings.topic(settings.kafka_group)
    try:
        admin = KafkaAdminClient(**client_options(settings), client_id="wirewatch-lag")
        try:
            described = admin.describe_topics(topics)
            partitions = [
                TopicPartition(topic["name"], partition["partition_index"])
                for topic in described
                for partition in topic["partitions"]
            ]
            ends = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
            starts = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.EARLIEST))
            committed = admin.list_group_offsets(group).get(group, {})
        finally:
            admin.close()
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error
    waiting = dict.fromkeys(topics, 0)
    for partition in partitions:
        done = committed[partition].offset if partition in committed else -1
        waiting[partition.topic] += max(0, ends[partition].offset - max(done, starts[partition].offset))
    return waiting
