"""What Kafka and Elasticsearch have in common as servers of the local stack."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from deploy.local.artifacts import Artifacts
from deploy.local.errors import NotReadyError, StackError
from deploy.local.java import Java
from deploy.local.processes import Launch, ServerProcess

_POLL = 0.2


class Server(ABC):
    """One server of a stack.

    Its folder `<state>/<name>` holds configuration, data and pid file; its log is `<state>/logs/<name>.log`.
    `port` is where clients reach it, `inner_port` where its nodes would reach each other.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    start_limit: ClassVar[float]
    stop_limit: ClassVar[float]

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / self.name
        self.log = state_dir / "logs" / f"{self.name}.log"
        self.process = ServerProcess(self.folder, self.log)
        self.port = 0
        self.inner_port = 0

    @abstractmethod
    def prepare(self, artifacts: Artifacts, java: Java) -> Launch:
        """Write the configuration for the current ports and return how to start the server."""

    @abstractmethod
    def check(self, limit: float) -> str:
        """Return in a few words how the server is, asking it for real.

        Raises NotReadyError when it does not answer within `limit` seconds or is not fit for work.
        """

    def start(self, artifacts: Artifacts, java: Java) -> None:
        """Start the server's process; `wait_until_ready` tells when it can be used."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.process.start(self.prepare(artifacts, java))

    def wait_until_ready(self, progress: Callable[[str], None]) -> None:
        """Return when the server is fit for work. Raises StackError with the end of its log when it is not in time."""
        started = time.monotonic()
        reason = "has not answered yet"
        while time.monotonic() - started < self.start_limit:
            try:
                health = self.check(limit=5)
            except NotReadyError as error:
                reason = str(error)
            else:
                progress(
                    f"{self.title} is ready on port {self.port} after {time.monotonic() - started:.1f} s ({health})"
                )
                return
            if self.process.state() == "stopped":
                raise StackError(f"{self.title} ended while starting.{self._log_end()}")
            time.sleep(_POLL)
        raise StackError(f"waited {self.start_limit:.0f} s for {self.title}, which {reason}.{self._log_end()}")

    def _log_end(self) -> str:
        return f" The end of {self.log}:\n{self.process.last_log_lines()}"
