"""`wirewatch watchlist`: check a list of watched actors, look an actor up, count what is watched."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from processors.watchlist_index import CompiledWatchlist
    from processors.watchlist_lint import Finding
    from schemas.watchlist import WatchedActor

app = typer.Typer(
    name="watchlist",
    help="Check, search and count the watched actors.",
    no_args_is_help=True,
)

FilesArgument = Annotated[
    list[Path] | None, typer.Argument(help="Watchlist files or folders of them; none: the starter list.")
]
FilesOption = Annotated[
    list[Path] | None, typer.Option("--file", help="A watchlist file or folder, several times; none: the starter list.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
DayOption = Annotated[datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day to judge roles by.")]


@app.command()
def lint(
    files: FilesArgument = None,
    today: DayOption = None,
    level: Annotated[str, typer.Option(help="Show findings from this level: error, warning or note.")] = "warning",
    as_json: JsonOption = False,
) -> None:
    """Find clashes, forms too short or too common, and roles that cannot be or have ended. Exit code 1 on errors."""
    from collections import Counter

    from rich.console import Console
    from rich.table import Table

    from processors.watchlist_lint import LEVELS
    from processors.watchlist_lint import lint as check
    from streams.watchlist_files import load_watchlists

    levels: list[str] = list(LEVELS)
    if level not in levels:
        raise typer.BadParameter(f"{level} is none of {', '.join(levels)}", param_hint="--level")
    watchlist = load_watchlists(files or [])
    found = check(watchlist, _day(today))
    shown = [finding for finding in found if levels.index(finding.level) <= levels.index(level)]
    if as_json:
        for finding in shown:
            typer.echo(json.dumps(_record(finding), ensure_ascii=False))
    elif shown:
        table = Table("level", "code", "actor", "finding", highlight=False)
        for finding in shown:
            table.add_row(finding.level, finding.code, finding.actor, finding.message)
        Console().print(table, markup=False)
    counts: Counter[str] = Counter(finding.level for finding in found)
    summary = ", ".join(f"{counts[name]} {name}s" for name in levels)
    typer.echo(f"{len(watchlist)} actors: {summary}", err=True)
    if counts["error"]:
        raise typer.Exit(1)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="An id (person:hashim-thaci) or any form that names the actor.")],
    files: FilesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the actors that a form of words may name: forms with their conditions, offices, seats."""
    import msgspec

    from streams.watchlist_files import load_watchlists

    watchlist = load_watchlists(files or [])
    actors = watchlist.named(name)
    if not actors:
        typer.echo(f"no actor is named {name!r}", err=True)
        raise typer.Exit(1)
    for actor in actors:
        typer.echo(msgspec.json.encode(actor).decode() if as_json else _described(watchlist, actor))


@app.command()
def stats(files: FilesArgument = None, as_json: JsonOption = False) -> None:
    """Count actors by kind and forms by source, and print the digest that stands in every event."""
    from collections import Counter

    from streams.watchlist_files import load_watchlists

    watchlist = load_watchlists(files or [])
    counted: dict[str, Any] = {
        "version": watchlist.version,
        "digest": watchlist.digest,
        "actors": dict(sorted(Counter(actor.kind for actor in watchlist.actors).items())),
        "forms": dict(sorted(Counter(entry.source for entry in watchlist.entries).items())),
        "offices": sum(len(actor.roles) for actor in watchlist.actors),
    }
    if as_json:
        typer.echo(json.dumps(counted))
        return
    for key, value in counted.items():
        words = ", ".join(f"{n} {kind}" for kind, n in value.items()) if isinstance(value, dict) else str(value)
        typer.echo(f"{key:<8} {words}")


def _day(today: datetime | None) -> date:
    return today.date() if today else datetime.now(UTC).date()


def _record(finding: "Finding") -> dict[str, str]:
    return {"level": finding.level, "code": finding.code, "actor": finding.actor, "message": finding.message}


def _described(watchlist: "CompiledWatchlist", actor: "WatchedActor") -> str:
    from processors.watchlist_index import entries_of

    lines = [f"{actor.id}  {actor.name}", f"  kind     {actor.kind}"]
    lines += [f"  country  {country}" for country in [watchlist.country(actor)] if country]
    lines += [f"  wikidata {actor.wikidata}"] if actor.wikidata else []
    for entry in entries_of(actor):
        conditions = (["exact case"] if entry.exact_case else []) + [f"needs {' or '.join(entry.needs)}"] * bool(
            entry.needs
        )
        lines.append(f"  {entry.source:<8} {entry.form}" + (f"  ({', '.join(conditions)})" if conditions else ""))
    for role in actor.roles:
        office = watchlist.actor(role.of)
        span = f"{role.since or ''}..{role.until or ''}"
        lines.append(f"  office   {role.title} of {office.name if office else role.of}  {span}")
    return "\n".join(lines)
