"""The candidates that a found recognition makes: its own, and the refusal of whoever rejects it."""

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate
from processors.recognition import recognisers as who
from processors.recognition.found import Found
from processors.recognition.object_pronouns import ITS, named_for
from processors.recognition.own_side import seeks_its_own, wants_it_first
from processors.recognition.settle import settled
from processors.recognition.slots import slots_at

_FORESTALLS = frozenset({"block", "delay", "forestall", "prevent", "veto"})
"""What keeps a recognition by others from coming about."""


def candidates_of(found: Found, mentions: SentenceMentions, index: int) -> list[RecognitionCandidate]:
    stance = settled(found)
    objects = named_for(found.recognised.heads, found.recognisers.heads, mentions)
    owned = any(head.lower_ in ITS for head in found.recognised.heads) and objects != found.recognised.heads
    if seeks_its_own(found, stance, mentions, objects if owned else found.recognised.heads):
        stance = "sought"
    elif wants_it_first(found, stance):
        stance = "urged"
    verb = found.predicate
    recogniser_slots = slots_at(found.recognisers.heads, "recogniser", mentions)
    made = [
        RecognitionCandidate(
            rule=found.rule.id,
            sentence=index,
            trigger=(verb.i, verb.i + 1),
            head=verb.i,
            recognisers=recogniser_slots,
            objects=slots_at(objects, "object", mentions),
            stance=stance,
            object_kind=found.recognised.kind,
            count=found.recognisers.count,
            why=[*found.recognised.why, *found.reading.why, f"stance {stance}"],
        )
    ]
    reaction = found.reading.reaction
    if reaction is not None:
        heads = [head for head in who.of_holder(reaction, mentions).heads if mentions.is_actor(head.i)]
        if heads and not any(head in found.recognisers.heads for head in heads):
            made.append(
                RecognitionCandidate(
                    rule="stance.refuse.react",
                    sentence=index,
                    trigger=(reaction.i, reaction.i + 1),
                    head=reaction.i,
                    recognisers=slots_at(heads, "recogniser", mentions),
                    objects=made[0].objects,
                    stance="refuses",
                    object_kind=found.recognised.kind,
                    why=[f"{reaction.text} rejects the recognition by others"],
                )
            )
            if reaction.lemma_.lower() in _FORESTALLS and stance == "granted":
                return made[1:]
    return made
