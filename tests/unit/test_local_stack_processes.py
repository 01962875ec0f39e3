"""Server processes: found by pid file, session and marker together; ended as a group; never somebody else's."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import StackError
from deploy.local.processes import Launch, ServerProcess

# A parent with a child of its own, as Elasticsearch's launcher has; prints so that the log has something to show.
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess, sys; print('family is up', flush=True);"
    "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])",
]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path, tmp_path / "server.log")
    yield process
    process.kill()


def wait_for_log(server: ServerProcess, text: str) -> None:
    deadline = time.monotonic() + 10
    while text not in server.last_log_lines():
        assert time.monotonic() < deadline, f"waited 10 s for {text!r} in the log"
        time.sleep(0.02)


def start(server: ServerProcess, command: list[str], says: str, members: int = 1) -> None:
    server.start(Launch(command, Path("/")))
    wait_for_log(server, says)
    deadline = time.monotonic() + 10
    while len(server.members()) < members:
        assert time.monotonic() < deadline, f"waited 10 s for {members} processes"
        time.sleep(0.02)


def test_a_server_never_started_is_stopped(server: ServerProcess) -> None:
    assert server.state() == "stopped"
    assert server.members() == []


def test_stopping_ends_the_children_too(server: ServerProcess) -> None:
    start(server, FAMILY, "family is up", members=2)
    assert server.members()[0] == server.pid
    assert server.stop(limit=10)
    assert server.state() == "stopped"
    assert server.pid is None


def test_another_object_on_the_same_folder_sees_the_same_processes(server: ServerProcess, tmp_path: Path) -> None:
    start(server, FAMILY, "family is up", members=2)
    assert ServerProcess(tmp_path, tmp_path / "server.log").members() == server.members()


def test_a_server_on_another_folder_is_not_ours(server: ServerProcess, tmp_path: Path) -> None:
    start(server, FAMILY, "family is up", members=2)
    other = tmp_path / "other"
    other.mkdir()
    (other / "pid").write_text(str(server.pid))
    stranger = ServerProcess(other, tmp_path / "other.log")
    assert stranger.members() == []
    stranger.kill()
    assert server.state() == "running"


def test_a_stale_pid_file_never_leads_to_a_strangers_process(server: ServerProcess, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as stranger:
        (tmp_path / "pid").write_text(str(stranger.pid))
        assert server.state() == "stopped"
        server.stop(limit=1)
        assert stranger.poll() is None
        stranger.kill()


def test_children_that_outlive_their_killed_parent_are_still_found_and_ended(server: ServerProcess) -> None:
    start(server, FAMILY, "family is up", members=2)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while len(server.members()) != 1:
        assert time.monotonic() < deadline, "waited 5 s for the parent to go"
        time.sleep(0.02)
    assert server.state() == "running"
    server.stop(limit=5)
    assert server.state() == "stopped"


def test_a_server_that_ignores_the_request_to_end_is_killed_after_the_limit(server: ServerProcess) -> None:
    start(server, DEAF, "deaf")
    assert not server.stop(limit=0.3)
    assert server.state() == "stopped"


def test_a_paused_server_can_go_on_and_can_be_stopped(server: ServerProcess) -> None:
    start(server, FAMILY, "family is up", members=2)
    server.pause()
    deadline = time.monotonic() + 5
    while server.state() != "paused":
        assert time.monotonic() < deadline, "waited 5 s for the processes to pause"
        time.sleep(0.02)
    server.resume()
    deadline = time.monotonic() + 5
    while server.state() != "running":
        assert time.monotonic() < deadline, "waited 5 s for the processes to go on"
        time.sleep(0.02)
    server.pause()
    assert server.stop(limit=10)


def test_the_users_own_java_and_proxy_settings_do_not_leak_into_servers(
    server: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    monkeypatch.setenv("ES_JAVA_OPTS", "-Xmx1m")
    server.start(Launch(["/usr/bin/env"], Path("/")))
    wait_for_log(server, "WIREWATCH_SERVER=")
    assert "-Xmx1m" not in server.last_log_lines(100)


def test_a_command_that_does_not_exist_is_a_clear_error(server: ServerProcess) -> None:
    with pytest.raises(StackError, match="cannot start /no/such/java"):
        server.start(Launch(["/no/such/java"], Path("/")))


def test_a_server_that_is_loading_its_program_is_running(server: ServerProcess, tmp_path: Path) -> None:
    script = tmp_path / "again.sh"
    script.write_text('[ "$1" -lt 400 ] && exec /bin/sh "$0" $(($1 + 1)); echo settled; exec sleep 60\n')
    server.start(Launch(["/bin/sh", str(script), "0"], Path("/")))
    seen = set()
    deadline = time.monotonic() + 20
    while "settled" not in server.last_log_lines():
        seen.add(server.state())
        assert time.monotonic() < deadline, "waited 20 s for the last of the programs"
    assert seen == {"running"}
