"""Meetings named by a noun: "talks between A and B", "A's visit to B", "a Franco-German summit"."""

from collections.abc import Iterator

from processors.meetings.grammar import (
    agents,
    conjuncts,
    governing_subject,
    holder,
    is_passive,
    is_verb,
    modifier_words,
    objects,
    prepositions,
    subjects,
)
from processors.meetings.noun_needs import HOSTS, is_call, is_held_together, is_kept_in_touch, is_sat_down_at
from processors.meetings.rules import MeetingRules, Nominal
from processors.meetings.slots import Draft, SlotFinder, slot_of
from processors.meetings.verbs import mistagged
from processors.tokens import Doc, Token
from schemas.vocabulary import ParticipantRole

_TOGETHER = frozenset({"between", "among", "amongst", "with", "alongside", "including", "involving", "against"})
_OF_VISITOR = frozenset({"of", "by", "from"})
_MEDIATORS = frozenset(
    {"broker", "mediate", "sponsor", "facilitate", "moderate", "lead", "back", "supervise", "arrange"}
)
_TOLD = frozenset(
    [
        "tell",
        "ask",
        "urge",
        "warn",
        "inform",
        "assure",
        "press",
        "thank",
        "congratulate",
        "brief",
        "remind",
        "promise",
        "pressure",
        "accuse",
        "encourage",
        "invite",
        "offer",
        "hand",
    ]
)
_DURING = frozenset({"during", "in", "after", "following", "at", "on", "over", "by", "before", "since", "upon", "via"})
_THINGS = frozenset(
    {
        "room",
        "table",
        "point",
        "hall",
        "place",
        "center",
        "centre",
        "house",
        "force",
        "show",
        "radio",
        "chip",
        "tool",
        "position",
        "power",
        "unit",
    }
)
"""Nouns that make a thing of the word before them: "a meeting room", "a bargaining chip"."""
_HIS_OR_HER = frozenset({"his", "her", "my"})
_GOVERN = frozenset({"dobj", "attr", "oprd", "conj", "appos", "compound", "pobj", "npadvmod", "dative", "nmod", "dep"})


def find_nominals(doc: Doc, rules: MeetingRules, slots: SlotFinder) -> Iterator[Draft]:
    for token in doc:
        for rule in noun_rules(token, rules):
            draft = _draft(token, rule, slots)
            if draft is not None:
                yield draft
                break


def noun_rules(token: Token, rules: MeetingRules) -> Iterator[Nominal]:
    """The rules for the word at a token, whoever takes part."""
    readings = rules.nominals.get(token.lemma_.lower(), ())
    if not readings or (token.pos_ not in ("NOUN", "PROPN") and token.tag_ not in ("NNS", "NNP", "NN")):
        return
    if mistagged(token):
        return
    for rule in readings:
        if rule.plural and token.lower_ in rule.lemma and not token.lower_.endswith("s"):
            continue
        if rule.needs == "qualifier" and modifier_words(token).isdisjoint(rule.qualifiers):
            continue
        yield rule


def _draft(noun: Token, rule: Nominal, slots: SlotFinder) -> Draft | None:
    words = modifier_words(noun)
    if noun.dep_ == "compound" and noun.head.i == noun.i + 1 and noun.head.lemma_.lower() in _THINGS:
        return None
    if noun.lemma_ == "table" and not is_sat_down_at(noun):
        return None
    start = noun.i
    while (
        start > 0
        and noun.doc[start - 1].dep_ in ("compound",)
        and noun.doc[start - 1].head.i == noun.i
        and noun.doc[start - 1].pos_ == "NOUN"
        and not (start > 1 and noun.doc[start - 2].tag_ == "HYPH")
    ):
        start -= 1
    draft = Draft(rule=rule.id, head=noun, trigger=(start, noun.i + 1), format=rule.format)
    _complements(noun, draft, slots)
    _around(noun, draft, slots)
    owned = any(child.dep_ == "poss" for child in noun.children)
    if rule.needs == "call" and not (is_call(noun, words) and (noun.tag_ != "NNS" or draft.partner or owned)):
        return None
    if rule.calls_on:
        _called_on(noun, draft, slots)
    if rule.needs == "touch" and not is_kept_in_touch(noun, draft, slots):
        return None
    if rule.partnered and not draft.partner:
        return None
    if rule.needs == "partner" and not (draft.partner or is_held_together(noun, draft)):
        return None
    if rule.needs == "destination" and not (draft.places or draft.partner or owned):
        return None
    return draft


