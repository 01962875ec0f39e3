"""The alert stage in a process of its own: `python -m tests.alert_worker DIE_BEFORE EVENT_ID…`.

Judges the events, then tells people until nothing waits. Kills itself (kill -9) before the DIE_BEFORE-th write to
Elasticsearch, counted from 1; 0 is never.
"""

import asyncio
import os
import signal
import sys
import time
from typing import Any

from streams.alerts.stage import alert_parts
from streams.elastic_connection import connect_async
from streams.metrics import Metrics
from streams.settings import load_settings

_READS = ("_search", "_msearch", "_mget", "_refresh", "_count")


async def main(die_before: int, event_ids: list[str]) -> int:
    settings = load_settings()
    client = connect_async(settings)
    writes = 0
    perform = client.transport.perform_request

    async def counted(method: str, target: str, **options: Any) -> Any:
        nonlocal writes
        if not any(read in target for read in _READS):
            writes += 1
            if writes == die_before:
                os.kill(os.getpid(), signal.SIGKILL)
        return await perform(method, target, **options)

    client.transport.perform_request = counted  # type: ignore[method-assign] -- the place to die at
    parts = alert_parts(client, settings, Metrics(), worker=str(os.getpid()))
    await parts.evaluator.evaluate(event_ids)
    deadline = time.monotonic() + 60
    alias = settings.alias("alerts")
    while time.monotonic() < deadline:
        await parts.dispatcher.round(wait=True)
        await client.indices.refresh(index=[alias, settings.alias("alert-messages")])
        open_alerts = await client.count(index=alias, query={"terms": {"wire.alert.state": ["pending", "telling"]}})
        noted = {"term": {"wire.message.recorded": False}}
        unnoted = await client.count(index=settings.alias("alert-messages"), query=noted)
        if not open_alerts["count"] and not unnoted["count"]:
            break
        await asyncio.sleep(0.1)
    await client.close()
    sys.stdout.write(f"{writes}\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]), sys.argv[2:])))
