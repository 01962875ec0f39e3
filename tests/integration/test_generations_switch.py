"""Switching between generations on real servers: nothing that was or is being written goes missing, either way."""

import asyncio
import json
import threading
import time
from functools import partial
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from schemas.errors import Invalid
from streams.generations.catalogue import Catalogue
from streams.settings import Settings
from tests.commands import wirewatch
from tests.line_world import Producer, World, article, until
from tests.replays import contents, replayed, source, switched, with_catalogue
from tests.small_detector import SmallFactory, event_id

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


def _news(count: int, *, first: int = 0, text: str = "event:2 text") -> list[dict[str, Any]]:
    return [article(f"urn:news:{number}", text, minutes=number) for number in range(first, first + count)]


def _behind(client: Elasticsearch, settings: Settings) -> dict[str, list[str]]:
    """family -> indices behind its public alias."""
    return {family: sorted(client.indices.get_alias(name=settings.alias(family))) for family in ("articles", "events")}


def test_with_a_producer_running_throughout_no_event_is_missing_after_the_switch(world: World) -> None:
    old = _news(300)
    world.publish(old)
    worker = world.start().wait_ready()
    world.wait_for_articles(300, 60)
    with Producer(world, first=300) as producer:
        # The range ends in the past: what arrives meanwhile lies outside it.
        outcome = asyncio.run(replayed(world.settings, "better", source(world.settings, 0, 200), and_switch=True))
        time.sleep(1)
        sent = producer.end()
    assert outcome.switched
    assert outcome.switched.previous == "live"
    assert len(sent) > 100
    world.wait_until_quiet(60)
    worker.stop()
    prefix = world.settings.index_prefix
    assert _behind(world.elastic, world.settings) == {
        "articles": [f"{prefix}-articles-better"],
        "events": [f"{prefix}-events-better"],
    }
    uris = [each["uri"] for each in old] + sent
    assert sorted(world.article_uris()) == sorted(uris)
    expected = sorted(event_id(uri, number) for uri in uris for number in range(2))
    assert sorted(world.standing_events()) == expected
    for family in ("articles", "events"):
        assert {document["wire"]["generation"] for document in world.documents(family)} == {"better"}
    # Alerts are about what workers index, once: the replay and its catching up told nobody anything.
    told = [record.article.uri for record in world.indexed()]
    assert sorted(told) == sorted(uris)


def test_live_documents_outside_the_range_come_along_with_their_versions_and_retractions(world: World) -> None:
    worker = world.start().wait_ready()
    world.publish(_news(60))
    later = article("urn:news:20", "event:1", minutes=100, version="2")
    earlier = article("urn:news:50", "event:4", minutes=5, version="0")
    killed = article("urn:news:21", "", minutes=101, version="2", pubStatus="canceled")
    world.publish([later, earlier, killed, article("urn:notice", "withdraws:urn:news:3", minutes=2)])
    world.wait_for_articles(61, 60)
    world.wait_until_quiet()
    worker.stop()
    live = {family: contents(world.elastic, world.settings, family, "live") for family in ("articles", "events")}
    asyncio.run(replayed(world.settings, "middle", source(world.settings, 10, 40)))
    alone = contents(world.elastic, world.settings, "articles", "middle")
    assert len(alone) == 30
    done = asyncio.run(switched(world.settings, "middle"))
    assert done
    assert done.previous == "live"
    for family, documents in live.items():
        assert contents(world.elastic, world.settings, family, "middle") == documents


def test_a_kill_outside_the_range_that_came_before_its_item_comes_along(world: World) -> None:
    worker = world.start().wait_ready()
    world.publish([article("urn:notice", "withdraws:urn:news:3", minutes=30)])
    world.wait_for_articles(2, 60)
    world.publish([article("urn:news:3", "event:2 text", minutes=3, version="4")])
    world.wait_until_quiet()
    worker.stop()
    assert world.standing_events() == []
    asyncio.run(replayed(world.settings, "early", source(world.settings, 0, 20)))
    assert len(contents(world.elastic, world.settings, "events", "early")) == 2
    asyncio.run(switched(world.settings, "early"))
    assert world.standing_events() == []
    killed = {document["wire"]["article"]["uri"]: document for document in world.documents("articles")}["urn:news:3"]
    assert killed["event"]["action"] == "article-kill"
    assert killed["wire"]["article"]["version_number"] == 4
    assert sorted(killed["wire"]["event_ids"]) == sorted(event_id("urn:news:3", number) for number in range(2))


