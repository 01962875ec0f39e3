"""What a predicate says is recognised: its kind, and the phrases that name the actor behind it.

"Kosovo's independence" has the kind `independence` and the actor Kosovo; "sovereignty over the Golan Heights" belongs to
the Golan Heights; "the annexation of Crimea" to Crimea.
"""

from dataclasses import dataclass, field

from spacy.tokens import Token

from processors.actors.mentions import SentenceMentions
from processors.recognition.lexicon import ObjectRule, object_rules, rejected, role_rules
from processors.recognition.lists import listed, name_at
from processors.recognition.tree import conjuncts, has_child, is_verb, prepositions
from schemas.vocabulary import ObjectKind

_POLITICAL_ROLE_WORDS = frozenset(
    "independent sovereign legitimate lawful rightful sole separate legal recognised recognized interim acting "
    "internationally undivided eternal elected new official self-proclaimed governing".split()
)
_MODIFIERS = ("amod", "compound", "nmod", "poss", "nummod")
_PRONOUNS = frozenset({"it", "us", "them", "him", "her", "its", "their", "our", "his"})
_PLACE_NOUNS = frozenset("area territory region republic city entity land province enclave island peninsula".split())
_POLITICS = frozenset(
    "president presidency leader government leadership legitimacy legitimate opposition election power minister state "
    "diplomatic".split()
)
_GOVERNING = frozenset("government regime rebel opposition junta council coalition insurgent administration".split())
_POLITICAL_BODIES = frozenset(
    "council government front movement army authority coalition party organization organisation administration "
    "assembly committee congress alliance republic taliban state union forces board league".split()
)
_MUTUAL = frozenset({"other", "another"})
_GENERIC = frozenset(
    "region territory republic state country entity area province enclave city nation island part breakaway people "
    "heights leader president claim zone land rebel opposition group movement council administration".split()
)


@dataclass(slots=True)
class Recognised:
    """Heads of the phrases that name what is recognised. `role`: the head of "as an independent state", if printed."""

    heads: list[Token]
    kind: ObjectKind
    role: Token | None = None
    mutual: bool = False
    why: list[str] = field(default_factory=list)


def read_object(head: Token, predicate: Token, mentions: SentenceMentions) -> Recognised | None:
    """What the noun phrase at `head` is, as the object of `predicate`; None when it is nothing that states recognise."""
    head = _renamed(head, mentions)
    role = role_of(predicate, head)
    if role is not None and role.lemma_.lower() in rejected("roles") and not _political(role):
        return None
    if head.lower_ in _MUTUAL and has_child(head, "det"):
        return Recognised([head], "state", role, mutual=True, why=["each other"])
    rule = _rule_for(head, predicate)
    if rule is not None:
        actors = _election(head, role, mentions) if rule.id == "object.election" else _actors(head, rule, mentions)
        if rule.actor == "over" and not any(name == "over" for name, _ in prepositions(head)):
            over = [obj for name, obj in prepositions(predicate) if name == "over"]
            actors = [
                inner for obj in over for one in listed(obj, mentions) for inner in specific(one, mentions)
            ] or actors
        actors = [named for actor in actors for named in _anaphor(actor, predicate, mentions)]
        if not actors:
            return None
        if actors[0].lower_ in _MUTUAL:
            return Recognised(actors, rule.gives, role, mutual=True, why=["each other"])
        kind = rule.gives
        if role is not None and rule.actor in ("self", "inside", "owner"):
            kind = role_kind(role) or kind
        if rule.gives == "leader" and role is not None and role_kind(role) is None:
            return None
        if rule.actor == "self" and not _can_be_recognised(head, rule, role, mentions):
            return None
        return Recognised(actors, kind, role, why=[f"object: {rule.id}"])
    if head.lemma_.lower() in rejected("objects") and (head.text.islower() or not mentions.is_actor(head.i)):
        return None
    return _named(head, role, mentions)


