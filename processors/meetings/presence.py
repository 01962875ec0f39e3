"""Where somebody is: on a visit, in Rome for talks, on the second day of a tour. Such a meeting is going on."""

from processors.meetings.grammar import SUBJECTS
from processors.meetings.mood import mood
from processors.meetings.status_cues import Reading
from processors.tokens import Token

VISITS = ("visit", "trip", "tour", "journey")


def is_visiting(verb: Token) -> bool:
    """ "Ana Silva, visiting Rome, said": a participle without auxiliary that says where somebody is."""
    return (
        verb.tag_ == "VBG"
        and verb.lemma_ in ("visit", "tour", "negotiate")
        and (
            (verb.dep_ == "acl" and verb.head.ent_type_ not in ("DATE", "TIME") and verb.head.dep_ in SUBJECTS)
            or (verb.dep_ in ("acl", "advcl") and verb.i > 0 and verb.nbor(-1).text == ",")
        )
        and not any(child.dep_ in ("aux", "mark", "neg") for child in verb.children)
    )


def is_attending(verb: Token) -> bool:
    """ "Ana Silva, attending a summit in Rome, said": a participle beside the subject that says where somebody is."""
    return (
        verb.tag_ == "VBG"
        and verb.lemma_ in ("attend", "host", "chair", "hold", "make", "pay", "begin", "start")
        and verb.i > 0
        and verb.nbor(-1).text == ","
        and (
            (verb.dep_ == "acl" and verb.head.dep_ in SUBJECTS)
            or (verb.dep_ == "advcl" and verb.i < verb.head.i and _follows_subject(verb))
        )
        and not any(child.dep_ in ("aux", "mark", "neg") for child in verb.children)
    )


def _follows_subject(word: Token) -> bool:
    """Only a comma parts the word from the subject of its clause."""
    return any(child.dep_ in SUBJECTS and child.i == word.i - 2 for child in word.head.children)


def set_off(preposition: Token) -> bool:
    """ "Ana Silva, on a visit to Rome, said": between commas, it says where somebody is while the rest is told."""
    return preposition.i > 1 and preposition.nbor(-1).text == "," and preposition.nbor(-2).pos_ in ("PROPN", "NOUN")


def is_first_there(verb: Token) -> bool:
    """ "Is the first minister to visit Oslo since the war", told while the visit lasts."""
    noun = verb.head
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("acl", "relcl")
        and noun.dep_ == "attr"
        and noun.head.lower_ in ("is", "'s", "’s")
        and any(
            t.lower_ in ("first", "highest", "top") or t.tag_ in ("JJS", "RBS") for t in noun.subtree if t.i < verb.i
        )
    )


def is_negotiating(verb: Token) -> bool:
    """ "While they negotiate his fate"."""
    return verb.lemma_ in ("negotiate", "renegotiate") and verb.tag_ in ("VBZ", "VBP")


def has_just_come(verb: Token) -> bool:
    """ "Arrives in Rome": the visit has begun, and is told while it lasts."""
    return verb.lemma_ in ("arrive", "land") and verb.tag_ in ("VBZ", "VBP")


def starts_visit(verb: Token) -> bool:
    """ "Arrives in Rome to begin a visit"."""
    visited = any(c.dep_ == "dobj" and c.lemma_ in VISITS for c in verb.children)
    return visited and verb.lemma_ in ("start", "begin")


def is_numbered_day(noun: Token) -> bool:
    """ "On the second day of his visit"."""
    within = noun.dep_ == "pobj" and noun.head.lower_ in ("on", "in")
    return within and noun.lemma_.lower() == "day" and any(child.dep_ == "amod" for child in noun.children)


def are_days_at_hand(noun: Token) -> bool:
    """ "Arrived in Rome for three days of talks"."""
    preposition = noun.head
    return (
        noun.dep_ == "pobj"
        and noun.lemma_ in ("day", "week")
        and preposition.lower_ == "for"
        and preposition.head.lemma_ == "arrive"
        and mood(preposition.head, False) == "held"
    )


def is_there(verb: Token, noun: Token, name: str) -> bool:
    """ "Is on a visit", "is in Rome for a summit", "are in talks"."""
    if noun.lemma_ in VISITS:
        return True
    elsewhere = any(child.dep_ == "prep" and child.lower_ in ("in", "at") for child in verb.children)
    return (name == "in" and noun.tag_ == "NNS") or (name == "for" and elsewhere)


def in_place_for(name: str, governor: Token) -> bool:
    """ "Ana Silva, in Rome for a visit, said"."""
    there = [governor.head, *governor.children]
    return name == "for" and any(token.dep_ == "prep" and token.lower_ == "in" for token in there)


def is_under_way(noun: Token) -> bool:
    """ "The talks, now in their third week, have", "cited talks taking place in Oslo"."""
    return any(
        (child.dep_ == "prep" and child.lower_ == "in" and any(c.lower_ == "now" for c in child.children))
        or (child.dep_ == "acl" and child.lower_ == "taking" and any(c.lower_ == "place" for c in child.children))
        for child in noun.children
    )


def is_in_town_for(name: str, governor: Token) -> bool:
    """ "Ana Silva, in Rome for talks, said", "Ana Silva, here for talks, said"."""
    if name == "here":
        return governor.dep_ in SUBJECTS
    return (name == "for" and governor.dep_ in SUBJECTS) and any(
        child.dep_ == "prep" and child.lower_ == "in" and child.i > 0 and child.nbor(-1).text == ","
        for child in governor.children
    )


def accompanies(verb: Token) -> bool:
    """ "With the talks dragging on, the minister flew home": it is so while the rest happens."""
    if verb.dep_ == "pcomp":
        return verb.head.lower_ == "with"
    return verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "with" for c in verb.children)


def under_way(verb: Token, reading: Reading) -> bool:
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
