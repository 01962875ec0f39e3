"""Quantiles of what a histogram saw, from its buckets."""

import pytest

from streams.health_record import quantile, since
from streams.metrics import Buckets, Metrics

INFINITE = float("inf")


@pytest.mark.parametrize(
    ("buckets", "share", "value"),
    [
        ([(1.0, 0.0), (2.0, 10.0), (INFINITE, 10.0)], 0.5, 1.5),
        ([(1.0, 10.0), (2.0, 10.0), (INFINITE, 10.0)], 0.5, 0.5),
        ([(1.0, 5.0), (2.0, 5.0), (4.0, 10.0), (INFINITE, 10.0)], 0.75, 3.0),
        ([(1.0, 5.0), (2.0, 5.0), (4.0, 10.0), (INFINITE, 10.0)], 0.5, 1.0),
        ([(1.0, 1.0), (2.0, 1.0), (INFINITE, 10.0)], 0.95, 2.0),
    ],
    ids=["in one bucket", "in the first", "over an empty one", "at a bound", "in the open one"],
)
def test_a_quantile_lies_within_its_bucket(buckets: Buckets, share: float, value: float) -> None:
    assert quantile(buckets, share) == pytest.approx(value)


def test_nothing_observed_has_no_quantile() -> None:
    assert quantile([(1.0, 0.0), (INFINITE, 0.0)], 0.5) is None
    assert quantile([], 0.5) is None


def test_only_what_was_observed_between_two_looks_counts() -> None:
    metrics = Metrics()
    for _ in range(90):
        metrics.observe("wirewatch_searchable_seconds", 500)
    earlier = metrics.buckets("wirewatch_searchable_seconds")
    for _ in range(10):
        metrics.observe("wirewatch_searchable_seconds", 0.7)
    recent = since(earlier, metrics.buckets("wirewatch_searchable_seconds"))
    assert recent[-1] == (INFINITE, 10)
    assert quantile(recent, 0.95) == pytest.approx(0.975)
    assert since([], earlier)[-1] == (INFINITE, 90)
