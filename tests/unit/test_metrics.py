"""The catalogue of metrics, and what Prometheus reads of it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from streams.metrics import CATALOGUE, Metrics, language_label


def test_every_metric_is_named_by_prometheus_conventions() -> None:
    for metric in CATALOGUE:
        assert metric.name.startswith("wirewatch_")
        assert (metric.kind == "counter") == metric.name.endswith("_total")
        assert metric.help.endswith(".")
        assert bool(metric.buckets) == (metric.kind == "histogram")


def test_what_is_counted_is_exposed_under_its_labels() -> None:
    metrics = Metrics()
    metrics.count("wirewatch_dead_letters_total", stage="detect", code="article.empty")
    metrics.count("wirewatch_dead_letters_total", 2, stage="detect", code="article.empty")
    metrics.observe("wirewatch_searchable_seconds", 1.5)
    metrics.set("wirewatch_lag_records", 7, topic="wire.articles", partition="3")
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(metrics.expose().decode())
        for sample in family.samples
    }
    assert samples["wirewatch_dead_letters_total", "article.empty", "detect"] == 3
    assert samples["wirewatch_searchable_seconds_count",] == 1
    assert samples["wirewatch_searchable_seconds_bucket", "2.0"] == 1
    assert samples["wirewatch_searchable_seconds_bucket", "1.0"] == 0
    assert samples["wirewatch_lag_records", "3", "wire.articles"] == 7


def test_a_label_that_the_catalogue_does_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match="label"):
        Metrics().count("wirewatch_dead_letters_total", stage="detect", reason="whatever")


def test_forgetting_drops_the_partitions_that_were_taken_away() -> None:
    metrics = Metrics()
    metrics.set("wirewatch_lag_records", 7, topic="wire.articles", partition="3")
    metrics.forget("wirewatch_lag_records")
    assert metrics.value("wirewatch_lag_records", topic="wire.articles", partition="3") == 0
    assert b'partition="3"' not in metrics.expose()


def test_time_is_observed_only_of_what_succeeds() -> None:
    metrics = Metrics()
    with pytest.raises(LookupError), metrics.timed("wirewatch_batch_seconds", stage="index"):
        raise LookupError
    assert metrics.value("wirewatch_batch_seconds", stage="index") == 0
    with metrics.timed("wirewatch_batch_seconds", stage="index"):
        pass
    assert metrics.value("wirewatch_batch_seconds", stage="index") == 1


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("zh-Hant-TW", "zh"),
        ("gsw", "other"),
        ("", "other"),
        ("e1", "other"),
        ("éa", "other"),
    ],
)
def test_a_feed_cannot_make_up_language_labels(language: str, label: str) -> None:
    assert language_label(language) == label
