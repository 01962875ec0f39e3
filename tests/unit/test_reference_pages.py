"""The reference pages in docs/ say what the code says."""

from pathlib import Path

import pytest

from streams.reference import PAGES

_DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_says(name: str) -> None:
    assert (_DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"
