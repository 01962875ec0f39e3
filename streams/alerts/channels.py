"""Channels: where a message goes, by name. Their addresses are secrets and stay in memory.

Mail, chat, pagers and webhooks are apprise URLs. `file` and `stdout` are always there, and stand in for a name that
has no address yet, so that nothing is lost for want of a setting.
"""

import asyncio
import contextvars
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import structlog

from schemas.errors import Invalid
from streams.visible_text import visible

log = structlog.get_logger(__name__)

REPEAT_NOTE: Final = "This message may repeat an earlier one: whether that one arrived is not known."
_message_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("message_id", default=None)
_mail_text: contextvars.ContextVar[str | None] = contextvars.ContextVar("mail_text", default=None)
_said: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("said", default=None)

Fate = Literal["taken", "refused", "unknown"]
"""What became of a message: taken by the channel, certainly not taken, or nobody can say."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way. `key` is the same on every try."""

    key: str
    subject: str
    text: str
    html: str
    may_repeat: bool = False
    in_reply_to: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is in words of our own: what a service answers may hold its secrets."""

    fate: Fate
    reason: str = ""


class Channel(Protocol):
    """Takes one message at a time."""

    async def send(self, letter: Letter) -> Answer: ...


class FileChannel:
    """Appends messages to a text file; written through to the disk before it counts as taken."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, letter: Letter) -> Answer:
        try:
            await asyncio.to_thread(self._append, as_text(letter))
        except OSError as error:
            return Answer("refused", f"cannot write the file: {error.strerror}")
        return Answer("taken")

    def _append(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(text.encode("utf-8", "replace"))  # one write: two workers do not tear a message apart
            file.flush()
            os.fsync(file.fileno())


class StdoutChannel:
    """Prints messages, for a worker that somebody watches."""

    async def send(self, letter: Letter) -> Answer:
        sys.stdout.write(as_text(letter))
        sys.stdout.flush()
        return Answer("taken")


class AppriseChannel:
    """One apprise URL. Sends from a thread, under a time limit."""

    def __init__(self, name: str, url: str, timeout: float) -> None:
        """Raises Invalid(settings.invalid), without the URL, for one that apprise does not know."""
        import apprise

        self._timeout = timeout
        # One thread of its own: a service that never answers must not take the threads of the others.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"channel-{name}")
        self._sending: Future[Answer] | None = None
        asset = apprise.AppriseAsset(app_id="wirewatch", app_desc="wirewatch", secure_logging=True, async_mode=False)
        plugin = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if plugin is None:
            raise Invalid("settings.invalid", f"WIREWATCH_ALERT_CHANNELS: channel {name} is no apprise URL")
        self._plugin: Any = plugin
        self._mail = any(cls.__name__ == "NotifyEmail" for cls in type(plugin).__mro__)
        # Other services get text, which apprise makes into what they show.
        self._html = self._mail and plugin.resolve_format(apprise.NotifyFormat.HTML) == apprise.NotifyFormat.HTML
        if self._mail:
            plugin.request_rate_per_sec = 0  # apprise waits 5.5 s between mails, as for a chat service
        self._apprise: Any = apprise.Apprise(plugin, asset=asset)
        self._own_headers = dict(getattr(plugin, "headers", None) or {})
        _mail_in_our_words()
        _listen_alone()

    async def send(self, letter: Letter) -> Answer:
        if self._sending is not None and not self._sending.done():
            await asyncio.wait([asyncio.wrap_future(self._sending)], timeout=self._timeout)
            if not self._sending.done():
                return Answer("refused", "the service still holds an earlier message")
        self._sending = self._thread.submit(self._send, letter)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._sending), self._timeout)
        except TimeoutError:
            return Answer("unknown", f"no answer within {self._timeout:g} s")

    def _send(self, letter: Letter) -> Answer:
        import apprise

        with _LISTENER.listening() as said:
            if isinstance(getattr(self._plugin, "headers", None), dict):
                self._plugin.headers = {**self._own_headers, **headers_of(letter, mail=self._mail)}
            token, text_token = _message_id.set(mail_id(letter.key)), _mail_text.set(body_of(letter))
            try:
                body = html_of(letter) if self._html else harmless(body_of(letter))
                kind = apprise.NotifyType.WARNING if letter.urgent else apprise.NotifyType.INFO
                done = self._apprise.notify(
                    body=body,
                    title=letter.subject if self._html else harmless(letter.subject),
                    notify_type=kind,
                    body_format=apprise.NotifyFormat.HTML if self._html else apprise.NotifyFormat.TEXT,
                    interpret_escapes=False,
                )
            except Exception as error:
                # A plugin may raise whatever its service's library does; that must not stop any other channel.
                return Answer("unknown", f"the channel failed: {type(error).__name__}")
            finally:
                _message_id.reset(token)
                _mail_text.reset(text_token)
            return Answer("taken") if done else fate_of("\n".join(said))


