"""`wirewatch replay`: a stretch of a topic's history through today's detector, into a generation of its own."""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.moments import bound_of, milliseconds

if TYPE_CHECKING:
    from streams.generations.record import Generation, Source
    from streams.replay.run import Outcome
    from streams.settings import Settings

EXIT_LOST = 3
"""--fail-on-lost was exceeded."""
EXIT_FLOOD = 65
"""sysexits.h EX_DATAERR: too many dead letters."""
EXIT_STOPPED = 75
"""sysexits.h EX_TEMPFAIL: stopped by a signal; --resume goes on."""


def replay(
    since: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="News time (UTC without an offset): at or after.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="TIME", help="News time: before.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole topic, whatever its times.")] = False,
    topic: Annotated[str | None, typer.Option(help="Topic to read; default: wire.articles.")] = None,
    watch: Annotated[
        str, typer.Option(help="listed: events of listed actors; any: all events; FILE: events of the actors in FILE.")
    ] = "",
    generation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name of the generation; default: from the time of its making.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Detector processes; 0: as detect_processes.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a replay that was ended.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this many records; --resume goes on.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be read, without detection; write nothing.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Compare with the current generation when done.")] = False,
    diff_json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the comparison as JSON.")] = None,
    diff_html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the comparison as a page.")] = None,
    fail_on_lost: Annotated[
        str | None, typer.Option(metavar="SHARE", help="With --diff: end with 3 if more is lost, e.g. 1% or 5.")
    ] = None,
    switch: Annotated[
        bool, typer.Option("--switch", help="Put the generation behind the aliases (not if too much is lost).")
    ] = False,
    most_letters: Annotated[
        str, typer.Option("--dead-letters", metavar="SHARE", help="End with 65 if more are dead letters.")
    ] = "5%",
) -> None:
    """Read history again with today's detector, into a generation that stands beside the live one.

    The live events stay as they are until the switch; nobody is ever notified. Ends with 0 when done, 1 on failure,
    3 when --fail-on-lost is exceeded, 65 when too much is dead letters, 75 when stopped by a signal.
    """
    from schemas.errors import Invalid
    from streams.generations.lost import parse_share
    from streams.logs import configure_logs
    from streams.settings import load_settings

    settings = load_settings()
    configure_logs(settings)
    if resume and any((since, until, everything, topic, watch, dry_run)):
        raise typer.BadParameter("--resume takes range, topic and watchlist from the generation's own record")
    if not resume and not (since or until or everything):
        raise typer.BadParameter("give --from and/or --to, or --all")
    if everything and (since or until):
        raise typer.BadParameter("--all and a range exclude each other")
    lost = parse_share(fail_on_lost) if fail_on_lost else None
    letters = parse_share(most_letters)
    if letters.share is None:
        raise typer.BadParameter("--dead-letters is a share, such as 5%")
    source = None if resume else _source(settings, topic, bound_of(since), bound_of(until), watch, limit)
    if dry_run:
        assert source
        _dry_run(settings, source)
        return
    try:
        outcome, too_much_lost = asyncio.run(
            _run(
                settings,
                source,
                generation,
                workers=workers,
                limit=limit,
                most_letters=letters.share,
                compare=diff or diff_json is not None or diff_html is not None or lost is not None,
                lost=lost,
                diff_files=(diff_json, diff_html),
                and_switch=switch,
            )
        )
    except Invalid as error:
        if error.code != "dead-letters.flood":
            raise
        typer.echo(f"wirewatch: {error}; what was read is kept, --resume goes on", err=True)
        raise typer.Exit(EXIT_FLOOD) from error
    _show(outcome)
    if too_much_lost:
        raise typer.Exit(EXIT_LOST)
    if not outcome.complete and limit is None:
        raise typer.Exit(EXIT_STOPPED)


