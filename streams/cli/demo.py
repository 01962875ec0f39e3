"""`wirewatch demo`: the whole line once, on real servers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from deploy.local import Endpoints
    from streams.demo import DemoOutcome

_SHOWN = 25


def demo(
    state: Annotated[Path, typer.Option(help="Folder for the demo's servers, logs and pages.")] = Path(".state/demo"),
    keep: Annotated[bool, typer.Option("--keep", help="Leave the servers running, to look further.")] = False,
) -> None:
    """Start Kafka and Elasticsearch, send the sample articles through the line, show the events and an alert."""
    from streams import demo as line
    from streams.alerts.demo import show_told, wait_until_told
    from streams.elastic_connection import connect
    from streams.event_row import row_of_document
    from streams.events_table import EventsTable

    console = Console(highlight=False)
    started = time.monotonic()

    def say(text: str) -> None:
        console.print(f"[dim]{time.monotonic() - started:5.1f} s[/]  {text}", soft_wrap=True)

    state.mkdir(parents=True, exist_ok=True)
    with line.running_stack(state, say, keep=keep) as endpoints:
        settings = line.demo_settings(endpoints, state)
        with connect(settings) as client:
            say(f"made {line.set_up(settings, client)} topics, templates and indices")
            with line.running_worker(settings, state) as check:
                published = line.send_samples(settings)
                say(
                    f"sent {published.sent} records to {settings.topic('wire.articles')}, "
                    f"{published.refused.total()} of them broken on purpose"
                )
                with console.status("the worker reads …") as status:
                    line.wait_until_done(settings, check, lambda left: status.update(f"{left} records wait"))
                    status.update("people are told …")
                    told = wait_until_told(client, settings, check)
            outcome = line.read_back(client, settings, published, started)
        say(f"the worker has read everything and stopped (its log: {state / 'worker.log'})")
        console.print()
        console.print(EventsTable(map(row_of_document, outcome.events[-_SHOWN:])))
        console.print()
        if len(outcome.events) > _SHOWN:
            console.print(f"(the newest {_SHOWN} of {len(outcome.events)} events)")
        _summary(console, outcome)
        console.print()
        show_told(console, told)
        console.print()
        _further(console, settings.alias("events"), endpoints, state, keep=keep)


def _summary(console: Console, outcome: DemoOutcome) -> None:
    live = [event for event in outcome.events if not event["wire"]["retracted"]]
    letters = ", ".join(f"{count} {code}" for code, count in sorted(outcome.dead_letters.items()))
    console.print(
        f"{outcome.published.sent} records in; read back from Elasticsearch: {outcome.articles} articles, "
        f"{len(live)} events, {len(outcome.events) - len(live)} retracted by corrections and kills.",
        soft_wrap=True,
    )
    console.print(f"{outcome.dead_letters.total()} dead letters: {letters}.", soft_wrap=True)


def _further(console: Console, alias: str, endpoints: Endpoints, state: Path, *, keep: bool) -> None:
    query = f"curl '{endpoints.elasticsearch_url}/{alias}/_search?pretty&q=wire.actor_names:putin'"
    if keep:
        console.print(f"Look further: {query}", soft_wrap=True)
        console.print(f"Stop the servers: wirewatch stack down --state {state / 'stack'}", soft_wrap=True)
    else:
        console.print(
            f"Look further: .venv/bin/wirewatch stack up --state {state / 'stack'}, then {query}", soft_wrap=True
        )
