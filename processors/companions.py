"""Company that everyday trigger words must keep before their sentence is worth parsing.

"Came", "called" and "process" stand in every tenth sentence and report an event in one of a hundred. What must be at
hand is data (`processors/rules/gate/companions.yaml`); for nouns that count only with a qualifier ("peace process") it
follows from the rules for meetings. A test over whole articles holds that the gate loses nothing.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec

from processors.actors.lexicon import nouns
from processors.folding import fold
from processors.meetings.rules import load_meeting_rules
from processors.rule_files import Rule, load_family
from schemas.errors import Invalid

_DAY_OR_MONTH: Final = (
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October"
    "|November|December"
)
_NAME: Final = rf"[\"'“”‘’(\[]?(?!(?:I|{_DAY_OR_MONTH})\b)[A-ZÀ-ÖØ-ÞĀŁŚŠŽĆČĐŞİ]"
_PRONOUN: Final = r"(?:him|her|them|me|us|you|each other|one another|someone|anyone|whom|who)\b"


class CompanionRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Patterns over the printed text round one of `words`; any one that is given and matches is company enough."""

    words: list[str]
    after: str = ""
    before: str = ""
    anywhere: str = ""
    unless: str = ""


class Company(msgspec.Struct, frozen=True):
    """What one word needs, compiled."""

    after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    anywhere: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def kept(self, sentence: str, start: int, end: int) -> bool:
        """Whether the word at [start, end) of a sentence keeps the company it needs."""
        if self.unless and self.unless.search(sentence[:start]):
            return False
        return bool(
            (self.after and self.after.search(sentence[end:]))
            or (self.before and self.before.search(sentence[:start]))
            or (self.anywhere and self.anywhere.search(sentence))
        )


_PLACEHOLDERS: Final = {
    "SOON": r"(?:[^\s.;]+\s){0,5}?",
    "NEXT": r"(?:[^\s.;]+\s){0,3}?",
    "NEAR": r"(?:(?!(?:in|from|of|for|at|on|to|with|as|about|over|that|by)\s)[^\s.;,]+\s){0,5}?",
    "AUDIENCE": r"(?:\w+\s){0,2}?(?:reporter|journalist|press|media|crowd|supporter|audience|nation)s?\b",
}
_TELLS: Final = (
    "tell|told|ask|urg|warn|inform|assur|press|thank|congratulat|brief|remind|promis|accus|encourag|invit|offer|hand"
)
_PARTNER: Final = Company(
    after=re.compile(
        r"\b(?:with|between|among|amongst|alongside|including|involving|involv\w+|includ\w+|against|br(?:ing|ought)\w*)\b"
        r"|^(?:\s[^\s.;,]+){0,2}?\s(?:of|by|from|for|to)\b"
    ),
    before=re.compile(
        rf"\b(?:with|between|among|their|(?:{_TELLS})\w*)\b|{_NAME}\S*(?:[-–/]|\s(?:and|&)\s)(?:{_NAME}|[a-z])"
    ),
)


@cache
def companions() -> Mapping[str, Company]:
    """Folded trigger form -> the company it needs; a form that is not there needs none.

    Raises Invalid (rules.invalid) when a pattern does not compile.
    """
    family = load_family(CompanionRule, "gate", "companions")
    needed = _nouns()
    for rule in family.rules if family.enabled else ():
        try:
            company = Company(*map(_compiled, (rule.after, rule.before, rule.anywhere, rule.unless)))
        except re.error as error:
            raise Invalid("rules.invalid", f"gate/companions.yaml: {rule.id}: {error}") from error
        needed.update((fold(word), company) for word in rule.words)
    return needed


def _compiled(pattern: str) -> re.Pattern[str] | None:
    if not pattern:
        return None
    for name, words in _PLACEHOLDERS.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    for name, words in (("NAME", _NAME), ("PERSON", _person())):
        pattern = pattern.replace(f"{{{name}}}", words)
    return re.compile(pattern)


@cache
def _person() -> str:
    lists = nouns()
    words = "|".join(sorted(re.escape(word) for word in lists.office | lists.group | lists.people))
    return rf"(?:{_NAME}|{_PRONOUN}|(?i:(?:[\w’'-]+-)?(?:{words})s?\b))"


def _nouns() -> dict[str, Company]:
    """Nouns that count only with a qualifier ("peace process"), with a partner, or in the plural ("contacts")."""
    needed: dict[str, Company] = {}
    rules = load_meeting_rules()
    for lemma, readings in rules.nominals.items():
        forms = {lemma, f"{lemma}s", f"{lemma}es", f"{lemma[:-1]}ies" if lemma.endswith("y") else lemma}
        if all(reading.needs == "qualifier" for reading in readings):
            words = sorted({re.escape(word) for reading in readings for word in reading.qualifiers})
            company = Company(before=re.compile(rf"(?i)\b(?:{'|'.join(words)})\b[^.;]{{0,60}}$"))
            needed.update((fold(form), company) for form in forms)
        elif all(reading.needs == "partner" for reading in readings):
            needed.update((fold(form), _PARTNER) for form in forms)
        if all(reading.plural for reading in readings) and lemma not in rules.verbs and not lemma.endswith("s"):
            needed[fold(lemma)] = Company()
    return needed
