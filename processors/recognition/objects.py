"""What a predicate says is recognised: its kind, and the phrases that name the actor behind it.

"Kosovo's independence" has the kind `independence` and the actor Kosovo; "sovereignty over the Golan Heights" belongs
to the Golan Heights; "the annexation of Crimea" to Crimea.
"""

from dataclasses import dataclass, field

from processors.actors.mentions import Mention, SentenceMentions
from processors.recognition.lexicon import (
    ObjectRule,
    rejected,
    words,
)
from processors.recognition.lists import listed, name_at
from processors.recognition.object_actors import (
    actors_in,
    election_winner,
    owners_of,
    rule_for,
    specific,
    what_it_refers_to,
)
from processors.recognition.roles import has_political_word, is_aside, other_role, role_kind, role_of
from processors.recognition.tree import (
    has_child,
    is_verb,
    prepositions,
)
from processors.tokens import Token
from schemas.vocabulary import ObjectKind

_PRONOUNS = frozenset({"both", "it", "us", "them", "him", "her", "its", "their", "our", "his"})
_WORLD = frozenset({"nations", "organization", "organisation", "community"})
_POINTING = words("pointing")
_POLITICS = words("politics")
_GENERIC = words("generic") | frozenset({"homeland", "statelet"})
_GOVERNING = words("governing")
_POLITICAL_BODIES = words("political-bodies")
_MUTUAL = frozenset({"other", "another"})


@dataclass(slots=True)
class Recognised:
    """Heads of the phrases that name what is recognised. `role`: the head of "as an independent state", if printed."""

    heads: list[Token]
    kind: ObjectKind
    role: Token | None = None
    mutual: bool = False
    why: list[str] = field(default_factory=list)


def read_object(head: Token, predicate: Token, mentions: SentenceMentions) -> Recognised | None:
    """What the noun phrase at `head` is as the object of `predicate`; None when it is nothing that states recognise."""
    head = _renamed(head, mentions)
    role = _as_a_member(role_of(predicate, head))
    if role is not None and role.lemma_.lower() in rejected("roles") and not has_political_word(role):
        return None
    if head.lower_ in _MUTUAL and has_child(head, "det"):
        return Recognised([head], "state", role, mutual=True, why=["each other"])
    rule = rule_for(head, predicate)
    if any(token.lemma_.lower() in ("court", "tribunal") for token in head.subtree) and rule is not None:
        return None  # "the jurisdiction of the Court"
    if rule is not None:
        actors = (
            election_winner(head, role, mentions) if rule.id == "object.election" else actors_in(head, rule, mentions)
        )
        if rule.actor == "over" and not any(name == "over" for name, _ in prepositions(head)):
            over = [obj for name, obj in prepositions(predicate) if name == "over"]
            actors = [
                inner for obj in over for one in listed(obj, mentions) for inner in specific(one, mentions)
            ] or actors
        if not actors and rule.actor == "owner":  # "will not tolerate independence for Norland"
            actors = [obj for name, obj in prepositions(predicate) if name == "for" and name_at(obj, mentions)][:1]
        actors = [named for actor in actors for named in what_it_refers_to(actor, predicate, mentions)]
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


def _as_a_member(role: Token | None) -> Token | None:
    """None for "as a full member of the United Nations", which only states become; the role otherwise."""
    if role is not None and is_aside(role):
        return None
    if role is None or role.lemma_.lower() != "member":
        return role
    of_all = any(name == "of" and obj.lemma_.lower() in _WORLD for name, obj in prepositions(role))
    return None if of_all or any(child.lower_ in ("full", "state") for child in role.children) else role


