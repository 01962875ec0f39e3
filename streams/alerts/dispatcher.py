"""The clockwork of the alert stage: rules kept fresh, silences noticed, groups told when due, messages sent.

Everything it does can be done again, and by several workers at once; whatever one of them did not finish, another
finishes, or the same one after a restart.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import structlog
from mode import Service

from streams.alerts.answers import Answers
from streams.alerts.kept_rules import KeptRules
from streams.alerts.planner import Planner
from streams.alerts.rule_book import RuleBook
from streams.alerts.sender import Sender
from streams.alerts.silence import SilenceWatch
from streams.alerts.store import AlertStore
from streams.metrics import Metrics

log = structlog.get_logger(__name__)

_TROUBLE_SECONDS: Final = 5.0


def utc_now() -> datetime:
    return datetime.now(UTC)


class Dispatcher:
    """Runs what has to happen without a record coming in."""

    def __init__(
        self,
        store: AlertStore,
        book: RuleBook,
        kept: KeptRules,
        *,
        planner: Planner,
        sender: Sender,
        metrics: Metrics,
        poll: float,
        silence_every: float = 60.0,
        reload_every: float = 5.0,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._book = book
        self._kept = kept
        self._planner = planner
        self._sender = sender
        self.silences = SilenceWatch(store, lambda: book.current, metrics)
        self._answers = Answers(store)
        self._metrics = metrics
        self._poll = poll
        self._silence_every = silence_every
        self._reload_every = reload_every
        self._now = now
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is something new to tell."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. A fault of one round is logged, and the next round tries again."""
        loop = asyncio.get_running_loop()
        next_silence = next_reload = loop.time()
        while True:
            self._wake.clear()
            pause = self._poll
            try:
                await self._kept.restore()
                if loop.time() >= next_reload:
                    await asyncio.to_thread(self._book.reload)
                    await self._kept.keep()
                    next_reload = loop.time() + self._reload_every
                if loop.time() >= next_silence:
                    await self.silences.look(self._now())
                    next_silence = loop.time() + self._silence_every
                await self.round()
            except Exception as error:
                log.error("alerts.round_failed", exc_info=error)
                pause = max(pause, _TROUBLE_SECONDS)
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def round(self, *, wait: bool = False) -> int:
        """Plan what is due and send what is planned, once; returns how many messages were due."""
        await self._store.refresh("alerts", "alert-messages", "alert-groups", "alert-answers")
        now = self._now()
        mutes = await self._answers.mutes(now)
        if await self._planner.plan(self._book.current, mutes, now):
            await self._store.refresh("alert-messages")
        return await self._sender.send_due(wait=wait)

    async def stop(self) -> None:
        await self._sender.stop()


class DispatchService(Service):
    """The dispatcher as a part of the app."""

    logger = logging.getLogger("faust.parts")

    def __init__(self, dispatcher: Dispatcher) -> None:
        super().__init__()
        self._dispatcher = dispatcher

    async def on_start(self) -> None:
        self.add_future(self._dispatcher.run())

    async def on_stop(self) -> None:
        await self._dispatcher.stop()
