"""Counted countries: "more than 60", "a hundred and seventeen", "two thirds of UN members", "the 140th country".

Values are whole numbers of countries. A fraction is turned into countries only where the body it is a fraction of has a
known membership (`_MEMBERS`); "half" and "the majority" stay uncounted because writers use them loosely.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType

from processors.tokens import Token
from schemas.event import Count
from schemas.vocabulary import CountQualifier

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = MappingProxyType(
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {"a": 1, "an": 1}
)
_SCALES = MappingProxyType({"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000})
_FRACTIONS = MappingProxyType(
    {"third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifths": 1 / 5, "fifth": 1 / 5}
)
_ORDINALS = MappingProxyType(
    {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100,
    }
)  # fmt: skip
_MEMBERS = MappingProxyType({"un_members": 193, "eu_members": 27})  # memberships as of 2026
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})*\Z|\d+\Z")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)\Z")

# In this order: "no fewer than" must not be read as "fewer than".
_PHRASES: tuple[tuple[CountQualifier, tuple[str, ...]], ...] = (
    ("at_least", ("no fewer than", "no less than", "not fewer than", "not less than", "at least", "a minimum of")),
    ("exact", ("no more than", "not more than")),
    (
        "more_than",
        ("more than", "greater than", "in excess of", "upwards of", "upward of", "well over", "over", "above"),
    ),
    ("less_than", ("fewer than", "less than", "just under", "under", "below", "up to")),
    ("about", ("close to", "an estimated", "about", "around", "some", "nearly", "almost", "roughly", "approximately")),
    ("about", ("circa", "virtually", "practically")),
)
_QUALIFIERS: tuple[tuple[tuple[str, ...], CountQualifier], ...] = tuple(
    (tuple(phrase.split()), qualifier) for qualifier, phrases in _PHRASES for phrase in phrases
)

COUNTED_NOUNS = frozenset(
    [
        "country",
        "state",
        "nation",
        "member",
        "government",
        "capital",
        "parliament",
        "republic",
        "power",
        "neighbour",
        "neighbor",
        "ally",
        "legislature",
        "administration",
        "signatory",
        "party",
    ]
)
_UN = frozenset({"un", "u.n.", "united nations"})
_EU = frozenset({"eu", "e.u.", "european union"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read at tokens [start, end) of a list of words."""

    value: int
    start: int
    end: int


def read_number(words: list[str], start: int) -> Quantity | None:
    """The whole number that begins at `words[start]`, in digits or in words; None when there is none.

    "a" counts as one only before a scale ("a hundred"), and "and" only after one ("a hundred and seventeen").
    """
    word = words[start].lower()
    if _DIGITS.match(word):
        value, end = int(word.replace(",", "")), start + 1
        if end < len(words) and words[end].lower() in _SCALES:
            value, end = value * _SCALES[words[end].lower()], end + 1
        return Quantity(value, start, end)
    total, current, end = 0, 0, start
    while end < len(words):
        parts = [part for part in words[end].lower().split("-") if part]
        after = words[end + 1].lower() if end + 1 < len(words) else ""
        if parts and all(part in _VALUES and part not in ("a", "an") for part in parts):
            current += sum(_VALUES[part] for part in parts)
        elif words[end].lower() in ("a", "an") and after in _SCALES and end == start:
            current = 1
        elif words[end].lower() in _SCALES and end > start:
            current *= _SCALES[words[end].lower()]
            if words[end].lower() == "thousand":
                total, current = total + current, 0
        elif not (
            (words[end].lower() == "and" and _follows_scale(words, start, end) and after.split("-")[0] in _VALUES)
            or (words[end] == "-" and after in _VALUES and words[end - 1].lower() in _TENS)
        ):
            break
        end += 1
    return Quantity(total + current, start, end) if end > start else None


def _follows_scale(words: list[str], start: int, end: int) -> bool:
    return end > start and words[end - 1].lower() in ("hundred", "thousand")


def read_ordinal(word: str) -> int | None:
    """2 for "second" and "2nd"; None when the word is no ordinal."""
    found = _ORDINAL.match(word.lower())
    if found:
        return int(found[1])
    parts = word.lower().split("-")
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _ORDINALS:
        return _VALUES[parts[0]] + _ORDINALS[parts[1]]
    return _ORDINALS.get(word.lower())


