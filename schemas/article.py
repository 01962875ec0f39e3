"""wire.articles: one version of one wire item, as IPTC ninjs 3.1.

Field names and meanings follow ninjs 3.1 (https://iptc.org/standards/ninjs/); `evolvedFrom` and `signals` are
extensions seen in Superdesk, NewsML-G2 and AP feeds. Input is lenient: unknown fields are ignored.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec

from schemas.errors import Invalid
from schemas.ninjs_spellings import to_ninjs_3
from schemas.vocabulary import PubStatus

MAX_ARTICLE_BYTES: Final = 4 * 1024 * 1024
"""Largest record read from the wire (the producer, topic and fetch limit)."""
MAX_TEXT_BYTES: Final = 512 * 1024
"""Largest article text (headlines and bodies, UTF-8)."""
VERSION_BITS: Final = 20
TIME_BITS: Final = 42
_FIRST_YEAR: Final = 1
_LAST_YEAR: Final = 9999

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
ShortText = Annotated[str, msgspec.Meta(max_length=4096)]
Uri = Annotated[str, msgspec.Meta(min_length=1, max_length=512, pattern=r"\S")]


class _Ninjs(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Lenient on purpose: a wire adds fields whenever it likes."""


class Headline(_Ninjs, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    value: str
    role: str | None = None
    content_type: str = "text/plain"


class Body(_Ninjs, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    value: str
    role: str | None = None
    content_type: str = "text/plain"


class Named(_Ninjs, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A subject, genre, person, organisation, place or source as a feed names it."""

    name: str | None = None
    uri: str | None = None
    code: str | None = None
    literal: str | None = None


class AltId(_Ninjs, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    value: str
    role: str | None = None


class Article(_Ninjs, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One version of one wire item.

    `uri` is the identity across versions and the Kafka key; `version_created` (with offset) is the reference for
    relative dates and the Kafka record timestamp.
    """

    uri: Uri
    version_created: Instant
    version: ShortText | None = None
    headlines: list[Headline] = []
    bodies: list[Body] = []
    pub_status: PubStatus = "usable"
    language: ShortText = "en"
    located: ShortText | None = None
    urgency: Annotated[int, msgspec.Meta(ge=-1000, le=1000)] | None = None
    slugline: ShortText | None = None
    ed_note: ShortText | None = None
    by: ShortText | None = None
    copyright_holder: ShortText | None = None
    embargoed_until: Instant | None = None
    first_created: Instant | None = None
    evolved_from: Uri | None = None
    signals: list[ShortText] = []
    genres: list[Named] = []
    subjects: list[Named] = []
    info_sources: list[Named] = []
    people: list[Named] = []
    organisations: list[Named] = []
    alt_ids: list[AltId] = []

    @property
    def version_number(self) -> int | None:
        """`version` as a number, or None when the feed gave none that orders."""
        return version_number(self.version)

    @property
    def provider(self) -> str | None:
        """The agency that sent it: the first named source, else the copyright holder."""
        names = (source.name for source in self.info_sources)
        return next((name for name in names if name), None) or self.copyright_holder


def version_number(version: str | None) -> int | None:
    """A version as a number, or None when it does not order (absent, not a number, >= 2^20)."""
    text = version or ""
    if not (text.isascii() and text.isdigit()) or len(text) > 7:
        return None
    number = int(text)
    return number if number < 1 << VERSION_BITS else None


def article_order(version_number: int | None, version_created: datetime) -> int:
    """What a version of an article is placed by: (number or 0) << 42 | milliseconds since 1970.

    It is the external version of the events; that of the article document is made of it (docs/revisions.md).
    """
    milliseconds = max(0, min(int(version_created.timestamp() * 1000), (1 << TIME_BITS) - 1))
    return (version_number or 0) << TIME_BITS | milliseconds


def decode_article(raw: bytes) -> Article:
    """Read one record of wire.articles, in ninjs 3.1 or in ninjs 2.x / Superdesk spellings.

    Raises Invalid with article.too-large, article.undecodable, article.naive-time, article.empty or article.invalid.
    """
    if len(raw) > MAX_ARTICLE_BYTES:
        raise Invalid("article.too-large", f"{len(raw)} bytes; at most {MAX_ARTICLE_BYTES} are read")
    try:
        record: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("article.undecodable", str(error)) from error
    if not isinstance(record, dict):
        raise Invalid("article.undecodable", f"expected a JSON object, got {type(record).__name__}")
    return article_from(record)


def article_from(record: dict[str, Any]) -> Article:
    """Turn a decoded JSON object into an Article; errors as in decode_article."""
    try:
        article = msgspec.convert(to_ninjs_3(record), Article)
    except msgspec.ValidationError as error:
        code = "article.naive-time" if "timezone component" in str(error) else "article.invalid"
        raise Invalid(code, str(error)) from error
    for name in ("version_created", "first_created", "embargoed_until"):
        _check_instant(name, getattr(article, name))
    texts = [*(headline.value for headline in article.headlines), *(body.value for body in article.bodies)]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    if size > MAX_TEXT_BYTES:
        raise Invalid("article.too-large", f"{size} bytes of text; at most {MAX_TEXT_BYTES} are read")
    # A notice that withdraws an item may well be empty; anything else without words is a broken record.
    if article.pub_status == "usable" and not any(map(_has_words, texts)):
        raise Invalid("article.empty", "neither a headline nor a body has text")
    return article


def _check_instant(name: str, moment: datetime | None) -> None:
    """.NET's smallest and largest times, with an offset, leave the calendar when they are turned into UTC."""
    try:
        if moment is not None and not _FIRST_YEAR < moment.astimezone(UTC).year < _LAST_YEAR:
            raise OverflowError
    except OverflowError:
        raise Invalid("article.invalid", f"{name} lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}") from None


def _has_words(text: str) -> bool:
    return any(character.isprintable() and not character.isspace() for character in text)
