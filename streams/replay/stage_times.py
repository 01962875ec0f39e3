"""Where the time of a load goes: seconds by stage, and processor seconds by process."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic


class StageTimes:
    """Seconds spent in each stage of the load's own loop. Stages run beside each other: they do not add up."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = monotonic()
        try:
            yield
        finally:
            self.seconds[name] += monotonic() - start

    def rounded(self) -> dict[str, float]:
        return {name: round(seconds, 2) for name, seconds in self.seconds.items()}


def processor_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes so far; zero for those that are gone, or where the system does not tell."""
    total = 0
    for pid in pids:
        try:
            # proc(5): the fields after the command's closing bracket begin with the third.
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory that a process holds now, in MB; zero where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
