"""`wirewatch watchlist lint|show|stats`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from schemas.errors import Invalid
from streams.cli.watchlist import app
from streams.watchlist_files import load_watchlists, read_files

SOUND = """\
version: "7"
actors:
  - {id: state:elsberg, name: Elsberg, kind: state, country: ZZ, seats: [Grauburg]}
  - id: person:otto-grau
    name: Otto Grau
    kind: person
    roles: [{title: president, of: state:elsberg, from: 2001, to: 2019-05-01}]
"""
CLASH = SOUND + "  - {id: org:grauburg, name: Grauburg, kind: org}\n"


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "sound.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_sound_list_passes_and_says_what_it_read(sound: str) -> None:
    result = run("lint", sound, "--today", "2018-01-01")
    assert result.exit_code == 0
    assert "2 actors: 0 errors, 0 warnings, 0 notes" in result.output


def test_errors_end_with_exit_code_1_and_a_table(tmp_path: Path) -> None:
    path = tmp_path / "clash.yaml"
    path.write_text(CLASH, encoding="utf-8")
    result = run("lint", str(path), "--today", "2018-01-01")
    assert result.exit_code == 1
    assert "clash" in result.output


def test_the_day_decides_which_roles_have_expired(sound: str) -> None:
    result = run("lint", sound, "--today", "2019-05-02", "--level", "note", "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(f["level"], f["code"], f["actor"]) for f in found} == {
        ("note", "expired-role", "person:otto-grau"),
        ("note", "vacant-office", "person:otto-grau"),
    }


def test_notes_are_counted_but_not_listed_unless_asked_for(sound: str) -> None:
    result = run("lint", sound, "--today", "2019-05-02", "--json")
    assert result.stdout == ""
    assert "2 notes" in result.stderr


def test_an_unknown_level_is_refused(sound: str) -> None:
    assert run("lint", sound, "--level", "fatal").exit_code == 2


def test_show_finds_an_actor_by_any_form_and_tells_its_conditions_and_offices(sound: str) -> None:
    result = run("show", "grau", "--file", sound)
    assert result.exit_code == 0
    assert "surname  Grau  (exact case, needs full name or office)" in result.stdout
    assert "office   president of Elsberg  2001..2019-05-01" in result.stdout


def test_show_prints_the_actor_as_the_file_has_it(sound: str) -> None:
    shown = json.loads(run("show", "state:elsberg", "--file", sound, "--json").stdout)
    assert shown == {"id": "state:elsberg", "name": "Elsberg", "kind": "state", "country": "ZZ", "seats": ["Grauburg"]}


def test_show_says_when_nobody_is_named_so(sound: str) -> None:
    result = run("show", "Zenda", "--file", sound)
    assert result.exit_code == 1
    assert "no actor is named 'Zenda'" in result.stderr


def test_stats_counts_and_names_the_digest(sound: str) -> None:
    counted = json.loads(run("stats", sound, "--json").stdout)
    assert counted["actors"] == {"person": 1, "state": 1}
    assert counted["forms"] == {"name": 2, "seat": 1, "surname": 1}
    assert counted["version"] == "7"
    assert counted["digest"].startswith("sha256:")


def test_a_folder_means_its_yaml_files(tmp_path: Path, sound: str) -> None:
    (tmp_path / "NOTICE").write_text("not a list", encoding="utf-8")
    assert [name for name, _ in read_files([tmp_path])] == [sound]
    assert len(load_watchlists([tmp_path])) == 2


@pytest.mark.parametrize("missing", ["absent.yaml", "empty-folder"])
def test_what_cannot_be_read_is_an_error_with_its_name(tmp_path: Path, missing: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    with pytest.raises(Invalid, match=missing) as caught:
        load_watchlists([tmp_path / missing])
    assert caught.value.code == "watchlist.invalid"


def test_the_starter_list_is_used_when_no_file_is_named() -> None:
    assert "person:hashim-thaci" in run("show", "Hashim Thaci").stdout
