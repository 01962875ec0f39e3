"""Recognition said again without its object: "the third country to do so", "would consider recognition", "to do the same"."""

from spacy.tokens import Doc, Token

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate, Slot
from processors.counts import ordinal_count
from processors.recognition import recognisers as who
from processors.recognition.lists import name_at
from processors.recognition.stance import read_stance
from processors.recognition.tree import SUBJECTS, has_child, is_verb, prepositions, subjects

_SAME = frozenset({"so", "same", "likewise"})
_URGES = frozenset("urge call ask appeal encourage invite press exhort".split())


def repeated(
    doc: Doc, found: list[RecognitionCandidate], mentions: SentenceMentions, index: int
) -> list[RecognitionCandidate]:
    """Settle "do so" against the recognitions found in the sentence, and give objectless ones the object of another.

    Changes `found` where the words only add to it (a count, more recognisers, an appeal); returns what is an event of
    its own.
    """
    _ = index
    made: list[RecognitionCandidate] = []
    for token in doc:
        if token.lemma_ == "do" and _does_the_same(token) and found:
            first = max((c for c in found if c.head < token.i), key=lambda c: c.head, default=None)
            if first is not None:
                _join(first, token, mentions)
    return made


def _does_the_same(verb: Token) -> bool:
    return any(child.lower_ in _SAME and child.dep_ in ("advmod", "dobj") for child in verb.children)


def _join(first: RecognitionCandidate, verb: Token, mentions: SentenceMentions) -> None:
    noun = _general(verb)
    if noun is not None:
        count = ordinal_count(noun)
        if count is not None and first.count is None:
            first.count = count
            first.why.append(f"count from {noun.text}")
        for place in (verb, verb.head, noun):
            for name, obj in prepositions(place):
                if name == "after" and obj.i > verb.i and name_at(obj, mentions) is not None:
                    first.recognisers += [s for s in _slots(obj, mentions) if s not in first.recognisers]
                    return
        return
    if first.stance in ("refuses", "recognises") and _urged(verb, first):
        first.stance = "urged"
        first.recognisers = [slot for slot in first.recognisers if name_at(verb.doc[slot.head], mentions) is not None]
        first.why.append("urged to do so")


def _urged(verb: Token, first: RecognitionCandidate) -> bool:
    """ "I urge the states that have not recognised X to do so", wherever the parser hangs the infinitive."""
    doc = verb.doc
    if not any(child.lower_ == "to" for child in verb.children):
        return False
    return any(above.lemma_.lower() in _URGES for above in (*verb.ancestors, *doc[first.head].ancestors) if is_verb(above))


def _general(verb: Token) -> Token | None:
    """ "country" of "the third country to do so"."""
    if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN"):
        return verb.head
    if verb.dep_ in ("xcomp", "advcl") and verb.head.lemma_ in ("become", "be"):
        return next((c for c in verb.head.children if c.dep_ == "attr" and c.i < verb.i), None)
    return None


def _slots(head: Token, mentions: SentenceMentions) -> list[Slot]:
    slots = []
    for one in who.expand([head], mentions).heads:
        mention = name_at(one, mentions)
        if mention is not None:
            slots.append(Slot(one.i, mention.start, mention.end, "recogniser"))
    return slots


_ = (read_stance, SUBJECTS, has_child, subjects)
