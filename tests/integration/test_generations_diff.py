"""Two generations on a real Elasticsearch compared: what is gained, lost and changed, and why."""

import asyncio
import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from schemas.article_result import ArticleResult
from schemas.event import Event
from streams.generations.catalogue import Catalogue
from streams.generations.comparison_report import ComparisonReport, compare, write_html
from streams.generations.differences import Comparison, Difference
from streams.generations.lost import parse_share
from streams.generations.record import Source
from streams.index_writer import IndexWriter
from tests.builders import meeting, participant, recognition, result
from tests.commands import wirewatch
from tests.line_world import World, article
from tests.replays import minute, replayed, source, with_catalogue
from tests.small_detector import SmallFactory

pytestmark = pytest.mark.integration


@pytest.fixture
def world(news_world: World) -> World:
    """A line that alerts nobody."""
    return news_world


async def _made(catalogue: Catalogue, name: str, results: list[ArticleResult]) -> None:
    await catalogue.indices.create(name)
    writer = IndexWriter(catalogue.client, catalogue.indices.target(name), lambda _: ())
    for written in await writer.write(results):
        assert written.error is None


def _compared(
    world: World, old: list[ArticleResult], new: list[ArticleResult], wanted: Source | None = None
) -> tuple[list[Difference], Comparison]:
    async def work(catalogue: Catalogue) -> tuple[list[Difference], Comparison]:
        await _made(catalogue, "old", old)
        await _made(catalogue, "new", new)
        comparison = Comparison(catalogue, "old", "new", wanted)
        return [difference async for difference in comparison.differences()], comparison

    found: tuple[list[Difference], Comparison] = asyncio.run(with_catalogue(world.settings, work))
    return found


def _one(*events: Event, uri: str = "urn:a", **fields: Any) -> ArticleResult:
    return result(*events, uri=uri, **fields)


def test_equal_generations_have_no_difference(world: World) -> None:
    results = [_one(meeting("m1"), recognition("r1"), uri=f"urn:{number}") for number in range(3)]
    found, comparison = _compared(world, results, results)
    assert found == []
    tally = comparison.totals.all
    assert (tally.old, tally.new, tally.same) == (2, 2, 2)


def test_a_changed_event_names_its_fields_with_what_they_were_and_are(world: World) -> None:
    found, comparison = _compared(
        world, [_one(meeting("m1", status="scheduled"))], [_one(meeting("m1", status="held", claim="claimed"))]
    )
    assert [difference.kind for difference in found] == ["changed"]
    assert found[0].reasons == ["status: scheduled → held", "claim: asserted → claimed"]
    assert comparison.totals.by_field == {"status": 1, "claim": 1}


def test_an_event_whose_actor_was_read_otherwise_is_changed_and_not_lost_and_gained(world: World) -> None:
    old, new = meeting("m1", "Oslan", "Vance"), meeting("m2", "Mira Oslan", "Vance")
    found, comparison = _compared(world, [_one(old)], [_one(new)])
    assert [difference.kind for difference in found] == ["changed"]
    assert found[0].reasons[0].startswith("participants: Oslan (participant), Vance")
    assert comparison.totals.all.changed == 1


def test_meetings_and_recognitions_at_the_same_words_are_never_one_event(world: World) -> None:
    found, _ = _compared(world, [_one(meeting("m1"))], [_one(recognition("r1"))])
    assert sorted(difference.kind for difference in found) == ["gained", "lost"]


def test_gained_and_lost_events_say_why(world: World) -> None:
    watched = meeting("m9", participants=[participant("Mira Oslan", id="person:oslan", watched=True)])
    old = [
        _one(meeting("m1"), uri="urn:both"),
        _one(meeting("m2"), uri="urn:gone"),
        _one(meeting("m3"), uri="urn:killed"),
        _one(meeting("m4"), uri="urn:later"),
        _one(uri="urn:quiet"),
    ]
    new = [
        _one(uri="urn:both"),
        _one(uri="urn:killed", kind="kill", minutes=5),
        _one(uri="urn:later", version="2", minutes=6),
        _one(watched, uri="urn:quiet"),
        _one(meeting("m5"), uri="urn:only-new"),
    ]
    found, comparison = _compared(world, old, new)
    reasons = {each.document["wire"]["article"]["uri"]: (each.kind, each.reasons) for each in found}
    assert reasons == {
        "urn:both": ("lost", ["no longer found by meeting.verb.meet"]),
        "urn:gone": ("lost", ["new does not have the article"]),
        "urn:killed": ("lost", ["new has the article as kill"]),
        "urn:later": ("lost", ["new has another version of the article (2)"]),
        "urn:quiet": ("gained", ["found by meeting.verb.meet; watched: Mira Oslan"]),
        "urn:only-new": ("gained", ["old does not have the article"]),
    }
    assert comparison.totals.by_type["meeting-held"].lost == 4
    assert comparison.totals.by_rule["meeting.verb.meet"].gained == 2
    assert comparison.totals.by_actor["Mira Oslan"].gained == 2


