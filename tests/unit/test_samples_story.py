"""The end of the revisions story follows from its records by the rules of the wire, told here in the plainest way."""

from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from processors.revision import read_revision, withdraws_another
from processors.story_builder import text_of
from schemas.article import article_order, decode_article

SAMPLES = Path(str(resources.files("deploy") / "samples"))
EXPECTED: dict[str, Any] = yaml.safe_load((SAMPLES / "expected.yaml").read_text(encoding="utf-8"))
ENTRIES = [entry for entry in EXPECTED["articles"] if entry["file"] == "revisions.jsonl"]
LINES = (SAMPLES / "revisions.jsonl").read_bytes().splitlines()


@dataclass
class Stored:
    """What an index remembers of one uri."""

    number: int | None = None
    order: int = -1
    text: bytes = b""
    live: dict[str, str] = field(default_factory=dict)
    retracted: set[str] = field(default_factory=set)
    killed: bool = False


@dataclass
class Index:
    articles: dict[str, Stored] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def take(self, line: bytes, events: dict[str, str]) -> str:
        """What becomes of one record: written, duplicate, stale or conflict."""
        article = decode_article(line)
        stored = self.articles.setdefault(article.uri, Stored())
        number = stored.number if article.version_number is None else article.version_number
        order = article_order(number, article.version_created)
        if order < stored.order:
            return "stale"
        if order == stored.order:
            return "duplicate" if line == stored.text else "conflict"
        if stored.killed:  # a notice named this item before it came
            stored.retracted |= events.keys()
            stored.number, stored.order, stored.text = number, order, line
            return "written"
        stored.retracted = (stored.retracted | stored.live.keys()) - events.keys()
        stored.number, stored.order, stored.text, stored.live = number, order, line, events
        text = text_of(article)
        revision = read_revision(article, text.headline, text.body)
        if withdraws_another(article, revision, text.headline, text.body):
            named = self.articles.setdefault(str(revision.of), Stored())
            named.retracted |= named.live.keys()
            named.live, named.killed = {}, True
        return "written"


@pytest.fixture(scope="module")
def index() -> Index:
    index = Index()
    for entry, line in zip(ENTRIES, LINES, strict=True):
        events = {event["key"]: event.get("status", event.get("stance")) for event in entry["events"]}
        index.seen.append(index.take(line, events))
    return index


def test_each_record_meets_the_fate_its_note_tells(index: Index) -> None:
    fates = dict(zip(range(1, len(LINES) + 1), index.seen, strict=True))
    conflicts = [letter["record"] for letter in EXPECTED["files"]["revisions.jsonl"]["dead_letters"]]
    assert [record for record, fate in fates.items() if fate == "conflict"] == conflicts
    duplicates = [entry["record"] for entry in ENTRIES if "exact re-run" in entry.get("note", "")]
    assert [record for record, fate in fates.items() if fate == "duplicate"] == duplicates
    late = [entry["record"] for entry in ENTRIES if "late" in entry.get("note", "")]
    assert [record for record, fate in fates.items() if fate == "stale"] == late


@pytest.mark.parametrize("end", EXPECTED["end"], ids=lambda end: str(end["uri"]).rsplit(":", 1)[1])
def test_what_is_live_and_retracted_at_the_end_follows_from_the_records(index: Index, end: dict[str, Any]) -> None:
    stored = index.articles[end["uri"]]
    assert sorted(stored.live) == sorted(end["live"])
    assert sorted(stored.retracted) == sorted(end["retracted"])
    for key, status in end.get("status", {}).items():
        assert stored.live[key] == status


def test_the_end_is_told_for_every_uri(index: Index) -> None:
    assert sorted(end["uri"] for end in EXPECTED["end"]) == sorted(index.articles)
