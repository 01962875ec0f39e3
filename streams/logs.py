"""Structured logs: ECS JSON lines in services, readable lines in a terminal.

ECS field names (https://www.elastic.co/docs/reference/ecs) by Elastic's own formatter. Every record, ours and the
libraries', goes through one handler on standard error.
"""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import ecs_logging
import structlog

from streams.settings import Settings

_REPEAT_SECONDS = 10.0


class _RepeatLimit(logging.Filter):
    """Lets the same template from one logger through once in ten seconds.

    aiokafka logs about 160 errors a second while a broker is down; the count of what was held back is added.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        key = (record.name, str(record.msg))
        now = time.monotonic()
        last, held = self._seen.get(key, (0.0, 0))
        if last and now - last < _REPEAT_SECONDS:
            self._seen[key] = (last, held + 1)
            return False
        if len(self._seen) > 1000:
            self._seen.clear()
        self._seen[key] = (now, 0)
        if held:
            record.msg = f"{record.msg} [and {held} more like it]"
        return True


def configure_logs(settings: Settings) -> None:
    """Send structlog and the standard library's logging to standard error in one form."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.StackInfoRenderer(),
    ]
    render: Any
    if as_json:
        shared += [_ecs_names]
        render = ecs_logging.StructlogFormatter()
    else:
        shared += [structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)]
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # the rich one prints locals, secrets among them
        )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    handler.addFilter(_FromElsewhere(_RepeatLimit()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for noisy in ("elastic_transport", "kafka", "aiokafka", "asyncio", "faust", "mode"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    # It warns that a large producer batch kept its own loop busy for a tenth of a second: true, and harmless.
    logging.getLogger("kafka.net").setLevel(logging.ERROR)


class _FromElsewhere(logging.Filter):
    """Applies a filter to the libraries' records only: our own are never held back."""

    def __init__(self, inner: logging.Filter) -> None:
        super().__init__()
        self._inner = inner

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name.startswith(("streams", "deploy")) or bool(self._inner.filter(record))


def _ecs_names(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Our event name is ECS event.action; our own keys go under `wire.`, ECS ones stay."""
    out: dict[str, Any] = {"log.level": event.pop("level", "info")}
    error = _raised(event.pop("exc_info", None))
    if error is not None:
        out["error.type"] = type(error).__name__
        out["error.message"] = str(error)
        out["error.stack_trace"] = "".join(traceback.format_exception(error))
    for name, value in event.items():
        if name in ("event", "logger", "stack_info", "_record", "_from_structlog") or "." in name:
            out[name] = value
        else:
            out[f"wire.{name}"] = value
    if event.get("_from_structlog", True):  # only foreign records carry the key, as False, this early
        out["event.action"] = event.get("event")
        out["event.dataset"] = "wirewatch.log"
    logger = out.pop("logger", None)
    if logger:
        out["log.logger"] = logger
    return out


def _raised(exc_info: object) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None
