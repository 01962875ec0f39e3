"""The Jinja environment of the pages that show evidence in its text."""

from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from streams.report.evidence import ROLE_LABELS, ROLE_MEANINGS
from streams.report.marking import Closing, Opening
from streams.visible_text import visible


def page_environment(loader: BaseLoader) -> Environment:
    """Templates from `loader`, in which everything is escaped and nothing of the wire is obeyed."""
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(labels=ROLE_LABELS, meanings=ROLE_MEANINGS)
    environment.tests.update(
        opening=lambda token: isinstance(token, Opening), closing=lambda token: isinstance(token, Closing)
    )
    return environment


def _visible(value: Any) -> Any:
    """Run by Jinja on everything it prints, before it escapes."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
