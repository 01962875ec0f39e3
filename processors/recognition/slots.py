"""Slots for the phrases that name actors."""

from processors.actors.mentions import SentenceMentions
from processors.candidate import Slot
from processors.recognition.lexicon import words
from processors.recognition.lists import name_at
from processors.tokens import Token

_PLACE_NOUNS = words("place-nouns")
_POINTING = words("pointing")


def slots_at(heads: list[Token], role: str, mentions: SentenceMentions) -> list[Slot]:
    slots: list[Slot] = []
    for head in heads:
        mention = name_at(head, mentions)
        start, end = (mention.start, mention.end) if mention is not None else _phrase(head)
        slot = Slot(head=head.i, start=start, end=end, role=role)  # type: ignore[arg-type]
        if slot not in slots:
            slots.append(slot)
    return slots


def _phrase(head: Token) -> tuple[int, int]:
    lefts = [c.left_edge.i for c in head.lefts if c.dep_ in ("amod", "compound", "nmod", "poss", "nummod")]
    end = head.i + 1
    for child in head.rights:
        if head.lemma_ in ("policy", "principle") or _is_some_part(head):
            break
        if child.dep_ == "prep" and child.lower_ in ("of", "in") and child.i == end:
            end = child.right_edge.i + 1
    return min(lefts, default=head.i), end


def _is_some_part(head: Token) -> bool:
    """ "Two breakaway regions of Norland" are not Norland."""
    return head.tag_ == "NNS" and head.lemma_.lower() in _PLACE_NOUNS and any(c.lower_ in _POINTING for c in head.lefts)
