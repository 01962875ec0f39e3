"""`wirewatch kibana verify`: a server that answers as Kibana does, with a real Elasticsearch behind it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner

from deploy.local import LocalStack
from streams.cli import app
from streams.elastic_connection import connect, connect_async
from streams.index_setup import FAMILIES, setup_indices
from streams.index_writer import IndexTarget, IndexWriter
from streams.kibana import build_objects
from streams.kibana.client import KibanaClient
from streams.kibana.install import Check, install, verify
from streams.settings import Settings, load_settings
from tests.builders import meeting, recognition, result
from tests.kibana_api import KibanaApi, running

pytestmark = pytest.mark.integration


@dataclass(frozen=True, slots=True)
class Office:
    """A Kibana with everything installed, and the events of one article behind it."""

    api: KibanaApi
    settings: Settings
    elastic: Elasticsearch

    async def look(self) -> dict[str, Check]:
        objects = build_objects(prefix=self.settings.index_prefix)
        async with KibanaClient(self.settings) as client:
            return {check.what: check async for check in verify(client, objects, self.elastic)}

    async def failures(self) -> dict[str, str]:
        return {what: check.detail for what, check in (await self.look()).items() if not check.passed}

    def id_of(self, kind: str, name: str) -> tuple[str, str]:
        prefix = self.settings.index_prefix
        return kind, f"{prefix}-{name}" if kind == "index-pattern" else f"{prefix}-{kind}-{name}"


@pytest.fixture(scope="module")
def desk(stack: LocalStack) -> Iterator[tuple[Settings, Elasticsearch]]:
    """Indices with one article that stands and one that was killed; the tests only read them."""
    url = stack.up().elasticsearch_url
    settings = Settings(_env_file=None, elasticsearch_url=url, index_prefix="kibana-verify")  # type: ignore[call-arg]
    with connect(settings) as elastic:
        list(setup_indices(elastic, settings))
        asyncio.run(_fill(settings))
        elastic.indices.refresh(index=settings.alias("events"))
        yield settings, elastic
        elastic.indices.delete(index=list(elastic.indices.get(index=f"{settings.index_prefix}-*")))


async def _fill(settings: Settings) -> None:
    client = connect_async(settings)
    try:
        target = IndexTarget(settings.alias("articles"), settings.alias("events"), settings.generation)
        writer = IndexWriter(client, target, names_of=lambda _: ())
        # The builders write in 2031, which no search that ends now would show.
        then = -10 * 365 * 24 * 60
        story = "urn:test:two"
        await writer.write([result(meeting("m1"), recognition("r1", stance="withdrawn"), minutes=then)])
        await writer.write([result(meeting("m2", "Ada Lund", "Ben Ruiz"), uri=story, minutes=then)])
        await writer.write([result(uri=story, version="2", minutes=then + 5, kind="kill")])
    finally:
        await client.close()


@pytest.fixture
async def office(desk: tuple[Settings, Elasticsearch]) -> AsyncIterator[Office]:
    settings, elastic = desk
    fields = {settings.alias(family): _fields(elastic, settings.alias(family)) for family in FAMILIES}
    with running(KibanaApi(fields)) as api:
        there = settings.model_copy(update={"kibana_url": api.url})
        async with KibanaClient(there) as client:
            objects = build_objects(prefix=settings.index_prefix)
            assert all([check.passed async for check in install(client, objects)])
        yield Office(api, there, elastic)


def _fields(elastic: Elasticsearch, alias: str) -> list[str]:
    """What Kibana asks Elasticsearch for when it opens a data view."""
    return list(elastic.field_caps(index=alias, fields="*")["fields"])


async def test_what_was_installed_is_whole_and_every_search_says_its_hits(office: Office) -> None:
    checks = await office.look()
    assert {what: check.detail for what, check in checks.items() if not check.passed} == {}
    assert checks["objects"].detail == "24 of 24"
    hits = {what.removeprefix("search [wirewatch] "): one.detail for what, one in checks.items() if "search [" in what}
    assert len(hits) == 10
    assert hits["Meetings held"] == "1 hits"
    assert hits["Recognition changes"] == "1 hits"
    assert hits["Retracted"] == "1 hits"
    assert hits["Dead letters"] == "0 hits"
    data_views = [check for what, check in checks.items() if what.startswith("data view ")]
    assert len(data_views) == 6


async def test_an_object_that_somebody_deleted_is_missed(office: Office) -> None:
    del office.api.objects[office.id_of("search", "retracted")]
    failures = await office.failures()
    assert "install" in failures["objects"]


async def test_a_dashboard_that_points_to_nothing_is_found(office: Office) -> None:
    dashboard = office.api.objects[office.id_of("dashboard", "overview")]
    dashboard["references"].append({"type": "search", "id": "gone", "name": "x:panel_x"})
    assert "pointed to but not there: search gone" in (await office.failures())["objects"]


async def test_a_data_view_that_looks_elsewhere_is_found(office: Office) -> None:
    view = office.api.objects[office.id_of("index-pattern", "events")]
    view["attributes"]["title"] = "logs-*"
    failures = await office.failures()
    assert "title is 'logs-*'" in failures[f"data view {office.settings.alias('events')}"]


async def test_an_index_without_our_fields_asks_for_setup(office: Office) -> None:
    office.api.fields[office.settings.alias("alerts")].remove("wire.alert.state")
    failures = await office.failures()
    assert failures[f"data view {office.settings.alias('alerts')}"] == (
        "Kibana sees no field wire.alert.state: run `wirewatch setup`"
    )


async def test_a_search_that_somebody_changed_is_counted_as_it_stands(office: Office) -> None:
    search = office.api.objects[office.id_of("search", "all-events")]
    meta = search["attributes"]["kibanaSavedObjectMeta"]
    meta["searchSourceJSON"] = meta["searchSourceJSON"].replace("wire.retracted: false", "wire.actors: *")
    assert (await office.look())["search [wirewatch] All events"].detail == "3 hits"
    meta["searchSourceJSON"] = meta["searchSourceJSON"].replace("wire.actors: *", "wire.actors: (")
    assert "does not parse" in (await office.failures())["search [wirewatch] All events"]


async def test_a_search_that_a_newer_kibana_keeps_in_tabs_is_counted(office: Office) -> None:
    search = office.api.objects[office.id_of("search", "meetings-held")]
    title = search["attributes"].pop("title")
    search["attributes"] = {"title": title, "tabs": [{"id": "1", "label": "", "attributes": search["attributes"]}]}
    assert (await office.look())["search [wirewatch] Meetings held"].detail == "1 hits"


async def test_the_command_ends_with_what_it_found(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("kibana_url", "elasticsearch_url", "index_prefix"):
        monkeypatch.setenv(f"WIREWATCH_{name.upper()}", getattr(office.settings, name))
    load_settings.cache_clear()
    shown = await asyncio.to_thread(CliRunner().invoke, app, ["kibana", "verify"])
    assert shown.exit_code == 0, shown.output
    assert "search [wirewatch] Retracted: 1 hits" in shown.output
    office.api.objects.clear()
    assert (await asyncio.to_thread(CliRunner().invoke, app, ["kibana", "verify"])).exit_code == 1
    load_settings.cache_clear()
