"""One run of `mvn`, with its chatter turned into progress lines."""

import os
import re
import selectors
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from deploy.local.errors import StackError
from deploy.local.java import bundled_java_home

_SILENCE_LIMIT = 300.0
_PULSE = 10.0
_BETWEEN_LINES = 2.0
_DOWNLOADED = re.compile(r"Downloaded from \S+ \S*?([^/\s]+) \(([\d.]+ MB)\b")


def copy_dependencies(pom: Path, folder: Path, progress: Callable[[str], None]) -> None:
    """Copy every dependency of `pom` into `folder`, with the user's own Maven settings.

    Raises StackError when mvn is not installed, fails, or says nothing for five minutes.
    """
    mvn = shutil.which("mvn")
    if mvn is None:
        raise StackError(
            "the local stack is fetched with Maven, and there is no `mvn` on PATH: install it "
            "(apt-get install maven, dnf install maven, brew install maven), or use Docker instead (docker compose up)"
        )
    environment = dict(os.environ)
    if not environment.get("JAVA_HOME") and shutil.which("java") is None:
        environment["JAVA_HOME"] = str(bundled_java_home())
    command = [mvn, "-f", str(pom), "-Dstyle.color=never", "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={folder}", "-DincludeScope=runtime"]
    with subprocess.Popen(  # noqa: S603 - the user's own mvn
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as running:
        try:
            last = _follow(running, progress)
        except BaseException:
            running.kill()
            raise
    if running.returncode != 0:
        complaints = [line for line in last if "ERROR" in line][:6] or list(last)[-10:]
        raise StackError(f"mvn ended with {running.returncode}:\n" + "\n".join(complaints))


def _follow(running: subprocess.Popen[bytes], progress: Callable[[str], None]) -> deque[str]:
    last: deque[str] = deque(maxlen=200)
    said = started = time.monotonic()
    assert running.stdout is not None
    for line in _lines(running.stdout):
        now = time.monotonic()
        if line is None:
            progress(f"  waiting for mvn ({now - started:.0f} s)")
        elif downloaded := _DOWNLOADED.search(line):
            progress(f"  {downloaded[1]} ({downloaded[2]})")
        elif line.startswith("Progress"):
            if now - said < _BETWEEN_LINES or " MB" not in line:
                continue
            progress(f"  {line.partition(': ')[2].strip()}")
        else:
            last.append(line)
            continue
        said = now
    return last


def _lines(stream: IO[bytes]) -> Iterator[str | None]:
    """Yield the stream's lines (Maven draws its progress with carriage returns), and None after each silent pulse."""
    buffer = b""
    heard = time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while True:
            if not selector.select(_PULSE):
                if time.monotonic() - heard > _SILENCE_LIMIT:
                    raise StackError(f"mvn said nothing for {_SILENCE_LIMIT:.0f} s; is the network reachable?")
                yield None
                continue
            chunk = os.read(stream.fileno(), 65536)
            if not chunk:
                break
            heard = time.monotonic()
            *whole, buffer = re.split(rb"[\r\n]+", buffer + chunk)
            yield from (line.decode("utf-8", "replace") for line in whole if line.strip())
    if buffer.strip():
        yield buffer.decode("utf-8", "replace")
