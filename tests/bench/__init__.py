"""Ratios measured in one run on this machine; `make bench` runs them one after the other."""

import streams  # noqa: F401 - one thread for each matrix library, as in the workers: it stands before they are loaded
