"""The shapes of meeting rules and their loading. The rules themselves are in processors/rules/meetings/*.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

from processors.rule_files import Rule, load_rules
from schemas.vocabulary import MeetingFormat, MeetingStatus, ParticipantRole

Construction = Literal["governor", "predicate", "modifier", "preposition", "light", "marker", "adverb"]
FAMILIES = ("nominals", "verbs", "status", "formats", "other_senses")


class Nominal(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A noun that names an encounter; `needs` is what must stand with it, `plural` asks for a plural form,
    `partnered` for the other side besides."""

    format: MeetingFormat
    needs: Literal["", "partner", "qualifier", "call", "destination", "touch"] = ""
    qualifiers: list[str] = msgspec.field(default_factory=list)
    plural: bool = False
    partnered: bool = False
    calls_on: bool = False


class Predicate(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A verb that says that actors meet, and how the other side appears."""

    frames: list[str]
    format: MeetingFormat
    particle: str = ""
    object_word: str = ""
    person: bool = False
    destination: bool = False
    roles: dict[str, ParticipantRole] = msgspec.field(default_factory=dict)


class StatusCue(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word whose scope decides the status, as in ConText; `negated` is its status under a negation."""

    status: MeetingStatus
    negated: MeetingStatus | None = None
    particle: str = ""


class FormatCue(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word near the trigger noun that sets the format, or a flag."""

    of: list[str] = msgspec.field(default_factory=list)
    format: MeetingFormat | None = None
    flag: Literal["", "brief", "bilateral", "closed", "sidelines"] = ""


class OtherSense(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A use of a meeting word that is no meeting of actors. A `soft` one only weighs against it, unless it is to hold
    where no other side is named (`alone`)."""

    words: list[str] = msgspec.field(default_factory=list)
    unless: list[str] = msgspec.field(default_factory=list)
    soft: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """All families, indexed by lemma where they are looked up by lemma."""

    nominals: dict[str, list[Nominal]]
    verbs: dict[str, list[Predicate]]
    cues: dict[tuple[str, str], list[StatusCue]]
    formats: tuple[FormatCue, ...]
    other_senses: tuple[OtherSense, ...]


def load_meeting_rules(off: Iterable[str] = ()) -> MeetingRules:
    """Read every family but those switched `off` ("meetings.verbs"). Raises Invalid (rules.invalid)."""
    nominals: dict[str, list[Nominal]] = {}
    for nominal in load_rules(Nominal, "meetings", ["nominals"], off):
        for lemma in nominal.lemma:
            nominals.setdefault(lemma, []).append(nominal)
    verbs: dict[str, list[Predicate]] = {}
    for verb in load_rules(Predicate, "meetings", ["verbs"], off):
        for lemma in verb.lemma:
            verbs.setdefault(lemma, []).append(verb)
    cues: dict[tuple[str, str], list[StatusCue]] = {}
    for cue in load_rules(StatusCue, "meetings", ["status"], off):
        for lemma in dict.fromkeys(cue.lemma):
            cues.setdefault((cue.construction, lemma), []).append(cue)
    return MeetingRules(
        nominals=nominals,
        verbs=verbs,
        cues=cues,
        formats=load_rules(FormatCue, "meetings", ["formats"], off),
        other_senses=load_rules(OtherSense, "meetings", ["other_senses"], off),
    )
