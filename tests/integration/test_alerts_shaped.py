"""When people are told: groups, intervals, nights, embargoes, mutes, reminders, and a storm."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from schemas.article_result import ArticleResult
from streams.settings import Settings
from tests.alert_desk import Desk
from tests.builders import NOON, actor, meeting, recognition, result

pytestmark = pytest.mark.integration


@pytest.fixture
def desk(async_elastic: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(async_elastic, elastic, settings, tmp_path)


def rule(**fields: str) -> str:
    given = {"id": "r", "title": "R", "query": "'wire.type: meeting'", "notify": "[file]", "group_by": "[wire.place]"}
    return "\n".join(f"{name}: {value}" for name, value in {**given, **fields}.items())


def story(number: int, **fields: object) -> ArticleResult:
    event = meeting(f"m{number}", f"Actor {number}", "Teodor Vance", **fields)  # type: ignore[arg-type] -- a test's freedom
    return result(event, uri=f"urn:story:{number}")


async def test_what_comes_within_group_wait_is_one_message(desk: Desk) -> None:
    desk.rules(rule(group_wait="30s"))
    await desk.news(story(1))
    assert await desk.tell() == 0
    desk.later(seconds=20)
    await desk.news(story(2))
    assert await desk.tell() == 0
    desk.later(seconds=15)
    assert await desk.tell() == 1
    told = desk.told()
    assert "Actor 1 –" in told
    assert "Actor 2 –" in told


async def test_a_group_that_was_told_waits_for_its_interval(desk: Desk) -> None:
    desk.rules(rule(group_interval="15m"))
    await desk.news(story(1))
    assert await desk.tell() == 1
    desk.later(minutes=1)
    await desk.news(story(2), story(3))
    assert await desk.tell() == 0
    desk.later(minutes=15)
    assert await desk.tell() == 1
    assert [len(message["alert_ids"]) for message in desk.messages()] == [1, 2]


async def test_an_urgent_alert_waits_for_nothing(desk: Desk) -> None:
    desk.rules(rule(group_interval="15m", group_wait="5m", urgent="'wire.status: denied'"))
    await desk.news(story(1))
    assert await desk.tell() == 0
    await desk.news(story(2, status="denied"))
    assert await desk.tell() == 1
    told = desk.told()
    assert "Actor 2" in told
    assert "Actor 1" not in told


async def test_at_night_only_what_is_urgent_is_told_and_the_rest_in_the_morning(desk: Desk) -> None:
    night = """
rules:
  - id: r
    title: R
    query: 'wire.type: meeting'
    notify: [file]
    mute_time_intervals: [night]
    urgent: 'wire.status: denied'
time_intervals:
  - name: night
    time_intervals:
      - location: Europe/Belgrade
        times: [{start_time: '22:00', end_time: '24:00'}, {start_time: '00:00', end_time: '06:00'}]
