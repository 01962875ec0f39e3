"""The status of a meeting from the words whose syntactic scope covers it.

The words and what they mean are data (rules/meetings/status.yaml), as in ConText (Harkema et al. 2009), but a scope is
a path in the dependency tree instead of a window of words. The path runs from the trigger up to its clause; cues are
read from the inside out.
"""

from datetime import date

from processors.meetings.grammar import is_verb
from processors.meetings.mood import (
    REPORTS,
    came_about,
    has_to,
    is_not,
    is_past,
    is_unconfirmed,
    is_yet_to,
    long_ago,
    mood,
    negated,
    only_could,
)
from processors.meetings.presence import (
    has_just_come,
    is_attending,
    is_first_there,
    is_negotiating,
    is_under_way,
    is_visiting,
    starts_visit,
)
from processors.meetings.rules import MeetingRules, StatusCue
from processors.meetings.status_adjuncts import Adjuncts
from processors.meetings.status_context import (
    dated_after,
    dated_ahead,
    is_dated_caption,
    is_going_on,
    told_as_done,
)
from processors.meetings.status_cues import Cues, Reading, hypothesis, to_come
from processors.meetings.status_predicates import Predicates
from processors.tokens import Token

_DENIERS = frozenset({"say", "tell", "insist", "maintain", "claim", "state"})
# What is not remembered, told or explained took place all the same.
_TAKEN_FOR_GRANTED = frozenset(
    {"remember", "recall", "forget", "mention", "disclose", "reveal", "describe", "explain", "regret", "acknowledge"}
)
_REVIVE = frozenset({"resume", "restart", "reopen", "revive", "relaunch", "rekindle", "renew"})
_SUGGEST = frozenset({"suggest", "propose", "recommend", "offer", "urge", "request", "demand", "ask"})


