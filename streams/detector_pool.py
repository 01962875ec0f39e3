"""A pool of processes for work that must never run on the event loop, and that may crash, hang or leak.

Each process is an executor of its own, so that one which dies or hangs is replaced alone while the others go on.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import monotonic
from typing import Any, Final, Generic, TypeVar

import structlog

from schemas.errors import Invalid, Transient, WireError
from streams.pool_child import WorkError, call_work, start_child

log = structlog.get_logger(__name__)

In = TypeVar("In")
Out = TypeVar("Out")
Work = Callable[[list[In]], list[Out]]
Factory = Callable[[], Work[In, Out]]

_START_SECONDS: Final = 180.0


@dataclass(slots=True)
class PoolAnswer(Generic[In, Out]):
    """What became of a batch: `results` in the order of their inputs, and the inputs on which the work failed."""

    results: list[Out] = field(default_factory=list)
    failed: list[tuple[In, WireError]] = field(default_factory=list)


class DetectorPool(Generic[In, Out]):
    """Runs `factory()` once in each process, then what it returned on batches.

    A process that dies, or works on one call for longer than `timeout` seconds, is replaced; its batch is tried again
    item by item, so that the one poisonous item is found and named (detect.poison). An exception that the work raises
    is treated the same way, without replacing the process. Arguments and results are pickled; so is `factory`.
    """

    def __init__(
        self,
        factory: Factory[In, Out],
        *,
        processes: int = 0,
        timeout: float = 120.0,
        on_restart: Callable[[str], None] | None = None,
        on_call: Callable[[float], None] | None = None,
    ) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._factory = factory
        self._timeout = timeout
        self._on_restart = on_restart
        self._on_call = on_call
        self._free: asyncio.Queue[_Process] = asyncio.Queue()
        self._all: list[_Process] = []

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._all if process.pid]

    async def start(self) -> None:
        """Start every process and wait until each is ready. Raises what the factory raised."""
        self._all = [_Process(self._factory) for _ in range(self.processes)]
        try:
            await asyncio.gather(*(process.start() for process in self._all))
        except BaseException:
            self.stop()
            raise
        for process in self._all:
            self._free.put_nowait(process)
        log.info("detector.started", processes=self.processes)

    def stop(self) -> None:
        """End every process at once: whatever they work on has not been acknowledged and will be read again."""
        for process in self._all:
            process.kill()

    async def run(self, items: Sequence[In]) -> PoolAnswer[In, Out]:
        """Work on a batch, spread over the processes in equal, contiguous parts.

        Raises Transient only when a process cannot be started any more.
        """
        size = max(1, -(-len(items) // self.processes))
        parts = [list(items[first : first + size]) for first in range(0, len(items), size)]
        answer: PoolAnswer[In, Out] = PoolAnswer()
        for part in await asyncio.gather(*(self._run_part(part) for part in parts)):
            answer.results += part.results
            answer.failed += part.failed
        return answer

    async def _run_part(self, part: list[In]) -> PoolAnswer[In, Out]:
        try:
            return PoolAnswer(await self._call(part))
        except _Failed as failure:
            log.warning("detector.batch_failed", articles=len(part), **{"error.message": str(failure)})
        answer: PoolAnswer[In, Out] = PoolAnswer()
        for item in part:
            try:
                answer.results += await self._call([item])
            except _Failed as failure:
                answer.failed.append((item, Invalid("detect.poison", str(failure))))
        return answer

    async def _call(self, part: list[In]) -> list[Out]:
        process = await self._free.get()
        try:
            start = monotonic()
            try:
                results: list[Out] = await process.call(part, self._timeout)
            except _Failed as failure:
                if failure.replace:
                    await self._replace(process, failure.replace)
                raise
            if self._on_call:
                self._on_call(monotonic() - start)
            return results
        finally:
            self._free.put_nowait(process)

    async def _replace(self, process: "_Process", reason: str) -> None:
        log.warning("detector.replaced", reason=reason, **{"process.pid": process.pid})
        if self._on_restart:
            self._on_restart(reason)
        await process.start()


class _Failed(Exception):
    """A call that came to nothing; `replace` says why its process can no longer be used, if so."""

    def __init__(self, message: str, replace: str | None = None) -> None:
        super().__init__(message)
        self.replace = replace


class _Process:
    """One process and the executor that feeds it."""

    def __init__(self, factory: Factory[Any, Any]) -> None:
        self._factory = factory
        self._executor: ProcessPoolExecutor | None = None
        self.pid: int | None = None

    async def start(self) -> None:
        self.kill()
        # spawn: a fork would copy faust's threads and their locks in whatever state they are.
        self._executor = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=start_child, initargs=(self._factory, os.getpid())
        )
        try:
            async with asyncio.timeout(_START_SECONDS):
                self.pid = await asyncio.wrap_future(self._executor.submit(os.getpid))
                await asyncio.wrap_future(self._executor.submit(call_work, []))
        except (BrokenProcessPool, TimeoutError) as error:
            reason = "died" if isinstance(error, BrokenProcessPool) else f"was not ready after {_START_SECONDS:.0f} s"
            raise Transient("detector.unavailable", f"a detector process {reason} while it was starting") from error

    async def call(self, part: list[Any], seconds: float) -> list[Any]:
        if self._executor is None:
            raise _Failed("its process could not be started", "died")
        try:
            async with asyncio.timeout(seconds):
                results: list[Any] = await asyncio.wrap_future(self._executor.submit(call_work, part))
                return results
        except BrokenProcessPool as error:
            raise _Failed("its process died", "died") from error
        except TimeoutError as error:
            raise _Failed(f"not done after {seconds:g} s", "timeout") from error
        except (WorkError, WireError) as error:
            raise _Failed(str(error)) from error

    def kill(self) -> None:
        if self.pid:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                log.debug("detector.gone", **{"process.pid": self.pid})
            self.pid = None
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
