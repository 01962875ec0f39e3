"""A replay on a real broker and a real Elasticsearch: what it reads, what it writes, and what it leaves alone."""

import asyncio
from typing import Any

import pytest
from kafka.admin import KafkaAdminClient

from schemas.errors import Invalid
from streams.generations.catalogue import Catalogue
from streams.generations.registry import Registry
from streams.index_setup import setup_indices
from streams.kafka_connection import client_options
from streams.replay.dry_run import count_range
from streams.settings import Settings
from tests.line_world import World, article
from tests.replays import contents, everything, replayed, source, with_catalogue

pytestmark = pytest.mark.integration


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


def _news(count: int, *, first: int = 0) -> list[dict[str, Any]]:
    return [article(f"urn:news:{number}", "event:2 text", minutes=number) for number in range(first, first + count)]


def _groups(settings: Settings) -> list[str]:
    admin = KafkaAdminClient(**client_options(settings))
    try:
        # Those of other lines on the same broker come and go as they like.
        return sorted(found for group in admin.list_groups() if settings.topic_prefix in (found := str(group)))
    finally:
        admin.close()


async def test_a_replay_reads_the_range_of_news_time_and_nothing_else(world: World) -> None:
    # Not sorted: every partition has old news after new news.
    world.publish([*_news(60, first=40), *_news(40)])
    outcome = await replayed(world.settings, "some", source(world.settings, 20, 70))
    assert outcome.complete
    assert outcome.generation.counts.records == 50
    found = contents(world.elastic, world.settings, "articles", "some")
    uris = sorted(int(document["wire"]["article"]["uri"].rpartition(":")[2]) for document in found.values())
    assert uris == list(range(20, 70))
    assert len(contents(world.elastic, world.settings, "events", "some")) == 100


async def test_what_arrives_after_the_start_is_not_read(world: World) -> None:
    world.publish(_news(300))
    published = False

    def more(_: Any) -> None:
        nonlocal published
        if not published:
            published = True
            world.publish(_news(50, first=300))

    outcome = await replayed(world.settings, "fixed", source(world.settings), on_chunk=more)
    assert published
    assert outcome.generation.counts.articles == 300


async def test_the_live_index_consumer_groups_topics_and_alerts_stay_as_they_are(world: World) -> None:
    list(setup_indices(world.elastic, world.settings))
    worker = world.start().wait_ready()
    world.publish([*_news(40), b"no json"])
    world.wait_for_articles(40, 30)
    world.wait_until_quiet()
    worker.stop()
    families = ("articles", "events", "dead-letters", "alerts", "alert-messages", "alert-groups", "alert-answers")
    before = {family: world.documents(family) for family in families}
    topics = {topic: len(world.read(topic)) for topic in ("wire.events", "wire.indexed", "wire.dead-letters")}
    groups, lag = _groups(world.settings), world.lag()
    outcome = await replayed(world.settings, "beside", source(world.settings))
    assert outcome.generation.counts.articles == 40
    assert outcome.generation.counts.letters == 1
    assert {family: world.documents(family) for family in families} == before
    assert {topic: len(world.read(topic)) for topic in topics} == topics
    assert (_groups(world.settings), world.lag()) == (groups, lag)


async def test_a_replay_writes_what_live_workers_wrote_document_for_document(world: World) -> None:
    worker = world.start().wait_ready()
    kill = article("urn:news:3", "", minutes=500, pubStatus="canceled")
    world.publish([*_news(30), article("urn:news:5", "event:1 shorter", minutes=90, version="2"), kill])
    world.publish([article("urn:notice", "withdraws:urn:news:7", minutes=501)])
    world.wait_for_articles(31, 30)
    world.wait_until_quiet()
    worker.stop()
    await replayed(world.settings, "again", source(world.settings))
    for family in ("articles", "events"):
        live = contents(world.elastic, world.settings, family, "live")
        assert contents(world.elastic, world.settings, family, "again") == live
    named = world.elastic.search(index=f"{world.settings.alias('events')}-again", size=100)["hits"]["hits"]
    assert {hit["_source"]["wire"]["generation"] for hit in named} == {"again"}


async def test_a_later_version_wins_in_whatever_partition_a_notice_about_it_stands(world: World) -> None:
    uris = [f"urn:item:{number}" for number in range(24)]
    world.publish([article(f"urn:notice:{uri}", f"withdraws:{uri}", minutes=60) for uri in uris])
    world.publish([article(uri, "event:2", minutes=1) for uri in uris])
    await replayed(world.settings, "taken-back", source(world.settings))
    articles = contents(world.elastic, world.settings, "articles", "taken-back").values()
    actions = {document["wire"]["article"]["uri"]: document["event"]["action"] for document in articles}
    assert {actions[uri] for uri in uris} == {"article-kill"}
    events = contents(world.elastic, world.settings, "events", "taken-back").values()
    assert [document for document in events if not document["wire"]["retracted"]] == []


