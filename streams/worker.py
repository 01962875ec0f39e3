"""Runs a worker: checks what it needs, starts the line, ends it on a signal or when something is beyond repair."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Final

import structlog
import uvloop

from schemas.errors import WireError
from streams.dead_letters import recent_letters
from streams.kafka_connection import require_topics
from streams.line import STAGES, TOPICS_OF, ArticleFactory, Line, StageName
from streams.settings import Settings
from streams.worker_slot import worker_slot

log = structlog.get_logger(__name__)

STOP_SECONDS: Final = 8.0
"""A stop takes a second or two; longer means that a server does not answer. Nothing unacknowledged is lost."""
EXIT_FLOOD: Final = 65
"""sysexits.h EX_DATAERR: starting again would only write more dead letters; tell a supervisor not to."""


def run_worker(
    settings: Settings, stages: Sequence[StageName] = STAGES, *, factory: ArticleFactory | None = None
) -> int:
    """Run until SIGTERM or SIGINT (returns 0), a flood of dead letters (65) or another failure (1).

    Raises Invalid or Transient when it cannot even start (topics.missing, kafka.unreachable, settings.invalid, …).
    """
    require_topics(settings, dict.fromkeys(topic for stage in stages for topic in TOPICS_OF[stage]))
    name = "all" if set(stages) == set(STAGES) else "-".join(stages)
    with worker_slot(settings.worker_data_dir, name, settings.worker_slot) as slot:
        log.info("worker.started", stages=list(stages), slot=slot, **{"process.pid": os.getpid()})
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())  # faust's consumer thread makes a loop of its own
        code = asyncio.run(_run(settings, stages, slot, factory, recent_letters(settings)))
        log.info("worker.ended", exit_code=code)
    return code


async def _run(
    settings: Settings, stages: Sequence[StageName], slot: str, factory: ArticleFactory | None, recent: int
) -> int:
    line = Line(settings, stages, slot=slot, factory=factory, recent_letters=recent)
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    starting = asyncio.create_task(line.app.start(), name="start")
    stopping = asyncio.create_task(told.wait(), name="signal")
    crashed = asyncio.create_task(line.crashed(), name="crash")
    failure: BaseException | None = None
    try:
        # The start lasts until partitions were handed out, which may never happen: a signal must not wait for it.
        await asyncio.wait({starting, stopping, crashed}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done() and not starting.cancelled():
            failure = starting.exception()
        if failure is None and not (stopping.done() or crashed.done()):
            await asyncio.wait({stopping, crashed}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        code = _exit_code(failure or line.failure)
        _end_soon(code)
        for task in (stopping, crashed):
            task.cancel()
        await _stop(line, starting)
    return code


async def _stop(line: Line, starting: "asyncio.Task[None]") -> None:
    log.info("worker.stopping")
    try:
        await line.app.stop()
    except Exception as error:
        # It ends anyway, and whatever is unacknowledged will be read again.
        log.warning("worker.stop_failed", exc_info=error)
    starting.cancel()
    await asyncio.wait({starting})


def _exit_code(failure: BaseException | None) -> int:
    if failure is None:
        return 0
    if isinstance(failure, WireError):
        log.critical("worker.failed", **{"error.code": failure.code, "error.message": failure.message})
        return EXIT_FLOOD if failure.code == "dead-letters.flood" else 1
    log.critical("worker.failed", exc_info=failure)
    return 1


def _end_soon(code: int) -> None:
    """End the process in time whatever hangs: a thread that waits for a broker, a client that wants to say goodbye."""

    def end() -> None:
        log.warning("worker.stop_timed_out", seconds=STOP_SECONDS)
        sys.stderr.flush()
        os._exit(code)

    timer = threading.Timer(STOP_SECONDS, end)
    timer.daemon = True
    timer.start()
