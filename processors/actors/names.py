"""Every personal name and abbreviation an article spells out, so that a later short form finds the full one.

Names come from the parsed sentences (listed aliases, entities) and, for sentences that were not parsed, from runs of
capitalised words in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from processors.actors.lexicon import nouns
from processors.story import Story
from processors.truecase import cased_without_meaning
from schemas.event import Part

_PARTICLE = r"(?:al|el|bin|bint|ibn|ben|van|von|der|den|de|del|della|da|dos|di|du|la|le|ould|ter|zu|y|e)"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž](?:[\w’'ʻ-]*\w|\.)?"
_RUN = re.compile(rf"{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}(?:{_PARTICLE}-)?{_CAPITAL})+")
"""Begins with a capital, which the search runs to; a particle before it ("al-Sadr") is looked for behind the hyphen."""
_PARTICLE_BEFORE = re.compile(rf"{_PARTICLE}-\Z")
_LONGEST_PARTICLE = 6
_WORDS = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = r"[A-ZÀ-Þ][\w’'-]*"
_SHORT = re.compile(r" \((?P<short>[A-Z][A-Za-z.]*[A-Z])\)")
_LONG = re.compile(rf"{_WORD}(?: (?:of|for|and|the|on|in|de|du|des|to|against|with|{_WORD}))* {_WORD}\Z")
_OFFICE_TO_COME = re.compile(r"-(?:elect|designate|general)$")
_IS_NO_NAME = re.compile(r"-(?:[Gg]eneral|[a-z]+(?:ed|led|born|run|held|style|era))$")
"""Ends of a rank and of what is said of somebody: "Major-General", "Paris-based"."""
_WITHIN_OFFICE = re.compile(r"(?:\b(?:of|for|and)|,|&) $")
_OFFICE_OF = re.compile(r"\b([\w-]+) (?:of|for)(?: the)? $")
_LONGEST_OFFICE = 40
DOUBLE_PLACES = frozenset(
    ["new", "san", "santa", "saint", "st", "north", "south", "east", "west", "los", "las", "port", "cape", "rio", "el"]
)
"""First words of the names of places that go on."""
ENDS_OF_SENTENCES = (".", "!", "?", '"', "”")
_WITHIN = re.compile(r"(?<=[a-z,;] )[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]*\w")
_SMALL = re.compile(r"(?<![\w-])[a-zà-öø-þ][\w]*")
_LONG_WORDS, _LONG_CHARACTERS = 16, 300
"""How far a long form may reach back from its bracket: the bound keeps the work linear in the text."""


@lru_cache(maxsize=16_384)
def fold_name(name: str) -> str:
    """A name for comparison: no accents, no case, no possessive, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name)) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class FullName:
    """A name of a person as printed at [start, end) of a part; `tokens` are folded."""

    text: str
    start: int
    end: int
    part: Part
    tokens: tuple[str, ...]


class NameTable:
    """The full names of an article. Short forms are looked up by their folded words."""

    def __init__(self, story: Story) -> None:
        titles = [s for s in story.sentences if is_title(story.sentence_text(s.index))]
        self._names = [
            name
            for part in ("body", "headline")
            for name in _runs(story, part)
            if not any(title.part == part and title.start <= name.start < title.end for title in titles)
        ]
        self._short = dict(_abbreviations(story))
        self._last = {name.tokens[-1] for name in self._names}
        self._body = story.body
        self._fullest: dict[tuple[str, ...], FullName | None] = {}

    def __iter__(self) -> Iterator[FullName]:
        return iter(self._names)

    def fullest(self, short: str) -> FullName | None:
        """The most complete name that the short form belongs to, or None. A surname first, else a family name that
        comes first ("Xi" in "Xi Jinping")."""
        tokens = tuple(fold_name(short).split())
        if not tokens:
            return None
        if tokens not in self._fullest:
            self._fullest[tokens] = self._longest_with(tokens)
        return self._fullest[tokens]

    def ends_a_name(self, word: str) -> bool:
        """True for the surname of somebody whom the article names in full."""
        return fold_name(word) in self._last

    def is_shown(self, word: str) -> bool:
        """True if the article prints the word with a capital inside a sentence too, or as a surname, and nowhere
        without: a capital at the start of a sentence then is the word's own."""
        return (word in self._within or self.ends_a_name(word)) and not self.is_common(word)

    def is_within(self, name: str) -> bool:
        """True if the body prints the name inside a sentence."""
        return re.search(rf"[a-z,] {re.escape(name)}\b", self._body) is not None

    def is_common(self, word: str) -> bool:
        """True if the article prints the word without a capital."""
        return word.lower() in self._small

    @cached_property
    def _within(self) -> frozenset[str]:
        return frozenset(_WITHIN.findall(self._body))

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(_SMALL.findall(self._body))

    def _longest_with(self, tokens: tuple[str, ...]) -> FullName | None:
        by_end = [n for n in self._names if len(n.tokens) > len(tokens) and n.tokens[-len(tokens) :] == tokens]
        by_start = [n for n in self._names if len(n.tokens) > len(tokens) and n.tokens[: len(tokens)] == tokens]
        found = by_end or by_start
        if not found:
            return None
        counts: dict[tuple[str, ...], int] = {}
        for name in found:
            counts[name.tokens] = counts.get(name.tokens, 0) + 1
        return max(found, key=lambda n: (counts[n.tokens], len(n.tokens), -n.start))

    def spelled_out(self, abbreviation: str) -> str | None:
        """The long form that the article gives for an abbreviation ("Interim Authority (IA)"), or None."""
        return self._short.get(abbreviation.replace(".", ""))


