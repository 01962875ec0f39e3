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
        r"(?:STORY|ITEM|ARTICLE|REPORT|BULLETIN|MANDATORY)\s+(?:WITHDRAWN|WITHDRAWAL|KILL(?:ED)?|RETRACTED|RETRACTION)"
        r"(?:\s+NOTICE)?"
        r"|(?:WITHDRAWN|WITHDRAWAL|KILL|RETRACTED|RETRACTION)\s+(?:NOTICE|STORY|ITEM|ARTICLE|REPORT|BULLETIN)"
        r"|(?P<bare>WITHDRAWN|KILL|RETRACTED|RETRACTION)",
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

_ITEM: Final = (
    r"(?:(?:entire|whole|above|following|news)\s)?"
    r"(?:(?:story|item|article|report|dispatch)\b|(?<=this\s)(?:version|copy)\b)"
    r"(?!['’]s\b|\s(?:photos?|pictures?|images?|captions?|headlines?|paragraphs?|grafs?|paras?|names?|slugs?|videos?)\b)"
)
"""The item as a whole, and neither a part of it nor what goes with it."""
_VERB: Final = r"(?:kill|withdraw|retract|delete|disregard|eliminate|do\snot\suse)"
_VERB_SAID: Final = r"(?:kills|withdraws|retracts|deletes|eliminates)"
_DONE: Final = r"(?:withdrawn|killed|retracted|deleted|cancell?ed)"
_IS_DONE: Final = rf"(?:is|are|was|has\sbeen|have\sbeen|must\sbe|should\sbe)\s(?:(?:hereby|now|being)\s)?{_DONE}\b"
_EDITORS: Final = r"\W{0,3}(?:(?:eds|editors|attention\seditors)\b[:,]?\s)?"
_ORDERED: Final = rf"(?:(?:^|[.!;:]\s){_EDITORS}(?:please\s|kindly\s)?|\b(?:please|kindly|must|hereby)\s)"
"""Where an order to editors may begin; "asked papers to kill the story" is news."""
_ORDERED_ALONE: Final = (
    rf"(?:^|[.!;]\s){_EDITORS}(?:(?:this\s{_ITEM}\swas\s)?(?:sent|moved|issued)\sin\serror,\s)?(?:please\s|kindly\s)?"
)
"""Where an order without an object may begin: not behind "Photos:"."""
_URI: Final = re.compile(r"\b(?:urn:[a-z0-9][a-z0-9-]+:|tag:|https?://)[^\s\"'<>()\[\]“”,;]+", re.IGNORECASE)
_TITLED: Final = r"(?:\s(?:headlined|titled|slugged))?(?:\s[\"“][^\"”\n]{1,160}[\"”],?)?(?:\s(?:is|was)\swrong\sand)?"
"""What may stand between an item and its withdrawal; "the report said five were killed" is news."""
_KILL: Final = re.compile(
    r"\b(?:mandatory|bulletin)\skill\b(?!\W{0,3}(?:of\s)?(?:the\s)?(?:\d|photo|picture|image|caption|headline|para|graf))"
    r"|(?:^|[.!;:]\s)\W{0,3}(?:this\s)?(?:story|item)\swithdrawn\b"
    rf"|{_ORDERED}(?:{_VERB}|{_VERB_SAID})\s(?:this|the|our)\s{_ITEM}"
    rf"|{_ORDERED_ALONE}{_VERB}(?:\s(?:it|this))?\s?(?:[.!;]|$)"
    rf"|\b(?:{_VERB_SAID}|(?:is|are)\s(?:withdrawing|retracting|killing)|(?:has|have)\s(?:withdrawn|retracted|killed))"
    rf"\s(?:this|our)\s{_ITEM}"
    rf"|\bthis\s{_ITEM}\s{_IS_DONE}"
    rf"|(?:^|[.!;:]\s)\W{{0,3}}the\s{_ITEM}{_TITLED}\s{_IS_DONE}(?!\s(?:by|from|at|in|on)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""Words that take back this item as a whole."""
_NAMED: Final = (
    r"(?:the\s|this\s|our\s|an?\s)?(?:(?:earlier|previous|original)\s)?"
    r"(?:(?:story|item|article|report|dispatch)\b\W{1,3})?"
)
_KILL_BEFORE_URI: Final = re.compile(
    rf"(?:{_ORDERED}(?:{_VERB}|{_VERB_SAID})|\b(?:has|have)\s{_DONE}|(?:^|[.!;:]\s){_DONE})\b\W{{1,3}}{_NAMED}\Z",
    re.IGNORECASE | re.MULTILINE,
)
_KILL_AFTER_URI: Final = re.compile(
    rf"\W{{0,3}}\s(?:{_IS_DONE}|[^.!;:]{{0,80}}[.!;:]\s?(?:please|kindly)\s{_VERB}\s(?:it|this|the\s{_ITEM})(?!\w))",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(rf"\A\W{{0,3}}(?:{_DONE}|kill)\s?(?:[.!]|\Z)", re.IGNORECASE)
_LIMITED: Final = re.compile(
    r"\bdo\snot\suse\b(?=[^.!;]{0,200}\b(?:before|after|until|till|unless|without|outside|online|photos?|names?)\b)",
    re.I,
)
"""An embargo or another limit to how an item may be used."""
_PROMISE: Final = re.compile(
    r"\bcorrected\s(?:version|story|item|article|report|copy)\b(?=\s(?:will|to|follows|shall))", re.I
)
"""What will correct the item is another one: "Please kill this story. A corrected version will follow."."""
_WRITTEN_ANEW: Final = re.compile(
    r"\W{0,3}(?:eds[:,]\s)?(?:updat(?:es|ed|ing)|recasts|adds|writes\sthrough|rewrites)\b", re.I
)

_NOTE_KINDS: Final[tuple[tuple[RevisionKind, re.Pattern[str]], ...]] = (
    ("correction", re.compile(r"\b(?:correct(?:s|ed|ing|ions?)|amends|clarif(?:ies|ying))\b", re.IGNORECASE)),
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
_KILLING_ROLES: Final = re.compile(r"kill|withdr|retract", re.I)
_EARLIER_ROLES: Final = re.compile(r"replac|supersed|original|previous|earlier|refer|evolved", re.I)
_REACH: Final = 120
"""How many characters before a uri the words that kill it may stand."""
_NOTICE_LENGTH: Final = 1_200
"""A withdrawal notice is short; a longer text is the withdrawn story itself, sent once more."""


class HeadlineTags(msgspec.Struct, frozen=True):
    """Tags before (or in brackets after) a headline: what they say, and where the headline proper lies."""

    kinds: tuple[tuple[RevisionKind, str], ...]
    start: int
    end: int


def headline_tags(headline: str, *, cancelled: bool = False) -> HeadlineTags:
    """The tags of a normalised headline. A word counts as a tag in capitals, in brackets or before a colon.

    A kill is told in capitals and says what is killed: "STORY WITHDRAWN", "KILL NOTICE". A bare KILL or RETRACTION may
    be news ("RETRACTION — Court orders apology"); it is a tag only of an item that is `cancelled` by its status.
    """
    kinds: list[tuple[RevisionKind, str]] = []
    start, end = 0, len(headline)
    for _ in range(_MAX_TAGS):
        found = _TAG.match(headline, start)
        if found is None or not _is_tag(found) or not _may_kill(found, cancelled):
            break
        _note(kinds, found)
        start = found.end()
    trailing = _TRAILING.search(headline, start)
    if trailing and _may_kill(trailing, cancelled):
        _note(kinds, trailing)
        end = trailing.start()
    return HeadlineTags(tuple(kinds), min(start, end), end)


def _is_tag(found: re.Match[str]) -> bool:
    words = found[0][: found.start("end") - found.start()]
    return words.isupper() or ":" in found["end"] or words.lstrip()[:1] in {"(", "[", "*"}


def _may_kill(found: re.Match[str], cancelled: bool) -> bool:
    return found["kill"] is None or cancelled or (found["kill"].isupper() and found["bare"] is None)


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
    said.extend((kind, f"headline: {tag}") for kind, tag in _tags(article, headline))
    for signal in article.signals:
        signalled = _SIGNAL_KINDS.get(re.split(r"[:/#]", signal.strip())[-1].casefold())
        if signalled:
            said.append((signalled, f"signal: {signal}"))
    said.extend(_from_note(article))
    if article.evolved_from and article.evolved_from != article.uri:
        said.append(("update", f"evolvedFrom: {article.evolved_from}"))
    if not said:
        return Revision()
    kind = min((kind for kind, _ in said), key=_ORDER.index)
    return Revision(kind=kind, evidence=[words for _, words in said], of=_earlier(article, kind, headline, text))


def _tags(article: Article, headline: str) -> tuple[tuple[RevisionKind, str], ...]:
    return headline_tags(headline, cancelled=article.pub_status == "canceled").kinds


def _from_note(article: Article) -> list[tuple[RevisionKind, str]]:
    """What the note to editors says. A note that corrects never kills, nor one that begins with what is new."""
    note = _spaced(article.ed_note or "")
    rest = _PROMISE.sub("", note)
    for kind, pattern in _NOTE_KINDS:
        found = pattern.search(rest)
        if found and (kind == "correction" or _WRITTEN_ANEW.match(note)):
            return [(kind, f"edNote: {found[0]}")]
    words = _kill_words(note) or next((words for words, _ in _killed_uris(note)), None)
    if words:
        return [("kill", f"edNote: {words}")]
    for kind, pattern in _NOTE_KINDS:
        found = pattern.search(rest)
        if found:
            return [(kind, f"edNote: {found[0]}")]
    return []


def _spaced(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _kill_words(text: str) -> str | None:
    """The words that take the item back as a whole, if any."""
    for found in _KILL.finditer(text):
        order = found[0].lower().find("do not use")
        if order < 0 or not _LIMITED.match(text, found.start() + order):
            return found[0].strip(" .!;:,")
    return None


def _killed_uris(text: str) -> list[tuple[str, str]]:
    """Each uri that a text takes back, behind the words that do."""
    killed = []
    for found in _URI.finditer(text):
        uri = found[0].rstrip(".:")
        before = text[max(0, found.start() - _REACH) : found.start()]
        words = _KILL_BEFORE_URI.search(before) or _KILL_AFTER_URI.match(text, found.start() + len(uri))
        if words:
            killed.append((words[0].strip(" .!;:,\n"), uri))
    return killed


def _taken_back(article: Article, headline: str, text: str) -> list[str]:
    """The uris that a kill takes back in so many words or by the role of an alternative id."""
    words = _spaced(f"{article.ed_note or ''}\n{headline}\n{text[:_NOTICE_LENGTH]}")
    roles = [alt.value for alt in article.alt_ids if alt.role and _KILLING_ROLES.search(alt.role)]
    return [uri for uri in [*roles, *(uri for _, uri in _killed_uris(words))] if uri != article.uri]


def _earlier(article: Article, kind: RevisionKind, headline: str, text: str) -> str | None:
    """The uri of the item that a notice or an update names, if it names another one."""
    named = _taken_back(article, headline, text) if kind == "kill" else []
    named += [article.evolved_from] if article.evolved_from else []
    if kind == "kill":
        named += [alt.value for alt in article.alt_ids if alt.role and _EARLIER_ROLES.search(alt.role)]
    return next((uri for uri in named if uri != article.uri and 0 < len(uri) <= 512), None)


def withdraws_another(article: Article, revision: Revision, headline: str, text: str) -> bool:
    """True if this is a notice that takes back the item `revision.of`, and not a withdrawn update of that item.

    A cancelled update still carries the `evolvedFrom` it was sent with; taking the earlier item back needs a notice
    that says so: words that kill beside its uri, the role of an alternative id, or for the item it evolved from a
    headline or a short text that is a notice.
    """
    if revision.kind != "kill" or revision.of is None:
        return False
    if revision.of in _taken_back(article, headline, text):
        return True
    if any(kind == "kill" for kind, _ in _tags(article, headline)):
        return True
    body = _spaced(text)
    return len(text) <= _NOTICE_LENGTH and (_NOTICE.search(body) is not None or _kill_words(body) is not None)
