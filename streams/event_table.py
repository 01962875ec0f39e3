"""Events as a table for a terminal."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from schemas.article_result import ArticleResult
from schemas.event import Event, Meeting


def event_table(results: Iterable[ArticleResult]) -> Table:
    """One row an event, in the order of the articles. Text of articles is never read as markup."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("article", "event", "who", "object", "count", "where", "when", "says", "words"):
        table.add_column(heading, overflow="fold")
    for result in results:
        for event in result.events:
            table.add_row(*map(Text, _row(result, event)))
    return table


def _row(result: ArticleResult, event: Event) -> tuple[str, ...]:
    who, what, count = _parts(event)
    time = event.time
    return (
        result.article.uri,
        event.action,
        who,
        what,
        count,
        event.place.name if event.place else "",
        (time.start if time else None) or "",
        ", ".join(source.name for source in event.attribution),
        event.trigger.text,
    )


def _parts(event: Event) -> tuple[str, str, str]:
    if isinstance(event, Meeting):
        return ", ".join(actor.name for actor in event.participants), "", ""
    objects = ", ".join(actor.name for actor in (event.object, *event.more_objects))
    count = f"{event.count.qualifier.replace('_', ' ')} {event.count.value}" if event.count else ""
    return ", ".join(actor.name for actor in event.recognisers), objects, count
