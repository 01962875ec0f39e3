"""Settings that cannot work are refused at once, by name and without their values."""

from pathlib import Path

import pytest

from schemas.errors import Invalid
from streams.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    load_settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAFKA_BOOTSTRAP_SERVERS", "localhost:abc"),
        ("KAFKA_BOOTSTRAP_SERVERS", "localhost"),
        ("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,:9093"),
        ("ELASTICSEARCH_URL", "not-a-url"),
        ("ELASTICSEARCH_URL", "ftp://search.example:9200"),
        ("ELASTICSEARCH_URL", "http://search.example"),
        ("ELASTICSEARCH_URL", "http://user:hunter2@search.example:9200"),
        ("KAFKA_SSL_CA_FILE", "missing.pem"),
        ("WATCHLISTS", "notjson"),
        ("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
        ("DETECT_BATCH", "0"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"WIREWATCH_{name}", value)
    with pytest.raises(Invalid) as refused:
        load_settings()
    assert refused.value.code == "settings.invalid"
    assert "hunter2" not in str(refused.value)


def test_several_brokers_and_nodes_may_be_named() -> None:
    settings = Settings(
        kafka_bootstrap_servers="a.example:9092, b.example:9093",
        elasticsearch_url="https://a.example:9200,https://[::1]:9200",
    )
    assert settings.kafka_bootstrap_servers.count(":") == 2


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WIREWATCH_INDEX_PREFIX=from-file\nWIREWATCH_TOPIC_PREFIX=file.\n")
    monkeypatch.setenv("WIREWATCH_INDEX_PREFIX", "from-environment")
    settings = load_settings()
    assert (settings.index_prefix, settings.topic_prefix) == ("from-environment", "file.")
