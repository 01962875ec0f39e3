"""A server as a process group of its own, which outlives the command that started it.

Every process of a server carries its folder in the environment variable WIREWATCH_SERVER, and leads or belongs to one
session. A number in a pid file is believed only where both agree: a stale file never leads to a stranger's process.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from deploy.local.errors import StackError

_MARKER = "WIREWATCH_SERVER"
_LOG_LIMIT = 20_000_000
_KILL_LIMIT = 10.0
_POLL = 0.05
_EXEC_LIMIT = 0.5

State = Literal["running", "paused", "stopped"]


@dataclass(frozen=True)
class Launch:
    """How to start a server: what to run, in which folder, with which environment variables beside the plain ones."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


class ServerProcess:
    """The processes of one server. `folder` holds its pid file, `log` takes what it prints."""

    def __init__(self, folder: Path, log: Path) -> None:
        self._marker = str(folder)
        self._pid_file = folder / "pid"
        self._log = log
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The pid of the session's leader as last started, whether or not it still lives."""
        try:
            return int(self._pid_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def members(self) -> list[int]:
        """Return the pids of this server's living processes, its leader first."""
        if self._child is not None:
            self._child.poll()  # takes a dead child off the process table
        session = self.pid
        if session is None:
            return []
        mine = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        found = [pid for pid in mine if _session_of(pid) == session and self._carries_marker(pid)]
        return sorted(found, key=lambda pid: (pid != session, pid))

    def state(self) -> State:
        """Return whether the server's processes run, are paused (SIGSTOP), or are gone."""
        members = self.members()
        if not members:
            return "stopped"
        return "paused" if all(_is_paused(pid) for pid in members) else "running"

    def start(self, launch: Launch) -> None:
        """Start the server detached from this terminal. Raises StackError when the command cannot run at all."""
        if self._log.exists() and self._log.stat().st_size > _LOG_LIMIT:
            self._log.replace(self._log.with_name(self._log.name + ".1"))
        environment = clean_environment() | dict(launch.environment) | {_MARKER: self._marker}
        with self._log.open("ab") as log:
            try:
                self._child = subprocess.Popen(  # noqa: S603 - the command is ours
                    launch.command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=launch.folder,
                    start_new_session=True,
                )
            except OSError as error:
                raise StackError(f"cannot start {launch.command[0]}: {error}") from error
        self._pid_file.write_text(str(self._child.pid), encoding="ascii")

    def stop(self, limit: float) -> bool:
        """Ask the server to end, and kill it after `limit` seconds. Returns whether it ended by itself."""
        self._signal(signal.SIGTERM)
        self._signal(signal.SIGCONT)  # a paused process hears SIGTERM only when it goes on
        graceful = self._gone_within(limit)
        if not graceful:
            self.kill()
        self._pid_file.unlink(missing_ok=True)
        return graceful

    def kill(self) -> None:
        """End every process of the server at once (SIGKILL) and wait until they are gone."""
        self._signal(signal.SIGKILL)
        if not self._gone_within(_KILL_LIMIT):
            raise StackError(f"processes {self.members()} still there {_KILL_LIMIT:.0f} s after SIGKILL")

    def pause(self) -> None:
        """Freeze the server (SIGSTOP): its sockets stay open and nobody answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen server go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def last_log_lines(self, count: int = 12) -> str:
        """Return the end of what the server printed, leaving out the frames of Java's stack traces."""
        try:
            with self._log.open("rb") as log:
                log.seek(max(0, self._log.stat().st_size - 64_000))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join([line for line in lines if not line.startswith(("\tat ", "\t... "))][-count:])

    def _signal(self, number: signal.Signals) -> None:
        for pid in self.members():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue  # ended by itself in the meantime

    def _gone_within(self, limit: float) -> bool:
        deadline = time.monotonic() + limit
        while self.members():
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL)
        return True

    def _carries_marker(self, pid: int) -> bool:
        return f"{_MARKER}={self._marker}".encode() in _environment_of(pid).split(b"\0")


def clean_environment() -> dict[str, str]:
    """Return the environment for servers: nothing of the user's Java, Elasticsearch or proxy settings leaks in."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _environment_of(pid: int) -> bytes:
    """The environment a living process was started with; nothing for one that is gone or not ours to read.

    While a process loads a new program (execve) the kernel shows an empty environment for a moment, so a server that
    is just starting would look like a stranger.
    """
    deadline = time.monotonic() + _EXEC_LIMIT
    while True:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return b""
        if environment or _is_dead(pid) or time.monotonic() > deadline:
            return environment
        time.sleep(0.01)


def _stat_fields(pid: int) -> list[str]:
    # Field 2 is the command in parentheses and may hold anything; the rest is plain.
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _session_of(pid: int) -> int | None:
    fields = _stat_fields(pid)
    return int(fields[3]) if fields else None


def _is_paused(pid: int) -> bool:
    fields = _stat_fields(pid)
    return bool(fields) and fields[0] in "Tt"


def _is_dead(pid: int) -> bool:
    fields = _stat_fields(pid)
    return not fields or fields[0] in "ZX"
