"""Verbs of recognition and of taking sides, active and passive."""

from processors.actors.mentions import SentenceMentions
from processors.recognition import recognisers as who
from processors.recognition.acts import what_the_act_is_about
from processors.recognition.counted_recognisers import exception
from processors.recognition.direct_objects import direct_objects
from processors.recognition.effects import Reading
from processors.recognition.flat import object_after
from processors.recognition.found import Found
from processors.recognition.lexicon import (
    PredicateRule,
    rejected,
)
from processors.recognition.lists import listed, name_at
from processors.recognition.objects import Recognised, last_place, read_object
from processors.recognition.recognisers import Recognisers
from processors.recognition.roles import is_political_role, role_kind, role_of
from processors.recognition.senses import is_said_of_a_country
from processors.recognition.stance import read_stance
from processors.recognition.tree import (
    conjuncts,
    has_child,
    is_passive,
    is_verb,
    subjects,
)
from processors.recognition.urged_ones import urged_ones
from processors.tokens import Token


def verb_frame(rule: PredicateRule, verb: Token, mentions: SentenceMentions) -> Found | None:
    imperative = verb.i == 0 and (verb.tag_ == "VB" or verb.lower_ in ("recognise", "recognize"))
    attributive = verb.dep_ in ("amod", "compound") and not imperative
    said_of = _of_which_country(verb, mentions) if attributive and rule.frame == "verb" else None
    if said_of is not None:
        state = Recognised([said_of], "state", why=["what the country is"])
        return Found(rule, verb, state, Recognisers(), Reading("recognises"))
    if attributive and not _named_epithet(verb, mentions):
        return None
    heads = [verb.head] if verb.dep_ in ("amod", "compound") else direct_objects(verb)
    if heads and heads[0].lower_ == "it" and any(c.dep_ in ("ccomp", "csubj") and c.i > verb.i for c in verb.children):
        return None  # "it must be recognised that …"
    heads = heads or _clause_objects(verb)
    alone = exception(verb, mentions)
    recognisers = Recognisers(alone) if alone is not None else who.of_verb(verb, mentions)
    recognised = read_object(heads[0], verb, mentions) if heads else _clause_object(verb, mentions)
    if recognised is None and rule.frame == "verb":
        recognised = _elsewhere(verb, heads, recognisers, mentions)
    if recognised is None or not _fits_frame(rule, heads, recognised, recognisers, mentions):
        return None
    reading = read_stance(verb, rule.frame, known_recogniser=False)
    recognisers = urged_ones(verb, reading, recognisers, mentions) or recognisers
    if recognised.mutual:
        recognisers.heads = recognisers.heads or _pair_before(verb, mentions)
        recognised.heads = list(recognisers.heads)
        if not recognised.heads:
            return None
    if alone is not None and reading.value in ("refuses", "now", "past"):
        reading.becomes("recognises", "nobody else")
    if rule.stance is not None and reading.value in ("past", "now", "bare"):
        reading.becomes(rule.stance, rule.id)
    if recognisers.count is None and not any(mentions.is_actor(head.i) for head in recognisers.heads):
        recognisers = _who_has_the_text(verb, reading, mentions) or recognisers
    return Found(rule, verb, recognised, recognisers, reading)


