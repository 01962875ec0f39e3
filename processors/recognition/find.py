"""Finds recognitions in one parsed sentence: a predicate, and its object, recognisers, stance and count."""

from collections.abc import Iterator

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate
from processors.recognition.contrast import contrasted
from processors.recognition.frames import read_frame
from processors.recognition.lexicon import PredicateRule, predicates
from processors.recognition.repeats import repeated
from processors.recognition.tree import has_child
from processors.story import Story
from processors.tokens import Doc, Token


def find_recognitions(story: Story, index: int, mentions: SentenceMentions) -> list[RecognitionCandidate]:
    """The recognitions that a sentence states, in the order of their triggers.

    Needs the sentence's parse in `story.docs`.
    """
    doc = story.docs[index]
    found: list[RecognitionCandidate] = []
    for token in doc:
        for rule in _rules_at(token):
            candidates = read_frame(rule, token, story, mentions, index)
            found += candidates
            if candidates:
                break
    found += repeated(doc, found, mentions, index)
    return _distinct(found + contrasted(doc, found, mentions))


def may_state_recognition(doc: Doc) -> bool:
    """False when no word of a parsed sentence, which may be without entities yet, can be that of a recognition."""
    return any(token.lower_ == "recognition" or next(_rules_at(token), None) is not None for token in doc)


def _rules_at(token: Token) -> Iterator[PredicateRule]:
    rules = predicates().get(token.lemma_.lower(), predicates().get(token.lower_, ()))
    if not rules or _within_switch(token):
        return
    for rule in rules:
        mistagged = rule.frame == "position" and token.pos_ == "ADJ" and has_child(token, "dobj")
        mistagged = mistagged or (rule.frame == "verb" and token.pos_ in ("ADJ", "NOUN", "PROPN"))
        if token.pos_ in rule.pos or mistagged:
            yield rule


def _within_switch(token: Token) -> bool:
    """The recognition that is switched is read with its verb."""
    verb = token.head
    return token.dep_ in ("dobj", "nsubjpass") and any(
        rule.frame == "switch" for rule in predicates().get(verb.lemma_.lower(), ())
    )


def _distinct(found: list[RecognitionCandidate]) -> list[RecognitionCandidate]:
    seen: set[tuple[object, ...]] = set()
    kept: list[RecognitionCandidate] = []
    for candidate in sorted(found, key=lambda c: c.trigger):
        key = (candidate.trigger, candidate.stance, tuple(slot.head for slot in candidate.objects))
        if candidate.objects and key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept
