"""From an article record to a story."""

from datetime import UTC, datetime
from typing import Any

import pytest

from processors.gate import Gate
from processors.records import content_hash, record_of, record_of_withdrawn
from processors.story_builder import build_story, text_of, texts_to_parse
from processors.watchlist import parse_watchlists
from schemas.article import Article, Body, Headline, Named

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
WATCHLIST = b"""{version: "1", actors: [{id: "person:mira-oslan", name: Mira Oslan, kind: person}]}"""
GATE = Gate({"met", "meets"}, parse_watchlists([("w", WATCHLIST)]))


def article(*, body: str = "Mira Oslan met Vance.", headline: str = "", **fields: Any) -> Article:
    bodies = [Body(value=body, role="main")] if body else []
    headlines = [Headline(value=headline)] if headline else []
    return Article(uri="urn:a", version_created=NOON, **{"bodies": bodies, "headlines": headlines, **fields})


def test_the_main_headline_and_body_are_read() -> None:
    text = text_of(
        article(
            headlines=[Headline(value="short", role="slug"), Headline(value=" Oslan\nmeets  Vance", role="main")],
            bodies=[Body(value="A summary", role="summary"), Body(value="They met. ", role="main")],
        )
    )
    assert (text.headline, text.body) == ("Oslan meets Vance", "They met.")


def test_the_plain_form_of_a_body_goes_before_its_html() -> None:
    html = Body(value="<p>They met.</p>", content_type="text/html", role="main")
    assert text_of(article(bodies=[html, Body(value="They met", role="main")])).body == "They met"
    assert text_of(article(bodies=[html])).body == "They met."


def test_a_summary_is_read_where_there_is_nothing_else() -> None:
    assert text_of(article(bodies=[Body(value="They met.", role="summary")])).body == "They met."


def test_an_empty_notice_has_no_text() -> None:
    text = text_of(article(bodies=[], headlines=[], pub_status="canceled"))
    assert (text.headline, text.body) == ("", "")


def test_candidates_and_offsets() -> None:
    source = article(
        headline="UPDATE 2-Oslan meets Vance", body="NORPORT, May 4 (NP) - Mira Oslan met Vance. It rained."
    )
    story = build_story(source, text_of(source), GATE, any_actor=False)
    assert [story.sentence_text(i) for i in range(3)] == ["Oslan meets Vance", "Mira Oslan met Vance.", "It rained."]
    assert story.candidates == (0, 1)
    assert story.headline.startswith("UPDATE")
    assert story.dateline is not None
    evidence = story.evidence(1)
    assert story.body[evidence.start : evidence.end] == evidence.text


def test_without_a_watched_actor_nothing_is_a_candidate_unless_any_actor_will_do() -> None:
    source = article(body="Lind met Vance.")
    assert build_story(source, text_of(source), GATE, any_actor=False).candidates == ()
    assert build_story(source, text_of(source), GATE, any_actor=True).candidates == (0,)


def test_a_headline_in_capitals_is_parsed_as_running_text() -> None:
    source = article(headline="MIRA OSLAN MEETS VANCE IN NORPORT", body="In Norport, Vance waited.")
    story = build_story(source, text_of(source), GATE, any_actor=True)
    assert texts_to_parse(story, [0, 1]) == ["Mira Oslan meets Vance in Norport", "In Norport, Vance waited."]
    assert story.sentence_text(0) == "MIRA OSLAN MEETS VANCE IN NORPORT"


def record(source: Article) -> Any:
    return record_of(source, text_of(source), created=NOON, origin=None, detected=True)


def test_the_record_carries_what_the_feed_says() -> None:
    kept = record(
        Article(
            uri="https://example.com/1",
            version_created=NOON,
            version="3",
            bodies=[Body(value="They met.")],
            info_sources=[Named(name="Northern Press")],
            subjects=[Named(name="diplomacy"), Named(code="04"), Named(name="diplomacy")],
        )
    )
    assert (kept.url, kept.version, kept.version_number, kept.provider) == (
        "https://example.com/1",
        "3",
        3,
        "Northern Press",
    )
    assert kept.subjects == ["diplomacy", "04"]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Mira Oslan met Lind."},
        {"headline": "Oslan"},
        {"pub_status": "canceled"},
        {"language": "fr"},
        {"ed_note": "Corrects"},
        {"signals": ["kill"]},
        {"evolved_from": "urn:b"},
        {"embargoed_until": NOON},
    ],
)
def test_another_text_or_status_is_another_hash(changes: dict[str, Any]) -> None:
    assert record(article(**changes)).content_hash != record(article()).content_hash


@pytest.mark.parametrize("changes", [{"body": "Mira  Oslan met Vance. "}, {"urgency": 3}, {"version": "2"}])
def test_what_is_not_content_leaves_the_hash_alone(changes: dict[str, Any]) -> None:
    changed, plain = article(**changes), article()
    assert content_hash(changed, text_of(changed)) == content_hash(plain, text_of(plain))


def test_the_record_of_a_withdrawn_item_is_empty_and_ordered_by_the_notice() -> None:
    kept = record_of_withdrawn("urn:old", article(version="7"), created=NOON, origin=None)
    assert (kept.uri, kept.text, kept.version, kept.version_number) == ("urn:old", "", None, None)
    assert (kept.pub_status, kept.detected, kept.version_created) == ("canceled", False, NOON)
