"""The line where every connection is encrypted and every client has to say who it is."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local import Endpoints, LocalStack
from schemas.topics import load_topics
from streams.elastic_connection import connect
from streams.index_setup import setup_indices
from streams.settings import Settings
from streams.topics_setup import setup_topics
from tests.line_world import World, article
from tests.secured_servers import (
    PASSWORD,
    USER,
    Certificates,
    HttpsProxy,
    make_certificates,
    secured_broker,
)

pytestmark = pytest.mark.integration
API_KEY = "d2lyZXdhdGNoOm9ubHktdGhpcy1vbmU="
NAME = "secured"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def secured(
    stack: LocalStack, certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The settings of clients that know everything they have to."""
    endpoints: Endpoints = stack.up()
    with (
        secured_broker(tmp_path_factory.mktemp("kafka"), certificates) as broker,
        HttpsProxy(int(endpoints.elasticsearch_url.rpartition(":")[2]), certificates, API_KEY) as proxy,
    ):
        yield {
            "kafka_bootstrap_servers": f"127.0.0.1:{broker.secured_port}",
            "kafka_security_protocol": "SASL_SSL",
            "kafka_sasl_mechanism": "PLAIN",
            "kafka_sasl_username": USER,
            "kafka_sasl_password": PASSWORD,
            "kafka_ssl_ca_file": certificates.authority,
            "kafka_ssl_cert_file": certificates.client,
            "kafka_ssl_key_file": certificates.client,
            "elasticsearch_url": f"https://127.0.0.1:{proxy.port}",
            "elasticsearch_api_key": API_KEY,
            "elasticsearch_ca_file": certificates.authority,
            "topic_prefix": f"{NAME}.",
            "index_prefix": NAME,
        }


def settings_of(chosen: dict[str, Any]) -> Settings:
    return Settings(_env_file=None, **chosen)  # type: ignore[call-arg] -- pydantic-settings takes it at run time


def test_articles_pass_through_a_line_with_tls_passwords_and_a_key(
    secured: dict[str, Any], stack: LocalStack, tmp_path: Path
) -> None:
    settings = settings_of(secured)
    list(setup_topics(settings, load_topics()))
    with connect(settings) as client:
        list(setup_indices(client, settings))
        world = World(settings, stack, client, tmp_path)
        worker = world.start(**secured)
        try:
            worker.wait_ready()
            world.publish([article(f"urn:secured:{number}", "event:1") for number in range(5)])
            world.wait_until_quiet()
            assert sorted(world.article_uris()) == [f"urn:secured:{number}" for number in range(5)]
            assert len(world.standing_events()) == 5
            said = worker.log.read_text()
            assert PASSWORD not in said
            assert API_KEY not in said
        finally:
            worker.kill()
            client.indices.delete(index=list(client.indices.get(index=f"{NAME}-*")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kafka_sasl_password": "guessed"}, "kafka.unreachable.*user(name)? or password"),
        ({"kafka_ssl_ca_file": None}, "kafka.unreachable.*CERTIFICATE_VERIFY_FAILED"),
        ({"kafka_ssl_cert_file": None, "kafka_ssl_key_file": None}, "kafka.unreachable.*certificate required"),
        ({"elasticsearch_api_key": "Z3Vlc3NlZA=="}, "elasticsearch.*401"),
        ({"elasticsearch_ca_file": None}, "elasticsearch.*CERTIFICATE_VERIFY_FAILED"),
    ],
    ids=["password", "authority", "client certificate", "key of Elasticsearch", "authority of Elasticsearch"],
)
def test_what_is_wrong_with_a_connection_is_said_without_its_secrets(
    secured: dict[str, Any], tmp_path: Path, wrong: dict[str, Any], says: str
) -> None:
    chosen = {name: value for name, value in (secured | wrong).items() if value is not None}
    environment = {f"WIREWATCH_{name.upper()}": str(value) for name, value in chosen.items()}
    refused = subprocess.run(
        [sys.executable, "-m", "streams.cli", "setup"],
        check=False,
        env=environment | {"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert re.search(says, refused.stderr)
    assert len(refused.stderr.splitlines()) == 1
    for secret in (PASSWORD, API_KEY, "guessed", "Z3Vlc3NlZA=="):
        assert secret not in refused.stdout + refused.stderr
