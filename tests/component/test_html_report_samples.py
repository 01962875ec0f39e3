"""`wirewatch detect --format html` and `--format table` over the sample articles, with the real detector."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from schemas.article_result import ArticleResult, decode_result
from schemas.event import event_actors
from streams.cli import app
from streams.event_summary import summary_of

SAMPLES = Path(__file__).parents[2] / "deploy" / "samples" / "articles.jsonl"


def run(*options: str) -> str:
    outcome = CliRunner().invoke(app, ["detect", "--watch", "any", *options, str(SAMPLES)])
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


@pytest.fixture(scope="module")
def results() -> list[ArticleResult]:
    return [decode_result(line.encode()) for line in run().splitlines()]


@pytest.fixture(scope="module")
def page() -> LexborHTMLParser:
    return LexborHTMLParser(run("--format", "html"))


def test_the_page_has_a_card_for_every_event_of_the_jsonl(page: LexborHTMLParser, results: list[ArticleResult]) -> None:
    summaries = [summary_of(event) for result in results for event in result.events]
    assert [node.text() for node in page.css(".card h3 bdi")] == summaries
    assert len(summaries) > len(results) // 2


def test_every_trigger_and_actor_of_every_event_is_marked_with_its_number(
    page: LexborHTMLParser, results: list[ArticleResult]
) -> None:
    for badge in page.css(".badge"):
        badge.decompose()
    for number, result in enumerate(results, start=1):
        for place, event in enumerate(result.events, start=1):
            marked = {node.text() for node in page.css(f"#a{number} .text mark.e{place}")}
            printed = {event.trigger.text, *(actor.text for actor in event_actors(event))}
            assert printed <= marked, (result.article.uri, event.id)


def test_the_text_of_every_article_is_whole(page: LexborHTMLParser, results: list[ArticleResult]) -> None:
    for badge in page.css(".badge"):
        badge.decompose()
    for number, result in enumerate(results, start=1):
        shown = "".join(node.text() for node in page.css(f"#a{number} .body p"))
        assert shown.split() == result.article.text.replace("\n\n", "").split(), result.article.uri


def test_the_table_names_every_kind_of_event_found(results: list[ArticleResult]) -> None:
    table = run("--format", "table")
    assert "meeting held" in table
    assert "recognition granted" in table
    assert sum(line[:4].isdigit() for line in table.splitlines()) == sum(len(result.events) for result in results)
