"""`wirewatch publish`: files of articles onto wire.articles."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def publish(
    files: Annotated[
        list[Path], typer.Argument(help="ninjs JSON, JSON Lines or plain text (.txt); - reads standard input.")
    ],
    version_created: Annotated[
        str | None, typer.Option(help="RFC 3339 time with offset of plain-text files, which carry none themselves.")
    ] = None,
    uri: Annotated[
        str | None, typer.Option(help="Identity of a plain-text article; default: from the file name.")
    ] = None,
    version: Annotated[str | None, typer.Option(help="Version of a plain-text article.")] = None,
    language: Annotated[str, typer.Option(help="Language of plain-text articles (BCP 47).")] = "en",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Send undecodable records too, as a broken feed would.")
    ] = False,
) -> None:
    """Send articles to Kafka, and say what was refused and why. Ends with 1 if anything was refused."""
    from streams.article_files import PlainText, read_records
    from streams.cli.moments import version_created_of
    from streams.logs import configure_logs
    from streams.publish import PublishReport
    from streams.publish import publish as send
    from streams.settings import load_settings

    settings = load_settings()
    configure_logs(settings)
    plain = PlainText(version_created_of(version_created), uri, version, language)
    missing = [str(path) for path in files if str(path) != "-" and not path.is_file()]
    if missing:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}")
    console = Console(stderr=True, highlight=False)
    with console.status("sending …") as status:

        def progress(report: PublishReport) -> None:
            if report.sent % 100 == 0:
                status.update(f"sent {report.sent}, refused {report.refused.total()}")

        report = send(read_records(files, plain), settings, unchecked=unchecked, on_progress=progress)
    for where, error in report.refusals:
        console.print(f"refused {where}: {error}", style="yellow", markup=False, soft_wrap=True)
    console.print(f"sent {report.sent} articles to {settings.topic('wire.articles')}")
    if report.refused:
        reasons = ", ".join(f"{count} {code}" for code, count in sorted(report.refused.items()))
        note = " (and sent all the same)" if unchecked else ""
        console.print(f"refused {report.refused.total()}{note}: {reasons}")
    if report.failed:
        console.print(f"the broker did not take {report.failed}", style="red")
    if report.failed or (report.refused and not unchecked):
        raise typer.Exit(1)
