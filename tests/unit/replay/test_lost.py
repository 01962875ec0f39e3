"""How much loss a release test allows."""

import pytest

from schemas.errors import Invalid
from streams.generations.lost import parse_share


@pytest.mark.parametrize(
    ("text", "lost", "of", "exceeded"),
    [
        ("1%", 1, 100, False),
        ("1%", 2, 100, True),
        ("0.5%", 1, 100, True),
        ("0%", 1, 1000, True),
        ("0%", 0, 0, False),
        ("5", 5, 5, False),
        ("5", 6, 10_000, True),
        (" 2 % ", 2, 100, False),
    ],
)
def test_a_share_is_of_what_there_was_and_a_number_is_a_number(text: str, lost: int, of: int, exceeded: bool) -> None:
    assert parse_share(text).exceeded(lost, of) is exceeded


@pytest.mark.parametrize("text", ["", "often", "-1%", "1.5", "1%%", "%"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"settings\.invalid"):
        parse_share(text)
