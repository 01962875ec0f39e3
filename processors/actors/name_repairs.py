"""Names cut anew where the words around them tell what they are, whatever the model makes of them: a run of capitals
behind a title is a person, the words of a portfolio are no body, a nickname in quotation marks is part of its name.

Listed names are never cut, but for the two in the name of a body of two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, MentionKind
from processors.actors.name_runs import HYPHENS, ends_no_name, is_capital, is_office, is_titling, run
from processors.actors.names import DOUBLE_PLACES, is_title
from processors.cities import country_of_city
from processors.tokens import Doc

_QUOTES: Final = frozenset("\"'“”‘’`")
_NICKNAME_WORDS: Final = 3
_BODY_WORDS: Final = 14
"""Words of the longest name of a ministry or authority."""
_NAME_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a sentence while they are cut anew."""

    doc: Doc
    found: tuple[Mention, ...]

    def at(self, token: int) -> Mention | None:
        return next((m for m in self.found if m.start <= token < m.end), None)

    def over(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.found if m.start < end and start < m.end]

    def put(self, start: int, end: int, kind: MentionKind) -> "_Names":
        """With one name at tokens [start, end) in place of all that it touches."""
        touched = self.over(start, end)
        hit = next((m.hit for m in touched if m.hit is not None and m.end == end), None)
        kept = [m for m in self.found if m not in touched]
        named = Mention(start, end, self.doc[start:end].root.i, kind, hit)
        return _Names(self.doc, (*kept, named))

    def without(self, is_none: Callable[[Mention], bool]) -> "_Names":
        return _Names(self.doc, tuple(m for m in self.found if m.hit is not None or not is_none(m)))


def repaired(doc: Doc, found: list[Mention]) -> list[Mention]:
    """The names of a sentence, cut where titles, offices and quotation marks say."""
    if is_title(doc.text):
        return found
    names = _Names(doc, tuple(found))
    for repair in (_nicknames, _bodies_with_commas, _bodies_of_two, _portfolios, _sees, _titled, _partisans):
        names = repair(names)
    return list(names.found)


def _nicknames(names: _Names) -> _Names:
    """Ivor "the Bear" Tallis."""
    doc = names.doc
    for first in doc[:-3]:
        mark = doc[first.i + 1]
        if mark.text not in _QUOTES or not is_capital(first) or first.lower_ in nouns().before_names:
            continue
        close = next((t for t in doc[mark.i + 2 : mark.i + 2 + _NICKNAME_WORDS] if t.text in _QUOTES), None)
        if close is None or close.i + 1 >= len(doc) or not is_capital(doc[close.i + 1]):
            continue
        if any(t.is_punct for t in doc[mark.i + 1 : close.i]) or close.nbor().lower_ in nouns().never_in_names:
            continue
        before, after = names.at(first.i), names.at(close.i + 1)
        start = min(before.start if before is not None and before.hit is None else first.i, first.i)
        end = max(after.end if after is not None else close.i + 2, close.i + 2)
        if all(m.hit is None for m in names.over(start, end)):
            names = names.put(start, end, "person")
    return names


def _bodies_with_commas(names: _Names) -> _Names:
    """ "Head of Norway's Heritage, Crafts and Tourism Organization": one body."""
    doc = names.doc
    for office in doc:
        if not is_office(office) or office.i + 2 >= len(doc) or office.nbor().lower_ not in {"of", "for"}:
            continue
        start = office.i + 2
        while start < len(doc) and (doc[start].lower_ == "the" or (names.at(start) and _is_owner(names, start))):
            owner = names.at(start)
            start = owner.end + 1 if owner is not None else start + 1
        end = _end_of_body(doc, start)
        if end is not None and all(m.hit is None and m.end <= end for m in names.over(start, end)):
            names = names.put(start, end, "organisation")
    return names


def _bodies_of_two(names: _Names) -> _Names:
    """ "The Norwegian–Danish Council": one body, not two countries."""
    doc = names.doc
    for body in doc[3:]:
        if not is_capital(body) or body.lemma_.lower() not in nouns().bodies or body.tag_ == "NNPS":
            continue
        second, first = names.at(body.i - 1), names.at(body.i - 3)
        pair = doc[body.i - 2].text in HYPHENS and first is not None and second is not None and first != second
        if pair and first is not None and {first.kind, second.kind if second else ""} <= {"people", "place"}:
            kept = tuple(m for m in names.found if m not in (first, second, names.at(body.i)))
            names = _Names(doc, (*kept, Mention(first.start, body.i + 1, body.i, "organisation")))
    return names


def _is_owner(names: _Names, at: int) -> bool:
    owner, doc = names.at(at), names.doc
    return owner is not None and owner.start == at and owner.end < len(doc) and doc[owner.end].tag_ == "POS"


def _end_of_body(doc: Doc, start: int) -> int | None:
    """Where a name with "and" or a comma in it ends, at the noun that says what body it is."""
    joined = False
    for token in doc[start : start + _BODY_WORDS]:
        if joined and is_capital(token) and doc[token.i - 1].lower_ != "," and token.lemma_.lower() in nouns().body:
            return token.i + 1
        if token.lower_ in {",", "and", "&"}:
            joined = True
        elif not is_capital(token) and token.lower_ not in {"of", "for", "the", "on"}:
            return None
    return None