def _called_on(noun: Token, draft: Draft, slots: SlotFinder) -> None:
    """ "Paid a courtesy call on Bo"."""
    for name, _, obj in [*prepositions(noun), *(prepositions(noun.head) if is_verb(noun.head) else [])]:
        if name in ("on", "to", "upon"):
            draft.partner |= draft.add(slots.actors([obj]))


def _complements(noun: Token, draft: Draft, slots: SlotFinder) -> None:  # noqa: PLR0912 - one branch for each construction
    """What the noun itself says: its prepositions, possessor, participles and the names before it."""
    visit = draft.format == "visit"
    visitor: ParticipantRole = "visitor" if visit else "participant"
    owner = [child for child in noun.children if child.dep_ == "poss"]
    if not (owner and owner[0].pos_ == "PRON"):
        draft.add(slots.actors(owner, visitor))
    for name, _, obj in prepositions(noun):
        _complement(name, obj, draft, slots, visitor)
    for child in noun.children:
        if (child.dep_ in ("acl", "relcl", "prep", "pcomp") and is_verb(child)) or child.lower_ in (
            "involving",
            "including",
        ):
            _participle(child, noun, draft, slots)
        elif child.dep_ == "appos":
            for name, _, obj in prepositions(child):
                _complement(name, obj, draft, slots, visitor)
    names = slots.modifiers(noun)
    for token in names:
        after = noun.doc[token.i + 1] if token.i + 1 < len(noun.doc) else noun
        deed = noun.doc[token.i + 2].lemma_.lower() if after.text in "-–‑" and token.i + 2 < len(noun.doc) else ""
        if deed in _MEDIATORS or deed in ("brokered", "mediated", "sponsored", "led", "backed"):
            draft.add(slots.plain([token], "mediator"))
        elif deed in ("hosted",):
            draft.add(slots.plain([token], "host"))
        elif slots.is_place(token) and not slots.is_state(token):
            draft.places.append(token.i)
        elif slots.is_state(token) and visit:
            draft.places.append(token.i)
            draft.add(slots.plain([token], "host"))
        else:
            draft.add(slots.plain([token]))
    if len(names) > 1:
        draft.partner = True


def _complement(name: str, obj: Token, draft: Draft, slots: SlotFinder, visitor: ParticipantRole) -> None:
    visit = draft.format == "visit"
    if name in _TOGETHER:
        role: ParticipantRole = "host" if visit else "participant"
        found = slots.actors([obj], role) or [s for one in conjuncts(obj) for s in slots.anyone(one, role)]
        if draft.add(found):
            draft.partner = True
    elif name in _OF_VISITOR and not (name == "of" and obj.lemma_ in ("talk", "negotiation", "meeting")):
        if visit and name == "of" and slots.is_place(obj):
            _go_to(obj, draft, slots)
            return
        found = slots.actors([obj], visitor)
        if name == "from" and any(slots.is_place(obj) for _ in found) and not visit:
            return
        if draft.add(found) and (visit or (name == "of" and (obj.tag_ == "NNS" or len(conjuncts(obj)) > 1))):
            draft.partner = True
    elif name in ("to", "in", "into") and (visit or name == "to"):
        _go_to(obj, draft, slots, actors=name == "to")


def _go_to(goal: Token, draft: Draft, slots: SlotFinder, *, actors: bool = False) -> None:
    """Towns are places; states, and where `actors` count whoever is one, are hosts."""
    for one in conjuncts(goal):
        if slots.is_place(one) and not slots.is_state(one):
            draft.places.append(one.i)
        elif slots.is_state(one) or (actors and slots.is_actor(one)):
            draft.places.append(one.i)
            draft.add(slots.one(one, "host"))
            draft.partner = True


def _participle(child: Token, noun: Token, draft: Draft, slots: SlotFinder) -> None:
    lemma = child.lemma_.lower()
    if child.lower_ in ("involving", "including") or lemma in ("involve", "include", "bring"):
        draft.partner |= draft.add(
            slots.actors([*objects(child), *[o for c in child.children if c.dep_ == "pobj" for o in [c]]])
        )
        return
    by = agents(child)
    if by:
        role: ParticipantRole = "host" if lemma in HOSTS else "mediator" if lemma in _MEDIATORS else "participant"
        if lemma in HOSTS or lemma in _MEDIATORS or lemma in ("attend", "hold", "conduct"):
            draft.add(slots.actors(by, role))
    for name, _, obj in prepositions(child):
        if name in ("between", "with", "among"):
            draft.partner |= draft.add(slots.actors([obj]))
    if child.dep_ == "relcl" and lemma in ("hold", "have", "attend", "conduct", "make", "host"):
        own = [s for s in subjects(child) if s.i != noun.i]
        draft.add(slots.actors(own))


