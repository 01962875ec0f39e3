"""Creates the topics of topics.yaml on a broker; what stands is left as its operator made it, and said so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from schemas.errors import Transient
from schemas.topics import TopicSpec
from streams.kafka_connection import open_client
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what set-up did: `created`, `updated`, `unchanged`, or `differs` (left as it is)."""

    action: Literal["created", "updated", "unchanged", "differs", "skipped"]
    what: str
    detail: str = ""


def setup_topics(settings: Settings, specs: Iterable[TopicSpec]) -> Iterator[Change]:
    """Create each missing topic.

    Partitions of an existing topic are not added: keys would move, and the versions of one article could overtake each
    other. Raises Transient(kafka.unreachable).
    """
    admin = open_client(KafkaAdminClient, settings, client_id="wirewatch-setup")
    try:
        standing = set(admin.list_topics())
        for spec in specs:
            name = settings.topic(spec.name)
            if name in standing:
                yield from _compare(admin, name, spec)
            else:
                yield create_topic(admin, name, spec, settings.kafka_replication_factor)
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error
    finally:
        admin.close()


def create_topic(admin: Any, name: str, spec: TopicSpec, replication: int) -> Change:
    """Create the topic `name` as `spec` says, whatever the spec's own name is."""
    topic = NewTopic(name, spec.partitions, replication, topic_configs=spec.config())
    try:
        admin.create_topics([topic], timeout_ms=20_000, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return Change("unchanged", f"topic {name}", "another set-up made it just now")
    retention = "everything" if spec.retention_ms < 0 else f"{spec.retention}"
    return Change("created", f"topic {name}", f"{spec.partitions} partitions, keeps {retention}")


def _compare(admin: Any, name: str, spec: TopicSpec) -> Iterator[Change]:
    described = admin.describe_topics([name])[0]
    partitions = len(described["partitions"])
    differences = [] if partitions == spec.partitions else [f"{partitions} partitions, {spec.partitions} wanted"]
    current = topic_configs(admin, name)
    differences += [
        f"{key} is {current[key]}, {wanted} wanted"
        for key, wanted in spec.config().items()
        if key in current and current[key] != wanted
    ]
    if differences:
        yield Change("differs", f"topic {name}", "left as it is: " + "; ".join(differences))
    else:
        yield Change("unchanged", f"topic {name}")


def topic_configs(admin: Any, name: str) -> dict[str, str]:
    """The configuration of a topic that stands, defaults of the broker included."""
    answer = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)], config_filter="all")
    return {key: str(entry["value"]) for key, entry in answer["topic"][name].items()}
