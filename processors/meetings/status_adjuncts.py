"""Status of a meeting that stands in a prepositional phrase: "ahead of talks", "on a visit", "agreed to talks"."""

from typing import Protocol

from processors.meetings.grammar import is_verb
from processors.meetings.mood import is_past, long_ago, mood, negated
from processors.meetings.presence import (
    VISITS,
    are_days_at_hand,
    in_place_for,
    is_in_town_for,
    is_numbered_day,
    is_there,
    set_off,
)
from processors.meetings.rules import StatusCue
from processors.meetings.status_cues import Cues, Reading, hypothesis
from processors.tokens import Token

# Prepositions that bind what follows to the word before them; others say where or when.
_COMPLEMENTS = frozenset({"for", "to", "of", "from", "against", "out", "into", "off", "toward", "towards"})
_TAKES_IN = frozenset(
    {
        "participate",
        "engage",
        "take",
        "agree",
        "insist",
        "interested",
        "interest",
        "work",
        "decide",
        "embark",
        "be",
        "succeed",
        "involve",
        "lock",
        "play",
        "sit",
        "join",
        "part",
        "role",
        "participation",
        "engagement",
        "hold",
        "attend",
        "attendance",
        "continue",
        "proceed",
        "press",
        "go",
        "lead",
        "ready",
        "deadlock",
        "impasse",
        "stalemate",
        "breakdown",
    }
)
# Nouns that only measure out a meeting ("a round of talks"): what holds of them holds of it.
_CONTAINERS = frozenset(
    {
        "round",
        "series",
        "day",
        "phase",
        "part",
        "role",
        "start",
        "beginning",
        "end",
        "conclusion",
        "set",
        "kind",
        "lot",
        "form",
        "second",
        "first",
        "number",
        "host",
        "pair",
        "couple",
        "week",
        "month",
        "outset",
        "opening",
        "reopening",
        "resumption",
        "restart",
        "continuation",
        "launch",
        "participation",
        "attendance",
        "aim",
        "level",
        "exchange",
        "table",
        "team",
        "delegation",
        "process",
        "final",
    }
)
_MEANS = frozenset({"through", "via", "by"})
_RESOLVED = frozenset({"agree", "pledge", "vow", "promise", "commit", "decide"})


def _announced(verb: Token) -> bool:
    """What is announced today follows talks that are over ("announces that it will send aid following talks with")."""
    return verb.dep_ == "ccomp" and verb.head.lemma_ in ("announce", "declare", "pledge", "confirm")


def _follows_run_up(preposition: Token) -> bool:
    """ "In the run-up to the summit", which the tokenizer takes apart."""
    before = [t.lower_ for t in preposition.doc[max(0, preposition.i - 3) : preposition.i]]
    return preposition.lower_ == "to" and before[1:] == ["-", "up"] and before[0] in ("run", "lead", "build")


def _is_where(name: str, governor: Token) -> bool:
    """ "Pledge to continue the work in a meeting", "agreed to it in the talks": it is there that they do."""
    if name not in ("in", "at", "during"):
        return False
    if governor.lemma_ in _RESOLVED:
        return any(
            child.dep_ in ("dobj", "prep", "xcomp", "ccomp") and child.i < governor.i + 3
            for child in governor.children
            if child.lower_ != name
        )
    return governor.lemma_ in ("continue", "work", "press", "lead", "proceed") and any(
        child.dep_ == "dobj" for child in governor.children
    )


