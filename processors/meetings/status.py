"""The status of a meeting from the words whose syntactic scope covers it.

The words and what they mean are data (rules/meetings/status.yaml), as in ConText (Harkema et al. 2009), but a scope is a
path in the dependency tree instead of a window of words. The path runs from the trigger up to its clause; cues are read
from the inside out.
"""

from dataclasses import dataclass, field

from spacy.tokens import Token

from processors.meetings.grammar import is_passive, is_verb, objects
from processors.meetings.rules import MeetingRules, StatusCue
from schemas.vocabulary import MeetingStatus

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "n’t", "without", "cannot"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
_DUTY = frozenset({"should", "must", "ought"})
_REPORTS = frozenset(
    "say tell report add announce state claim insist note confirm believe reveal disclose explain write acknowledge "
    "admit indicate mean show know think quote tweet declare comment stress argue".split()
)
_DENIERS = frozenset({"say", "tell", "insist", "maintain", "claim", "state"})
_SOFT = frozenset({"held", "scheduled", "ongoing"})


@dataclass(slots=True)
class Reading:
    """A status and the cues that led to it, in the order in which they were read."""

    status: MeetingStatus | None = None
    cues: list[str] = field(default_factory=list)

    def read(self, cue: str, status: MeetingStatus) -> None:
        """Take a cue from outside what was read before: it fills an open status, or changes what it can change."""
        self.cues.append(f"{cue}={status}")
        if self.status is None:
            self.status = status
        elif status == "denied" and self.status in ("held", "scheduled", "ongoing"):
            self.status = "denied"
        elif (
            status == "possible"
            and self.status in ("scheduled", "held", "ongoing", "proposed")
            and "governor.deny" not in cue
        ):
            self.status = "possible"
        elif status in ("refused", "cancelled") and self.status == "scheduled":
            self.status = status


def negated(token: Token) -> bool:
    """A negation of this very word: an adverb of its own, a determiner, or one on its auxiliary."""
    return any(
        (
            child.dep_ == "neg"
            or (child.dep_ in ("det", "advmod", "cc", "preconj", "aux") and child.lower_ in _NEGATIONS)
        )
        and child.lower_ not in ("cc",)
        for child in token.children
    )