def test_a_new_detector_keeps_its_word_inside_the_range_and_a_later_version_outside_wins(world: World) -> None:
    worker = world.start().wait_ready()
    world.publish(_news(30, text="event:1"))
    world.publish([article("urn:news:12", "event:1", minutes=200, version="2")])
    world.wait_for_articles(30, 60)
    world.wait_until_quiet()
    worker.stop()
    better = SmallFactory(more=2)
    asyncio.run(replayed(world.settings, "more", source(world.settings, 10, 20), factory=better))
    asyncio.run(switched(world.settings, "more", factory=better))
    standing = sorted(world.standing_events())
    inside = [f"urn:news:{number}" for number in range(10, 20) if number != 12]
    outside = [f"urn:news:{number}" for number in (*range(10), 12, *range(20, 30))]
    expected = [event_id(uri, number) for uri in inside for number in range(3)]
    expected += [event_id(uri, 0) for uri in outside]
    assert standing == sorted(expected)
    # What the new detector found in the first version of item 12 is taken back by the second, visibly.
    taken = {document["event"]["id"] for document in world.documents("events") if document["wire"]["retracted"]}
    assert taken == {event_id("urn:news:12", number) for number in (1, 2)}


def test_a_rollback_restores_what_was_and_keeps_what_came_since(world: World) -> None:
    worker = world.start().wait_ready()
    world.publish(_news(20))
    world.wait_for_articles(20, 60)
    world.wait_until_quiet()
    before = contents(world.elastic, world.settings, "events", "live")
    better = SmallFactory(more=1)
    asyncio.run(replayed(world.settings, "worse", source(world.settings), factory=better, and_switch=True))
    assert len(world.standing_events()) == 60
    # A worker that runs on writes into the new generation, under its name.
    world.publish(_news(5, first=100))
    world.wait_for_articles(25, 60)
    assert {document["wire"]["generation"] for document in world.documents("events")} == {"worse"}
    back = asyncio.run(switched(world.settings, "live"))
    assert back
    assert back.previous == "worse"
    world.publish(_news(5, first=200))
    world.wait_for_articles(30, 60)
    worker.stop()
    after = contents(world.elastic, world.settings, "events", "live")
    assert {key: after[key] for key in before} == before
    assert len(world.standing_events()) == 60
    assert {document["wire"]["generation"] for document in world.documents("events")} == {"live"}


def test_a_switch_that_was_killed_after_the_move_is_finished_by_doing_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(_news(10))
    asyncio.run(replayed(world.settings, "half", source(world.settings)))

    async def die(_: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("streams.generations.switching.asyncio.sleep", die)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(switched(world.settings, "half"))
    world.publish(_news(10, first=10))
    done = asyncio.run(switched(world.settings, "half"))
    assert done
    assert done.previous == "live"
    assert len(world.article_uris()) == 20
    assert asyncio.run(switched(world.settings, "half")) is None


def test_readers_see_the_one_generation_or_the_other_but_never_none(world: World) -> None:
    world.publish(_news(40))
    worker = world.start().wait_ready()
    world.wait_for_articles(40, 60)
    worker.stop()
    seen: set[int] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            seen.add(int(world.elastic.count(index=world.settings.alias("articles"))["count"]))

    asyncio.run(replayed(world.settings, "atomic", source(world.settings)))
    thread = threading.Thread(target=watch)
    thread.start()
    try:
        asyncio.run(switched(world.settings, "atomic"))
    finally:
        over.set()
        thread.join()
    assert seen == {40}


async def test_only_a_complete_generation_can_be_switched_to_and_the_current_one_not_dropped(world: World) -> None:
    world.publish(_news(100))
    await replayed(world.settings, "part", source(world.settings), limit=10)
    with pytest.raises(Invalid, match=r"generation\.unfit"):
        await switched(world.settings, "part")
    with pytest.raises(Invalid, match=r"generation\.unknown"):
        await switched(world.settings, "no-such")

    async def current(catalogue: Catalogue) -> Any:
        return await catalogue.indices.current()

    assert await with_catalogue(world.settings, current) == "live"


def test_the_commands_list_show_and_drop_generations(world: World) -> None:
    world.publish(_news(12))
    asyncio.run(replayed(world.settings, "listed", source(world.settings, 0, 10)))

    command = partial(wirewatch, world.environment(), "generations")

    listed = [json.loads(line) for line in command("list", "--json").stdout.splitlines()]
    found = {each["generation"]: each for each in listed}
    assert found["live"]["current"]
    assert (found["listed"]["state"], found["listed"]["articles"], found["listed"]["events"]) == ("loaded", 10, 20)
    shown = json.loads(command("show", "listed").stdout)
    assert shown["counts"]["articles"] == 10
    assert shown["source"]["topic"] == world.settings.topic("wire.articles")
    refused = command("drop", "live", "--yes")
    assert (refused.returncode, "generation.unfit" in refused.stderr) == (1, True)
    assert command("drop", "listed", "--yes").returncode == 0
    until(lambda: "listed" not in command("list").stdout, 20, "the dropped generation to be gone")
    assert not world.elastic.indices.exists(index=f"{world.settings.alias('events')}-listed")
    unknown = command("show", "listed")
    assert (unknown.returncode, "generation.unknown" in unknown.stderr) == (1, True)
