"""Slots: stable names for the workers of one host."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import Invalid

_MOST = 1000


@contextmanager
def worker_slot(folder: Path, stages: str, wanted: str) -> Iterator[str]:
    """Hold a slot as long as the block runs; the kernel gives it back however the process ends.

    `auto` takes the first free number, so that a worker which is started again gets the name it had. Raises
    Invalid(settings.invalid) for a slot in use: two workers with one name would throw each other out of the group.
    """
    folder.mkdir(parents=True, exist_ok=True)
    candidates = map(str, range(_MOST)) if wanted == "auto" else iter([wanted])
    for slot in candidates:
        descriptor = os.open(folder / f"{stages}-{slot}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        try:
            yield slot
        finally:
            os.close(descriptor)
        return
    raise Invalid("settings.invalid", f"WIREWATCH_WORKER_SLOT: slot {wanted} of {folder} is in use by another worker")
