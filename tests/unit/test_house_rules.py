"""The house stands as it was drawn: directions of imports, sizes and names of modules, and what no file may carry."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("schemas", "processors", "streams", "deploy")
_MODULES: Final = [path for package in _PACKAGES for path in sorted((_ROOT / package).rglob("*.py"))]
_VAGUE: Final = {"utils", "util", "common", "helpers", "helper", "base", "manager", "misc"}
_MAX_LINES: Final = 450
"""About 300 is the aim; past this a module is two ideas for certain."""


def _tracked() -> list[Path]:
    """Files that would be published: the index's, or everything but ignored ones outside a checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files are the project's")
    return [path for name in listed.stdout.splitlines() if (path := _ROOT / name).is_file()]


def test_imports_go_one_way() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_a_module_is_one_idea_under_a_name_of_its_own(path: Path) -> None:
    assert path.stem not in _VAGUE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= _MAX_LINES


def test_the_locked_requirements_carry_hashes_and_no_address() -> None:
    lock = (_ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index-url" not in lock
    requirements = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert len(requirements) > 50
    assert [one.splitlines()[0] for one in requirements if "--hash=sha256:" not in one] == []


def test_no_file_speaks_of_the_place_where_it_was_written() -> None:
    foreign = re.compile(r"\.\./shared|/work/|/root/|/home/\w|/tmp/ww")
    allowed = {"Makefile", "tests/unit/test_house_rules.py"}
    spoken = [
        str(path.relative_to(_ROOT))
        for path in _tracked()
        if str(path.relative_to(_ROOT)) not in allowed
        and path.suffix not in {".png", ".npz"}
        and foreign.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert spoken == []


def test_no_secret_is_in_the_repository() -> None:
    secret = re.compile(r"BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY|AKIA[0-9A-Z]{16}|xox[bap]-[0-9A-Za-z-]{10,}")
    carriers = [
        str(path.relative_to(_ROOT))
        for path in _tracked()
        if path != Path(__file__) and secret.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert carriers == []
    assert not (_ROOT / ".env").exists() or ".env" in (_ROOT / ".gitignore").read_text(encoding="utf-8")


def test_every_verb_of_the_makefile_is_explained_by_its_help() -> None:
    shown = subprocess.run(["make", "help"], cwd=_ROOT, capture_output=True, text=True, check=True).stdout
    verbs = {"install", "demo", "test", "lint", "types", "unit", "integration", "faults", "gold", "bench", "docs"}
    assert {line.split()[1] for line in shown.splitlines() if line.split()[:1] == ["make"]} >= verbs


def test_yaml_is_only_loaded_safely() -> None:
    unsafe = re.compile(r"yaml\.(load|unsafe_load|full_load|Loader|UnsafeLoader|FullLoader)\b")
    loaders = [str(path.relative_to(_ROOT)) for path in _MODULES if unsafe.search(path.read_text(encoding="utf-8"))]
    assert loaders == []
