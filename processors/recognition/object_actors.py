"""Which actor a thing that is recognised belongs to: the place of a border, the owner of independence."""

from processors.actors.mentions import SentenceMentions
from processors.recognition.counted_recognisers import examples_of
from processors.recognition.lexicon import (
    ObjectRule,
    object_rules,
    words,
)
from processors.recognition.lists import listed, name_at, whole_list
from processors.recognition.roles import role_kind
from processors.recognition.tree import (
    conjuncts,
    is_verb,
    prepositions,
)
from processors.tokens import Token

_PLACE_NOUNS = words("place-nouns")
_REACH = 30
"""How many words further on the same thing of others may be joined to a thing."""
_BEFORE = frozenset({"det", "amod", "poss", "compound", "nmod"})
_ADDS = (" and", "as well as", "as also", "along with", "together with")
_CLAIMANTS = words("claimants")
_MUTUAL = frozenset({"other", "another"})
_GENERIC = words("generic")
_REGIONS = words("regions")
_POINTING = words("pointing")


def rule_for(head: Token, predicate: Token | None = None) -> ObjectRule | None:
    words = list(head.subtree)
    if predicate is not None:  # "the rights of the people, including their right to a state" hangs on the verb
        words += [token for token in predicate.subtree if token.i > head.i]
    if head.lemma_.lower() == "right":  # "the right of the people to …", hung on whatever verb is near
        whose = {obj.i for name, obj in prepositions(head) if name == "of" and obj.tag_ == "NNS"}
        words = [token for token in (*words, *_to_the_comma(head)) if token.i not in whose]
    near = {token.lower_ for token in words} | {token.lemma_.lower() for token in words}
    for rule in object_rules().get(head.lemma_.lower(), object_rules().get(head.lower_, ())):
        if head.pos_ == "PROPN" and head.ent_type_ in ("PERSON", "GPE") and rule.actor != "self":
            continue
        if not rule.needs or near & set(rule.needs) or (rule.id == "object.right" and near & _MUTUAL):
            return rule
    return None


def _to_the_comma(head: Token) -> list[Token]:
    found: list[Token] = []
    for token in head.doc[head.i + 1 : head.i + 16]:
        if token.is_punct and token.text not in "-–’'":
            break
        found.append(token)
    return found


