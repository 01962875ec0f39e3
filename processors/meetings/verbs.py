"""Meetings said by a verb: "met", "spoke with", "was received by", "visits", "flew to B to meet C"."""

from collections.abc import Iterator, Sequence

from processors.meetings.company import debaters, is_one_side, meets_people, shared_objects
from processors.meetings.grammar import (
    agents,
    among,
    conjuncts,
    inviters,
    is_passive,
    objects,
    prepositions,
    reciprocal,
    subjects,
)
from processors.meetings.other_senses import other_sense
from processors.meetings.rules import MeetingRules, OtherSense, Predicate
from processors.meetings.slots import Draft, SlotFinder, slot_of
from processors.tokens import Doc, Token
from schemas.vocabulary import ParticipantRole

# Present-tense forms that the small tagger likes to take for nouns.
_PRESENT = {
    "meets": "meet",
    "meet": "meet",
    "visits": "visit",
    "visit": "visit",
    "hosts": "host",
    "greets": "greet",
    "welcomes": "welcome",
    "receives": "receive",
    "meeting": "meet",
    "calls": "call",
    "phones": "phone",
    "tours": "tour",
    "talks": "talk",
}

_CARRIES = frozenset({"return", "fly"})
"""Verbs of travel that with an object say what somebody takes along or gives back."""
_MET_BY_ANYONE = frozenset({"meeting.verb.meet", "meeting.verb.confer", "meeting.verb.sit-down"})
_BY = frozenset({"by", "over", "on", "via"})
_TELEPHONE = frozenset({"phone", "telephone", "video", "hotline"})


def mistagged(token: Token) -> bool:
    """A noun by its tag that governs a subject or an object is a verb."""
    if token.lower_ not in _PRESENT or token.pos_ == "VERB":
        return False
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.lower_ in ("meet", "meets"):
        return following.lower_ not in ("the",) or token.lower_ == "meets"
    kinds = {child.dep_ for child in token.children}
    if token.lower_ == "talks":  # "The minister talks to reporters"
        return following.lower_ in ("to", "about") and (
            "nsubj" in kinds or token.nbor(-1 if token.i else 0).pos_ in ("PROPN", "PRON")
        )
    if token.lower_ == "meeting":
        return (
            token.i > 0
            and token.nbor(-1).tag_ in ("NNS", "NNP", "NNPS")
            and token.nbor(-1).dep_ in ("conj", "nsubj")
            and (following.lower_ in ("in", "with", "at"))
        )
    return bool(kinds & {"nsubj", "dobj"}) and "det" not in kinds and "poss" not in kinds


def find_verbs(doc: Doc, rules: MeetingRules, slots: SlotFinder) -> Iterator[Draft]:
    for token in doc:
        for rule in verb_rules(token, rules):
            draft = _draft(token, rule, slots, rules.other_senses)
            if draft is not None:
                yield draft
                break


def verb_rules(token: Token, rules: MeetingRules) -> Iterator[Predicate]:
    """The rules for the word at a token, whatever stands around it."""
    lemma = token.lemma_.lower()
    if token.lower_ == "visiting" and (
        token.dep_ in ("amod", "compound") or (token.dep_ == "pcomp" and token.head.lower_ in ("with", "to", "by"))
    ):
        lemma = "visiting"
    elif token.pos_ in ("NOUN", "PROPN") and mistagged(token):
        lemma = _PRESENT[token.lower_]
    for rule in rules.verbs.get(lemma, ()):
        if token.pos_ in rule.pos or (token.lower_ in _PRESENT and mistagged(token)):
            yield rule


def has_room(verb: Token, rule: Predicate) -> bool:
    """False when the parse leaves no place for the other side that the rule asks for, whoever it may be."""
    frames = set(rule.frames)
    if frames & {"reciprocal", "alone", "attributive"} or ("telephone" in frames and _over_the_telephone(verb)):
        return True
    names = {name for token in (verb, *objects(verb)) for name, _, _ in prepositions(token)}
    if names & frames:
        return True
    if rule.destination:
        return False
    goal = objects(verb) or verb.dep_ == "acl" or any(child.dep_ == "nsubjpass" for child in verb.children)
    following = verb.doc[verb.i + 1 : verb.i + 9]
    return bool(frames & {"object", "place"} and goal) or any(token.lower_ == "with" for token in following)


