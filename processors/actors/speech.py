"""Quotations, and who speaks in them: what "I" means."""

import re
from bisect import bisect_right
from functools import cache

import msgspec

from processors.rule_files import load_lists
from processors.story import Story
from processors.tokens import Doc, Token
from schemas.event import Part

_OPEN, _CLOSE, _STRAIGHT = "“„«", "”»", '"'
_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}]")


class ReportingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lemmas of `processors/rules/attribution/reporting.yaml`; the lists are explained there."""

    say: frozenset[str]
    speak: frozenset[str]
    suppose: frozenset[str]
    will: frozenset[str]
    cite: frozenset[str]
    noun: frozenset[str]
    make: frozenset[str]
    object_to: frozenset[str]
    document: frozenset[str]
    medium: frozenset[str]
    adverb: frozenset[str]
    present: frozenset[str]
    after: frozenset[str]
    press: frozenset[str]
    unnamed: frozenset[str]
    some: frozenset[str]
    medium_kind: frozenset[str]


@cache
def reporting() -> ReportingWords:
    """The lists, read once. Raises Invalid (rules.invalid) when the shipped file is damaged."""
    return load_lists(ReportingWords, "attribution", "reporting")


class Quotations:
    """Which characters of a story stand inside double quotation marks. A quotation ends with its paragraph at the
    latest, since agencies open the mark anew in each; one that is never closed counts only if it opens a paragraph."""

    def __init__(self, story: Story) -> None:
        parts: tuple[Part, ...] = ("headline", "body")
        self._spans = {part: _quoted(story.part_text(part)) for part in parts}
        self._story = story

    def holds(self, index: int, token: Token) -> bool:
        """True if the token of sentence `index` is quoted."""
        start, _ = self._story.offsets(index, token)
        spans = self._spans[self._story.sentences[index].part]
        before = bisect_right(spans, start, key=lambda span: span[0])
        return before > 0 and start < spans[before - 1][1]


def _quoted(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        opened: int | None = None
        for mark in _MARK.finditer(text, paragraph.start(), paragraph.end()):
            position, char = mark.start(), mark.group()
            if opened is None and (char in _OPEN or char == _STRAIGHT):
                opened = position
            elif opened is not None and (char in _CLOSE or char == _STRAIGHT):
                spans.append((opened, position))
                opened = None
        if opened == paragraph.start():  # a long quotation opens every paragraph and closes only the last
            spans.append((opened, paragraph.end()))
    return spans


def speaker_subject(doc: Doc) -> Token | None:
    """The subject of the sentence's outermost reporting verb: whoever speaks in its quotations."""
    verbs = [t for t in doc if is_reporting(t)]
    for verb in sorted(verbs, key=lambda t: (sum(1 for _ in t.ancestors), t.i)):
        subject = subject_of(verb)
        if subject is not None:
            return subject
    return None


def is_reporting(token: Token, *, thought: bool = False) -> bool:
    """True for a reporting verb, also where the tagger takes "X announces that" for a noun; with `thought`, for
    "believes" and the like too."""
    words = reporting().say | reporting().suppose if thought else reporting().say
    if token.pos_ in {"VERB", "AUX"}:
        ruled_out = token.lemma_ == "rule" and any(c.dep_ == "prt" for c in token.children)
        return token.lemma_.lower() in words or ruled_out
    misread = token.pos_ == "NOUN" and token.dep_ == "ROOT" and token.i > 0
    if not misread or token.lemma_.lower() not in words:
        return False
    before, after = token.doc[token.i - 1], token.doc[token.i + 1 : token.i + 2].text.lower()
    return after == "that" or (before.pos_ == "PROPN" and token.tag_ == "NNS")


def _after_heading(subjects: list[Token]) -> Token | None:
    """The first subject; the last, where a colon shows the first to be a heading ("Norland talks: The envoy said")."""
    if len(subjects) < 2:
        return subjects[0] if subjects else None
    between = subjects[0].doc[subjects[0].i : subjects[-1].i]
    return subjects[-1] if any(t.text == ":" for t in between) else subjects[0]


def _before_gerund(gerund: Token) -> Token | None:
    """Norland in "despite Norland keeping ties", which the parser hangs on the preposition."""
    return next((c for c in gerund.head.children if c.dep_ == "pobj" and c.i < gerund.i), None)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or that of the verb it is coordinated with or depends on ("said ... and added")."""
    if verb.pos_ == "NOUN":
        return verb.doc[verb.i - 1]
    token = verb
    for _ in range(3):
        subject = _after_heading([c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}])
        if subject is None and token.dep_ == "ROOT":  # "media reports that": read as one noun
            subject = next((c for c in token.lefts if c.dep_ == "compound" and c.i == token.i - 1), None)
        if subject is not None:
            return subject
        if token.dep_ == "pcomp" and (doer := _before_gerund(token)) is not None:
            return doer
        agent = next((c for c in token.children if c.dep_ == "agent"), None)
        if agent is not None and token.tag_ == "VBN":
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        if token.dep_ not in {"conj", "xcomp", "advcl"}:
            return None
        token = token.head
    return None
