"""Parsed sentences of a story: candidates parsed together over many articles, a neighbour when a rule asks for it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from processors.parser import Parser
from processors.story import Story
from processors.story_builder import texts_to_parse
from processors.tokens import Doc

_BEFORE: Final = 6
"""Sentences before a candidate in which a pronoun or "the two leaders" may look for whom they mean."""
_AFTER: Final = 6
"""Sentences after a candidate in which the other side may answer."""
_ANSWERS: Final = re.compile(
    r"\b(?:confirm|den(?:y|ie[sd]|ial)|dismiss|refute|contradict|acknowledg|corroborat|comment|silen|mum\b|quiet"
    r"|rul(?:e[sd]?|ing)\s(?:\w+\s)?out\b|exclud|declin|refus)"
    r"|(?:\b(?:no|not|never|without|neither)\b|n['’]t\b).{0,80}\b(?:announc|mention|report|respon[ds]|react|statement|inform)",
    re.IGNORECASE,
)
"""Words without which nobody confirms, denies or keeps silent; a test holds it against the rules for responses."""


@lru_cache(maxsize=4_096)
def may_answer(sentence: str) -> bool:
    """True if somebody may confirm or deny something in the sentence, or keep silent about it."""
    return _ANSWERS.search(sentence) is not None


class NotYetParsed(Exception):
    """A sentence is asked for that can be parsed together with what others ask for."""

    def __init__(self, docs: "ParsedSentences", index: int) -> None:
        super().__init__(f"sentence {index}")
        self.docs = docs
        self.index = index


class ParsedSentences(Mapping[int, Doc]):
    """Docs by sentence index, for the candidates of a story and the sentences that their rules may look at.

    Those are the few before a candidate, those after it in which somebody may answer, and the next one. Which they are
    depends on the article alone; each is parsed when it is first asked for, or, with `in_rounds`, together with what
    the rules ask for in other articles.

    The text of a Doc has the length of its sentence but, where the headline's capitals mean nothing, not its case:
    what is printed stands in the story.
    """

    def __init__(self, story: Story, parser: Parser, *, in_rounds: bool = False) -> None:
        self.story = story
        self._parser = parser
        self._in_rounds = in_rounds
        self._docs: dict[int, Doc] = {}
        self._nameless: dict[int, Doc] = {}

    @staticmethod
    def parse(wanted: Sequence[tuple["ParsedSentences", Sequence[int]]], parser: Parser) -> None:
        """Parse sentences of many articles together, which is two to three times as fast as one by one."""
        ParsedSentences.parse_nameless(wanted, parser)
        found = [
            (parsed, index, parsed._nameless.pop(index))
            for parsed, indexes in wanted
            for index in indexes
            if index in parsed._nameless
        ]
        parser.add_names([doc for _, _, doc in found])
        for parsed, index, doc in found:
            parsed._docs[index] = doc

    @staticmethod
    def parse_nameless(wanted: Sequence[tuple["ParsedSentences", Sequence[int]]], parser: Parser) -> None:
        """As `parse`, without entities: enough to see which sentences are worth more."""
        missing = [
            (parsed, [index for index in indexes if index in parsed and not parsed._has(index)])
            for parsed, indexes in wanted
        ]
        texts = [text for parsed, indexes in missing for text in texts_to_parse(parsed.story, indexes)]
        docs = iter(parser.parse_nameless(texts) if texts else ())
        for parsed, indexes in missing:
            parsed._nameless.update((index, next(docs)) for index in indexes)

    def _has(self, index: int) -> bool:
        return index in self._docs or index in self._nameless

    def nameless(self, index: int) -> Doc:
        """The parse of a sentence, which may be without entities. Raises KeyError when it was not parsed."""
        return self._docs[index] if index in self._docs else self._nameless[index]

    @staticmethod
    def in_rounds(tasks: Sequence[Callable[[], None]], parser: Parser) -> None:
        """Run tasks that read sentences. One that asks for a sentence not yet parsed is begun anew in the next round,
        for which all that was asked for is parsed together: until then it must have changed nothing."""
        while tasks:
            again: list[Callable[[], None]] = []
            asked: dict[int, tuple[ParsedSentences, set[int]]] = {}
            for task in tasks:
                try:
                    task()
                except NotYetParsed as request:
                    asked.setdefault(id(request.docs), (request.docs, set()))[1].add(request.index)
                    again.append(task)
            ParsedSentences.parse([(docs, sorted(indexes)) for docs, indexes in asked.values()], parser)
            tasks = again

    def __getitem__(self, index: int) -> Doc:
        if index not in self._docs:
            if index not in self._within_reach:
                raise KeyError(index)
            if self._in_rounds:
                raise NotYetParsed(self, index)
            ParsedSentences.parse([(self, [index])], self._parser)
        return self._docs[index]

    def __contains__(self, index: object) -> bool:
        return index in self.story.candidates or index in self._within_reach

    @cached_property
    def _within_reach(self) -> frozenset[int]:
        return _within_reach(self.story)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._within_reach))

    def __len__(self) -> int:
        return len(self._within_reach)


def _within_reach(story: Story) -> frozenset[int]:
    reach: set[int] = set()
    for candidate in story.candidates:
        reach.update(range(max(0, candidate - _BEFORE), candidate + 1), answers_to(story, candidate))
        if candidate + 1 < len(story.sentences):
            reach.add(candidate + 1)  # whose words a quotation is, who "he" is where nobody was named before
    return frozenset(reach)


def answers_to(story: Story, candidate: int) -> list[int]:
    """Sentences after a candidate in which somebody may answer what it says."""
    following = range(candidate + 1, min(len(story.sentences), candidate + _AFTER + 1))
    return [index for index in following if may_answer(story.sentence_text(index))]
