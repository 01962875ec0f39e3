"""What the tests on real servers share."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from deploy.local import Endpoints
from streams.elastic_connection import connect, connect_async
from streams.index_setup import setup_indices
from streams.settings import Settings
from tests.line_world import clear_indices

_RUN = itertools.count()


@pytest.fixture
def settings(endpoints: Endpoints) -> Settings:
    """Settings of a line of this test's own: its topics and indices are nobody else's."""
    name = f"t{os.getpid()}x{next(_RUN)}"
    return Settings(
        _env_file=None,  # type: ignore[call-arg] -- pydantic-settings takes it at run time
        kafka_bootstrap_servers=endpoints.kafka_bootstrap,
        elasticsearch_url=endpoints.elasticsearch_url,
        topic_prefix=f"{name}.",
        index_prefix=name,
    )


@pytest.fixture
def elastic(settings: Settings) -> Iterator[Elasticsearch]:
    """A client, with this test's indices set up; they are deleted afterwards."""
    with connect(settings) as client:
        list(setup_indices(client, settings))
        yield client
        clear_indices(client, settings)


@pytest.fixture
async def async_elastic(settings: Settings, elastic: Elasticsearch) -> AsyncIterator[AsyncElasticsearch]:
    client = connect_async(settings)
    yield client
    await client.close()
