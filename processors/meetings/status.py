"""The status of a meeting from the words whose syntactic scope covers it.

The words and what they mean are data (rules/meetings/status.yaml), as in ConText (Harkema et al. 2009), but a scope is a
path in the dependency tree instead of a window of words. The path runs from the trigger up to its clause; cues are read
from the inside out.
"""

from dataclasses import dataclass, field

from spacy.tokens import Token

from processors.meetings.grammar import is_passive, is_verb
from processors.meetings.rules import MeetingRules, StatusCue
from schemas.vocabulary import MeetingStatus

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "n’t", "without", "cannot"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
_DUTY = frozenset({"should", "must", "ought"})
_REPORTS = frozenset(
    ["say", "tell", "report", "add", "announce", "state", "claim", "insist", "note", "confirm", "believe", "reveal", "disclose", "explain", "write", "acknowledge", "admit", "indicate", "mean", "show", "know", "think", "quote", "tweet", "declare", "comment", "stress", "argue"]
)
_DENIERS = frozenset({"say", "tell", "insist", "maintain", "claim", "state"})
_PASSIVE_ONLY = frozenset({"scheduled", "proposed", "cancelled", "postponed", "refused", "denied"})
_COMPLEMENTS = frozenset({"for", "to", "of", "from", "against", "out", "into", "off", "toward", "towards"})
_TAKES_IN = frozenset(
    ["participate", "engage", "take", "agree", "insist", "interested", "interest", "work", "decide", "embark", "be", "succeed", "involve", "lock", "play", "sit", "join", "part", "role", "participation", "engagement", "hold", "attend", "attendance", "continue", "proceed", "press", "go", "lead", "ready"]
)
_CONTAINERS = frozenset(
    ["round", "series", "day", "phase", "part", "role", "start", "beginning", "end", "conclusion", "set", "kind", "lot", "form", "second", "first", "number", "host", "pair", "couple", "week", "month", "outset", "opening", "reopening", "resumption", "restart", "continuation", "launch", "participation", "attendance", "aim", "level", "exchange", "table", "team", "delegation", "process", "final"]
)
_SOFT = frozenset({"held", "scheduled", "ongoing"})


