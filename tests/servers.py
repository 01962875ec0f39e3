"""Pytest plugin: a real Kafka broker and a real Elasticsearch for the tests that ask for them.

- `stack` (session): the LocalStack, started at the first use and taken down at the end of the run. A test may kill,
  pause and restart its servers.
- `endpoints` (each test): where they are, with both fit for work whatever the test before did to them.

WIREWATCH_TEST_STACK names the state folder of a stack to use instead, which is left running: several runs of pytest
then share one start (`wirewatch stack up --state DIR`). Where pytest-xdist runs test files side by side, each of its
workers has a stack of its own, in DIR-gw0, DIR-gw1 and so on, since tests may break theirs.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local import Endpoints, LocalStack


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what kafka-python's loading of its own files has Python say 218 times."""
    config.addinivalue_line("filterwarnings", "ignore:(read|open)_text is deprecated:DeprecationWarning")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Fetch the servers before the first test, whose time limit is for starting them, not for downloads."""
    wanted = any("stack" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and not session.config.option.collectonly:
        LocalStack().fetch(_to_terminal(session.config))


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """Return the running local stack of this test run."""
    progress = _to_terminal(request.config)
    if shared := os.environ.get("WIREWATCH_TEST_STACK"):
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        running = LocalStack(Path(f"{shared}-{worker}" if worker else shared))
        running.up(progress)
        yield running
        return
    own = LocalStack(tmp_path_factory.mktemp("stack"))
    failed_before = request.session.testsfailed
    try:
        own.up(progress)
        yield own
    finally:
        own.down()
    if request.session.testsfailed == failed_before:
        own.wipe()  # after a failure the logs stay for whoever reads it


@pytest.fixture
def endpoints(stack: LocalStack) -> Endpoints:
    """Return where the servers are; both run and answer, also after a test that broke one of them."""
    return stack.up()


def _to_terminal(config: pytest.Config) -> Callable[[str], None]:
    """Return a progress function that speaks through pytest's capture, so that nobody waits before a silent screen."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    capture = config.pluginmanager.get_plugin("capturemanager")

    def say(line: str) -> None:
        if reporter is None or capture is None:
            return
        with capture.global_and_fixture_disabled():
            reporter.write_line(f"[stack] {line}")

    return say
