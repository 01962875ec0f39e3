"""`wirewatch kibana`: data views, searches and dashboards for Kibana, built, imported and checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from streams.kibana.install import Check

app = typer.Typer(
    name="kibana",
    help="Data views, searches and dashboards for Kibana.",
    no_args_is_help=True,
)


@app.command()
def build(
    output: Annotated[Path | None, typer.Option(help="Where to write; default: the bundle that is shipped.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 when the file is stale.")] = False,
) -> None:
    """Build the NDJSON that Kibana imports from deploy/kibana."""
    from streams.kibana import BUNDLE, build_objects, bundle_text

    path = output or BUNDLE
    objects = build_objects()
    text = bundle_text(objects)
    if check:
        fresh = path.is_file() and path.read_text(encoding="utf-8") == text
        typer.echo(f"{path.name} is {'what the sources say' if fresh else 'stale: run `make kibana`'}")
        raise typer.Exit(0 if fresh else 1)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"{len(objects)} objects in {path}")


@app.command()
def install() -> None:
    """Import everything into the Kibana of WIREWATCH_KIBANA_URL, over what an earlier import left there.

    Exit code 1 when Kibana is not ready, too old, or refuses an object.
    """
    from streams.kibana import build_objects
    from streams.kibana.client import KibanaClient
    from streams.kibana.install import install as import_all
    from streams.settings import load_settings

    settings = load_settings()

    async def checks() -> AsyncIterator[Check]:
        async with KibanaClient(settings) as client:
            async for one in import_all(client, build_objects(prefix=settings.index_prefix)):
                yield one

    _show(checks())


@app.command()
def verify() -> None:
    """Look at what stands in Kibana: status, data views, objects; count the hits of each saved search.

    Exit code 1 when something is missing or differs.
    """
    from streams.elastic_connection import connect
    from streams.kibana import build_objects
    from streams.kibana.client import KibanaClient
    from streams.kibana.install import verify as look
    from streams.settings import load_settings

    settings = load_settings()

    async def checks() -> AsyncIterator[Check]:
        with connect(settings) as search:
            async with KibanaClient(settings) as client:
                async for one in look(client, build_objects(prefix=settings.index_prefix), search):
                    yield one

    _show(checks())


def _show(checks: AsyncIterator[Check]) -> None:
    """One line a check, as it comes; exit code 1 when one failed."""
    import asyncio

    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)

    async def all_passed() -> bool:
        passed = True
        async for check in checks:
            passed &= check.passed
            mark = "[green]ok    [/]" if check.passed else "[red]failed[/]"
            console.print(f"{mark} {escape(check.what)}: {escape(check.detail)}", soft_wrap=True)
        return passed

    if not asyncio.run(all_passed()):
        raise typer.Exit(1)
