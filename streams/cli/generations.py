"""`wirewatch generations`: which sets of events there are, what tells them apart, and which one is searched."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from streams.generations.catalogue import Catalogue
    from streams.generations.lost import Allowance
    from streams.generations.record import Generation

app = typer.Typer(
    name="generations",
    help="List, compare, switch and drop generations: complete sets of events, each made by one detector.",
    no_args_is_help=True,
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A generation, as `list` names it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON instead of words.")]


@app.command("list")
def list_generations(as_json: JsonOption = False) -> None:
    """List generations, oldest first; * marks the one that is searched."""
    found = _work(_listed)
    if as_json:
        for each in found:
            typer.echo(json.dumps(each, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("", "generation", "state", "news time", "articles", "events", "dead letters", "MB", "made (UTC)")
    for column in table.columns[4:8]:
        column.justify = "right"
    for each in found:
        table.add_row(
            "*" if each["current"] else "",
            each["generation"],
            each["state"],
            each["range"],
            f"{each['articles']:,}",
            f"{each['events']:,}",
            f"{each['dead_letters']:,}",
            f"{each['bytes'] / 1e6:,.1f}",
            each["created"],
        )
    measured = Console()
    (measured if measured.is_terminal else Console(width=160)).print(table, markup=False)


@app.command()
def show(name: NameArgument) -> None:
    """Show everything that is remembered of a generation, as JSON."""
    import msgspec

    async def shown(catalogue: "Catalogue") -> Any:
        from schemas.errors import Invalid

        generation = await catalogue.registry.find(name)
        if generation is None and name not in await catalogue.indices.standing():
            raise Invalid("generation.unknown", name)
        record = msgspec.to_builtins(generation, str_keys=True) if generation else {"name": name}
        return {
            **record,
            "current": await catalogue.indices.current() == name,
            "documents": await catalogue.indices.counted(name),
        }

    typer.echo(json.dumps(_work(shown), indent=2, ensure_ascii=False, default=str))


@app.command()
def switch(name: NameArgument) -> None:
    """Put a generation behind the aliases: what live workers wrote outside it is copied, what arrived is caught up.

    Doing it again finishes a switch that was interrupted.
    """
    _switch(name)


@app.command()
def rollback() -> None:
    """Put the generation back behind the aliases that stood there before, with all that came since."""

    async def previous(catalogue: "Catalogue") -> str:
        from schemas.errors import Invalid

        current = await catalogue.indices.current()
        generation = await catalogue.registry.find(current) if current else None
        if generation is None or generation.previous is None:
            raise Invalid("generation.unfit", f"nothing stood behind the aliases before {current}")
        return generation.previous

    _switch(_work(previous))


@app.command()
def drop(
    name: NameArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a generation's indices and its record. The current one is refused."""

    async def dropped(catalogue: "Catalogue") -> None:
        from schemas.errors import Invalid

        current = await catalogue.indices.current()
        if name == current:
            raise Invalid("generation.unfit", f"{name} is what is searched: switch to another one first")
        if name not in await catalogue.indices.standing() and await catalogue.registry.find(name) is None:
            raise Invalid("generation.unknown", name)
        generation = await catalogue.known(name)
        await catalogue.registry.take(generation)
        await catalogue.indices.drop(name)
        await catalogue.registry.forget(name)

    if not yes:
        typer.confirm(f"Delete all documents of generation {name}?", abort=True)
    _work(dropped)
    typer.echo(f"dropped {name}")


@app.command()
def diff(
    name: NameArgument,
    against: Annotated[str | None, typer.Option(metavar="NAME", help="Default: the current generation.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="- is standard output.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="A page to browse.")] = None,
    fail_on_lost: Annotated[
        str | None, typer.Option(metavar="SHARE", help="End with 3 if more is lost, e.g. 1% or 5.")
    ] = None,
) -> None:
    """Compare a generation with another one over its own range: what it gains, loses and changes, and why."""
    from streams.cli.replay import EXIT_LOST
    from streams.generations.lost import parse_share

    allowance = parse_share(fail_on_lost) if fail_on_lost else None

    async def compared(catalogue: "Catalogue") -> bool:
        return await write_comparison(catalogue, name, against, allowance, json_file, html_file)

    if not _work(compared):
        raise typer.Exit(EXIT_LOST)


