"""Who recognises: the phrases that name them, and how many they are said to be."""

from dataclasses import dataclass, field

from processors.actors.mentions import SentenceMentions
from processors.counts import COUNTED_NOUNS, counted, ordinal_count, singular
from processors.recognition.counted_recognisers import (
    counted_agents,
    counted_before,
    examples_of,
    followers,
    general_before,
    one_of,
    only_count,
    raised_count,
    spelled_out,
)
from processors.recognition.lexicon import words
from processors.recognition.lists import listed, name_at
from processors.recognition.object_actors import specific
from processors.recognition.tree import (
    clause_about,
    has_child,
    is_passive,
    is_verb,
    of_praise,
    owners,
    prepositions,
    subjects,
)
from processors.recognition.verb_subjects import acting, agents_of_role
from processors.tokens import Token
from schemas.event import Count

_AGENT_ADJECTIVES = frozenset({"GPE", "NORP", "ORG"})
_INSTITUTIONS = words("institutions")
_GIVES = words("gives")
_DOCUMENTS = words("texts") | words("documents")
_GROUPS = words("regions")
_NOBODY = words("nobody")
_NOT_AGENTS = words("not-agents")
_TAKES_BACK = frozenset({"withdraw", "withhold", "remove", "revoke"})


@dataclass(slots=True)
class Recognisers:
    heads: list[Token] = field(default_factory=list)
    count: Count | None = None


def of_verb(verb: Token, mentions: SentenceMentions) -> Recognisers:
    """The recognisers of a verb: its subject, or the agent of a passive."""
    if clause_about(verb) is not None:
        return Recognisers()
    if is_passive(verb):
        heads = [obj for name, obj in prepositions(verb) if name == "by" and obj.dep_ == "pobj"]
        heads = heads or agents_of_role(verb)
        refused = [head for head in heads if head.head.i > 0 and head.head.nbor(-1).lower_ == "not"]
        heads = [head for head in heads if head not in refused] or (agents_of_role(verb) if refused else [])
        found = expand(heads, mentions)
        hyphen = [c for c in verb.children if c.dep_ in ("npadvmod", "compound") and mentions.at(c.i) is not None]
        found.heads += hyphen
        return found
    heads = acting(verb, mentions)
    found = expand(heads, mentions)
    named = general_before(verb)
    if named is not None and found.count is None:
        found.count = (
            ordinal_count(named)
            or only_count(named)
            or one_of(named)
            or (counted(named) if named not in heads else None)
        )
        if found.count is None and named.dep_ == "pobj" and named.head.head.lemma_ == "number":
            found.count = raised_count(named.head.head) or next(
                (counted(obj) for name, obj in prepositions(verb) if name == "to"), None
            )
        found.heads += [t for t in followers(verb, mentions) if t not in found.heads]
    return found


def given_to(noun: Token, mentions: SentenceMentions) -> Token | None:
    """ "granted Kosovo recognition", which the parser reads as one compound: the name is to whom it is given."""
    if noun.dep_ != "dobj" or noun.head.lemma_.lower() not in _GIVES:
        return None
    names = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN"]
    return names[0] if names and name_at(names[0], mentions) is not None else None


def of_noun(noun: Token, mentions: SentenceMentions) -> Recognisers:
    """The recognisers beside a noun: "Russia's recognition of …", "recognition by 110 states"."""
    heads = [obj for name, obj in prepositions(noun) if name in ("by", "from") and obj.dep_ == "pobj"]
    if noun.head.lemma_.lower() in _TAKES_BACK:  # "withdrew recognition from …"
        heads = [head for head in heads if head.head.lower_ != "from"]
    heads = heads or _agent_further_on(noun)
    agents = counted_agents(noun)
    if agents is not None:
        heads = [agents]
    has_object = any(name == "of" for name, _ in prepositions(noun))
    if not heads and has_object:
        parts = [noun, noun.nbor(-2)] if noun.i > 1 and noun.nbor(-2).lower_ == "non" else [noun]
        heads = [child for part in parts for child in part.children if child.dep_ == "poss"]
        heads = [_counted_subject(noun, head) for head in heads]
        if heads and heads[0].lower_ in ("its", "his", "her", "their"):
            heads = of_praise(noun) or heads
    if not heads and given_to(noun, mentions) is None:
        heads = [
            child
            for child in noun.children
            if child.dep_ in ("amod", "compound", "nmod")
            and child.lower_ not in _NOT_AGENTS
            and (child.ent_type_ in _AGENT_ADJECTIVES or _is_named(child, mentions))
        ]
    return expand(heads, mentions)


