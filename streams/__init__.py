"""Moves the data: settings, topics, agents, the Elasticsearch sink, replay, the command line."""

import os
from typing import Final

_THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")

# Detection runs in one process for each core; matrix libraries with threads of their own would fight for the cores.
# They read this when they are loaded, so it stands before every import.
for _name in _THREADS:
    os.environ.setdefault(_name, "1")
