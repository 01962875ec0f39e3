"""The figures by which the replay bench judges memory."""

import pytest

from tests.bench.replay import memory_at


@pytest.mark.parametrize(
    ("memory", "records", "expected"),
    [
        ([(100, 10.0), (5000, 20.0), (9000, 90.0)], 100, 10.0),
        ([(100, 10.0), (4000, 20.0), (5000, 90.0), (9000, 50.0)], 5000, 20.0),
        ([(4000, 30.0), (4500, 31.0), (5000, 32.0), (9000, 50.0)], 5000, 31.0),
        ([(4000, 30.0), (4500, 31.0), (5000, 32.0)], 20_000, 31.0),
    ],
)
def test_one_look_that_is_out_of_line_does_not_decide(
    memory: list[tuple[int, float]], records: int, expected: float
) -> None:
    assert memory_at(memory, records) == expected
