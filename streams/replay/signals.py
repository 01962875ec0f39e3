"""SIGINT and SIGTERM ask for a stop after what is being written; if that takes too long, the process ends anyway."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PATIENCE_SECONDS: Final = 20.0
"""Elasticsearch may be away. Whatever is unwritten is done again by --resume."""


@contextmanager
def stop_on_signals(exit_code: int) -> Iterator[asyncio.Event]:
    """The event is set by the first signal; after twenty seconds, or a second signal, the process is gone."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        sys.stderr.flush()
        os._exit(exit_code)

    timer = threading.Timer(_PATIENCE_SECONDS, end)
    timer.daemon = True

    def stop() -> None:
        if told.is_set():
            end()
        told.set()
        timer.start()

    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        yield told
    finally:
        timer.cancel()
        for number in signals:
            loop.remove_signal_handler(number)
