"""What must stand with a noun before it names a meeting: who shares a meal or sits down at a table, whom one calls."""

from processors.meetings.grammar import prepositions
from processors.meetings.slots import Draft, SlotFinder
from processors.tokens import Token

HOSTS = frozenset({"host", "chair", "convene", "organise", "organize", "receive"})
_HOLD = frozenset({"hold", "have", "share", "conduct"})
_ESTABLISH = frozenset({"make", "establish", "have", "resume"})
_SIT = frozenset({"sit", "be", "meet", "stay", "remain", "gather", "seat", "place", "join"})
_CALL_WORDS = frozenset({"phone", "telephone", "video", "cellphone", "hotline", "skype", "zoom"})


def is_held_together(noun: Token, draft: Draft) -> bool:
    """ "Ana and Bo held a working lunch", "a dinner hosted by Bo" that Ana attends."""
    if len(draft.slots) < 2 or noun.dep_ != "dobj":
        return False
    hosted = any(child.dep_ == "acl" and child.lemma_.lower() in HOSTS for child in noun.children)
    return hosted or (noun.head.lemma_.lower() in _HOLD and noun.tag_ != "NNS")


def is_kept_in_touch(noun: Token, draft: Draft, slots: SlotFinder) -> bool:
    """ "In close touch with Bo", "made contact with Bo"; the other side may hang on the verb."""
    into = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "into")
    if not (into or (noun.dep_ == "dobj" and noun.head.lemma_.lower() in _ESTABLISH)):
        return False
    for above in (noun.head, noun.head.head):
        if not draft.partner:
            company = [obj for name, _, obj in prepositions(above) if name == "with"]
            draft.partner = draft.add(slots.actors(company))
    return draft.partner


def is_sat_down_at(table: Token) -> bool:
    """ "Returned to the negotiating table", "left it"; what is won or expected at the table is no meeting."""
    preposition = table.head
    if preposition.dep_ != "prep":
        return True
    return preposition.lower_ in ("to", "from", "around", "towards") or preposition.head.lemma_.lower() in _SIT


def is_call(noun: Token, words: set[str]) -> bool:
    if words & _CALL_WORDS:
        return True
    complements = {name for name, _, _ in prepositions(noun)}
    return bool(complements & {"with", "between"}) and "for" not in complements and noun.tag_ != "NNS"
