"""A topic to files and back on a real broker: nothing is lost or doubled, and damage is refused."""

import json
import random
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from schemas.errors import Invalid
from schemas.topics import load_topics
from streams.archive.exporting import export_topic
from streams.archive.importing import ARCHIVED_FROM, import_archive
from streams.archive.manifest import read_manifest, verify
from streams.generations.record import Source
from streams.kafka_connection import client_options
from streams.topics_setup import topic_configs
from tests.commands import wirewatch
from tests.line_world import World, article
from tests.replays import contents, replayed, source

pytestmark = pytest.mark.integration


@pytest.fixture
def world(topics_world: World) -> World:
    """A line whose topics alone are of interest."""
    return topics_world


Identity = tuple[int, bytes | None, bytes | None]


def _publish(world: World, count: int = 120) -> None:
    """Articles, rubbish, and one record twice, as a producer that is not idempotent sends it."""
    news: list[dict[str, Any] | bytes] = [
        article(f"urn:{number % 50}", f"event:{number % 3} größer", minutes=number, version=str(number))
        for number in range(count)
    ]
    world.publish([*news, news[7], b"\xff\x00 rubbish", b"{}"])


def _topic(world: World, name: str, partitions: int) -> str:
    """A topic made as `wirewatch setup` makes wire.articles, so that it takes news of any time."""
    full = world.settings.topic(name)
    config = next(spec.config() for spec in load_topics() if spec.name == "wire.articles")
    admin = KafkaAdminClient(**client_options(world.settings))
    admin.create_topics([NewTopic(full, partitions, 1, topic_configs=config)], wait_for_metadata=True)
    admin.close()
    return full


def _exported(world: World, folder: Path, *, topic: str | None = None) -> Path:
    export_topic(world.settings, Source(topic=topic) if topic else source(world.settings), folder)
    return folder


def _records(world: World, name: str) -> list[Any]:
    return world.read(name)


def _identities(world: World, name: str) -> Counter[Identity]:
    return Counter((record.timestamp, record.key, record.value) for record in _records(world, name))


def test_an_archive_holds_every_record_and_an_import_gives_it_back_where_it_was(world: World, tmp_path: Path) -> None:
    _publish(world)
    manifest = export_topic(world.settings, source(world.settings), tmp_path / "a", file_bytes=2000)
    assert manifest.records == 123
    assert len(manifest.files) > 8
    assert verify(tmp_path / "a").digest == manifest.sealed().digest
    copy = _topic(world, "wire.copy", 6)
    imported = import_archive(world.settings, tmp_path / "a", copy)
    assert (imported.sent, imported.present) == (123, 0)
    assert _identities(world, "wire.copy") == _identities(world, "wire.articles")
    before, after = _records(world, "wire.articles"), _records(world, "wire.copy")
    by_partition = [(record.partition, record.key, record.value) for record in before]
    assert [(record.partition, record.key, record.value) for record in after] == by_partition
    assert dict(after[0].headers)[ARCHIVED_FROM].startswith(world.settings.topic("wire.articles").encode() + b"/")


def test_a_topic_that_is_missing_is_made_like_that_of_articles_with_the_partitions_of_the_archive(
    world: World, tmp_path: Path
) -> None:
    old = _topic(world, "wire.old", 4)
    _publish(world)
    import_archive(world.settings, _exported(world, tmp_path / "a"), old)
    four = _exported(world, tmp_path / "b", topic=old)
    history = world.settings.topic("history.articles")
    assert import_archive(world.settings, four, history).created
    assert not import_archive(world.settings, four, history).created
    assert _identities(world, "history.articles") == _identities(world, "wire.articles")
    homes = {(record.partition, record.key, record.value) for record in _records(world, "history.articles")}
    assert homes == {(record.partition, record.key, record.value) for record in _records(world, "wire.old")}
    with closing(KafkaAdminClient(**client_options(world.settings))) as admin:
        assert len(admin.describe_topics([history])[0]["partitions"]) == 4
        config = topic_configs(admin, history)
    wanted = next(spec.config() for spec in load_topics() if spec.name == "wire.articles")
    assert {key: config[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("retention.ms", "86400000"),
        ("message.timestamp.type", "LogAppendTime"),
        ("cleanup.policy", "compact"),
    ],
)
def test_a_topic_that_would_lose_old_news_is_refused_and_nothing_is_sent(
    world: World, tmp_path: Path, key: str, value: str
) -> None:
    created = datetime(2018, 11, 12, tzinfo=UTC).isoformat()
    world.publish([{**article("urn:old", "text"), "versionCreated": created}])
    folder = _exported(world, tmp_path / "a")
    name = world.settings.topic("forgets")
    with closing(KafkaAdminClient(**client_options(world.settings))) as admin:
        admin.create_topics([NewTopic(name, 6, 1, topic_configs={key: value})], wait_for_metadata=True)
    with pytest.raises(Invalid, match=rf"topics\.unfit.*{key}"):
        import_archive(world.settings, folder, name)
    assert _records(world, "forgets") == []


def test_a_topic_that_keeps_its_records_long_enough_is_not_refused(world: World, tmp_path: Path) -> None:
    _publish(world)  # news of 2031
    folder = tmp_path / "a"
    export_topic(world.settings, source(world.settings, 0, 100), folder)
    name = world.settings.topic("recent")
    with closing(KafkaAdminClient(**client_options(world.settings))) as admin:
        config = {"retention.ms": "86400000", "message.timestamp.after.max.ms": str(2**63 - 1)}
        admin.create_topics([NewTopic(name, 6, 1, topic_configs=config)], wait_for_metadata=True)
    assert import_archive(world.settings, folder, name).sent > 50


