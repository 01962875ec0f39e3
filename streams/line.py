"""The running line of one worker: its stages, what they share, and its health."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, Literal

import structlog
from mode import Service

from schemas.errors import WireError
from streams.agent_loop import AgentLoop, StageWork
from streams.alerts.dispatcher import DispatchService
from streams.alerts.stage import alert_parts
from streams.app import group_instance, new_app
from streams.article_reader import ReaderFactory
from streams.bulk import Patience
from streams.dead_letter_agent import DeadLetterStage
from streams.dead_letters import TOPIC as DEAD_LETTERS
from streams.dead_letters import DeadLetterLimit
from streams.detect_agent import Answer, DetectStage
from streams.detector_pool import DetectorPool, Factory
from streams.elastic_connection import connect_async
from streams.group_lag import GroupLag
from streams.health import HealthServer, HealthWatch, PartitionLag
from streams.health_record import HealthRecorder
from streams.index_agent import IndexStage
from streams.index_writer import IndexTarget, IndexWriter
from streams.metrics import Metrics
from streams.settings import Settings
from streams.watchlist_files import load_watchlists
from streams.watchlist_names import names_in
from streams.wire_record import WireRecord

log = structlog.get_logger(__name__)

StageName = Literal["detect", "index", "alert"]
STAGES: Final[tuple[StageName, ...]] = ("detect", "index", "alert")
ARTICLES: Final = "wire.articles"
EVENTS: Final = "wire.events"
INDEXED: Final = "wire.indexed"
TOPICS_OF: Final[dict[StageName, tuple[str, ...]]] = {
    "detect": (ARTICLES, EVENTS, DEAD_LETTERS),
    "index": (EVENTS, INDEXED, DEAD_LETTERS),
    "alert": (INDEXED, DEAD_LETTERS),
}
"""Every topic that a stage reads or writes."""

ArticleFactory = Factory[WireRecord, Answer]


class Line:
    """Everything that one worker runs, around one faust app. `fatal` is the error that made it give up."""

    def __init__(
        self,
        settings: Settings,
        stages: Sequence[StageName] = STAGES,
        *,
        slot: str = "0",
        factory: ArticleFactory | None = None,
        recent_letters: int = 0,
    ) -> None:
        """`factory` builds the work of a detector process; the real detector if None. `recent_letters` were written
        shortly before, and count for the limit.

        Raises Invalid for watchlists or certificates that cannot be read. Reaches for no server before it starts.
        """
        self.settings = settings
        self.metrics = Metrics()
        self.fatal: BaseException | None = None
        self._patiences: list[Patience] = []
        self._assigned = False
        self._recent_letters = recent_letters
        buffered = 2 * max(settings.detect_batch * settings.processes, settings.index_batch)
        # Slots are unique in their folder; with the folder and the host, the name is unique everywhere. Two workers
        # of one name would take each other's partitions away for ever.
        folder = hashlib.sha256(bytes(settings.worker_data_dir.absolute())).hexdigest()[:8]
        instance = f"{'all' if set(stages) == set(STAGES) else '-'.join(stages)}-{slot}-{folder}"
        self.app = new_app(settings, instance=instance, buffered=buffered)
        self._lag = GroupLag(settings, self.app.conf.id)
        self._watch = HealthWatch(
            self._ask_lag, self.metrics, stalled_after=settings.health_stalled_after, troubles=self._troubles
        )
        if "detect" in stages:
            self._add_detect(factory)
        if "index" in stages:
            self._add_index()
        if "alert" in stages:
            self._add_alert(instance)
        self.health = HealthServer(
            self._watch, self.metrics, bind=settings.health_bind, port=settings.health_port, ready=self._missing
        )
        self.app.parts.append(self.health)
        if settings.health_record_every:
            self._add_recorder(instance)
        self.app.on_partitions_assigned.connect(self._on_assigned)

    def _add_detect(self, factory: ArticleFactory | None) -> None:
        settings, articles = self.settings, self.settings.topic(ARTICLES)

        def called(seconds: float) -> None:
            self.metrics.observe("wirewatch_detector_seconds", seconds)
            self._watch.touch(articles)

        def replaced(reason: str) -> None:
            self.metrics.count("wirewatch_detector_restarts_total", reason=reason)
            self._watch.touch(articles)

        pool: DetectorPool[WireRecord, Answer] = DetectorPool(
            factory or ReaderFactory(settings.spacy_model, tuple(settings.watchlists), settings.watch),
            processes=settings.processes,
            timeout=settings.detect_timeout,
            on_call=called,
            on_restart=replaced,
        )
        self.app.parts.append(PoolService(pool))
        stage = DetectStage(pool, settings.topic(EVENTS), self.metrics)
        self._add_stage(stage, ARTICLES, settings.detect_batch * settings.processes)

    def _add_index(self) -> None:
        settings = self.settings
        client = connect_async(settings)
        self.app.parts.append(ClosingService(client.close))
        target = IndexTarget(settings.alias("articles"), settings.alias("events"), settings.generation)

        writer = IndexWriter(client, target, names_in(load_watchlists(settings.watchlists)), on_retry=self._retried)
        letters = Patience(on_retry=self._retried)
        self._patiences += [writer.patience, letters]
        stage = IndexStage(writer, settings.topic(INDEXED), self.metrics)
        stage.refuse = self._add_stage(stage, EVENTS, settings.index_batch).refuse
        listing = DeadLetterStage(client, settings.alias("dead-letters"), letters)
        self._add_stage(listing, DEAD_LETTERS, settings.index_batch)

    def _add_alert(self, instance: str) -> None:
        settings = self.settings
        client = connect_async(settings)
        self.app.parts.append(ClosingService(client.close))
        parts = alert_parts(client, settings, self.metrics, worker=group_instance(instance), on_retry=self._retried)
        self.app.parts.append(DispatchService(parts.dispatcher))
        self._patiences += parts.patiences
        self._add_stage(parts.stage, INDEXED, settings.index_batch)

    def _add_recorder(self, instance: str) -> None:
        settings = self.settings
        client = connect_async(settings)
        self.app.parts.append(ClosingService(client.close))
        recorder = HealthRecorder(
            client,
            settings.alias("health"),
            self._watch,
            self.metrics,
            worker=group_instance(instance),
            every=settings.health_record_every,
        )
        self.app.parts.append(recorder)

    def _retried(self, code: str) -> None:
        self.metrics.count("wirewatch_bulk_retries_total", code=code)

    def _add_stage(self, stage: StageWork, topic: str, take: int) -> AgentLoop:
        settings = self.settings
        loop = AgentLoop(
            stage,
            self.app.send_record,
            dead_letter_topic=settings.topic(DEAD_LETTERS),
            limit=DeadLetterLimit(
                settings.dead_letter_limit, settings.dead_letter_window, already=self._recent_letters
            ),
            metrics=self.metrics,
            take=take,
            within=settings.take_within,
            fatal=self._give_up,
        )
        self.app.add_agent(stage.name, settings.topic(topic), loop.run)
        return loop

    async def _give_up(self, error: BaseException) -> None:
        """End the worker; nothing more is acknowledged."""
        if self.fatal is None:
            self.fatal = error
            await self.app.crash(error)

    async def crashed(self) -> None:
        """Return when the app has given up, by itself or because a stage did."""
        await self.app._crashed.wait()

    @property
    def failure(self) -> BaseException | None:
        """Why the app gave up, None while it has not."""
        return self.fatal or self.app.crash_reason

    async def _on_assigned(self, *arguments: Any, **_: Any) -> None:
        self._assigned = True
        log.info("partitions.assigned", partitions=len(arguments[-1]))
        self.metrics.count("wirewatch_rebalances_total")

    def _troubles(self) -> Iterable[WireError]:
        return [patience.trouble for patience in self._patiences if patience.trouble]

    def _missing(self) -> str | None:
        if self.app.should_stop:
            return "the worker is stopping"
        return None if self._assigned else "no partitions have been handed out yet"

    async def _ask_lag(self) -> list[PartitionLag]:
        held = [(tp.topic, tp.partition) for tp in self.app.consumer.assignment()] if self._assigned else []
        return await asyncio.to_thread(self._lag.ask, held)


class PoolService(Service):
    """The detector pool as a part of the app."""

    logger = logging.getLogger("faust.parts")

    def __init__(self, pool: DetectorPool[WireRecord, Answer]) -> None:
        super().__init__()
        self._pool = pool

    async def on_start(self) -> None:
        await self._pool.start()

    async def on_stop(self) -> None:
        self._pool.stop()


class ClosingService(Service):
    """Closes a client once everything that uses it has stopped."""

    logger = logging.getLogger("faust.parts")

    def __init__(self, close: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._close = close

    async def on_stop(self) -> None:
        await self._close()
