"""From a predicate to what its frame finds: verb, noun, ties, a switch, the support of nations."""

import re

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate
from processors.recognition import recognisers as who
from processors.recognition.candidates import candidates_of
from processors.recognition.effects import Reading
from processors.recognition.found import Found
from processors.recognition.lexicon import (
    PredicateRule,
)
from processors.recognition.lists import name_at
from processors.recognition.nouns import noun_frame
from processors.recognition.objects import Recognised
from processors.recognition.recognisers import Recognisers
from processors.recognition.senses import other_sense
from processors.recognition.stance import read_stance
from processors.recognition.ties import count_of_partners, each_other, is_claimant, supported, switched, tied
from processors.recognition.tree import has_child, subjects
from processors.recognition.verbs import verb_frame
from processors.story import Story
from processors.tokens import Token

_TOLD_IN_THE_PAST = re.compile(r"\b(?:said|told)\b")
"""Where others "said", who "recognises" does so all the time; a brief in the present tense reports an act."""


def read_frame(
    rule: PredicateRule, token: Token, story: Story, mentions: SentenceMentions, index: int
) -> list[RecognitionCandidate]:
    if other_sense(token):
        return []
    if rule.frame in ("verb", "role", "position"):
        parts = verb_frame(rule, token, mentions)
    elif rule.frame == "noun":
        parts = noun_frame(rule, token, mentions)
    elif rule.frame == "switch":
        return _switch(rule, token, mentions, index)
    elif rule.frame == "ties":
        parts = _ties(rule, token, mentions)
    else:
        parts = _support(rule, token, story, mentions)
    if parts is not None and parts.reading.value == "now" and _TOLD_IN_THE_PAST.search(story.body):
        parts.reading.becomes("recognises", "the story is told in the past tense")
    return candidates_of(parts, mentions, index) if parts is not None else []


def _ties(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    partners = tied(rule, verb, mentions)
    recognisers = who.of_verb(verb, mentions)
    if not partners and rule.stance == "granted":
        return _of_each_other(rule, verb, mentions)
    if not partners:
        return _counted_ties(rule, verb, mentions)
    if any(is_claimant(head, mentions) for head in recognisers.heads) and not is_claimant(partners[0], mentions):
        partners, recognisers = recognisers.heads, Recognisers(partners)
    if rule.stance == "recognises" and recognisers.count is None:
        return None
    if rule.stance == "withdrawn" and not is_claimant(partners[0], mentions):
        return None  # a quarrel of two states
    if any(name_at(head, mentions) is name_at(partners[0], mentions) for head in recognisers.heads):
        return None
    reading = read_stance(verb, "verb", known_recogniser=False)
    if rule.stance == "withdrawn":
        firm = reading.value in ("past", "now", "bare")
        reading.becomes("withdrawn" if firm else "considers", rule.id)
    return Found(rule, verb, Recognised(partners, "state"), recognisers, reading)


def _counted_ties(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    """ "Taiwan has diplomatic ties with only twelve countries": so many recognise it."""
    sides = [one for one in subjects(verb) if is_claimant(one, mentions)]
    count = count_of_partners(rule, verb)
    if rule.stance != "recognises" or not sides or count is None or has_child(verb, "neg"):
        return None
    return Found(rule, verb, Recognised(sides, "state"), Recognisers(count=count), Reading("recognises", [rule.id]))


def _of_each_other(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    """Both sides recognise each other, unless one of them is a state that others dispute."""
    sides = each_other(rule, verb, mentions)
    if not sides:
        return None
    disputed = [side for side in sides if is_claimant(side, mentions)]
    objects = disputed if len(disputed) == 1 else sides
    others = [side for side in sides if side not in disputed] if len(disputed) == 1 else sides
    reading = read_stance(verb, "verb", known_recogniser=False)
    return Found(rule, verb, Recognised(objects, "state"), Recognisers(others), reading)


def _support(rule: PredicateRule, noun: Token, story: Story, mentions: SentenceMentions) -> Found | None:
    found = supported(noun, mentions, story.body)
    if found is None:
        return None
    subject, count = found
    reading = Reading("recognises", [rule.id])
    return Found(rule, noun, Recognised([subject], "state"), Recognisers(count=count), reading)


def _switch(rule: PredicateRule, verb: Token, mentions: SentenceMentions, index: int) -> list[RecognitionCandidate]:
    """Moving recognition is two events: withdrawn from one, granted to the other."""
    made: list[RecognitionCandidate] = []
    for heads, stance in zip(switched(rule, verb, mentions), ("withdrawn", "granted"), strict=True):
        if heads:
            reading = read_stance(verb, "verb", known_recogniser=False)
            if stance == "withdrawn" and reading.value in ("past", "now", "bare", "intends"):
                reading.becomes("withdrawn", rule.id)
            elif stance == "withdrawn" and reading.value == "refuses":
                reading.becomes("recognises", "does not leave it")
            parts = Found(rule, verb, Recognised(heads, "state"), who.of_verb(verb, mentions), reading)
            made += candidates_of(parts, mentions, index)
    return made