def _renamed(head: Token, mentions: SentenceMentions) -> Token:
    """ "our dear friend the Republic of China": the name in apposition is what is recognised."""
    if head.pos_ == "NOUN" and not ((mention := name_at(head, mentions)) is not None and mention.is_name):
        for child in head.children:
            named = name_at(child, mentions) if child.dep_ == "appos" else None
            if named is not None and named.kind in ("place", "organisation", "person"):
                return child
    return head


def _other_role(role: Token, mentions: SentenceMentions) -> Token | None:
    """ "West Jerusalem as the capital of Israel and East Jerusalem as the capital of …": the second of the pair."""
    doc = role.doc
    for mention in mentions:
        if mention.is_name and role.i < mention.start <= role.i + 6 and mention.end < len(doc):
            if doc[mention.end].lower_ == "as" and doc[mention.start - 1].lower_ == "and":
                return doc[mention.head]
    return None


def _rule_for(head: Token, predicate: Token | None = None) -> ObjectRule | None:
    words = list(head.subtree)
    if predicate is not None:  # "the rights of the people, including their right to a state" hangs on the verb
        words += [token for token in predicate.subtree if token.i > head.i]
    near = {token.lower_ for token in words} | {token.lemma_.lower() for token in words}
    for rule in object_rules().get(head.lemma_.lower(), object_rules().get(head.lower_, ())):
        if head.pos_ == "PROPN" and head.ent_type_ in ("PERSON", "GPE") and rule.actor != "self":
            continue
        if not rule.needs or near & set(rule.needs) or (rule.id == "object.right" and near & _MUTUAL):
            return rule
    return None


def _named(head: Token, role: Token | None, mentions: SentenceMentions) -> Recognised | None:
    """A name or a pronoun. By themselves only states (and what rules in a state) can be recognised; a role decides more."""
    mention = mentions.at(head.i)
    kind = role_kind(role) if role is not None else None
    if kind == "leader" and mention is not None and mention.kind == "organisation" and mention.hit is None:
        return None
    if role is not None and kind is not None:
        beside = _other_role(role, mentions)
        if beside is not None:
            heads = [inner for one in listed(head, mentions) for inner in specific(one, mentions)]
            return Recognised([*heads, beside], kind, role, why=[f"roles: {role.text}"])
    if kind is not None:
        if mention is None and head.pos_ not in ("PRON", "PROPN"):
            return None
        heads = [inner for one in listed(head, mentions) for inner in specific(one, mentions)]
        return Recognised(heads, kind, role, why=[f"role: {role.text}" if role is not None else ""])
    if role is not None:
        return None
    if head.pos_ == "PRON":
        if head.lower_ not in _PRONOUNS:
            return None
        return Recognised([head], "leader" if head.lower_ in ("him", "her", "his") else "state", why=["pronoun"])
    if mention is None or head.pos_ not in ("PROPN", "NOUN", "ADJ"):
        return None
    if mention.kind in ("place", "seat"):
        return Recognised(listed(head, mentions), "state", why=["a place"])
    if mention.kind == "person":
        if mention.hit is None and not _POLITICS & {token.lemma_.lower() for token in head.doc}:
            return None
        return Recognised(listed(head, mentions), "leader", why=["a person"])
    if mention.kind == "organisation":
        words = {token.lower_ for token in head.doc[mention.start : mention.end]}
        acronym = head.text.isupper() and len(head.text) > 2
        if mention.hit is None and not words & _POLITICAL_BODIES and (len(words) > 1 or acronym):
            return None
        return Recognised(listed(head, mentions), "government", why=["an organisation"])
    if mention.kind == "people" and head.pos_ in ("PROPN", "NOUN"):
        return Recognised(listed(head, mentions), "state", why=["a people"])
    return None


def _can_be_recognised(head: Token, rule: ObjectRule, role: Token | None, mentions: SentenceMentions) -> bool:
    """A general noun ("government", "leader", "state") needs a name near it, or a political role after it."""
    if role is not None and role_kind(role) is not None:
        return True
    if head.pos_ == "PROPN" or head.lemma_.lower() in _GOVERNING:
        return True
    if rule.id == "object.state" and any(child.dep_ == "poss" for child in head.children):
        return True
    inside = {token.i for token in head.subtree}
    return any(m.is_name and inside & set(range(m.start, m.end)) for m in mentions)


