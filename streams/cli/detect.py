"""`wirewatch detect`: the detector over files, without any server."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

if TYPE_CHECKING:
    from schemas.article_result import ArticleResult
    from streams.file_detection import Answer, DetectorSettings


class Format(StrEnum):
    JSONL = "jsonl"
    TABLE = "table"
    HTML = "html"


def detect(
    files: Annotated[
        list[Path] | None, typer.Argument(help="ninjs JSON, JSON Lines or plain text (.txt); - reads standard input.")
    ] = None,
    watch: Annotated[
        str, typer.Option(help="listed: events of listed actors; any: all events; FILE: events of the actors in FILE.")
    ] = "",
    watchlist: Annotated[
        list[Path] | None, typer.Option(help="Watchlist file or folder, repeatable; default: the starter list.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="One JSON object a line, a table, or an HTML page.")] = (
        Format.JSONL
    ),
    version_created: Annotated[
        str | None, typer.Option(help="RFC 3339 time with offset of plain-text files, which carry none themselves.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of plain-text articles (BCP 47).")] = "en",
    processes: Annotated[int, typer.Option(min=0, help="Detector processes; 0: one a core for large input.")] = 0,
) -> None:
    """Find events in articles. Ends with 1 if a record could not be read; the others are read all the same."""
    from streams.article_files import PlainText, read_records
    from streams.cli.moments import version_created_of
    from streams.file_detection import detect_records

    paths = files or [Path("-")]
    missing = [str(path) for path in paths if str(path) != "-" and not path.is_file()]
    if missing:
        raise typer.BadParameter(f"no such file: {', '.join(missing)}")
    records = read_records(paths, PlainText(version_created_of(version_created), language=language))
    answers = detect_records(records, detector_settings(watch, watchlist or []), processes=processes)
    refused: Counter[str] = Counter()
    if output is Format.JSONL:
        _write_lines(answers, refused)
    else:
        _write_page(output, (result for answer in _accepted(answers, refused) for result in answer.decoded()))
    if refused:
        reasons = ", ".join(f"{count} {code}" for code, count in sorted(refused.items()))
        Console(stderr=True, highlight=False).print(f"refused {refused.total()}: {reasons}", markup=False)
        raise typer.Exit(1)


def detector_settings(watch: str, watchlists: list[Path]) -> "DetectorSettings":
    """The detector that options, then settings, ask for."""
    from streams.file_detection import DetectorSettings
    from streams.settings import load_settings
    from streams.watchlist_files import read_files, starter_files

    settings = load_settings()
    keep: Literal["listed", "any"] = settings.watch
    if watch in {"listed", "any"}:
        keep = "any" if watch == "any" else "listed"
    elif watch:
        keep, watchlists = "listed", [Path(watch)]
    paths = watchlists or settings.watchlists
    contents = read_files(paths) if paths else starter_files()
    return DetectorSettings(tuple(contents), settings.spacy_model, keep)


def _accepted(answers: "Iterator[Answer]", refused: Counter[str]) -> "Iterator[Answer]":
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    for answer in answers:
        if answer.error:
            refused[answer.error.code] += 1
            errors.print(f"refused {answer.where}: {answer.error}", style="yellow", markup=False)
        else:
            yield answer


def _write_lines(answers: "Iterator[Answer]", refused: Counter[str]) -> None:
    out = sys.stdout.buffer
    for answer in _accepted(answers, refused):
        for result in answer.results:
            out.write(result + b"\n")
        out.flush()


def _write_page(output: Format, results: "Iterator[ArticleResult]") -> None:
    if output is Format.TABLE:
        from streams.events_table import events_table

        # A file or a pipe has no width, and rich's guess of 80 columns is too narrow for sentences.
        measured = sys.stdout.isatty() or "COLUMNS" in os.environ
        Console(width=None if measured else 160).print(events_table(results))
    else:
        from streams.html_report import render_articles

        for part in render_articles(results):
            sys.stdout.buffer.write(part.encode())
        sys.stdout.flush()
