"""`wirewatch worker`: the running line."""

from enum import StrEnum
from typing import Annotated

import typer


class Stages(StrEnum):
    """What a worker runs."""

    DETECT = "detect"
    INDEX = "index"
    ALERT = "alert"
    ALL = "all"


def worker(
    stages: Annotated[Stages, typer.Argument(help="One stage, or all of them in one process.")] = Stages.ALL,
    slot: Annotated[
        str | None, typer.Option(help="Name of this worker, unique on this host. Default: WIREWATCH_WORKER_SLOT.")
    ] = None,
    health_port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port of /healthz, /readyz and /metrics. Default: WIREWATCH_HEALTH_PORT."),
    ] = None,
) -> None:
    """Read the topics and do the work of the stages until SIGTERM or Ctrl-C.

    Start as many as there are cores or partitions; they share the work. Ends with 0 when told to stop, 65 when a
    flood of dead letters stopped it, 1 for any other failure.
    """
    from streams.line import STAGES
    from streams.logs import configure_logs
    from streams.settings import load_settings
    from streams.worker import run_worker

    chosen = {"worker_slot": slot, "health_port": health_port}
    settings = load_settings().model_copy(update={name: value for name, value in chosen.items() if value is not None})
    configure_logs(settings)
    names = STAGES if stages is Stages.ALL else tuple(stage for stage in STAGES if stage == stages.value)
    raise typer.Exit(run_worker(settings, names))
