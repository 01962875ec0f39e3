"""Status cues, and the reading that they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processors.meetings.mood import REPORTS, mood
from processors.meetings.rules import StatusCue
from processors.tokens import Token
from schemas.vocabulary import MeetingStatus

_PLANNED = "status.modifier.planned"
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_OUTCOMES = frozenset({"successful", "fruitful", "productive"})


@dataclass(slots=True)
class Reading:
    """A status and the cues that led to it, in the order in which they were read."""

    status: MeetingStatus | None = None
    cues: list[str] = field(default_factory=list)

    def read(self, cue: str, status: MeetingStatus) -> None:
        """Take a cue from outside what was read before: it fills an open status, or changes what it can change."""
        double = bool(self.cues) and self.cues[-1].startswith("status.governor.rule-out=") and "governor.refuse" in cue
        self.cues.append(f"{cue}={status}")
        if double:  # "refused to rule out"
            self.status = "possible"
            return
        if (
            self.status is None
            or (cue.startswith("status.governor.accept") and self.status == "proposed")
            or self._corrects(cue, status)
        ):
            self.status = status
        elif status == "not_planned" and self.status == "scheduled" and self.cues[0].startswith(_PLANNED):
            self.status = "cancelled"  # "the planned summit will not take place"
        elif status == "denied" and self.status in ("held", "scheduled", "ongoing"):
            self.status = "denied"
        elif (
            status == "possible"
            and self.status in ("scheduled", "held", "ongoing", "proposed")
            and "governor.deny" not in cue
        ) or (status == "possible" and "threaten" in cue and self.status in ("refused", "cancelled", "postponed")):
            self.status = "possible"
        elif status == "refused" and self.status == "proposed" and "governor.refuse" in cue:
            self.status = "refused"
        elif status in ("refused", "cancelled") and self.status in ("scheduled", "possible"):
            self.status = status

    def has_no_plan(self) -> bool:
        """Nothing is planned; whoever says so denies nothing."""
        return any(cue.startswith(("status.governor.plan!", "status.predicate.planned!")) for cue in self.cues)

    def revive(self) -> None:
        """ "The stalled talks will resume": what is said next decides."""
        if self.status == "ended":
            self.status = None

    def _corrects(self, cue: str, status: MeetingStatus) -> bool:
        """ "Recent failed talks" failed; an offer to arrange a meeting is an offer."""
        if status == "ended":
            return self.cues[:-1] == ["status.modifier.past=held"]
        if self.cues[:-1] == ["modifier.to-come=scheduled"]:  # "an invitation to a summit next month"
            return status == "proposed" and ("governor.invite" in cue or "governor.propose" in cue)
        if self.cues[:-1] == ["status.modifier.past=held"] and status == "refused":
            return True
        arranged = self.status == "scheduled" and self.cues[-2].startswith(
            ("status.governor.plan=", "status.governor.accept=")
        )
        return status == "proposed" and "governor.propose" in cue and arranged


class Cues:
    """The cues of all status rules, by construction and lemma."""

    def __init__(self, cues: Mapping[tuple[str, str], list[StatusCue]]) -> None:
        self._cues = cues

    def find(self, construction: str, token: Token) -> StatusCue | None:
        """The cue that this word is in this construction; a particle ("call off") decides between cues of one verb."""
        found = self._cues.get((construction, token.lemma_.lower())) or self._cues.get((construction, token.lower_), [])
        fallback = None
        for cue in found:
            if cue.particle:
                particles = cue.particle.split("|")
                if any(c.lower_ in particles and c.dep_ in ("prt", "advmod", "prep", "advcl") for c in token.children):
                    return cue
            else:
                fallback = fallback or cue
        return fallback

    @staticmethod
    def apply(cue: StatusCue, negative: bool, reading: Reading) -> None:
        """Read a cue, in its negated sense under a negation."""
        status = cue.negated if negative and cue.negated is not None else cue.status
        reading.read(cue.id + ("!" if negative else ""), status)

    def is_to_end(self, verb: Token) -> bool:
        """What will, could or is hoped to end goes on."""
        cue = self.find("light", verb)
        if cue is None or cue.id != "status.light.end":
            return False
        if verb.tag_ in ("VBZ", "VBP"):  # "which ends on Friday"
            return any(c.lower_ == "on" and any(o.lower_ in _WEEKDAYS for o in c.children) for c in verb.children)
        return mood(verb, False) in ("scheduled", "possible", "proposed") or (
            verb.tag_ == "VB" and verb.dep_ in ("xcomp", "acl", "advcl")
        )


def hypothesis(verb: Token, reading: Reading) -> None:
    """May, might and if on a governing verb make what it governs possible ("may agree to meet")."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "mark")}
    if words & {"may", "might", "if", "unless", "whether"} and reading.status is not None:
        if reading.status in ("scheduled", "held", "proposed"):
            reading.read(f"hypothesis.{verb.lower_}", "possible")
        elif words & {"may", "might"} and reading.status in ("cancelled", "refused", "postponed", "ended"):
            reading.status = "possible"
            reading.cues.append(f"hypothesis.{verb.lower_}=possible")
    conditions = [c for c in verb.children if c.dep_ == "advcl" and _is_condition(c)]
    if not conditions:
        return
    told_after = conditions[0].i < verb.i and verb.lemma_.lower() in REPORTS  # "If it holds, Ana said, she will go"
    if (reading.status == "scheduled" and told_after) or (
        reading.status in ("scheduled", "held") and any(c.dep_ == "aux" for c in verb.children)
    ):
        reading.read(f"condition.{conditions[0].lower_}", "possible")


def _is_condition(clause: Token) -> bool:
    """A clause with if or unless; what follows from talks "if successful" is no condition of the talks."""
    return clause.lower_ not in _OUTCOMES and any(m.lower_ in ("if", "unless") for m in clause.children)


def to_come(verb: Token, cues: Cues) -> bool:
    """A present tense with a time to come: "meets this Wednesday", "meet later today"."""
    for child in verb.children:
        if child.dep_ in ("advmod", "npadvmod", "prep") and (
            cues.find("adverb", child) is not None and cues.find("adverb", child).status == "scheduled"  # type: ignore[union-attr]
        ):
            return True
        if child.dep_ == "npadvmod" and any(c.lower_ == "later" for c in child.children):
            return True
        if child.dep_ == "npadvmod" and any(c.lower_ in ("next", "this") for c in child.children):
            return child.lower_ not in ("week", "month", "year") or any(c.lower_ == "next" for c in child.children)
    return False
