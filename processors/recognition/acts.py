"""What an act is about: "annexed Norland, a move not recognised by …", "declared independence, a step that …"."""

from processors.actors.mentions import SentenceMentions
from processors.recognition.lexicon import words
from processors.recognition.lists import listed, name_at
from processors.recognition.objects import Recognised
from processors.recognition.tree import is_verb, subjects
from processors.tokens import Token
from schemas.vocabulary import ObjectKind

_ACTS = words("acts")
_TAKES = words("takes")
_PROCLAIMS = words("proclaims")
_BREAKS_AWAY = words("breaks-away")
_STATEHOOD = frozenset({"independence", "statehood", "sovereignty", "state", "republic", "secession"})


def what_the_act_is_about(noun: Token, mentions: SentenceMentions) -> Recognised | None:
    """The place that was annexed, claimed or declared independent, when `noun` ("a move") stands for doing so."""
    if noun.lemma_.lower() not in _ACTS:
        return None
    verb = next((above for above in noun.ancestors if is_verb(above)), None)
    if verb is None or verb.i > noun.i:
        return None
    lemma = verb.lemma_.lower()
    between = verb.doc[verb.i + 1 : noun.i]
    if lemma in _BREAKS_AWAY or (lemma in _PROCLAIMS and any(t.lemma_.lower() in _STATEHOOD for t in between)):
        heads = [one for one in subjects(verb) if _is_place(one, mentions)]
        if heads:
            return Recognised(listed(heads[0], mentions), "independence", why=["what declared itself"])
    if lemma in _TAKES | _PROCLAIMS:
        taken = next((token for token in between if _is_place(token, mentions)), None)
        if taken is not None:
            kind: ObjectKind = "capital" if any(t.lower_ == "capital" for t in between) else "territory"
            return Recognised(listed(taken, mentions), kind, why=[f"what was {verb.text}"])
    return None


def _is_place(token: Token, mentions: SentenceMentions) -> bool:
    mention = name_at(token, mentions)
    return (
        mention is not None
        and mention.head == token.i
        and (mention.kind in ("place", "seat") or (mention.is_name and token.ent_type_ in ("GPE", "LOC", "ORG")))
    )