def _agent_further_on(noun: Token) -> list[Token]:
    """ "The recognition of the State of Norland by …", where the parser hangs the agent on the name."""
    for token in noun.subtree:
        if token.i > noun.i and token.lower_ == "by" and token.pos_ == "ADP":
            between = [above for above in token.ancestors if above.i > noun.i]
            if not any(is_verb(above) for above in between):
                return [child for child in token.children if child.dep_ == "pobj"]
    verb = noun.head
    if noun.dep_ == "dobj" and is_verb(verb) and not is_passive(verb):  # "welcomes the recognition of Norland by …"
        return [obj for name, obj in prepositions(verb) if name == "by" and obj.i > noun.i and obj.pos_ == "PROPN"]
    return []


def _counted_subject(noun: Token, owner: Token) -> Token:
    """The counted countries of "15 countries have withdrawn their recognition of …"."""
    verb = noun.head
    if owner.lower_ != "their" or noun.dep_ != "dobj":
        return owner
    return next((t for t in subjects(verb) if counted(t) is not None or t.lower_ in _NOBODY), owner)


def _is_named(token: Token, mentions: SentenceMentions) -> bool:
    mention = name_at(token, mentions)
    return mention is not None and (mention.is_name or mention.head == token.i)


def of_holder(holder: Token, mentions: SentenceMentions) -> Recognisers:
    """The recognisers that the governing word gives: "withdrew", "decision", "refused to grant"."""
    if holder.pos_ in ("VERB", "AUX"):
        if is_passive(holder):
            return expand([obj for name, obj in prepositions(holder) if name == "by"], mentions)
        found = expand(subjects(holder), mentions)
        general = general_before(holder)
        if general is not None and found.count is None:  # "the tenth country to withdraw …"
            found.count = ordinal_count(general)
        return found
    if holder.pos_ in ("ADJ", "ADV"):
        clause = next((above for above in holder.ancestors if above.pos_ in ("VERB", "AUX")), None)
        return expand(subjects(clause), mentions) if clause is not None else Recognisers()
    return expand(owners(holder), mentions)


def expand(heads: list[Token], mentions: SentenceMentions) -> Recognisers:
    """Split coordinations, open lists of examples ("60 countries, including Russia and China"), read counts."""
    found = Recognisers()
    for head in (counted_before(head) for head in heads):
        alone = singular(head) in COUNTED_NOUNS and head.tag_ in ("NNS", "NNPS") and counted(head) is not None
        for one in [head] if alone and not has_child(head, "conj") else listed(head, mentions):
            examples = examples_of(one)
            count = counted(one)
            members = _members_of_body(one, mentions)
            if members is not None:
                found.count = found.count or count
                named = [t for child in examples for t in listed(child, mentions)]
                found.heads += spelled_out(one, count, mentions) or named or [one]
            elif alone or _unnamed(one, mentions) or (examples and singular(one) in COUNTED_NOUNS):
                found.count = found.count or count
                found.heads += spelled_out(one, count, mentions)
                examples = [c for c in examples if (m := name_at(c, mentions)) is not None and m.is_name]
                for child in [*examples, *(c for c in one.children if _is_name_beside(c, mentions))]:
                    found.heads += listed(child, mentions)
            else:
                found.count = found.count or count
                found.heads += [named for inner in specific(one, mentions) for named in _of_country(inner, mentions)]
                found.heads += [t for child in examples for t in listed(child, mentions)]
    return found


