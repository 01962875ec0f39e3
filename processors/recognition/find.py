"""Finds recognitions in one parsed sentence: predicates, then objects, recognisers, stance and count for each."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate, Slot
from processors.recognition import recognisers as who
from processors.recognition.lists import listed, name_at
from processors.recognition.lexicon import PredicateRule, predicates, rejected
from processors.recognition.objects import Recognised, is_political_role, last_place, read_object, role_kind
from processors.recognition.recognisers import Recognisers
from processors.recognition.repeats import repeated
from processors.recognition.stance import Reading, read_stance
from processors.recognition.ties import is_claimant, supported, switched, tied
from processors.recognition.tree import (
    RELATIVE,
    conjuncts,
    direct_objects,
    has_child,
    is_passive,
    is_verb,
    prepositions,
    subjects,
)
from processors.story import Story
from schemas.vocabulary import Stance

_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us"})
_REASONS = frozenset({"as", "because", "since", "while", "although", "though", "whereas"})
_STANDING = frozenset({"still", "only", "currently", "already", "continue", "now", "always"})


@dataclass(slots=True)
class Found:
    """A predicate with its parts, before the stance is settled."""

    rule: PredicateRule
    predicate: Token
    recognised: Recognised
    recognisers: Recognisers
    reading: Reading


def find_recognitions(story: Story, index: int, mentions: SentenceMentions) -> list[RecognitionCandidate]:
    """The recognitions that a sentence states, in the order of their triggers. Needs the sentence's parse in `story.docs`."""
    doc = story.docs[index]
    found: list[RecognitionCandidate] = []
    for token in doc:
        if _within_switch(token):
            continue
        for rule in predicates().get(token.lemma_.lower(), predicates().get(token.lower_, ())):
            if token.pos_ in rule.pos or (rule.frame == "verb" and token.pos_ in ("ADJ", "NOUN", "PROPN")):
                candidates = _with(rule, token, story, mentions, index)
                found += candidates
                if candidates:
                    break
    return _distinct(found + repeated(doc, found, mentions, index), doc)


def _within_switch(token: Token) -> bool:
    """The recognition that is switched is read with its verb."""
    verb = token.head
    return token.dep_ in ("dobj", "nsubjpass") and any(
        rule.frame == "switch" for rule in predicates().get(verb.lemma_.lower(), ())
    )


def _with(
    rule: PredicateRule, token: Token, story: Story, mentions: SentenceMentions, index: int
) -> list[RecognitionCandidate]:
    if _other_sense(token):
        return []
    if rule.frame in ("verb", "role", "position"):
        parts = _verb(rule, token, mentions)
    elif rule.frame == "noun":
        parts = _noun(rule, token, mentions)
    elif rule.frame == "switch":
        return _switch(rule, token, mentions, index)
    elif rule.frame == "ties":
        parts = _ties(rule, token, mentions)
    else:
        parts = _support(rule, token, story, mentions)
    return _candidates(parts, mentions, index) if parts is not None else []


def _other_sense(token: Token) -> bool:
    doc = token.doc
    if token.lower_ == "recognition" and token.i > 0 and token.nbor(-1).lower_ == "in":
        if token.i + 1 < len(doc) and token.nbor(1).lower_ == "of":
            return True
    if token.i > 0 and token.nbor(-1).lower_ in rejected("modifies"):
        return True
    if token.i > 1 and token.nbor(-2).lower_ == "re" and token.nbor(-1).text == "-":
        return True
    if token.tag_ in ("VBN", "JJ", "VBD") and _is_epithet(token):
        return True
    return is_verb(token) and _for_merit(token)


def _is_epithet(token: Token) -> bool:
    """ "internationally recognised borders": an adverb before and the noun right after."""
    doc = token.doc
    if token.i + 1 >= len(doc) or token.i == 0:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    adverb = before.lower_.endswith("ly") or before.text == "-"
    verbal = has_child(token, "aux", "auxpass", "nsubj", "nsubjpass")
    return adverb and not verbal and after.pos_ in ("NOUN", "PROPN", "ADJ") and not after.lower_ == "as"


def _for_merit(verb: Token) -> bool:
    """ "recognised Ana for her courage": honoured, not recognised. "For the first time" is no merit."""
    places = [verb, *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))]
    return any(
        name in rejected("governs") and not any(inner.lemma_ in ("time", "decade", "year") for inner in obj.subtree)
        for place in places
        for name, obj in prepositions(place)
        if not any(prep == "as" for prep, _ in prepositions(place))
    )


