"""The broker settings of docker-compose.yml on a real broker: without a Docker engine, this much can be tried."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.local import LocalStack
from deploy.local.artifacts import Artifacts, default_cache_dir, fetch
from deploy.local.java import find_java
from deploy.local.kafka_server import KafkaServer
from deploy.local.ports import free_port

pytestmark = pytest.mark.integration
COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text(encoding="utf-8"))
ENVIRONMENT = COMPOSE["services"]["kafka"]["environment"]


class ComposeBroker(KafkaServer):
    """A broker with the settings of the compose file, on this machine's ports instead of the containers'."""

    title = "the compose file's Kafka"
    host_port = 0

    @staticmethod
    def cluster_id() -> str:
        return str(ENVIRONMENT["CLUSTER_ID"])

    def properties(self, data: Path) -> str:
        lines = []
        for name, value in ENVIRONMENT.items():
            # As the image does: KAFKA_LOG_DIRS becomes log.dirs. Heap options are for its start script.
            if name.startswith("KAFKA_") and name != "KAFKA_HEAP_OPTS":
                lines.append(f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={self._local(str(value), data)}")
        return "\n".join(lines)

    def _local(self, value: str, data: Path) -> str:
        value = re.sub(r"\$\{KAFKA_PORT:-\d+\}", "9092", value).replace("/var/lib/kafka/data", str(data))
        ports = {"9092": self.host_port, "19092": self.port, "29093": self.inner_port}
        return re.sub(
            r"(//|@)(?:kafka|127\.0\.0\.1)?:(\d+)", lambda found: f"{found[1]}127.0.0.1:{ports[found[2]]}", value
        )


@pytest.fixture(scope="module")
def artifacts(stack: LocalStack) -> Artifacts:
    return fetch(default_cache_dir(), lambda _: None)


def test_the_compose_files_broker_starts_and_serves_clients(artifacts: Artifacts, tmp_path: Path) -> None:
    broker = ComposeBroker(tmp_path)
    broker.port = free_port()
    broker.inner_port = free_port({broker.port})
    broker.host_port = free_port({broker.port, broker.inner_port})
    try:
        broker.start(artifacts, find_java())
        broker.wait_until_ready(lambda _: None)
    finally:
        broker.process.stop(broker.stop_limit)
    assert f"cluster.id={ComposeBroker.cluster_id()}" in (broker.folder / "data" / "meta.properties").read_text()
