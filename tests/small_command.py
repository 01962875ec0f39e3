"""`wirewatch` itself with the small detector: `python -m tests.small_command generations switch NAME`.

SMALL_DETECTOR_SECONDS are for every article.
"""

import os
from functools import partial
from unittest.mock import patch


def main() -> None:
    # Here, because pool processes import this module too and need none of it.
    from streams.cli import main as command_line
    from tests.small_detector import SmallFactory

    small = partial(_small, SmallFactory(float(os.environ.get("SMALL_DETECTOR_SECONDS", "0"))))
    with patch("streams.replay.generation_load.ReaderFactory", small):
        command_line()


def _small(factory: object, *_: object) -> object:
    return factory


if __name__ == "__main__":
    main()
