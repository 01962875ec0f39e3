"""`wirewatch stack`: a real Kafka and a real Elasticsearch on this machine, without Docker."""

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.local import Endpoints, LocalStack

app = typer.Typer(
    name="stack",
    help="Run a real Kafka and a real Elasticsearch on this machine (127.0.0.1, no Docker), to try out and to test.",
    no_args_is_help=True,
)

StateOption = Annotated[
    Path | None,
    typer.Option(
        "--state",
        metavar="DIR",
        help="Folder for data, logs and ports; each folder is a stack of its own. "
        "Default: WIREWATCH_STATE, else ~/.local/state/wirewatch.",
        file_okay=False,
    ),
]


@app.command()
def fetch() -> None:
    """Download the servers' files, once, and check them against their pinned checksums; `up` does this too."""
    with _stack(None) as stack:
        stack.fetch(_say)


@app.command()
def up(
    state: StateOption = None,
    kafka_port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: a free one, then kept.")] = None,
    elasticsearch_port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Default: a free one, then kept.")
    ] = None,
) -> None:
    """Start both servers and wait until they are ready. Prints the settings to export: eval "$(wirewatch stack up)"."""
    with _stack(state) as stack:
        _print_exports(stack.up(_say, kafka_port=kafka_port, elasticsearch_port=elasticsearch_port))


@app.command()
def down(state: StateOption = None) -> None:
    """Stop both servers. What they hold stays for the next `up`."""
    with _stack(state) as stack:
        stack.down(_say)


@app.command()
def status(
    state: StateOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show pids, ports, health, logs and the settings to export. Ends with 1 unless both servers are healthy."""
    from deploy.local import StackError

    with _stack(state) as stack:
        servers = stack.status()
        try:
            endpoints = stack.endpoints
        except StackError:
            endpoints = None
    if as_json:
        record = {
            "state_dir": str(stack.state_dir),
            "servers": [
                {
                    "name": server.name,
                    "state": server.state,
                    "healthy": server.healthy,
                    "health": server.health,
                    "pids": server.pids,
                    "port": server.port,
                    "log": str(server.log),
                }
                for server in servers
            ],
            "environment": endpoints.environment() if endpoints else {},
        }
        typer.echo(json.dumps(record, indent=2))
    else:
        typer.echo(f"state folder: {stack.state_dir}")
        for server in servers:
            typer.echo(f"{server.name}: {server.state}")
            if server.state != "stopped":
                typer.echo(f"  health  {server.health}")
                typer.echo(f"  port    {server.port} on 127.0.0.1")
                typer.echo(f"  pids    {' '.join(map(str, server.pids))}")
            typer.echo(f"  log     {server.log}")
        if endpoints and any(server.state != "stopped" for server in servers):
            _print_exports(endpoints)
    if not all(server.healthy for server in servers):
        raise typer.Exit(1)


@app.command()
def wipe(
    state: StateOption = None,
    stop: Annotated[bool, typer.Option("--stop", help="Stop the servers first when they run.")] = False,
) -> None:
    """Delete the stack's data, logs and ports. Refuses while a server runs, unless told to stop it."""
    with _stack(state) as stack:
        if stop:
            stack.down(_say)
        stack.wipe()
        _say(f"wiped {stack.state_dir}")


@contextmanager
def _stack(state: Path | None) -> Iterator["LocalStack"]:
    """Give the stack of a state folder, and turn what it cannot do into a message and exit code 1."""
    from deploy.local import LocalStack, StackError

    try:
        yield LocalStack(state)
    except StackError as error:
        _say(f"wirewatch stack: {error}")
        raise typer.Exit(1) from None


def _print_exports(endpoints: "Endpoints") -> None:
    for name, value in endpoints.environment().items():
        typer.echo(f"export {name}={shlex.quote(value)}")


def _say(line: str) -> None:
    typer.echo(line, err=True)  # standard output is for what a shell or a program reads
