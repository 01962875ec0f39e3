"""Text from the wire made safe to look at: control characters are written out instead of obeyed.

A terminal obeys escape sequences, and a browser obeys U+202E (right-to-left override), so that a line can be made to
read as something it does not say.
"""

import re
from typing import Final

# C0 but tab and line feed, DEL, C1; directional embeddings, overrides and isolates (Unicode Standard Annex 9);
# deprecated format characters and tags, which nothing shows; lone surrogates, which UTF-8 cannot carry.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_PICTURES: Final = 0x2400
"""Unicode's block of pictures of the C0 control characters."""


def visible(text: str) -> str:
    """`text` with what would be obeyed written out: U+001B as its picture, U+202E as the words ⟨U+202E⟩."""
    return _UNSEEN.sub(_written_out, text)


def one_line(text: str, limit: int | None = None) -> str:
    """As `visible`, on one line, cut at the last word within `limit` characters."""
    line = " ".join(visible(text).split())
    if limit is None or len(line) <= limit:
        return line
    head, space, _ = line[:limit].rpartition(" ")
    return f"{head if space else line[: limit - 1]}…"


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_PICTURES + code) if code < 0x20 else f"⟨U+{code:04X}⟩"
