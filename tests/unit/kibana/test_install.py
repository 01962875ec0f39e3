"""`wirewatch kibana install` against a server that answers as Kibana does."""

import copy
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from typer.testing import CliRunner

from schemas.errors import Invalid, Transient
from streams.cli import app, main
from streams.kibana import build_objects
from streams.kibana.client import KibanaClient
from streams.kibana.install import Check, install
from streams.settings import Settings, load_settings
from tests.kibana_api import KibanaApi, running


@pytest.fixture
def kibana() -> Iterator[KibanaApi]:
    with running(KibanaApi()) as api:
        yield api


def settings_for(api: KibanaApi, **more: object) -> Settings:
    return Settings(_env_file=None, kibana_url=api.url, **more)  # type: ignore[call-arg, arg-type]


async def installed(settings: Settings, objects: list[dict[str, object]] | None = None) -> list[Check]:
    async with KibanaClient(settings) as client:
        return [check async for check in install(client, objects or build_objects())]


async def test_everything_is_imported_and_a_second_time_changes_nothing(kibana: KibanaApi) -> None:
    checks = await installed(settings_for(kibana))
    assert all(check.passed for check in checks)
    assert [check.what for check in checks] == ["status", "version", "import"]
    before = copy.deepcopy(kibana.objects)
    assert len(before) == len(build_objects())
    assert all(check.passed for check in await installed(settings_for(kibana)))
    assert kibana.objects == before


async def test_an_object_that_kibana_refuses_is_named_with_the_reason(kibana: KibanaApi) -> None:
    objects = [one for one in build_objects() if one["id"] != "wirewatch-search-alerts"]
    checks = await installed(settings_for(kibana), objects)
    failed = {check.what: check.detail for check in checks if not check.passed}
    assert failed["import"] == f"{len(objects) - 1} of {len(objects)} objects"
    reason = failed["dashboard wirewatch-dashboard-pipeline-health"]
    assert reason == "missing_references search wirewatch-search-alerts"


async def test_a_kibana_that_is_too_old_gets_nothing(kibana: KibanaApi) -> None:
    kibana.version = "8.11.4"
    checks = await installed(settings_for(kibana))
    assert [check.what for check in checks if not check.passed] == ["version"]
    assert kibana.objects == {}


@pytest.mark.parametrize("version", ["8.12.0", "8.19.3", "9.0.1", "10.0.0-SNAPSHOT"])
async def test_a_kibana_from_8_12_on_is_new_enough(kibana: KibanaApi, version: str) -> None:
    kibana.version = version
    assert all(check.passed for check in await installed(settings_for(kibana)))


async def test_credentials_are_sent_and_wrong_ones_are_refused_with_kibanas_words(kibana: KibanaApi) -> None:
    kibana.credentials = ("analyst", "pässword")
    right = settings_for(kibana, kibana_username="analyst", kibana_password="pässword")
    assert all(check.passed for check in await installed(right))
    wrong = settings_for(kibana, kibana_username="analyst", kibana_password="guess")
    with pytest.raises(Invalid, match=r"kibana\.refused.*unable to authenticate") as refused:
        await installed(wrong)
    assert "guess" not in str(refused.value)


async def test_an_api_key_is_sent_as_kibana_wants_it(kibana: KibanaApi) -> None:
    kibana.api_key = "c2VjcmV0"
    assert all(check.passed for check in await installed(settings_for(kibana, kibana_api_key="c2VjcmV0")))


async def test_a_kibana_that_is_not_there_or_not_ready_is_a_matter_of_time(kibana: KibanaApi) -> None:
    kibana.level = "unavailable"
    with pytest.raises(Transient, match=r"kibana\.unreachable: .*503"):
        await installed(settings_for(kibana))
    with pytest.raises(Transient, match=r"kibana\.unreachable"):
        await installed(Settings(_env_file=None, kibana_url="http://127.0.0.1:9"))  # type: ignore[call-arg]


async def test_a_degraded_kibana_takes_imports(kibana: KibanaApi) -> None:
    kibana.level = "degraded"
    checks = await installed(settings_for(kibana))
    assert all(check.passed for check in checks)
    assert "degraded" in checks[0].detail


async def test_a_kibana_that_is_critical_gets_nothing(kibana: KibanaApi) -> None:
    kibana.level = "critical"
    assert [check.what for check in await installed(settings_for(kibana)) if not check.passed] == ["status"]
    assert kibana.objects == {}


async def test_a_space_is_part_of_the_address(kibana: KibanaApi) -> None:
    kibana.url += "/s/desk/"
    assert all(check.passed for check in await installed(settings_for(kibana)))
    assert kibana.seen == ["GET /s/desk/api/status", "POST /s/desk/api/saved_objects/_import"]


async def test_copies_beside_the_objects_of_another_space_are_told(kibana: KibanaApi) -> None:
    kibana.elsewhere = {(one["type"], one["id"]) for one in build_objects()}
    failed = {check.what: check.detail for check in await installed(settings_for(kibana)) if not check.passed}
    assert set(failed) == {"ids"}
    assert "another space of this Kibana holds" in failed["ids"]


async def test_an_address_where_something_else_answers_is_told(kibana: KibanaApi) -> None:
    kibana.url += "/elsewhere"
    with pytest.raises(Invalid, match=r"kibana\.refused: GET /api/status: HTTP 404"):
        await installed(settings_for(kibana))


async def test_a_certificate_is_checked_against_the_ca_file(tmp_path: Path) -> None:
    authority, tls = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with running(KibanaApi(), tls) as api:
        assert all(check.passed for check in await installed(settings_for(api, kibana_ca_file=ca_file)))
        with pytest.raises(Transient, match=r"kibana\.unreachable.*[Cc]ertificate"):
            await installed(settings_for(api))


def test_a_refusal_ends_the_command_with_its_code(
    kibana: KibanaApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREWATCH_KIBANA_URL", kibana.url)
    monkeypatch.setattr("sys.argv", ["wirewatch", "kibana", "install"])
    kibana.api_key = "c2VjcmV0"
    load_settings.cache_clear()
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "kibana.refused: POST /api/saved_objects/_import" in capsys.readouterr().err
    load_settings.cache_clear()


def test_the_command_shows_each_step_and_ends_with_its_success(
    kibana: KibanaApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREWATCH_KIBANA_URL", kibana.url + "/")
    monkeypatch.setenv("WIREWATCH_INDEX_PREFIX", "desk")
    load_settings.cache_clear()
    shown = CliRunner().invoke(app, ["kibana", "install"])
    assert shown.exit_code == 0, shown.output
    assert "import: 24 of 24 objects" in shown.output
    assert ("index-pattern", "desk-events") in kibana.objects
    kibana.version = "8.9.0"
    assert CliRunner().invoke(app, ["kibana", "install"]).exit_code == 1
    load_settings.cache_clear()


def test_a_bundle_that_is_stale_is_found(tmp_path: Path) -> None:
    bundle = tmp_path / "objects.ndjson"
    assert CliRunner().invoke(app, ["kibana", "build", "--output", str(bundle)]).exit_code == 0
    assert CliRunner().invoke(app, ["kibana", "build", "--check", "--output", str(bundle)]).exit_code == 0
    bundle.write_text(bundle.read_text(encoding="utf-8").replace("Overview", "View"), encoding="utf-8")
    assert CliRunner().invoke(app, ["kibana", "build", "--check", "--output", str(bundle)]).exit_code == 1
