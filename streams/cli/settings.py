"""`wirewatch settings`: what is in force, and where each setting is described."""

import typer
from rich.console import Console
from rich.markup import escape


def settings(markdown: bool = typer.Option(False, "--markdown", help="Print the reference page instead.")) -> None:
    """Show every setting, its value in force (secrets hidden) and its meaning."""
    from streams.reference import settings_page
    from streams.settings import Settings, load_settings

    if markdown:
        typer.echo(settings_page(), nl=False)
        return
    inforce = load_settings()
    console = Console(highlight=False)
    for name, field in Settings.model_fields.items():
        value = getattr(inforce, name)
        # A secret prints as asterisks.
        shown = "" if value is None else escape(str(value))
        style = "bold green" if name in inforce.model_fields_set else "bold"
        console.print(f"[{style}]WIREWATCH_{name.upper()}[/]={shown}\n    [dim]{escape(field.description or '')}[/]")
