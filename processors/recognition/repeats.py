"""Recognition said again without its object: "the third country to do so", "would consider recognition"."""

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate, Slot
from processors.counts import ordinal_count
from processors.recognition import recognisers as who
from processors.recognition.lexicon import words
from processors.recognition.lists import name_at
from processors.recognition.senses import other_sense
from processors.recognition.stance import read_stance
from processors.recognition.tree import is_verb, prepositions
from processors.tokens import Doc, Token

_SAME = frozenset({"so", "same", "likewise"})
_URGES = words("urges")


def repeated(
    doc: Doc, found: list[RecognitionCandidate], mentions: SentenceMentions, index: int
) -> list[RecognitionCandidate]:
    """Settle "do so" against the recognitions found in the sentence, and give objectless ones the object of another.

    Changes `found` where the words only add to it (a count, more recognisers, an appeal); returns what is an event of
    its own.
    """
    made: list[RecognitionCandidate] = []
    for token in doc:
        if (
            token.lower_ == "recognition"
            and not other_sense(token)
            and not any(c.head in (token.i, token.head.i) for c in found)
        ):
            candidate = _without_object(token, found, mentions, index)
            if candidate is not None:
                made.append(candidate)
        if token.lemma_ == "do" and _does_the_same(token) and found:
            first = max((c for c in found if c.head < token.i), key=lambda c: c.head, default=None)
            if first is not None:
                _join(first, token, mentions)
    return made


def _without_object(
    noun: Token, found: list[RecognitionCandidate], mentions: SentenceMentions, index: int
) -> RecognitionCandidate | None:
    """ "would consider recognition", "stopped short of recognition": of what another phrase of the sentence names."""
    if any(name in ("of", "for", "to") for name, _ in prepositions(noun)) or noun.dep_ == "compound":
        return None
    if any(child.lower_ == "my" or (found and child.lower_ == "their") for child in noun.children):
        return None  # a speaker's courtesy; "the states that have not recognised it … to declare their recognition"
    reading = read_stance(noun, "noun", known_recogniser=False)
    if reading.value not in ("refuses", "considers", "intends", "sought", "withdrawn") or not (
        reading.cues or reading.why
    ):
        return None
    recognisers = who.of_noun(noun, mentions)
    holder = reading.holder
    own = any(rule.own or rule.effect == "urged" for rule, _ in reading.cues)
    if not recognisers.heads and holder is not None and not own:
        recognisers = who.of_holder(holder, mentions)
    if not recognisers.heads and holder is None:
        clause = next((above for above in noun.ancestors if is_verb(above)), None)
        recognisers = who.of_holder(clause, mentions) if clause is not None else recognisers
    if own and holder is not None:
        heads = [obj for name, obj in prepositions(holder) if name in ("from", "by", "in") and obj.dep_ == "pobj"]
        recognisers = who.expand([h for h in heads if mentions.is_actor(h.i)], mentions)
    objects = list(found[-1].objects) if found else _named_before(noun, recognisers.heads, mentions)
    if not objects:
        return None
    return RecognitionCandidate(
        rule="recognise.noun",
        sentence=index,
        trigger=(noun.i, noun.i + 1),
        head=noun.i,
        recognisers=[s for head in recognisers.heads for s in _slots(head, mentions)],
        objects=objects,
        stance=reading.value,
        object_kind=found[-1].object_kind if found else "state",
        why=["of what the sentence names", *reading.why],
        confidence=0.7,
    )


def _named_before(noun: Token, recognisers: list[Token], mentions: SentenceMentions) -> list[Slot]:
    """The listed state or body nearest to the noun that is neither its recogniser nor the subject of its clause."""
    taken = {head.i for head in recognisers}
    names = [
        m
        for m in mentions
        if m.is_name and m.hit is not None and m.hit.alias.actor.kind in ("state", "government", "armed_group", "party")
        if m.kind != "organisation" or m.hit.alias.actor.kind != "government"
        if not taken & set(range(m.start, m.end)) and not (m.nested and m.kind != "place")
        if noun.doc[m.head].dep_ not in ("nsubj", "nsubjpass")
    ]
    before = [m for m in names if m.end <= noun.i]
    chosen = before[-1] if before else next(iter(m for m in names if m.start > noun.i), None)
    return [Slot(chosen.head, chosen.start, chosen.end, "object")] if chosen is not None else []


def _does_the_same(verb: Token) -> bool:
    if verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "so":
        return True
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
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if auxiliaries & {"must", "should", "ought"}:
        return True
    if auxiliaries & {"will", "would", "can"}:
        return any(above.lemma_.lower() == "hope" for above in verb.ancestors)
    if "to" not in auxiliaries:
        return False
    return any(
        above.lemma_.lower() in _URGES for above in (*verb.ancestors, *doc[first.head].ancestors) if is_verb(above)
    )


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