"""
    desk.rules(night)
    desk.clock = NOON.replace(hour=20, minute=30)  # 22:30 in Belgrade in May
    await desk.news(story(1))
    assert await desk.tell() == 0
    await desk.news(story(2, status="denied"))
    assert await desk.tell() == 1
    desk.clock = NOON.replace(day=5, hour=3, minute=59)
    assert await desk.tell() == 0
    desk.clock = NOON.replace(day=5, hour=4, minute=1)
    desk.told()
    assert await desk.tell() == 1
    assert "Actor 1" in desk.told()


async def test_an_embargoed_event_waits_until_its_embargo_ends(desk: Desk) -> None:
    desk.rules(rule())
    await desk.news(result(meeting("m1"), embargoed_until=NOON + timedelta(hours=3)))
    desk.later(hours=2)
    assert await desk.tell() == 0
    desk.later(hours=1, seconds=1)
    assert await desk.tell() == 1


async def test_a_storm_becomes_a_summary_and_nothing_of_it_is_lost(desk: Desk) -> None:
    desk.rules(rule(group_by="[wire.actors]", rate_limit="3/1h"))
    await desk.news(*(story(number) for number in range(10)))
    await desk.tell()
    assert [message["kind"] for message in desk.messages()] == ["alerts"] * 3
    desk.later(minutes=2)
    assert await desk.tell() == 1
    summary = next(message for message in desk.messages() if message["kind"] == "summary")
    assert summary["subject"] == "7 more alerts than the rate limit allows: R"
    assert {each["state"] for each in desk.alerts()} == {"sent"}
    desk.later(minutes=1)
    await desk.news(*(story(number) for number in range(20, 25)))
    assert await desk.tell() == 0, "the next summary waits until the window is over"
    desk.later(minutes=58)
    assert await desk.tell() > 0


async def test_the_limit_of_all_rules_together_holds_too(desk: Desk) -> None:
    both = "rules:\n" + "".join(
        f"  - {{id: r{n}, title: R{n}, query: 'wire.type: meeting', notify: [file], group_by: [wire.actors]}}\n"
        for n in range(2)
    )
    desk.set(alert_rate_limit="4/1h")
    desk.rules(both)
    await desk.news(*(story(number) for number in range(5)))
    await desk.tell()
    desk.later(minutes=2)
    await desk.tell()
    kinds = [message["kind"] for message in desk.messages()]
    assert (kinds.count("alerts"), kinds.count("summary")) == (4, 1)
    assert {each["state"] for each in desk.alerts()} == {"sent"}


async def test_a_muted_group_is_quiet_until_the_mute_ends(desk: Desk) -> None:
    desk.rules(rule(group_by="[wire.actors]"))
    until = desk.clock + timedelta(hours=1)
    await desk.answers.mute("r", "Actor 1", until, by="mo", now=desk.clock, reason="known")
    await desk.news(story(1), story(2))
    assert await desk.tell() == 1
    assert "Actor 2" in desk.told()
    assert [each["state"] for each in desk.alerts(event_id="m1")] == ["muted"]
    desk.later(hours=2)
    await desk.news(story(3))
    assert await desk.tell() == 1


async def test_a_mute_that_was_ended_no_longer_holds(desk: Desk) -> None:
    desk.rules(rule())
    await desk.answers.mute("*", None, desk.clock + timedelta(days=1), by="mo", now=desk.clock, reason="holiday")
    await desk.answers.unmute(await desk.answers.mutes(desk.clock), by="mo", now=desk.clock)
    await desk.news(story(1))
    assert await desk.tell() == 1


async def test_what_nobody_answers_is_repeated_three_times_and_what_is_acknowledged_is_not(desk: Desk) -> None:
    desk.rules(rule(repeat_interval="6h", group_by="[wire.actors]"))
    await desk.news(story(1), story(2))
    await desk.tell()
    alerts = {each["event_id"]: each["id"] for each in desk.alerts()}
    found = await desk.store.get_many("alerts", [alerts["m2"]])
    await desk.answers.acknowledge(list(found.values()), by="mo", now=desk.clock, note=None)
    desk.told()
    reminded = []
    for _ in range(5):
        desk.later(hours=6, seconds=1)
        reminded.append(await desk.tell())
    assert reminded == [1, 1, 1, 0, 0]
    told = desk.told()
    assert told.count("REMINDER: Actor 1") == 3
    assert "Actor 2" not in told


async def test_first_fires_once_a_group_and_again_after_its_time(desk: Desk) -> None:
    desk.rules(rule(kind="first", within="30d", query="'event.action: recognition-granted'", group_by="[wire.object]"))

    def granted(name: str, country: str, *, days: int = 0) -> ArticleResult:
        event = recognition(name, stance="granted", object=actor(country))
        return result(event, uri=f"urn:{name}", minutes=days * 24 * 60)

    assert len(await desk.news(granted("a", "Norland"), granted("b", "Norland", days=1), granted("c", "Sudria"))) == 2
    assert len(await desk.news(granted("d", "Norland", days=20))) == 0, "19 days after another"
    assert len(await desk.news(granted("e", "Norland", days=60))) == 1
    assert len(await desk.news(granted("f", "Norland", days=-5))) == 0, "late news of an earlier day: it is known"
    assert len(await desk.news(granted("g", "Norland", days=-50))) == 1


async def test_of_two_workers_at_once_one_tells_of_a_first(desk: Desk) -> None:
    first = rule(kind="first", within="30d", query="'event.action: recognition-granted'", group_by="[wire.object]")
    desk.rules(first)
    workers = [desk.parts.evaluator, desk.another("two").evaluator, desk.another("three").evaluator]

    async def report(number: int, n: int) -> int:
        """Each worker's news is a minute before that of the worker before it, and is there more or less later."""
        await asyncio.sleep(n * number * 0.05)
        event = recognition(f"{number}-{n}", stance="granted", object=actor(f"Country {number}"))
        ids = await desk.index(result(event, uri=f"urn:{number}:{n}", minutes=-n))
        return len((await workers[n].evaluate(ids)).alerts)

    for number in range(8):
        assert sum(await asyncio.gather(*(report(number, n) for n in range(3)))) == 1, f"round {number}"
    assert len(desk.alerts()) == 8


