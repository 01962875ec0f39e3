"""A detector from plain settings: the model, the watchlist, and the faster of two matrix libraries on this host."""

import gc
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from schemas.errors import Invalid
from streams.watchlist_files import read_files, starter_files

if TYPE_CHECKING:
    from processors.detector import Detector


def load_detector(
    *, model: str, watchlists: Sequence[Path] = (), watch: Literal["listed", "any"] = "listed"
) -> "Detector":
    """As build_detector, over watchlist files on disk; the starter list when there are none."""
    return build_detector(read_files(watchlists) if watchlists else starter_files(), model=model, watch=watch)


def build_detector(
    watchlists: Sequence[tuple[str, bytes]], *, model: str, watch: Literal["listed", "any"]
) -> "Detector":
    """A detector over watchlist files given as (name, content). Takes about a second.

    Raises Invalid with watchlist.invalid, rules.invalid or settings.invalid.
    """
    from processors.detector import Detector
    from processors.parser import load_parser
    from processors.watchlist import parse_watchlists

    try:
        parser = load_parser(model, use_blis=_blis_is_faster())
    except OSError as error:
        raise Invalid("settings.invalid", f"WIREWATCH_SPACY_MODEL: no spaCy pipeline {model!r} is installed") from error
    detector = Detector(parser, parse_watchlists(watchlists), watch=watch, version=metadata.version("wirewatch"))
    gc.collect()
    gc.freeze()  # tables of the model and the watchlist live as long as the process: no collection need look at them
    return detector


def _blis_is_faster() -> bool:
    """Multiply matrices of the network's shape with both: on some hosts the blis wheel picks a slow kernel."""
    import numpy as np
    from thinc.api import NumpyOps

    rng = np.random.default_rng(0)
    left, right = rng.random((512, 96), dtype=np.float32), rng.random((288, 96), dtype=np.float32)
    seconds: dict[bool, float] = {}
    for use_blis in (False, True):
        ops = NumpyOps(use_blis=use_blis)
        ops.gemm(left, right, trans2=True)
        times = []
        for _ in range(5):
            started = time.perf_counter()
            ops.gemm(left, right, trans2=True)
            times.append(time.perf_counter() - started)
        seconds[use_blis] = min(times)
    return seconds[True] < seconds[False]
