"""wire.events: everything one version of one article reports, keyed by the article's uri."""

from typing import Annotated

import msgspec

from schemas.article import Instant
from schemas.errors import Invalid
from schemas.event import Event
from schemas.vocabulary import PubStatus, RevisionKind


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What we write ourselves is read back strictly."""


class Origin(_Strict, frozen=True, kw_only=True):
    """The wire.articles record this was made from."""

    topic: str
    partition: Annotated[int, msgspec.Meta(ge=0)]
    offset: Annotated[int, msgspec.Meta(ge=0)]


class Revision(_Strict, frozen=True, kw_only=True):
    """What a version says it is, from the article alone; `evidence` are the words or fields that say so.

    `of` is the earlier item (uri) that a notice or an update names.
    """

    kind: RevisionKind = "new"
    evidence: list[str] = []
    of: str | None = None


class Detector(_Strict, frozen=True, kw_only=True):
    """What read the article: same versions and same article give the same events."""

    version: str
    model: str
    rules: str
    watchlist: str


class ArticleRecord(_Strict, frozen=True, kw_only=True):
    """The article as it is indexed: normalised headline and text, and what its feed says of it."""

    uri: str
    version_created: Instant
    created: Instant
    """Timestamp of the wire.articles record; the same in every replay."""
    content_hash: str
    version: str | None = None
    version_number: int | None = None
    pub_status: PubStatus = "usable"
    headline: str = ""
    text: str = ""
    language: str = "en"
    detected: bool = True
    """False where the text was not read for events (another language, a withdrawal)."""
    located: str | None = None
    provider: str | None = None
    urgency: int | None = None
    slugline: str | None = None
    ed_note: str | None = None
    by: str | None = None
    copyright_holder: str | None = None
    first_created: Instant | None = None
    embargoed_until: Instant | None = None
    evolved_from: str | None = None
    genres: list[str] = []
    subjects: list[str] = []
    people: list[str] = []
    organisations: list[str] = []
    alt_ids: list[str] = []
    url: str | None = None
    origin: Origin | None = None


class ArticleResult(_Strict, frozen=True, kw_only=True):
    article: ArticleRecord
    revision: Revision
    events: list[Event]
    detector: Detector


_decoder = msgspec.json.Decoder(ArticleResult)
_encoder = msgspec.json.Encoder()


def encode_result(result: ArticleResult) -> bytes:
    return _encoder.encode(result)


def decode_result(raw: bytes) -> ArticleResult:
    """Raises Invalid(result.invalid)."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("result.invalid", str(error)) from error
