"""The noun "recognition": of what, by whom, and what light verbs make of it."""

from processors.actors.mentions import SentenceMentions
from processors.counts import ordinal_count
from processors.recognition import counted_recognisers as counted_by
from processors.recognition import recognisers as who
from processors.recognition.effects import Reading
from processors.recognition.found import Found
from processors.recognition.lexicon import (
    PredicateRule,
    words,
)
from processors.recognition.lists import listed
from processors.recognition.object_actors import rule_for
from processors.recognition.objects import Recognised, read_object
from processors.recognition.recognisers import Recognisers
from processors.recognition.senses import is_thanks
from processors.recognition.stance import read_stance
from processors.recognition.tree import (
    has_child,
    is_passive,
    is_verb,
    owners,
    prepositions,
    subjects,
)
from processors.tokens import Token

_GIVES = words("gives")
_BESTOWS = words("bestows")
_TEXTS = words("texts")
_PLACE_NOUNS = words("place-nouns")
_POLICIES = frozenset({"act", "form", "line", "policy", "position", "practice", "stance"})
_THEIR_OWN = frozenset({"its", "their", "his", "her"})


def noun_frame(rule: PredicateRule, noun: Token, mentions: SentenceMentions) -> Found | None:
    if noun.dep_ == "compound" and noun.head.i > noun.i and not _of_a_pact(noun):
        return None
    recognisers = who.of_noun(noun, mentions)
    beside = bool(recognisers.heads) and not _own(noun) and not _is_got(noun) and _denied_it(noun) is None
    carrier = _carrier(noun)
    if not recognisers.heads and carrier is not None:
        recognisers = who.of_holder(carrier, mentions)
        beside = bool(recognisers.heads)
    reading = read_stance(noun, "noun", known_recogniser=beside)
    recognised = _noun_object(noun, reading, mentions)
    if recognised is not None:
        recognised.heads = _of_whoever_wants_it(recognised.heads, reading, mentions)
    if not recognisers.heads and recognisers.count is None and _denied_it(noun) is not None:
        recognisers = who.expand(_agents_after(noun), mentions)
    if recognisers.count is None and reading.holder is not None and is_verb(reading.holder):
        general = counted_by.general_before(reading.holder)  # "the second country to withdraw its recognition"
        recognisers.count = ordinal_count(general) if general is not None else None
    if recognised is None or is_thanks(noun, recognised):
        return None
    if recognised.mutual and not recognised.heads:
        return None
    if beside and reading.value == "granted" and _by_a_body(recognisers, reading, mentions):
        return None  # "gained UNESCO recognition"
    if recognised.mutual:
        recognisers.heads = list(recognised.heads)
    elif not recognisers.heads and recognisers.count is None:
        raised = counted_by.raised_count(noun)
        recognisers = Recognisers(count=raised) if raised else _holders(noun, reading, recognised, mentions)
    if reading.value == "sought" and not recognisers.heads and recognisers.count is None:
        recognisers = who.expand(_body_to_join(noun), mentions)
    return Found(rule, noun, recognised, recognisers, reading)


def _body_to_join(noun: Token) -> list[Token]:
    """The United Nations in "recognition … as a full member of the United Nations"."""
    member = next((t for t in noun.doc[noun.i + 1 : noun.i + 14] if t.lemma_.lower() == "member"), None)
    if member is None or not any(t.lower_ == "as" for t in noun.doc[max(noun.i, member.i - 4) : member.i]):
        return []
    return [obj for name, obj in prepositions(member) if name == "of" and obj.pos_ == "PROPN"][:1]


def _by_a_body(recognisers: Recognisers, reading: Reading, mentions: SentenceMentions) -> bool:
    got = any(rule.effect == "achieved" for rule, _ in reading.cues)
    takers = [mentions.at(head.i) for head in recognisers.heads]
    return got and any(m is not None and m.kind == "organisation" for m in takers)


def _carrier(noun: Token) -> Token | None:
    """The noun of "Norland's policy of recognition of …", when it says whose it is."""
    above = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "on") or above.lemma_.lower() not in _POLICIES:
        return None
    return above if has_child(above, "poss") or any(name == "by" for name, _ in prepositions(above)) else None


def _own(noun: Token) -> bool:
    """ "withdrew its recognition": the subject acts on its own recognition, it does not react to somebody's."""
    pronoun = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in noun.children)
    return pronoun and (noun.dep_ in ("dobj", "nsubjpass") or (noun.dep_ == "pobj" and noun.head.lower_ == "of"))


