"""The detector pool on real processes: what it does with work that crashes, hangs or raises."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from schemas.errors import Invalid, Transient
from streams.detector_pool import DetectorPool
from streams.pool_child import WorkError
from tests.component.pool_work import Shouting

Pool = DetectorPool[str, str]


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    started: Pool = DetectorPool(Shouting(), processes=2, timeout=1.0)
    await started.start()
    yield started
    started.stop()


async def test_a_batch_comes_back_in_its_order_from_both_processes(pool: Pool) -> None:
    words = [f"word {number}" for number in range(11)]
    answer = await pool.run(words)
    assert answer.results == [word.upper() for word in words]
    assert answer.failed == []


async def test_an_empty_batch_is_no_work(pool: Pool) -> None:
    assert (await pool.run([])).results == []


async def test_the_factory_runs_once_in_each_process(tmp_path: Path) -> None:
    built = tmp_path / "built"
    pool: Pool = DetectorPool(Shouting(built=str(built)), processes=2)
    await pool.start()
    for _ in range(3):
        await pool.run(["a", "b", "c"])
    assert sorted(map(int, built.read_text().split())) == sorted(pool.pids)
    pool.stop()


async def test_an_item_that_kills_its_process_is_found_and_the_others_get_their_results(pool: Pool) -> None:
    answer = await pool.run(["a", "b", "die", "c", "d", "e"])
    assert answer.results == ["A", "B", "C", "D", "E"]
    [(item, error)] = answer.failed
    assert (item, error.code) == ("die", "detect.poison")
    assert "died" in error.message


async def test_an_item_that_hangs_costs_its_process_and_is_named_after_the_time_limit() -> None:
    reasons: list[str] = []
    pool: Pool = DetectorPool(Shouting(), processes=2, timeout=0.5, on_restart=reasons.append)
    await pool.start()
    answer = await pool.run(["hang", "a", "b", "c"])
    assert sorted(answer.results) == ["A", "B", "C"]
    assert [(item, error.code) for item, error in answer.failed] == [("hang", "detect.poison")]
    assert "0.5 s" in answer.failed[0][1].message
    assert reasons == ["timeout", "timeout"]
    assert len(pool.pids) == 2
    pool.stop()


async def test_an_item_on_which_the_work_raises_is_named_and_costs_no_process(pool: Pool) -> None:
    before = pool.pids
    answer = await pool.run(["a", "raise", "b"])
    assert answer.results == ["A", "B"]
    assert [(item, error.message) for item, error in answer.failed] == [("raise", "AwkwardError: cannot shout")]
    assert pool.pids == before


async def test_a_process_that_is_killed_between_batches_is_replaced(pool: Pool) -> None:
    os.kill(pool.pids[0], signal.SIGKILL)
    answer = await pool.run(["a", "b"])
    assert answer.results == ["A", "B"]
    assert len(pool.pids) == 2


async def test_the_loop_stays_free_while_the_processes_work(pool: Pool) -> None:
    running = asyncio.create_task(pool.run(["hang"]))
    gaps = []
    for _ in range(10):
        start = time.monotonic()
        await asyncio.sleep(0.02)
        gaps.append(time.monotonic() - start)
    assert max(gaps) < 0.5
    running.cancel()


@pytest.mark.parametrize(
    ("refuses", "error", "message"),
    [
        ("invalid", Invalid, "watchlist.invalid: no actors"),
        ("unpicklable", WorkError, "AwkwardError: two arguments"),
        ("die", Transient, "detector.unavailable: a detector process died while it was starting"),
    ],
)
async def test_a_pool_whose_work_cannot_be_built_says_why(refuses: str, error: type[Exception], message: str) -> None:
    pool: Pool = DetectorPool(Shouting(refuses=refuses), processes=1)
    with pytest.raises(error, match=message):
        await pool.start()


def test_pool_processes_do_not_outlive_a_killed_worker() -> None:
    program = textwrap.dedent("""
        import asyncio
        from streams.detector_pool import DetectorPool
        from tests.component.pool_work import Shouting

        async def main():
            pool = DetectorPool(Shouting(), processes=2)
            await pool.start()
            print("pids", *pool.pids, flush=True)
            await asyncio.sleep(600)

        if __name__ == "__main__":
            asyncio.run(main())
    """)
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    line = next(line for line in worker.stdout if line.startswith("pids "))
    pids = [int(pid) for pid in line.split()[1:]]
    assert len(pids) == 2
    worker.kill()
    worker.wait(timeout=10)
    deadline = time.monotonic() + 10
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < deadline, f"10 s after kill -9 of the worker, {pids} still run"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
