"""The clauses around a pronoun: their subjects, and who cannot be meant in them."""

from collections.abc import Iterator

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention
from processors.actors.speech import is_reporting, subject_of
from processors.tokens import Doc, Token

_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson", "aide"})
_UNNAMED_VOICES = _VOICES | {"official", "source", "diplomat"}
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
_WITH = frozenset({"with", "to", "for", "against"})
_BRINGING = frozenset({"bring", "take", "carry", "have", "keep"})


def clauses_above(token: Token) -> Iterator[tuple[Token, Token]]:
    """Verbs and subjects of the clauses over a pronoun, the nearest first, without the one in which it is an object or
    subject itself; behind the pronoun only where its clause is an adjunct set in front ("After he met X, Y said")."""
    own = True
    for above in token.ancestors:
        if above.pos_ not in {"VERB", "AUX"}:
            continue
        subject = subject_of(above)
        is_own = own and token.head == above and token.dep_ in _ARGUMENTS
        own = False
        if subject is None or subject == token or is_own or subject.is_ancestor(token):
            continue
        yield above, subject


def opens(doc: Doc, mention: Mention) -> bool:
    """With only a title before it, in a sentence in which the parser finds no subject: "Pope Ana beatifies Bo"."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    titles = all(t.pos_ in {"PROPN", "ADJ", "NOUN", "DET"} for t in doc[: mention.start])
    return titles and root is not None and root.pos_ == "NOUN" and not any(t.dep_ == "nsubj" for t in root.children)


def own_subject(token: Token) -> Token | None:
    """The subject of the verb whose object the pronoun is: somebody else ("after accusing it", "he met him", "they
    talked to him", "she sought a meeting with him")."""
    verb = _verb_over(token)
    if verb is None:
        return None
    while verb.dep_ == "pcomp" and subject_of(verb) is None and verb.head.head != verb:
        verb = verb.head.head
    return subject_of(verb)


def _verb_over(token: Token) -> Token | None:
    above = token.head
    if token.dep_ in {"dobj", "dative"}:
        return above if above.pos_ in {"VERB", "AUX"} else None
    if token.dep_ != "pobj" or above.lower_ not in _WITH or above.dep_ not in {"prep", "dative"}:
        return None
    governor = above.head
    if governor.pos_ == "NOUN" and above.lower_ == "with" and governor.dep_ == "dobj":
        governor = governor.head
    elif any(c.dep_ == "dobj" and c.lemma_.lower() not in nouns().meeting for c in governor.children):
        return None  # "brought envoys with him"
    return governor if governor.pos_ == "VERB" and governor.lemma_ not in _BRINGING else None


def is_several(subject: Token) -> bool:
    return subject.tag_ in {"NNS", "NNPS"} or any(child.dep_ == "conj" for child in subject.children)


def is_said_by(token: Token, speaker: Token) -> bool:
    """True if the token stands in what the speaker says ("\"I met X\", he said": "he" is not X)."""
    verb = speaker.head
    if speaker.dep_ != "nsubj" or not is_reporting(verb):
        return False
    return any(c.dep_ in {"ccomp", "parataxis"} and (c == token or c.is_ancestor(token)) for c in verb.children)


def speaks_for(voice: Token, pronoun: Token) -> bool:
    """True for one who tells of somebody else: "the spokesman said he would come", "he will come, an official said"."""
    voices = _VOICES if voice.i < pronoun.i else _UNNAMED_VOICES
    return voice.lemma_.lower() in voices and voice.dep_ == "nsubj" and is_reporting(voice.head)


def depth_of(token: Token) -> int:
    return sum(1 for _ in token.ancestors)
