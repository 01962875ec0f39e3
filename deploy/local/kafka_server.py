"""Apache Kafka as one KRaft node: broker and controller in one small JVM."""

import logging
import socket
import subprocess
import uuid
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import ClassVar

from deploy.local.artifacts import Artifacts
from deploy.local.errors import NotReadyError, StackError
from deploy.local.java import Java
from deploy.local.ports import HOST
from deploy.local.processes import Launch, clean_environment
from deploy.local.server import Server

_JVM = ("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
_FORMAT_LIMIT = 60
# An article record may reach 4 MB (producer, topic and fetch limits agree); replica fetches must carry it too.
_LARGEST_RECORD = 4 * 1024 * 1024

_PROPERTIES = """\
# Written anew at every start. The topics' own settings come from `wirewatch setup`.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{inner_port}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{inner_port}
advertised.listeners=PLAINTEXT://{host}:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs={data}
auto.create.topics.enable=false
message.max.bytes={largest}
replica.fetch.max.bytes={largest}
# One node: nothing can be replicated, and few partitions of the inner topics start faster.
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
# A killed broker may register again only when its old session has run out, which by default takes 9 s.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
# The default of 128 MB would take half of this heap.
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
"""

_LOGGING = """\
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d] %p %m (%c)%n%throwable
# Prints every setting at every start.
logger.config.name = org.apache.kafka.common.config
logger.config.level = warn
logger.kafkaconfig.name = kafka.server.KafkaConfig
logger.kafkaconfig.level = warn
"""


class KafkaServer(Server):
    """A broker whose storage is formatted once and kept over restarts, also when its port changes."""

    name: ClassVar[str] = "kafka"
    title: ClassVar[str] = "Kafka"
    start_limit: ClassVar[float] = 90
    stop_limit: ClassVar[float] = 30

    def prepare(self, artifacts: Artifacts, java: Java) -> Launch:
        properties = self.folder / "server.properties"
        logging_properties = self.folder / "log4j2.properties"
        data = self.folder / "data"
        properties.write_text(self.properties(data), encoding="utf-8")
        logging_properties.write_text(_LOGGING, encoding="utf-8")
        run = [str(java.executable), *_JVM, f"-Dlog4j2.configurationFile={logging_properties}"]
        run += ["-cp", f"{artifacts.kafka_jars}/*"]
        if not (data / "meta.properties").exists():
            tool = [*run, "kafka.tools.StorageTool", "format", "--ignore-formatted"]
            _format([*tool, "--cluster-id", self.cluster_id(), "--config", str(properties)])
        return Launch([*run, "kafka.Kafka", str(properties)], self.folder)

    @staticmethod
    def cluster_id() -> str:
        """Return a new cluster id: 16 bytes in URL-safe base64."""
        # The first character is set so that the id never begins with "-", which the tool would take for an option.
        return "w" + urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")[1:]

    def properties(self, data: Path) -> str:
        """Return the broker's settings (server.properties) for the current ports and this data folder."""
        return _PROPERTIES.format(
            host=HOST, port=self.port, inner_port=self.inner_port, data=data, largest=_LARGEST_RECORD
        )

    def check(self, limit: float) -> str:
        _knock(self.port, limit)
        # kafka-python takes a third of a second to import, and `stack down` has no need of it.
        from kafka.admin import KafkaAdminClient
        from kafka.errors import KafkaError

        milliseconds = int(limit * 1000)
        noise = logging.getLogger("kafka")
        level = noise.level
        noise.setLevel(logging.CRITICAL)  # a broker that is still starting is no news
        try:
            admin = KafkaAdminClient(
                bootstrap_servers=f"{HOST}:{self.port}",
                request_timeout_ms=milliseconds,
                bootstrap_timeout_ms=milliseconds,
            )
            try:
                brokers = len(admin.describe_cluster()["brokers"])
                topics = len(admin.list_topics())
            finally:
                admin.close()
        except (KafkaError, OSError) as error:
            raise NotReadyError(f"does not serve clients ({type(error).__name__})") from error
        finally:
            noise.setLevel(level)
        if not brokers:
            raise NotReadyError("has no active broker")
        return f"{topics} topic{'' if topics == 1 else 's'}"


def _knock(port: int, limit: float) -> None:
    try:
        socket.create_connection((HOST, port), timeout=limit).close()
    except OSError as error:
        raise NotReadyError(f"does not listen on port {port}") from error


def _format(command: list[str]) -> None:
    try:
        subprocess.run(  # noqa: S603 - the command is ours
            command, env=clean_environment(), capture_output=True, text=True, timeout=_FORMAT_LIMIT, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise StackError(f"waited {_FORMAT_LIMIT} s for Kafka's storage to be formatted") from error
    except subprocess.CalledProcessError as error:
        raise StackError(f"Kafka's storage could not be formatted:\n{error.stdout}{error.stderr}") from error
