"""The state folder of a stack that does not run: ports remembered, wiping careful, commands clear."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.local import LocalStack, StackError, default_state_dir
from streams.cli.stack import app

PORTS = {"kafka": {"port": 20001, "inner_port": 20002}, "elasticsearch": {"port": 20003, "inner_port": 20004}}


def test_a_stack_that_never_ran_has_no_endpoints(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="nothing was ever started"):
        _ = LocalStack(tmp_path).endpoints


def test_a_stack_remembers_its_ports(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text(json.dumps(PORTS))
    assert LocalStack(tmp_path).endpoints.environment() == {
        "WIREWATCH_KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:20001",
        "WIREWATCH_ELASTICSEARCH_URL": "http://127.0.0.1:20003",
    }


@pytest.mark.parametrize("text", ["", "[]", '{"kafka": {}}', '{"kafka": {"port": "x"}}'])
def test_a_damaged_ports_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "stack.json").write_text(text)
    with pytest.raises(StackError, match=r"stack\.json is damaged"):
        LocalStack(tmp_path)


def test_wiping_deletes_what_the_stack_made_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text(json.dumps(PORTS))
    (tmp_path / "kafka" / "data").mkdir(parents=True)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "kafka.log").touch()
    (tmp_path / "thesis.txt").write_text("not the stack's")
    LocalStack(tmp_path).wipe()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_wiping_a_folder_of_the_stacks_own_deletes_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    (folder / "elasticsearch").mkdir(parents=True)
    LocalStack(folder).wipe()
    assert not folder.exists()
    LocalStack(folder).wipe()
    assert not folder.exists()


def test_a_stopped_stack_goes_down_without_complaint(tmp_path: Path) -> None:
    said: list[str] = []
    LocalStack(tmp_path).down(said.append)
    assert said == ["nothing is running"]


def test_one_server_cannot_be_started_before_the_stack_ever_was(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="bring the whole stack up first"):
        LocalStack(tmp_path).start("kafka")


def test_the_state_folder_is_the_users_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_STATE", "/somewhere")
    assert default_state_dir() == Path("/somewhere")
    monkeypatch.delenv("WIREWATCH_STATE")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert default_state_dir() == Path.home() / ".local" / "state" / "wirewatch"


def test_status_of_a_stopped_stack_is_readable_and_ends_with_one(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["status", "--state", str(tmp_path)])
    assert shown.exit_code == 1
    assert "kafka: stopped" in shown.stdout
    assert str(tmp_path / "logs" / "elasticsearch.log") in shown.stdout
    assert "export" not in shown.stdout


def test_status_as_json_names_servers_logs_and_settings(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text(json.dumps(PORTS))
    shown = CliRunner().invoke(app, ["status", "--json", "--state", str(tmp_path)])
    record = json.loads(shown.stdout)
    assert record["state_dir"] == str(tmp_path)
    assert [(server["name"], server["state"], server["port"]) for server in record["servers"]] == [
        ("kafka", "stopped", 20001),
        ("elasticsearch", "stopped", 20003),
    ]
    assert record["environment"]["WIREWATCH_ELASTICSEARCH_URL"] == "http://127.0.0.1:20003"


def test_what_a_command_cannot_do_is_a_message_and_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text("damaged")
    shown = CliRunner().invoke(app, ["down", "--state", str(tmp_path)])
    assert shown.exit_code == 1
    assert "wirewatch stack: " in shown.stderr
    assert "Traceback" not in shown.output
