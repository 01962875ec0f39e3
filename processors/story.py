"""A story: one article's text with everything the rules look at, and how token positions map to offsets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    # An article may name an actor a thousand times: each question about its names is answered once.
    _printed_forms: dict[tuple[str, frozenset[str]], list[str]] = field(default_factory=dict, init=False)
    _hits_by_sentence: dict[int, list[AliasHit]] | None = field(default=None, init=False)

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
        """The words by which the article calls a listed actor, each once, from aliases of these sources, in order."""
        forms = self._printed_forms.get((actor_id, sources))
        if forms is None:
            own = (hit for hit in self.hits if hit.alias.actor.id == actor_id and hit.supported)
            printed = (self.part_text(hit.part)[hit.start : hit.end] for hit in own if hit.alias.source in sources)
            forms = self._printed_forms[actor_id, sources] = list(dict.fromkeys(printed))
        return forms

    def hits_in(self, index: int) -> Sequence[AliasHit]:
        """The hits of one sentence, in order."""
        if self._hits_by_sentence is None:
            self._hits_by_sentence = defaultdict(list)
            for hit in self.hits:
                self._hits_by_sentence[hit.sentence].append(hit)
        return self._hits_by_sentence.get(index, ())
