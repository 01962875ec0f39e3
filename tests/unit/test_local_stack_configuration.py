"""What the two servers are told: 127.0.0.1 only, small heaps, large records, their own folders."""

import os
from pathlib import Path

import pytest
import yaml

from deploy.local import StackError, elasticsearch_server
from deploy.local.artifacts import Artifacts
from deploy.local.elasticsearch_server import ElasticsearchServer
from deploy.local.java import Java
from deploy.local.kafka_server import KafkaServer
from deploy.local.server import Server

SHIPPED_OPTIONS = """\
-XX:+UseG1GC
-Djava.io.tmpdir=${ES_TMPDIR}
20-:--add-modules=jdk.incubator.vector
-XX:+HeapDumpOnOutOfMemoryError
-XX:+ExitOnOutOfMemoryError
-Xlog:gc*,gc+age=trace,safepoint:file=gc.log:utctime,level,pid,tags:filecount=32,filesize=64m
"""


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    home = tmp_path / "elasticsearch-home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "jvm.options").write_text(SHIPPED_OPTIONS)
    return Artifacts(kafka_jars=tmp_path / "jars", elasticsearch_home=home)


def java(*modules: str) -> Java:
    return Java(Path("/java/bin/java"), Path("/java"), 25, frozenset(modules))


def placed(server: Server) -> None:
    server.port, server.inner_port = 20_001, 20_002
    server.folder.mkdir(parents=True)


def test_a_brokers_listeners_are_on_the_loopback_address_alone(tmp_path: Path) -> None:
    kafka = KafkaServer(tmp_path)
    placed(kafka)
    lines = kafka.properties(tmp_path / "data").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert settings["listeners"] == "PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002"
    assert settings["advertised.listeners"] == "PLAINTEXT://127.0.0.1:20001"
    assert settings["auto.create.topics.enable"] == "false"
    assert settings["message.max.bytes"] == settings["replica.fetch.max.bytes"] == str(4 * 1024 * 1024)


def test_a_brokers_storage_that_exists_is_not_formatted_again(artifacts: Artifacts, tmp_path: Path) -> None:
    kafka = KafkaServer(tmp_path)
    placed(kafka)
    (kafka.folder / "data").mkdir()
    (kafka.folder / "data" / "meta.properties").touch()
    launch = kafka.prepare(artifacts, java())  # would fail: there is no /java/bin/java to format with
    assert launch.command[-2:] == ["kafka.Kafka", str(kafka.folder / "server.properties")]
    assert "-Xmx256m" in launch.command


def test_elasticsearch_listens_on_the_loopback_address_and_keeps_to_its_folder(
    artifacts: Artifacts, tmp_path: Path
) -> None:
    server = ElasticsearchServer(tmp_path / 'a "state" folder')
    placed(server)
    server.prepare(artifacts, java())
    settings = yaml.safe_load((server.folder / "config" / "elasticsearch.yml").read_text())
    assert settings["network.host"] == "127.0.0.1"
    assert (settings["http.port"], settings["transport.port"]) == (20_001, 20_002)
    assert settings["path.data"] == str(server.folder / "data")
    assert settings["xpack.security.enabled"] is False


@pytest.mark.parametrize(("modules", "kept"), [((), False), (("jdk.incubator.vector",), True)])
def test_the_vector_module_is_asked_for_only_where_the_java_has_it(
    artifacts: Artifacts, tmp_path: Path, modules: tuple[str, ...], kept: bool
) -> None:
    server = ElasticsearchServer(tmp_path)
    placed(server)
    server.prepare(artifacts, java(*modules))
    options = (server.folder / "config" / "jvm.options").read_text().splitlines()
    assert ("20-:--add-modules=jdk.incubator.vector" in options) is kept
    assert {"-Xmx512m", "-XX:+ExitOnOutOfMemoryError"} <= set(options)
    assert not any("gc.log" in option or "HeapDump" in option for option in options)


STEPS_DOWN = [
    pytest.param(1000, (), "/java/bin/java", id="an ordinary user has nothing to step down from"),
    pytest.param(0, ("unshare", "setpriv"), "unshare", id="root in a user namespace"),
    pytest.param(0, ("setpriv",), "setpriv", id="root as nobody where there are no user namespaces"),
]


@pytest.fixture
def placed_elasticsearch(tmp_path: Path) -> ElasticsearchServer:
    server = ElasticsearchServer(tmp_path)
    placed(server)
    return server


@pytest.mark.parametrize(("uid", "allowed", "program"), STEPS_DOWN)
def test_elasticsearch_never_sees_root(
    placed_elasticsearch: ElasticsearchServer, artifacts: Artifacts, uid: int, allowed: tuple[str, ...], program: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: uid)
        patch.setattr(elasticsearch_server, "_succeeds", lambda command: command[0] in allowed)
        assert placed_elasticsearch.prepare(artifacts, java()).command[0] == program


def test_root_without_a_way_to_step_down_is_told_so(
    placed_elasticsearch: ElasticsearchServer, artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(elasticsearch_server, "_succeeds", lambda _: False)
    with pytest.raises(StackError, match="run wirewatch as an ordinary user"):
        placed_elasticsearch.prepare(artifacts, java())
