"""`wirewatch rules`: check alert rules, try them on examples and on history, and ask why."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from streams.alerts.rule_query import CompiledRule

app = typer.Typer(name="rules", help="Check, test and explain alert rules.", no_args_is_help=True)

PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Rule files or folders. Default: WIREWATCH_ALERT_RULES, or the shipped rules."),
]
RulesOption = Annotated[
    list[Path] | None, typer.Option("--rules", help="Rule files or folders instead of WIREWATCH_ALERT_RULES.")
]
_DAY = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


@app.command("list")
def list_rules(paths: PathsArgument = None) -> None:
    """List the rules with their kind, channels and files."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from streams.alerts.rule_book import load_rules
    from streams.settings import load_settings

    found = load_rules(paths or load_settings().alert_rules)
    table = Table("rule", "kind", "status", "notify", "title", "file", box=None, pad_edge=False, header_style="bold")
    for rule in found.rules.values():
        cells = (rule.id, rule.rule.kind, rule.rule.status, ", ".join(rule.rule.notify), rule.rule.title)
        table.add_row(*map(Text, cells), Text(Path(found.files[rule.id]).name, style="dim"))
    Console().print(table)
    _say_refused([str(error) for error in found.refused.values()])


@app.command()
def lint(paths: PathsArgument = None) -> None:
    """Check rule files: YAML, fields, queries, times. Every fault comes with its line and column."""
    from streams.alerts.rule_book import load_rules, rule_paths
    from streams.alerts.settings import channel_urls
    from streams.settings import load_settings

    settings = load_settings()
    chosen = paths or settings.alert_rules
    found = load_rules(chosen)
    known = {"file", "stdout", *channel_urls(settings)}
    unknown = Counter(name for rule in found.rules.values() for name in rule.rule.notify if name not in known)
    for name, number in unknown.items():
        stands_in = settings.alert_default_channel
        typer.echo(f"note: channel {name} of {number} rules has no URL here: {stands_in} stands in", err=True)
    for rule in found.rules.values():
        if not (rule.rule.examples.fires or rule.rule.kind == "silence"):
            typer.echo(f"note: {rule.id}: no example that fires", err=True)
    _say_refused([error.message for error in found.refused.values()])
    typer.echo(f"{len(found.rules)} rules in {len(rule_paths(chosen))} files are good")


def _say_refused(faults: list[str]) -> None:
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)


@app.command("test")
def run_tests(
    paths: PathsArgument = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
) -> None:
    """Run the examples in the rules' files, as the line would: the detector reads them, Elasticsearch answers."""
    from rich.console import Console
    from rich.text import Text

    from processors.watchlist import parse_watchlists
    from streams.alerts.rule_book import load_rules
    from streams.alerts.rule_examples import run_examples
    from streams.detector import load_detector
    from streams.elastic_connection import connect
    from streams.settings import load_settings
    from streams.watchlist_files import read_files, starter_files
    from streams.watchlist_names import names_in

    settings = load_settings()
    found = load_rules(paths or settings.alert_rules)
    _say_refused([error.message for error in found.refused.values()])
    chosen = [each for each in found.rules.values() if rule in (None, each.id)]
    texts = any(isinstance(e, str) for r in chosen for e in [*r.rule.examples.fires, *r.rule.examples.silent])
    detector = load_detector(model=settings.spacy_model, watchlists=settings.watchlists, watch="any") if texts else None
    files = read_files(settings.watchlists) if settings.watchlists else starter_files()
    console, failed, number = Console(highlight=False), 0, 0
    with connect(settings) as client:
        for outcome in run_examples(
            client,
            settings,
            chosen,
            read=detector.detect if detector else lambda _: [],
            names_of=names_in(parse_watchlists(files)),
        ):
            number += 1
            failed += not outcome.passed
            wanted = "fires" if outcome.should_fire else "silent"
            mark = Text("ok  ", style="green") if outcome.passed else Text("FAIL", style="bold red")
            console.print(mark, Text(f"{outcome.rule} {wanted}: {outcome.example}"), soft_wrap=True)
            if not outcome.passed:
                reason = outcome.fault or f"it {'fired' if outcome.fired else 'did not fire'}; events in it: "
                reason += "" if outcome.fault else ", ".join(outcome.seen) or "none"
                console.print(Text(f"     {reason}", style="red"), soft_wrap=True)
    typer.echo(f"{number - failed} of {number} examples as they should be")
    raise typer.Exit(1 if failed else 0)


@app.command()
def backtest(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help="Id of the rule.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="Day of news, UTC. Default: a year ago.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=_DAY, help="Day of news, UTC, not included. Default: now.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page to look at, too.")] = None,
    rules: RulesOption = None,
) -> None:
    """Say what a rule would have told over what is stored: how much, how noisy, and samples."""
    from rich.console import Console

    from streams.alerts.backtest import backtest as run
    from streams.alerts.backtest_view import backtest_page, show_backtest
    from streams.elastic_connection import connect
    from streams.settings import load_settings

    settings = load_settings()
    rule = _rule(rule_id, rules)
    end = until.replace(tzinfo=UTC) if until else datetime.now(UTC)
    start = since.replace(tzinfo=UTC) if since else end - timedelta(days=365)
    with connect(settings) as client:
        result = run(client, settings, rule, start, end)
    show_backtest(Console(highlight=False), result)
    if html:
        html.write_text(backtest_page(result), encoding="utf-8")
        typer.echo(f"\n{html}")


@app.command()
def why(
    event_id: Annotated[str, typer.Argument(help="Id of an event (event.id in Kibana).")],
    rule_id: Annotated[str | None, typer.Option("--rule", help="Only this rule.")] = None,
    rules: RulesOption = None,
) -> None:
    """Say which rules match an event, and what keeps the others from it."""
    from rich.console import Console
    from rich.text import Text

    from streams.alerts.event_facts import line_of
    from streams.alerts.rule_book import load_rules
    from streams.alerts.why import event_document, explain
    from streams.elastic_connection import connect
    from streams.settings import load_settings
    from streams.visible_text import one_line

    settings = load_settings()
    chosen = [_rule(rule_id, rules)] if rule_id else list(load_rules(rules or settings.alert_rules).rules.values())
    console = Console(highlight=False)
    with connect(settings) as client:
        document = event_document(client, settings, event_id)
        if document is None:
            typer.echo(f"there is no event {event_id} in {settings.alias('events')}", err=True)
            raise typer.Exit(1)
        console.print(Text(line_of(document), style="bold"), soft_wrap=True)
        console.print(Text(one_line(document.get("message", ""), 300), style="dim"), soft_wrap=True)
        answers = explain(client, settings, [each for each in chosen if each.rule.kind != "silence"], document)
    for answer in sorted(answers, key=lambda each: not each.matches):
        mark = Text("matches   ", style="green") if answer.matches else Text("does not  ", style="dim")
        console.print(mark, Text(answer.rule.id, style="bold"), Text(f" {answer.note}", style="yellow"), soft_wrap=True)
        for fault in answer.fails:
            console.print(Text(f"            needs {fault}"), soft_wrap=True)


def _rule(rule_id: str, paths: list[Path] | None) -> "CompiledRule":
    from schemas.errors import Invalid
    from streams.alerts.rule_book import load_rules
    from streams.settings import load_settings

    found = load_rules(paths or load_settings().alert_rules)
    if rule_id not in found.rules:
        _say_refused([error.message for error in found.refused.values()])
        raise Invalid("alert.unknown", f"rule {rule_id}; there are: {', '.join(sorted(found.rules)) or 'none'}")
    return found.rules[rule_id]
