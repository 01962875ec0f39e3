"""Quality on hand-labelled news never falls; `make gold` prints the figures."""

import os
from pathlib import Path

import pytest

from tests.gold.error_browser import write_page
from tests.gold.measure import SETS, TARGETS, better, floor, gold_folder, measure, table

pytestmark = [
    pytest.mark.gold,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        gold_folder() is None, reason="WIREWATCH_GOLD names no folder with hand-labelled sets and their score.py"
    ),
]
PAGE = Path(os.environ.get("WIREWATCH_GOLD_PAGE", ".state/gold/errors.html"))


def folder() -> Path:
    found = gold_folder()
    assert found is not None
    return found


@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    figures = measure(folder(), name).figures
    print("\n" + table(name, figures))  # noqa: T201 -- what `make gold` is for
    fallen = {
        metric: (figures.get(metric), lowest)
        for metric, lowest in floor()[name].items()
        if metric not in figures or not better(metric, figures[metric], lowest)
    }
    assert not fallen, f"(now, floor): {fallen}"


def test_the_floor_covers_what_is_wanted() -> None:
    assert {name: set(figures) for name, figures in floor().items()} == {
        name: set(targets) for name, targets in TARGETS.items()
    }


def test_the_errors_are_on_a_page() -> None:
    write_page(folder(), PAGE)
    page = PAGE.read_text(encoding="utf-8")
    assert all(name in page for name in SETS)
    assert "What readers said of alerts" in page
    print(f"\nmissed, extra and wrong, one by one: {PAGE}")  # noqa: T201
