"""The topic into which an archive is imported: made where it is missing, refused where it would lose records."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError
from msgspec.structs import replace

from schemas.errors import Invalid, Transient
from schemas.topics import TopicSpec, load_topics
from streams.archive.manifest import Manifest
from streams.kafka_connection import open_client
from streams.settings import Settings
from streams.topics_setup import create_topic, topic_configs

_LIKE = "wire.articles"


def ready_topic(settings: Settings, topic: str, manifest: Manifest) -> bool:
    """See that `topic` (its full name) can take the archive; True if it was missing and has been made.

    A topic of topics.yaml is made as that says; any other like wire.articles, with as many partitions as the archive
    has, so that each record goes back to its own. Raises Invalid(topics.unfit) or Transient(kafka.unreachable).
    """
    admin = open_client(KafkaAdminClient, settings, client_id="wirewatch-archive")
    try:
        if topic not in admin.list_topics():
            spec = _spec(settings, topic, manifest)
            if reason := unfit(spec.config(), manifest, now_ms=int(time.time() * 1000)):
                raise Invalid("topics.unfit", f"{topic} would be made as topics.yaml says, but {reason}")
            create_topic(admin, topic, spec, settings.kafka_replication_factor)
            return True
        if reason := unfit(topic_configs(admin, topic), manifest, now_ms=int(time.time() * 1000)):
            raise Invalid("topics.unfit", f"{topic}: {reason}")
        return False
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error
    finally:
        admin.close()


def unfit(config: Mapping[str, str], manifest: Manifest, *, now_ms: int) -> str | None:
    """Why a topic of this configuration would lose records of the archive or their news time; None if it would not."""
    if config.get("message.timestamp.type") == "LogAppendTime":
        return "it gives records the time of their arrival (message.timestamp.type), and news time would be lost"
    if "compact" in config.get("cleanup.policy", ""):
        return "it keeps only the last record of a key (cleanup.policy), and earlier versions would be lost"
    retention = int(config.get("retention.ms", "-1"))
    if retention >= 0 and manifest.records and (manifest.earliest or 0) < now_ms - retention:
        oldest = datetime.fromtimestamp((manifest.earliest or 0) / 1000, UTC)
        return f"it keeps {retention} ms (retention.ms), and would delete news from {oldest:%Y-%m-%d} as it arrives"
    return None


def _spec(settings: Settings, topic: str, manifest: Manifest) -> TopicSpec:
    specs = {settings.topic(spec.name): spec for spec in load_topics()}
    if topic in specs:
        return specs[topic]
    return replace(specs[settings.topic(_LIKE)], partitions=max(manifest.ends, default=0) + 1)
