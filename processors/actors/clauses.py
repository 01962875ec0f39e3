"""The clauses around a pronoun: their subjects, and who cannot be meant in them."""

from collections.abc import Iterator

from processors.actors.mention import Mention
from processors.actors.speech import is_reporting, subject_of
from processors.tokens import Doc, Token

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})


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
    """The subject of the verb whose object the pronoun is: somebody else ("after accusing it", "he met him")."""
    verb = token.head
    if token.dep_ not in {"dobj", "dative"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    while verb.dep_ == "pcomp" and subject_of(verb) is None and verb.head.head != verb:
        verb = verb.head.head
    return subject_of(verb)


def is_several(subject: Token) -> bool:
    return subject.tag_ in {"NNS", "NNPS"} or any(child.dep_ == "conj" for child in subject.children)


def is_said_by(token: Token, speaker: Token) -> bool:
    """True if the token stands in what the speaker says ("\"I met X\", he said": "he" is not X)."""
    verb = speaker.head
    if speaker.dep_ != "nsubj" or not is_reporting(verb):
        return False
    return any(c.dep_ in {"ccomp", "parataxis"} and (c == token or c.is_ancestor(token)) for c in verb.children)


def depth_of(token: Token) -> int:
    return sum(1 for _ in token.ancestors)
