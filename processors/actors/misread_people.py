"""Persons whom the model takes for a people or a body."""

from collections.abc import Iterator
from dataclasses import replace

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention
from processors.actors.names import NameTable, fold_name
from processors.story import Story
from processors.tokens import Doc


def misread_people(
    story: Story, index: int, doc: Doc, found: list[Mention], full_names: NameTable
) -> Iterator[Mention]:
    """Persons whom the model takes for a people: a run of capitals with the "people" in it, or a surname that the
    article prints in full elsewhere; and a listed surname in the name of somebody else ("Han" in "Han Mi-rae")."""
    sentence = story.sentences[index]
    taken: set[tuple[int, int]] = set()
    for mention in found:
        surname = mention.hit is not None and mention.hit.alias.source == "surname"
        if _is_short_name(doc, mention, full_names):
            yield replace(mention, kind="person")
            continue
        if not surname and (mention.hit is not None or mention.kind != "people"):
            yield mention
            continue
        start, end = (sentence.start + offset for offset in _characters(doc, mention))
        run = next((n for n in full_names if n.part == sentence.part and n.start <= start and end <= n.end), None)
        if run is not None:
            span = doc.char_span(run.start - sentence.start, run.end - sentence.start)
            others = [m for m in found if m is not mention and m.hit]
            clear = span is not None and not any(m.start < span.end and span.start < m.end for m in others)
            if span is not None and clear:
                if (span.start, span.end) not in taken:
                    taken.add((span.start, span.end))
                    yield Mention(span.start, span.end, span.root.i, "person", mention.hit)
                continue
        if surname:
            yield mention
            continue
        single = doc[mention.head].tag_ == "NNP" and full_names.fullest(doc[mention.start : mention.end].text)
        yield replace(mention, kind="person") if single else mention


def _is_short_name(doc: Doc, mention: Mention, full_names: NameTable) -> bool:
    """One word that the model takes for a body, and that ends the name of a person in the article."""
    if mention.hit is not None or mention.kind != "organisation" or mention.end - mention.start > 1:
        return False
    word = doc[mention.start]
    full = None if word.is_upper else full_names.fullest(word.text)
    bodies = nouns().bodies | nouns().not_actor
    return full is not None and full.tokens[-1] == fold_name(word.text) and bodies.isdisjoint(full.tokens)


def _characters(doc: Doc, mention: Mention) -> tuple[int, int]:
    span = doc[mention.start : mention.end]
    return span.start_char, span.end_char
