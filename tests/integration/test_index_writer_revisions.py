"""What each revision of an article does to a real index."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from schemas.article_result import ArticleResult, Origin, encode_result
from streams import evolution_links
from streams.article_document import article_id
from streams.elastic_connection import connect
from streams.evolution_links import EvolutionLinks
from streams.index_agent import IndexStage
from streams.index_setup import setup_indices
from streams.index_writer import IndexTarget, IndexWriter
from streams.metrics import Metrics
from streams.settings import Settings
from streams.wire_record import Refused, WireRecord
from tests.builders import meeting, recognition, result
from tests.line_world import clear_indices

pytestmark = pytest.mark.integration


class Desk:
    """Writes results and reads back what stands."""

    def __init__(self, writer: IndexWriter, client: Elasticsearch, settings: Settings) -> None:
        self.writer = writer
        self._client = client
        self._settings = settings

    async def write(self, *results: ArticleResult) -> list[str]:
        return [written.outcome for written in await self.writer.write(list(results))]

    def event(self, event_id: str) -> dict[str, Any]:
        return dict(self._client.get(index=self._settings.alias("events"), id=event_id)["_source"]["wire"])

    def article(self, uri: str = "urn:test:story") -> dict[str, Any]:
        return dict(self._client.get(index=self._settings.alias("articles"), id=article_id(uri))["_source"]["wire"])

    def standing(self) -> list[str]:
        """Ids of all events that are not retracted."""
        alias = self._settings.alias("events")
        self._client.indices.refresh(index=alias)
        hits = self._client.search(index=alias, query={"term": {"wire.retracted": False}}, size=100)["hits"]["hits"]
        return sorted(hit["_id"] for hit in hits)

    def count(self) -> int:
        alias = self._settings.alias("events")
        self._client.indices.refresh(index=alias)
        return int(self._client.count(index=alias)["count"])


@pytest.fixture
def elastic(settings: Settings) -> Iterator[Elasticsearch]:
    """A client, with the two indices that the writer writes to."""
    with connect(settings) as client:
        list(setup_indices(client, settings, ("articles", "events")))
        yield client
        clear_indices(client, settings)


@pytest.fixture
def desk(async_elastic: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings) -> Desk:
    target = IndexTarget(settings.alias("articles"), settings.alias("events"), "live")
    return Desk(IndexWriter(async_elastic, target, names_of=lambda _: ()), elastic, settings)


@pytest.fixture
def other_desk(async_elastic: AsyncElasticsearch, desk: Desk, settings: Settings) -> IndexWriter:
    """Another worker, with other partitions, that writes to the same indices."""
    target = IndexTarget(settings.alias("articles"), settings.alias("events"), "live")
    return IndexWriter(async_elastic, target, names_of=lambda _: ())


async def test_a_new_article_adds_its_events_and_remembers_their_ids(desk: Desk) -> None:
    assert await desk.write(result(meeting("m1"), recognition("r1"))) == ["new"]
    assert desk.standing() == ["m1", "r1"]
    assert desk.article()["event_ids"] == ["m1", "r1"]


async def test_a_correction_that_drops_a_meeting_leaves_that_event_retracted(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), meeting("m2", "Mira Oslan", "Ilse Brandt")))
    corrected = result(meeting("m1"), version="2", minutes=5, text="corrected", kind="correction")
    assert await desk.write(corrected) == ["changed"]
    assert desk.standing() == ["m1"]
    assert desk.event("m2")["retracted"] is True
    assert desk.event("m2")["retraction"]["revision"] == "correction"
    assert desk.event("m2")["actors"] == ["Mira Oslan", "Ilse Brandt"]


async def test_an_event_that_a_later_version_says_again_stands_again(desk: Desk) -> None:
    await desk.write(result(meeting("m1")))
    await desk.write(result(version="2", minutes=5, text="without", kind="correction"))
    await desk.write(result(meeting("m1"), version="3", minutes=9, text="again", kind="correction"))
    assert desk.standing() == ["m1"]
    assert "retraction" not in desk.event("m1")


async def test_a_kill_without_a_version_number_retracts_everything(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), recognition("r1"), version="7"))
    assert await desk.write(result(version=None, minutes=1, text="", kind="kill")) == ["changed"]
    assert desk.standing() == []
    assert desk.article()["article"]["version_number"] == 7


async def test_a_kill_with_the_very_time_of_the_version_it_withdraws_wins_in_either_order(desk: Desk) -> None:
    said, killed = result(meeting("m1")), result(version=None, text="", kind="kill")
    assert await desk.write(said) == ["new"]
    assert await desk.write(killed) == ["changed"]
    assert await desk.write(said) == ["stale"]
    assert desk.standing() == []


async def test_a_kill_that_comes_before_its_article_holds(desk: Desk) -> None:
    await desk.write(result(version=None, minutes=10, text="", kind="kill"))
    assert await desk.write(result(meeting("m1"), version="3", minutes=0)) == ["stale"]
    assert desk.standing() == []


async def test_a_version_written_after_the_kill_stands(desk: Desk) -> None:
    await desk.write(result(version=None, minutes=10, text="", kind="kill"))
    assert await desk.write(result(meeting("m1"), version="3", minutes=20)) == ["changed"]
    assert desk.standing() == ["m1"]


async def test_a_kill_holds_against_a_version_written_before_it_that_comes_late(desk: Desk) -> None:
    await desk.write(result(meeting("m1")))
    await desk.write(result(version=None, minutes=10, text="", kind="kill"))
    assert await desk.write(result(meeting("m2"), version="2", minutes=5, text="late")) == ["stale"]
    assert desk.standing() == []
    assert await desk.write(result(meeting("m3"), version="3", minutes=20, text="anew")) == ["changed"]
    assert desk.standing() == ["m3"]


async def test_a_redelivered_version_without_a_number_does_not_win_over_what_replaced_it(desk: Desk) -> None:
    unnumbered = result(meeting("m0"), version=None, minutes=17)
    replaced = [result(meeting("m1"), minutes=20, text="b"), result(meeting("m2"), version="2", minutes=15, text="c")]
    assert await desk.write(unnumbered, *replaced) == ["new", "changed", "changed"]
    assert desk.standing() == ["m2"]
    assert await desk.write(unnumbered, *replaced) == ["stale", "stale", "duplicate"]
    assert desk.standing() == ["m2"]


async def test_a_withheld_notice_retracts_and_a_release_restores(desk: Desk) -> None:
    await desk.write(result(meeting("m1")))
    await desk.write(result(version="2", minutes=1, text="", kind="withheld"))
    assert desk.standing() == []
    await desk.write(result(meeting("m1"), version="3", minutes=2, text="released"))
    assert desk.standing() == ["m1"]


async def test_an_old_version_arriving_late_changes_nothing(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), version="2", minutes=5, text="second"))
    before = desk.event("m1")
    assert await desk.write(result(meeting("m1"), meeting("m9"), version="1", text="first")) == ["stale"]
    assert desk.standing() == ["m1"]
    assert desk.event("m1") == before


async def test_the_same_article_twice_is_a_duplicate_and_changes_nothing(desk: Desk) -> None:
    same = result(meeting("m1"))
    assert await desk.write(same) == ["new"]
    before = desk.event("m1")
    assert await desk.write(same, same) == ["duplicate", "duplicate"]
    assert desk.event("m1") == before
    assert desk.count() == 1


async def test_two_texts_with_one_version_and_time_are_a_conflict(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), text="one"))
    conflict = (await desk.writer.write([result(meeting("m2"), text="another")]))[0]
    assert conflict.outcome == "conflict"
    assert conflict.error is not None
    assert conflict.error.code == "article.conflict"
    assert desk.standing() == ["m1"]


async def test_a_conflict_is_told_before_what_decides_it_otherwise_is_written(desk: Desk, settings: Settings) -> None:
    sent: list[str] = []

    async def send_and_die(refused: Sequence[Refused]) -> None:
        sent.extend(each.error.code for each in refused)
        raise KeyboardInterrupt

    stage = IndexStage(desk.writer, settings.topic("wire.indexed"), Metrics())
    stage.refuse = send_and_die
    batch = [result(text="one"), result(text="another"), result(version="2", minutes=5, text="third")]
    origin = Origin(topic="wire.events", partition=0, offset=0)
    with pytest.raises(KeyboardInterrupt):
        await stage.work([WireRecord(origin, None, encode_result(each)) for each in batch])
    assert sent == ["article.conflict"]
    # The worker is gone: whoever reads the batch again decides as it did.
    assert await desk.write(*batch) == ["new", "conflict", "changed"]


async def test_a_scheduled_meeting_that_took_place_is_one_changed_event(desk: Desk) -> None:
    await desk.write(result(meeting("m1", status="scheduled")))
    await desk.write(result(meeting("m1", status="held"), version="2", minutes=90, text="it took place"))
    assert desk.count() == 1
    assert desk.event("m1")["status"] == "held"


async def test_an_update_under_a_new_uri_retracts_nothing_and_both_are_linked(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), uri="urn:test:first"))
    update = result(meeting("u1"), uri="urn:test:second", evolved_from="urn:test:first", kind="update", minutes=3)
    assert await desk.write(update) == ["new"]
    assert desk.standing() == ["m1", "u1"]
    assert desk.article("urn:test:second")["article"]["evolved_from"] == "urn:test:first"
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second"]


def _update(uri: str = "urn:test:second", **fields: Any) -> ArticleResult:
    return result(meeting(f"u:{uri}"), uri=uri, evolved_from="urn:test:first", kind="update", minutes=3, **fields)


async def test_an_update_that_comes_before_its_item_is_linked_as_soon_as_that_comes(desk: Desk) -> None:
    assert await desk.write(_update()) == ["new"]
    assert await desk.write(result(meeting("m1"), uri="urn:test:first")) == ["new"]
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second"]
    assert desk.standing() == ["m1", "u:urn:test:second"]
    both = [_update("urn:test:third"), result(meeting("m1"), uri="urn:test:first", version="2", minutes=9, text="b")]
    assert await desk.write(*both) == ["new", "changed"]
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second", "urn:test:third"]


async def test_an_item_finds_the_updates_that_another_worker_has_written_before(
    desk: Desk, other_desk: IndexWriter, elastic: Elasticsearch, settings: Settings
) -> None:
    await other_desk.write([_update("urn:test:second"), _update("urn:test:third")])
    elastic.indices.refresh(index=settings.alias("articles"))
    await desk.write(result(meeting("m1"), uri="urn:test:first"))
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second", "urn:test:third"]


async def test_an_item_that_another_worker_writes_at_the_same_moment_is_linked_with_the_next_batch(
    desk: Desk, other_desk: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await other_desk.write([_update()])
    await desk.write(result(meeting("m1"), uri="urn:test:first"))  # before the update is refreshed
    monkeypatch.setattr(evolution_links, "SETTLED", 0.0)
    await other_desk.write([result(uri="urn:test:whatever")])
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second"]


async def test_a_worker_that_was_killed_before_it_linked_does_so_when_it_reads_again(
    desk: Desk, other_desk: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: object) -> None:
        raise KeyboardInterrupt

    await desk.write(result(meeting("m1"), uri="urn:test:first"))
    with monkeypatch.context() as patched:
        patched.setattr(EvolutionLinks, "link", die)
        with pytest.raises(KeyboardInterrupt):
            await desk.write(_update())
    assert "evolved_into" not in desk.article("urn:test:first")["article"]
    assert [each.outcome for each in await other_desk.write([_update()])] == ["duplicate"]
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second"]


async def test_more_waiting_updates_than_are_remembered_are_found_by_searching(
    async_elastic: AsyncElasticsearch, desk: Desk, settings: Settings
) -> None:
    links = EvolutionLinks(async_elastic, desk.writer.patience, remembered=1)
    await desk.write(_update("urn:test:second"), _update("urn:test:third"))
    waiting = [("urn:test:second", "urn:test:first"), ("urn:test:third", "urn:test:first")]
    await links.link(settings.alias("articles"), waiting, [])
    await async_elastic.indices.put_settings(
        index=f"{settings.index_prefix}-articles-*", settings={"index.refresh_interval": "-1"}
    )
    await desk.write(result(meeting("m1"), uri="urn:test:first"))
    await links.link(settings.alias("articles"), [], ["urn:test:first"])
    assert desk.article("urn:test:first")["article"]["evolved_into"] == ["urn:test:second", "urn:test:third"]


async def test_a_link_never_puts_back_what_a_kill_of_the_same_order_took_away_meanwhile(
    desk: Desk, other_desk: IndexWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.write(result(meeting("m1"), uri="urn:test:first"))
    kill = result(version=None, text="", kind="kill", uri="urn:test:first")
    write_all = evolution_links.write_all
    killed: list[str] = []

    async def kill_first(*arguments: Any) -> Any:
        if not killed:  # between the link's reading of the item and its writing
            killed.extend(each.outcome for each in await other_desk.write([kill]))
        return await write_all(*arguments)

    monkeypatch.setattr(evolution_links, "write_all", kill_first)
    await desk.write(_update())
    assert killed == ["changed"]
    item = desk.article("urn:test:first")
    assert item["revision"]["kind"] == "kill"
    assert item["article"]["evolved_into"] == ["urn:test:second"]
    assert desk.standing() == ["u:urn:test:second"]


@pytest.mark.parametrize("kind", ["refile", "repeat", "advisory"])
async def test_a_refile_repeat_or_advisory_replaces_what_it_revises(desk: Desk, kind: Any) -> None:
    await desk.write(result(meeting("m1")))
    assert await desk.write(result(meeting("m1"), version="2", minutes=1, text="again", kind=kind)) == ["changed"]
    assert desk.standing() == ["m1"]
    assert desk.event("m1")["revision"] == kind


async def test_versions_of_one_article_in_one_batch_are_applied_in_sequence(desk: Desk) -> None:
    outcomes = await desk.write(
        result(meeting("m1"), meeting("m2")),
        result(meeting("m1"), version="2", minutes=5, text="corrected", kind="correction"),
        result(version=None, minutes=9, text="", kind="kill"),
        result(meeting("x1"), uri="urn:test:other"),
    )
    assert outcomes == ["new", "changed", "changed", "new"]
    assert desk.standing() == ["x1"]


_ORDERS = {
    "in order": [0, 1, 2],
    "reversed": [2, 1, 0],
    "first last": [1, 2, 0],
    "all again": [2, 0, 1, 0, 1, 2],
}


@pytest.mark.parametrize("order", _ORDERS.values(), ids=_ORDERS)
async def test_in_whatever_order_versions_arrive_the_newest_decides_what_stands(desk: Desk, order: list[int]) -> None:
    versions = [
        result(meeting("m1"), meeting("m2")),
        result(meeting("m1"), meeting("m3"), version="2", minutes=5, text="second"),
        result(meeting("m3"), version="3", minutes=9, text="third"),
    ]
    for position in order:
        await desk.write(versions[position])
    assert desk.standing() == ["m3"]


async def test_a_document_that_elasticsearch_can_never_take_is_rejected_and_the_others_are_written(desk: Desk) -> None:
    good, bad = result(meeting("m1")), result(meeting("b" * 600), uri="urn:test:bad")
    written = await desk.writer.write([good, bad])
    assert [one.outcome for one in written] == ["new", "rejected"]
    assert written[1].error is not None
    assert written[1].error.code == "index.rejected"
    assert desk.standing() == ["m1"]


async def test_the_ids_just_written_are_reported_for_alerting_with_the_retracted_ones(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), meeting("m2")))
    changed = (await desk.writer.write([result(meeting("m1"), version="2", minutes=1, text="b")]))[0]
    assert changed.indexed is not None
    assert changed.indexed.event_ids == ["m1", "m2"]
    assert changed.indexed.article.order == desk.article()["article"]["order"]


async def test_a_kill_with_a_lower_version_number_but_a_later_time_retracts(desk: Desk) -> None:
    await desk.write(result(meeting("m1"), version="3"))
    assert await desk.write(result(version="1", minutes=5, text="", kind="kill")) == ["changed"]
    assert desk.standing() == []


async def test_the_siblings_of_an_event_that_was_rejected_can_be_taken_back(desk: Desk) -> None:
    [written] = await desk.writer.write([result(meeting("m1"), meeting("b" * 600))])
    assert written.outcome == "rejected"
    assert desk.standing() == ["m1"]
    await desk.write(result(version=None, minutes=1, text="", kind="kill"))
    assert desk.standing() == []


async def test_the_events_of_an_article_that_was_rejected_can_be_taken_back(desk: Desk) -> None:
    [written] = await desk.writer.write([result(meeting("m1"), urgency=10_000_000_000)])
    assert written.outcome == "rejected"
    assert written.error is not None
    await desk.write(result(version="2", minutes=1, text="", kind="kill"))
    assert desk.standing() == []


async def test_a_result_that_makes_no_document_is_rejected_alone(desk: Desk) -> None:
    beyond = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    bad = result(meeting("b1"), uri="urn:test:bad", first_created=beyond)
    assert await desk.write(bad, result(meeting("m1"))) == ["rejected", "new"]
    assert desk.standing() == ["m1"]
