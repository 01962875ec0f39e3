"""Status of a meeting that is the subject of its clause: "the talks collapsed", "with the talks dragging on"."""

from processors.meetings.grammar import is_passive
from processors.meetings.mood import is_yet_to, long_ago, mood, negated
from processors.meetings.presence import accompanies, under_way
from processors.meetings.rules import StatusCue
from processors.meetings.status_adjuncts import Climber
from processors.meetings.status_cues import Cues, Reading
from processors.tokens import Token

_PASSIVE_ONLY = frozenset({"scheduled", "proposed", "cancelled", "postponed", "refused", "denied"})


class Predicates:
    """Reads what is said of a meeting, for one climber."""

    def __init__(self, cues: Cues, climber: Climber) -> None:
        self._cues = cues
        self._climber = climber

    def read(self, verb: Token, reading: Reading, negative: bool) -> None:
        """The meeting is the subject of this verb; `negative` when a negation stands on the meeting itself."""
        none_at_all = negative
        negative = negative or negated(verb)
        if accompanies(verb):
            self._accompanying(verb, reading, negative)
        elif under_way(verb, reading):
            return
        elif self._cues.is_to_end(verb):
            reading.read(f"to-end.{verb.lower_}", "ongoing")
        elif self._is_to(verb, reading, negative):
            self._climber.outer(verb, reading)
        elif (cue := self._cue(verb, reading)) is None and self._may_be(verb, negative):
            reading.read(f"tense.{verb.lower_}", "scheduled")
        # "The talks did not lead to a deal": they took place all the same.
        elif self._said(verb, cue, reading, negative if cue is not None else none_at_all):
            self._climber.outer(verb, reading)
        else:  # "talks are expected to take place"
            self.read(verb.head, reading, negative)

    @staticmethod
    def _may_be(verb: Token, negative: bool) -> bool:
        """ "The visit may strain ties": it is the strain that may be."""
        return verb.lemma_ != "be" and mood(verb, negative) == "possible"

    def _is_to(self, verb: Token, reading: Reading, negative: bool) -> bool:
        """ "The talks are to open on Monday", "a meeting has yet to be arranged"."""
        aim = next((child for child in verb.children if child.dep_ == "xcomp" and child.tag_ in ("VB", "VBN")), None)
        if aim is None or not any(child.lower_ == "to" for child in aim.children):
            return False
        if is_yet_to(aim):
            reading.read("yet-to", "possible")
            return True
        cue = self._cues.find("predicate", aim)
        if verb.lemma_ != "be" or cue is None or cue.status not in ("held", "ongoing"):
            return False
        reading.read("is-to", "not_planned" if negative else "scheduled")
        return True

    def _accompanying(self, verb: Token, reading: Reading, negative: bool) -> None:
        cue = self._cues.find("predicate", verb)
        if cue is not None:
            self._cues.apply(cue, negative, reading)
        elif verb.tag_ == "VBG":
            reading.read(f"with.{verb.lower_}", "ongoing")

    def _cue(self, verb: Token, reading: Reading) -> StatusCue | None:
        """What the verb, or the complement of a copula, says of the meeting."""
        if verb.lemma_ == "be":
            return self._complement(verb, reading)
        cue = self._cues.find("predicate", verb)
        if cue is not None and cue.status in _PASSIVE_ONLY and not is_passive(verb):
            return None
        if verb.lemma_ == "take" and not any(c.lower_ == "place" for c in verb.children):
            return None
        return cue

    def _complement(self, verb: Token, reading: Reading) -> StatusCue | None:
        for child in verb.children:
            if child.dep_ in ("acomp", "attr", "prep", "advmod", "xcomp", "oprd"):
                cue = self._cues.find("predicate", child) or self._cues.find("modifier", child)
                if cue is not None:
                    return cue
                if child.dep_ == "prep" and child.lower_ == "under":
                    reading.read("predicate.under-way", "ongoing")
        predicated = any(child.dep_ in ("acomp", "attr", "oprd") for child in verb.children)
        return None if predicated else self._cues.find("predicate", verb)

    def _said(self, verb: Token, cue: StatusCue | None, reading: Reading, negative: bool) -> bool:
        """Read the verb's cue and tense; False if the verb above decides."""
        tense = mood(verb, negative)
        if cue is None or cue.status == "held":
            if negative and tense in ("refused", "held"):
                tense = "not_planned"
            if tense is None:
                return not _is_complement(verb)
            if tense != "held" or cue is not None or verb.tag_ in ("VBD", "VBN"):
                reading.read(f"tense.{verb.lower_}", tense)
        elif cue.status == "ongoing":
            return self._lasts(verb, cue, reading, negative)
        elif tense == "possible" and cue.status in ("scheduled", "proposed"):
            reading.read(cue.id, "possible")
        else:
            self._cues.apply(cue, negative, reading)
        return True

    def _lasts(self, verb: Token, cue: StatusCue, reading: Reading, negative: bool) -> bool:
        """It begins, continues or is under way, or it will."""
        tense = mood(verb, negative)
        if tense in ("scheduled", "possible", "proposed", "refused"):
            reading.revive()
            reading.read(f"tense.{verb.lower_}", tense)
        elif _is_complement(verb):
            return False
        elif negative:
            reading.read(cue.id + "!", "not_planned")
        elif verb.tag_ in ("VBD", "VBN") and verb.lemma_ != "continue" and long_ago(verb):
            reading.read(cue.id, "held")
        else:
            self._cues.apply(cue, negative, reading)
        return True


def _is_complement(verb: Token) -> bool:
    return verb.tag_ == "VB" and verb.dep_ == "xcomp"
