"""Wire text made clean: NFC, no invisible characters, single spaces, a blank line between paragraphs.

All offsets of an event count in the text that comes out of here. Text that is already clean passes unchanged.
"""

import html
import re
import unicodedata
from typing import Final

_INVISIBLE_ONES: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\U000e0000-\U000e0fff"
)
"""Soft hyphens, zero-width and directional marks, variation selectors, control characters."""
_SURROGATES: Final = "\ud800-\udfff"
_LINE_ENDS: Final = "\r\x0b\x0c\x1c-\x1e\x85\u2028"
_ODD_SPACES: Final = "\t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164\uffa0"
_INVISIBLE: Final = re.compile(f"[{_INVISIBLE_ONES}]")
_SURROGATE: Final = re.compile(f"[{_SURROGATES}]")
_LINE_END: Final = re.compile(f"\r\n|[{_LINE_ENDS}]")
_PARAGRAPH_END: Final = re.compile("\u2029")
_SPACES: Final = re.compile(f"[ {_ODD_SPACES}]+")
_ODD: Final = re.compile(f"  |[{_INVISIBLE_ONES}{_SURROGATES}{_LINE_ENDS}\u2029{_ODD_SPACES}]")
"""What any of these replaces; most texts have none of it."""
_ROUND_LINE_END: Final = re.compile(" ?\n ?")
_BLANK_LINES: Final = re.compile("\n{2,}")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?!amp;|lt;|gt;)[A-Za-z][A-Za-z0-9]{1,30});")
"""Not `&amp;`, `&lt;` and `&gt;`: plain text means them as they stand often enough, and decoding them makes markup."""
_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|font|h[1-6]|ul|ol|li|blockquote|table|tbody|tr|td|th|img|hr|sup|sub|pre)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_BREAKING_TAG: Final = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|tr|hr)\b", re.IGNORECASE)
_CLEAN_ASCII: Final = re.compile(r"[!-~]+(?:(?: |\n|\n\n)[!-~]+)*")


def normalise(text: str) -> str:
    """Clean text. Never raises; lone surrogates become U+FFFD, so that the result always encodes."""
    text = _without_markup(text)
    if text.isascii() and _CLEAN_ASCII.fullmatch(text):
        return text
    odd = _ODD.search(text) is not None
    if odd:
        text = _SURROGATE.sub("\ufffd", text)
        text = _PARAGRAPH_END.sub("\n\n", _LINE_END.sub("\n", text))
        text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _ROUND_LINE_END.sub("\n", _SPACES.sub(" ", text) if odd else text)
    return _BLANK_LINES.sub("\n\n", text).strip("\n ")


def normalise_line(text: str) -> str:
    """As `normalise`, on one line: for headlines."""
    return " ".join(normalise(text).split())


def _without_markup(text: str) -> str:
    """Plain text rid of what a converter left: known tags and character entities."""
    if "<" in text:
        text = _TAG.sub(lambda tag: _gap(tag[0]), text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def _gap(tag: str) -> str:
    if _BREAKING_TAG.match(tag):
        return "\n\n"
    return "\n" if tag[:3].lower() == "<br" else ""
