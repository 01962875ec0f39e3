"""What is recognised, read from the words in order where the parse of a long sentence has lost the object.

The small model hangs the object of a verb on its neighbours in sentences of fifty words and more. The words themselves
are plainer: after "recognise" come a thing that states recognise ("the independence of") and a name, or the name.
"""

from processors.actors.mentions import Mention, SentenceMentions
from processors.recognition.lexicon import ObjectRule, rejected, words
from processors.recognition.lists import listed, name_at
from processors.recognition.object_actors import rule_for
from processors.recognition.objects import Recognised
from processors.tokens import Token

_REACH = 16
_POLITICS = words("politics")
_GENERIC = words("generic")
_ENDS = frozenset({";", ":", "(", "that", "who", "which", "what", "how", "why"})
_LINKS = frozenset({"of", "over", "by", "for", "in", "de", "within"})


def object_after(predicate: Token, mentions: SentenceMentions) -> Recognised | None:
    """What the first noun after the predicate makes of what follows it; None when that noun is another sense."""
    doc = predicate.doc
    thing: ObjectRule | None = None
    for token in doc[predicate.i + 1 : predicate.i + 1 + _REACH]:
        if (
            token.lower_ == "which"
            and thing is not None
            and [t.lemma_ for t in doc[token.i + 1 : token.i + 2]] == ["be"]
        ):
            continue  # "the constitutional name of our state, which is the Republic of Norland"
        if token.lower_ in _ENDS or (token.is_quote and token.nbor(-1).text == ","):
            return None
        mention = name_at(token, mentions)
        if mention is not None and _is_adverb(mention, predicate):
            continue
        if mention is not None and mention.is_name:
            return _named(mention, thing, predicate, mentions)
        if token.pos_ == "PROPN" and not (mention is not None and mention.is_name):
            return None
        if token.pos_ in ("VERB", "AUX", "SCONJ", "PART") and token.tag_ != "VBN" and token.lemma_ != "be":
            return None
        if token.pos_ == "ADP" and token.lower_ not in _LINKS:
            return None
        if token.pos_ != "NOUN":
            continue
        rule = rule_for(token, predicate)
        if thing is None and (rule is None or rule.actor == "self") and token.lemma_.lower() in rejected("objects"):
            return None
        if rule is not None and rule.actor != "self":
            thing = thing or rule
        elif rule is None and token.lemma_.lower() not in _POLITICS | _GENERIC:
            return None
    return None


def _is_adverb(mention: Mention, predicate: Token) -> bool:
    """ "inter alia", which the model takes for a name."""
    return predicate.doc[mention.start].lower_ in ("inter", "de", "ipso", "vis")


def _named(
    mention: Mention, thing: ObjectRule | None, predicate: Token, mentions: SentenceMentions
) -> Recognised | None:
    doc = predicate.doc
    after = doc[mention.end] if mention.end < len(doc) else None
    if thing is None and after is not None and (after.tag_ == "POS" or mention.kind == "people"):
        owned = _owned_thing(after, predicate)
        if owned is None:
            return None
        thing = owned
    elif thing is None and after is not None and after.pos_ == "NOUN" and after.lemma_.lower() in rejected("objects"):
        return None
    if doc[mention.head].is_lower or (after is not None and after.lower_ == "as"):
        return None
    known = mention.hit is not None and mention.kind in ("place", "seat", "organisation", "people")
    if mention.kind == "person":
        if not (thing is not None or _POLITICS & {token.lemma_.lower() for token in doc}):
            return None
    elif mention.kind != "place" and not known:
        return None
    if mention.kind == "organisation" and (thing is None or thing.gives in ("sovereignty", "border")):
        return None
    if thing is None and mention.kind == "people":
        return None
    kind = thing.gives if thing is not None else "leader" if mention.kind == "person" else "state"
    return Recognised(listed(doc[mention.head], mentions), kind, why=["read from the words in order"])


def _owned_thing(after: Token, predicate: Token) -> ObjectRule | None:
    for token in after.doc[after.i : after.i + 6]:
        rule = rule_for(token, predicate) if token.pos_ == "NOUN" else None
        if rule is not None and rule.actor != "self":
            return rule
        if token.pos_ == "NOUN" and rule is None:
            return None  # "Norland's right to defend itself"
    return None
