"""The gate: one pass over folded text for triggers and aliases together, before anything is parsed.

Aho-Corasick reports every pattern at every place; word boundaries, case and the support that an alias needs are
checked on the text afterwards. Parsing is some hundred times dearer than this scan: what the gate keeps out decides
the speed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from processors.companions import Company
from processors.folding import fold, fold_accents
from processors.story import AliasHit, SentenceSpan
from processors.watchlist_index import AliasEntry, CompiledWatchlist
from schemas.event import Part

_OFFICE: Final = re.compile(
    r"\b(?:president|premier|minister|chancellor|secretary|secretary[ -]general|king|queen|emperor|sultan|emir|prince"
    r"|princess|pope|ayatollah|general|gen\.|marshal|colonel|col\.|admiral|commander|senator|sen\.|congressman"
    r"|representative|rep\.|governor|gov\.|mayor|leader|chief|chairman|chairwoman|chair|head|envoy|ambassador|diplomat"
    r"|spokesman|spokeswoman|negotiator|mediator|speaker|mr\.?|mrs\.?|ms\.?|dr\.?|sir|lord|lady|judge|justice"
    r"|attorney[ -]general|vice[ -]president|pm|commissioner|adviser|advisor|deputy|comrade|sheikh|imam|pres\.)"
    r"\s(?:of\s(?:the\s)?)?$"
)
_LONGEST_OFFICE: Final = 28
REACH: Final = 8
"""Sentences back from an event to the last place where a watched actor is named."""


@dataclass(frozen=True, slots=True)
class GateReading:
    """What the gate saw in one article.

    `candidates` are indexes of sentences that hold a trigger; `hits` are sorted by sentence and start, longest first.
    """

    candidates: tuple[int, ...]
    hits: tuple[AliasHit, ...]

    def near_watched(self) -> tuple[int, ...]:
        """The candidates with a watched actor within reach: named in the sentence or in the few before it.

        Whom a pronoun or "the minister" stands for is looked for no further back.
        """
        named = sorted({hit.sentence for hit in self.hits if hit.supported})
        return tuple(
            index
            for index in self.candidates
            if (place := bisect_right(named, index)) and index - named[place - 1] <= REACH
        )


class Gate:
    """Triggers and the aliases of a watchlist, compiled once. Safe to share between threads."""

    def __init__(
        self, triggers: Iterable[str], watchlist: CompiledWatchlist, company: Mapping[str, Company] | None = None
    ) -> None:
        """`company`: what everyday triggers need beside them, by folded form."""
        forms: dict[str, list[AliasEntry]] = {}
        for entry in watchlist.entries:
            forms.setdefault(fold(entry.form), []).append(entry)
        words = sorted({fold(trigger) for trigger in triggers})
        self._company = [(company or {}).get(word) for word in words]
        self._first_alias = len(words)
        self._aliases = [tuple(forms[form]) for form in sorted(forms)]
        self._countries = {actor.id: watchlist.country(actor) for actor in watchlist.actors}
        patterns = [*words, *sorted(forms)]
        self._automaton = AhoCorasick(
            patterns or ["\0"], matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def read(self, headline: str, body: str, sentences: Sequence[SentenceSpan]) -> GateReading:
        """Triggers and aliases in the sentences of a normalised article. Linear in its length; never raises."""
        candidates: set[int] = set()
        found: list[_Found] = []
        parts: tuple[tuple[Part, str], ...] = (("headline", headline), ("body", body))
        for part, text in parts:
            spans = [sentence for sentence in sentences if sentence.part == part]
            if spans:
                self._scan(part, text, spans, candidates, found)
        return GateReading(tuple(sorted(candidates)), self._supported(_outermost(found), headline, body))

    def _scan(
        self, part: Part, text: str, spans: Sequence[SentenceSpan], candidates: set[int], found: list["_Found"]
    ) -> None:
        folded = fold(text)
        last = len(folded)
        starts = [span.start for span in spans]
        capitals: dict[int, bool] = {}
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if (end < last and folded[end].isalnum()) or (start and folded[start - 1].isalnum()):
                continue
            place = bisect_right(starts, start) - 1
            if place < 0 or end > spans[place].end:
                continue
            span = spans[place]
            if pattern < self._first_alias:
                if span.index not in candidates and self._keeps_company(pattern, text, span, start, end):
                    candidates.add(span.index)
                continue
            printed = fold_accents(text[start:end])
            if span.index not in capitals:
                capitals[span.index] = _one_case(text[span.start : span.end])
            for entry in self._aliases[pattern - self._first_alias]:
                if _case_fits(printed, entry, capitals[span.index]):
                    found.append(_Found(span.index, start, end, part, entry))

    def _keeps_company(self, trigger: int, text: str, span: SentenceSpan, start: int, end: int) -> bool:
        needed = self._company[trigger]
        if needed is None:
            return True
        return needed.kept(text[span.start : span.end], start - span.start, end - span.start)

    def _supported(self, found: Sequence["_Found"], headline: str, body: str) -> tuple[AliasHit, ...]:
        """Hits with the question answered whether the article gives an alias what it needs."""
        full_names = {item.entry.actor.id for item in found if _is_full_name(item.entry)}
        countries: dict[str, set[str]] = {}
        for item in found:
            country = self._countries[item.entry.actor.id]
            sure = not item.entry.needs or ("full name" in item.entry.needs and item.entry.actor.id in full_names)
            if country and sure and item.entry.actor.kind in {"state", "government"}:
                countries.setdefault(country, set()).add(item.entry.form)
        hits = []
        for item in found:
            text = headline if item.part == "headline" else body
            supported = not item.entry.needs or any(
                (need == "full name" and item.entry.actor.id in full_names)
                or (need == "country" and self._country_named(item.entry, countries))
                or (need == "office" and _after_office(text, item.start))
                for need in item.entry.needs
            )
            hits.append(AliasHit(item.start, item.end, item.part, item.sentence, item.entry, supported))
        return tuple(hits)

    def _country_named(self, entry: AliasEntry, countries: dict[str, set[str]]) -> bool:
        """True if another form of words names the country: "Georgia" does not support itself."""
        country = self._countries[entry.actor.id]
        return country is not None and bool(countries.get(country, set()) - {entry.form})


@dataclass(frozen=True, slots=True)
class _Found:
    sentence: int
    start: int
    end: int
    part: Part
    entry: AliasEntry


def _outermost(found: list[_Found]) -> list[_Found]:
    """In order, without forms inside a longer one: "Sudan" in "South Sudan"."""
    found.sort(key=lambda item: (item.sentence, item.start, -item.end, item.entry.actor.id, item.entry.form))
    kept: list[_Found] = []
    sentence, reach, begin = -1, 0, 0
    for item in found:
        if item.sentence != sentence:
            sentence, begin, reach = item.sentence, item.start, item.end
        elif item.end <= reach and (item.start, item.end) != (begin, reach):
            continue
        elif item.end > reach:
            begin, reach = item.start, item.end
        kept.append(item)
    return kept


def _is_full_name(entry: AliasEntry) -> bool:
    return entry.source in {"name", "alias"} and (not entry.needs or " " in entry.form)


def _one_case(text: str) -> bool:
    """True if the letters are all capitals or all small, so that case says nothing."""
    return text.isupper() or text.islower()


def _case_fits(printed: str, entry: AliasEntry, one_case: bool) -> bool:
    """Whether an alias may be believed as printed; `printed` is without accents."""
    if one_case:
        return printed.isupper() or not entry.exact_case
    if entry.exact_case:
        return printed == fold_accents(entry.form)
    return not printed.islower() or entry.form.islower()


def _after_office(text: str, start: int) -> bool:
    return _OFFICE.search(fold(text[max(0, start - _LONGEST_OFFICE) : start])) is not None
