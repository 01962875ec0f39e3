"""Who is said not to recognise beside those who do: "by A but not by B", "only A and not B", "C did not back it"."""

from processors.actors.mentions import SentenceMentions
from processors.candidate import RecognitionCandidate
from processors.recognition.lexicon import words
from processors.recognition.lists import listed, name_at
from processors.recognition.recognisers import expand
from processors.recognition.slots import slots_at
from processors.recognition.tree import subjects
from processors.tokens import Doc, Token

_REACH = 25
_JOINS = frozenset({"but", "and", ","})
_BACKS = words("follows")
_DOCUMENTS = words("documents") | words("texts") | frozenset({"call", "initiative", "move", "step"})
_DETERMINERS = frozenset({"the", "that", "this", "it", "them", "such"})


def contrasted(doc: Doc, found: list[RecognitionCandidate], mentions: SentenceMentions) -> list[RecognitionCandidate]:
    """The refusals that a contrast adds to the recognitions found in the sentence."""
    made: list[RecognitionCandidate] = []
    for candidate in found:
        if candidate.stance not in ("granted", "recognises", "intends"):
            continue
        taken = {slot.head for slot in (*candidate.objects, *candidate.recognisers)}
        for token in doc[candidate.head + 1 : candidate.head + _REACH]:
            refusal = _not_that(token, candidate, taken, mentions)
            if refusal is not None:
                made.append(refusal)
                break
    return made + _unbacked(doc, found, mentions)


def _not_that(
    token: Token, candidate: RecognitionCandidate, taken: set[int], mentions: SentenceMentions
) -> RecognitionCandidate | None:
    if token.lower_ != "not" or token.i + 1 >= len(token.doc) or token.nbor(-1).lower_ not in _JOINS:
        return None
    by = token.nbor(1).lower_ == "by"
    name = _name_from(token.i + (2 if by else 1), token.doc, mentions)
    if name is None or name.i in taken:
        return None
    others = slots_at(listed(name, mentions), "recogniser" if by else "object", mentions)
    return RecognitionCandidate(
        rule="recognise.contrast",
        sentence=candidate.sentence,
        trigger=(token.i, token.i + 1),
        head=candidate.head,
        recognisers=others if by else candidate.recognisers,
        objects=candidate.objects if by else others,
        stance="refuses",
        object_kind=candidate.object_kind,
        why=[f"not {'by ' if by else ''}{name.text}"],
        confidence=0.8,
    )


def _name_from(start: int, doc: Doc, mentions: SentenceMentions) -> Token | None:
    """The name that begins here, after an article or a title."""
    for token in doc[start : start + 4]:
        mention = name_at(token, mentions)
        if mention is not None and mention.is_name:
            return doc[mention.head]
        if token.pos_ not in ("DET", "PROPN", "ADJ", "ADP"):
            return None
    return None


def _unbacked(doc: Doc, found: list[RecognitionCandidate], mentions: SentenceMentions) -> list[RecognitionCandidate]:
    """ "… backed a declaration recognising X, while A did not back the declaration": A refuses."""
    made: list[RecognitionCandidate] = []
    for verb in doc:
        if verb.lemma_.lower() not in _BACKS or not any(child.dep_ == "neg" for child in verb.children):
            continue
        backed = next((child for child in verb.children if child.dep_ == "dobj"), None)
        first = next((c for c in found if c.head < verb.i and c.stance in ("granted", "recognises", "urged")), None)
        if backed is None or first is None or not _is_that_text(backed, doc[first.head]):
            continue
        who = expand(subjects(verb), mentions)
        recognisers = [one for one in who.heads if mentions.is_actor(one.i)]
        if recognisers or who.count is not None:
            made.append(
                RecognitionCandidate(
                    rule="recognise.unbacked",
                    sentence=first.sentence,
                    trigger=(verb.i, verb.i + 1),
                    head=verb.i,
                    recognisers=slots_at(recognisers, "recogniser", mentions),
                    objects=first.objects,
                    stance="refuses",
                    object_kind=first.object_kind,
                    count=who.count,
                    why=[f"did not {verb.lemma_} it"],
                    confidence=0.8,
                )
            )
    return made


def _is_that_text(backed: Token, predicate: Token) -> bool:
    if backed.lower_ in ("it", "them"):
        return True
    definite = any(child.lower_ in _DETERMINERS for child in backed.children)
    return definite and (backed.lemma_.lower() in _DOCUMENTS or backed.lemma_ == predicate.head.lemma_)