def _portfolios(names: _Names) -> _Names:
    """Without "Defense" in "Defense Minister" and "State" in "Secretary of State"."""
    return names.without(lambda mention: is_portfolio(names.doc, mention.start, mention.end))


def is_portfolio(doc: Doc, start: int, end: int) -> bool:
    """True if the words say of what somebody is minister or secretary."""
    words = [t for t in doc[start:end] if t.lower_ not in {",", "and", "&", "for", "of", "the"}]
    affairs = bool(words) and words[-1].text == "Affairs"  # "for Western Hemisphere Affairs"
    if not words or not (affairs or all(t.lower_ in nouns().portfolio for t in words)):
        return False
    if end < len(doc) and (is_office(doc[end]) or doc[end].lemma_.lower() in {"ministry", "department"}):
        return True
    before = start - 1
    while before > 0 and (
        doc[before].lower_ in {"of", "for", "the", "and", ",", "&"}
        or doc[before].lower_ in nouns().portfolio
        or (affairs and is_capital(doc[before]) and not is_office(doc[before]))
    ):
        before -= 1
    return 0 <= before < start - 1 and is_office(doc[before])


def _sees(names: _Names) -> _Names:
    """The name behind the see or the portfolio of an office: "Archbishop of Bergen Ivor Tallis"."""
    doc = names.doc
    for office in doc[:-3]:
        if not is_office(office) or office.nbor().lower_ not in {"of", "for"}:
            continue
        start = office.i + 2
        last = start
        while last < len(doc) and doc[last].lower_ in nouns().portfolio | {"and", ",", "&", "for", "of", "the"}:
            last += 1
        joined = names.at(last - 1) if last > start else names.at(start)
        if last == start:
            whole = names.at(start)
            if whole is None or whole.hit is not None or whole.kind != "person" or whole.start != start:
                continue
            double = doc[start].lower_ in DOUBLE_PLACES or country_of_city(doc[start : start + 2].text) is not None
            last = start + 2 if double else start + 1
            if whole.end - last >= 2:
                names = names.put(last, whole.end, "person").put(start, last, "place")
        elif joined is not None and joined.hit is None and joined.kind == "person" and joined.end - last >= 1:
            names = names.put(last, joined.end, "person")
    return names


def _titled(names: _Names) -> _Names:
    """The run of capitals behind a title or an office is a person, two words or more."""
    doc = names.doc
    for title in doc[:-2]:
        if not is_titling(title):
            continue
        start, end = run(doc, _behind_country(names, title.i + 1))
        if doc[title.i + 1].text == ",":
            start, end = _in_apposition(names, title.i + 2)
        touched = names.over(start, end)
        least = 1 if title.lower_.strip(".") in nouns().before_one_name and touched else 2
        if not least <= end - start <= 2 * _NAME_WORDS or ends_no_name(doc[end - 1]):
            continue
        if any(m.hit is not None and (m.kind != "person" or m.end > end or m.start < start) for m in touched):
            continue
        if any(m.kind == "person" and m.start <= start and end <= m.end for m in touched):
            continue
        if any(m.end > end for m in touched):
            continue
        names = names.put(start, end, "person")
    return _Names(doc, tuple(m for m in names.found if not _is_bare_title(names, m)))


def _partisans(names: _Names) -> _Names:
    """Without "Democrat" in "Democrat Orla Whitby", nor in "Democrat Senator Orla Whitby"."""
    doc = names.doc
    for word in doc[:-2]:
        if not is_capital(word) or word.lower_.removesuffix("s") not in nouns().partisan:
            continue
        at = word.i + 1
        while at + 1 < len(doc) and is_titling(doc[at]):
            at += 1
        named = names.at(at)
        if named is None or named.kind != "person":
            continue
        if named.start == word.i and named.end - at > 1:
            names = names.put(at, named.end, "person")
        elif named.start == at:
            alone = names.at(word.i)
            if alone is not None and alone.end - alone.start == 1:
                names = names.without(partial(eq, alone))
    return names


def _behind_country(names: _Names, at: int) -> int:
    """Where a name can begin behind an office: behind its country, if that is there ("president of Norway")."""
    doc = names.doc
    if doc[at].lower_ not in {"of", "to", "for"}:
        return at
    country = names.at(at + 2 if doc[at + 1].lower_ == "the" and at + 2 < len(doc) else at + 1)
    listed = country is not None and country.hit is not None and country.kind in {"place", "organisation"}
    return country.end if listed and country is not None and country.end < len(doc) else at


def _in_apposition(names: _Names, start: int) -> tuple[int, int]:
    """ "The ambassador, Ivor Tallis, said": two words that the model takes for a body."""
    first, end = run(names.doc, start)
    body = names.at(first) if first == start else None
    misread = body is not None and body.kind == "organisation" and (body.start, body.end) == (start, end)
    return (start, end) if misread and end - start == 2 else (start, start)


def _is_bare_title(names: _Names, mention: Mention) -> bool:
    """ "Sheikh" before a name, whom the model or a listed surname takes for somebody."""
    if mention.kind != "person" or (mention.hit is not None and mention.hit.alias.source != "surname"):
        return False
    behind = names.at(mention.end)
    titles = all(is_titling(t) for t in names.doc[mention.start : mention.end])
    return titles and behind is not None and behind.kind == "person"
