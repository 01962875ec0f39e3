"""An article result as the page shows it: what the feed says of it, its text with the evidence, a card per event."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from schemas.article_result import ArticleRecord, ArticleResult
from streams.report.card import Card, card_of
from streams.report.evidence import evidence_of
from streams.report.marking import Token, marks_of, paragraphs, tokens
from streams.visible_text import visible

_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Moment:
    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know before the text; `tone` is warning or remark."""

    tone: str
    text: str
    item: str = ""
    """Uri of another item it is about."""


@dataclass(frozen=True, slots=True)
class Story:
    number: int
    article: ArticleRecord
    revision: str
    published: Moment
    link: str | None
    language: str
    language_tag: str | None
    notices: tuple[Notice, ...]
    headline: list[Token]
    body: list[list[Token]]
    cards: list[Card]
    state: str
    """What the index says instead of a number of events; empty when the article was read and stands."""


def story_of(result: ArticleResult, number: int) -> Story:
    """The story of `result`, the page's article `number` (from 1)."""
    article = result.article
    own = [
        list(evidence_of(event, place, headline=article.headline, body=article.text))
        for place, event in enumerate(result.events, start=1)
    ]
    evidence = [one for spans in own for one in spans]
    of_headline = [one for one in evidence if one.part == "headline"]
    of_body = [one for one in evidence if one.part == "body"]
    length = len(article.headline)
    return Story(
        number=number,
        article=article,
        revision=result.revision.kind,
        published=moment(article.version_created),
        link=web_address(article.url or article.uri),
        language=language_name(article.language),
        language_tag=article.language if _LANGUAGE_TAG.fullmatch(article.language) else None,
        notices=tuple(_notices(result)),
        headline=list(tokens(article.headline, marks_of(of_headline, length), 0, length)),
        body=paragraphs(article.text, of_body),
        cards=[card_of(event, place, own[place - 1]) for place, event in enumerate(result.events, start=1)],
        state=_state(result),
    )


def moment(instant: datetime) -> Moment:
    """`12 Nov 2018, 09:00 UTC+03:00`, in the offset that the wire gave."""
    return Moment(instant.isoformat(), f"{instant.day} {instant:%b %Y, %H:%M} {instant.tzname()}")


def web_address(uri: str) -> str | None:
    """`uri` when it may be followed: http or https to a named host, nothing hidden in it."""
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return None
    plain = visible(uri) == uri and not any(character.isspace() for character in uri)
    return uri if plain and parts.scheme in {"http", "https"} and host and "@" not in parts.netloc else None


def language_name(tag: str) -> str:
    """`French` for `fr`; the tag itself when nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError, TypeError):
        return tag


def _state(result: ArticleResult) -> str:
    if result.article.pub_status == "canceled" or result.revision.kind == "kill":
        return "withdrawn"
    if result.article.pub_status == "withheld" or result.revision.kind == "withheld":
        return "withheld"
    return "" if result.article.detected else "not read"


def _notices(result: ArticleResult) -> Iterator[Notice]:
    article, revision = result.article, result.revision
    state = _state(result)
    why = f" ({'; '.join(revision.evidence)})" if revision.evidence else ""
    if state == "withdrawn":
        yield Notice("warning", f"Withdrawn by the agency{why}. What it reported no longer stands.")
    elif state == "withheld":
        yield Notice("warning", f"Withheld by the agency{why}. What it reported no longer stands.")
    elif revision.kind != "new":
        yield Notice("remark", f"{revision.kind.capitalize()}{why}.")
    if revision.of:
        yield Notice("warning" if state else "remark", "It refers to an earlier item:", revision.of)
    if state == "not read":
        language = language_name(article.language)
        yield Notice("remark", f"Not read for events: the text is in {language} ({article.language}), not in English.")
    if article.embargoed_until:
        yield Notice("warning", f"Embargoed until {moment(article.embargoed_until).words}.")
    if article.ed_note:
        yield Notice("remark", f"Note to editors: {article.ed_note}")
