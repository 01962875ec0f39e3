"""Who does what a verb of recognition tells: its subject or agent, also where the parser has hung them elsewhere."""

from processors.actors.mentions import SentenceMentions
from processors.recognition.lists import name_at
from processors.recognition.tree import has_child, is_infinitive, is_misread_verb, prepositions, subjects
from processors.tokens import Token

_HELPING = frozenset({"does", "do", "did", "has", "have", "had", "will", "would"})


def acting(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """The subject of an active verb: the name beside it before what the parse says."""
    beside = _adjacent(verb, mentions) or _called_out(verb, mentions) or _of_conditions(verb)
    return beside or _after_heading(subjects(verb), verb, mentions)


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


def _called_out(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """A name at the head of the sentence that the model takes for an interjection, or for part of the verb."""
    if has_child(verb, "nsubj", "nsubjpass"):
        return []
    if is_misread_verb(verb):
        beside = [c for c in verb.children if c.dep_ == "compound"]
    else:
        beside = [c for c in verb.children if c.dep_ in ("intj", "npadvmod") and c.i <= 1]
    return [one for one in beside if name_at(one, mentions) is not None]


def _shared_by_and(verb: Token, mentions: SentenceMentions) -> list[Token]:
    """Ruritania in "urges Norland to recognise … and Ruritania to recognise Norland", where the verb is left out."""
    to = next(child for child in verb.children if child.lower_ == "to" and child.dep_ == "aux")
    named = next((m for m in mentions if m.is_name and m.end == to.i and not m.nested), None)
    if named is None:
        return []
    before = verb.doc[named.start - 1 - (verb.doc[named.start - 1].pos_ == "DET")] if named.start > 1 else to
    return [verb.doc[named.head]] if before.lower_ == "and" else []


def agents_of_role(verb: Token) -> list[Token]:
    """ "Is recognised as ambassador by Norland", where the parser hangs the agent on the role."""
    roles = [obj for name, obj in prepositions(verb) if name == "as"]
    roles += [obj for role in roles for name, obj in prepositions(role) if name in ("of", "in")]
    return [obj for role in roles for name, obj in prepositions(role) if name == "by"][:1]