def _is_got(noun: Token) -> bool:
    """ "gained the recognition of fifty states", "recognition from Norway": the verb is said of the other side."""
    got = noun.dep_ in ("dobj", "nsubjpass") and any(name == "from" for name, _ in prepositions(noun))
    return got or counted_by.counted_agents(noun) is not None


def _noun_object(noun: Token, reading: Reading, mentions: SentenceMentions) -> Recognised | None:
    if _of_a_pact(noun):
        return _sides_of_pact(noun.head, mentions)
    if any(child.lower_ == "mutual" for child in noun.children):
        return _mutual(noun, mentions)
    head = _object_phrase(noun, reading, mentions)
    return read_object(head, noun, mentions) if head is not None else None


def _object_phrase(noun: Token, reading: Reading, mentions: SentenceMentions) -> Token | None:
    """Head of the phrase for what is recognised: beside the noun, then by the verb, then the subject or possessor."""
    possessor = next((child for child in noun.children if child.dep_ == "poss"), None)
    if counted_by.raised_count(noun) is not None:
        return possessor
    given = who.given_to(noun, mentions)
    if given is not None:
        return given
    denied = _denied_it(noun)
    if denied is not None:
        return denied
    nested = [inner for name, obj in prepositions(noun) if name == "by" for inner in prepositions(obj)]
    beside = [obj for name, obj in (*prepositions(noun), *nested) if name in ("of", "for", "to") and obj.dep_ == "pobj"]
    verb = noun.head if is_verb(noun.head) else noun
    datives = [child for token in (noun, verb) for child in token.children if child.dep_ == "dative"]
    datives = [child for child in datives if child.pos_ != "ADP"]
    to_whom = [obj for name, obj in prepositions(verb) if verb != noun and name == "to" and obj.dep_ == "pobj"]
    if counted_by.counted_agents(noun) is not None:
        beside = []
    elif not beside:  # "the recognition and support of …"
        joined = [child for child in noun.children if child.dep_ == "conj" and child.pos_ == "NOUN"]
        beside = [obj for one in joined[:1] for name, obj in prepositions(one) if name == "of" and obj.dep_ == "pobj"]
    if not beside and verb.lemma_.lower() in ("withdraw", "withhold", "remove", "revoke"):
        beside = [obj for place in (noun, verb) for name, obj in prepositions(place) if name == "from"]
    things = [obj for obj in beside if (rule := rule_for(obj)) is not None and rule.actor != "self"]
    for found in (*things[:1], *beside[:1], *datives[:1], *to_whom[:1]):
        return found
    if possessor is not None and _own(noun) and verb.lemma_.lower() in _BESTOWS | _GIVES:
        return None  # "to declare their recognition": theirs to give
    if reading.holder is not None and any(rule.own for rule, _ in reading.cues):
        holder = reading.holder
        heads = subjects(holder) if is_verb(holder) else who.of_holder(holder, mentions).heads
        if heads and not mentions.is_actor(heads[0].i) and heads[0].lemma_.lower() not in _PLACE_NOUNS:
            heads = owners(heads[0])  # "the gesture by the government is aimed at …"
        body = rule_for(heads[0]) if heads else None
        rules = body is not None and body.gives == "government"
        if heads and (mentions.is_actor(heads[0].i) or heads[0].lemma_.lower() in _PLACE_NOUNS or rules):
            return heads[0]
    if possessor is None and noun.dep_ == "conj":  # "the sovereignty and recognition of Norland", "Norland's …"
        first = noun.head
        shared = [obj for name, obj in prepositions(first) if name == "of" and obj.dep_ == "pobj"]
        shared += [child for child in first.children if child.dep_ == "poss"]
        return next((one for one in shared if mentions.is_actor(one.i)), None)
    return possessor


def _denied_it(noun: Token) -> Token | None:
    """Who "is denied recognition" or is given it, whatever the phrase says of the rights that go with it."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "oprd", "attr") or verb.lemma_.lower() not in _GIVES or not is_passive(verb):
        return None
    return next(iter(subjects(verb)), None)


def _agents_after(noun: Token) -> list[Token]:
    """ "was denied recognition of its independence by …", wherever the parser hangs the agent."""
    by = next((t for t in noun.head.subtree if t.i > noun.i and t.lower_ == "by"), None)
    return [child for child in by.children if child.dep_ == "pobj"][:1] if by is not None else []


def _of_whoever_wants_it(heads: list[Token], reading: Reading, mentions: SentenceMentions) -> list[Token]:
    """ "The islanders of Norland deserve recognition of their independence": theirs is the subject's."""
    own = [verb for rule, verb in reading.cues if rule.own and is_verb(verb)]
    if len(heads) != 1 or heads[0].lower_ not in _THEIR_OWN or not own:
        return heads
    subject = next(iter(subjects(own[0])), None)
    if subject is None or subject.pos_ == "PRON":
        return heads
    named = [obj for name, obj in prepositions(subject) if name == "of" and obj.pos_ == "PROPN"]  # "the people of …"
    return next(([one] for one in (*named, subject) if mentions.is_actor(one.i)), heads)


