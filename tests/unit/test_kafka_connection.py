"""Security settings reach kafka-python and faust in the same way, and secrets stay out of messages."""

import ssl
from pathlib import Path
from typing import Any

import pytest
from faust import SASLCredentials, SSLCredentials
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

from schemas.errors import Invalid
from streams.kafka_connection import client_options, faust_brokers, faust_credentials
from streams.settings import Settings


def settings(**fields: Any) -> Settings:
    return Settings(_env_file=None, **fields)


SASL = {"kafka_sasl_username": "wire", "kafka_sasl_password": "s3cret"}


def test_brokers_are_named_for_both_clients() -> None:
    two = settings(kafka_bootstrap_servers="one:9092, two:9093")
    assert client_options(two)["bootstrap_servers"] == ["one:9092", "two:9093"]
    assert faust_brokers(two) == ["kafka://one:9092", "kafka://two:9093"]


def test_plain_text_needs_no_credentials() -> None:
    assert faust_credentials(settings()) is None
    assert credentials_to_aiokafka_auth(None) == {"security_protocol": "PLAINTEXT"}


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
@pytest.mark.parametrize("protocol", ["SASL_PLAINTEXT", "SASL_SSL"])
def test_sasl_says_the_same_to_both_clients(protocol: str, mechanism: str) -> None:
    secured = settings(kafka_security_protocol=protocol, kafka_sasl_mechanism=mechanism, **SASL)
    credentials = faust_credentials(secured)
    assert isinstance(credentials, SASLCredentials)
    aiokafka = credentials_to_aiokafka_auth(credentials)
    python = client_options(secured)
    for name in ("security_protocol", "sasl_mechanism", "sasl_plain_username", "sasl_plain_password"):
        assert aiokafka[name] == python[name]
    assert isinstance(aiokafka["ssl_context"], ssl.SSLContext) == (protocol == "SASL_SSL")


def test_tls_checks_the_brokers_certificate_and_name() -> None:
    credentials = faust_credentials(settings(kafka_security_protocol="SSL"))
    assert isinstance(credentials, SSLCredentials)
    assert credentials.context.verify_mode is ssl.CERT_REQUIRED
    assert credentials.context.check_hostname


def test_a_certificate_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    with pytest.raises(Invalid, match=r"settings\.invalid") as refused:
        faust_credentials(settings(kafka_security_protocol="SSL", kafka_ssl_ca_file=broken))
    assert str(broken) in refused.value.message


def test_no_secret_shows_in_what_is_printed() -> None:
    secured = settings(kafka_security_protocol="SASL_SSL", **SASL)
    assert "s3cret" not in repr(secured) + repr(faust_credentials(secured))
