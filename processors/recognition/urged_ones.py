"""Who is urged to recognise, where the parse gives the infinitive to the one who urges.

"Exert pressure upon Israel to withdraw from …, to free … and to recognise …": the further an infinitive stands from
the word that governs it, the less the parse knows of whose it is. The governing word has been found by then, and the
phrase beside it says who is urged.
"""

from processors.actors.mentions import SentenceMentions
from processors.recognition.effects import Reading
from processors.recognition.recognisers import Recognisers, expand
from processors.recognition.tree import OBJECT_CONTROL, is_infinitive, is_passive, is_verb, prepositions, subjects
from processors.tokens import Token

_TOWARDS = frozenset({"on", "upon", "to"})
_APPEALS = frozenset({"appeal", "call", "demand", "plea", "pressure", "request", "ultimatum"})
_THEY = frozenset({"them", "it"})
_BODIES = frozenset({"place", "organisation", "seat"})
_SIDES = frozenset({"party", "side"})


def urged_ones(verb: Token, reading: Reading, found: Recognisers, mentions: SentenceMentions) -> Recognisers | None:
    """Those beside the cue that urges, when who was found stands before the cue and so urges himself."""
    if not is_infinitive(verb):
        return None
    if reading.value == "refuses" and reading.cues and not any(mentions.is_actor(head.i) for head in found.heads):
        return _whose(reading.cues[0][1], verb, mentions)
    if reading.value != "urged":
        return None
    for cue in (*(cue for rule, cue in reading.cues if rule.effect == "urged"), *_urging_nouns(verb)):
        if cue.i > verb.i or any(head.i > cue.i for head in found.heads):
            continue
        urged = _beside(cue, verb)
        if urged is not None and urged.lower_ in _THEY:
            urged = _last_named(urged, cue, mentions)
        if urged is not None:
            return Recognisers([urged]) if urged.lemma_ in _SIDES else expand([urged], mentions)
    return None


def _urging_nouns(verb: Token) -> list[Token]:
    """Pressure in "should put pressure upon Norland to recognise …", where the infinitive hangs on the verb."""
    objects = [child for above in verb.ancestors if is_verb(above) for child in above.children if child.dep_ == "dobj"]
    return [one for one in objects if one.lemma_.lower() in _APPEALS]


def _whose(cue: Token, verb: Token, mentions: SentenceMentions) -> Recognisers | None:
    """ "the refusal of Norland, …, to recognise": whose it is, wherever the infinitive hangs."""
    owner = next((obj for name, obj in prepositions(cue) if name == "of" and obj.i < verb.i), None)
    return expand([owner], mentions) if owner is not None and cue.pos_ == "NOUN" else None


def _last_named(pronoun: Token, cue: Token, mentions: SentenceMentions) -> Token | None:
    """Ruritania in "Norland's ultimatum to Ruritania, giving it ten days to recognise …": whoever urges others does not
    urge himself."""
    urging = {one.i for one in subjects(cue)} if is_verb(cue) else set()
    named = [m for m in mentions if m.is_name and not m.nested and m.end <= pronoun.i and m.kind in _BODIES]
    heads = [pronoun.doc[m.head] for m in named if not urging & set(range(m.start, m.end))]
    return heads[-1] if heads else pronoun


def _beside(cue: Token, verb: Token) -> Token | None:
    if is_verb(cue):
        if cue.lemma_.lower() not in OBJECT_CONTROL | {"notify", "direct", "give"} or is_passive(cue):
            return None
        objects = [child for child in cue.children if child.dep_ in ("dobj", "dative") and cue.i < child.i < verb.i]
        objects += [obj for name, obj in prepositions(cue) if name in _TOWARDS and cue.i < obj.i < verb.i]
        return next((one for one in objects if one.lemma_.lower() != "opportunity"), None)
    if cue.lemma_.lower() not in _APPEALS:
        return None
    places = (cue, cue.head) if is_verb(cue.head) else (cue,)
    towards = [obj for place in places for name, obj in prepositions(place) if name in _TOWARDS]
    return next((obj for obj in towards if cue.i < obj.i < verb.i and obj.dep_ == "pobj"), None)
