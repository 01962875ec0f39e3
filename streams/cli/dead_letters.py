"""`wirewatch dead-letters`: see what could not be processed, and send it again."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from streams.dead_letters import LetterFilter, StoredLetter

app = typer.Typer(
    name="dead-letters",
    help="List, show and replay records that could not be processed.",
    no_args_is_help=True,
)

CodeOption = Annotated[str | None, typer.Option(help="Only this error code (docs/errors.md).")]
StageOption = Annotated[str | None, typer.Option(help="Only this stage: detect, index, alert, replay.")]
SinceOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"], help="Failed at or after, UTC.")
]
UntilOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"], help="Failed before, UTC.")
]


@app.command("list")
def list_letters(
    code: CodeOption = None,
    stage: StageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most this many, the newest.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List dead letters, oldest first."""
    from collections import deque

    from rich.console import Console
    from rich.table import Table

    from streams.dead_letters import read_letters
    from streams.settings import load_settings

    found = 0
    newest: deque[StoredLetter] = deque(maxlen=limit)
    for stored in read_letters(load_settings(), _filter(code, stage, since, until)):
        found += 1
        newest.append(stored)
    if as_json:
        for stored in newest:
            typer.echo(json.dumps(_record(stored), ensure_ascii=False))
        return
    table = Table("letter", "failed (UTC)", "stage", "code", "origin", "message", highlight=False)
    for stored in newest:
        record = _record(stored)
        message = record["message"] + (f" (replayed from {stored.replayed_from})" if stored.replayed_from else "")
        cells = (stored.name, f"{stored.failed:%Y-%m-%d %H:%M:%S}", record["stage"], record["code"], record["origin"])
        table.add_row(*(_printable(cell) for cell in (*cells, message)))
    if newest:
        Console().print(table, markup=False)
    typer.echo(f"{found} dead letters" + (f", the newest {limit} shown" if found > limit else ""), err=True)


@app.command()
def show(letter: Annotated[str, typer.Argument(help="PARTITION/OFFSET, as `list` names it.")]) -> None:
    """Show one dead letter: why it failed, where it came from, and its bytes."""
    from streams.dead_letters import read_letter
    from streams.settings import load_settings

    partition, offset = _name(letter)
    stored = read_letter(load_settings(), partition, offset)
    if stored is None:
        typer.echo(f"there is no dead letter {letter}", err=True)
        raise typer.Exit(1)
    for name, value in _record(stored).items():
        typer.echo(f"{name:<18} {_printable(str(value))}")
    typer.echo()
    typer.echo(_readable(stored.value))


@app.command()
def replay(
    reason: Annotated[str, typer.Option(help="Why these can be processed now; goes with them in a header.")],
    letters: Annotated[list[str] | None, typer.Argument(help="PARTITION/OFFSET ...; none: all that match.")] = None,
    code: CodeOption = None,
    stage: StageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option(min=1, help="Refuse to send more than this many.")] = 100,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
) -> None:
    """Send dead letters again to the topic they came from, with their key, time and bytes.

    Choose them by name, or with at least one of --code, --stage, --since, --until. Sending one twice does no harm.
    """
    from schemas.errors import ERRORS
    from streams.dead_letters import read_letter, read_letters, replay_letters
    from streams.logs import configure_logs
    from streams.settings import load_settings

    if not reason.strip():
        raise typer.BadParameter("say why", param_hint="--reason")
    if not letters and not any((code, stage, since, until)):
        raise typer.BadParameter("name letters, or choose them with --code, --stage, --since or --until")
    if code is not None and code not in ERRORS:
        raise typer.BadParameter(f"no such code: {code}", param_hint="--code")
    settings = load_settings()
    configure_logs(settings)
    chosen: list[StoredLetter] = []
    if letters:
        for letter in letters:
            stored = read_letter(settings, *_name(letter))
            if stored is None or stored.letter is None:
                raise typer.BadParameter(f"there is no dead letter {letter} that says where it came from")
            chosen.append(stored)
    else:
        chosen = [stored for stored in read_letters(settings, _filter(code, stage, since, until)) if stored.letter]
    if len(chosen) > limit:
        typer.echo(f"{len(chosen)} dead letters match, --limit is {limit}: nothing was sent", err=True)
        raise typer.Exit(1)
    for stored in chosen:
        assert stored.letter
        to = f"{stored.letter.origin.topic} ({stored.letter.error_code})"
        typer.echo(f"{'would send' if dry_run else 'sending'} {stored.name} to {_printable(to)}")
    sent = 0 if dry_run else replay_letters(settings, chosen, reason)
    typer.echo(f"sent {sent} of {len(chosen)}", err=True)


def _filter(code: str | None, stage: str | None, since: datetime | None, until: datetime | None) -> "LetterFilter":
    from streams.dead_letters import LetterFilter

    def utc(day: datetime | None) -> datetime | None:
        return day.replace(tzinfo=UTC) if day else None

    return LetterFilter(code, stage, utc(since), utc(until))


def _name(letter: str) -> tuple[int, int]:
    partition, _, offset = letter.partition("/")
    if not (partition.isdecimal() and offset.isdecimal()):
        raise typer.BadParameter(f"{letter!r} is not PARTITION/OFFSET")
    return int(partition), int(offset)


def _record(stored: "StoredLetter") -> dict[str, Any]:
    letter = stored.letter
    origin = letter.origin if letter else None
    return {
        "letter": stored.name,
        "failed": stored.failed.isoformat(),
        "stage": letter.stage if letter else "?",
        "code": letter.error_code if letter else "dead-letter.invalid",
        "message": letter.error_message if letter else "its headers do not say why it is here",
        "origin": f"{origin.topic}/{origin.partition}/{origin.offset}" if origin else "?",
        "schema": letter.schema if letter else "?",
        "key": "" if stored.key is None else stored.key.decode("utf-8", "replace"),
        "bytes": len(stored.value),
        "replayed_from": stored.replayed_from or "",
    }


def _readable(value: bytes) -> str:
    """JSON indented; other text as it is; anything else as escaped bytes. Never a control character."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return repr(value)[2:-1]
    try:
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return _printable(text, "\n\t")
    return _printable(text, "\n")


def _printable(text: str, kept: str = "") -> str:
    """What a terminal shows, without what would steer it."""
    return "".join(char if char.isprintable() or char in kept else f"\\x{ord(char):02x}" for char in text)
