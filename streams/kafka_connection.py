"""How every client reaches Kafka: addresses, TLS and SASL from the settings."""

from typing import Any

from streams.settings import Settings


def client_options(settings: Settings) -> dict[str, Any]:
    """Options that kafka-python's producer, consumer and admin client share."""
    options: dict[str, Any] = {
        "bootstrap_servers": [server.strip() for server in settings.kafka_bootstrap_servers.split(",")],
        "security_protocol": settings.kafka_security_protocol,
    }
    if settings.kafka_security_protocol.startswith("SASL") and settings.kafka_sasl_password:
        options |= {
            "sasl_mechanism": settings.kafka_sasl_mechanism,
            "sasl_plain_username": settings.kafka_sasl_username,
            "sasl_plain_password": settings.kafka_sasl_password.get_secret_value(),
        }
    if settings.kafka_security_protocol.endswith("SSL"):
        files = {
            "ssl_cafile": settings.kafka_ssl_ca_file,
            "ssl_certfile": settings.kafka_ssl_cert_file,
            "ssl_keyfile": settings.kafka_ssl_key_file,
        }
        options |= {name: str(path) for name, path in files.items() if path}
    return options