def read_count(words: list[str], of: str = "countries") -> Count | None:
    """The count that the words of one noun phrase express, up to and without its head noun.

    `of` says what is counted and gives fractions their whole.
    """
    for start in range(len(words)):
        number = read_number(words, start)
        if number is None:
            continue
        qualifier = _qualifier(words, number)
        rest = words[number.end].lower() if number.end < len(words) else ""
        if rest == "-" and number.end + 1 < len(words):
            rest = words[number.end + 1].lower()
        if rest in _FRACTIONS:
            if of not in _MEMBERS:
                return None
            value = round(number.value * _FRACTIONS[rest] * _MEMBERS[of])
            return Count(value=value, qualifier="about" if qualifier == "exact" else qualifier, of=of)
        return Count(value=number.value, qualifier=qualifier, of=of)
    return None


def _qualifier(words: list[str], number: Quantity) -> CountQualifier:
    before = [word.lower() for word in words[: number.start]]
    after = [word.lower() for word in words[number.end : number.end + 2]]
    if after == ["or", "more"]:
        return "at_least"
    if after == ["or", "so"]:
        return "about"
    for phrase, qualifier in _QUALIFIERS:
        if tuple(before[-len(phrase) :]) == phrase:
            return qualifier
    return "exact"


def counted(head: Token) -> Count | None:
    """The count in the noun phrase whose head is `head` ("more than 60 [countries]", "[30] of them")."""
    words = [token.text for token in head.doc[phrase_start(head) : head.i]]
    of = counted_of(head)
    if head.lower_ in _FRACTIONS:  # "three quarters of UN member states"
        whole = [t for t in head.doc[head.i + 1 : head.right_edge.i + 1] if singular(t) in COUNTED_NOUNS]
        return read_count([*words, head.text], counted_of(whole[-1])) if whole else None
    if head.like_num or head.tag_ == "CD":
        return read_count([*words, head.text], of)
    if singular(head) not in COUNTED_NOUNS:
        return None
    return read_count(words, of)


def singular(noun: Token) -> str:
    """The lemma in lower case, also of capitalised plurals, which the lemmatizer leaves ("Member States")."""
    lemma: str = noun.lemma_.lower()
    if noun.tag_ in ("NNPS", "NNP") and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def phrase_start(head: Token) -> int:
    """Where the counting words of a noun phrase can begin: its left edge, or the qualifier that the parser left out."""
    start = min((child.left_edge.i for child in head.lefts if child.dep_ not in ("punct", "cc")), default=head.i)
    longest = max(len(phrase) for phrase, _ in _QUALIFIERS)
    words = [token.lower_ for token in head.doc[max(0, start - longest) : start]]
    for phrase, _ in _QUALIFIERS:
        if tuple(words[-len(phrase) :]) == phrase:
            return start - len(phrase)
    return start


def counted_of(head: Token) -> str:
    """What the noun phrase counts: `un_members`, `eu_members`, otherwise `countries`."""
    near = " ".join(token.lower_ for token in head.doc[phrase_start(head) : min(head.i + 6, len(head.doc))])
    if "member" in near or singular(head) == "member":
        padded = f" {near} "
        if any(f" {name} " in padded for name in _UN):
            return "un_members"
        if any(f" {name} " in padded for name in _EU):
            return "eu_members"
    return "countries"


def ordinal_count(head: Token) -> Count | None:
    """The count that an ordinal gives: "the 140th country to recognise" means that 140 do.

    None for "first", and for a part of the countries ("the second Arab country", "the third EU member").
    """
    if singular(head) not in COUNTED_NOUNS:
        return None
    modifiers = [child for child in head.lefts if child.dep_ in ("amod", "compound", "nummod", "nmod")]
    values = [value for child in modifiers if (value := read_ordinal(child.text)) is not None]
    rest = [child for child in modifiers if read_ordinal(child.text) is None and child.lower_ != "un"]
    if len(values) != 1 or values[0] < 2 or rest:
        return None
    return Count(value=values[0], of=counted_of(head))
