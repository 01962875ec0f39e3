"""`wirewatch archive`: topics to files and back, so that history outlives the broker's retention."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    name="archive",
    help="Export a topic to compressed files, check them, and import them again.",
    no_args_is_help=True,
)

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False)]


@app.command("export")
def export(
    folder: FolderArgument,
    topic: Annotated[str | None, typer.Option(help="Default: wire.articles.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="TIME", help="News time: at or after.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="TIME", help="News time: before.")] = None,
) -> None:
    """Write the records of a topic, or of a range of its news time, into an empty folder."""
    from streams.archive.exporting import export_topic
    from streams.cli.moments import bound_of, milliseconds
    from streams.generations.record import Source
    from streams.logs import configure_logs
    from streams.settings import load_settings

    settings = load_settings()
    configure_logs(settings)
    source = Source(
        topic=settings.topic(topic or "wire.articles"),
        start=milliseconds(bound_of(since)),
        end=milliseconds(bound_of(until)),
    )
    console = Console(stderr=True, highlight=False)
    written = 0
    with console.status("exporting …") as status:

        def count() -> None:
            nonlocal written
            written += 1
            if written % 1000 == 0:
                status.update(f"exported {written:,} records")

        manifest = export_topic(settings, source, folder, on_record=count)
    size = sum(file.compressed_bytes for file in manifest.files)
    typer.echo(
        json.dumps({"topic": manifest.topic, "records": manifest.records, "files": len(manifest.files), "bytes": size})
    )


@app.command()
def verify(folder: FolderArgument) -> None:
    """Read every byte and line of an archive and compare it with its manifest; ends with 1 if anything differs."""
    from streams.archive.manifest import verify as verify_archive

    manifest = verify_archive(folder)
    typer.echo(json.dumps({"topic": manifest.topic, "records": manifest.records, "files": len(manifest.files)}))


@app.command("import")
def import_(
    folder: FolderArgument,
    topic: Annotated[str | None, typer.Option(help="Default: wire.articles.")] = None,
) -> None:
    """Send an archive's records into a topic. Damaged archives are refused; what the topic holds is not sent again.

    A topic that is missing is made like wire.articles; one that would lose old news is refused (topics.unfit).
    Workers that read the topic will read them: for history alone, import into a topic of its own and replay that.
    """
    from streams.archive.importing import import_archive
    from streams.logs import configure_logs
    from streams.settings import load_settings

    settings = load_settings()
    configure_logs(settings)
    name = settings.topic(topic or "wire.articles")
    with Console(stderr=True, highlight=False).status("checking and importing …") as status:
        imported = import_archive(
            settings,
            folder,
            name,
            on_file=lambda file, done: status.update(f"{file.name}: sent {done.sent:,}, present {done.present:,}"),
        )
    found = {"topic": name, "created": imported.created, "sent": imported.sent, "present": imported.present}
    typer.echo(json.dumps(found))
