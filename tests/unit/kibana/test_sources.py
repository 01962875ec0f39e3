"""What the builder refuses, so that no Kibana has to draw it wrongly."""

import shutil
from pathlib import Path

import pytest

from schemas.errors import Invalid
from streams.kibana import build_objects
from streams.kibana.sources import SHIPPED, read_sources


def built_with(folder: Path, file: str, old: str, new: str) -> None:
    """Build from the shipped sources with one change in one of them."""
    shutil.copytree(SHIPPED, folder / "kibana")
    changed = folder / "kibana" / file
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    build_objects(read_sources(folder / "kibana"))


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("searches/retracted.yaml", "event.action: 190", "event.acton: 190", "has no field event.acton"),
        ("searches/retracted.yaml", "title:", "titel:", "searches/retracted.yaml"),
        ("searches/retracted.yaml", "data_view: events", "data_view: event", "no index-pattern 'event'"),
        ("data-views/events.yaml", "wire.place: Place", "wire.plaice: Place", "has no field wire.plaice"),
        ("data-views/events.yaml", "family: events", "family: [", "data-views/events.yaml"),
        ("maps/places.yaml", "location: wire.location", "location: wire.where", "has no field wire.where"),
        ("maps/places.yaml", "wire.place, message", "wire.site, message", "has no field wire.site"),
        ("dashboards/overview.yaml", "field: wire.actors", "field: wire.participants.name", "cannot be aggregated"),
        ("dashboards/overview.yaml", "field: wire.actors", "field: wire.actor_names", "cannot be aggregated"),
        ("dashboards/overview.yaml", "search: all-events", "search: events", "no search 'events'"),
        ("dashboards/overview.yaml", "grid: [32, 12, 16, 13]", "grid: [33, 12, 16, 13]", "past column 48"),
        ("dashboards/overview.yaml", 'field: "@timestamp", label: Rep', "field: wire.pair, label: Rep", "is no date"),
        ("dashboards/overview.yaml", "kind: pie", "kind: cake", "dashboards/overview.yaml"),
        ("dashboards/actor-pair.yaml", "field: wire.stance, title", "field: message, title", "cannot be aggregated"),
        ("dashboards/pipeline-health.yaml", "field: wire.lag.records", "field: wire.lag.topic", "no number"),
        ("dashboards/recognition-ledger.yaml", "also: [wire.sources]", "also: [message]", "cannot be aggregated"),
        ("dashboards/recognition-ledger.yaml", "size: 15", "missing: true", "a combination has no missing values"),
    ],
)
def test_a_mistake_in_a_source_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    with pytest.raises(Invalid, match=r"kibana\.invalid") as refused:
        built_with(tmp_path, file, old, new)
    assert says in str(refused.value)


def test_a_changed_source_changes_what_is_built(tmp_path: Path) -> None:
    before = build_objects()
    shutil.copytree(SHIPPED, tmp_path / "kibana")
    changed = tmp_path / "kibana" / "searches" / "retracted.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Retracted", "Taken back"), encoding="utf-8")
    after = build_objects(read_sources(tmp_path / "kibana"))
    assert [one["id"] for one in after if one not in before] == ["wirewatch-search-retracted"]
