"""Which Java the servers run on. Shell scripts stand for the Javas of a machine."""

from pathlib import Path

import pytest

from deploy.local import StackError, java
from deploy.local.java import bundled_java_home, find_java


def install(folder: Path, version: str) -> Path:
    """Lay out a Java home whose `java` says that it is of this version."""
    binary = folder / "bin" / "java"
    binary.parent.mkdir(parents=True)
    binary.write_text(
        f"""#!/bin/sh
case $1 in
  --list-modules) echo "java.base@{version}"; echo "jdk.incubator.vector@{version}";;
  *) echo "    java.home = {folder}" >&2; echo "    java.specification.version = {version}" >&2;;
esac
"""
    )
    binary.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


def test_without_any_java_on_the_machine_the_bundled_one_runs_for_real() -> None:
    found = find_java()
    assert found.home == bundled_java_home()
    assert found.version == 25
    assert "java.base" in found.modules


def test_java_home_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(install(tmp_path / "chosen", "21")))
    monkeypatch.setenv("PATH", str(install(tmp_path / "other", "25") / "bin"))
    found = find_java()
    assert (found.home, found.version) == (tmp_path / "chosen", 21)
    assert "jdk.incubator.vector" in found.modules


@pytest.mark.parametrize("version", ["1.8", "17", "20", "26"])
def test_a_java_that_elasticsearch_does_not_run_on_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(install(tmp_path / "unfit", version)))
    assert find_java().home == bundled_java_home()


def test_when_no_java_fits_the_message_says_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(install(tmp_path / "old", "17")))
    monkeypatch.setattr(java, "bundled_java_home", lambda: tmp_path / "broken")
    with pytest.raises(StackError, match=r"old/bin/java is Java 17; .*broken/bin/java does not start"):
        find_java()