def _actors(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    if rule.id == "object.state" and head.pos_ == "NOUN":
        own = [child for child in head.children if child.dep_ == "poss" and child.pos_ == "PRON"]
        if own:  # "their country"
            return own
    if rule.actor == "self":
        return [inner for one in listed(head, mentions) for inner in specific(one, mentions)]
    if rule.actor == "over":
        over = [obj for name, obj in prepositions(head) if name in ("over", "to", "on")]
        if over:
            return [inner for obj in over[:1] for one in listed(obj, mentions) for inner in specific(one, mentions)]
    if rule.actor == "inside":
        inside = [obj for name, obj in prepositions(head) if name in ("of", "in", "for") and obj.dep_ == "pobj"]
        found = [inner for obj in inside[:1] for one in listed(obj, mentions) for inner in specific(one, mentions)]
        found += [inner for one in conjuncts(head)[1:] for inner in _inside_or_self(one, rule, mentions)]
        if found and any(mentions.at(token.i) for token in found):
            return found
    owners = [owner for owner in owners_of(head, mentions) if _may_own(owner, mentions)]
    if owners:
        return owners
    shared = [other for other in conjuncts(_first_conjunct(head)) if other is not head]
    for other in shared:  # "the independence and sovereignty of Belize"
        found = owners_of(other, mentions)
        if found:
            return found
    if (rule.actor == "inside" and _modified_by_name(head, mentions)) or rule.id == "object.declaration":
        return [head]
    return []


def _election(head: Token, role: Token | None, mentions: SentenceMentions) -> list[Token]:
    """Who is recognised by recognising a result: the person named with it; the result itself only "as legitimate"."""
    inside = {token.i for token in head.subtree}
    people = [m for m in mentions if m.kind == "person" and m.head in inside]
    owner = [child for child in head.children if child.dep_ == "poss"]
    if people:
        return [head.doc[people[0].head]]
    if any(token.lemma_.lower() in ("annexation", "referendum", "secession", "independence") for token in head.subtree):
        places = [m for m in mentions if m.kind == "place" and m.head in inside]
        return [head.doc[m.head] for m in places[:1]]
    if owner and owner[0].pos_ == "PRON":
        return owner
    return [head] if role is not None and role_kind(role) is not None else []


def _anaphor(head: Token, predicate: Token, mentions: SentenceMentions) -> list[Token]:
    """What "the area" or "the republics" stands for: the places named before it with the same word, or the last ones."""
    if head.pos_ != "NOUN" or head.lemma_.lower() not in _PLACE_NOUNS or not _definite(head):
        return [head]
    before = [m for m in mentions if m.kind == "place" and m.is_name and m.end <= head.i]
    before = [m for m in before if head.doc[m.head].dep_ not in ("amod", "compound", "poss")]
    same = [
        m
        for m in before
        if any(above.lemma_.lower() == head.lemma_.lower() for above in head.doc[m.head].ancestors if above.i < head.i)
    ]
    others = [m for m in same or before if head.doc[m.head].dep_ not in ("nsubj", "nsubjpass") or same]
    clause = [m for m in others if m.head < predicate.i]
    parts = [m for m in clause if m.hit is None or m.hit.alias.actor.kind != "state"]
    if not same and head.lemma_.lower() != "republic":
        clause = parts or clause  # "the area" is hardly a whole state
    return listed(head.doc[clause[-1].head], mentions) if clause else [head]


def _definite(head: Token) -> bool:
    return any(child.lower_ in ("the", "that", "these", "those") for child in head.children) and not any(
        child.dep_ in ("relcl", "acl") or (child.dep_ == "prep" and child.lower_ in ("of", "in", "that"))
        for child in head.children
    )


def _may_own(owner: Token, mentions: SentenceMentions) -> bool:
    rule = _rule_for(owner)
    if owner.lower_ in _MUTUAL or (rule is not None and rule.actor == "self"):
        return True
    mention = mentions.at(owner.i)
    return mention is not None and (mention.is_name or mention.kind == "pronoun")


def last_place(head: Token, mentions: SentenceMentions) -> Recognised | None:
    """The place named last up to the phrase: what countries are counted for when the phrase itself names nothing."""
    places = [m for m in mentions if m.kind == "place" and m.is_name and m.start <= head.right_edge.i]
    return Recognised([head.doc[places[-1].head]], "state", why=["the place named before"]) if places else None


def _inside_or_self(head: Token, rule: ObjectRule, mentions: SentenceMentions) -> list[Token]:
    return _actors(head, rule, mentions) if _rule_for(head) is rule else specific(head, mentions)


def _first_conjunct(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.i < head.i and not is_verb(head.head):
        head = head.head
    return head


def _modified_by_name(head: Token, mentions: SentenceMentions) -> bool:
    return any(mentions.at(token.i) is not None and token.pos_ != "PRON" for token in head.subtree if token is not head)


def owners_of(head: Token, mentions: SentenceMentions) -> list[Token]:
    """Whose independence, border or right it is: possessor, "of" phrase, adjective, and what stands in apposition."""
    for child in head.children:
        if child.dep_ == "poss":
            return [inner for one in listed(child, mentions) for inner in specific(one, mentions)]
    for name, obj in prepositions(head):
        if name in ("of", "for") and obj.dep_ == "pobj":
            rule = _rule_for(obj)
            named = specific(obj, mentions)
            if named != [obj]:
                return [inner for one in listed(obj, mentions) for inner in specific(one, mentions)]
            if rule is not None and rule.actor != "self":
                return _actors(obj, rule, mentions)
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
    for name, obj in prepositions(head):
        if name == "of" and obj.pos_ == "PROPN" and mentions.at(obj.i) is not None:
            return listed(obj, mentions)
    names = [m for m in mentions if m.end == head.i and m.kind in ("place", "seat") and m.is_name]
    if names and head.pos_ == "NOUN":  # "the Golan Heights region", "Donetsk and Luhansk republics"
        return listed(head.doc[names[0].head], mentions)
    return [head]


def role_of(predicate: Token, head: Token) -> Token | None:
    """The head of "as an independent state", on the predicate or (as the parser often has it) on its object."""
    for place in (predicate, *_chain(head)):
        for name, obj in prepositions(place):
            if name == "as":
                return obj
    for child in predicate.children:
        if child.dep_ in ("oprd", "attr") and child.i > predicate.i:
            return child
        if child.dep_ in ("prep", "advcl", "mark") and child.lower_ == "as":
            return next((inner for inner in child.children if inner.dep_ in ("amod", "acomp", "advmod")), None)
    return None


def _chain(head: Token) -> list[Token]:
    found, token = [head], head
    for _ in range(3):
        inner = [c for c in token.children if c.dep_ == "conj"] or [
            obj for name, obj in prepositions(token) if name in ("of", "over")
        ]
        if not inner:
            break
        token = inner[0]
        found.append(token)
    return found


def role_kind(role: Token) -> ObjectKind | None:
    """The kind that "as an independent state" gives; None for a role that states do not recognise."""
    words = [role, *(child for child in role.children if child.dep_ in _MODIFIERS)]
    rule = role_rules().get(role.lemma_.lower()) or role_rules().get(role.lower_)
    if rule is not None and role.lemma_.lower() == "part" and any(t.lemma_ in rejected("roles") for t in role.subtree):
        return None
    if rule is None:
        rule = next((found for word in words if (found := role_rules().get(word.lower_))), None)
        if rule is None or role.lemma_.lower() in rejected("roles"):
            return None
    return rule.gives


def _political(role: Token) -> bool:
    return any(child.lower_ in _POLITICAL_ROLE_WORDS for child in role.children)


def is_political_role(role: Token) -> bool:
    """A role that by itself makes "consider X a …" a matter of recognition ("a sovereign state")."""
    return role_kind(role) is not None and _political(role)
