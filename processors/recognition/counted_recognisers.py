"""Recognisers that are counted rather than named: "the third country to", "one of the 122 states that", "they"."""

from processors.actors.mentions import SentenceMentions
from processors.counts import COUNTED_NOUNS, counted, singular
from processors.recognition.lexicon import words
from processors.recognition.lists import listed
from processors.recognition.tree import bearer, has_child, is_passive, prepositions
from processors.tokens import Token
from schemas.event import Count

_EXAMPLES = frozenset({"including", "like", "notably", "namely", "especially", "particularly"})
_GETS = words("gets")
_RAISES = words("raises")


def counted_agents(noun: Token) -> Token | None:
    """ "gained the recognition of 57 states": with verbs of getting, the "of" phrase counts those who recognise."""
    if noun.dep_ != "dobj" or noun.head.lemma_.lower() not in _GETS:
        return None
    return next((obj for name, obj in prepositions(noun) if name == "of" and counted(obj) is not None), None)


def spelled_out(head: Token, count: Count | None, mentions: SentenceMentions) -> list[Token]:
    """ "three members of the group, A, B and C": as many names as are counted, read as one list with the group; also
    behind a dash or in brackets ("five members - A, B, C, D and E - do not")."""
    if count is None:
        return []
    for name, obj in prepositions(head):
        others = [one for one in listed(obj, mentions) if one != obj] if name == "of" else []
        if len(others) == count.value:
            return others
    after = head.doc[head.i + 1 : head.i + 3]
    first = next((m for m in mentions if m.is_name and len(after) > 1 and m.start == after[1].i), None)
    if first is not None and after[0].is_punct:
        others = listed(head.doc[first.head], mentions)
        return others if len(others) == count.value else []
    return []


def counted_before(head: Token) -> Token:
    """The counted countries that "they" stands for ("fifty states have said that they will recognise …")."""
    if head.lower_ != "they":
        return head
    above = [t for verb in head.ancestors if verb.pos_ == "VERB" for t in verb.children if t.dep_ == "nsubj"]
    return next((t for t in above if t.i < head.i and counted(t) is not None), head)


def examples_of(head: Token) -> list[Token]:
    found = [obj for name, obj in prepositions(head) if name in _EXAMPLES]
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "as" and has_child(child, "amod"):  # "such as"
            found += [obj for obj in child.children if obj.dep_ == "pobj"]
    return found


def general_before(verb: Token) -> Token | None:
    """The noun of "the third country to recognise", "one of the 122 states that have recognised"."""
    head = verb.head
    if verb.dep_ in ("relcl", "acl") and singular(head) in COUNTED_NOUNS:
        return head
    if verb.dep_ in ("xcomp", "advcl", "ccomp") and head.lemma_.lower() in ("become", "be"):
        for child in head.children:
            if child.dep_ in ("attr", "dobj", "oprd") and singular(child) in COUNTED_NOUNS and child.i < verb.i:
                return child
            if child.dep_ == "prep":
                inner = next((obj for obj in child.children if singular(obj) in COUNTED_NOUNS), None)
                if inner is not None and child.lower_ == "among":
                    return inner
    return None


def only_count(noun: Token) -> Count | None:
    """ "the only country that recognises" says that one does."""
    if noun.tag_ in ("NN", "NNP") and any(child.lower_ == "only" for child in noun.children) and bearer(noun) != noun:
        return Count(value=1)
    return None


def one_of(noun: Token) -> Count | None:
    return counted(noun) if noun.tag_ in ("NNS", "NNPS") else None


def raised_count(noun: Token) -> Count | None:
    """ "bringing its recognition to 27 countries", "the number of countries recognising it to 27"."""
    head = noun.head
    if head.lemma_.lower() in _RAISES:
        for name, obj in (*prepositions(head), *prepositions(noun)):
            if name == "to":
                return counted(obj)
    return None


def followers(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """ "the second Arab country to recognise the council, after Qatar": Qatar did too."""
    for place in (verb, verb.head, verb.head.head):
        for name, obj in prepositions(place):
            if name == "after" and obj.dep_ == "pobj" and obj.i > verb.i and mentions.at(obj.i) is not None:
                mention = mentions.at(obj.i)
                if mention is not None and mention.kind in ("place", "people", "seat") and obj.pos_ == "PROPN":
                    return listed(obj, mentions)
    return []


def exception(verb: Token, mentions: SentenceMentions) -> list[Token] | None:
    """Norland in "no country except Norland recognises it": the only one that does."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if is_passive(verb):
        subject = next((obj for name, obj in prepositions(verb) if name == "by"), None)
    if subject is None or not any(child.lower_ == "no" for child in subject.children):
        return None
    doc = verb.doc
    end = verb.i if verb.i > subject.i else subject.right_edge.i + 1
    for token in doc[subject.i + 1 : end]:
        other = token.lower_ == "than" and token.nbor(-1).lower_ == "other"
        if token.lower_ in ("except", "but", "besides", "save") or other:
            names = [m for m in mentions if m.is_name and token.i < m.start < end]
            return listed(doc[names[0].head], mentions) if names else None
    return None