@dataclass(slots=True)
class Reading:
    """A status and the cues that led to it, in the order in which they were read."""

    status: MeetingStatus | None = None
    cues: list[str] = field(default_factory=list)

    def read(self, cue: str, status: MeetingStatus) -> None:
        """Take a cue from outside what was read before: it fills an open status, or changes what it can change."""
        self.cues.append(f"{cue}={status}")
        if self.status is None or (cue.startswith("status.governor.accept") and self.status == "proposed"):
            self.status = status
        elif status == "denied" and self.status in ("held", "scheduled", "ongoing"):
            self.status = "denied"
        elif (
            status == "possible"
            and self.status in ("scheduled", "held", "ongoing", "proposed")
            and "governor.deny" not in cue
        ):
            self.status = "possible"
        elif status == "refused" and self.status == "proposed" and "governor.refuse" in cue:
            self.status = "refused"
        elif status in ("refused", "cancelled") and self.status in ("scheduled", "possible"):
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
            self._clause(head, reading)
        else:
            self._noun(head, reading)
        if reading.status is None:
            reading.status = "held"
        if reading.status in ("scheduled", "ongoing") and _dated_caption(head):
            reading.cues.append("caption=held")
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

    def _under_way(self, verb: Token, reading: Reading) -> bool:
        """ "are under way", "is in progress", "are being held"; "are on hold"."""
        if verb.tag_ == "VBN" and any(c.lower_ == "being" for c in verb.children):
            reading.read("tense.being", "ongoing")
            return True
        after = " ".join(t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 5])
        if verb.lemma_ == "be" and verb.tag_ in ("VBP", "VBZ", "VBD", "VBN"):
            if any(p in after for p in ("under way", "underway", "in progress", "in a final", "going on", "ongoing")):
                reading.read("predicate.under-way", "ongoing")
                return True
            if "on hold" in after or "deadlocked" in after:
                reading.read("predicate.on-hold", "ended")
                return True
        return False

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
        if cue is not None and cue.status in _PASSIVE_ONLY and not is_passive(verb):
            cue = None
        if self._under_way(verb, reading):
            return
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
        if cue is not None and cue.id == "status.governor.motion":
            self._carried(verb, reading, None, negative)
            return
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
            self._temporal(cue, name, preposition, reading)
            return
        if name == "on" and governor.pos_ == "PROPN" and noun.lemma_ in ("visit", "trip", "tour"):
            reading.read("preposition.on-visit", "ongoing")  # "Ana Silva, on a visit to Rome, said"
            return
        lemma = governor.lemma_.lower()
        complement = name in _COMPLEMENTS or lemma in _TAKES_IN
        if is_verb(governor):
            self._verb_complement(governor, noun, name, complement, reading, negative)
            return
        found = self._cue("governor", governor)
        if governor.lower_ == "eve":
            reading.read("status.preposition.eve", "scheduled")
            return
        if found is not None and complement:
            self._apply(found, negated(governor) or negative, reading)
        elif lemma not in _CONTAINERS:
            self._setting(governor, reading)
            return
        if governor.pos_ in ("NOUN", "PROPN", "ADJ") and depth < 6:
            if lemma == "participation" and governor.head.lemma_ == "cancel":
                reading.read("participation.cancelled", "refused")
                return
            self._climb_noun(governor, reading, negative or (found is None and negated(governor)), depth + 1)

    def _temporal(self, cue: StatusCue, name: str, preposition: Token, reading: Reading) -> None:
        """Before, after, during: what the clause's own tense makes of them."""
        verb = next((t for t in preposition.ancestors if is_verb(t)), None)
        mood = self._mood(verb, False) if verb is not None else None
        if cue.status == "held":
            future = mood in ("scheduled", "possible", "proposed") or (verb is not None and self._planned(verb))
            reading.read(cue.id, "scheduled" if future and reading.status is None else cue.status)
        elif name in ("before", "until") and verb is not None and verb.tag_ == "VBD":
            reading.read(cue.id, "held")
        else:
            self._apply(cue, False, reading)

    def _planned(self, verb: Token) -> bool:
        """An infinitive under a plan: "is due to sign it during a visit"."""
        head = verb.head
        if verb.dep_ != "xcomp" or head is verb:
            return False
        cue = self._cue("governor", head)
        return cue is not None and cue.status in ("scheduled", "proposed")

    def _verb_complement(
        self, verb: Token, noun: Token, name: str, complement: bool, reading: Reading, negative: bool
    ) -> None:
        """The meeting in a prepositional phrase of a verb: governed by it, or merely where the clause happens."""
        found, light = self._cue("governor", verb), self._cue("light", verb)
        if found is not None and found.id == "status.governor.motion":
            self._motion(verb, noun, name, reading)
            return
        if not complement and not (light is not None and light.status == "held" and name in ("at", "in", "on")):
            self._setting(verb, reading)
            return
        if found is not None and complement and (light is None or found.particle):
            self._apply(found, negated(verb) or negative, reading)
            self._hypothesis(verb, reading)
            self._outer(verb, reading)
            return
        if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and noun.lemma_ in ("visit", "trip", "tour"):
            reading.read("be-on-visit", "ongoing")
            return
        if (light is not None and complement) or verb.lemma_ == "be":
            self._carried(verb, reading, light, negative)
            return
        if negative:
            reading.read("negation", "not_planned")
            return
        self._setting(verb, reading)

    def _motion(self, verb: Token, noun: Token, name: str, reading: Reading) -> None:
        """Going somewhere for a meeting or on a visit."""
        mood = self._mood(verb, negated(verb))
        lemma = verb.lemma_.lower()
        if mood is not None and mood != "held":
            reading.read(f"motion.{verb.lower_}", "scheduled" if mood == "ongoing" else mood)
        elif name == "from" or lemma == "return":
            reading.read(f"motion.{verb.lower_}", "held")
        elif noun.lemma_ in ("visit", "trip", "tour", "journey"):
            reading.read(
                f"motion.{verb.lower_}", "ongoing" if lemma in ("arrive", "leave", "depart", "land") else "held"
            )
        elif verb.tag_ == "VBD" and name in ("to", "at", "in"):
            reading.read(f"motion.{verb.lower_}", "held")
        elif mood is None and verb.dep_ in ("xcomp", "ccomp", "advcl", "conj"):
            self._outer(verb, reading)
        else:
            reading.read(f"motion.{verb.lower_}", "scheduled")
        self._hypothesis(verb, reading)

    def _setting(self, token: Token, reading: Reading) -> None:
        """The meeting is where or when something else happens: it is to come if that is to come."""
        if reading.status is not None:
            return
        verb = token if is_verb(token) else next((t for t in token.ancestors if is_verb(t)), None)
        if verb is not None and verb.lemma_ == "invite":
            reading.read("setting.invite", "proposed")
            self._outer(verb, reading)
        elif verb is not None and (self._mood(verb, False) == "scheduled" or self._planned(verb)):
            reading.read(f"setting.{verb.lower_}", "scheduled")

    # Verbs

    def _clause(self, verb: Token, reading: Reading) -> None:
        negative = negated(verb)
        if negative and any(c.lower_ == "longer" for c in verb.children):
            reading.read("no-longer", "ended")
            return
        mood = self._mood(verb, negative)
        if mood == "held" and verb.tag_ in ("VBZ", "VBP") and self._to_come(verb):
            mood = "scheduled"
        if mood is not None:
            reading.read(f"tense.{verb.lower_}", mood)
        self._outer(verb, reading)
        if negative and mood is None and reading.status in ("scheduled", "proposed", "ongoing"):
            reading.read("negated-infinitive", "refused")
            reading.status = "refused"

    def _to_come(self, verb: Token) -> bool:
        """A present tense with a time to come: "meets this Wednesday", "meet later today"."""
        for child in verb.children:
            if child.dep_ in ("advmod", "npadvmod", "prep") and (
                self._cue("adverb", child) is not None and self._cue("adverb", child).status == "scheduled"  # type: ignore[union-attr]
            ):
                return True
            if child.dep_ == "npadvmod" and any(c.lower_ in ("next", "this") for c in child.children):
                return child.lower_ not in ("week", "month", "year") or any(c.lower_ == "next" for c in child.children)
        return False

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
                if cue is not None and cue.id == "status.governor.motion":
                    if reading.status is None:
                        mood = self._mood(head, negated(head))
                        past = mood == "held" and head.tag_ == "VBD" and head.lemma_ != "arrive"
                        reading.read(
                            "purpose",
                            "held" if past else mood if mood not in (None, "held", "ongoing") else "scheduled",
                        )
                elif cue is not None and cue.status in ("scheduled", "proposed", "refused", "cancelled", "possible"):
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
                    if reading.status == "denied" and verb.tag_ == "VB":  # "denied him leave to visit"
                        reading.status = "refused"
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
        if words & {"may", "might", "if", "unless", "whether"} and reading.status is not None:
            if reading.status in ("scheduled", "held", "proposed"):
                reading.read(f"hypothesis.{verb.lower_}", "possible")
            elif words & {"may", "might"} and reading.status in ("cancelled", "refused", "postponed", "ended"):
                reading.status = "possible"
                reading.cues.append(f"hypothesis.{verb.lower_}=possible")
        conditions = [
            c for c in verb.children if c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children)
        ]
        if conditions and reading.status in ("scheduled", "held") and any(c.dep_ == "aux" for c in verb.children):
            reading.read(f"condition.{conditions[0].lower_}", "possible")

    def _past_context(self, governor: Token) -> bool:
        return is_verb(governor) and governor.tag_ in ("VBD", "VBN") and _long_ago(governor)


_MONTHS = frozenset(
    ["january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec"]
)


def _dated_caption(head: Token) -> bool:
    """A photo caption: present tense, but it ends with a full date ("..., Oct. 15, 2015.")."""
    tail = [t for t in head.doc[-7:] if not t.is_punct or t.text == ","]
    words = [t.lower_.strip(".") for t in tail]
    return (
        bool(words)
        and words[-1].isdigit()
        and len(words[-1]) == 4
        and any(w in _MONTHS for w in words[:-1])
        and (head.doc[0].lower_ == "file" or not any(t.tag_ == "MD" for t in head.doc))
    )


def _long_ago(verb: Token) -> bool:
    """A year, "ago" or "earlier" in the verb's clause: what began then is over."""
    for token in verb.subtree:
        if token.lower_ in ("ago", "earlier", "previously"):
            return True
        if token.ent_type_ == "DATE" and token.text.isdigit() and len(token.text) == 4:
            return True
    return False