def _is_infinitive(verb: Token) -> bool:
    """What somebody wants, plans or needs to do, and by what means: "the need to settle it through talks"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("xcomp", "ccomp", "acl")
        and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    )


class Climber(Protocol):
    """Reads on from a word that governs the phrase."""

    def outer(self, verb: Token, reading: Reading, negative: bool = False, depth: int = 0) -> None: ...
    def carried(self, verb: Token, reading: Reading, light: StatusCue | None, negative: bool) -> None: ...
    def climb_noun(self, noun: Token, reading: Reading, negative: bool, depth: int = 0) -> None: ...


class Adjuncts:
    """Reads prepositional phrases for one climber."""

    def __init__(self, cues: Cues, climber: Climber) -> None:
        self._cues = cues
        self._climber = climber

    def read(self, preposition: Token, noun: Token, reading: Reading, negative: bool, depth: int) -> None:
        governor = preposition.head
        name = preposition.lower_
        if (
            governor.dep_ in ("prep", "advmod", "mark")
            and governor.pos_ in ("ADP", "ADV", "SCONJ")
            and governor.head != governor
        ):
            cue = self._cues.find("preposition", governor)
            if cue is not None:
                self._cues.apply(cue, False, reading)
                return
            name, governor = governor.lower_, governor.head
        cue = self._cues.find("preposition", preposition)
        if cue is not None and not (cue.status == "held" and name in ("from", "towards", "toward")):
            self._temporal(cue, name, preposition, reading)
            return
        named = governor.pos_ == "PROPN" and (name == "on" or in_place_for(name, governor))
        on_visit = noun.lemma_ in VISITS and (named or (name == "on" and set_off(preposition)))
        if on_visit or is_in_town_for(name, governor):
            reading.read("preposition.on-visit", "ongoing")  # "Ana Silva, on a visit to Rome, said"
            return
        if _follows_run_up(preposition):
            reading.read("run-up", "scheduled")
            return
        lemma = governor.lemma_.lower()
        complement = name in _COMPLEMENTS or (lemma in _TAKES_IN and not _is_where(name, governor))
        if is_verb(governor):
            self._verb_complement(governor, noun, name, reading, complement=complement, negative=negative)
            return
        found = self._cues.find("governor", governor)
        if governor.lower_ == "eve":
            reading.read("status.preposition.eve", "scheduled")
            return
        if is_numbered_day(governor) or are_days_at_hand(governor):
            reading.read("day-of", "ongoing")
            return
        if found is not None and complement:
            self._cues.apply(found, negated(governor) or negative, reading)
        elif lemma not in _CONTAINERS:
            self._setting(governor, name, reading)
            return
        if governor.pos_ in ("NOUN", "PROPN", "ADJ") and depth < 6:
            if lemma == "participation" and governor.head.lemma_ == "cancel":
                reading.read("participation.cancelled", "refused")
                return
            self._climber.climb_noun(governor, reading, negative or (found is None and negated(governor)), depth + 1)

    def _temporal(self, cue: StatusCue, name: str, preposition: Token, reading: Reading) -> None:
        """Before, after, during: what the clause's own tense makes of them."""
        verb = next((t for t in preposition.ancestors if is_verb(t)), None)
        tense = mood(verb, False) if verb is not None else None
        if cue.status == "held":
            future = tense in ("scheduled", "possible", "proposed") or (verb is not None and self._is_ahead(verb))
            if future and name in ("following", "after") and verb is not None and _announced(verb):
                future = False
            reading.read(cue.id, "scheduled" if future and reading.status is None else cue.status)
        elif name in ("before", "until") and verb is not None and is_past(verb):
            reading.read(cue.id, "held")
        else:
            self._cues.apply(cue, False, reading)

    def _is_ahead(self, verb: Token) -> bool:
        """The clause lies ahead: planned, or an infinitive under a verb that does ("may be forced to resign")."""
        if self._planned(verb):
            return True
        while verb.dep_ == "xcomp" and is_verb(verb.head):
            verb = verb.head
            if mood(verb, False) in ("scheduled", "possible"):
                return True
        return False

    def _planned(self, verb: Token) -> bool:
        """An infinitive under a plan: "is due to sign it during a visit"."""
        head = verb.head
        if verb.dep_ != "xcomp" or head == verb:
            return False
        if head.lemma_ in _RESOLVED and head.tag_ != "VB":
            return False  # "agree to cooperate in a meeting": it is there that they agree
        if any(child.lower_ in ("had", "'d") and child.dep_ == "aux" for child in head.children):
            return False  # "had planned to see them during the summit": there was one
        cue = self._cues.find("governor", head)
        return cue is not None and cue.status == "scheduled"

    def _verb_complement(
        self, verb: Token, noun: Token, name: str, reading: Reading, *, complement: bool, negative: bool
    ) -> None:
        """The meeting in a prepositional phrase of a verb: governed by it, or merely where the clause happens."""
        found, light = self._cues.find("governor", verb), self._cues.find("light", verb)
        if name == "in" and noun.lower_ == "order" and reading.status is None:  # "to yield in order to hold talks"
            self._climber.outer(verb, reading)
            return
        if found is None and name == "to":  # "renewed an invitation to Ana to a summit"
            found = next((self._cues.find("governor", c) for c in verb.children if c.lemma_ == "invitation"), None)
        if found is not None and found.id == "status.governor.motion":
            self._motion(verb, noun, name, reading)
            return
        if not complement and not (light is not None and light.status == "held" and name in ("at", "in", "on")):
            self._setting(verb, name, reading)
            return
        if found is not None and complement and (light is None or found.particle):
            self._cues.apply(found, negated(verb) or negative, reading)
            hypothesis(verb, reading)
            self._climber.outer(verb, reading)
            return
        if verb.lemma_ in ("lock", "engage") and verb.tag_ == "VBN" and name == "in":
            aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
            if aux & {"been", "is", "are", "'s", "'re", "’s", "’re", "am"} and not negated(verb):
                reading.read("engaged-in", "ongoing")
                return
        if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and not negated(verb) and is_there(verb, noun, name):
            reading.read("be-on-visit", "ongoing")
            return
        if (light is not None and complement) or verb.lemma_ == "be":
            self._climber.carried(verb, reading, light, negative)
            return
        if negative:
            reading.read("negation", "not_planned")
            return
        self._setting(verb, name, reading)

    def _motion(self, verb: Token, noun: Token, name: str, reading: Reading) -> None:
        """Going somewhere for a meeting or on a visit."""
        tense = mood(verb, negated(verb))
        lemma = verb.lemma_.lower()
        if tense is not None and tense != "held":
            reading.read(f"motion.{verb.lower_}", "scheduled" if tense == "ongoing" else tense)
        elif tense is None and verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp", "advcl", "acl", "conj"):
            self._climber.outer(verb, reading)
        elif name == "from" or lemma == "return":
            reading.read(f"motion.{verb.lower_}", "held")
        elif noun.lemma_ in VISITS:
            reading.read(
                f"motion.{verb.lower_}", "ongoing" if lemma in ("arrive", "leave", "depart", "land") else "held"
            )
        elif verb.tag_ == "VBD" and name in ("to", "at", "in"):
            reading.read(f"motion.{verb.lower_}", "held")
        elif verb.tag_ == "VBD" and lemma == "arrive" and not long_ago(verb):
            reading.read("arrived", "ongoing")
        elif tense is None and verb.dep_ in ("xcomp", "ccomp", "advcl", "conj"):
            self._climber.outer(verb, reading)
        else:
            reading.read(f"motion.{verb.lower_}", "scheduled")
        hypothesis(verb, reading)

    def _setting(self, token: Token, name: str, reading: Reading) -> None:
        """The meeting is where or when something else happens: it is to come if that is to come."""
        if reading.status is not None:
            return
        verb = token if is_verb(token) else next((t for t in token.ancestors if is_verb(t)), None)
        if verb is not None and verb.lemma_ == "invite":
            reading.read("setting.invite", "proposed")
            self._climber.outer(verb, reading)
        elif verb is not None and (mood(verb, False) == "scheduled" or self._planned(verb)):
            reading.read(f"setting.{verb.lower_}", "scheduled")
        elif verb is not None and name in _MEANS and _is_infinitive(verb):
            self._climber.outer(verb, reading)