def _of_a_pact(noun: Token) -> bool:
    """ "a mutual recognition pact"."""
    mutual = any(t.lower_ == "mutual" for t in (*noun.children, *noun.head.children))
    return mutual and noun.dep_ == "compound" and noun.head.lemma_.lower() in _TEXTS


def _sides_of_pact(pact: Token, mentions: SentenceMentions) -> Recognised | None:
    within = [obj for place in (pact, pact.head) for name, obj in prepositions(place) if name in ("with", "between")]
    own = subjects(pact.head) if pact.dep_ in ("dobj", "pobj") and is_verb(pact.head) else []
    sides = [one for head in (*within[:1], *own[:1]) for one in who.expand([head], mentions).heads]
    return Recognised(sides, "state", mutual=True, why=["a pact"]) if len(sides) > 1 else None


def _mutual(noun: Token, mentions: SentenceMentions) -> Recognised | None:
    for name, obj in prepositions(noun):
        if name in ("between", "of", "by", "among") and obj.dep_ == "pobj":
            heads = listed(obj, mentions)
            if len(heads) > 1:
                sides = name != "of" or any(mentions.is_actor(head.i) for head in heads)
                return Recognised(heads, "state", mutual=True) if sides else None
    between = next((t for t in noun.doc[noun.i + 1 : noun.i + 12] if t.lower_ == "between"), None)
    if between is not None and between.head.lemma_.lower() in _TEXTS and between.head.i > noun.i:
        between = None  # "mutual recognition, and the agreement between …"
    for obj in between.children if between is not None else ():
        if obj.dep_ == "pobj" and len(heads := listed(obj, mentions)) > 1:
            return Recognised(heads, "state", mutual=True)
    pairs = [
        heads
        for mention in mentions
        if mention.kind in ("place", "organisation", "people") and mention.is_name and mention.start < noun.i
        if len(heads := listed(noun.doc[mention.head], mentions)) == 2
    ]
    if not pairs:
        apart: dict[str, Token] = {}
        for mention in mentions:
            if mention.is_name and mention.hit is not None and mention.kind in ("place", "people"):
                apart.setdefault(mention.hit.alias.actor.id, noun.doc[mention.head])
        if len(apart) == 2:
            pairs = [list(apart.values())]
    return Recognised(pairs[-1], "state", mutual=True, why=["the pair named in the sentence"]) if pairs else None


def _holders(noun: Token, reading: Reading, recognised: Recognised, mentions: SentenceMentions) -> Recognisers:
    """Who recognises when only the governing word says so ("Guyana withdrew its recognition of …")."""
    holder = reading.holder
    if holder is None and noun.dep_ == "pobj" and noun.head.lower_ == "despite" and is_verb(noun.head.head):
        return who.of_holder(noun.head.head, mentions)
    if (
        holder is None and reading.value == "refuses"
    ):  # "made non-recognition of … its policy", "despite non-recognition"
        clause = next((above for above in noun.ancestors if is_verb(above)), None)
        if clause is None or (noun.dep_ in ("nsubj", "nsubjpass") and noun.head == clause):
            return Recognisers()
        acting = who.of_holder(clause, mentions)
        acting.heads = [h for h in acting.heads if mentions.is_actor(h.i) and h not in recognised.heads]
        return acting
    if holder is None:
        return Recognisers()
    if any(rule.own or rule.effect == "urged" for rule, _ in reading.cues):
        if recognised.role is not None and recognised.role.lemma_.lower() == "member":
            return who.expand([obj for name, obj in prepositions(recognised.role) if name == "of"], mentions)
        if any(rule.effect in ("sought", "achieved", "considers") for rule, _ in reading.cues):
            heads = [obj for name, obj in prepositions(holder) if name in ("from", "by", "in") and obj.dep_ == "pobj"]
            return who.expand([h for h in heads if mentions.is_actor(h.i)], mentions)
        return Recognisers()
    found = who.of_holder(holder, mentions)
    found.heads = [head for head in found.heads if mentions.is_actor(head.i)]
    if found.heads and any(head in recognised.heads for head in found.heads):
        return Recognisers()
    return found