def _verb(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    if verb.dep_ in ("amod", "compound") and not _named_epithet(verb, mentions):
        return None
    heads = [verb.head] if verb.dep_ in ("amod", "compound") else direct_objects(verb)
    if heads and heads[0].lower_ == "it" and has_child(verb, "ccomp", "csubj"):
        return None  # "it must be recognised that …"
    heads = heads or _clause_objects(verb)
    recognised = read_object(heads[0], verb, mentions) if heads else _clause_object(verb, mentions)
    recognisers = who.of_verb(verb, mentions)
    if recognised is None and heads and rule.frame == "verb" and is_passive(verb) and recognisers.count is not None:
        recognised = last_place(heads[0], mentions)
    if recognised is None:
        return None
    if rule.frame == "role" and (recognised.role is None or not is_political_role(recognised.role)):
        return None
    if rule.frame == "position" and not _position(rule, heads[0], mentions):
        return None
    if recognised.mutual:
        recognised.heads = list(recognisers.heads)
        if not recognised.heads:
            return None
    reading = read_stance(verb, rule.frame, known_recogniser=False)
    if rule.stance is not None and reading.value in ("past", "now", "bare"):
        reading.becomes(rule.stance, rule.id)
    return Found(rule, verb, recognised, recognisers, reading)


def _named_epithet(verb: Token, mentions: SentenceMentions) -> bool:
    """ "Russia-recognised Donetsk" says who; "internationally recognised borders" is a fixed epithet."""
    return any(
        c.dep_ in ("npadvmod", "compound", "nsubj") and mentions.at(c.i) is not None and c.ent_type_ == "GPE"
        for c in verb.children
    )


def _clause_objects(verb: Token) -> list[Token]:
    """The subject of a clause that stands for the object ("recognise Kosovo to be a state", "… that Mayotte belongs to …")."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp") and child.i > verb.i:
            return (
                [inner for inner in child.children if inner.dep_ in ("nsubj", "nsubjpass")][:1]
                if not has_child(child, "mark")
                else []
            )
    return []


def _clause_object(verb: Token, mentions: SentenceMentions) -> Recognised | None:
    """ "recognise that Mayotte belongs to the Comoros", "… that there is only one China"."""
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if clause is None:
        return None
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    said = [child for child in clause.children if child.dep_ in ("attr", "acomp", "prep")]
    if (
        subject is not None
        and (mention := name_at(subject, mentions)) is not None
        and mention.kind in ("place", "seat")
    ):
        belongs = clause.lemma_ in ("belong", "form", "constitute") or any(
            role_kind(child) is not None for child in said
        )
        negated = has_child(clause, "neg")
        if belongs and not negated and not any(child.lemma_ in rejected("roles") for child in said):
            return Recognised(listed(subject, mentions), "sovereignty", why=["a clause"])
    if clause.lemma_ == "be" and said and any(child.lower_ == "one" for child in said[0].children):
        named = name_at(said[0], mentions)
        if named is not None and named.kind == "place":
            return Recognised([said[0]], "state", why=["one state"])
    return None


def _position(rule: PredicateRule, head: Token, mentions: SentenceMentions) -> bool:
    if head.lemma_.lower() not in rule.nouns:
        return False
    if head.lemma_.lower() == "state" and not any(
        child.dep_ in ("amod", "compound") and (m := name_at(child, mentions)) is not None and m.kind == "people"
        for child in head.children
    ):
        return False
    others = {one.lemma_.lower() for one in conjuncts(head)} - set(rule.nouns)
    return not (rule.stance == "recognises" and others)


def _noun(rule: PredicateRule, noun: Token, mentions: SentenceMentions) -> Found | None:
    if noun.dep_ == "compound" and noun.head.i > noun.i:
        return None
    recognisers = who.of_noun(noun, mentions)
    reading = read_stance(noun, "noun", known_recogniser=bool(recognisers.heads))
    recognised = _noun_object(noun, reading, mentions)
    if recognised is None or _thanks(noun, recognised):
        return None
    if recognised.mutual and not recognised.heads:
        return None
    if recognised.mutual:
        recognisers.heads = list(recognised.heads)
    elif not recognisers.heads and recognisers.count is None:
        raised = who.raised_count(noun)
        recognisers = Recognisers(count=raised) if raised else _holders(noun, reading, recognised, mentions)
    return Found(rule, noun, recognised, recognisers, reading)


def _thanks(noun: Token, recognised: Recognised) -> bool:
    """ "I extend my recognition to the Ambassador": a speaker's courtesy."""
    if recognised.kind not in ("leader", "government"):
        return False
    first = any(child.lower_ in ("my", "our") for child in noun.children if child.dep_ == "poss")
    verb = noun.head
    spoken = noun.dep_ == "dobj" and any(subject.lower_ in ("i", "we") for subject in subjects(verb))
    return first or spoken


def _noun_object(noun: Token, reading: Reading, mentions: SentenceMentions) -> Recognised | None:
    if any(child.lower_ == "mutual" for child in noun.children):
        return _mutual(noun, mentions)
    nested = [inner for name, obj in prepositions(noun) if name == "by" for inner in prepositions(obj)]
    if who.raised_count(noun) is not None:
        own = [child for child in noun.children if child.dep_ == "poss"]
        return read_object(own[0], noun, mentions) if own else None
    for name, obj in (*prepositions(noun), *nested):
        if name in ("of", "for", "to") and obj.dep_ == "pobj":
            return read_object(obj, noun, mentions)
    for token in (noun, noun.head if is_verb(noun.head) else noun):
        for child in token.children:
            if child.dep_ == "dative" and child.pos_ != "ADP":
                return read_object(child, noun, mentions)
        for name, obj in prepositions(token):
            if name == "to" and token is not noun and obj.dep_ == "pobj":
                return read_object(obj, noun, mentions)
    holder = reading.holder
    own = [rule for rule, _ in reading.cues if rule.own]
    if own and holder is not None:
        heads = subjects(holder) if is_verb(holder) else who.of_holder(holder, mentions).heads
        if heads and mentions.is_actor(heads[0].i):
            return read_object(heads[0], noun, mentions)
    possessor = [child for child in noun.children if child.dep_ == "poss"]
    if possessor:
        return read_object(possessor[0], noun, mentions)
    return None


def _mutual(noun: Token, mentions: SentenceMentions) -> Recognised | None:
    for name, obj in prepositions(noun):
        if name in ("between", "of", "by", "among") and obj.dep_ == "pobj":
            heads = listed(obj, mentions)
            if len(heads) > 1:
                return Recognised(heads, "state", mutual=True)
    pairs = [
        heads
        for mention in mentions
        if mention.kind in ("place", "organisation", "people") and mention.is_name and mention.start < noun.i
        if len(heads := listed(noun.doc[mention.head], mentions)) == 2
    ]
    if not pairs:
        places = [m for m in mentions if m.is_name and m.kind == "place" and not m.nested]
        apart = list(dict.fromkeys(noun.doc[m.start : m.end].text for m in places))
        if len(apart) == 2:
            pairs = [[noun.doc[places[0].head], noun.doc[places[-1].head]]]
    return Recognised(pairs[-1], "state", mutual=True, why=["the pair named in the sentence"]) if pairs else None


def _holders(noun: Token, reading: Reading, recognised: Recognised, mentions: SentenceMentions) -> Recognisers:
    """Who recognises when only the governing word says so ("Guyana withdrew its recognition of …")."""
    holder = reading.holder
    if holder is None:
        return Recognisers()
    if any(rule.own or rule.effect == "urged" for rule, _ in reading.cues):
        if any(rule.effect == "sought" for rule, _ in reading.cues):
            heads = [obj for name, obj in prepositions(holder) if name in ("from", "by", "in") and obj.dep_ == "pobj"]
            return who.expand([h for h in heads if mentions.is_actor(h.i)], mentions)
        return Recognisers()
    found = who.of_holder(holder, mentions)
    if found.heads and any(head in recognised.heads for head in found.heads):
        return Recognisers()
    return found


def _candidates(found: Found, mentions: SentenceMentions, index: int) -> list[RecognitionCandidate]:
    stance = _settle(found)
    verb = found.predicate
    recogniser_slots = _slots(found.recognisers.heads, "recogniser", mentions)
    made = [
        RecognitionCandidate(
            rule=found.rule.id,
            sentence=index,
            trigger=(verb.i, verb.i + 1),
            head=verb.i,
            recognisers=recogniser_slots,
            objects=_slots(found.recognised.heads, "object", mentions),
            stance=stance,
            object_kind=found.recognised.kind,
            count=found.recognisers.count,
            why=[*found.recognised.why, *found.reading.why, f"stance {stance}"],
        )
    ]
    reaction = found.reading.reaction
    if reaction is not None:
        heads = who.of_holder(reaction, mentions).heads
        if heads and not any(head in found.recognisers.heads for head in heads):
            made.append(
                RecognitionCandidate(
                    rule="stance.refuse.react",
                    sentence=index,
                    trigger=(reaction.i, reaction.i + 1),
                    head=reaction.i,
                    recognisers=_slots(heads, "recogniser", mentions),
                    objects=made[0].objects,
                    stance="refuses",
                    object_kind=found.recognised.kind,
                    why=[f"{reaction.text} rejects the recognition by others"],
                )
            )
    return made


def _settle(found: Found) -> Stance:
    """The final stance: what no cue has changed is an act (granted) or a state of affairs (recognises)."""
    value, predicate, count = found.reading.value, found.predicate, found.recognisers.count
    if value == "refuses" and _not_yet(found):
        return "urged"
    if value == "bare" and found.rule.frame != "noun" and _standing(predicate):
        return "recognises"
    if value == "bare" and _attitude(predicate):
        return "recognises"
    if value == "bare":
        return "granted" if found.rule.frame != "noun" else _bare_noun(found)
    if value == "past":
        counted = count is not None and count.value > 1 and not _act(found)
        general = predicate.dep_ == "relcl" and not found.recognisers.heads and has_child(predicate, "aux")
        return "recognises" if counted or general else "granted"
    if value == "now":
        first = any(head.lower_ in _FIRST_PERSON for head in found.recognisers.heads)
        standing = _standing(predicate)
        relative = (
            predicate.dep_ == "relcl"
            or any(c.dep_ == "mark" and c.lower_ in _REASONS for c in predicate.children)
            or any(c.tag_ in RELATIVE for c in predicate.children)
        )
        if first or standing or relative or is_passive(predicate) or count is not None:
            return "recognises"
        return "granted"
    return value


def _not_yet(found: Found) -> bool:
    """ "the countries that have not yet recognised it": nobody in particular refuses, the speaker wants them to."""
    predicate = found.predicate
    yet = any(child.lower_ == "yet" for child in predicate.children)
    return yet and predicate.dep_ == "relcl" and not found.recognisers.heads


def _standing(predicate: Token) -> bool:
    return any(child.lower_ in _STANDING for child in predicate.children)


def _attitude(predicate: Token) -> bool:
    """ "supports a Palestinian state while recognising Israel's right to exist": a participle under a present tense."""
    above = predicate.head
    return predicate.tag_ == "VBG" and predicate.dep_ == "advcl" and (
        any(child.lower_ == "while" for child in predicate.children) or above.tag_ == "VBP"
    )


def _act(found: Found) -> bool:
    """The ordinal in "the 110th country to recognise" counts, yet reports one new act."""
    return any(child.lower_ == "to" for child in found.predicate.children if child.dep_ == "aux")


def _bare_noun(found: Found) -> Stance:
    """A noun that nothing governs: an act, unless countries are counted."""
    return "recognises" if found.recognisers.count is not None else "granted"


def _ties(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    partners = tied(rule, verb, mentions)
    if not partners:
        return None
    recognisers = who.of_verb(verb, mentions)
    if any(is_claimant(head, mentions) for head in recognisers.heads) and not is_claimant(partners[0], mentions):
        partners, recognisers = recognisers.heads, Recognisers(partners)
    if rule.stance == "recognises" and recognisers.count is None:
        return None
    reading = read_stance(verb, "verb", known_recogniser=False)
    return Found(rule, verb, Recognised(partners, "state"), recognisers, reading)


def _support(rule: PredicateRule, noun: Token, story: Story, mentions: SentenceMentions) -> Found | None:
    found = supported(noun, mentions, story.body)
    if found is None:
        return None
    subject, count = found
    reading = Reading("recognises", [rule.id])
    return Found(rule, noun, Recognised([subject], "state"), Recognisers(count=count), reading)


def _switch(rule: PredicateRule, verb: Token, mentions: SentenceMentions, index: int) -> list[RecognitionCandidate]:
    """Moving recognition is two events: withdrawn from one, granted to the other."""
    made: list[RecognitionCandidate] = []
    for heads, stance in zip(switched(rule, verb, mentions), ("withdrawn", "granted"), strict=True):
        if heads:
            reading = read_stance(verb, "verb", known_recogniser=False)
            if stance == "withdrawn" and reading.value in ("past", "now", "bare", "intends"):
                reading.becomes("withdrawn", rule.id)
            parts = Found(rule, verb, Recognised(heads, "state"), who.of_verb(verb, mentions), reading)
            made += _candidates(parts, mentions, index)
    return made


def _slots(heads: list[Token], role: str, mentions: SentenceMentions) -> list[Slot]:
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
        if child.dep_ == "prep" and child.lower_ in ("of", "in") and child.i == end:
            end = child.right_edge.i + 1
    return min(lefts, default=head.i), end


def _distinct(found: list[RecognitionCandidate], doc: Doc) -> list[RecognitionCandidate]:
    seen: set[tuple[object, ...]] = set()
    kept: list[RecognitionCandidate] = []
    for candidate in sorted(found, key=lambda c: c.trigger):
        key = (candidate.trigger, candidate.stance, tuple(slot.head for slot in candidate.objects))
        if candidate.objects and key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept
