"""`wirewatch alerts`: see what was told, and answer it."""

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

if TYPE_CHECKING:
    from streams.alerts.answers import Answers
    from streams.alerts.store import AlertStore, Stored

app = typer.Typer(name="alerts", help="See and answer alerts.", no_args_is_help=True)
Result = TypeVar("Result")

ByOption = Annotated[str | None, typer.Option("--by", help="Who says so. Default: your user name.")]
IdsArgument = Annotated[list[str], typer.Argument(metavar="ALERT...", help="Ids, or their first characters.")]


class State(StrEnum):
    """How far the telling of an alert is."""

    PENDING = "pending"
    TELLING = "telling"
    SENT = "sent"
    FAILED = "failed"
    SHADOW = "shadow"
    MUTED = "muted"
    SUPERSEDED = "superseded"


class Worth(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


@app.command("list")
def list_alerts(
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    state: Annotated[State | None, typer.Option(help="Only in this state.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Written since, UTC.")
    ] = None,
    unanswered: Annotated[bool, typer.Option("--unanswered", help="Only what nobody has answered.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many, the newest.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List alerts, newest first."""
    from rich.console import Console

    from streams.alerts.listing import AlertFilter, alert_table, newest_alerts
    from streams.elastic_connection import connect
    from streams.settings import load_settings

    settings = load_settings()
    chosen = AlertFilter(rule, state.value if state else None, since.replace(tzinfo=UTC) if since else None, unanswered)
    with connect(settings) as client:
        found = newest_alerts(client, settings, chosen, limit)
    if as_json:
        for alert in found:
            typer.echo(json.dumps(alert, ensure_ascii=False))
        return
    if found:
        Console().print(alert_table(found))
    typer.echo(f"{len(found)} alerts", err=True)


@app.command()
def show(alert: Annotated[str, typer.Argument(help="Id, or its first characters.")]) -> None:
    """Show one alert: what fired, why, who was told, who answered."""
    from streams.alerts.listing import alert_lines

    async def read(store: "AlertStore", _: "Answers") -> list[tuple[str, str]]:
        (stored,) = await _find(store, [alert])
        names = stored.source["wire"]["alert"].get("messages", [])
        messages = await store.get_many("alert-messages", names)
        return alert_lines(stored.source, [message.source for message in messages.values()])

    for name, value in _run(read):
        typer.echo(f"{name:<9} {value}")


@app.command()
def ack(
    alerts: IdsArgument,
    note: Annotated[str | None, typer.Option(help="What is being done about it.")] = None,
    by: ByOption = None,
) -> None:
    """Say that somebody has seen these alerts; they are not repeated."""

    async def write(store: "AlertStore", answers: "Answers") -> int:
        found = await _find(store, alerts)
        await answers.acknowledge(found, by=_author(by), now=datetime.now(UTC), note=note)
        return len(found)

    typer.echo(f"{_run(write)} acknowledged")


@app.command()
def mark(
    verdict: Annotated[Worth, typer.Argument(help="Was it right to fire?")],
    alerts: IdsArgument,
    because: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: ByOption = None,
) -> None:
    """Say whether alerts were right or wrong; the quality report counts it for each rule."""

    async def write(store: "AlertStore", answers: "Answers") -> int:
        found = await _find(store, alerts)
        worth: Literal["right", "wrong"] = "right" if verdict is Worth.RIGHT else "wrong"
        await answers.mark(found, worth, by=_author(by), now=datetime.now(UTC), reason=because)
        return len(found)

    typer.echo(f"{_run(write)} marked {verdict.value}")


@app.command()
def mute(
    rule: Annotated[str, typer.Argument(help="Id of a rule; * for all.")],
    for_: Annotated[str, typer.Option("--for", help="How long, such as 12h or 7d.")],
    because: Annotated[str, typer.Option(help="Why; others will want to know.")],
    key: Annotated[str | None, typer.Option(help="Only this group, or groups with this value.")] = None,
    by: ByOption = None,
) -> None:
    """Keep a rule quiet for a while, altogether or for one group; its alerts are still recorded."""
    from streams.alerts.durations import duration

    try:
        span = duration(for_)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--for") from error
    if not because.strip():
        raise typer.BadParameter("say why", param_hint="--because")
    now = datetime.now(UTC)

    async def write(_: "AlertStore", answers: "Answers") -> str:
        return await answers.mute(rule, key, now + span, by=_author(by), now=now, reason=because)

    typer.echo(f"mute {_run(write)[:12]} until {now + span:%Y-%m-%d %H:%M} UTC")


@app.command()
def unmute(
    mute_id: Annotated[
        str, typer.Argument(metavar="MUTE", help="Id of a mute or its first characters, or a rule's id.")
    ],
    by: ByOption = None,
) -> None:
    """End a mute before its time; with a rule's id, all mutes of that rule."""
    from schemas.errors import Invalid

    async def write(_: "AlertStore", answers: "Answers") -> int:
        now = datetime.now(UTC)
        chosen = [each for each in await answers.mutes(now) if each.rule == mute_id or each.id.startswith(mute_id)]
        if not chosen:
            raise Invalid("alert.unknown", f"mute {mute_id}; `wirewatch alerts mutes` lists those in force")
        await answers.unmute(chosen, by=_author(by), now=now)
        return len(chosen)

    typer.echo(f"{_run(write)} ended")


@app.command()
def mutes() -> None:
    """List the mutes in force."""

    async def read(_: "AlertStore", answers: "Answers") -> list[str]:
        return [
            f"{each.id[:12]}  {each.rule}  {each.key or '(all groups)'}  until {each.until[:16]}  "
            f"{each.by}: {each.reason}"
            for each in await answers.mutes(datetime.now(UTC))
        ]

    from streams.visible_text import one_line

    lines = _run(read)
    for line in lines:
        typer.echo(one_line(line))
    typer.echo(f"{len(lines)} mutes", err=True)


@app.command()
def feedback(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Written since, UTC.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a rule and line.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page, with what was called wrong and why.")] = None,
) -> None:
    """How alerts were answered, for each rule; `make gold` puts the same into its page."""
    from rich.console import Console

    from streams.alerts.feedback import feedback_page, feedback_table, read_feedback
    from streams.elastic_connection import connect
    from streams.settings import load_settings

    settings = load_settings()
    with connect(settings) as client:
        report = read_feedback(client, settings, since.replace(tzinfo=UTC) if since else None)
    if html:
        html.write_text(feedback_page(report), encoding="utf-8")
    if as_json:
        for each in report.totals:
            typer.echo(json.dumps({**asdict(each), "precision": each.precision}))
        return
    Console().print(feedback_table(report.totals))
    for wrong in report.wrong[:10]:
        typer.echo(f"wrong: {wrong.id[:12]} {wrong.rule}: {wrong.summary}: {wrong.reason or 'no reason'} ({wrong.by})")


def _run(work: "Callable[[AlertStore, Answers], Awaitable[Result]]") -> Result:
    from streams.alerts.answers import Answers
    from streams.alerts.store import AlertStore
    from streams.elastic_connection import connect_async
    from streams.settings import load_settings

    async def run() -> Result:
        settings = load_settings()
        async with connect_async(settings) as client:
            store = AlertStore(client, settings)
            return await work(store, Answers(store))

    return asyncio.run(run())


async def _find(store: "AlertStore", names: list[str]) -> "list[Stored]":
    """The alerts of these ids or beginnings of ids. Raises Invalid(alert.unknown) for none, or for several."""
    from schemas.errors import Invalid

    found: list[Stored] = []
    for name in names:
        matches = list((await store.get_many("alerts", [name])).values())
        if not matches:
            await store.refresh("alerts")
            matches = await store.search("alerts", query={"prefix": {"wire.alert.id": name}}, size=2)
        if len(matches) != 1:
            raise Invalid("alert.unknown", f"{'no' if not matches else 'more than one'} alert is called {name}")
        found += matches
    return found


def _author(by: str | None) -> str:
    return by or getpass.getuser()
