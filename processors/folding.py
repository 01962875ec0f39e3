"""Folding: accents, case and typographic variants away, one code point for one, so that offsets never move.

The table is built once from Unicode's own decompositions; letters that do not decompose (đ, ł, ø, ß …) are mapped by
hand to the letter that transliterated copy prints for them.
"""

import unicodedata
from typing import Final

import numpy as np
import numpy.typing as npt

_BY_HAND: Final[dict[str, str]] = {
    **dict(zip("đðøłħŧıŋþßæœəĸ", "ddolhtintsaoek", strict=True)),
    **dict(zip("ĐÐØŁĦŦŊÞẞÆŒƏ", "DDOLHTNTSAOE", strict=True)),
    **dict.fromkeys("‘’‚‛ʼʹ′`´ʻ＇", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("\n\t\r\u00a0\u2028\u2029", " "),
}
_DECOMPOSING: Final = (range(0x80, 0x3000), range(0xFB00, 0xFB07), range(0xFF00, 0xFFF0))
"""Alphabets and full-width forms; CJK and everything above it keeps its code point."""
_ASCII_SPACES: Final = str.maketrans("\n\t\r`", "   '")


def fold(text: str) -> str:
    """`text` without case and accents, of the same length: `fold(text)[a:b]` is the fold of `text[a:b]`."""
    return text.lower().translate(_ASCII_SPACES) if text.isascii() else _look_up(text, _FOLDED)


def fold_accents(text: str) -> str:
    """As `fold`, keeping case."""
    return text.translate(_ASCII_SPACES) if text.isascii() else _look_up(text, _UNACCENTED)


def _look_up(text: str, table: npt.NDArray[np.uint32]) -> str:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return str(table[points].tobytes(), "utf-32-le", "surrogatepass")


def _plain(char: str) -> str:
    by_hand = _BY_HAND.get(char)
    if by_hand is not None:
        return by_hand
    letters = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    return _BY_HAND.get(letters[0], letters[0]) if len(letters) == 1 else char


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def _tables() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    unaccented = np.arange(0x110000, dtype="<u4")
    folded = unaccented.copy()
    points = [*range(0x80), *(point for block in _DECOMPOSING for point in block)]
    for point in {*points, *map(ord, _BY_HAND)}:
        plain = _plain(chr(point))
        unaccented[point] = ord(plain)
        folded[point] = ord(_plain(_lower(plain)))
    return unaccented, folded


_UNACCENTED, _FOLDED = _tables()
