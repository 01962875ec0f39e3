"""How every client reaches Kafka: addresses, TLS and SASL from the settings."""

import logging
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from schemas.errors import Invalid, Transient
from streams.settings import Settings

_FIRST_ANSWER_MS: Final = 10_000
"""How long the first connection may take; kafka-python's half a minute is long for a mistyped address."""
_LIBRARY: Final = logging.getLogger("kafka")
_ATTEMPT: Final = re.compile(r"Connection (?:failed|lost): (?P<why>.+)|Abort \((?P<aborted>.+)\)$")
_ERROR_NAMES: Final = re.compile(r"(?:\[Error \d+\] )?(?:\w+Error: )*")


def client_options(settings: Settings) -> dict[str, Any]:
    """Options that kafka-python's producer, consumer and admin client share."""
    options: dict[str, Any] = {
        "bootstrap_servers": [server.strip() for server in settings.kafka_bootstrap_servers.split(",")],
        "security_protocol": settings.kafka_security_protocol,
        "bootstrap_timeout_ms": _FIRST_ANSWER_MS,
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


def open_client(kind: Callable[..., Any], settings: Settings, **options: Any) -> Any:
    """A producer, consumer or admin client of kafka-python that has reached the broker.

    Raises Transient(kafka.unreachable) with the reason: the library's own error names only the address, and logs
    each of its attempts.
    """
    from kafka.errors import KafkaError

    with _attempts() as reasons:
        try:
            return kind(**client_options(settings), **options)
        except KafkaError as error:
            # A broker that refuses somebody says why at most once, and then only drops connections.
            telling = [reason for reason in reasons if "disconnected" not in reason]
            dropped = "the broker drops connections: wrong kafka_security_protocol, user or password?"
            why = telling[0] if telling else dropped if reasons else error
            raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {why}") from error


@contextmanager
def _attempts() -> Iterator[list[str]]:
    """Why the library's attempts to connect failed, instead of its log of them."""
    reasons: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = _ATTEMPT.search(record.getMessage())
            if found:
                reasons.append(_ERROR_NAMES.sub("", found["why"] or found["aborted"], count=1))

    collect, shown = Collect(), _LIBRARY.propagate
    _LIBRARY.addHandler(collect)
    _LIBRARY.propagate = False
    try:
        yield reasons
    finally:
        _LIBRARY.propagate = shown
        _LIBRARY.removeHandler(collect)


def faust_brokers(settings: Settings) -> list[str]:
    """Broker URLs as faust wants them."""
    return [f"kafka://{server}" for server in client_options(settings)["bootstrap_servers"]]


def faust_credentials(settings: Settings) -> Any:
    """TLS and SASL as faust credentials; None for plain text. Raises Invalid(settings.invalid) for unreadable files."""
    from faust import SASLCredentials, SSLCredentials

    protocol = settings.kafka_security_protocol
    context = _tls(settings) if protocol.endswith("SSL") else None
    if protocol.startswith("SASL") and settings.kafka_sasl_password:
        return SASLCredentials(
            username=settings.kafka_sasl_username,
            password=settings.kafka_sasl_password.get_secret_value(),
            mechanism=settings.kafka_sasl_mechanism,
            ssl_context=context,
        )
    return SSLCredentials(context) if context else None


def require_topics(settings: Settings, names: Iterable[str]) -> None:
    """Raise Invalid(topics.missing) naming every topic that does not stand, or Transient(kafka.unreachable)."""
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    admin = open_client(KafkaAdminClient, settings, client_id="wirewatch-check")
    try:
        standing = set(admin.list_topics())
    except KafkaError as error:
        raise Transient("kafka.unreachable", f"{settings.kafka_bootstrap_servers}: {error}") from error
    finally:
        admin.close()
    missing = [name for name in map(settings.topic, names) if name not in standing]
    if missing:
        raise Invalid("topics.missing", f"{', '.join(missing)} on {settings.kafka_bootstrap_servers}")


def _tls(settings: Settings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.kafka_ssl_ca_file)
        if settings.kafka_ssl_cert_file:
            context.load_cert_chain(settings.kafka_ssl_cert_file, settings.kafka_ssl_key_file)
    except OSError as error:  # ssl.SSLError is one
        files = [settings.kafka_ssl_ca_file, settings.kafka_ssl_cert_file, settings.kafka_ssl_key_file]
        named = ", ".join(str(path) for path in files if path)
        raise Invalid("settings.invalid", f"kafka_ssl_* files ({named}): {error.strerror or error}") from error
    return context
