"""A story: one article's text with everything the rules look at, and how token positions map to offsets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from processors.tokens import Doc, Span, Token
from processors.watchlist_index import AliasEntry
from processors.wire_text import Dateline
from schemas.event import Part, Sentence


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence at [start, end) of its part; `index` counts through the article, headline sentences first."""

    index: int
    start: int
    end: int
    part: Part
    paragraph: int


@dataclass(frozen=True, slots=True)
class AliasHit:
    """An alias of a listed actor at [start, end) of a part, and whether the article gives it the support it needs."""

    start: int
    end: int
    part: Part
    sentence: int
    alias: AliasEntry
    supported: bool


@dataclass(slots=True)
class Story:
    """One article as the rules see it. `docs` holds the parsed sentences by index (candidates and their neighbours).

    Docs live only inside the parser's memory zone: nothing that outlives the batch may keep a Token, Span or Doc.
    """

    uri: str
    headline: str
    body: str
    version_created: datetime
    dateline: Dateline | None
    sentences: tuple[SentenceSpan, ...]
    hits: tuple[AliasHit, ...]
    candidates: tuple[int, ...] = ()
    docs: Mapping[int, Doc] = field(default_factory=dict)

    def part_text(self, part: Part) -> str:
        return self.headline if part == "headline" else self.body

    def sentence_text(self, index: int) -> str:
        sentence = self.sentences[index]
        return self.part_text(sentence.part)[sentence.start : sentence.end]

    def evidence(self, index: int) -> Sentence:
        sentence = self.sentences[index]
        return Sentence(text=self.sentence_text(index), start=sentence.start, end=sentence.end, part=sentence.part)

    def offsets(self, index: int, tokens: Span | Token) -> tuple[int, int]:
        """Code point range, in the sentence's part, of a token or span of that sentence's Doc."""
        base = self.sentences[index].start
        if isinstance(tokens, Token):
            return base + tokens.idx, base + tokens.idx + len(tokens.text)
        return base + tokens.start_char, base + tokens.end_char

    def printed_forms(self, actor_id: str, sources: frozenset[str]) -> list[str]:
        """The words by which the article calls a listed actor, from aliases of these sources, in order of its hits."""
        own = (hit for hit in self.hits if hit.alias.actor.id == actor_id and hit.supported)
        return [self.part_text(hit.part)[hit.start : hit.end] for hit in own if hit.alias.source in sources]

    def hits_in(self, index: int) -> Iterator[AliasHit]:
        return (hit for hit in self.hits if hit.sentence == index)