def is_title(sentence: str) -> bool:
    """True where a capital says nothing of a name: "Norland Premier Hosts Avarian Envoys"."""
    return not sentence.endswith(ENDS_OF_SENTENCES) and cased_without_meaning(sentence)


def _runs(story: Story, part: Part) -> Iterator[FullName]:
    text = story.part_text(part)
    if not text:
        return
    cuts = {hit.end for hit in story.hits if hit.part == part and hit.supported and hit.alias.actor.kind != "person"}
    lists = nouns()
    titles, offices, strangers, partisans = lists.before_names, lists.office, lists.never_in_names, lists.partisan
    for run in _RUN.finditer(text):
        begin = _with_particle(text, run.start())
        words = [(m.group(), begin + m.start()) for m in _WORDS.finditer(text[begin : run.end()])]
        if len(words) > 3 and all(word.isupper() for word, _ in words):
            continue
        first = 0
        for number, (word, at) in enumerate(words):
            stem, bare, no_name = _read_word(word)
            foreign = no_name or at + len(word) in cuts or at + len(stem) in cuts
            singular = bare.removesuffix("s")
            partisan = number == 0 and singular in partisans and len(words) > 2
            titling = partisan or bare in titles or singular in offices
            if titling or bare in strangers or (foreign and number + 1 < len(words)):
                first = number + 1
        words = words[first:]
        words = words[_words_of_office(text[: words[0][1]], [word for word, _ in words]) if words else 0 :]
        if not 2 <= len(words) <= 6 or _is_body(words[0][0], words[-1][0]):
            continue
        start, last = words[0][1], words[-1]
        end = last[1] + len(_POSSESSIVE.sub("", last[0]))
        name = text[start:end]
        yield FullName(name, start, end, part, tuple(fold_name(name).split()))


@lru_cache(maxsize=16_384)
def _read_word(word: str) -> tuple[str, str, bool]:
    """A word of a run without its possessive; that folded, without "-elect"; whether no name goes on behind it."""
    stem = _POSSESSIVE.sub("", word)
    bare = _OFFICE_TO_COME.sub("", fold_name(stem).strip("."))
    return stem, bare, stem != word or _IS_NO_NAME.search(word) is not None


def _with_particle(text: str, start: int) -> int:
    """Where a run really begins: at its particle ("al-" in "al-Sadr"), if one is joined to it."""
    if not start or text[start - 1] != "-":
        return start
    particle = _PARTICLE_BEFORE.search(text, max(0, start - _LONGEST_PARTICLE), start)
    return particle.start() if particle else start


def _is_body(first: str, last: str) -> bool:
    """ "Senate Republican", "Tallis Administration"."""
    last = _POSSESSIVE.sub("", last).casefold()
    return first.casefold() in nouns().bodies or last in nouns().body or last == "administration"


def _words_of_office(before: str, words: list[str]) -> int:
    """How many words in front belong to the office and not to its holder: "Bergen" in "Archbishop of Bergen Ana Roy",
    "Industry" in "Minister of Trade and Industry Ana Roy"."""
    leading = 0
    while leading < len(words) and words[leading].casefold() in nouns().portfolio:
        leading += 1
    if leading and _WITHIN_OFFICE.search(before):
        return leading
    office = _OFFICE_OF.search(before[-_LONGEST_OFFICE:])
    if office is None or len(words) <= 2 or office[1].casefold() not in nouns().office:
        return 0
    return 2 if words[0].casefold() in DOUBLE_PLACES and len(words) > 3 else 1


def _abbreviations(story: Story) -> Iterator[tuple[str, str]]:
    for text in (story.headline, story.body):
        yield from abbreviations_in(text)


def abbreviations_in(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation that the text gives in brackets behind its long form, without full stops, and that form."""
    for found in _SHORT.finditer(text):
        full = _long_form(text, found.start())
        if full is None:
            continue
        short = found["short"].replace(".", "")
        words = full.split()
        initials = [w for w in words if w[0].isupper()]
        for start in range(len(words)):  # the shortest tail whose initials fit
            tail = words[len(words) - 1 - start :]
            letters = "".join(w[0] for w in tail if w[0].isupper())
            if letters == short.upper():
                yield short, " ".join(tail)
                break
        else:
            if initials and initials[0][0] == short[0].upper() and len(initials) <= len(short) + 2:
                yield short, full


def _long_form(text: str, end: int) -> str | None:
    """The run of capitalised words that ends where the bracket begins, a bounded number of words back."""
    window = text[max(0, end - _LONG_CHARACTERS) : end]
    words = window.rsplit(" ", _LONG_WORDS)
    if len(words) > _LONG_WORDS or end > _LONG_CHARACTERS:
        words = words[1:]  # what lies before the reach, or a word cut in two
    found = _LONG.search(" ".join(words))
    return found[0] if found else None
