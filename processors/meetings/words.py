"""The word forms that make a sentence worth parsing, derived from the rules."""

from typing import Final

from processors.meetings.rules import load_meeting_rules

_IRREGULAR: Final = {
    "meet": ["met"],
    "sit": ["sat", "sitting"],
    "speak": ["spoke", "spoken"],
    "shake": ["shook", "shaken"],
    "fly": ["flew", "flown", "flies"],
    "go": ["went", "gone", "goes"],
    "come": ["came", "coming"],
    "leave": ["left"],
    "ring": ["rang", "rung"],
    "confer": ["conferred", "conferring"],
    "travel": ["travelled", "travelling"],
    "get-together": ["get-togethers"],
}


def _forms(lemma: str) -> set[str]:
    forms = {lemma, lemma + "s", *_IRREGULAR.get(lemma, [])}
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms |= {stem + "ed", stem + "ing", lemma + "es"}
    if lemma.endswith("y"):
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    return forms


def _triggers() -> frozenset[str]:
    rules = load_meeting_rules()
    return frozenset(form for lemma in (*rules.nominals, *rules.verbs) for form in _forms(lemma))


MEETING_TRIGGERS: Final[frozenset[str]] = _triggers()
"""Folded, lower-case; a few forms that no one writes are harmless."""