def headers_of(letter: Letter, *, mail: bool) -> dict[str, str]:
    """What makes a repeated message recognisable: for mail its thread, for webhooks an idempotency key."""
    if not mail:
        return {"Idempotency-Key": letter.key}
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no out-of-office answers
    if letter.in_reply_to:
        headers |= {"In-Reply-To": mail_id(letter.in_reply_to), "References": mail_id(letter.in_reply_to)}
    if letter.urgent:
        headers |= {"Importance": "high", "X-Priority": "1"}
    return headers


def mail_id(key: str) -> str:
    return f"<{key}@wirewatch.invalid>"


def fate_of(said: str) -> Answer:
    """What an apprise failure means. A request that may have been read by the other side is unknown."""
    status = re.search(r"\berror=(\d{3})\b", said)
    if status:
        code = int(status[1])
        # A gateway that gives up does not know what became of the request behind it.
        return Answer("unknown" if code in (408, 502, 504) else "refused", f"the service answered HTTP {code}")
    lowered = said.lower()
    for words, reason in (
        ("connection refused", "connection refused"),
        ("name or service not known", "no such host"),
        ("nodename nor servname", "no such host"),
        ("failed to resolve", "no such host"),
        ("connecttimeout", "no connection in time"),
        ("authentication", "the service refused the credentials"),
        ("recipients refused", "the server refused the recipients"),
    ):
        if words in lowered:
            return Answer("refused", reason)
    smtp = re.search(r"\((\d{3}), b'", said)
    if smtp:
        return Answer("refused", f"the mail server answered {smtp[1]}")
    return Answer("unknown", "the service did not take the message")


def as_text(letter: Letter) -> str:
    """A message for a file or a terminal."""
    rule = "─" * 72
    return f"{rule}\n{visible(letter.subject)}\n\n{visible(body_of(letter))}\n"


def body_of(letter: Letter) -> str:
    return f"({REPEAT_NOTE})\n\n{letter.text}" if letter.may_repeat else letter.text


def html_of(letter: Letter) -> str:
    if not letter.may_repeat:
        return letter.html
    return re.sub(r"(<body[^>]*>)", rf"\1<p><em>{REPEAT_NOTE}</em></p>", letter.html, count=1)


_MENTION: Final = re.compile(r"(?i)(@)(?=everyone|here|channel|all|\w)|(<)(?=[!@#])")


def harmless(text: str) -> str:
    """Text whose @everyone and <!channel> call nobody: what a wire says must not wake a whole company."""
    return _MENTION.sub(lambda match: f"{match[0]}\u200b", text)


def _mail_in_our_words() -> None:
    """Have apprise's mails carry our Message-ID and our text, which it has no way to be given; others keep theirs.

    Left to itself apprise makes the text of a mail from its HTML, and loses every link.
    """
    from email.utils import make_msgid

    from apprise.conversion import convert_between
    from apprise.plugins.email import base

    def ours(*arguments: Any, **options: Any) -> str:
        return _message_id.get() or make_msgid(*arguments, **options)

    made: Callable[..., str] = convert_between

    def text(*arguments: Any, **options: Any) -> str:
        return _mail_text.get() or made(*arguments, **options)

    base.__dict__["make_msgid"] = ours
    base.__dict__["convert_between"] = text


class _Listener(logging.Handler):
    """Hears what apprise says of one message, which is where it says why it was not taken."""

    @contextmanager
    def listening(self) -> Iterator[list[str]]:
        said: list[str] = []
        token = _said.set(said)
        try:
            yield said
        finally:
            _said.reset(token)

    def emit(self, record: logging.LogRecord) -> None:
        said = _said.get()
        if said is not None:
            said.append(record.getMessage())


_LISTENER: Final = _Listener()


def _listen_alone() -> None:
    """What apprise logs may hold URLs with their secrets: nobody else gets to hear it."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.handlers = [_LISTENER]


class Channels:
    """Every channel by name."""

    def __init__(
        self, urls: Mapping[str, str], *, file: Path, default: Literal["file", "stdout"], timeout: float
    ) -> None:
        """Raises Invalid(settings.invalid) for a URL that is none."""
        self._channels: dict[str, Channel] = {"file": FileChannel(file), "stdout": StdoutChannel()}
        self._channels |= {name: AppriseChannel(name, url, timeout) for name, url in urls.items()}
        self._default = default
        self._missing: set[str] = set()

    def of(self, name: str) -> Channel:
        """The channel of this name, or the default one, which is said once."""
        if name not in self._channels:
            if name not in self._missing:
                self._missing.add(name)
                log.warning("channel.missing", channel=name, instead=self._default)
            return self._channels[self._default]
        return self._channels[name]

    def label(self, name: str) -> str:
        """For metrics: rules must not be able to make labels up."""
        return name if name in self._channels else self._default