async def test_workers_that_cannot_see_each_others_events_tell_of_a_first_once(desk: Desk) -> None:
    """The later news is judged before the earlier is there: the search alone would let both through."""
    desk.rules(rule(kind="first", within="30d", query="'event.action: recognition-granted'", group_by="[wire.object]"))
    later = await desk.index(result(recognition("later", stance="granted"), uri="urn:later", minutes=5))
    assert len((await desk.parts.evaluator.evaluate(later)).alerts) == 1
    earlier = await desk.index(result(recognition("earlier", stance="granted"), uri="urn:earlier"))
    assert (await desk.another("two").evaluator.evaluate(earlier)).alerts == []


async def test_a_first_that_was_taken_back_leaves_its_place(desk: Desk) -> None:
    desk.rules(rule(kind="first", within="30d", query="'event.action: recognition-granted'", group_by="[wire.object]"))
    await desk.news(result(recognition("a", stance="granted"), uri="urn:a", minutes=5))
    await desk.news(result(uri="urn:a", version="2", minutes=6, text="", kind="kill"))
    assert await desk.news(result(recognition("b", stance="granted"), uri="urn:b")) == [("r", "new")]


async def test_a_worker_that_died_between_claim_and_alert_loses_no_first(desk: Desk) -> None:
    desk.rules(rule(kind="first", within="30d", query="'event.action: recognition-granted'", group_by="[wire.object]"))
    ids = await desk.index(result(recognition("a", stance="granted"), uri="urn:a", minutes=5))
    (written,) = (await desk.parts.evaluator.evaluate(ids)).alerts
    desk.elastic.delete(index=desk.settings.alias("alerts"), id=written["event"]["id"], refresh=True)
    before = await desk.index(result(recognition("b", stance="granted"), uri="urn:b"))
    assert (await desk.parts.evaluator.evaluate(before)).alerts == []
    again = await desk.parts.evaluator.evaluate(ids)
    assert [alert["wire"]["alert"]["event_id"] for alert in again.alerts] == ["a"]


async def test_a_feed_that_goes_quiet_is_noticed_and_so_is_its_return(desk: Desk) -> None:
    desk.rules(
        "{id: quiet, title: Feed silent, kind: silence, of: articles, query: 'wire.article.provider: *', "
        "group_by: [wire.article.provider], times: 4, at_least: 10m, notify: [file]}"
    )
    watch = desk.parts.dispatcher.silences
    for number in range(10):
        await desk.news(story(number))
        desk.later(minutes=5)
    desk.elastic.indices.refresh(index=desk.settings.alias("articles"))
    assert await watch.look(desk.clock) == []
    desk.later(minutes=30)
    assert len(await watch.look(desk.clock)) == 1
    assert await watch.look(desk.clock + timedelta(minutes=1)) == [], "told once"
    await desk.tell()
    assert "Northern Press: silent for 35m; it used to come every 5m" in desk.told()
    await desk.news(story(99))
    desk.elastic.indices.refresh(index=desk.settings.alias("articles"))
    assert len(await watch.look(desk.clock)) == 1
    desk.later(minutes=10)
    await desk.tell()
    assert "ENDED: Northern Press: back after 35m of silence" in desk.told()
