"""docker-compose.yml: valid, closed to the outside, without secrets, and every variable explained."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.artifacts import ELASTICSEARCH_VERSION, KAFKA_VERSION
from streams.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {"users", "setup"}

# ${NAME}, ${NAME:-default}, ${NAME:?message}; $$ is a dollar sign for the container.
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?:(:[-?])([^}]*))?\}")
USED = VARIABLE.findall(re.sub(r"^\s*#.*$", "", COMPOSE_FILE.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_the_file_is_valid_by_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", sorted({name for name, _, _ in USED}))
def test_every_variable_is_explained_in_the_example(name: str) -> None:
    assert re.search(rf"^#?{name}=", EXAMPLE, re.MULTILINE)


def test_secrets_have_no_default_and_stop_compose_when_missing() -> None:
    secrets = [(name, rule, text) for name, rule, text in USED if re.search("PASSWORD|KEY", name)]
    assert {name for name, _, _ in secrets} == {
        "ELASTIC_PASSWORD",
        "KIBANA_PASSWORD",
        "KIBANA_ENCRYPTION_KEY",
        "WIREWATCH_ELASTICSEARCH_PASSWORD",
    }
    assert all(rule == ":?" and text for _, rule, text in secrets)


def test_the_example_holds_no_secret() -> None:
    assignments = dict(re.findall(r"^#?(\w*(?:PASSWORD|KEY|SECRET|TOKEN)\w*)=(.*)$", EXAMPLE, re.MULTILINE))
    assert assignments
    assert not any(value.strip() for value in assignments.values())


def test_the_defaults_in_the_file_are_those_that_the_example_shows() -> None:
    for name, rule, default in USED:
        if rule == ":-":
            assert re.search(rf"^#{name}={re.escape(default)}$", EXAMPLE, re.MULTILINE), (
                f"{name} defaults to {default!r}"
            )


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_published_on_this_machine_alone(service: str) -> None:
    assert all(str(port).startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_limits_and_gains_no_privileges(service: str) -> None:
    limits = SERVICES[service]["deploy"]["resources"]["limits"]
    assert {"cpus", "memory"} <= limits.keys()
    assert "no-new-privileges:true" in SERVICES[service]["security_opt"]
    assert SERVICES[service]["logging"]["options"]["max-size"]


@pytest.mark.parametrize("service", SERVICES)
def test_what_runs_on_is_checked_and_restarted_and_what_runs_once_is_not(service: str) -> None:
    if service in ONE_SHOT:
        assert SERVICES[service]["restart"] == "no"
    else:
        assert SERVICES[service]["restart"] == "unless-stopped"
        assert SERVICES[service]["healthcheck"]["test"]


def test_each_service_waits_for_the_right_state_of_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for needed, rule in service.get("depends_on", {}).items():
            expected = "service_completed_successfully" if needed in ONE_SHOT else "service_healthy"
            assert rule["condition"] == expected, f"{name} needs {needed}"
    assert {"kafka", "elasticsearch", "setup"} <= SERVICES["worker"]["depends_on"].keys()


def test_images_are_pinned_to_the_versions_that_the_local_stack_runs() -> None:
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{ELASTICSEARCH_VERSION}"
    assert SERVICES["kibana"]["image"] == f"kibana:{ELASTICSEARCH_VERSION}"


def test_wirewatch_gets_only_settings_that_exist_and_not_the_superusers_password() -> None:
    known = {f"WIREWATCH_{name.upper()}" for name in Settings.model_fields}
    for service in ("setup", "worker"):
        environment = SERVICES[service]["environment"]
        assert environment.keys() <= known
        assert not any(
            "ELASTIC_PASSWORD}" in str(value) or "${ELASTIC_PASSWORD" in str(value) for value in environment.values()
        )


def test_data_is_on_named_volumes() -> None:
    mounted = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert COMPOSE["volumes"].keys() == {name for name in mounted if not name.startswith(".")}
    assert all((ROOT / name).exists() for name in mounted if name.startswith("."))


def test_the_image_runs_as_an_ordinary_user_and_installs_by_hash() -> None:
    dockerfile = (ROOT / "deploy" / "docker" / "Dockerfile").read_text(encoding="utf-8")
    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    assert "--require-hashes" in dockerfile
    assert re.search(r'^ENTRYPOINT \["wirewatch"\]$', last_stage, re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    assert all((ROOT / name).exists() for names in copied for name in names.split())


@pytest.mark.parametrize("password", ["", "short", 'twelve"quotes"', "has a space in it", "back\\slash-and-more"])
def test_the_users_script_refuses_passwords_that_would_need_quoting(password: str) -> None:
    script = ROOT / "deploy" / "docker" / "elasticsearch-users.sh"
    good = "a" * 12
    environment = {"PATH": "/usr/bin:/bin", "ELASTIC_PASSWORD": good, "WIREWATCH_ELASTICSEARCH_PASSWORD": good}
    ran = subprocess.run(
        ["bash", str(script)],
        env=environment | {"KIBANA_PASSWORD": password, "ELASTICSEARCH_URL": "http://127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("KIBANA_PASSWORD in .env must have")
    assert not password or password not in ran.stderr
