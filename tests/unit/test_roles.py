"""Offices in the text are asked for only at words that may begin one, and none is missed."""

import pytest

from processors.actors.roles import _office_pattern, _offices

TEXTS = [
    "Norland's deputy Prime Minister Ana Roy met the minister of state and the secretary-general.",
    "The vice president of the board, a former acting foreign minister of Avaria, presidential aides, ministers.",
    "PRIME MINISTER ANA ROY; Defence Minister Teodor Vance; defense secretary (Ilse Brandt), king-in-waiting",
    "chief special envoy, the first lady's envoy, chief. Envoy: parliamentary leader of the opposition leader",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offices_are_those_that_the_pattern_finds(text: str) -> None:
    assert [m.span() for m in _offices(text)] == [m.span() for m in _office_pattern().finditer(text)]