async def test_dead_letters_are_counted_and_listed_with_the_generation(world: World) -> None:
    conflict = [article("urn:twice", "one text", minutes=3), article("urn:twice", "another text", minutes=3)]
    world.publish([b"\xff\xfe", *_news(4), *conflict, article("urn:bug", "bug", minutes=4)])
    outcome = await replayed(world.settings, "letters", source(world.settings))
    assert outcome.generation.counts.letters == 3
    letters = contents(world.elastic, world.settings, "dead-letters", "letters")
    codes = sorted(document["error"]["code"] for document in letters.values())
    assert codes == ["article.conflict", "article.undecodable", "detect.poison"]
    assert {document["wire"]["stage"] for document in letters.values()} == {"replay"}
    assert world.letters() == []
    assert contents(world.elastic, world.settings, "dead-letters", "000001") == {}


async def test_a_flood_of_dead_letters_ends_the_replay_and_it_can_go_on(world: World) -> None:
    world.publish([*[b"no json"] * 150, *_news(10)])
    with pytest.raises(Invalid, match=r"dead-letters\.flood"):
        await replayed(world.settings, "flood", source(world.settings), most_letters=0.05)
    outcome = await replayed(world.settings, "flood", most_letters=1.0)
    assert outcome.complete
    assert (outcome.generation.counts.letters, outcome.generation.counts.articles) == (150, 10)


async def test_a_limited_replay_goes_on_to_the_same_end(world: World) -> None:
    world.publish([article(f"urn:v:{number % 40}", f"event:{number % 3}", minutes=number) for number in range(400)])
    await replayed(world.settings, "at-once", source(world.settings))
    limited = await replayed(world.settings, "limited", source(world.settings), limit=130)
    assert not limited.complete
    assert (limited.generation.state, limited.generation.counts.records) == ("partial", 130)
    outcome = await replayed(world.settings, "limited")
    assert outcome.complete
    assert outcome.generation.counts.records == 400
    at_once = everything(world.elastic, world.settings, "at-once")
    assert everything(world.elastic, world.settings, "limited") == at_once


async def test_a_stopped_replay_says_so_and_goes_on(world: World) -> None:
    world.publish(_news(600))
    stop = asyncio.Event()
    stopped = await replayed(
        world.settings, "stopped", source(world.settings), on_chunk=lambda _: stop.set(), stop=stop
    )
    assert not stopped.complete
    assert stopped.generation.state == "loading"
    assert 0 < stopped.generation.counts.records < 600
    assert (await replayed(world.settings, "stopped")).generation.counts.records == 600


async def test_a_generation_is_worked_on_by_one_process_at_a_time(world: World) -> None:
    world.publish(_news(5))
    await replayed(world.settings, "mine", source(world.settings))

    async def steal(catalogue: Catalogue) -> None:
        generation = await catalogue.known("mine")
        await catalogue.registry.take(generation)
        other = Registry(catalogue.client, world.settings, catalogue.patience)
        seen = await other.find("mine")
        assert seen
        seen.holder = None
        await other.save(seen)
        with pytest.raises(Invalid, match=r"generation\.busy"):
            await catalogue.registry.save(generation)

    await with_catalogue(world.settings, steal)


async def test_a_name_that_is_taken_is_refused(world: World) -> None:
    world.publish(_news(1))
    await replayed(world.settings, "once", source(world.settings))
    for name in ("once", "live", "Not A Name", "000001"):
        with pytest.raises(Invalid, match=r"generation\.unfit"):
            await replayed(world.settings, name, source(world.settings))


async def test_while_it_loads_a_generation_is_not_refreshed_and_afterwards_it_is(world: World) -> None:
    world.publish(_news(300))
    index = f"{world.settings.alias('events')}-quick"
    seen = []

    def look(_: Any) -> None:
        seen.append(world.elastic.indices.get_settings(index=index)[index]["settings"]["index"])

    await replayed(world.settings, "quick", source(world.settings), on_chunk=look)
    assert seen[0]["refresh_interval"] == "-1"
    assert seen[0]["number_of_replicas"] == "0"
    after = world.elastic.indices.get_settings(index=index)[index]["settings"]["index"]
    assert after["refresh_interval"] == "1s"
    assert world.elastic.count(index=index)["count"] == 600


def test_a_dry_run_counts_the_range_and_writes_nothing(world: World) -> None:
    world.publish([*_news(50), b"no json", article("urn:fr", "un deux", minutes=10, language="fr-FR")])
    before = sorted(world.elastic.indices.get(index=f"{world.settings.index_prefix}-*"))
    found = count_range(world.settings, source(world.settings, 10, 30))
    assert (found["records"], found["articles"], found["words"]) == (21, 21, 42)
    assert found["languages"] == {"en": 20, "fr": 1}
    assert found["earliest"].startswith("2031-05-04T12:10")
    whole = count_range(world.settings, source(world.settings))
    assert whole["dead_letters"] == {"article.undecodable": 1}
    assert sorted(world.elastic.indices.get(index=f"{world.settings.index_prefix}-*")) == before
