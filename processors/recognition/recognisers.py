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
    has_child,
    is_infinitive,
    is_passive,
    is_verb,
    of_praise,
    owners,
    prepositions,
    subjects,
)
from processors.tokens import Token
from schemas.event import Count

_AGENT_ADJECTIVES = frozenset({"GPE", "NORP", "ORG"})
_HELPING = frozenset({"does", "do", "did", "has", "have", "had", "will", "would"})
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
    if is_passive(verb):
        heads = [obj for name, obj in prepositions(verb) if name == "by" and obj.dep_ == "pobj"]
        if not heads:  # "is recognised as ambassador by Norland", hung on the role
            roles = [obj for name, obj in prepositions(verb) if name == "as"]
            roles += [obj for role in roles for name, obj in prepositions(role) if name in ("of", "in")]
            heads = [obj for role in roles for name, obj in prepositions(role) if name == "by"][:1]
        heads = [head for head in heads if head.head.i == 0 or head.head.nbor(-1).lower_ != "not"]
        found = expand(heads, mentions)
        hyphen = [c for c in verb.children if c.dep_ in ("npadvmod", "compound") and mentions.at(c.i) is not None]
        found.heads += hyphen
        return found
    heads = _adjacent(verb, mentions) or _of_conditions(verb) or _after_heading(subjects(verb), verb, mentions)
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


def _after_heading(heads: list[Token], verb: Token, mentions: SentenceMentions) -> list[Token]:
    """The subject proper in "Diplomacy of Ruritania: The island nation of Norland recognises …"."""
    colon = next((t for t in verb.doc[: verb.i] if t.text == ":"), None)
    if colon is None or not heads or heads[0].i > colon.i:
        return heads
    found = [m for m in mentions if colon.i < m.start < verb.i and not m.nested]
    return [verb.doc[found[0].head]] if found else heads


def _of_conditions(verb: Token) -> list[Token]:
    """The subject of "if" for a verb further down its list ("if Norland stops, does not join it, recognises …")."""
    if verb.tag_ != "VBZ" or has_child(verb, "nsubj", "nsubjpass") or verb.dep_ == "relcl" or verb.i == 0:
        return []
    mark = next((t for t in verb.doc[: verb.i] if t.lower_ == "if" and t.dep_ == "mark"), None)
    if mark is None or verb.nbor(-1).lower_ not in (",", "and", "or"):
        return []
    return [child for child in mark.head.children if child.dep_ == "nsubj" and child.i > mark.i][:1]


def _adjacent(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """The name right before a finite verb that the parser left without a subject ("… since Ana Diaz switched …")."""
    if is_infinitive(verb) and verb.i > 2:
        return _shared_by_and(verb, mentions)
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") and not has_child(verb, "aux")
    helped = any(child.dep_ == "aux" and child.lower_ in _HELPING for child in verb.children)
    if not (finite or helped) or has_child(verb, "nsubj", "nsubjpass", "auxpass"):
        return []
    position = verb.i - 1
    while position >= 0 and (verb.doc[position].pos_ in ("ADV", "AUX", "PART") or verb.doc[position].dep_ == "neg"):
        position -= 1
    found = [m for m in mentions if m.is_name and m.kind != "people" and m.end == position + 1]
    return [verb.doc[max(found, key=lambda m: m.end - m.start).head]] if found else []


def _shared_by_and(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """Ruritania in "urges Norland to recognise … and Ruritania to recognise Norland", where the verb is left out."""
    to = next(child for child in verb.children if child.lower_ == "to" and child.dep_ == "aux")
    named = next((m for m in mentions if m.is_name and m.end == to.i and not m.nested), None)
    if named is None:
        return []
    before = verb.doc[named.start - 1 - (verb.doc[named.start - 1].pos_ == "DET")] if named.start > 1 else to
    return [verb.doc[named.head]] if before.lower_ == "and" else []


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
        heads = [child for child in noun.children if child.dep_ == "poss"]
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
                found.heads += spelled_out(one, count, mentions) or [one]
            elif alone or _unnamed(one, mentions) or (examples and singular(one) in COUNTED_NOUNS):
                found.count = found.count or count
                found.heads += spelled_out(one, count, mentions)
                for child in [*examples, *(c for c in one.children if _is_name_beside(c))]:
                    found.heads += listed(child, mentions)
            else:
                found.count = found.count or count
                found.heads += [named for inner in specific(one, mentions) for named in _of_country(inner, mentions)]
                found.heads += [t for child in examples for t in listed(child, mentions)]
    return found


def _is_name_beside(token: Token) -> bool:
    """An apposition that names somebody; "the States of Norland" behind "57 states" are more of them, not Norland."""
    return token.dep_ == "appos" and token.pos_ == "PROPN" and singular(token) not in COUNTED_NOUNS


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
