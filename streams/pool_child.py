"""What runs inside a pool process: it lives no longer than its parent, and keeps the work that was built at its start.

Imports nothing heavy: the factory brings what it needs.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

from schemas.errors import WireError

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h

_work: Callable[[list[Any]], list[Any]] | None = None
_failure: Exception | None = None


class WorkError(Exception):
    """What the work raised, in words: not every exception survives the way through a pipe."""


def start_child(factory: Callable[[], Callable[[list[Any]], list[Any]]], parent: int) -> None:
    """Bind this process to its parent and build the work. A failure is kept for the first call, to reach the parent."""
    global _work, _failure  # noqa: PLW0603 -- one process, one piece of work
    _die_with(parent)
    # The worker stops its pool itself; Ctrl-C in a terminal reaches the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # One process for each core already: threads inside them would only take turns.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        _work = factory()
    except Exception as error:
        _failure = _portable(error)


def call_work(items: list[Any]) -> list[Any]:
    """Do the work on `items`; with none, only say whether the work could be built."""
    if _failure is not None:
        raise _failure
    if _work is None:
        raise RuntimeError("this process was not started as a pool process")
    try:
        return _work(items) if items else []
    except Exception as error:
        raise _portable(error) from error


def _portable(error: Exception) -> Exception:
    return error if isinstance(error, WireError) else WorkError(f"{type(error).__name__}: {error}")


def _die_with(parent: int) -> None:
    """After kill -9 of the worker nobody else would end this process, and it holds a model in memory."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # it died before the call above
        os._exit(1)
