"""The one command, `wirewatch`. Each verb lives in a module of its own and imports what it needs when it runs."""

import sys

import typer

from schemas.errors import WireError
from streams.cli import (
    alerts,
    archive,
    dead_letters,
    demo,
    detect,
    explain,
    faust,
    generations,
    kibana,
    publish,
    replay,
    rules,
    settings,
    setup,
    stack,
    watchlist,
    worker,
)

app = typer.Typer(
    name="wirewatch",
    help="Watch news wires for who met whom and who recognises whom.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def wirewatch() -> None:
    """Watch news wires for who met whom and who recognises whom."""


# One line a verb, in the order `wirewatch --help` shows them.
app.add_typer(stack.app, name="stack")
app.command()(demo.demo)
app.command()(setup.setup)
app.command()(publish.publish)
app.command()(detect.detect)
app.command()(explain.explain)
app.command()(settings.settings)
app.command()(worker.worker)
app.add_typer(watchlist.app, name="watchlist")
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(rules.app, name="rules")
app.add_typer(alerts.app, name="alerts")
app.command()(replay.replay)
app.add_typer(generations.app, name="generations")
app.add_typer(archive.app, name="archive")
app.add_typer(kibana.app, name="kibana")
app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(faust.faust)


def main() -> None:
    """Run the command line. A known failure prints its code and ends with exit code 1."""
    try:
        app()
    except WireError as error:
        print(f"wirewatch: {error}", file=sys.stderr)  # noqa: T201 -- the last word to a person, not a log
        sys.exit(1)
