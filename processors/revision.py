"""What a version says it is: new, update, correction, refile, repeat, withheld, kill or advisory.

Read from the article alone: its status, what it evolved from, the tags before its headline as agencies print them
("CORRECTED-UPDATE 2-", "STORY WITHDRAWN:"), its signals and its note to editors. What the version does to what is
stored is decided elsewhere, against what is stored.
"""

import re
from typing import Final

import msgspec

from schemas.article import Article
from schemas.article_result import Revision
from schemas.vocabulary import RevisionKind

_TAG_KINDS: Final[tuple[tuple[RevisionKind, str], ...]] = (
    (
        "kill",
        r"(?:(?:STORY|ITEM|BULLETIN|MANDATORY|PHOTO)\s+)?(?:WITHDRAWN|KILL|RETRACTED|RETRACTION)(?:\s+NOTICE)?",
    ),
    ("advisory", r"ADVISOR(?:Y|IES)|(?:EDITOR'?S'? )?ADVISORY|NOTE TO EDITORS|ATTENTION EDITORS|MEDIA ADVISORY"),
    ("correction", r"CORRECT(?:ED|ION|S|ING)|ADDS? CORRECTION|CLARIFICATION"),
    ("refile", r"REFIL(?:E|ED|ING)"),
    ("repeat", r"REPEAT(?:S|ED|ING)?|RPT|RESEND(?:S|ING)?"),
    (
        "update",
        r"UPDAT(?:E|ED|ES)(?:\s*\d{1,2})?|WRAP-?UP(?:\s*\d{1,2})?|\d(?:ST|ND|RD|TH)\sLEAD|LEAD\s\d|RECASTS?",
    ),
)
_OTHER_TAGS: Final = (
    r"EXCLUSIVE|BREAKING(?: NEWS)?|URGENT|FLASH|ALERT|NEWSALERT|ANALYSIS|FACTBOX|EXPLAINER|TIMELINE|FEATURE|INTERVIEW"
    r"|INSIGHT|SNAP|DEVELOPING|VIDEO|PHOTOS?|AUDIO|LIVE|BRIEF|NEWSMAKER|PREVIEW|ROUNDUP|Q&A|SUMMARY"
)
_ANY_TAG: Final = "|".join([*(f"(?P<{kind}>{pattern})" for kind, pattern in _TAG_KINDS), f"(?P<other>{_OTHER_TAGS})"])
_TAG: Final = re.compile(rf"[(\[*]*\s*(?:{_ANY_TAG})(?P<end>\s*(?:[)\]*]+\s*[:–—-]?|[:–—-]|$)\s*)", re.IGNORECASE)
_MAX_TAGS: Final = 5
_TRAILING: Final = re.compile(rf"\s*[(\[](?:{_ANY_TAG})[)\]]\s*$", re.IGNORECASE)

_NOTE_KINDS: Final[tuple[tuple[RevisionKind, re.Pattern[str]], ...]] = (
    (
        "kill",
        re.compile(
            r"\b(?:(?:mandatory|bulletin) kill|kill (?:the|this)\b|do not use"
            r"|please (?:kill|delete|disregard)"
            r"|(?:story|item|article|report|version|copy|notice|urn:\S+|tag:\S+|https?:\S+) (?:is|are|was|has been|"
            r"have been) (?:hereby |now )?(?:withdrawn|killed|retracted|deleted|cancell?ed)|story withdrawn"
            r"|(?:withdraws?|retracts?|kills?|eliminates?) (?:the |this |our |an? )?(?:earlier |previous )?"
            r"(?:story|item|article|report|copy|urn:|tag:|https?:))",
            re.IGNORECASE,
        ),
    ),
    ("correction", re.compile(r"\b(?:correct(?:s|ed|ing|ion)|amends|clarif(?:ies|ying))\b", re.IGNORECASE)),
    ("refile", re.compile(r"\brefil(?:es|ed|ing|e)\b", re.IGNORECASE)),
    ("repeat", re.compile(r"\b(?:repeat(?:s|ed|ing)?|resend(?:s|ing)?)\b", re.IGNORECASE)),
    ("update", re.compile(r"\b(?:updat(?:es|ed|ing|e)|recasts|adds|writes through|rewrites)\b", re.IGNORECASE)),
)
_SIGNAL_KINDS: Final[dict[str, RevisionKind]] = {
    "kill": "kill",
    "killed": "kill",
    "withdraw": "kill",
    "withdrawn": "kill",
    "retraction": "kill",
    "cancel": "kill",
    "canceled": "kill",
    "cancelled": "kill",
    "withhold": "withheld",
    "withheld": "withheld",
    "correction": "correction",
    "corrected": "correction",
    "correct": "correction",
    "update": "update",
    "updated": "update",
    "refile": "refile",
    "repeat": "repeat",
    "resent": "repeat",
    "resend": "repeat",
    "advisory": "advisory",
}
_ORDER: Final[tuple[RevisionKind, ...]] = (
    "kill",
    "withheld",
    "advisory",
    "correction",
    "refile",
    "repeat",
    "update",
)
"""The weightiest reading wins: "CORRECTED-UPDATE 2-" is a correction."""
_URI: Final = re.compile(r"\b(?:urn:[a-z0-9][a-z0-9-]+:|tag:|https?://)[^\s\"'<>()\[\]“”,;]+", re.IGNORECASE)
_EARLIER_ROLES: Final = re.compile(r"kill|withdr|retract|replac|supersed|original|previous|earlier|refer|evolved", re.I)
_NOTICE_LENGTH: Final = 1_200
"""A withdrawal notice is short; a longer text is the withdrawn story itself, sent once more."""


