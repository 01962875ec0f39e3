"""A replay of the whole topic with the small detector in a process of its own, to be killed.

`python -m tests.replay_process NAME SECONDS_FOR_EACH_ARTICLE [switch]` begins the generation, or goes on with it.
"""

import asyncio
import sys


def main(name: str, each: float, and_switch: bool) -> int:
    # Here, because pool processes import this module too and need none of it.
    from schemas.errors import Invalid
    from streams.logs import configure_logs
    from streams.settings import load_settings
    from tests.replays import replayed, source
    from tests.small_detector import SmallFactory

    settings = load_settings()
    configure_logs(settings)
    factory = SmallFactory(each)
    try:
        outcome = asyncio.run(replayed(settings, name, source(settings), factory=factory, and_switch=and_switch))
    except Invalid as error:
        if error.code != "generation.unfit":
            raise
        outcome = asyncio.run(replayed(settings, name, factory=factory, and_switch=and_switch))
    return 0 if outcome.complete else 75


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), "switch" in sys.argv))