def actors_in(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    named = _named_by_its_phrase(head, rule, mentions)
    if named:
        return named
    if rule.actor == "self" and (owner := _of_whom(head, mentions)) is not None:
        return [owner]
    if rule.actor == "self":
        return [inner for one in listed(head, mentions) for inner in specific(one, mentions)]
    if rule.actor == "over":
        over = [obj for name, obj in prepositions(head) if name in ("over", "to", "on")]
        if over:
            return [inner for obj in over[:1] for one in listed(obj, mentions) for inner in specific(one, mentions)]
    if rule.actor == "inside" and _is_part_of_a_state(head, mentions):
        return [head]
    if rule.actor == "inside":
        inside = [obj for name, obj in prepositions(head) if name in ("of", "in", "for") and obj.dep_ == "pobj"]
        found = [inner for obj in inside[:1] for one in listed(obj, mentions) for inner in specific(one, mentions)]
        found += [inner for one in conjuncts(head)[1:] for inner in _inside_or_self(one, rule, mentions)]
        if found and any(mentions.at(token.i) for token in found):
            return found
    owners = _all_owners(head, rule, mentions)
    if owners:
        return owners
    shared = [other for other in conjuncts(_first_conjunct(head)) if other != head]
    for other in shared:  # "the independence and sovereignty of Belize"
        found = owners_of(other, mentions)
        if found:
            return found
    return [head] if _is_meant_itself(head, rule, mentions) else []


def _of_whom(head: Token, mentions: SentenceMentions) -> Token | None:
    """Ana Diaz in "Ana Diaz, whose government is recognised by …"."""
    clause = next((above for above in head.ancestors if above.dep_ == "relcl"), None)
    whose = any(child.lower_ == "whose" for child in head.children)
    return clause.head if whose and clause is not None and name_at(clause.head, mentions) is not None else None


def _named_by_its_phrase(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    """What some things are called by: "their country", "the people on Taiwan", "changes to the borders of 1967"."""
    if rule.id == "object.state" and head.pos_ == "NOUN":
        return [child for child in head.children if child.dep_ == "poss" and child.pos_ == "PRON"]
    if rule.id == "object.people":
        there = [obj for name, obj in prepositions(head) if name in ("on", "in")]
        return [obj for obj in there if name_at(obj, mentions) is not None][:1]
    if rule.id in ("object.border-change", "object.status-change"):
        after = [t for t in head.doc[head.i + 1 : head.i + 2] if t.lower_ in ("to", "of", "in")]  # or hung on the verb
        changed = [child for word in after for child in word.children if child.dep_ == "pobj"]
        owners = [one for obj in changed[:1] for one in owners_of(obj, mentions) if name_at(one, mentions) is not None]
        return owners or changed[:1]
    if rule.id == "object.border":  # "the border with Norland", "the border between Norland and Ruritania"
        beyond = [obj for name, obj in prepositions(head) if name in ("with", "between")]
        beside = head.doc[head.i + 1 : head.i + 2]  # or hung on the verb
        beyond += [
            c for word in beside if word.lower_ in ("with", "between") for c in word.children if c.dep_ == "pobj"
        ]
        return [one for obj in beyond[:1] for one in listed(obj, mentions) if name_at(one, mentions) is not None]
    joined = _joined_names(head, mentions) if rule.actor == "inside" else []
    return joined if len(joined) > 1 else []


def _joined_names(head: Token, mentions: SentenceMentions) -> list[Token]:
    """ "the Donetsk and Luhansk regions in eastern Ukraine": the names before the noun."""
    before = [c for c in head.children if c.dep_ in ("nmod", "compound") and c.i < head.i and c.pos_ == "PROPN"]
    return [one for one in conjuncts(before[0]) if name_at(one, mentions) is not None] if before else []


def _is_meant_itself(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> bool:
    """ "the two breakaway regions", "the Golan territory", "the declaration of independence"."""
    if rule.id == "object.declaration":
        return True
    pointing = any(child.lower_ in _POINTING for child in head.children)
    return rule.actor == "inside" and (pointing or _modified_by_name(head, mentions))


def _all_owners(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    """Both in "the right of Norland to exist and that of Ruritania", "Norland's independence and Ruritania's"."""
    owners = [owner for owner in owners_of(head, mentions) if _may_own(owner, mentions)]
    for other in (*conjuncts(head)[1:], *_added(head)) if owners else ():
        if (beside := rule_for(other)) is not None and beside.actor == rule.actor:
            owners += [t for t in owners_of(other, mentions) if _may_own(t, mentions) and t not in owners]
    return owners


def _added(head: Token) -> list[Token]:
    """The same thing of others, wherever the parser hangs it: "…, as well as Norland's right to exist", "and the
    corresponding right of Norland"."""
    found = []
    for other in head.doc[head.i + 1 : head.i + _REACH]:
        if other.lemma_.lower() == head.lemma_.lower() and other.pos_ == "NOUN":
            before = [child for child in other.children if child.dep_ in _BEFORE]
            first = min([other.i, *(child.left_edge.i for child in before)])
            left = " ".join(t.lower_ for t in head.doc[max(0, first - 3) : first])
            if left.endswith(_ADDS) and not any(child.dep_ == "poss" and child.pos_ == "PRON" for child in before):
                found.append(other)
    return found


def election_winner(head: Token, role: Token | None, mentions: SentenceMentions) -> list[Token]:
    """Who is recognised by recognising a result: the person named with it; the result itself only "as legitimate"."""
    inside = {token.i for token in head.subtree}
    people = [m for m in mentions if m.kind == "person" and m.head in inside]
    owner = [child for child in head.children if child.dep_ == "poss"]
    if people:
        return [head.doc[people[0].head]]
    if any(token.lemma_.lower() in ("annexation", "referendum", "secession", "independence") for token in head.subtree):
        places = [m for m in mentions if m.kind == "place" and m.head in inside]
        return [head.doc[m.head] for m in places[:1]]
    if owner and owner[0].lower_ in ("his", "her", "their"):
        return owner
    return [head] if role is not None and role_kind(role) is not None else []


def what_it_refers_to(head: Token, predicate: Token, mentions: SentenceMentions) -> list[Token]:
    """What "the area" or "the republics" stands for: places named before it with the same word, or the last ones."""
    if head.pos_ != "NOUN" or head.lemma_.lower() not in _PLACE_NOUNS or not _definite(head):
        return [head]
    named = [m for m in mentions if m.is_name and m.kind != "people" and m.end <= head.i]
    named = [m for m in named if head.doc[m.head].dep_ not in ("amod", "compound", "poss")]
    before = [m for m in named if m.kind == "place"]
    same = [
        m
        for m in named
        if any(above.lemma_.lower() == head.lemma_.lower() for above in head.doc[m.head].ancestors if above.i < head.i)
    ]
    others = [m for m in same or before if head.doc[m.head].dep_ not in ("nsubj", "nsubjpass") or same]
    clause = [m for m in others if m.head < predicate.i]
    if not same and head.lemma_.lower() != "republic":  # "the area" is hardly a whole state
        parts = [m for m in before if m.head < predicate.i and (m.hit is None or m.hit.alias.actor.kind != "state")]
        clause = parts or clause
    return whole_list(head.doc[clause[-1].head], mentions) if clause else [head]


def _definite(head: Token) -> bool:
    return any(child.lower_ in ("the", "that", "these", "those") for child in head.children) and not any(
        child.dep_ in ("relcl", "acl") or (child.dep_ == "prep" and child.lower_ in ("of", "in", "that"))
        for child in head.children
    )


def _may_own(owner: Token, mentions: SentenceMentions) -> bool:
    rule = rule_for(owner)
    if _is_part_of_a_state(owner, mentions):
        return True
    if owner.lower_ in _MUTUAL or (rule is not None and rule.actor == "self"):
        return True
    mention = mentions.at(owner.i)
    return mention is not None and (mention.is_name or mention.kind == "pronoun")


def _inside_or_self(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    return actors_in(head, rule, mentions) if rule_for(head) is rule else specific(head, mentions)


def _first_conjunct(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.i < head.i and not is_verb(head.head):
        head = head.head
    return head


def _modified_by_name(head: Token, mentions: SentenceMentions) -> bool:
    return any(mentions.at(token.i) is not None and token.pos_ != "PRON" for token in head.subtree if token != head)


def owners_of(head: Token, mentions: SentenceMentions) -> list[Token]:
    """Whose independence, border or right it is: possessor, "of" phrase, adjective, and what stands in apposition."""
    for child in head.children:
        if child.dep_ == "poss":
            return [inner for one in listed(child, mentions) for inner in specific(one, mentions)]
    for name, obj in prepositions(head):
        if name in ("of", "for") and obj.dep_ == "pobj":
            rule = rule_for(obj)
            named = specific(obj, mentions)
            if named != [obj]:
                return [inner for one in listed(obj, mentions) for inner in specific(one, mentions)]
            if rule is not None and rule.actor != "self":
                return actors_in(obj, rule, mentions)
            examples = [one for one in examples_of(head) if name_at(one, mentions) is not None]
            if examples and obj.tag_ == "NNS":  # "the right of all states, including Norland, to exist"
                return [one for example in examples for one in listed(example, mentions)]
            found = [inner for one in listed(obj, mentions) for inner in specific(one, mentions)]
            if found:
                return found
    for child in head.children:
        if child.dep_ in ("amod", "compound", "nmod") and mentions.at(child.i) is not None:
            return conjuncts(child)
    return []


def specific(head: Token, mentions: SentenceMentions) -> list[Token]:
    """The names within a general phrase ("the breakaway regions of Abkhazia and South Ossetia"), else the phrase."""
    mention = name_at(head, mentions)
    if mention is not None and mention.is_name and mention.kind != "people" and mention.end - mention.start > 1:
        return [head]
    if head.lower_ == "latter":
        before = [m for m in mentions if m.kind == "place" and m.is_name and m.end <= head.i]
        return [head.doc[before[-1].head]] if before else [head]
    general = head.lemma_.lower() in _GENERIC or head.lower_.rstrip("s") in _GENERIC
    for child in head.children:
        beside = child.dep_ == "appos" or (child.dep_ in ("dobj", "nmod") and child.i > head.i)
        if beside and child.pos_ == "PROPN" and mentions.at(child.i) is not None and (general or head.pos_ == "NOUN"):
            return listed(child, mentions)
    if not general:
        return [head]
    examples = [one for one in examples_of(head) if name_at(one, mentions) is not None]
    if examples and head.tag_ == "NNS":  # "areas such as Norland", "all states, including Norland and Ruritania"
        return [one for example in examples for one in listed(example, mentions)]
    if _is_part_of_a_state(head, mentions):
        return [head]
    called = _by_what_it_is_called(head, mentions)
    if called:
        return called
    for name, obj in prepositions(head):
        if name == "of" and obj.pos_ == "PROPN" and mentions.at(obj.i) is not None:
            return listed(obj, mentions)
    phrase = [head, *(c for c in head.children if c.dep_ == "poss" and c.lemma_.lower() == "people")]
    joined = [c for t in phrase for c in t.children if c.dep_ in ("nmod", "compound") and c.i < head.i]
    joined = [c for c in joined if name_at(c, mentions) is not None]
    if len(joined) == 1 and len(conjuncts(joined[0])) > 1:  # "the Donetsk and Luhansk separatist regions"
        return conjuncts(joined[0])
    names = [m for m in mentions if m.end == head.i and m.kind in ("place", "seat") and m.is_name]
    names = [m for m in names if head.doc[m.head].lower_ not in _REGIONS]
    if names and head.pos_ == "NOUN":  # "the Golan Heights region", "Donetsk and Luhansk republics"
        return listed(head.doc[names[0].head], mentions)
    return [head]


def _is_part_of_a_state(head: Token, mentions: SentenceMentions) -> bool:
    """ "Two breakaway regions of Norland": parts of the state, not the state."""
    if head.lemma_.lower() not in _PLACE_NOUNS or not any(c.lower_ in _POINTING for c in head.children):
        return False
    whole = [name_at(obj, mentions) for name, obj in prepositions(head) if name in ("of", "in")]
    state = whole[0].hit.alias.actor if whole and whole[0] is not None and whole[0].hit is not None else None
    return state is not None and state.kind == "state" and state.id not in _CLAIMANTS


def _by_what_it_is_called(head: Token, mentions: SentenceMentions) -> list[Token]:
    """ "The Norlandic Republic" by its people; "my country, which is the Republic of Norland" by its name."""
    of_people = [c for c in head.children if c.dep_ == "compound" and (m := mentions.at(c.i)) and m.kind == "people"]
    if head.tag_ == "NNP" and of_people and head.lemma_.lower() == "republic":
        return of_people
    for child in head.children:
        if child.dep_ == "relcl" and child.lemma_ == "be":
            called = [c for c in child.children if c.dep_ == "attr" and name_at(c, mentions) is not None]
            if called and called[0].pos_ == "PROPN":
                return called
    return []
