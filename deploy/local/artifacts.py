"""Kafka and Elasticsearch as files: fetched once from Maven Central with `mvn`, checked, and kept in a cache.

`mvn` does the fetching because it honours the user's own settings (mirrors, proxies, credentials, local repository).
What it brings must match `checksums.txt`, which lives in the project, byte for byte.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from deploy.local import maven
from deploy.local.errors import StackError
from deploy.local.folder_lock import folder_lock

KAFKA_VERSION = "4.3.1"
ELASTICSEARCH_VERSION = "9.2.0"
_LOCK_LIMIT = 1800.0  # somebody else's download over a slow line
_ZIP = f"elasticsearch-{ELASTICSEARCH_VERSION}.zip"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Artifacts:
    """Where the unpacked servers are: a folder of Kafka's jars, and Elasticsearch's home."""

    kafka_jars: Path
    elasticsearch_home: Path


def default_cache_dir() -> Path:
    """Return WIREWATCH_CACHE, else `wirewatch` in the user's cache folder."""
    if chosen := os.environ.get("WIREWATCH_CACHE"):
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wirewatch"


def pinned_checksums() -> dict[str, str]:
    """Return file name -> SHA-512 in hex, as `checksums.txt` in this folder has them."""
    lines = resources.files("deploy.local").joinpath("checksums.txt").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines if line and line[0] != "#")}


def fetch(cache: Path, progress: Progress) -> Artifacts:
    """Return the servers' files from the cache, fetching about 145 MB first where they are missing or differ.

    Raises StackError when `mvn` is missing or fails, or when a file is not what `checksums.txt` says.
    """
    pins = pinned_checksums()
    found = Artifacts(cache / f"kafka-{KAFKA_VERSION}", cache / _ZIP.removesuffix(".zip"))
    with folder_lock(cache, _LOCK_LIMIT):
        if _jars_are_whole(found.kafka_jars, pins) and _home_is_whole(found.elasticsearch_home, pins):
            return found
        for leftover in cache.glob("fetch-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix="fetch-", dir=cache))
        try:
            _fetch_into(work, pins, progress)
            _install(work, found, pins)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return found


def _fetch_into(work: Path, pins: dict[str, str], progress: Progress) -> None:
    progress(f"fetching Kafka {KAFKA_VERSION} and Elasticsearch {ELASTICSEARCH_VERSION} with mvn (about 145 MB, once)")
    pom = resources.files("deploy.local").joinpath("pom.xml").read_bytes()
    (work / "pom.xml").write_bytes(pom)
    maven.copy_dependencies(work / "pom.xml", work / "files", progress)
    progress("checking the files against the pinned checksums")
    got = {path.name for path in (work / "files").iterdir()}
    wrong = sorted(name for name in pins.keys() & got if _sha512(work / "files" / name) != pins[name])
    for problem, names in (
        ("differ from their pinned checksum", wrong),
        ("are missing", sorted(pins.keys() - got)),
        ("came unasked", sorted(got - pins.keys())),
    ):
        if names:
            raise StackError(
                f"mvn brought files that {problem}: {', '.join(names)}. Nothing was started. If a mirror or the local "
                "Maven repository holds a broken copy, delete it there and try again"
            )


def _install(work: Path, found: Artifacts, pins: dict[str, str]) -> None:
    """Move checked files into place. Each folder appears whole or not at all."""
    archive = work / "files" / _ZIP
    with zipfile.ZipFile(archive) as unpacker:
        unpacker.extractall(work / "unpacked")
    archive.unlink()
    home = work / "unpacked" / found.elasticsearch_home.name
    (home / ".sha512").write_text(pins[_ZIP], encoding="ascii")
    for new, place in ((home, found.elasticsearch_home), (work / "files", found.kafka_jars)):
        if place.exists():
            place.rename(work / f"old-{place.name}")
        new.rename(place)


def _jars_are_whole(folder: Path, pins: dict[str, str]) -> bool:
    if not folder.is_dir():
        return False
    jars = {name: digest for name, digest in pins.items() if name != _ZIP}
    if {path.name for path in folder.iterdir()} != jars.keys():
        return False
    return all(_sha512(folder / name) == digest for name, digest in jars.items())


def _home_is_whole(home: Path, pins: dict[str, str]) -> bool:
    try:
        return (home / ".sha512").read_text(encoding="ascii") == pins[_ZIP]
    except FileNotFoundError:
        return False


def _sha512(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()
