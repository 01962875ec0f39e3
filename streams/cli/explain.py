"""`wirewatch explain`: why the detector found what it found."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from streams.cli.detect import detector_settings


def explain(
    files: Annotated[
        list[Path], typer.Argument(help="ninjs JSON, JSON Lines or plain text (.txt); - reads standard input.")
    ],
    watch: Annotated[
        str, typer.Option(help="listed: events of listed actors; any: all events; FILE: events of the actors in FILE.")
    ] = "any",
    watchlist: Annotated[
        list[Path] | None, typer.Option(help="Watchlist file or folder, repeatable; default: the starter list.")
    ] = None,
    version_created: Annotated[
        str | None, typer.Option(help="RFC 3339 time with offset of plain-text files, which carry none themselves.")
    ] = None,
    every_sentence: Annotated[bool, typer.Option("--all", help="Show the sentences without a trigger too.")] = False,
) -> None:
    """For each sentence: the candidates, the rule, why each was kept or dropped, how each actor was resolved."""
    from processors.incoming import IncomingArticle
    from schemas.article import decode_article
    from schemas.errors import Invalid
    from streams.article_files import PlainText, read_records
    from streams.cli.moments import version_created_of
    from streams.explanation import explain as lines_of

    missing = [str(path) for path in files if str(path) != "-" and not path.is_file()]
    if missing:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}")
    refused = 0
    detector = detector_settings(watch, watchlist or []).build()
    for record in read_records(files, PlainText(version_created_of(version_created))):
        try:
            if record.error:
                raise record.error
            article = decode_article(record.raw)
        except Invalid as error:
            refused += 1
            typer.echo(f"refused {record.where}: {error}", err=True)
            continue
        (reading,) = detector.read([IncomingArticle(article, created=article.version_created)])
        for line in lines_of(reading, every_sentence=every_sentence):
            sys.stdout.write(f"{line}\n")
    if refused:
        raise typer.Exit(1)