def _pair_before(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """The two named in "a pact of Norland and Ruritania in which both recognised each other"."""
    for mention in mentions:
        if mention.is_name and mention.kind in ("place", "organisation") and mention.end <= verb.i:
            heads = listed(verb.doc[mention.head], mentions)
            if len(heads) == 2:
                return heads
    return []


def _elsewhere(
    verb: Token, heads: list[Token], recognisers: Recognisers, mentions: SentenceMentions
) -> Recognised | None:
    """What "recognise" is said of when its object by itself is nothing that states recognise."""
    found = (
        what_the_act_is_about(heads[0], mentions) or _person(heads[0], verb, recognisers, mentions) if heads else None
    )
    if found is None and is_passive(verb):
        thing = heads[0].lemma_.lower() in rejected("objects") if heads else False
        if recognisers.count is not None and not thing:
            return (last_place(heads[0], mentions) if heads else None) or last_place(verb, mentions)
        return None
    if found is None and (verb.dep_ not in ("amod", "compound") or verb.i == 0):
        return object_after(verb, mentions)
    return found


def _fits_frame(
    rule: PredicateRule,
    heads: list[Token],
    recognised: Recognised,
    recognisers: Recognisers,
    mentions: SentenceMentions,
) -> bool:
    if rule.frame == "role":
        return recognised.role is not None and is_political_role(recognised.role)
    if rule.frame == "position":
        sides = bool(heads) and _position(rule, heads[0], mentions)
        return sides and _takes_sides(recognised, recognisers, mentions)
    return True


def _person(head: Token, verb: Token, recognisers: Recognisers, mentions: SentenceMentions) -> Recognised | None:
    """A person whom states recognise, when nothing says as what: a leader."""
    mention = name_at(head, mentions)
    if mention is None or mention.kind != "person" or role_of(verb, head) is not None:
        return None
    takers = [name_at(one, mentions) for one in recognisers.heads]
    states = any(m is not None and (m.kind in ("place", "seat") or (m.kind == "people" and m.is_name)) for m in takers)
    if not states and recognisers.count is None:
        return None
    return Recognised(listed(head, mentions), "leader", why=["a person recognised by states"])


def _who_has_the_text(verb: Token, reading: Reading, mentions: SentenceMentions) -> Recognisers | None:
    """Who refuses or accepts a clause "that recognises …": the text itself recognises nothing."""
    if verb.dep_ != "relcl" or reading.value != "refuses" or reading.holder is None:
        return None
    return who.of_holder(reading.holder, mentions)


def _of_which_country(participle: Token, mentions: SentenceMentions) -> Token | None:
    """The country that "became an internationally recognised State"."""
    if not is_said_of_a_country(participle):
        return None
    noun = participle.head
    above = noun.head.head
    if noun.dep_ == "attr" or is_verb(above):
        named = [child for child in above.children if child.dep_ == "dobj" and noun.head.lower_ == "as"]
        named = named or subjects(noun.head if noun.dep_ == "attr" else above)
    else:
        named = [child for child in above.children if child.dep_ == "poss"] or [above]
    place = next(((one, m) for one in named if (m := name_at(one, mentions)) is not None), None)
    return place[0] if place is not None and (place[1].kind == "place" or place[0].pos_ == "PRON") else None


def _named_epithet(verb: Token, mentions: SentenceMentions) -> bool:
    """ "Russia-recognised Donetsk" says who; "internationally recognised borders" is a fixed epithet."""
    return any(
        c.dep_ in ("npadvmod", "compound", "nsubj") and mentions.at(c.i) is not None and c.ent_type_ == "GPE"
        for c in verb.children
    )


def _clause_objects(verb: Token) -> list[Token]:
    """The subject of a clause that stands for the object ("recognise Kosovo to be a state")."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp") and child.i > verb.i:
            if child.pos_ == "PROPN":  # "consider Ana Diaz the legitimate president", read as a clause
                return [child]
            return (
                [inner for inner in child.children if inner.dep_ in ("nsubj", "nsubjpass")][:1]
                if not has_child(child, "mark")
                else []
            )
    return []


def _clause_object(verb: Token, mentions: SentenceMentions) -> Recognised | None:
    """ "recognise that Mayotte belongs to the Comoros", "… that there is only one China"."""
    places = [verb, *(child for child in verb.children if child.dep_ == "conj" and child.pos_ == "VERB")]
    clause = next((c for place in places for c in place.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None:
        return None
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    said = [child for child in clause.children if child.dep_ in ("attr", "acomp", "prep")]
    if (
        subject is not None
        and (mention := name_at(subject, mentions)) is not None
        and mention.kind in ("place", "seat", "organisation")
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


def _takes_sides(recognised: Recognised, recognisers: Recognisers, mentions: SentenceMentions) -> bool:
    """Somebody public other than the place itself: "a daily for Scottish independence" speaks for no state."""
    objects = {head.i for head in recognised.heads}
    named = [head for head in recognisers.heads if mentions.is_actor(head.i) and head.i not in objects]
    return bool(named) or recognisers.count is not None


def _position(rule: PredicateRule, head: Token, mentions: SentenceMentions) -> bool:
    if head.lemma_.lower() not in rule.nouns:
        return False
    if head.lemma_.lower() == "state" and not any(
        child.dep_ in ("amod", "compound")
        and (m := name_at(child, mentions)) is not None
        and m.kind in ("people", "place")
        for child in head.children
    ):
        return False
    others = {one.lemma_.lower() for one in conjuncts(head)} - set(rule.nouns)
    return not (rule.stance == "recognises" and others)
