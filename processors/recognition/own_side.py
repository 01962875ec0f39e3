"""Recognition asked for by the side that is to be recognised: not urged on its behalf, but sought."""

from processors.actors.mention import Mention
from processors.actors.mentions import SentenceMentions
from processors.recognition.found import Found
from processors.recognition.lexicon import words
from processors.recognition.lists import name_at
from processors.recognition.tree import has_child, is_brought_about, is_verb, subjects
from processors.tokens import Token
from schemas.vocabulary import Stance

_CONDITIONS = frozenset({"if", "unless", "until"})
_OFFERS = words("offers")
_OWN = frozenset({"its", "our", "us", "their", "ourselves"})


def seeks_its_own(found: Found, stance: Stance, mentions: SentenceMentions, objects: list[Token]) -> bool:
    """Whether the one who urges ("asked Norway to recognise Kosovo") is the one to be recognised.

    `objects`: what is recognised, with "it" and "its" replaced by what they stand for.
    """
    if stance == "considers":
        return _makes_it_a_condition(found, mentions)
    urging = [above for rule, above in found.reading.cues if rule.effect == "urged" and not rule.own]
    if stance != "urged" or not urging or not found.recognised.heads:
        return False
    clause = next((above for above in (urging[-1], *urging[-1].ancestors) if is_verb(above)), None)
    own = objects == found.recognised.heads
    asks = [one for one in subjects(clause) if not (own and one in objects)] if clause is not None else []
    head = found.recognised.heads[0]
    if head.lower_ in _OWN and (found.rule.frame == "noun" or is_brought_about(found.predicate)):
        return bool(asks) and not _is_nobody(asks[0])
    wanted = _listed_as(name_at(objects[0], mentions))
    return bool(wanted) and any(wanted in _named_in(one, found.predicate, mentions) for one in asks)


def wants_it_first(found: Found, stance: Stance) -> bool:
    """Whether somebody offers something for the recognition by another ("will lift the blockade if Norland recognises
    …") or does nothing before it ("cannot negotiate unless …"): he urges it. Who threatens does not."""
    mark = _condition(found.predicate) if stance == "considers" else None
    if mark is None or not is_verb(mark.head.head):
        return False
    main, takers = mark.head.head, found.recognisers.heads
    offering = subjects(main)
    if not offering or not takers or offering[0].pos_ not in ("PROPN", "PRON") or offering[0] in takers:
        return False
    if has_child(main, "neg"):
        return mark.lower_ in ("unless", "until")
    return main.lemma_.lower() in _OFFERS and has_child(main, "aux")


def _condition(predicate: Token) -> Token | None:
    """The "if" of the clause, or of the list of conditions in which the predicate stands."""
    for clause in (predicate, *predicate.ancestors):
        for child in clause.children:
            if child.dep_ == "mark" and child.lower_ in _CONDITIONS and clause.dep_ == "advcl":
                return child
        if clause.dep_ != "conj" or not is_verb(clause.head):
            break
    before = [t for t in predicate.doc[: predicate.i] if t.dep_ == "mark" and t.lower_ == "if"]
    return before[-1] if before and before[-1].head.dep_ == "advcl" else None


def _makes_it_a_condition(found: Found, mentions: SentenceMentions) -> bool:
    """ "Kosovo will reopen the road if Serbia recognises Kosovo"."""
    predicate, heads = found.predicate, found.recognised.heads
    if not heads or not any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in predicate.children):
        return False
    wanted = _listed_as(name_at(heads[0], mentions))
    above = [one for verb in predicate.ancestors if is_verb(verb) for one in subjects(verb)]
    return bool(wanted) and any(wanted in _named_in(one, predicate, mentions) for one in above if one not in heads)


def _is_nobody(token: Token) -> bool:
    return token.pos_ == "PRON" and token.lower_ in ("i", "it")


def _named_in(head: Token, predicate: Token, mentions: SentenceMentions) -> set[str]:
    """Ids of the states in the phrase: that of "Kosovo" in "the president of Kosovo, Ana Diaz". What stands under the
    predicate does not count ("the time for Kosovo to be recognised")."""
    own = {token.i for token in predicate.subtree}
    inside = {token.i for token in head.subtree} - (own if head not in predicate.subtree else set())
    return {_listed_as(m) for m in mentions if m.head in inside}


def _listed_as(mention: Mention | None) -> str:
    return mention.hit.alias.actor.id if mention is not None and mention.hit is not None else ""