def test_an_import_done_again_or_into_the_topic_itself_sends_nothing(world: World, tmp_path: Path) -> None:
    _publish(world)
    export_topic(world.settings, source(world.settings), tmp_path / "a")
    before = _identities(world, "wire.articles")
    again = import_archive(world.settings, tmp_path / "a", world.settings.topic("wire.articles"))
    assert (again.sent, again.present) == (0, 123)
    assert _identities(world, "wire.articles") == before
    copy = _topic(world, "wire.copy", 6)
    import_archive(world.settings, tmp_path / "a", copy)
    assert import_archive(world.settings, tmp_path / "a", copy).sent == 0


def test_an_import_that_was_interrupted_is_finished_by_the_next(world: World, tmp_path: Path) -> None:
    _publish(world)
    export_topic(world.settings, source(world.settings), tmp_path / "a")
    copy = _topic(world, "wire.copy", 6)
    producer = KafkaProducer(**client_options(world.settings))
    for record in _records(world, "wire.articles")[:40]:
        producer.send(copy, record.value, key=record.key, partition=record.partition, timestamp_ms=record.timestamp)
    producer.close()
    done = import_archive(world.settings, tmp_path / "a", copy)
    assert (done.sent, done.present) == (83, 40)
    assert _identities(world, "wire.copy") == _identities(world, "wire.articles")


def test_into_another_number_of_partitions_versions_of_one_article_stay_together(world: World, tmp_path: Path) -> None:
    _publish(world)
    export_topic(world.settings, source(world.settings), tmp_path / "a")
    copy = _topic(world, "wire.copy", 3)
    import_archive(world.settings, tmp_path / "a", copy)
    assert import_archive(world.settings, tmp_path / "a", copy).sent == 0
    assert _identities(world, "wire.copy") == _identities(world, "wire.articles")
    homes: dict[bytes, set[int]] = {}
    for record in _records(world, "wire.copy"):
        if record.key:
            homes.setdefault(record.key, set()).add(record.partition)
    assert {len(partitions) for partitions in homes.values()} == {1}


def test_only_the_range_is_exported(world: World, tmp_path: Path) -> None:
    world.publish([article(f"urn:{number}", "text", minutes=number) for number in range(60)])
    manifest = export_topic(world.settings, source(world.settings, 10, 25), tmp_path / "a")
    assert manifest.records == 15
    assert manifest.latest
    assert manifest.earliest
    assert manifest.latest - manifest.earliest == 14 * 60_000


async def test_history_that_the_broker_has_forgotten_is_replayed_from_its_archive(
    news_world: World, tmp_path: Path
) -> None:
    world = news_world
    _publish(world)
    export_topic(world.settings, source(world.settings), tmp_path / "a")
    await replayed(world.settings, "first", source(world.settings))
    copy = _topic(world, "wire.history", 6)
    import_archive(world.settings, tmp_path / "a", copy)
    await replayed(world.settings, "from-archive", Source(topic=copy))
    assert contents(world.elastic, world.settings, "events", "from-archive") == contents(
        world.elastic, world.settings, "events", "first"
    )


@pytest.mark.parametrize("damage", ["flip", "cut", "missing", "manifest", "count"])
def test_a_damaged_archive_is_refused_and_nothing_of_it_is_sent(world: World, tmp_path: Path, damage: str) -> None:
    _publish(world)
    folder = tmp_path / "a"
    export_topic(world.settings, source(world.settings), folder, file_bytes=4000)
    victim = folder / read_manifest(folder).files[-1].name
    raw = bytearray(victim.read_bytes())
    if damage == "flip":
        raw[random.Random(3).randrange(len(raw))] ^= 0x10
        victim.write_bytes(raw)
    elif damage == "cut":
        victim.write_bytes(raw[:-9])
    elif damage == "missing":
        victim.unlink()
    else:
        path = folder / "manifest.json"
        changed = json.loads(path.read_text())
        if damage == "count":
            changed["records"] += 1
        else:
            changed["topic"] = "other"
        path.write_text(json.dumps(changed))
    copy = _topic(world, "wire.copy", 6)
    with pytest.raises(Invalid, match=r"archive\.damaged"):
        import_archive(world.settings, folder, copy)
    assert _records(world, "wire.copy") == []


def test_an_export_that_was_interrupted_is_no_archive(world: World, tmp_path: Path) -> None:
    _publish(world)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_topic(world.settings, source(world.settings), tmp_path / "a", on_record=die)
    with pytest.raises(Invalid, match=r"archive\.invalid"):
        verify(tmp_path / "a")
    assert list((tmp_path / "a").iterdir()) == []


def test_the_commands_export_verify_and_import(world: World, tmp_path: Path) -> None:
    _publish(world)

    command = partial(wirewatch, world.environment(), "archive")

    folder = str(tmp_path / "a")
    assert json.loads(command("export", folder).stdout)["records"] == 123
    again = command("export", folder)
    assert (again.returncode, "archive.invalid" in again.stderr) == (1, True)
    assert json.loads(command("verify", folder).stdout)["records"] == 123
    assert json.loads(command("import", folder).stdout) == {
        "topic": world.settings.topic("wire.articles"),
        "created": False,
        "sent": 0,
        "present": 123,
    }
    history = json.loads(command("import", folder, "--topic", "history.articles").stdout)
    assert (history["topic"], history["created"], history["sent"]) == (
        world.settings.topic("history.articles"),
        True,
        123,
    )
    next((tmp_path / "a").glob("*.zst")).write_bytes(b"")
    broken = command("verify", folder)
    assert (broken.returncode, "archive.damaged" in broken.stderr) == (1, True)
