"""The local stack: a Kafka broker and an Elasticsearch node that belong to one state folder.

Stacks with different state folders run side by side. Commands on one folder wait for each other.
"""

import json
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from deploy.local.artifacts import default_cache_dir, fetch
from deploy.local.elasticsearch_server import ElasticsearchServer
from deploy.local.errors import NotReadyError, StackError
from deploy.local.folder_lock import folder_lock
from deploy.local.java import find_java
from deploy.local.kafka_server import KafkaServer
from deploy.local.ports import HOST, free_port, is_free
from deploy.local.server import Server

ServerName = Literal["kafka", "elasticsearch"]
Progress = Callable[[str], None]

_LOCK_LIMIT = 300.0
_PORT_LIMIT = 10.0
_MINE = "stack.json"


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True)
class Endpoints:
    """Where clients reach the servers."""

    kafka_bootstrap: str
    elasticsearch_url: str

    def environment(self) -> dict[str, str]:
        """Return the settings that point wirewatch at these servers, as environment variables."""
        return {
            "WIREWATCH_KAFKA_BOOTSTRAP_SERVERS": self.kafka_bootstrap,
            "WIREWATCH_ELASTICSEARCH_URL": self.elasticsearch_url,
        }


@dataclass(frozen=True)
class ServerStatus:
    """How one server is. `healthy` is its own answer to a real request; `health` says it in words."""

    name: str
    state: Literal["running", "paused", "stopped"]
    healthy: bool
    health: str
    pids: tuple[int, ...]
    port: int | None
    log: Path


def default_state_dir() -> Path:
    """Return WIREWATCH_STATE, else `wirewatch` in the user's state folder."""
    if chosen := os.environ.get("WIREWATCH_STATE"):
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "wirewatch"


