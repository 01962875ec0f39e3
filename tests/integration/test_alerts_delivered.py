"""Messages through real channels: a mail server, a webhook, and what happens when they are in trouble."""

import time
from collections.abc import Iterator
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch
from pydantic import SecretStr

from streams.alerts.channels import REPEAT_NOTE, mail_id
from streams.settings import Settings
from tests.alert_desk import Desk
from tests.builders import meeting, result, source
from tests.receivers import Hook, Mailbox, mail_server, webhook

pytestmark = pytest.mark.integration

RULE = "{{id: meetings, title: Any meeting, query: 'wire.type: meeting', notify: [{}], group_by: [wire.actors]}}"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as receiver:
        yield receiver


@pytest.fixture
def receivers(mailbox: Mailbox, hook: Hook) -> tuple[Mailbox, Hook]:
    return mailbox, hook


@pytest.fixture
def desk(
    async_elastic: AsyncElasticsearch,
    elastic: Elasticsearch,
    settings: Settings,
    tmp_path: Path,
    receivers: tuple[Mailbox, Hook],
) -> Desk:
    mailbox, hook = receivers
    made = Desk(async_elastic, elastic, settings, tmp_path)
    channels = SecretStr(f'{{"mail": "{mailbox.url}", "hook": "{hook.url}"}}')
    made.set(alert_channels=channels, alert_send_timeout=3.0, kibana_url="https://kibana.example", alert_tries=3)
    return made


def parts_of(mail: Any) -> dict[str, str]:
    return {
        part.get_content_type(): part.get_payload(decode=True).decode()
        for part in mail.walk()
        if not part.is_multipart()
    }


async def test_a_mail_has_text_and_html_a_link_to_kibana_and_our_message_id(desk: Desk, mailbox: Mailbox) -> None:
    desk.rules(RULE.format("mail"))
    await desk.news(result(meeting("m1", attribution=[source("A <b>spokesman</b>")]), url="https://wire.example/1"))
    await desk.tell()
    (mail,) = mailbox.mails
    (message,) = desk.messages()
    parts = parts_of(mail)
    assert mail.get_all("Message-ID") == [mail_id(message["id"])]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert {"text/plain", "text/html"} <= parts.keys()
    assert "said:    Mira Oslan met Teodor Vance." in parts["text/plain"]
    assert "look:    https://kibana.example/app/discover#/" in parts["text/plain"]
    assert "read:    https://wire.example/1" in parts["text/plain"]
    assert "A &lt;b&gt;spokesman&lt;/b&gt;" in parts["text/html"]
    assert "https://kibana.example/app/discover#/" in parts["text/html"]
    assert 'href="https://wire.example/1"' in parts["text/html"]
    assert message["state"] == "sent"


async def test_a_correction_answers_the_mail_that_it_corrects(desk: Desk, mailbox: Mailbox) -> None:
    desk.rules(RULE.format("mail"))
    await desk.news(result(meeting("m1")))
    await desk.tell()
    desk.later(minutes=10)
    await desk.news(result(version="2", minutes=5, text="", kind="kill"))
    await desk.tell()
    first, second = mailbox.mails
    assert second["In-Reply-To"] == first["Message-ID"]
    assert str(make_header(decode_header(second["Subject"]))).startswith("TAKEN BACK: ")


async def test_a_name_cannot_write_headers_of_a_mail_nor_markup_nor_a_line_without_end(
    desk: Desk, mailbox: Mailbox
) -> None:
    injecting = "Oslan\r\nBcc: everyone@desk.example\r\n\r\n<script>alert(1)</script>"
    desk.rules(RULE.format("mail"))
    await desk.news(result(meeting("m1", injecting, "V" * 10_000, attribution=[source("\U0001f600\u202e\x00" * 500)])))
    await desk.tell()
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mail["To"] == "editor@desk.example"
    subject = str(make_header(decode_header(mail["Subject"])))
    assert "Bcc: everyone" in subject, "it is shown as what it is: part of a name"
    assert len(subject) <= 200
    assert not {"\r", "\n", "\x00", "\u202e"} & set(subject)
    page = parts_of(mail)["text/html"]
    assert "<script>" not in page
    assert len(page) < 20_000


async def test_a_webhook_gets_an_idempotency_key(desk: Desk, hook: Hook) -> None:
    desk.rules(RULE.format("hook"))
    await desk.news(result(meeting("m1")))
    await desk.tell()
    assert hook.keys == [desk.messages()[0]["id"]]
    assert hook.requests[0][1]["title"].startswith("Mira Oslan – Teodor Vance: meeting, held")


async def test_a_channel_in_trouble_holds_up_no_other(desk: Desk, mailbox: Mailbox, hook: Hook) -> None:
    desk.rules(RULE.format("mail, hook"))
    hook.before_answer = lambda: time.sleep(20)  # never answers in time
    await desk.news(result(meeting("m1")))
    started = time.monotonic()
    await desk.tell()
    assert len(mailbox.mails) == 1
    assert time.monotonic() - started < 10
    states = {message["channel"]: message["state"] for message in desk.messages()}
    assert states == {"mail": "sent", "hook": "pending"}
    hook.before_answer = lambda: None
    hook.requests.clear()
    desk.later(seconds=10)
    await desk.tell()
    assert REPEAT_NOTE in hook.requests[0][1]["message"], "it may have been read before the time was up"
    assert desk.alerts()[0]["state"] == "sent"


async def test_a_refused_message_is_tried_again_later_and_given_up_at_last(desk: Desk, hook: Hook) -> None:
    desk.rules(RULE.format("hook"))
    hook.status = 503
    await desk.news(result(meeting("m1")))
    pauses = []
    for _ in range(3):
        await desk.tell()
        (message,) = desk.messages()
        pauses.append(message["state"])
        desk.later(minutes=1)
    assert pauses == ["pending", "pending", "failed"]
    assert message["reason"] == "the service answered HTTP 503"
    assert not message["may_repeat"], "what was refused was not taken"
    assert desk.alerts()[0]["state"] == "failed"
    assert desk.metrics.value("wirewatch_alert_messages_total", channel="hook", outcome="failed") == 1


async def test_a_message_that_was_refused_at_first_comes_unmarked(desk: Desk, mailbox: Mailbox) -> None:
    desk.rules(RULE.format("mail"))
    mailbox.refuse = "451 later"
    await desk.news(result(meeting("m1")))
    await desk.tell()
    mailbox.refuse = None
    assert await desk.tell() == 0, "it backs off"
    desk.later(seconds=6)
    await desk.tell()
    (mail,) = mailbox.mails
    assert REPEAT_NOTE not in str(mail)
    assert "reason" not in desk.messages()[0] or desk.messages()[0]["reason"] == "the mail server answered 451"


async def test_a_name_without_an_address_falls_to_the_file(desk: Desk) -> None:
    desk.rules(RULE.format("nobody-yet"))
    await desk.news(result(meeting("m1")))
    await desk.tell()
    assert "Mira Oslan" in desk.told()


async def test_no_secret_reaches_a_document(desk: Desk, hook: Hook, elastic: Elasticsearch) -> None:
    secret = f"json://user:hunter2@127.0.0.1:{hook.port}/token-abc"
    desk.set(alert_channels=SecretStr(f'{{"hook": "{secret}"}}'))
    desk.rules(RULE.format("hook"))
    hook.status = 401
    await desk.news(result(meeting("m1")))
    await desk.tell()
    everything = str([desk.documents(family) for family in ("alerts", "alert-messages", "alert-groups")])
    assert "hunter2" not in everything
    assert "token-abc" not in everything
