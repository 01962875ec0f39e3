"""`wirewatch` in this process: what a command says and how it ends, without two seconds of imports for each."""

import io
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unittest.mock import patch

import structlog

from streams.cli import main
from streams.settings import load_settings


class Ended(NamedTuple):
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def wirewatch(environment: Mapping[str, str], *arguments: str) -> Ended:
    """Run the command line as a terminal would, in this environment; its set-up of logs is taken back."""
    out, err = io.StringIO(), io.StringIO()
    configuration, root = structlog.get_config(), logging.getLogger()
    handlers, level, code = root.handlers[:], root.level, 0
    load_settings.cache_clear()  # a process has one environment; this one has that of each command
    try:
        with (
            patch.dict(os.environ, environment, clear=True),
            patch.object(sys, "argv", ["wirewatch", *arguments]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        load_settings.cache_clear()
        structlog.configure(**configuration)
        root.handlers[:], root.level = handlers, level
    return Ended(code, out.getvalue(), err.getvalue())