def _around(noun: Token, draft: Draft, slots: SlotFinder) -> None:  # noqa: PLR0912 - one branch for each construction
    """Who the clause around the noun says takes part: the subject that holds, attends, makes or speaks during it."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    pronoun = bool(owners) and owners[0].pos_ == "PRON"
    owned = bool(owners) and not pronoun
    complements = {name for name, _, _ in prepositions(noun)}
    own = [child for child in noun.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < noun.i]
    if own:  # "Leaders host a summit" with "host" taken for a noun
        draft.add(slots.actors(own, "visitor" if draft.format == "visit" else "participant"))
    relation, governor = holder(noun)
    visit = draft.format == "visit"
    if noun.dep_ in ("nsubj", "nsubjpass"):
        _said_of(noun, draft, slots)
        if pronoun:
            draft.add(slots.actors(owners, "visitor" if visit else "participant"))
        return
    above = governing_subject(noun) if noun.dep_ in _GOVERN else []
    if pronoun and (owners[0].lower_ in _HIS_OR_HER or not slots.actors(above)):
        above = owners
    if pronoun and owners[0].lower_ == "their" and above:
        _pair_up(noun, above, draft, slots)
    by = visit and bool(complements & {"by", "of", "from"})
    lemma = governor.lemma_.lower()
    if "between" in complements or "among" in complements:
        role: ParticipantRole = "host" if lemma in HOSTS else "mediator"
        if lemma in HOSTS or lemma in _MEDIATORS:
            draft.add(slots.actors(above, role))
        return
    if not (owned or by):
        draft.add(slots.actors([s for s in above if s.i != noun.i], "visitor" if visit else "participant"))
    if relation in _DURING and is_verb(governor) and lemma in _TOLD and not draft.partner and not visit:
        draft.partner |= draft.add(slots.actors(objects(governor)))
    if is_verb(governor) and relation == "dobj":
        for name, _, obj in prepositions(governor):
            if name in ("with", "between") and not draft.partner and not visit:
                draft.partner |= draft.add(slots.actors([obj]))
            elif name == "to" and visit and not draft.partner:
                _complement("to", obj, draft, slots, "visitor")
            elif name == "by" and is_passive(governor):
                draft.add(slots.actors([obj]))


def _pair_up(noun: Token, above: list[Token], draft: Draft, slots: SlotFinder) -> None:
    """ "Ana greets Bo before their meeting": "their" is the subject and the actor between it and the noun."""
    first = slots.actors(above)
    if len(first) != 1 or draft.partner:
        return
    between = [c for c in slots.chunks if first[0].end <= c.start and c.end <= noun.i]
    people = [c for c in between if c.mention.kind in ("person", "office")]
    if people:
        draft.partner |= draft.add([slot_of(people[0], "participant")])


def _said_of(noun: Token, draft: Draft, slots: SlotFinder) -> None:
    verb = noun.head
    if not is_verb(verb):
        return
    for name, _, obj in prepositions(verb):
        if name in ("between", "with", "among", "involving") and not draft.partner:
            draft.partner |= draft.add(slots.actors([obj]))
        elif (
            name == "by"
            and is_passive(verb)
            and verb.lemma_ in ("hold", "host", "attend", "cancel", "postpone", "call")
        ):
            draft.add(slots.actors([obj]))
        elif name == "to" and draft.format == "visit":
            _complement("to", obj, draft, slots, "visitor")
    if verb.lemma_ in ("involve", "include", "bring"):
        draft.partner |= draft.add(slots.actors(objects(verb)))
    if is_passive(verb) and verb.dep_ == "advcl" and not draft.slots:
        _spoken_of_above(verb.head, draft, slots)


def _spoken_of_above(verb: Token, draft: Draft, slots: SlotFinder) -> None:
    """ "Roy's agenda includes a concert, while no talks are planned": nobody but Roy can be meant to hold them."""
    for subject in subjects(verb):
        if not draft.add(slots.actors([subject])):
            draft.add(slots.actors([child for child in subject.children if child.dep_ == "poss"]))
