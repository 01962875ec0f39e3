"""Servers as a site runs them: a broker that takes SASL over TLS alone, Elasticsearch behind https and an API key.

The broker is Kafka's own. Elasticsearch's security modules are not in the distribution that the tests run, so https
and the check of the key are a proxy's, as where a load balancer terminates TLS.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import trustme
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from deploy.local.artifacts import default_cache_dir, fetch
from deploy.local.java import find_java
from deploy.local.kafka_server import KafkaServer
from deploy.local.ports import HOST, free_port

USER, PASSWORD = "wirewatch", "open-sesame-9"
_SECURED = """
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{inner_port},SASL_SSL://{host}:{secured_port}
advertised.listeners=PLAINTEXT://{host}:{port},SASL_SSL://{host}:{secured_port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
sasl.enabled.mechanisms={mechanism}
listener.name.sasl_ssl.{section}.sasl.jaas.config={module} required{users};
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={truststore}
listener.name.sasl_ssl.ssl.client.auth=required
"""


@dataclass(frozen=True)
class Certificates:
    """PEM files: of the authority, of a server at 127.0.0.1, of a client."""

    authority: Path
    server: Path
    client: Path


def make_certificates(folder: Path) -> Certificates:
    authority = trustme.CA()
    files = Certificates(folder / "ca.pem", folder / "server.pem", folder / "client.pem")
    authority.cert_pem.write_to_path(str(files.authority))
    files.server.write_bytes(_key_and_chain(authority.issue_cert(HOST)))
    files.client.write_bytes(_key_and_chain(authority.issue_cert("client@wirewatch.example")))
    return files


def _key_and_chain(issued: trustme.LeafCert) -> bytes:
    """Key and certificates as PEM, the key in the one form that Kafka reads, PKCS #8."""
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem + b"".join(blob.bytes() for blob in issued.cert_chain_pems)


class SecuredBroker(KafkaServer):
    """A broker with a second listener that asks for a client certificate, a user and a password."""

    title = "the secured Kafka"
    mechanism: ClassVar[str] = "PLAIN"

    def __init__(self, folder: Path, certificates: Certificates) -> None:
        super().__init__(folder)
        self._certificates = certificates
        self.port = free_port()
        self.inner_port = free_port({self.port})
        self.secured_port = free_port({self.port, self.inner_port})

    def properties(self, data: Path) -> str:
        secured = _SECURED.format(
            host=HOST,
            port=self.port,
            inner_port=self.inner_port,
            secured_port=self.secured_port,
            mechanism=self.mechanism,
            section=self.mechanism.lower(),
            module="org.apache.kafka.common.security.plain.PlainLoginModule",
            users=f' user_{USER}="{PASSWORD}"',
            keystore=self._certificates.server,
            truststore=self._certificates.authority,
        )
        named = {line.partition("=")[0] for line in secured.splitlines()}
        kept = [line for line in super().properties(data).splitlines() if line.partition("=")[0] not in named]
        return "\n".join(kept) + secured


@contextlib.contextmanager
def secured_broker(folder: Path, certificates: Certificates) -> Iterator[SecuredBroker]:
    """A running broker, stopped at the end."""
    broker = SecuredBroker(folder, certificates)
    try:
        broker.start(fetch(default_cache_dir(), lambda _: None), find_java())
        broker.wait_until_ready(lambda _: None)
        yield broker
    finally:
        broker.process.stop(broker.stop_limit)


class HttpsProxy:
    """Ends TLS and passes requests with the right key on to a server in plain HTTP; answers 401 to others.

    `refused` counts connections whose request had another key or none.
    """

    def __init__(self, upstream_port: int, certificates: Certificates, api_key: str) -> None:
        self._upstream_port = upstream_port
        self._wanted = f"authorization: apikey {api_key}".lower().encode()
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificates.server)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = free_port()
        self.refused = 0

    def __enter__(self) -> "HttpsProxy":
        self._thread.start()
        starting = asyncio.start_server(self._serve, HOST, self.port, ssl=self._context)
        asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            head = await client.readuntil(b"\r\n\r\n")
            if self._wanted not in head.lower().split(b"\r\n"):
                self.refused += 1
                answers.write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                await answers.drain()
            else:
                upstream_answers, upstream = await asyncio.open_connection(HOST, self._upstream_port)
                upstream.write(head)
                await asyncio.gather(_pump(client, upstream), _pump(upstream_answers, answers))
        answers.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    finally:
        target.close()
