"""What a demonstration shows of alerts: waits until the first have been told, and reads back who was told what."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from elasticsearch import Elasticsearch
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from streams.alerts.channels import Letter, as_text
from streams.settings import Settings

_TOLD_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """`changes` counts alerts by what they tell, `states` by how far their telling is; `messages`: newest last."""

    changes: Counter[str]
    states: Counter[str]
    messages: list[dict[str, Any]]
    file: Path


def wait_until_told(client: Elasticsearch, settings: Settings, check: Callable[[], None]) -> Told:
    """Return once all messages that were due have been sent, at most half a minute later.

    What waits for its group's interval is not waited for: that is a quarter of an hour in the shipped rules.
    """
    deadline = time.monotonic() + _TOLD_SECONDS
    before: tuple[int, int] | None = None
    while True:
        check()
        told = told_so_far(client, settings)
        now = (told.changes.total(), len(told.messages))
        under_way = any(message["state"] in ("pending", "claimed") for message in told.messages)
        if (now == before and told.messages and not under_way) or time.monotonic() > deadline:
            return told
        before = now
        time.sleep(2 * settings.alert_poll)


def told_so_far(client: Elasticsearch, settings: Settings) -> Told:
    aliases = [settings.alias("alerts"), settings.alias("alert-messages")]
    client.indices.refresh(index=aliases)
    alerts = client.search(index=aliases[0], size=5000, source_includes=["wire.alert.change", "wire.alert.state"])
    messages = client.search(index=aliases[1], size=1000, sort=[{"@timestamp": "asc"}, {"wire.message.id": "asc"}])
    own = [hit["_source"]["wire"]["alert"] for hit in alerts["hits"]["hits"]]
    return Told(
        Counter(each["change"] for each in own),
        Counter(each["state"] for each in own),
        [hit["_source"]["wire"]["message"] for hit in messages["hits"]["hits"]],
        settings.alert_file,
    )


def show_told(console: Console, told: Told) -> None:
    """One message as it was told, and how many there were."""
    sent = [message for message in told.messages if message["state"] == "sent"]
    if not sent:
        console.print("No alert has been told yet; the worker's log says why.")
        return
    shown = next((message for message in sent if "rule meeting-claimed" in message["text"]), sent[-1])
    letter = Letter(shown["id"], shown["subject"], shown["text"], "")
    body = as_text(letter).split("\n", 3)[-1].strip()
    # Taken from the messages' file: nothing in it is markup.
    console.print(Panel(Text(body), title="an alert", title_align="left", border_style="green"))
    changes = ", ".join(f"{number} {change}" for change, number in sorted(told.changes.items()))
    waiting = told.states["pending"]
    later = f"; {waiting} more wait{'s' if waiting == 1 else ''} for their group's interval" if waiting else ""
    console.print(
        f"{told.changes.total()} alerts ({changes}); {len(sent)} messages in {told.file}, one of them above{later}.",
        soft_wrap=True,
    )