class LocalStack:
    """The servers of one state folder. Every method raises StackError when it cannot do what it says."""

    def __init__(self, state_dir: Path | None = None, cache_dir: Path | None = None) -> None:
        self.state_dir = (state_dir or default_state_dir()).absolute()
        self._cache_dir = (cache_dir or default_cache_dir()).absolute()
        servers: tuple[Server, ...] = (KafkaServer(self.state_dir), ElasticsearchServer(self.state_dir))
        self._servers = {server.name: server for server in servers}
        self._recall_ports()

    @property
    def endpoints(self) -> Endpoints:
        """Where the servers are, or were when they last ran. Raises StackError when they never ran."""
        kafka, elasticsearch = self._servers["kafka"], self._servers["elasticsearch"]
        if not kafka.port or not elasticsearch.port:
            raise StackError(f"nothing was ever started in {self.state_dir}")
        return Endpoints(f"{HOST}:{kafka.port}", f"http://{HOST}:{elasticsearch.port}")

    def fetch(self, progress: Progress = _silent) -> None:
        """Make sure that the servers' files are in the cache, downloading them if need be; `up` does this too."""
        fetch(self._cache_dir, progress)

    def up(
        self, progress: Progress = _silent, *, kafka_port: int | None = None, elasticsearch_port: int | None = None
    ) -> Endpoints:
        """Start what does not run yet, wait until both servers are fit for work, and return where they are.

        Ports stay as they were in earlier runs where they are free, unless others are asked for.
        What this call started is stopped again when it fails.
        """
        with self._exclusive():
            self._recall_ports()
            stopped = []
            for server in self._servers.values():
                if server.process.state() == "stopped":
                    stopped.append(server)
                else:
                    progress(f"{server.title} is already running on port {server.port}")
                    server.process.resume()
            wanted = {"kafka": kafka_port, "elasticsearch": elasticsearch_port}
            for server in self._servers.values():
                self._choose_ports(server, wanted[server.name], movable=server in stopped, progress=progress)
            self._remember_ports()
            self._bring_up(stopped, list(self._servers.values()), progress)
            return self.endpoints

    def down(self, progress: Progress = _silent) -> None:
        """Stop both servers, gracefully where they let us. Their data stays."""
        with self._exclusive():
            running = [server for server in self._servers.values() if server.process.state() != "stopped"]
            if not running:
                progress("nothing is running")
                return
            for server, graceful in zip(running, _stop_all(running), strict=True):
                progress(f"{server.title} stopped" + ("" if graceful else " (killed: it did not end in time)"))

    def wipe(self) -> None:
        """Delete the state folder's data, logs and ports. Raises StackError while a server runs."""
        if not self.state_dir.exists():
            return
        with self._exclusive():
            running = [server.title for server in self._servers.values() if server.process.state() != "stopped"]
            if running:
                raise StackError(f"{' and '.join(running)} still running in {self.state_dir}: stop them first")
            # Only what the stack itself made: a state folder given by mistake keeps everything else.
            for server in self._servers.values():
                shutil.rmtree(server.folder, ignore_errors=True)
                server.log.unlink(missing_ok=True)
                server.log.with_name(server.log.name + ".1").unlink(missing_ok=True)
                server.port = server.inner_port = 0
            (self.state_dir / _MINE).unlink(missing_ok=True)
            (self.state_dir / "lock").unlink(missing_ok=True)
        for folder in (self.state_dir / "logs", self.state_dir):
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()

    def status(self, limit: float = 3.0) -> list[ServerStatus]:
        """Ask each server how it is, waiting up to `limit` seconds for each answer."""
        self._recall_ports()
        return [_status(server, limit) for server in self._servers.values()]

    def start(self, name: ServerName, progress: Progress = _silent) -> None:
        """Start one stopped server on the port it had, and wait until it is fit for work."""
        with self._exclusive():
            self._recall_ports()
            server = self._servers[name]
            if server.process.state() != "stopped":
                progress(f"{server.title} is already running")
                return
            if not server.port:
                raise StackError(f"{server.title} never ran in {self.state_dir}: bring the whole stack up first")
            _wait_for_port(server)
            self._bring_up([server], [server], progress)

    def stop(self, name: ServerName) -> None:
        """Stop one server gracefully; kill it when it does not end in time."""
        with self._exclusive():
            _stop_all([self._servers[name]])

    def restart(self, name: ServerName, progress: Progress = _silent) -> None:
        """Stop one server gracefully and start it again on the same port."""
        self.stop(name)
        self.start(name, progress)

    def kill(self, name: ServerName) -> None:
        """End one server at once (SIGKILL), as a crash would."""
        self._servers[name].process.kill()

    def pause(self, name: ServerName) -> None:
        """Freeze one server (SIGSTOP): connections stay open, nobody answers."""
        self._servers[name].process.pause()

    def resume(self, name: ServerName) -> None:
        """Let a frozen server go on (SIGCONT)."""
        self._servers[name].process.resume()

    def _bring_up(self, stopped: list[Server], awaited: list[Server], progress: Progress) -> None:
        """Start the `stopped` ones of the `awaited` servers at the same time, and wait until all of these are ready.

        What this started is stopped again when any of it fails.
        """
        launches: dict[Server, Callable[[], None]] = {}
        if stopped:
            artifacts = fetch(self._cache_dir, progress)
            java = find_java()
            progress(f"starting {' and '.join(server.title for server in stopped)} on Java {java.version}")
            launches = {server: partial(server.start, artifacts, java) for server in stopped}

        def one(server: Server) -> None:
            if launch := launches.get(server):
                launch()
            server.wait_until_ready(progress)

        try:
            with ThreadPoolExecutor(len(awaited)) as pool:
                for outcome in as_completed([pool.submit(one, server) for server in awaited]):
                    try:
                        outcome.result()
                    except BaseException:
                        _stop_all(stopped)  # ends the wait of the other thread
                        raise
        except BaseException:
            _stop_all(stopped)  # also what that thread started in the meantime
            raise

    def _choose_ports(self, server: Server, wanted: int | None, *, movable: bool, progress: Progress) -> None:
        if not movable:
            if wanted not in (None, server.port):
                raise StackError(f"{server.title} already runs on port {server.port}, not {wanted}: take it down first")
            return
        taken = {port for other in self._servers.values() for port in (other.port, other.inner_port)}
        if wanted is not None:
            if not is_free(wanted):
                raise StackError(f"port {wanted} on {HOST} is taken; {server.title} cannot listen there")
            server.port = wanted
        elif not server.port or not is_free(server.port):
            before, server.port = server.port, free_port(taken)
            if before:
                progress(f"port {before} is taken by now; {server.title} moves to {server.port}")
        if not server.inner_port or not is_free(server.inner_port):
            server.inner_port = free_port(taken | {server.port})

    def _recall_ports(self) -> None:
        try:
            ports = json.loads((self.state_dir / _MINE).read_text(encoding="utf-8"))
            for name, server in self._servers.items():
                server.port, server.inner_port = int(ports[name]["port"]), int(ports[name]["inner_port"])
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError) as error:
            raise StackError(f"{self.state_dir / _MINE} is damaged; delete it, and ports are chosen anew") from error

    def _remember_ports(self) -> None:
        ports = {name: {"port": s.port, "inner_port": s.inner_port} for name, s in self._servers.items()}
        draft = self.state_dir / f"{_MINE}.new"
        draft.write_text(json.dumps(ports, indent=2) + "\n", encoding="utf-8")
        draft.replace(self.state_dir / _MINE)

    def _exclusive(self) -> AbstractContextManager[None]:
        return folder_lock(self.state_dir, _LOCK_LIMIT)


def _stop_all(servers: list[Server]) -> list[bool]:
    """Stop servers at the same time. Returns for each whether it ended by itself."""
    if not servers:
        return []
    with ThreadPoolExecutor(len(servers)) as pool:
        return list(pool.map(lambda server: server.process.stop(server.stop_limit), servers))


def _wait_for_port(server: Server) -> None:
    deadline = time.monotonic() + _PORT_LIMIT
    while not (is_free(server.port) and is_free(server.inner_port)):
        if time.monotonic() > deadline:
            raise StackError(f"waited {_PORT_LIMIT:.0f} s for ports {server.port} and {server.inner_port} to be free")
        time.sleep(0.1)


def _status(server: Server, limit: float) -> ServerStatus:
    state = server.process.state()
    healthy, health = False, str(state)
    if state == "running":
        try:
            healthy, health = True, server.check(limit)
        except NotReadyError as error:
            health = str(error)
    pids = tuple(server.process.members())
    return ServerStatus(server.name, state, healthy, health, pids, server.port or None, server.log)
