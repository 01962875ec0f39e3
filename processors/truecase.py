"""Capitals that mean nothing undone: headlines in capitals, or With Every Word Capitalised, as running text.

Tagger and parser were trained on running text. The article's own body shows how its words are written; what it does
not show is capitalised, unless it is a common word. One code point for one, so that offsets hold.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ABBREVIATION: Final = re.compile(r"(?:[^\W\d_]\.){2,}")
_COMMON_WORDS: Final = (
    "a an the and or but nor so yet if as at by for from in into of off on onto out over per than that to up upon"
    " via with within without about above across after against along amid among around before behind below beneath"
    " beside between beyond despite down during except inside like near outside past since through throughout till"
    " toward towards under until while when where who whom whose which why how what is are was were be been being"
    " am has have had do does did will would shall should can could may might must not no he she it they we you i"
    " his her its their our your him them us me this these those there here all any both each few more most other"
    " some such only own same then too very just also still again once first last new old big top key says say"
    " said tells told call calls called vow vows urge urges seek seeks plan plans set ready due wants want warn"
    " warns deny denies denied reject rejects accuse accuses back backs hail hails slam slams open opens close"
    " closes start starts begin begins end ends hit hits face faces make makes take takes give gives get gets go"
    " goes come comes see sees show shows hold holds held leader leaders president minister ministers talks talk"
    " meeting meetings meet meets met visit visits visited summit host hosts hosted welcome welcomes receive"
    " receives received envoy envoys deal peace war crisis border trade recognise recognises recognised recognize"
    " recognizes recognized recognition independence state government ties official officials foreign prime"
    " secretary chief head army police election vote ahead year years day week"
)
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_MIN_WORDS: Final = 3


class WordForms:
    """How an article writes its words within sentences."""

    def __init__(self, text: str, known: Iterable[str] = ()) -> None:
        """`known` are forms of listed actors found in the article, as the watchlist spells them."""
        forms: dict[str, Counter[str]] = {}
        previous_end = 0
        # A teletype's body in capitals shows nothing.
        shown = () if text.isupper() else _WORD.finditer(text)
        for found in shown:
            word = found[0]
            # A word after a stop may owe its capital to its place.
            within = previous_end > 0 and not text[previous_end : found.start()].strip(" ,'’-(")
            previous_end = found.end()
            if within:
                forms.setdefault(word.lower(), Counter())[word] += 1
        self._forms = {lower: min(counts, key=lambda f: (-counts[f], f)) for lower, counts in forms.items()}
        self._known = {word.lower(): word for form in known for word in _WORD.findall(form)}

    def written(self, word: str) -> str:
        """The form of a word in running text; of the same length, always."""
        lower = word.lower()
        form = self._known.get(lower) or self._forms.get(lower)
        if form is None:
            form = lower if lower in _COMMON else word[:1].upper() + lower[1:]
        return form if len(form) == len(word) else word


def cased_without_meaning(text: str) -> bool:
    """True if a headline is all capitals, or capitalises (nearly) every word."""
    words = [word for word in _WORD.findall(text) if len(word) > 3 or word.isupper()]
    if len(words) < _MIN_WORDS:
        return False
    return all(word[0].isupper() for word in words)


def running_text(text: str, forms: WordForms) -> str:
    """The text with capitals only where running text has them. Same length as `text`."""
    kept = {span for found in _ABBREVIATION.finditer(text) for span in range(*found.span())}
    capitals = text.isupper()

    def write(found: re.Match[str]) -> str:
        word = found[0]
        if found.start() in kept or (word.isupper() and not capitals and len(word) > 1):
            return word
        written = forms.written(word)
        return written[:1].upper() + written[1:] if found.start() == 0 and len(written[:1].upper()) == 1 else written

    return _WORD.sub(write, text)
