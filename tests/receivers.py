"""Whoever alerts are sent to, as real servers on this machine: a mail server and a webhook."""

import email
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from deploy.local.ports import free_port


@dataclass
class Mailbox:
    """A mail server that keeps what it is sent. `refuse` answers the next mails with that reply."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    refuse: str | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.refuse:
            return self.refuse
        self.mails.append(email.message_from_bytes(envelope.content))
        return "250 kept"

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=wirewatch@desk.example&to=editor@desk.example&mode=insecure"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox(free_port(set()))
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """A webhook that keeps what it is sent. `status` is its answer; `before_answer` runs once a request was read."""

    port: int = 0
    status: int = 200
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/alerts"

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _ in self.requests]


@contextmanager
def webhook() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if hook.status < 300:
                hook.requests.append((dict(self.headers), body))
            hook.before_answer()
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
