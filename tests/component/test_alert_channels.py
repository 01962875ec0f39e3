"""Channels on real receivers: one that hangs takes no thread of the others, and is told apart from one that refuses."""

import asyncio
import threading
import time

from streams.alerts.channels import AppriseChannel, Letter
from tests.receivers import webhook

LETTER = Letter(key="k", subject="s", text="t", html="<body>t</body>")


async def test_a_service_that_hangs_holds_one_thread_and_gets_its_message_later() -> None:
    release = threading.Event()
    with webhook() as hanging, webhook() as well:
        hanging.before_answer = lambda: release.wait(20)
        stuck, quick = AppriseChannel("stuck", f"{hanging.url}?rto=30", 1.0), AppriseChannel("quick", well.url, 10)
        assert (await stuck.send(LETTER)).fate == "unknown"
        threads = threading.active_count()
        for _ in range(3):
            answer = await stuck.send(LETTER)
            assert (answer.fate, answer.reason) == ("refused", "the service still holds an earlier message")
        assert threading.active_count() <= threads
        assert (await quick.send(LETTER)).fate == "taken"
        release.set()
        deadline = time.monotonic() + 10
        while (await stuck.send(LETTER)).fate != "taken":
            assert time.monotonic() < deadline, "waited 10 s for the service to be free again"
            await asyncio.sleep(0.05)
