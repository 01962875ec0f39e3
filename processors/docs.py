"""Parsed sentences of a story: candidates parsed together over many articles, a neighbour when a rule asks for it."""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from processors.parser import Parser
from processors.story import Story
from processors.story_builder import texts_to_parse


class ParsedSentences(Mapping[int, Doc]):
    """Docs by sentence index. Any sentence may be asked for; iterating gives those parsed so far.

    The text of a Doc has the length of its sentence but, where the headline's capitals mean nothing, not its case:
    what is printed stands in the story.
    """

    def __init__(self, story: Story, parser: Parser) -> None:
        self._story = story
        self._parser = parser
        self._docs: dict[int, Doc] = {}

    @staticmethod
    def parse_candidates(stories: Sequence[Story], parser: Parser) -> None:
        """Give each story its parsed candidates; short sentences of many articles share a batch."""
        indexes = [list(story.candidates) for story in stories]
        texts = [text for story, chosen in zip(stories, indexes, strict=True) for text in texts_to_parse(story, chosen)]
        docs = iter(parser.parse(texts))
        for story, chosen in zip(stories, indexes, strict=True):
            parsed = ParsedSentences(story, parser)
            parsed._docs.update((index, next(docs)) for index in chosen)
            story.docs = parsed

    def __getitem__(self, index: int) -> Doc:
        if index not in self._docs:
            if not 0 <= index < len(self._story.sentences):
                raise KeyError(index)
            (self._docs[index],) = self._parser.parse(texts_to_parse(self._story, [index]))
        return self._docs[index]

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and 0 <= index < len(self._story.sentences)

    def __iter__(self) -> Iterator[int]:
        return iter(self._docs)

    def __len__(self) -> int:
        return len(self._docs)