def _renamed(head: Token, mentions: SentenceMentions) -> Token:
    """ "our dear friend the Republic of China": the name in apposition is what is recognised."""
    above = name_at(head.head, mentions) if head.dep_ == "appos" and head.lemma_.lower() in _GENERIC else None
    if above is not None and above.is_name and above.kind in ("place", "organisation"):
        return head.head  # "Norland, a land that nobody recognises"
    if head.pos_ == "NOUN" and not ((mention := name_at(head, mentions)) is not None and mention.is_name):
        for child in head.children:
            named = name_at(child, mentions) if child.dep_ == "appos" else None
            if named is not None and named.kind in ("place", "organisation", "person"):
                return child
    return head


def _named(head: Token, role: Token | None, mentions: SentenceMentions) -> Recognised | None:
    """A name or a pronoun. By themselves only states and those who rule in them are recognised; a role decides more."""
    mention = mentions.at(head.i)
    kind = role_kind(role) if role is not None else None
    if kind == "leader" and mention is not None and mention.kind == "organisation" and mention.hit is None:
        return None
    if role is not None:
        if kind is None or (mention is None and head.pos_ not in ("PRON", "PROPN")):
            return None
        heads = [inner for one in listed(head, mentions) for inner in specific(one, mentions)]
        beside = other_role(role, mentions)
        return Recognised([*heads, *([beside] if beside is not None else [])], kind, role, why=[f"role: {role.text}"])
    if head.pos_ == "PRON":
        if head.lower_ not in _PRONOUNS:
            return None
        return Recognised([head], "leader" if head.lower_ in ("him", "her", "his") else "state", why=["pronoun"])
    if mention is None or head.pos_ not in ("PROPN", "NOUN", "ADJ"):
        return None
    kind = _kind_of_name(head, mention)
    if kind is None:
        return None
    named: list[Token] = []
    for one in listed(head, mentions):
        if one != head and mentions.at(one.i) is None and rule_for(one) is None:
            continue  # "recognise Norland and renounce violence", read as a list
        # "Abkhazia's and Ossetia's independence", read as a list of a name and a thing
        rule = rule_for(one)
        owners = owners_of(one, mentions) if rule is not None and rule.actor != "self" else [one]
        named += [owner for owner in owners if owner not in named]
    return Recognised(named, kind, why=[f"a name: {mention.kind}"])


def _kind_of_name(head: Token, mention: Mention) -> ObjectKind | None:
    """What a name is recognised as when nothing else is said."""
    if mention.kind in ("place", "seat"):
        return "state"
    if mention.kind == "person":
        political = mention.hit is not None or bool(_POLITICS & {token.lemma_.lower() for token in head.doc})
        return "leader" if political else None
    if mention.kind == "organisation":
        parts = {token.lower_ for token in head.doc[mention.start : mention.end]}
        acronym = head.text.isupper() and len(head.text) > 2
        known = mention.hit is not None or bool(parts & _POLITICAL_BODIES) or not (len(parts) > 1 or acronym)
        return "government" if known else None
    whole = mention.kind == "people" and head.pos_ in ("PROPN", "NOUN") and not has_child(head, "amod")
    return "state" if whole else None


def _can_be_recognised(head: Token, rule: ObjectRule, role: Token | None, mentions: SentenceMentions) -> bool:
    """A general noun ("government", "leader", "state") needs a name near it, or a political role after it."""
    if role is not None and role_kind(role) is not None:
        return True
    if head.pos_ == "PROPN" or head.lemma_.lower() in _GOVERNING:
        return True
    if rule.id == "object.state" and any(child.dep_ == "poss" or child.lower_ in _POINTING for child in head.children):
        return True
    inside = {token.i for token in head.subtree}
    return any(m.is_name and inside & set(range(m.start, m.end)) for m in mentions)


def last_place(head: Token, mentions: SentenceMentions) -> Recognised | None:
    """The place named last up to the phrase: what countries are counted for when the phrase itself names nothing."""
    limit = head.i if is_verb(head) else head.right_edge.i
    places = [m for m in mentions if m.kind == "place" and m.is_name and m.start <= limit]
    return Recognised([head.doc[places[-1].head]], "state", why=["the place named before"]) if places else None
