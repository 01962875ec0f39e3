"""Elasticsearch as one node: Elastic's integration-test distribution, started through its own launcher."""

import http.client
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import ClassVar

from deploy.local.artifacts import Artifacts
from deploy.local.errors import NotReadyError, StackError
from deploy.local.java import Java
from deploy.local.ports import HOST
from deploy.local.processes import Launch
from deploy.local.server import Server

_NOBODY = 65534  # the kernel's overflow uid, "nobody" wherever there is one
_NAMESPACE = ("unshare", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--")
_CAPABILITY = (
    *("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--no-new-privs"),
    *("--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
    "--securebits=+no_setuid_fixup",  # access(2) would leave the capability out, and Java asks by access(2)
    "--",
)
_LAUNCHER_JVM = ("-Xms4m", "-Xmx64m", "-XX:+UseSerialGC")
_HEAP_OPTIONS = "-Xms512m\n-Xmx512m\n-XX:-AlwaysPreTouch\n-XX:TieredStopAtLevel=1\n"
# Garbage-collection logs fill 2 GB in time, and a heap dump helps nobody here.
_UNWANTED_OPTIONS = re.compile(r"^[\d:-]*(-Xlog:gc|-XX:\+HeapDump|-XX:HeapDumpPath)")
_VECTOR_MODULE = "jdk.incubator.vector"

_SETTINGS = """\
# Written anew at every start.
cluster.name: wirewatch-local
node.name: wirewatch-local
discovery.type: single-node
network.host: {host}
http.port: {port}
transport.port: {inner_port}
path.data: {data}
path.logs: {logs}
# Listens on 127.0.0.1 alone. Anything that others can reach needs passwords: see docker-compose.yml.
xpack.security.enabled: false
# A nearly full laptop disk would make every index read-only.
cluster.routing.allocation.disk.threshold_enabled: false
"""

_LOGGING = """\
status = error
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}]%marker %m%consoleException%n
"""


class ElasticsearchServer(Server):
    """A node whose configuration, data and temporary files live in its own folder; its home is only read."""

    name: ClassVar[str] = "elasticsearch"
    title: ClassVar[str] = "Elasticsearch"
    start_limit: ClassVar[float] = 180
    stop_limit: ClassVar[float] = 30

    def prepare(self, artifacts: Artifacts, java: Java) -> Launch:
        home = artifacts.elasticsearch_home
        config = self._write_configuration(home, java)
        command = [str(java.executable), *_LAUNCHER_JVM]
        command += ["-Dcli.name=server", f"-Dcli.script={home}/bin/elasticsearch", "-Dcli.libs=lib/tools/server-cli"]
        command += [f"-Des.path.home={home}", f"-Des.path.conf={config}"]
        command += ["-Des.distribution.type=zip", "-Des.java.type=ES_JAVA_HOME"]
        command += ["-cp", f"{home}/lib/*:{home}/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"]
        environment = {
            "ES_HOME": str(home),
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_HOME": str(java.home),
            "JAVA": str(java.executable),
            "JAVA_TYPE": "ES_JAVA_HOME",
            "ES_DISTRIBUTION_TYPE": "zip",
        }
        # It looks for its modules in the folder that it is started in.
        return Launch([*_not_as_root(), *command], home, environment)

    def check(self, limit: float) -> str:
        # `GET /` is not in this distribution, so health is the first thing to ask.
        health = self._get(f"/_cluster/health?wait_for_status=yellow&timeout={max(1, int(limit) - 1)}s", limit)
        status = str(health.get("status", "unknown"))
        if health.get("timed_out") or status not in ("green", "yellow"):
            raise NotReadyError(f"has status {status}")
        return f"{status}, {health.get('active_primary_shards', 0)} shards"

    def _get(self, path: str, limit: float) -> dict[str, object]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=limit)
        try:
            connection.request("GET", path)
            answer = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotReadyError(f"does not answer on port {self.port} ({type(error).__name__})") from error
        finally:
            connection.close()
        return answer if isinstance(answer, dict) else {}

    def _write_configuration(self, home: Path, java: Java) -> Path:
        config = self.folder / "config"
        for folder in (config, self.folder / "data", self.folder / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        # What a killed node leaves in its temporary folder is of no use to the next.
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        (self.folder / "tmp").mkdir()
        settings = _SETTINGS.format(
            host=HOST,
            port=self.port,
            inner_port=self.inner_port,
            data=json.dumps(str(self.folder / "data")),  # JSON strings are YAML strings
            logs=json.dumps(str(self.folder / "logs")),
        )
        (config / "elasticsearch.yml").write_text(settings, encoding="utf-8")
        (config / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        shipped = (home / "config" / "jvm.options").read_text(encoding="utf-8").splitlines()
        options = [line for line in shipped if not _UNWANTED_OPTIONS.match(line)]
        if _VECTOR_MODULE not in java.modules:
            options = [line for line in options if _VECTOR_MODULE not in line]
        (config / "jvm.options").write_text("\n".join(options) + "\n" + _HEAP_OPTIONS, encoding="utf-8")
        return config


def _not_as_root() -> list[str]:
    """Return the command that starts another one so that Elasticsearch, which refuses uid 0, accepts it.

    For root, the first that this machine allows: a user namespace where root's own files seem to be "nobody's", else
    the real "nobody" with the one capability to read and write them.
    """
    if os.geteuid() != 0:
        return []
    for prefix in (_NAMESPACE, _CAPABILITY):
        if _succeeds([*prefix, "true"]):
            return list(prefix)
    raise StackError(
        "Elasticsearch refuses to run as root, and this machine has neither user namespaces (unshare) nor setpriv to "
        "start it otherwise: run wirewatch as an ordinary user"
    )


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