class HeadlineTags(msgspec.Struct, frozen=True):
    """Tags before (or in brackets after) a headline: what they say, and where the headline proper lies."""

    kinds: tuple[tuple[RevisionKind, str], ...]
    start: int
    end: int


def headline_tags(headline: str) -> HeadlineTags:
    """The tags of a normalised headline. A word counts as a tag in capitals, in brackets or before a colon."""
    kinds: list[tuple[RevisionKind, str]] = []
    start, end = 0, len(headline)
    for _ in range(_MAX_TAGS):
        found = _TAG.match(headline, start)
        if found is None or not _is_tag(found):
            break
        _note(kinds, found)
        start = found.end()
    trailing = _TRAILING.search(headline, start)
    if trailing:
        _note(kinds, trailing)
        end = trailing.start()
    return HeadlineTags(tuple(kinds), min(start, end), end)


def _is_tag(found: re.Match[str]) -> bool:
    words = found[0][: found.start("end") - found.start()]
    return words.isupper() or ":" in found["end"] or words.lstrip()[:1] in {"(", "[", "*"}


def _note(kinds: list[tuple[RevisionKind, str]], found: re.Match[str]) -> None:
    for kind, _ in _TAG_KINDS:
        if found[kind]:
            kinds.append((kind, found[kind].strip()))


def read_revision(article: Article, headline: str, text: str) -> Revision:
    """The revision of an article whose normalised headline and text are given."""
    said: list[tuple[RevisionKind, str]] = []
    if article.pub_status == "canceled":
        said.append(("kill", "pubStatus: canceled"))
    elif article.pub_status == "withheld":
        said.append(("withheld", "pubStatus: withheld"))
    said.extend((kind, f"headline: {tag}") for kind, tag in headline_tags(headline).kinds)
    for signal in article.signals:
        signalled = _SIGNAL_KINDS.get(re.split(r"[:/#]", signal.strip())[-1].casefold())
        if signalled:
            said.append((signalled, f"signal: {signal}"))
    said.extend(_from_note(article.ed_note or ""))
    if article.evolved_from and article.evolved_from != article.uri:
        said.append(("update", f"evolvedFrom: {article.evolved_from}"))
    if not said:
        return Revision()
    kind = min((kind for kind, _ in said), key=_ORDER.index)
    return Revision(kind=kind, evidence=[words for _, words in said], of=_earlier(article, kind, headline, text))


def _from_note(note: str) -> list[tuple[RevisionKind, str]]:
    for kind, pattern in _NOTE_KINDS:
        found = pattern.search(note)
        if found:
            return [(kind, f"edNote: {found[0]}")]
    return []


def _earlier(article: Article, kind: RevisionKind, headline: str, text: str) -> str | None:
    """The uri of the item that a notice or an update names, if it names another one."""
    named = [article.evolved_from] if article.evolved_from else []
    if kind == "kill":
        named += [alt.value for alt in article.alt_ids if alt.role and _EARLIER_ROLES.search(alt.role)]
        words = f"{article.ed_note or ''}\n{headline}\n{text[:_NOTICE_LENGTH]}"
        named += [found[0].rstrip(".:") for found in _URI.finditer(words)]
    return next((uri for uri in named if uri != article.uri and 0 < len(uri) <= 512), None)


def withdraws_another(article: Article, revision: Revision, headline: str, text: str) -> bool:
    """True if this is a notice that takes back the item `revision.of`, and not a withdrawn update of that item.

    A cancelled update still carries the `evolvedFrom` it was sent with; taking the earlier item back needs a text
    that is a notice: short, or saying so.
    """
    if revision.kind != "kill" or revision.of is None:
        return False
    says_so = any(kind == "kill" for kind, _ in (*headline_tags(headline).kinds, *_from_note(article.ed_note or "")))
    return says_so or len(text) <= _NOTICE_LENGTH
