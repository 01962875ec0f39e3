"""The actors that a sentence mentions: names, demonyms, seats, role phrases and pronouns, as token ranges.

Names come from `processors.actors.name_mentions`, role phrases from `processors.actors.role_mentions`.
"""

from dataclasses import replace

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, MentionKind, SentenceMentions
from processors.actors.name_mentions import named
from processors.actors.names import NameTable
from processors.actors.role_mentions import role_phrases
from processors.story import Story
from processors.tokens import Doc

__all__ = ["Mention", "MentionKind", "SentenceMentions", "find_mentions"]


def find_mentions(story: Story, index: int, full_names: NameTable | None = None) -> SentenceMentions:
    """The mentions of a parsed sentence; `full_names` are the article's, where they have been read already.

    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[index]
    names = _outside_dateline(story, index, named(story, index, doc, full_names or NameTable(story)))
    roles = role_phrases(doc, names)
    pronouns = [
        Mention(t.i, t.i + 1, t.i, "pronoun")
        for t in doc
        if t.lower_ in nouns().pronoun and t.pos_ in {"PRON", "DET"} and t.dep_ != "preconj"
    ]
    everything = [replace(m, nested=_is_nested(doc, m, roles)) for m in names] + roles + pronouns
    everything.sort(key=lambda m: (m.start, -m.end, m.head))
    return SentenceMentions(index, tuple(everything))


def _outside_dateline(story: Story, index: int, names: list[Mention]) -> list[Mention]:
    """Without "MOSCOW" in "MOSCOW, March 2 -": a dateline takes part in nothing."""
    line, sentence, doc = story.dateline, story.sentences[index], story.docs[index]
    if line is None or sentence.part != "body":
        return names
    return [m for m in names if not line.start <= sentence.start + doc[m.start].idx < line.end]


def _is_nested(doc: Doc, mention: Mention, roles: list[Mention]) -> bool:
    if any(role.start <= mention.start and mention.end <= role.end and mention.head != role.head for role in roles):
        return True
    token = doc[mention.head]
    modifies = token.dep_ in {"amod", "compound", "nmod"} and token.head.i >= mention.end
    return modifies and mention.kind in {"people", "place"}
