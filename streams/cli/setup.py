"""`wirewatch setup`: topics, index templates, indices and aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer
from rich.console import Console

if TYPE_CHECKING:
    from streams.topics_setup import Change


def setup(
    topics: bool = typer.Option(True, help="Create the Kafka topics of topics.yaml."),
    indices: bool = typer.Option(True, help="Create index templates, indices and aliases in Elasticsearch."),
) -> None:
    """Create topics, index templates and aliases where they are missing, and print what changed."""
    from schemas.topics import load_topics
    from streams.elastic_connection import connect
    from streams.index_setup import setup_indices
    from streams.settings import load_settings
    from streams.topics_setup import setup_topics

    settings = load_settings()
    if topics:
        _show(setup_topics(settings, load_topics()))
    if indices:
        with connect(settings) as client:
            _show(setup_indices(client, settings))


def _show(changes: Iterable[Change]) -> None:
    console = Console(highlight=False)
    colours = {"created": "green", "updated": "green", "differs": "yellow", "unchanged": "dim", "skipped": "yellow"}
    for change in changes:
        detail = f" ({change.detail})" if change.detail else ""
        console.print(f"[{colours[change.action]}]{change.action:<9}[/] {change.what}{detail}", soft_wrap=True)
