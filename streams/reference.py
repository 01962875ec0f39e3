"""Reference pages in docs/, made from what the code itself says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pydantic_core import PydanticUndefined

from schemas.errors import ERRORS
from schemas.topics import load_topics
from streams.metrics import CATALOGUE
from streams.settings import Settings

_MADE: Final = "<!-- Made by `make docs`; do not edit. -->\n\n"


def errors_page() -> str:
    rows = [f"| `{code}` | {entry.meaning} | {entry.remedy} |" for code, entry in ERRORS.items()]
    intro = "A code is stable: it stands in dead letters (`error.code`), logs and metrics, and is never reused.\n\n"
    return "# Error codes\n\n" + _MADE + intro + _table("code | meaning | what to do", rows)


def settings_page() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None or field.default is PydanticUndefined else _shown(field.default)
        rows.append(f"| `WIREWATCH_{name.upper()}` | {default} | {field.description} |")
    intro = (
        "Every setting is an environment variable; a `.env` file in the working directory is read too, and the\n"
        "environment wins. Secrets are never logged. `wirewatch settings` shows what is in force.\n\n"
    )
    return "# Settings\n\n" + _MADE + intro + _table("variable | default | meaning", rows)


def metrics_page() -> str:
    rows = []
    for metric in CATALOGUE:
        labels = "<br>".join(f"`{label}`: {values}" for label, values in metric.labels.items())
        rows.append(f"| `{metric.name}` | {metric.kind} | {metric.help} | {labels or 'none'} |")
    intro = (
        "Every worker serves these in Prometheus' text format at `/metrics`, on the address of\n"
        "`WIREWATCH_HEALTH_BIND` and `WIREWATCH_HEALTH_PORT`, beside `/healthz` and `/readyz`.\n\n"
    )
    return "# Metrics\n\n" + _MADE + intro + _table("metric | kind | meaning | labels", rows)


def topics_page() -> str:
    rows = [
        f"| `{topic.name}` | `{topic.schema}` | {topic.partitions} | "
        f"{'everything' if topic.retention_ms < 0 else topic.retention} | {topic.timestamps} | {topic.cleanup} |"
        for topic in load_topics()
    ]
    intro = "Keys are article uris, so that the versions of one article stay in order.\n\n"
    return "# Topics\n\n" + _MADE + intro + _table("topic | schema | partitions | keeps | timestamps | cleanup", rows)


PAGES: Final[dict[str, Callable[[], str]]] = {
    "errors.md": errors_page,
    "metrics.md": metrics_page,
    "settings.md": settings_page,
    "topics.md": topics_page,
}


def _shown(value: Any) -> str:
    return "`[]`" if value == [] else f"`{value}`" if value != "" else ""


def _table(head: str, rows: list[str]) -> str:
    columns = head.count("|") + 1
    return "\n".join([f"| {head} |", "|" + " --- |" * columns, *rows]) + "\n"


def main() -> None:
    """Write the pages into docs/ of the working directory."""
    for name, page in PAGES.items():
        (Path("docs") / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