async def _run(
    settings: "Settings",
    source: "Source | None",
    name: str | None,
    *,
    workers: int,
    limit: int | None,
    most_letters: float,
    compare: bool,
    lost: Any,
    diff_files: tuple[Path | None, Path | None],
    and_switch: bool,
) -> "tuple[Outcome, bool]":
    from streams.generations.catalogue import open_catalogue
    from streams.replay.generation_load import LoadOptions
    from streams.replay.progress import open_reporter
    from streams.replay.run import begin, resume, run
    from streams.replay.signals import stop_on_signals

    too_much_lost = False
    async with open_catalogue(settings) as catalogue:
        with open_reporter() as reporter, stop_on_signals(EXIT_STOPPED) as stop:
            generation = await begin(catalogue, source, name) if source else await resume(catalogue, name)
            reporter.say(f"generation {generation.name}: {_records(generation)} records to look at")

            async def also(loaded: Any) -> bool:
                nonlocal too_much_lost
                if not compare:
                    return True
                from streams.cli.generations import write_comparison

                too_much_lost = not await write_comparison(catalogue, loaded.name, None, lost, *diff_files)
                return not too_much_lost

            outcome = await run(
                catalogue,
                generation,
                LoadOptions(processes=workers, most_letters=most_letters),
                reporter,
                stop,
                limit=limit,
                also=also,
                and_switch=and_switch,
            )
    return outcome, too_much_lost


def _records(generation: "Generation") -> int:
    return sum(end - generation.positions.get(partition, 0) for partition, end in generation.ends.items())


def _source(
    settings: "Settings",
    topic: str | None,
    start: datetime | None,
    end: datetime | None,
    watch: str,
    limit: int | None,
) -> "Source":
    from streams.generations.record import Source

    if start and end and start >= end:
        raise typer.BadParameter("--from is not before --to")
    watchlists, keep = settings.watchlists, settings.watch
    if watch in {"listed", "any"}:
        keep = "any" if watch == "any" else "listed"
    elif watch:
        if not Path(watch).exists():
            raise typer.BadParameter(f"--watch: neither listed, any nor a file: {watch}")
        keep, watchlists = "listed", [Path(watch)]
    return Source(
        topic=settings.topic(topic or "wire.articles"),
        start=milliseconds(start),
        end=milliseconds(end),
        watch=keep,
        watchlists=[str(path.absolute()) for path in watchlists],
        model=settings.spacy_model,
        limit=limit,
    )


def _dry_run(settings: "Settings", source: "Source") -> None:
    from rich.console import Console
    from rich.table import Table

    from streams.replay.dry_run import count_range

    found = count_range(settings, source)
    if not sys.stdout.isatty():
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table("what", "count", highlight=False)
    table.columns[1].justify = "right"
    for name, value in found.items():
        shown = ", ".join(f"{key}: {each:,}" for key, each in value.items()) if isinstance(value, dict) else value
        table.add_row(name.replace("_", " "), f"{shown:,}" if isinstance(shown, int) else str(shown))
    Console().print(table, markup=False)


def _show(outcome: "Outcome") -> None:
    report = dict(outcome.report)
    if outcome.switched:
        report["switched_from"] = outcome.switched.previous
        report["caught_up"] = outcome.switched.caught_up
    if not sys.stdout.isatty():
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    state = report["state"] if outcome.complete else f"{report['state']}; `wirewatch replay --resume` goes on"
    typer.echo(
        f"{report['generation']}: {report['articles']:,} articles, {report['events']:,} events, "
        f"{report['dead_letters']:,} dead letters in {report['seconds']:,.0f} s ({state})"
    )
    stages = ", ".join(f"{name} {seconds:,.0f} s" for name, seconds in report["stage_seconds"].items())
    typer.echo(f"stages: {stages}; most memory {report['most_resident_mb']:,.0f} MB")
    if outcome.switched:
        typer.echo(
            f"now behind the aliases instead of {outcome.switched.previous}; "
            f"{outcome.switched.caught_up} records caught up. `wirewatch generations rollback` leads back"
        )
