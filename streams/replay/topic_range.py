"""Which offsets of a topic a replay reads: from the first record of the time range to the ends seen at its start."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from schemas.errors import Invalid, Transient
from streams.generations.record import Offsets, Source
from streams.kafka_connection import open_client
from streams.settings import Settings


@contextmanager
def topic_consumer(settings: Settings, **options: Any) -> Iterator[Any]:
    """A consumer that belongs to no group: it disturbs nobody and commits nothing. Raises Transient, Invalid."""
    consumer = open_client(
        KafkaConsumer,
        settings,
        client_id="wirewatch-replay",
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        **options,
    )
    try:
        yield consumer
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error
    finally:
        consumer.close()


def partitions_of(consumer: Any, settings: Settings, topic: str) -> list[TopicPartition]:
    """Raises Invalid(topics.missing)."""
    found = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
    if not found:
        raise Invalid("topics.missing", f"{topic} on {settings.kafka_bootstrap_servers}")
    return found


def range_offsets(settings: Settings, source: Source) -> tuple[Offsets, Offsets]:
    """First and end offset of every partition.

    Every record before offsets_for_times(start) is older than start, however unsorted the partition is.
    """
    with topic_consumer(settings) as consumer:
        partitions = partitions_of(consumer, settings, source.topic)
        ends = consumer.end_offsets(partitions)
        starts = consumer.beginning_offsets(partitions)
        if source.start is not None:
            found = consumer.offsets_for_times(dict.fromkeys(partitions, source.start))
            starts = {tp: found[tp].offset if found.get(tp) else ends[tp] for tp in partitions}
        return (
            {tp.partition: min(starts[tp], ends[tp]) for tp in partitions},
            {tp.partition: ends[tp] for tp in partitions},
        )


def end_offsets(settings: Settings, topic: str) -> Offsets:
    """Where each partition ends now."""
    with topic_consumer(settings) as consumer:
        ends = consumer.end_offsets(partitions_of(consumer, settings, topic))
        return {tp.partition: end for tp, end in ends.items()}