def _switch(name: str) -> None:
    from streams.cli.replay import EXIT_STOPPED
    from streams.generations.switching import Stopped, Switched, switch
    from streams.replay.generation_load import GenerationLoad, LoadOptions
    from streams.replay.progress import open_reporter
    from streams.replay.signals import stop_on_signals

    async def switched(catalogue: "Catalogue") -> "Switched | None":
        generation = await catalogue.known(name)
        await catalogue.registry.take(generation)
        with open_reporter() as reporter, stop_on_signals(EXIT_STOPPED) as stop:
            try:
                if generation.source is None or generation.served:
                    return await switch(catalogue, generation, None, say=reporter.say)
                async with GenerationLoad(catalogue, generation, LoadOptions(), reporter.advanced, stop) as load:
                    return await switch(catalogue, generation, load, say=reporter.say)
            finally:
                await catalogue.registry.release(generation)

    try:
        done = _work(switched)
    except Stopped as error:
        typer.echo("stopped; the same command finishes it", err=True)
        raise typer.Exit(EXIT_STOPPED) from error
    if done is None:
        typer.echo(f"{name} is current already")
        return
    typer.echo(
        f"{name} is searched now instead of {done.previous}: {done.copied.articles} articles copied last, "
        f"{done.caught_up} records caught up"
    )


async def write_comparison(
    catalogue: "Catalogue",
    name: str,
    against: str | None,
    allowance: "Allowance | None",
    json_file: Path | None,
    html_file: Path | None,
) -> bool:
    """Compare over the generation's range, show or write it; False when more is lost than is allowed.

    Without another name it is compared with the current generation, or, if it is that, with the one before it.
    """
    from streams.generations.comparison_report import compare, show, write_html
    from streams.generations.differences import Comparison

    generation = await catalogue.known(name)
    against = against or await catalogue.indices.current()
    if against == name:
        against = generation.previous
    if against is None:
        raise typer.BadParameter(f"there is no generation to compare {name} with")
    if against not in await catalogue.indices.standing():
        await catalogue.known(against)  # raises generation.unknown
    comparison = Comparison(catalogue, against, name, generation.source)
    to_stdout = str(json_file) == "-"
    out = sys.stdout if to_stdout else json_file.open("w", encoding="utf-8") if json_file else None
    try:
        report = await compare(comparison, allowance, _range(generation), out)
    finally:
        if out and not to_stdout:
            out.close()
    if html_file:
        write_html(report, html_file)
    if not to_stdout:
        show(report)
    return not report.too_much_lost


def _work(task: Callable[["Catalogue"], Awaitable[Any]]) -> Any:
    """Run `task` on the open list of generations."""
    from streams.generations.catalogue import open_catalogue
    from streams.logs import configure_logs
    from streams.settings import load_settings

    settings = load_settings()
    configure_logs(settings)

    async def opened() -> Any:
        async with open_catalogue(settings) as catalogue:
            return await task(catalogue)

    return asyncio.run(opened())


async def _listed(catalogue: "Catalogue") -> list[dict[str, Any]]:
    current = await catalogue.indices.current()
    known = {generation.name: generation for generation in await catalogue.registry.all()}
    names = [*known, *(name for name in await catalogue.indices.standing() if name not in known)]
    found = []
    for name in names:
        generation = known.get(name)
        counted = await catalogue.indices.counted(name)
        found.append(
            {
                "generation": name,
                "current": name == current,
                "state": _state(generation, is_current=name == current),
                "range": _range(generation),
                "articles": counted["articles"],
                "events": counted["events"],
                "dead_letters": counted["dead-letters"],
                "bytes": counted["bytes"],
                "created": generation.created.strftime("%Y-%m-%d %H:%M") if generation else "",
            }
        )
    return found


def _state(generation: "Generation | None", *, is_current: bool) -> str:
    if generation and generation.move:
        return f"switch interrupted ({generation.move.step})"
    if is_current:
        return "current"
    if generation is None:
        return "kept"
    if generation.state == "loaded":
        return "kept" if generation.served else "loaded"
    return f"{generation.state} {generation.read_share:.0%}"


def _range(generation: "Generation | None") -> str:
    if generation is None or generation.source is None:
        return "live"
    start, end = generation.source.start, generation.source.end
    if start is None and end is None:
        return "all"
    return f"{_day(start)} to {_day(end)}"


def _day(milliseconds: int | None) -> str:
    if milliseconds is None:
        return "…"
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M")