def test_only_the_range_is_compared_and_retracted_events_are_nowhere(world: World) -> None:
    old = [
        _one(meeting("m1"), uri="urn:before", minutes=-10),
        _one(meeting("m2"), uri="urn:in", minutes=10),
        _one(meeting("m3"), uri="urn:end", minutes=60),
        _one(meeting("m4"), uri="urn:taken-back", minutes=10),
        _one(uri="urn:taken-back", kind="kill", minutes=20),
    ]
    found, _ = _compared(world, old, [], Source(topic="t", start=minute(0), end=minute(60)))
    assert [difference.document["event"]["id"] for difference in found] == ["m2"]


def test_many_articles_are_compared_in_pages(world: World) -> None:
    world.publish([article(f"urn:{number}", "event:2", minutes=number) for number in range(1200)])
    asyncio.run(replayed(world.settings, "fewer", source(world.settings)))
    asyncio.run(replayed(world.settings, "more", source(world.settings), factory=SmallFactory(more=1)))

    async def work(catalogue: Catalogue) -> Comparison:
        comparison = Comparison(catalogue, "fewer", "more", None)
        assert sum([1 async for _ in comparison.differences()]) == 1200
        return comparison

    tally = asyncio.run(with_catalogue(world.settings, work)).totals.all
    assert (tally.old, tally.new, tally.same, tally.lost) == (2400, 3600, 2400, 0)


def test_the_report_is_a_table_a_json_object_and_a_page_that_stands_alone(world: World, tmp_path: Path) -> None:
    lost, hostile = meeting("m1"), "<script>alert(1)</script>"
    out = io.StringIO()

    async def work(catalogue: Catalogue) -> ComparisonReport:
        await _made(catalogue, "old", [_one(lost, uri=hostile), _one(meeting("m2", status="scheduled"), uri="urn:2")])
        await _made(catalogue, "new", [_one(uri=hostile), _one(meeting("m2"), uri="urn:2")])
        return await compare(Comparison(catalogue, "old", "new", None), parse_share("1%"), "all", out)

    report = asyncio.run(with_catalogue(world.settings, work))
    assert report.too_much_lost
    found = json.loads(out.getvalue())
    assert found["totals"] == {"old": 2, "new": 1, "same": 0, "gained": 0, "lost": 1, "changed": 1}
    assert found["too_much_lost"]
    assert [each["kind"] for each in found["differences"]] == ["lost", "changed"]
    assert found["differences"][1]["changes"] == [{"field": "status", "old": "scheduled", "new": "held"}]
    page = tmp_path / "page.html"
    write_html(report, page)
    html = page.read_text()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html
    assert "1 of 2 events (50.0%) is lost: more than the 1% that is allowed." in html
    for kind in ("lost", "changed"):
        assert f'<a href="#{kind}">' in html
        assert f'id="{kind}"' in html
    assert '<a href="#gained">' not in html
    assert "Changed fields: status <strong>1</strong>." in html
    assert html.count("<blockquote") == 4
    assert '<mark class="event"' in html
    assert "src=" not in html.replace("style-src", "")


def test_the_command_ends_with_3_when_more_is_lost_than_is_allowed(world: World, tmp_path: Path) -> None:
    world.publish([article(f"urn:{number}", "event:1", minutes=number) for number in range(20)])
    asyncio.run(replayed(world.settings, "full", source(world.settings), and_switch=True))
    world.publish([article("urn:3", "nothing", minutes=100, version="2")])
    asyncio.run(replayed(world.settings, "less", source(world.settings)))

    diff = partial(wirewatch, world.environment(), "generations", "diff", "less")

    allowed = diff("--fail-on-lost", "5%", "--json", "-")
    assert allowed.returncode == 0, allowed.stderr
    assert json.loads(allowed.stdout)["totals"]["lost"] == 1
    refused = diff("--fail-on-lost", "1%", "--html", str(tmp_path / "diff.html"))
    assert refused.returncode == 3
    assert "1 of 20 events (5.0%) is lost: more than the 1% that is allowed" in refused.stderr
    assert "another version" in (tmp_path / "diff.html").read_text()
    assert diff("--fail-on-lost", "often").returncode == 1
