"""From an article to a told alert, on a real Elasticsearch: new, changed, taken back, and never twice."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from schemas.alert import decode_alert
from schemas.article_result import Origin
from schemas.indexed import Indexed, IndexedArticle, encode_indexed
from streams.elastic_connection import connect_async
from streams.settings import Settings
from streams.wire_record import WireRecord
from tests.alert_desk import Desk
from tests.builders import meeting, recognition, result, source
from tests.line_world import until

pytestmark = pytest.mark.integration


@pytest.fixture
def desk(async_elastic: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(async_elastic, elastic, settings, tmp_path)


async def test_a_match_is_told_once_with_its_sentence_its_article_and_why(desk: Desk) -> None:
    assert await desk.news(result(meeting("m1"), recognition("r1"))) == [("meetings", "new")]
    assert await desk.tell() == 1
    told = desk.told()
    assert "Mira Oslan – Teodor Vance: meeting, held" in told
    assert "said:    Mira Oslan met Teodor Vance." in told
    assert "article: Oslan meets Vance · Northern Press · 2031-05-04 12:00 UTC" in told
    assert "fired:   rule meetings found it in the group Mira Oslan, Teodor Vance: wire.type: meeting" in told
    assert await desk.tell() == 0
    assert desk.told() == ""
    (alert,) = desk.alerts()
    assert (alert["state"], alert["sent_to"], alert["may_repeat"]) == ("sent", ["file"], False)
    (document,) = desk.documents("alerts")
    assert decode_alert(json.dumps(document).encode()).wire.alert.state == "sent"


async def test_the_same_ids_again_tell_nothing(desk: Desk) -> None:
    ids = await desk.index(result(meeting("m1")))
    assert len((await desk.parts.evaluator.evaluate(ids)).alerts) == 1
    assert (await desk.parts.evaluator.evaluate(ids)).alerts == []
    assert await desk.news(result(meeting("m1"))) == []


async def test_a_refile_that_changes_no_fact_tells_nothing(desk: Desk) -> None:
    await desk.news(result(meeting("m1")))
    assert await desk.news(result(meeting("m1"), version="2", text="Oslan met Vance, it said.", kind="refile")) == []


async def test_a_changed_fact_is_told_with_what_it_was_and_the_earlier_alert(desk: Desk) -> None:
    await desk.news(result(meeting("m1", status="scheduled")))
    await desk.tell()
    (first,) = desk.alerts()
    desk.told()
    desk.later(minutes=10)
    assert await desk.news(result(meeting("m1", status="held"), version="2", minutes=9, text="Now they have met.")) == [
        ("meetings", "changed")
    ]
    await desk.tell()
    told = desk.told()
    assert "CHANGED: Mira Oslan – Teodor Vance: meeting, held" in told
    assert "what: meeting-held, was meeting-scheduled" in told
    assert f"earlier: alert {first['id']}: Mira Oslan – Teodor Vance: meeting, scheduled" in told


async def test_a_kill_takes_the_alert_back_and_refers_to_it(desk: Desk) -> None:
    await desk.news(result(meeting("m1")))
    await desk.tell()
    desk.told()
    desk.later(minutes=10)
    assert await desk.news(result(version="2", minutes=5, text="", kind="kill")) == [("meetings", "retracted")]
    await desk.tell()
    told = desk.told()
    assert "TAKEN BACK: Mira Oslan – Teodor Vance" in told
    assert "why:     the story was killed (version 2)" in told
    assert f"earlier: alert {desk.alerts()[0]['id']}" in told


async def test_what_is_said_again_after_it_was_taken_back_is_told_again(desk: Desk) -> None:
    await desk.news(result(meeting("m1")))
    await desk.news(result(version="2", minutes=5, text="", kind="withheld"))
    assert await desk.news(result(meeting("m1"), version="3", minutes=9, text="They did.")) == [("meetings", "new")]
    assert [(each["number"], each["change"]) for each in desk.alerts()] == [(1, "new"), (2, "retracted"), (3, "new")]
    assert desk.alerts()[2]["again"]


async def test_an_event_that_no_longer_matches_is_taken_back(desk: Desk) -> None:
    await desk.news(result(meeting("m1", status="scheduled")))
    await desk.tell()
    desk.later(minutes=10)
    assert await desk.news(result(meeting("m1", status="cancelled"), version="2", minutes=5, text="Off.")) == [
        ("meetings", "retracted")
    ]
    assert desk.alerts()[1]["differs"] == "the event is no longer what the rule asks for"


async def test_a_rule_that_asks_something_else_now_takes_nothing_back_by_itself(desk: Desk) -> None:
    ids = await desk.index(result(meeting("m1")))
    await desk.parts.evaluator.evaluate(ids)
    desk.rules(desk.rules_file.read_text().replace("wire.type: meeting and", "wire.type: recognition and"))
    assert (await desk.parts.evaluator.evaluate(ids)).alerts == []


async def test_a_retraction_is_told_though_its_rule_is_gone(desk: Desk) -> None:
    await desk.news(result(meeting("m1")))
    await desk.tell()
    desk.told()
    desk.rules("rules: []")
    assert await desk.news(result(version="2", minutes=5, text="", kind="kill")) == [("meetings", "retracted")]
    await desk.tell()
    assert "TAKEN BACK" in desk.told()


async def test_a_retraction_of_what_nobody_was_told_tells_nobody(desk: Desk) -> None:
    await desk.news(result(meeting("m1")))
    await desk.news(result(version="2", minutes=5, text="", kind="kill"))
    assert await desk.tell() == 0
    assert desk.told() == ""
    assert [each["state"] for each in desk.alerts()] == ["superseded", "superseded"]


async def test_ids_of_a_replay_alert_nobody(desk: Desk) -> None:
    ids = await desk.index(result(meeting("m1")))

    def record(generation: str) -> WireRecord:
        article = IndexedArticle(uri="urn:test:story", order=1)
        value = encode_indexed(Indexed(generation=generation, article=article, event_ids=ids))
        return WireRecord(Origin(topic="wire.indexed", partition=0, offset=0), None, value)

    await desk.parts.stage.work([record("replayed-2031")])
    assert desk.alerts() == []
    await desk.parts.stage.work([record("live")])
    assert len(desk.alerts()) == 1


async def test_what_the_wire_says_is_shown_and_not_obeyed(desk: Desk) -> None:
    nasty = "Mira <script>alert(1)</script> Oslan \x1b[31mmet\u202e Vance"
    event = meeting("m1", nasty, "Teodor Vance", attribution=[source("A <b>spokesman</b>")])
    await desk.news(result(event))
    await desk.tell()
    (message,) = desk.messages()
    assert "<script>" not in message["html"]
    assert "&lt;script&gt;" in message["html"]
    assert "\x1b" not in message["text"] + message["html"] + message["subject"]
    assert "\u202e" not in message["text"] + message["html"] + message["subject"]


async def test_a_query_that_elasticsearch_refuses_stops_no_other_rule(desk: Desk) -> None:
    broken = "\n".join(
        [
            "rules:",
            *(f"  - {{id: ok-{n}, title: t, query: 'wire.type: meeting', notify: [file]}}" for n in range(5)),
            "  - {id: broken, title: t, language: dsl, query: {term: {wire.type: {nonsense: 1}}}, notify: [file]}",
            "  - {id: lost, title: t, language: lucene, query: 'wire.type:(meeting', notify: [file]}",
        ]
    )
    desk.rules(broken)
    ids = await desk.index(result(meeting("m1")))
    evaluation = await desk.parts.evaluator.evaluate(ids)
    assert sorted(alert["rule"]["id"] for alert in evaluation.alerts) == [f"ok-{n}" for n in range(5)]
    assert sorted(evaluation.refused) == ["broken", "lost"]
    assert "nonsense" in evaluation.refused["broken"].message


async def test_a_query_that_takes_too_long_is_set_aside_and_stops_no_other_rule(desk: Desk) -> None:
    endless = " ".join(
        f"actor{number}~2" for number in range(700)
    )  # fuzzy terms cost an automaton each, in every field
    slow = (
        "rules:\n  - {id: ok, title: t, query: 'wire.type: meeting', notify: [file]}\n"
        f"  - {{id: slow, title: t, language: lucene, query: '{endless}', notify: [file]}}\n"
    )
    impatient = desk.settings.model_copy(update={"elasticsearch_timeout": 1.0})
    async with connect_async(impatient) as client:
        hasty = Desk(client, desk.elastic, impatient, desk.folder)
        hasty.rules(slow)
        first = await hasty.parts.evaluator.evaluate(await desk.index(result(meeting("m1"))))
        assert [alert["rule"]["id"] for alert in first.alerts] == ["ok"]
        assert {name: error.code for name, error in first.refused.items()} == {"slow": "alert-rules.too-slow"}
        ids = await desk.index(result(meeting("m2"), uri="urn:test:other"))
        began = time.monotonic()
        second = await hasty.parts.evaluator.evaluate(ids)
        assert time.monotonic() - began < 1.0, "what was too slow once is not waited for again"
        assert (len(second.alerts), list(second.refused)) == (1, ["slow"])
        hasty.rules(slow.replace(endless, "wire.type:meeting"))
        mended = await hasty.parts.evaluator.evaluate(ids)
        assert [alert["rule"]["id"] for alert in mended.alerts] == ["slow"], "a changed rule is asked again"


async def test_a_silence_that_elasticsearch_refuses_stops_no_telling(desk: Desk) -> None:
    desk.rules(
        "rules:\n  - {id: ok, title: t, query: 'wire.type: meeting', notify: [file]}\n"
        "  - {id: lost, title: t, kind: silence, language: lucene, query: 'wire.type:(', notify: [file]}\n"
    )
    await desk.news(result(meeting("m1")))
    running = asyncio.create_task(desk.parts.dispatcher.run())
    try:
        await asyncio.to_thread(until, desk.settings.alert_file.exists, 20, "the alert to be told")
    finally:
        running.cancel()
    assert "fired:   rule ok found it" in desk.told()
    assert desk.metrics.value("wirewatch_alert_rules_refused_total", rule="lost") == 1


async def test_an_alert_that_cannot_be_told_keeps_no_other_from_it(desk: Desk) -> None:
    await desk.news(result(meeting("m1")), result(meeting("m2", "Ilse Brandt", "Jost Amrein"), uri="urn:test:two"))
    broken = next(each for each in desk.documents("alerts") if each["wire"]["alert"]["event_id"] == "m1")
    del broken["rule"]["name"]
    desk.elastic.index(index=desk.settings.alias("alerts"), id=broken["event"]["id"], document=broken, refresh=True)
    for _ in range(2):  # its plan stays open, and is tried again
        await desk.tell()
    told = desk.told()
    assert "Ilse Brandt – Jost Amrein" in told
    assert told.count("fired:") == 1