class StatusReader:
    """Reads the status of a trigger with one set of rules."""

    def __init__(self, rules: MeetingRules) -> None:
        self._rules = rules

    def read(self, head: Token) -> Reading:
        reading = Reading()
        if is_verb(head):
            self._clause(head, reading, own=True)
        else:
            self._noun(head, reading)
        if reading.status is None:
            reading.status = "held"
        return reading

    def _cue(self, construction: str, token: Token) -> StatusCue | None:
        found = self._rules.cues.get((construction, token.lemma_.lower())) or self._rules.cues.get(
            (construction, token.lower_), []
        )
        fallback = None
        for cue in found:
            if cue.particle:
                particles = cue.particle.split("|")
                if any(c.lower_ in particles and c.dep_ in ("prt", "advmod", "prep", "advcl") for c in token.children):
                    return cue
            else:
                fallback = fallback or cue
        return fallback

    def _apply(self, cue: StatusCue, negative: bool, reading: Reading) -> None:
        status = cue.negated if negative and cue.negated is not None else cue.status
        reading.read(cue.id + ("!" if negative else ""), status)

    # Nouns

    def _noun(self, noun: Token, reading: Reading) -> None:
        negative = negated(noun)
        for child in noun.children:
            if (
                child.dep_ in ("amod", "acl", "compound", "det", "advmod", "relcl", "nmod", "appos")
                and child.i != noun.i
            ):
                cue = self._cue("modifier", child)
                if cue is not None and not (
                    child.lower_ in ("next", "last", "current", "first") and child.dep_ != "amod"
                ):
                    self._apply(cue, False, reading)
                    if reading.status in ("scheduled", "proposed", "held", "ongoing"):
                        continue
                    break
            if (
                child.dep_ in ("acl", "relcl")
                and child.lemma_ in ("hold", "place", "take", "happen")
                and child.dep_ == "acl"
            ):
                if any(c.lower_ == "to" for c in child.children):
                    reading.read("modifier.to-be-held", "scheduled")
        self._climb_noun(noun, reading, negative)

    def _climb_noun(self, noun: Token, reading: Reading, negative: bool, depth: int = 0) -> None:
        head, dep = noun.head, noun.dep_
        if head is noun or depth > 8:
            if negative:
                reading.read("negation", "not_planned")
            return
        if dep in ("nsubj", "nsubjpass") and is_verb(head):
            self._predicate(head, reading, negative)
        elif dep in ("dobj", "dative", "attr", "oprd", "dep") and is_verb(head):
            self._object(head, noun, reading, negative)
        elif dep == "pobj":
            self._preposition(head, noun, reading, negative, depth)
        elif dep in ("conj", "appos", "compound", "nmod", "npadvmod", "amod", "poss", "nummod"):
            if dep == "compound":
                cue = self._cue("governor", head)
                if cue is not None:
                    self._apply(cue, negated(head), reading)
            if is_verb(head):
                self._object(head, noun, reading, negative) if dep == "conj" else self._climb_adjunct(head, reading)
            else:
                self._climb_noun(head, reading, negative or (dep == "conj" and negated(head)), depth + 1)
        elif negative:
            reading.read("negation", "not_planned")

    def _climb_adjunct(self, verb: Token, reading: Reading) -> None:
        """The noun merely stands in the clause: only an outer denial or condition could matter."""

    def _predicate(self, verb: Token, reading: Reading, negative: bool) -> None:
        """The meeting is the subject: what is said of it."""
        negative = negative or negated(verb)
        cue = self._cue("predicate", verb)
        if cue is None and verb.lemma_ == "be":
            for child in verb.children:
                if child.dep_ in ("acomp", "attr", "prep", "advmod", "xcomp", "oprd"):
                    cue = self._cue("predicate", child) or self._cue("modifier", child)
                    if cue is not None:
                        break
                    if child.dep_ == "prep" and child.lower_ == "under":
                        reading.read("predicate.under-way", "ongoing")
        if cue is None or cue.status == "held":
            mood = self._mood(verb, negative)
            if negative and mood in ("refused", "held"):
                mood = "not_planned"
            if mood is not None and (cue is not None or mood not in ("held",)):
                reading.read(f"tense.{verb.lower_}", mood)
            elif mood == "held" and (verb.tag_ in ("VBD", "VBN") or cue is not None):
                reading.read(f"tense.{verb.lower_}", "held")
            elif verb.tag_ == "VB" and verb.dep_ == "xcomp":  # "talks are expected to take place"
                self._predicate(verb.head, reading, negative)
                return
        elif cue.status in ("ongoing",):
            mood = self._mood(verb, negative)
            if mood in ("scheduled", "possible", "proposed", "refused"):
                reading.read(f"tense.{verb.lower_}", mood)
            elif verb.tag_ == "VB" and verb.dep_ == "xcomp":
                self._predicate(verb.head, reading, negative)
                return
            elif negative:
                reading.read(cue.id + "!", "not_planned")
            elif verb.tag_ in ("VBD", "VBN") and verb.lemma_ not in ("continue",) and _long_ago(verb):
                reading.read(cue.id, "held")
            else:
                self._apply(cue, negative, reading)
        else:
            mood = self._mood(verb, negative)
            if mood == "possible" and cue.status in ("scheduled", "proposed"):
                reading.read(cue.id, "possible")
            else:
                self._apply(cue, negative, reading)
        self._outer(verb, reading)

    def _object(self, verb: Token, noun: Token, reading: Reading, negative: bool) -> None:
        """The meeting is the object: a light verb carries it, another verb governs it."""
        light = self._cue("light", verb)
        cue = self._cue("governor", verb)
        if cue is not None and (light is None or cue.particle):
            self._apply(cue, negated(verb) or negative, reading)
            self._hypothesis(verb, reading)
            self._outer(verb, reading)
            return
        self._carried(verb, reading, light, negative)

    def _carried(self, verb: Token, reading: Reading, light: StatusCue | None, negative: bool) -> None:
        mood = self._mood(verb, negative or negated(verb))
        if light is not None and light.status == "ongoing" and mood == "held":
            mood = "held" if verb.tag_ == "VBD" and _long_ago(verb) else "ongoing"
        if (
            mood is None
            and verb.tag_ == "VBG"
            and light is not None
            and light.status == "ongoing"
            and verb.dep_ != "xcomp"
        ):
            mood = "ongoing"
        if mood is not None:
            reading.read(f"tense.{verb.lower_}", mood)
        self._outer(verb, reading, negative)

    def _preposition(self, preposition: Token, noun: Token, reading: Reading, negative: bool, depth: int) -> None:
        governor = preposition.head
        name = preposition.lower_
        if (
            governor.dep_ in ("prep", "advmod", "mark")
            and governor.pos_ in ("ADP", "ADV", "SCONJ")
            and governor.head is not governor
        ):
            cue = self._cue("preposition", governor)
            if cue is not None:
                self._apply(cue, False, reading)
                return
            name, governor = governor.lower_, governor.head
        cue = self._cue("preposition", preposition)
        if cue is not None and not (cue.status == "held" and name in ("from", "towards", "toward")):
            if cue.id == "status.preposition.before" and self._past_context(governor):
                reading.read(cue.id, "scheduled" if name != "before" else "held")
                return
            self._apply(cue, False, reading)
            return
        if is_verb(governor):
            found = self._cue("governor", governor)
            light = self._cue("light", governor)
            if name in ("at", "in", "on", "over", "via", "by") and light is None:
                if found is not None and name == "on" and found.status in ("scheduled", "proposed"):
                    self._apply(found, negated(governor), reading)
                else:
                    mood = self._mood(governor, False)
                    if mood == "scheduled" and name in ("at", "in", "on"):
                        reading.read(f"setting.{governor.lower_}", "scheduled")
                self._outer(governor, reading)
                return
            if found is not None and (light is None or found.particle):
                self._apply(found, negated(governor) or negative, reading)
                self._hypothesis(governor, reading)
                self._outer(governor, reading)
                return
            if light is not None:
                self._carried(governor, reading, light, negative)
                return
            mood = self._mood(governor, negated(governor) or negative)
            if mood is not None and mood != "held":
                reading.read(f"tense.{governor.lower_}", mood)
            self._outer(governor, reading)
            return
        found = self._cue("governor", governor)
        if found is None and governor.lower_ == "eve":
            reading.read("status.preposition.eve", "scheduled")
            return
        if found is not None:
            self._apply(found, negated(governor) or negative, reading)
        if governor.pos_ in ("NOUN", "PROPN", "ADJ") and depth < 6:
            above = found is None and negated(governor)
            self._climb_noun(governor, reading, negative or above, depth + 1)

    # Verbs

    def _clause(self, verb: Token, reading: Reading, own: bool = False) -> None:
        mood = self._mood(verb, negated(verb))
        if mood is not None:
            reading.read(f"tense.{verb.lower_}", mood)
        self._outer(verb, reading)

    def _mood(self, verb: Token, negative: bool) -> MeetingStatus | None:
        """The status that tense and mood of a finite verb give; None where a higher word decides."""
        words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
        marks = {child.lower_ for child in verb.children if child.dep_ == "mark"}
        adverbs = {child.lower_ for child in verb.children if child.dep_ == "advmod"}
        if not words and verb.dep_ == "conj" and is_verb(verb.head) and verb.tag_ in ("VB", "VBN", "VBG", "VBP"):
            above = self._mood(verb.head, False)
            if above is not None and above != "held":
                return "refused" if negative and above == "scheduled" else above
            if verb.tag_ == "VB" and above is None:
                return None
        if marks & {"if", "unless", "whether", "provided"}:
            return "possible"
        if words & _POSSIBLE:
            return "refused" if negative and words & {"can", "ca", "could"} else "possible"
        if words & _DUTY:
            return "proposed" if not negative else "refused"
        if words & _FUTURE:
            return "refused" if negative else "scheduled"
        if "would" in words or "'d" in words:
            if negative:
                return "refused"
            return "scheduled" if self._reported(verb) else "possible"
        if adverbs & {"possibly", "perhaps", "maybe"}:
            return "possible"
        if "to" in words:
            return self._to_be(verb)
        if verb.tag_ == "VBG":
            if words & {"is", "are", "'s", "'re", "am", "’s", "’re"} or "been" in words:
                return "not_planned" if negative else "ongoing"
            if words & {"was", "were"}:
                return "not_planned" if negative else "held"
            return None
        if verb.tag_ == "VB" and not words:
            return None
        if negative:
            return "not_planned"
        if marks & {"when", "once", "until", "before", "as", "while"} or adverbs & {"when"}:
            if verb.tag_ in ("VBZ", "VBP") and is_verb(verb.head):
                above = self._mood(verb.head, False)
                return (
                    "scheduled" if above in ("scheduled", "proposed", "possible", None) or "before" in marks else "held"
                )
        if verb.tag_ in ("VBZ", "VBP", "VBD", "VBN"):
            if verb.tag_ == "VBN" and not words and verb.dep_ in ("acl", "amod"):
                return "held"
            return "held"
        return None

    def _to_be(self, verb: Token) -> MeetingStatus | None:
        """ "is to meet", "was to have met"; otherwise an infinitive, decided from above."""
        if (
            verb.dep_ == "xcomp"
            and verb.head.lemma_ == "be"
            and not any(c.dep_ in ("acomp", "attr") for c in verb.head.children)
        ):
            return "scheduled"
        words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
        if words & {"is", "are", "was", "were"}:
            return "scheduled"
        if verb.dep_ == "ROOT":  # headlines: "Leader to visit Rome"
            return "scheduled"
        return None

    def _reported(self, verb: Token) -> bool:
        head = verb.head
        while verb.dep_ in ("conj",) and head is not verb:
            verb, head = head, head.head
        return verb.dep_ in ("ccomp", "relcl", "ROOT", "advcl", "acl") and (
            head.lemma_.lower() in _REPORTS
            or verb.dep_ == "ROOT"
            or head.lemma_.lower() in ("expect", "plan", "agree", "promise", "vow")
        )

    def _outer(self, verb: Token, reading: Reading, negative: bool = False, depth: int = 0) -> None:
        """Words above the clause that carries the meeting."""
        if depth > 8:
            return
        self._hypothesis(verb, reading)
        head, dep = verb.head, verb.dep_
        if head is verb:
            return
        if dep == "conj" and is_verb(head):
            if reading.status is None or verb.tag_ in ("VB",):
                self._outer(head, reading, negative, depth + 1)
            return
        if dep == "pcomp":
            cue = self._cue("preposition", head)
            if cue is not None and reading.status in (None, "held"):
                self._apply(cue, False, reading)
                return
            found = self._cue("governor", head.head)
            if found is not None:
                self._apply(found, negated(head.head), reading)
            if head.head is not head and reading.status is None and is_verb(head.head):
                self._outer(head.head, reading, negative, depth + 1)
            return
        if dep in ("xcomp", "ccomp", "acl", "relcl", "acomp", "dep", "oprd", "dobj"):
            if dep == "relcl" or (dep == "acl" and verb.tag_ != "VB"):
                return
            self._governor(verb, head, reading, negative, depth)
        elif dep == "advcl":
            if verb.tag_ == "VB" or reading.status is None:
                cue = self._cue("governor", head)
                if cue is not None and cue.status in ("scheduled", "proposed", "refused", "cancelled", "possible"):
                    self._apply(cue, negated(head), reading)
                elif reading.status is None:
                    mood = self._mood(head, negated(head))
                    if mood in ("scheduled", "possible", "proposed"):
                        reading.read(f"tense.{head.lower_}", mood)
                    elif verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children):
                        reading.read("purpose", "held" if head.tag_ == "VBD" else "scheduled")
                    else:
                        self._outer(head, reading, negative, depth + 1)
        elif dep in ("advmod", "attr"):
            self._governor(verb, head, reading, negative, depth)

    def _governor(self, verb: Token, head: Token, reading: Reading, negative: bool, depth: int) -> None:
        cue = self._cue("governor", head)
        report = head.lemma_.lower() in _REPORTS
        if cue is not None and not (
            report and verb.dep_ == "ccomp" and reading.status is not None and cue.status == "scheduled"
        ):
            finite = verb.dep_ == "ccomp" and reading.status is not None
            if not finite or cue.status in ("denied", "possible", "refused"):
                if (
                    cue.id == "status.governor.possible"
                    and finite
                    and head.lemma_ in ("think", "fear", "clear")
                    and not negated(head)
                ):
                    pass
                else:
                    self._apply(cue, negated(head) or negative, reading)
        elif reading.status == "not_planned" and head.lemma_.lower() in _DENIERS and verb.dep_ == "ccomp":
            reading.status = "denied"
            reading.cues.append("negated report=denied")
        elif reading.status is None and is_verb(head):
            light = self._cue("light", head)
            if light is not None and verb.dep_ == "xcomp":
                mood = self._mood(head, negated(head))
                if mood is not None:
                    reading.read(
                        f"tense.{head.lower_}", "ongoing" if light.status == "ongoing" and mood == "held" else mood
                    )
            elif negated(head) and verb.dep_ == "xcomp":
                reading.read("negation", "refused")
        if is_verb(head):
            if reading.status is None or (cue is not None and verb.dep_ == "xcomp"):
                self._above(head, reading, depth)
            elif verb.dep_ == "ccomp" and report:
                self._outer(head, reading, False, depth + 1)
        elif head.pos_ in ("NOUN", "ADJ"):
            self._climb_noun(
                head, reading, negated(head) and cue is None, depth + 1
            ) if head.pos_ == "NOUN" else self._outer(head, reading, False, depth + 1)
            if head.pos_ == "NOUN" and head.dep_ == "dobj" and is_verb(head.head):
                self._hypothesis(head.head, reading)

    def _above(self, verb: Token, reading: Reading, depth: int) -> None:
        if reading.status is None:
            mood = self._mood(verb, negated(verb))
            if mood is not None and mood != "held":
                reading.read(f"tense.{verb.lower_}", mood)
        self._hypothesis(verb, reading)
        self._outer(verb, reading, False, depth + 1)

    def _hypothesis(self, verb: Token, reading: Reading) -> None:
        """May, might and if on a governing verb make what it governs possible ("may agree to meet")."""
        words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "mark")}
        if words & {"may", "might", "if", "unless", "whether"} and reading.status in ("scheduled", "held", "proposed"):
            reading.read(f"hypothesis.{verb.lower_}", "possible")

    def _past_context(self, governor: Token) -> bool:
        return is_verb(governor) and governor.tag_ in ("VBD", "VBN") and _long_ago(governor)


def _long_ago(verb: Token) -> bool:
    """A year, "ago" or "earlier" in the verb's clause: what began then is over."""
    for token in verb.subtree:
        if token.lower_ in ("ago", "earlier", "previously"):
            return True
        if token.ent_type_ == "DATE" and token.text.isdigit() and len(token.text) == 4:
            return True
    return False
