"""Starting under difficulties, on real servers: ports taken, a start that fails, a start that is interrupted."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import LocalStack, StackError, elasticsearch_server
from deploy.local.elasticsearch_server import ElasticsearchServer
from deploy.local.ports import HOST, free_port

pytestmark = pytest.mark.integration


@pytest.fixture
def fresh(stack: LocalStack, tmp_path: Path) -> Iterator[LocalStack]:
    """A second stack beside the shared one."""
    second = LocalStack(tmp_path / "state")
    yield second
    second.down()


def states(stack: LocalStack) -> list[str]:
    return [server.state for server in stack.status(limit=1)]


def test_two_stacks_run_side_by_side_and_a_taken_port_is_left_to_its_owner(
    stack: LocalStack, fresh: LocalStack
) -> None:
    wanted = free_port()
    first = fresh.up(kafka_port=wanted)
    assert first.kafka_bootstrap == f"{HOST}:{wanted}"
    assert states(stack) == states(fresh) == ["running", "running"]
    assert first != stack.up()
    with pytest.raises(StackError, match="already runs on port"):
        fresh.up(kafka_port=free_port())
    fresh.stop("kafka")
    with pytest.raises(StackError, match=f"port {wanted} on {HOST} is taken"), socket.create_server((HOST, wanted)):
        fresh.up(kafka_port=wanted)
    with socket.create_server((HOST, wanted)):
        said: list[str] = []
        second = fresh.up(said.append)
        assert any(f"port {wanted} is taken by now" in line for line in said)
    assert second.kafka_bootstrap != first.kafka_bootstrap
    assert second.elasticsearch_url == first.elasticsearch_url
    with pytest.raises(StackError, match="stop them first"):
        fresh.wipe()


def test_a_start_that_fails_shows_the_end_of_the_log_and_leaves_nothing_running(
    fresh: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "deploy.local.elasticsearch_server._SETTINGS"
    monkeypatch.setattr(settings, elasticsearch_server._SETTINGS + "no.such.setting: 1\n")
    with pytest.raises(StackError, match=r"(?s)Elasticsearch ended while starting.*no\.such\.setting"):
        fresh.up()
    assert states(fresh) == ["stopped", "stopped"]


def test_a_server_that_is_not_ready_in_time_is_named_and_ended(
    fresh: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ElasticsearchServer, "start_limit", 1.0)
    with pytest.raises(StackError, match=r"waited 1 s for Elasticsearch, which does not answer on port \d+"):
        fresh.up()
    assert states(fresh) == ["stopped", "stopped"]


@pytest.mark.parametrize(("number", "left"), [(signal.SIGINT, "stopped"), (signal.SIGKILL, "running")])
def test_an_interrupted_up_cleans_up_and_after_a_killed_one_the_next_goes_on(
    fresh: LocalStack, number: signal.Signals, left: str
) -> None:
    # A shell that runs the tests in the background has its children ignore SIGINT, and Python leaves it so.
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{hearing}; from streams.cli.stack import app; app()"
    command = [sys.executable, "-c", program, "up", "--state", str(fresh.state_dir)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=dict(os.environ), text=True) as up:
        assert up.stderr is not None
        line = up.stderr.readline()
        assert line.startswith("starting Kafka and Elasticsearch")
        deadline = time.monotonic() + 20
        while states(fresh) != ["running", "running"]:
            assert time.monotonic() < deadline, "waited 20 s for both processes"
            time.sleep(0.1)
        up.send_signal(number)
        up.wait(60)
    assert states(fresh) == [left, left]
    if left == "running":
        fresh.up()
        assert [server.healthy for server in fresh.status()] == [True, True]
