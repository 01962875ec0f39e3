"""Creates index templates, the first generation's indices and their aliases; idempotent."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any, Final

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from schemas.errors import Transient
from streams.settings import Settings
from streams.topics_setup import Change

FAMILIES: Final = (
    "articles",
    "events",
    "dead-letters",
    "generations",
    "alerts",
    "alert-messages",
    "alert-groups",
    "alert-answers",
    "alert-rules",
    "health",
)
GENERATED: Final = ("articles", "events")
"""Families that a replay makes anew: their concrete index carries the generation's name."""


def family_mapping(family: str) -> dict[str, Any]:
    """The mapping of a family's documents, as it is shipped."""
    mapping: dict[str, Any] = _shipped(family)["template"]["mappings"]
    return mapping


def _shipped(family: str) -> dict[str, Any]:
    source = resources.files("deploy").joinpath("elasticsearch", f"{family}.json").read_text(encoding="utf-8")
    body: dict[str, Any] = json.loads(source)
    return body


def template_body(settings: Settings, family: str) -> dict[str, Any]:
    """The composable index template of a family, with its digest in `_meta` so that a change is seen."""
    body = _shipped(family)
    body["index_patterns"] = [f"{settings.alias(family)}-*"]
    index = body["template"]["settings"]["index"]
    index["number_of_shards"] = settings.elasticsearch_shards
    index["number_of_replicas"] = settings.elasticsearch_replicas
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    body["_meta"]["digest"] = digest
    return body


def concrete_index(settings: Settings, family: str, generation: str) -> str:
    """`wirewatch-events-live`; families without generations have one index, `…-000001`."""
    return f"{settings.alias(family)}-{generation if family in GENERATED else '000001'}"


def setup_indices(client: Elasticsearch, settings: Settings, families: Iterable[str] = FAMILIES) -> Iterator[Change]:
    """Make templates, indices and aliases where they are missing. Raises Transient (elasticsearch.*)."""
    try:
        for family in families:
            yield _template(client, settings, family)
            yield from _index(client, settings, family)
    except ApiError as error:
        code = "elasticsearch.refused" if error.status_code in (401, 403) else "elasticsearch.unreachable"
        raise Transient(code, f"HTTP {error.status_code}: {error.message}") from error
    except TransportError as error:
        raise Transient("elasticsearch.unreachable", f"{settings.elasticsearch_url}: {error.message}") from error


def _template(client: Elasticsearch, settings: Settings, family: str) -> Change:
    name, body = settings.alias(family), template_body(settings, family)
    what = f"index template {name}"
    standing = client.options(ignore_status=404).indices.get_index_template(name=name)
    found = standing.get("index_templates", [])
    if found and found[0]["index_template"].get("_meta", {}).get("digest") == body["_meta"]["digest"]:
        return Change("unchanged", what)
    client.indices.put_index_template(name=name, **{key.removeprefix("_"): value for key, value in body.items()})
    return Change("updated" if found else "created", what)


def _index(client: Elasticsearch, settings: Settings, family: str) -> Iterator[Change]:
    alias = settings.alias(family)
    mappings = template_body(settings, family)["template"]["mappings"]
    if client.indices.exists_alias(name=alias):
        for index, standing in client.indices.get_mapping(index=alias).items():
            if standing["mappings"].get("properties") == mappings["properties"]:
                yield Change("unchanged", f"index {index}", f"alias {alias}")
                continue
            # Fields are added to what stands; a field whose type changed needs a new generation, and fails here.
            client.indices.put_mapping(index=index, properties=mappings["properties"])
            renewed = client.indices.get_mapping(index=index)[index]["mappings"]
            changed = renewed["properties"] != standing["mappings"].get("properties")
            yield Change("updated" if changed else "unchanged", f"index {index}", f"alias {alias}")
        return
    index = concrete_index(settings, family, settings.generation)
    if not client.indices.exists(index=index):
        client.indices.create(index=index, aliases={alias: {"is_write_index": True}})
        yield Change("created", f"index {index}", f"alias {alias}")
    else:
        client.indices.put_alias(index=index, name=alias, is_write_index=True)
        yield Change("updated", f"index {index}", f"now behind alias {alias}")
