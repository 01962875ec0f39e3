"""Recognition asked for by the side that is to be recognised: not urged on its behalf, but sought."""

from processors.actors.mention import Mention
from processors.actors.mentions import SentenceMentions
from processors.recognition.found import Found
from processors.recognition.lists import name_at
from processors.recognition.tree import is_brought_about, is_verb, subjects
from processors.tokens import Token
from schemas.vocabulary import Stance

_CONDITIONS = frozenset({"if", "unless", "until"})
_OWN = frozenset({"its", "our", "us", "their", "ourselves"})


def seeks_its_own(found: Found, stance: Stance, mentions: SentenceMentions) -> bool:
    """Whether the one who urges ("asked Norway to recognise Kosovo") is the one to be recognised."""
    if stance == "considers":
        return _makes_it_a_condition(found, mentions)
    urging = [above for rule, above in found.reading.cues if rule.effect == "urged" and not rule.own]
    if stance != "urged" or not urging or not found.recognised.heads:
        return False
    clause = next((above for above in (urging[-1], *urging[-1].ancestors) if is_verb(above)), None)
    asks = [one for one in subjects(clause) if one not in found.recognised.heads] if clause is not None else []
    head = found.recognised.heads[0]
    if head.lower_ in _OWN and (found.rule.frame == "noun" or is_brought_about(found.predicate)):
        return bool(asks) and not _is_nobody(asks[0])
    wanted = _listed_as(name_at(head, mentions))
    return bool(wanted) and any(wanted in _named_in(one, found.predicate, mentions) for one in asks)


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
