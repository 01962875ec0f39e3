"""The real worker with the small detector: `python -m tests.line_worker STAGES SECONDS_FOR_EACH_ARTICLE`.

STAGES are joined by `+`. They may end in `-forgiving`: the detector then obeys none of the bad words in articles.
"""

import sys


def main(stages: str, each: float) -> int:
    # Here, because pool processes import this module too and need none of it.
    from schemas.errors import WireError
    from streams.line import STAGES
    from streams.logs import configure_logs
    from streams.settings import load_settings
    from streams.worker import run_worker
    from tests.small_detector import SmallFactory

    settings = load_settings()
    configure_logs(settings)
    wanted, _, forgiving = stages.partition("-")
    names = [stage for stage in STAGES if stage in wanted.split("+")]
    try:
        return run_worker(settings, names, factory=SmallFactory(each, obeys=not forgiving))
    except WireError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
