"""Whatever text comes: no crash, every span right, and the same events alone, in a batch and in any order."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.detector import Detector
from processors.incoming import IncomingArticle
from schemas.article import Article, Body, Headline
from schemas.article_result import ArticleResult, encode_result
from schemas.event import Event, event_actors
from streams.article_files import PlainText, read_records
from streams.detector import load_detector
from streams.settings import Settings
from tests.sample_events import SAMPLES, sample_readings

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
LEAD = "LURENZ, May 6 (NP) - Anton Velik met Teodor Haskel in Lurenz on Monday. The Kremlin recognised North Kessia."


@cache
def detector() -> Detector:
    return load_detector(model=Settings.model_fields["spacy_model"].default, watch="any")


def incoming(body: str, headline: str = "", content_type: str = "text/plain", **fields: Any) -> IncomingArticle:
    article = Article(
        uri="urn:a",
        version_created=NOON,
        headlines=[Headline(value=headline)] if headline else [],
        bodies=[Body(value=body, content_type=content_type)],
        **fields,
    )
    return IncomingArticle(article, NOON)


def read(body: str, headline: str = "", content_type: str = "text/plain", **fields: Any) -> ArticleResult:
    (result,) = detector().detect([incoming(body, headline, content_type, **fields)])
    return result


def spans(event: Event) -> Iterator[tuple[str, int, int, str]]:
    """Every span of an event with the text that it claims to cover."""
    marked: list[Any] = [event.trigger, *event.sentences, *event_actors(event), *event.attribution, *event.responses]
    if event.place:
        marked.append(event.place)
    yield from ((one.text, one.start, one.end, one.part) for one in marked)
    if event.time and event.time.text is not None:
        assert event.time.start_char is not None
        assert event.time.end_char is not None
        # A time has no part: it stands with the trigger.
        yield event.time.text, event.time.start_char, event.time.end_char, event.trigger.part


def check_spans(result: ArticleResult) -> None:
    parts = {"headline": result.article.headline, "body": result.article.text}
    for event in result.events:
        for text, start, end, part in spans(event):
            assert parts[part][start:end] == text, (event.trigger, text)
    encode_result(result)


HOSTILE = [
    "",
    " ",
    "\u202e" + LEAD,
    LEAD.replace("Velik", "Ve\u00adlik").replace(" met ", "\u00a0met\u2009"),
    LEAD.replace("Haskel", "Has\u0327kel"),
    LEAD.upper(),
    LEAD.lower(),
    "🤝🇽🇰 " + LEAD + " 👩‍👩‍👧",
    "نص عربي. " + LEAD + " 习近平会见普京。",
    LEAD.replace(" ", "\n"),
    LEAD.replace(". ", "."),
    "• " + LEAD + "\n• Velik met Haskel\n- talks",
    "Because of the talks with Anton Velik in Lurenz.",
    "According to talks with Velik. Ahead of the summit of Velik and Haskel. In talks with Putin in Rome.",
    "met " * 2_000,
    "“" * 500 + LEAD,
    "(" * 300 + "met" + ")" * 300,
    "A met B, " * 400,
    "x" * 100_000,
    "\ud800 lone surrogate: " + LEAD,
    "<p>" + LEAD + "</p><script>met()</script>",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_hostile_text(body: str, content_type: str) -> None:
    check_spans(read(body, headline="VELIK MEETS HASKEL", content_type=content_type))


def test_an_article_of_100_kilobytes_is_read_to_its_end() -> None:
    filler = "The harbour was quiet and the fishing boats stayed in. " * 1_800
    result = read(f"{LEAD}\n\n{filler}\n\nOn Tuesday Orla Quill visited Ilse Marant in Port Merrow.")
    check_spans(result)
    assert result.events[-1].trigger.text == "visited"
    assert len(result.article.text) > 95_000


_WORDS = (
    "Velik Haskel Putin the Kremlin Kosovo Serbia May Georgia met talks with recognised independence of not will may "
    "denied said that and , . \n\n “ ” ‘ ’ ( ) — - ; : ? US U.S. 117 countries Monday he his I 🤝 É ﬁ ß ı"
)
WORDS = _WORDS.split(" ")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.sampled_from(WORDS), max_size=10))
def test_any_words_in_any_order(body: list[str], headline: list[str]) -> None:
    check_spans(read(" ".join(body), " ".join(headline)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120), st.integers(0, len(LEAD)))
def test_any_characters_within_a_story(noise: str, at: int) -> None:
    check_spans(read(LEAD[:at] + noise + LEAD[at:]))


def sample_articles() -> list[IncomingArticle]:
    from schemas.article import decode_article

    articles = [decode_article(record.raw) for record in read_records([SAMPLES / "articles.jsonl"], PlainText(None))]
    return [IncomingArticle(article, article.version_created) for article in articles]


def test_the_same_events_alone_in_a_batch_and_in_any_order() -> None:
    articles = sample_articles()
    together = [encode_result(result) for result in detector().detect(articles)]
    alone = [encode_result(result) for article in articles for result in detector().detect([article])]
    assert alone == together
    shuffled = list(enumerate(articles))
    random.Random(7).shuffle(shuffled)
    results = detector().detect([article for _, article in shuffled])
    assert [
        encode_result(result) for _, result in sorted(zip((n for n, _ in shuffled), results, strict=True))
    ] == together


def test_spans_of_the_samples_are_right() -> None:
    for reading in sample_readings():
        for result in reading.results:
            check_spans(result)


def test_what_was_read_holds_no_parse() -> None:
    (reading,) = detector().read([incoming(LEAD)])
    assert reading.events
    msgspec.json.encode(reading.events)
    assert reading.found[0].why


@pytest.mark.parametrize(
    ("fields", "detected"),
    [
        ({"language": "en-GB"}, True),
        ({"language": "EN_us"}, True),
        ({"language": "fr"}, False),
        ({"language": "enx"}, False),
        ({"pub_status": "canceled"}, False),
        ({"pub_status": "withheld"}, False),
        ({"ed_note": "This story has been withdrawn."}, False),
        ({"ed_note": "Corrects name."}, True),
        ({"headline": "ADVISORY: Coverage of the Lurenz talks"}, False),
    ],
)
def test_what_is_read_for_events(fields: dict[str, Any], detected: bool) -> None:
    result = read(LEAD, **fields)
    assert (result.article.detected, bool(result.events)) == (detected, detected)