class StatusReader:
    """Reads the status of a trigger with one set of rules."""

    def __init__(self, rules: MeetingRules) -> None:
        self._cues = Cues(rules.cues)
        self._adjuncts = Adjuncts(self._cues, self)
        self._predicates = Predicates(self._cues, self)

    def read(self, head: Token, published: date | None = None) -> Reading:
        """The status of the meeting that this verb or noun names; `held` where nothing says otherwise.

        `published` is the day of the text: a meeting dated after it is to come.
        """
        reading = Reading()
        if is_visiting(head):
            reading.read("participle", "ongoing")
        elif is_verb(head):
            self._clause(head, reading)
        else:
            self._noun(head, reading)
        if reading.status is None and is_going_on(head):
            reading.read("present", "ongoing")
        if reading.status is None:
            reading.status = "held"
        if published is not None and reading.status == "held" and dated_after(head, published):
            reading.cues.append("dated-ahead=scheduled")
            reading.status = "scheduled"
        if reading.status in ("scheduled", "ongoing") and is_dated_caption(head):
            reading.cues.append("caption=held")
            reading.status = "held"
        return reading

    def _noun(self, noun: Token, reading: Reading) -> None:
        negative = negated(noun)
        if told_as_done(noun):
            reading.read("modifier.done", "held")
            return
        for child in noun.children:
            if (
                child.dep_ in ("amod", "acl", "compound", "det", "advmod", "relcl", "nmod", "appos")
                and child.i != noun.i
            ):
                cue = self._cues.find("modifier", child)
                if cue is not None and not (
                    child.lower_ in ("next", "last", "current", "first") and child.dep_ != "amod"
                ):
                    self._cues.apply(cue, False, reading)
                    if reading.status in ("scheduled", "proposed", "held", "ongoing"):
                        continue
                    break
            to_be_held = child.dep_ == "acl" and (
                (child.lemma_ == "hold" and any(c.lower_ == "be" for c in child.children))
                or child.lemma_ in ("take", "happen", "occur")
            )
            if to_be_held and any(c.lower_ == "to" for c in child.children):
                reading.read("modifier.to-be-held", "scheduled")
        if reading.status is None and (is_under_way(noun) or self._ends_soon(noun)):
            reading.read("modifier.under-way", "ongoing")
        if reading.status is None and dated_ahead(noun):
            reading.read("modifier.to-come", "scheduled")
        self.climb_noun(noun, reading, negative)

    def _ends_soon(self, noun: Token) -> bool:
        """ "The visit to Norway, which ends on Friday"."""
        return any(t.dep_ == "relcl" and self._cues.is_to_end(t) for t in noun.subtree if t.i > noun.i)

    def climb_noun(self, noun: Token, reading: Reading, negative: bool, depth: int = 0) -> None:  # noqa: PLR0912 - one branch for each construction
        head, dep = noun.head, noun.dep_
        if head == noun or depth > 8:
            if negative:
                reading.read("negation", "not_planned")
            return
        wished = self._wished_of(noun)
        if wished is not None:
            self._cues.apply(wished, negated(head.head) or negative, reading)
            self.outer(head.head, reading)
        elif dep in ("nsubj", "nsubjpass") and is_verb(head):
            self._predicates.read(head, reading, negative)
        elif dep in ("dobj", "dative", "attr", "oprd", "dep") and is_verb(head):
            self._object(head, reading, negative)
        elif dep == "pobj":
            self._adjuncts.read(head, noun, reading, negative, depth)
        elif dep in ("conj", "appos", "compound", "nmod", "npadvmod", "amod", "poss", "nummod"):
            if dep == "compound":
                cue = self._cues.find("governor", head)
                if cue is not None:
                    self._cues.apply(cue, negated(head), reading)
            if is_verb(head):
                if dep == "conj":
                    self._object(head, reading, negative)
            else:
                self.climb_noun(head, reading, negative or (dep == "conj" and negated(head)), depth + 1)
        elif negative:
            reading.read("negation", "not_planned")

    def _wished_of(self, noun: Token) -> StatusCue | None:
        """The word that governs talks in "open for talks to end the war": for them, not for what they are to do."""
        verb = noun.head
        wanted = any(c.dep_ == "mark" and c.lower_ == "for" for c in verb.children)
        if noun.dep_ != "nsubj" or verb.tag_ != "VB" or not wanted or verb.head == verb:
            return None
        governors = [verb.head, *(c for c in verb.head.children if c.dep_ == "acomp")]
        found = (self._cues.find("governor", governor) for governor in governors)
        return next((cue for cue in found if cue is not None and cue.status == "proposed"), None)

    def _object(self, verb: Token, reading: Reading, negative: bool) -> None:
        """The meeting is the object: a light verb carries it, another verb governs it."""
        light = self._cues.find("light", verb)
        cue = self._cues.find("governor", verb)
        if is_unconfirmed(verb):
            reading.read("unconfirmed", "possible")
            return
        if cue is not None and cue.id == "status.governor.motion":
            self.carried(verb, reading, None, negative)
            return
        if verb.lemma_ == "call" and any(c.dep_ in ("oprd", "ccomp", "acomp") for c in verb.children):
            self.carried(verb, reading, None, negative)  # "called the talks a failure"
            return
        if verb.lemma_ in ("allow", "permit") and (verb.tag_ == "VBD" or verb.dep_ == "pcomp") and not negated(verb):
            reading.read(f"allowed.{verb.lower_}", "held")
            return
        if cue is not None and cue.status == "scheduled" and has_to(verb):
            reading.read(f"duty.{verb.lower_}", "proposed")
            return
        if cue is not None and (light is None or cue.particle):
            self._cues.apply(cue, negated(verb) or negative, reading)
            hypothesis(verb, reading)
            self.outer(verb, reading)
            return
        self.carried(verb, reading, light, negative)

    def carried(self, verb: Token, reading: Reading, light: StatusCue | None, negative: bool) -> None:
        if any(c.lower_ == "longer" and negated(c) for c in verb.children):
            reading.read("no-longer", "ended")
            return
        if self._cues.is_to_end(verb):
            reading.read(f"to-end.{verb.lower_}", "ongoing")
            return
        if light is not None and is_attending(verb):
            reading.read("attending", "ongoing")
            return
        if verb.lemma_ in _REVIVE:
            reading.revive()
        due = self._due(verb)
        if due is not None:
            self._cues.apply(due, negative or negated(verb), reading)
            return
        tense = mood(verb, negative or negated(verb))
        if tense == "not_planned" and verb.lemma_ in _TAKEN_FOR_GRANTED:
            tense = "held"
        if light is not None and light.status == "ongoing" and tense == "held":
            tense = "held" if verb.tag_ == "VBD" and long_ago(verb) else "ongoing"
        if (
            tense is None
            and verb.tag_ == "VBG"
            and light is not None
            and light.status == "ongoing"
            and verb.dep_ != "xcomp"
        ):
            tense = "ongoing"
        if tense is not None:
            reading.read(f"tense.{verb.lower_}", tense)
        self.outer(verb, reading, negative)

    def _due(self, verb: Token) -> StatusCue | None:
        """ "Is due in Oslo for talks": what is planned is not the being there now."""
        if verb.lemma_ != "be":
            return None
        said = (self._cues.find("governor", child) for child in verb.children if child.dep_ == "acomp")
        return next((cue for cue in said if cue is not None and cue.status == "scheduled"), None)

    def _clause(self, verb: Token, reading: Reading) -> None:
        negative = negated(verb)
        if negative and any(c.lower_ == "longer" for c in verb.children):
            reading.read("no-longer", "ended")
            return
        if is_yet_to(verb):
            reading.read("yet-to", "not_planned")
            return
        tense = mood(verb, negative)
        if tense == "held" and verb.tag_ in ("VBZ", "VBP") and to_come(verb, self._cues):
            tense = "scheduled"
        elif is_first_there(verb) or (tense == "held" and (has_just_come(verb) or is_negotiating(verb))):
            tense = "ongoing"
        if tense is not None:
            reading.read(f"tense.{verb.lower_}", tense)
        self.outer(verb, reading)
        if negative and tense is None and reading.status in ("scheduled", "proposed", "ongoing"):
            reading.read("negated-infinitive", "refused")
            reading.status = "refused"

    def outer(self, verb: Token, reading: Reading, negative: bool = False, depth: int = 0) -> None:
        """Words above the clause that carries the meeting."""
        if depth > 8:
            return
        hypothesis(verb, reading)
        head, dep = verb.head, verb.dep_
        if head == verb:
            return
        if dep == "conj" and is_verb(head):
            if reading.status is None or verb.tag_ in ("VB",):
                self.outer(head, reading, negative, depth + 1)
            return
        if dep == "pcomp":
            self._after_preposition(head, reading, negative, depth)
            return
        if dep in ("xcomp", "ccomp", "acl", "relcl", "acomp", "dep", "oprd", "dobj"):
            if dep == "relcl" or (dep == "acl" and verb.tag_ != "VB"):
                return
            self._governor(verb, head, reading, negative, depth)
        elif dep == "advcl" and (verb.tag_ == "VB" or reading.status is None):
            self._purpose(verb, head, reading, negative, depth)
        elif dep in ("advmod", "attr"):
            self._governor(verb, head, reading, negative, depth)

    def _after_preposition(self, head: Token, reading: Reading, negative: bool, depth: int) -> None:
        """A gerund behind a preposition: "after meeting Ana", "accused of meeting Bo"."""
        cue = self._cues.find("preposition", head)
        if cue is not None and reading.status in (None, "held"):
            if cue.status == "scheduled" and is_verb(head.head) and is_past(head.head):
                reading.read(cue.id, "held")  # "spoke before meeting Ana"
            else:
                self._cues.apply(cue, False, reading)
            return
        found = self._cues.find("governor", head.head)
        if found is not None:
            self._cues.apply(found, negated(head.head), reading)
        if head.head != head and reading.status is None and is_verb(head.head):
            self.outer(head.head, reading, negative, depth + 1)

    def _purpose(self, verb: Token, head: Token, reading: Reading, negative: bool, depth: int) -> None:
        """An adverbial clause, most often of purpose: "flew to Rome to meet Ana"."""
        cue = self._cues.find("governor", head)
        if verb.tag_ == "VBG" and head.lemma_ == "arrive":
            reading.read("arriving", "ongoing")  # "arrives in Oslo, starting a visit"
        elif cue is not None and cue.id == "status.governor.motion":
            if head.lemma_ == "arrive" and starts_visit(verb) and mood(head, False) == "held":
                reading.read("arriving", "ongoing")
            elif reading.status is None:
                tense = mood(head, negated(head))
                past = tense == "held" and head.tag_ == "VBD" and head.lemma_ != "arrive"
                reading.read(
                    "purpose",
                    "held" if past else tense if tense not in (None, "held", "ongoing") else "scheduled",
                )
        elif cue is not None and cue.status in ("scheduled", "proposed", "refused", "cancelled", "possible"):
            self._cues.apply(cue, negated(head), reading)
        elif reading.status is None:
            tense = mood(head, negated(head))
            if tense in ("scheduled", "possible", "proposed"):
                reading.read(f"tense.{head.lower_}", tense)
            elif verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children):
                reading.read("purpose", "held" if head.tag_ == "VBD" else "scheduled")
            else:
                self.outer(head, reading, negative, depth + 1)

    def _governor(self, verb: Token, head: Token, reading: Reading, negative: bool, depth: int) -> None:  # noqa: PLR0912 - one branch for each construction
        cue = self._cues.find("governor", head)
        report = head.lemma_.lower() in REPORTS
        if cue is not None and not (
            report and verb.dep_ == "ccomp" and reading.status is not None and cue.status == "scheduled"
        ):
            finite = verb.dep_ == "ccomp" and reading.status is not None
            if finite and cue.id == "status.governor.propose" and only_could(verb) and head.lemma_ in _SUGGEST:
                reading.cues.append(f"{cue.id}=proposed")
                reading.status = "proposed"
            if not finite or cue.status in ("denied", "possible", "refused"):
                if (
                    cue.id == "status.governor.possible"
                    and finite
                    and head.lemma_ in ("think", "fear", "clear")
                    and not negated(head)
                ):
                    pass
                else:
                    done = cue.id == "status.governor.motion" and head.tag_ == "VBD" and head.lemma_ != "arrive"
                    if done and reading.status is None:
                        reading.read(cue.id, "held")
                    elif came_about(head, verb):
                        reading.read("came-about", "held")
                    else:
                        self._cues.apply(cue, negated(head) or is_not(head) or negative, reading)
                    if (
                        reading.status == "denied" and verb.tag_ == "VB" and verb.dep_ != "ccomp"
                    ):  # "denied him leave to visit"
                        reading.status = "refused"
        elif is_unconfirmed(head):
            reading.read("unconfirmed", "possible")
        elif (
            reading.status == "not_planned"
            and head.lemma_.lower() in _DENIERS
            and verb.dep_ == "ccomp"
            and not reading.has_no_plan()
        ):
            reading.status = "denied"
            reading.cues.append("negated report=denied")
        elif reading.status is None and is_verb(head):
            light = self._cues.find("light", head)
            if light is not None and verb.dep_ == "xcomp":
                tense = mood(head, negated(head))
                if tense is not None:
                    reading.read(
                        f"tense.{head.lower_}", "ongoing" if light.status == "ongoing" and tense == "held" else tense
                    )
            elif negated(head) and verb.dep_ == "xcomp":
                reading.read("negation", "refused")
        if is_verb(head):
            if reading.status is None or (cue is not None and verb.dep_ == "xcomp"):
                self._above(head, reading, depth)
            elif verb.dep_ == "ccomp" and report:
                self.outer(head, reading, False, depth + 1)
        elif head.pos_ in ("NOUN", "ADJ"):
            if head.pos_ == "NOUN":
                self.climb_noun(head, reading, negated(head) and cue is None, depth + 1)
                if head.dep_ == "dobj" and is_verb(head.head):
                    hypothesis(head.head, reading)
            else:
                self.outer(head, reading, False, depth + 1)

    def _above(self, verb: Token, reading: Reading, depth: int) -> None:
        if reading.status is None:
            tense = mood(verb, negated(verb))
            if tense is not None and tense != "held":
                reading.read(f"tense.{verb.lower_}", tense)
        hypothesis(verb, reading)
        self.outer(verb, reading, False, depth + 1)
