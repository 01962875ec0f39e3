"""`wirewatch faust …`: faust's own command line, on this project's app."""

import typer


def faust(context: typer.Context) -> None:
    """Run faust's own command line on wirewatch's app (try `wirewatch faust --help`, `wirewatch faust agents`)."""
    from faust.cli.faust import cli

    cli(args=["--app", "streams.faust_app:app", *context.args], prog_name="wirewatch faust")