def _draft(verb: Token, rule: Predicate, slots: SlotFinder, senses: Sequence[OtherSense]) -> Draft | None:  # noqa: PLR0912 - one branch for each construction
    draft = Draft(rule=rule.id, head=verb, trigger=(verb.i, verb.i + 1), format=rule.format)
    subject_role: ParticipantRole = rule.roles.get("subject", "participant")
    object_role: ParticipantRole = rule.roles.get("object", "participant")
    if "attributive" in rule.frames:
        return _attributive(verb, draft, slots)
    if rule.particle and not any(c.dep_ in ("prt", "advmod") and c.lower_ == rule.particle for c in verb.children):
        return None
    if rule.object_word and not any(o.lemma_.lower() == rule.object_word for o in objects(verb)):
        return None
    if verb.lemma_ == "call" and _gives_a_name(verb):
        return None
    if verb.lemma_ in _CARRIES and objects(verb):
        return None
    passive = is_passive(verb)
    if passive:
        patients = [c for c in verb.children if c.dep_ == "nsubjpass"] or ([verb.head] if verb.dep_ == "acl" else [])
        above, goals = agents(verb), patients
    else:
        above, goals = subjects(verb), ([] if rule.object_word else objects(verb) or shared_objects(verb))
    _partners(verb, goals, draft, slots, rule=rule, role=object_role)
    found = slots.actors(above, subject_role)
    if not found and not above and not passive and (verb.dep_ == "ROOT" or verb.pos_ == "NOUN"):
        found = slots.before(verb)
    draft.add(found)
    draft.add(slots.actors(inviters(verb), "host"))
    if not draft.partner and "with" in rule.frames and not rule.destination:
        draft.partner |= draft.add(slots.actors(_misplaced_with(verb)))
    if not draft.partner and rule.id == "meeting.verb.discuss":
        draft.partner |= draft.add(slot for one in debaters(verb) if slots.is_person(one) for slot in slots.one(one))
    if not draft.partner and rule.id in _MET_BY_ANYONE:
        draft.partner = meets_people(verb) and other_sense(verb, senses) is None
    if not draft.partner and rule.id == "meeting.verb.meet":
        draft.partner |= draft.add([s for goal in goals for one in conjuncts(goal) for s in slots.anyone(one)])
    if draft.partner:
        return draft
    if "place" in rule.frames or rule.destination:
        return draft if draft.places else None
    if passive:
        return None
    together = "reciprocal" in rule.frames or ("telephone" in rule.frames and _over_the_telephone(verb))
    if (
        together
        and ((reciprocal(above) and not is_one_side(above)) or len(draft.slots) > 1)
        and draft.slots
        and (not objects(verb) or rule.id != "meeting.verb.meet")
    ):
        draft.partner = len(draft.slots) > 1  # both sides are the subject
        return draft
    if "alone" in rule.frames and draft.slots:
        return draft
    return None


def _over_the_telephone(verb: Token) -> bool:
    return any(name in _BY and obj.lemma_.lower() in _TELEPHONE for name, _, obj in prepositions(verb))


def _gives_a_name(verb: Token) -> bool:
    """ "Called him a liar", "calling them part of a campaign"."""
    named = {child.dep_ for child in verb.children if child.pos_ != "VERB"}
    if named & {"dobj", "dative", "nsubjpass"}:
        return bool(named & {"oprd", "attr", "ccomp"}) or {"dative", "dobj"} <= named
    return bool(named & {"attr", "ccomp"}) or ("oprd" in named and not objects(verb))


def _misplaced_with(verb: Token) -> list[Token]:
    """The object of a "with" that hangs on a word between ("met for a second time with the junta")."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 9, len(verb.doc))]:
        if token.pos_ in ("VERB", "AUX", "PUNCT"):
            return []
        if token.lower_ == "with" and verb in token.ancestors:
            return [child for child in token.children if child.dep_ == "pobj"]
    return []


def _partners(
    verb: Token, goals: list[Token], draft: Draft, slots: SlotFinder, *, rule: Predicate, role: ParticipantRole
) -> None:
    for goal in map(among, goals):
        listed = slots.actors([goal], role)
        if "object" not in rule.frames and "place" not in rule.frames:
            continue
        if "place" not in rule.frames and listed and not rule.person:
            draft.partner |= draft.add(listed)
            continue
        for one in conjuncts(goal):
            _goal(one, draft, slots, rule, role)
    through = [verb, *objects(verb)] if rule.format in ("talks", "negotiation") else [verb]
    for name, _, goal in [found for token in through for found in prepositions(token)]:
        obj = among(goal)
        if name not in rule.frames or (name == "in" and rule.format == "mediation"):
            continue
        listed = slots.actors([obj], role)
        if not rule.destination and not rule.person and listed:
            draft.partner |= draft.add(listed)
            continue
        for one in conjuncts(obj):
            if rule.destination:
                place = slots.place_in(one) if slots.is_place(one) or slots.is_spot(one) else None
                if place is not None:
                    draft.places.append(place.i)
                    if slots.is_state(place) and place.i == one.i:
                        draft.add(slots.one(one, role))
            elif slots.is_actor(one) and not (rule.person and slots.is_place(one) and not slots.is_state(one)):
                draft.partner |= draft.add(slots.one(one, role))


def _goal(one: Token, draft: Draft, slots: SlotFinder, rule: Predicate, role: ParticipantRole) -> None:
    named = slots.is_spot(one) or not slots.is_person(one)
    place = slots.place_in(one) if "place" in rule.frames and named else None
    if place is not None:
        draft.places.append(place.i)
        if slots.is_state(place) and place.i == one.i:
            draft.add(slots.one(one, role))
            draft.partner = True
    elif "object" in rule.frames and slots.is_actor(one):
        if rule.person and not slots.is_person(one):
            return
        draft.partner |= draft.add(slots.one(one, role))


def _attributive(word: Token, draft: Draft, slots: SlotFinder) -> Draft | None:
    """ "with visiting President A": A is the visitor, and the clause's subject its host."""
    head = next(iter(objects(word)), word.head)
    if not slots.is_actor(head):
        return None
    draft.add(slots.one(head, "visitor"))
    draft.partner = True
    above = head
    for _ in range(6):
        if above.dep_ in ("pobj", "dobj", "prep", "conj", "poss", "attr", "appos") and above.head != above:
            above = above.head
            continue
        break
    if above.pos_ in ("VERB", "AUX"):
        draft.add(slots.actors([s for s in subjects(above) if s.i != head.i], "host"))
    if len(draft.slots) == 1:  # "At a news conference with visiting President A, Prime Minister B said"
        following = [c for c in slots.chunks if c.start > head.i and c.mention.kind in ("person", "office", "pronoun")]
        if following and following[0].start - head.i < 8 and head.doc[head.i + 1].text == ",":
            draft.add([slot_of(following[0], "host")])
    return draft