def _is_name_beside(token: Token, mentions: SentenceMentions) -> bool:
    """An apposition that names somebody; "the States of Norland" behind "57 states" are more of them, not Norland."""
    beside = token.dep_ == "appos" and token.pos_ == "PROPN"
    name = name_at(token, mentions)
    return beside and (
        singular(token) not in COUNTED_NOUNS or (name is not None and name.start < token.i == name.end - 1)
    )


def _of_country(head: Token, mentions: SentenceMentions) -> list[Token]:
    """Whose document it is that recognises ("Security Council resolutions"); the country of its government or
    parliament: "Pakistan" for "the Government of Pakistan"; the speaker's for "my
    delegation"; the one named last for "his government"."""
    own = next((child for child in head.children if child.dep_ == "poss"), None)
    if (
        own is not None
        and own.lower_ in ("my", "our")
        and (singular(head) in COUNTED_NOUNS or head.lemma_ in _INSTITUTIONS)
    ):
        return [own]
    if head.lemma_.lower() in _DOCUMENTS:
        beside = [c for c in head.children if c.dep_ in ("poss", "compound", "amod", "nmod")]
        beside += [obj for name, obj in prepositions(head) if name in ("of", "by")]
        return [one for one in beside if _is_named(one, mentions)]
    if head.lemma_.lower() not in _INSTITUTIONS:
        return [head]
    inside = range(head.left_edge.i, head.right_edge.i + 1)
    if head.pos_ == "NOUN" and not any(m.is_name and m.head in inside for m in mentions):
        before = [
            m
            for m in mentions
            if m.end <= head.i and m.hit is not None and m.hit.alias.actor.kind == "state" and m.is_name
        ]
        above = [[s for s in verb.children if s.dep_ == "nsubj"][-1:] for verb in head.ancestors]
        speaker = {t.i for nearest in above for s in nearest for t in s.subtree}
        of_speaker = [m for m in before if m.head in speaker]
        return [head.doc[(of_speaker or before)[0].head]] if before and _definite(head) else [head]
    for name, obj in prepositions(head):
        mention = name_at(obj, mentions)
        if name == "of" and mention is not None and mention.kind in ("place", "people"):
            return listed(obj, mentions)
    return [head]


def _definite(head: Token) -> bool:
    return any(child.lower_ in ("the", "his", "her", "their", "its") for child in head.children)


def _members_of_body(head: Token, mentions: SentenceMentions) -> Token | None:
    """ "five EU member states": so many members of a body, named as one."""
    if head.tag_ not in ("NNS", "NNPS") or singular(head) not in COUNTED_NOUNS:
        return None
    for token in head.doc[head.left_edge.i : head.i]:
        mention = name_at(token, mentions)
        if mention is not None and mention.kind == "organisation" and mention.end <= head.i:
            return token
    return None


def _unnamed(head: Token, mentions: SentenceMentions) -> bool:
    """ "117 countries", "those", "Member States": nobody in particular. "Arab countries" and "their country" are."""
    if head.lower_ in _NOBODY or head.tag_ == "CD" or (singular(head) not in COUNTED_NOUNS and counted(head)):
        return True
    if singular(head) not in COUNTED_NOUNS:
        return False
    if singular(head) == head.lower_ and not any(child.lower_ in _NOBODY for child in head.children):
        return False
    named = [
        child
        for child in head.children
        if child.dep_ in ("amod", "compound", "nmod", "poss")
        and singular(child) not in COUNTED_NOUNS
        and (mention := mentions.at(child.i)) is not None
        and mention.is_name
    ]
    return not named and not is_group_of_states(head)


def is_group_of_states(head: Token) -> bool:
    """ "Arab countries", "the Western States": named by an adjective with a capital, and not counted."""
    if singular(head) not in COUNTED_NOUNS or head.tag_ not in ("NNS", "NNPS", "NNP") or counted(head) is not None:
        return False
    before = head.nbor(-1) if head.i else head
    return before.head == head and before.dep_ in ("amod", "compound") and before.lower_ in _GROUPS
