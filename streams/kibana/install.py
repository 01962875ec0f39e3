"""Import the objects into somebody's Kibana, and check what stands there."""

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from schemas.errors import Invalid, Transient
from streams.index_setup import FAMILIES, family_mapping
from streams.kibana.bundle import bundle_text
from streams.kibana.client import KibanaClient
from streams.kibana.saved_object import SavedObject
from streams.kql import Fields, KqlError, compile_kql

OLDEST: Final = (8, 12)
_WORKING: Final = ("available", "degraded")
"""Levels at which objects can be imported and looked at: a degraded Kibana lacks some feature, often not ours."""


class Check(NamedTuple):
    """One thing that was looked at; a failure says what to do."""

    what: str
    passed: bool
    detail: str


async def install(client: KibanaClient, objects: Sequence[SavedObject]) -> AsyncIterator[Check]:
    """Check that Kibana is ready and new enough, then import over what an earlier import left."""
    async for check in _ready(client):
        yield check
        if not check.passed:
            return
    answer = await client.import_bundle(bundle_text(list(objects)))
    errors = answer.get("errors", [])
    count = answer.get("successCount", 0)
    passed = bool(answer.get("success")) and count == len(objects)
    yield Check("import", passed, f"{count} of {len(objects)} objects")
    for error in errors:
        yield Check(f"{error.get('type')} {error.get('id')}", False, _import_error(error))
    if copies := [one.get("id") for one in answer.get("successResults", []) if one.get("destinationId")]:
        # Ids are unique over all spaces: what another space holds comes in as a copy, which no link points to.
        yield Check(
            "ids",
            False,
            f"another space of this Kibana holds {', '.join(sorted(copies)[:3])}{' …' if copies[3:] else ''}, so that "
            "this one got copies under other ids, which links do not find; delete the copies and share the objects of "
            "the other space (Stack Management, Saved Objects, Share to spaces)",
        )


async def verify(client: KibanaClient, objects: Sequence[SavedObject], search: Elasticsearch) -> AsyncIterator[Check]:
    """Check status, data views with their fields, every object and reference; count the hits of each saved search.

    Nothing found is no failure: a new installation has no events.
    """
    async for check in _ready(client):
        yield check
    standing: list[SavedObject] = []
    try:
        standing, account = await client.export(objects)
        yield _all_there(objects, standing, account)
    except Invalid as error:
        yield Check("objects", False, f"{error.message}; run `wirewatch kibana install`")
    for view in objects:
        if view["type"] == "index-pattern":
            yield await _data_view(client, view)
    titles = {one["id"]: one["attributes"]["title"] for one in objects if one["type"] == "index-pattern"}
    ours = {one["id"] for one in objects if one["type"] == "search"}
    for saved in standing:
        if saved["type"] == "search" and saved["id"] in ours:
            yield _hits(search, saved, titles)


async def _ready(client: KibanaClient) -> AsyncIterator[Check]:
    level, version = await client.status()
    shown = f"{client.url} is {level}"
    yield Check("status", level in _WORKING, f"{shown}, version {version}" if version else shown)
    if version:
        numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
        yield Check("version", numbers >= OLDEST, f"{version}; 8.12 or newer is needed")


def _import_error(error: Mapping[str, Any]) -> str:
    about = error.get("error", {})
    missing = ", ".join(f"{one.get('type')} {one.get('id')}" for one in about.get("references", []))
    return " ".join(filter(None, (about.get("type"), about.get("message") or about.get("reason"), missing)))


def _all_there(objects: Sequence[SavedObject], standing: Sequence[SavedObject], account: Mapping[str, Any]) -> Check:
    found = {(one["type"], one["id"]) for one in standing if "error" not in one}
    lacking = [f"{one['type']} {one['id']}" for one in objects if (one["type"], one["id"]) not in found]
    dangling = [f"{one.get('type')} {one.get('id')}" for one in account.get("missingReferences", [])]
    detail = f"{len(objects) - len(lacking)} of {len(objects)}"
    if lacking:
        detail += f"; missing: {', '.join(lacking)}; run `wirewatch kibana install`"
    if dangling:
        detail += f"; pointed to but not there: {', '.join(dangling)}"
    return Check("objects", not lacking and not dangling, detail)


async def _data_view(client: KibanaClient, view: SavedObject) -> Check:
    what, attributes = f"data view {view['id']}", view["attributes"]
    try:
        there = await client.data_view(view["id"])
    except Invalid as error:
        return Check(what, False, error.message)
    for name in ("title", "timeFieldName"):
        if there.get(name) != attributes[name]:
            return Check(what, False, f"{name} is {there.get(name)!r}, not {attributes[name]!r}")
    fields = there.get("fields", {})
    lacking = [field for field in json.loads(attributes["fieldAttrs"]) if field not in fields]
    if lacking:
        return Check(what, False, f"Kibana sees no field {', '.join(lacking[:5])}: run `wirewatch setup`")
    return Check(what, True, f"{attributes['title']}, {len(fields)} fields")


def _hits(client: Elasticsearch, saved: SavedObject, titles: Mapping[str, str]) -> Check:
    """Hits of the query as it stands in Kibana, in the time that the search restores."""
    attributes = saved["attributes"]
    what = f"search {attributes.get('title', saved['id'])}"
    if tabs := attributes.get("tabs"):
        attributes = tabs[0]["attributes"]  # where a newer Kibana keeps what was the search's own
    source = json.loads(attributes.get("kibanaSavedObjectMeta", {}).get("searchSourceJSON", "{}"))
    query = source.get("query", {})
    view = next((one["id"] for one in saved["references"] if one["type"] == "index-pattern"), "")
    if query.get("language") != "kuery" or view not in titles:
        return Check(what, True, "somebody changed it to another language or data view: not counted")
    alias = titles[view]
    family = max((family for family in FAMILIES if alias.endswith(f"-{family}")), key=len)
    fields = Fields.from_mapping(family_mapping(family)["properties"])
    try:
        compiled = compile_kql(query.get("query", ""), fields)
    except KqlError as error:
        return Check(what, False, f"its query does not parse: {error}")
    within: list[dict[str, Any]] = [compiled]
    if attributes.get("timeRange"):
        span = attributes["timeRange"]
        within.append({"range": {"@timestamp": {"gte": span["from"], "lte": span["to"]}}})
    try:
        count = client.count(index=alias, query={"bool": {"filter": within}})["count"]
    except ApiError as error:
        return Check(what, False, f"Elasticsearch: HTTP {error.status_code}: {error.message}")
    except TransportError as error:
        raise Transient("elasticsearch.unreachable", error.message) from error
    return Check(what, True, f"{count} hits")
