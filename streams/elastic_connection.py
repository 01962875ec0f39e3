"""Elasticsearch clients from the settings: TLS, API key or basic authentication, time limits."""

from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch

from streams.settings import Settings


def _options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "hosts": [url.strip() for url in settings.elasticsearch_url.split(",") if url.strip()],
        "request_timeout": settings.elasticsearch_timeout,
        # Retrying is the caller's: it knows what may be sent twice, and says what it waits for.
        "max_retries": 0,
        "retry_on_timeout": False,
    }
    if any(host.startswith("https://") for host in options["hosts"]):
        options["verify_certs"] = settings.elasticsearch_verify_certs
        if settings.elasticsearch_ca_file:
            options["ca_certs"] = str(settings.elasticsearch_ca_file)
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key.get_secret_value()
    elif settings.elasticsearch_username and settings.elasticsearch_password:
        options["basic_auth"] = (
            settings.elasticsearch_username,
            settings.elasticsearch_password.get_secret_value(),
        )
    return options


def connect(settings: Settings) -> Elasticsearch:
    """A client for the command line. Nothing is sent before its first request."""
    return Elasticsearch(**_options(settings))


def connect_async(settings: Settings) -> AsyncElasticsearch:
    """A client for the agents. Close it with `await client.close()`."""
    return AsyncElasticsearch(**_options(settings))
