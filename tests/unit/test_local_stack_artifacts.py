"""Fetching the servers: by the user's own mvn, checked against pinned checksums, kept whole or not at all.

A small shell script stands for `mvn`; it "downloads" what the test laid out for it.
"""

import hashlib
import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deploy.local import StackError, artifacts, maven
from deploy.local.artifacts import ELASTICSEARCH_VERSION, KAFKA_VERSION, default_cache_dir, fetch, pinned_checksums

ZIP = f"elasticsearch-{ELASTICSEARCH_VERSION}.zip"
JAR = f"kafka_2.13-{KAFKA_VERSION}.jar"


class Remote:
    """What the pretended mvn brings, and how often it ran."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "remote"
        self.calls = folder / "calls"
        self.files.mkdir()
        (self.files / JAR).write_bytes(b"a broker")
        with zipfile.ZipFile(self.files / ZIP, "w") as archive:
            archive.writestr(f"elasticsearch-{ELASTICSEARCH_VERSION}/config/jvm.options", "-Xms1g\n")
        binaries = folder / "bin"
        binaries.mkdir()
        script = binaries / "mvn"
        script.write_text(
            f"""#!/bin/sh
echo called >> {self.calls}
for argument; do case $argument in -DoutputDirectory=*) out=${{argument#*=}};; esac; done
printf 'Progress (1): 0.5/99 MB\\rProgress (1): 99 MB\\r\\n'
echo "Downloaded from central: https://mirror.invalid/x/{ZIP} (99 MB at 20 MB/s)"
if [ -e {self.files}/fail ]; then echo "[ERROR] Could not transfer artifact"; exit 1; fi
mkdir -p "$out" && cp {self.files}/* "$out"
"""
        )
        script.chmod(0o755)
        self.path = f"{binaries}{os.pathsep}/usr/bin{os.pathsep}/bin"

    def pins(self) -> dict[str, str]:
        return {path.name: hashlib.sha512(path.read_bytes()).hexdigest() for path in self.files.iterdir()}

    def count(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remote:
    remote = Remote(tmp_path)
    monkeypatch.setenv("PATH", remote.path)
    pins = remote.pins()
    monkeypatch.setattr(artifacts, "pinned_checksums", lambda: pins)
    return remote


def silent(_: str) -> None:
    pass


def test_files_are_fetched_once_and_then_taken_from_the_cache(remote: Remote, tmp_path: Path) -> None:
    found = fetch(tmp_path / "cache", silent)
    assert (found.kafka_jars / JAR).read_bytes() == b"a broker"
    assert (found.elasticsearch_home / "config" / "jvm.options").exists()
    assert fetch(tmp_path / "cache", silent) == found
    assert remote.count() == 1


def test_progress_names_what_comes_but_not_from_which_host(remote: Remote, tmp_path: Path) -> None:
    said: list[str] = []
    fetch(tmp_path / "cache", said.append)
    assert f"  {ZIP} (99 MB)" in said
    assert not any("invalid" in line for line in said)


def test_a_file_that_differs_from_its_pin_is_refused_and_leaves_nothing_behind(remote: Remote, tmp_path: Path) -> None:
    (remote.files / JAR).write_bytes(b"something else")
    with pytest.raises(StackError, match=rf"differ from their pinned checksum: {JAR}"):
        fetch(tmp_path / "cache", silent)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]


def test_a_missing_file_and_one_that_came_unasked_are_refused(remote: Remote, tmp_path: Path) -> None:
    (remote.files / JAR).rename(remote.files / "other.jar")
    with pytest.raises(StackError, match=f"are missing: {JAR}"):
        fetch(tmp_path / "cache", silent)
    (remote.files / JAR).write_bytes(b"a broker")
    with pytest.raises(StackError, match=r"came unasked: other\.jar"):
        fetch(tmp_path / "cache", silent)


@pytest.mark.parametrize("damage", [JAR, "extra.jar"])
def test_a_cache_that_was_tampered_with_is_fetched_anew(remote: Remote, tmp_path: Path, damage: str) -> None:
    found = fetch(tmp_path / "cache", silent)
    (found.kafka_jars / damage).write_bytes(b"tampered")
    fetch(tmp_path / "cache", silent)
    assert remote.count() == 2
    assert {path.name: path.read_bytes() for path in found.kafka_jars.iterdir()} == {JAR: b"a broker"}


def test_what_an_interrupted_download_left_is_cleared_away(remote: Remote, tmp_path: Path) -> None:
    (tmp_path / "cache" / "fetch-interrupted").mkdir(parents=True)
    fetch(tmp_path / "cache", silent)
    assert not list((tmp_path / "cache").glob("fetch-*"))


def test_a_failing_mvn_is_quoted(remote: Remote, tmp_path: Path) -> None:
    (remote.files / "fail").touch()
    with pytest.raises(StackError, match=r"mvn ended with 1:\n\[ERROR\] Could not transfer artifact"):
        fetch(tmp_path / "cache", silent)


def test_a_machine_without_mvn_is_told_how_to_get_it(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StackError, match=r"apt-get install maven.*docker compose up"):
        fetch(tmp_path / "cache", silent)


def test_a_silent_mvn_is_given_up_after_a_limit(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin" / "mvn").write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(maven, "_PULSE", 0.05)
    monkeypatch.setattr(maven, "_SILENCE_LIMIT", 0.2)
    said: list[str] = []
    with pytest.raises(StackError, match="mvn said nothing"):
        fetch(tmp_path / "cache", said.append)
    assert any("waiting for mvn" in line for line in said)


def test_the_pinned_files_are_those_of_the_versions_that_the_pom_asks_for() -> None:
    pom = ElementTree.parse(Path(artifacts.__file__).with_name("pom.xml"))
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    versions = {
        dependency.findtext("m:artifactId", namespaces=space): dependency.findtext("m:version", namespaces=space)
        for dependency in pom.findall(".//m:dependencies/m:dependency", space)
    }
    assert versions["kafka_2.13"] == KAFKA_VERSION
    assert versions["elasticsearch"] == ELASTICSEARCH_VERSION
    pins = pinned_checksums()
    assert {JAR, ZIP, f"log4j-slf4j-impl-{versions['log4j-slf4j-impl']}.jar"} <= pins.keys()
    assert all(len(digest) == 128 and int(digest, 16) for digest in pins.values())


def test_the_cache_folder_is_the_users_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_CACHE", "/somewhere")
    assert default_cache_dir() == Path("/somewhere")
    monkeypatch.delenv("WIREWATCH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert default_cache_dir() == Path("/xdg/wirewatch")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_cache_dir() == Path.home() / ".cache" / "wirewatch"
