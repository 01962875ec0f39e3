"""One command at a time on a folder, over processes, for as long as a `with` block lasts."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.local.errors import StackError


@contextmanager
def folder_lock(folder: Path, limit: float) -> Iterator[None]:
    """Hold the lock of `folder`, which is made if missing. Raises StackError when others hold it for `limit` seconds.

    The holder may delete the lock file, with the folder or without: whoever waits then takes a new one.
    """
    deadline = time.monotonic() + limit
    while True:
        lock = _opened(folder)
        if lock is not None:
            with lock:
                if _taken(lock):
                    yield
                    return
        if time.monotonic() > deadline:
            raise StackError(f"waited {limit:.0f} s for another wirewatch command that works on {folder}")
        time.sleep(0.1)


def _opened(folder: Path) -> IO[str] | None:
    """The lock file, or None when the holder deletes the folder at this very moment."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / "lock").open("w")
    except (FileExistsError, FileNotFoundError):
        return None


def _taken(lock: IO[str]) -> bool:
    """Try to take the lock. False when somebody else has it, or when its holder has deleted this very file."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(lock.fileno()), Path(lock.name).stat())
    except (BlockingIOError, FileNotFoundError):
        return False
