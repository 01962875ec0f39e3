"""Wishes: who urges, proposes or objects to what a predicate tells, and whose view it is that others ought to do it."""

from collections.abc import Iterator

from processors.actors.speech import reporting
from processors.candidate import Candidate, MeetingCandidate, RecognitionCandidate
from processors.report import Report, is_within, maker_of, speaker_of
from processors.tokens import Token

_OUGHT = frozenset({"must", "should", "ought", "need", "can", "could", "may", "might"})
_STEPS = frozenset({"decision", "recognition", "move", "step", "plan", "bid", "declaration", "vote"})
_RECOGNISE = frozenset({"recognise", "recognize"})
_WISHED = frozenset({"urged", "refuses", "withdrawn", "considers"})


def wishes(predicate: Token, candidate: Candidate) -> Iterator[Report]:
    """For what is urged or opposed: who urges ("X calls on Y to recognise Z") or objects ("X condemned the move"); for
    talks that are proposed: who wants others to hold them."""
    wished = (
        candidate.stance in _WISHED if isinstance(candidate, RecognitionCandidate) else candidate.status == "proposed"
    )
    if not wished:
        return
    token = predicate
    while True:
        subject = None
        if token.lemma_.lower() in reporting().will:
            poss = next((c for c in token.children if c.dep_ == "poss"), None)
            subject = (speaker_of(token) or _signatory(token)) if token.pos_ == "VERB" else poss
        if subject is not None and not _own_wish(subject, token, predicate, candidate):
            yield Report(subject, token.text, quoted=False)
        if token.head.i == token.i or token.dep_ in {"conj", "advcl"}:
            return
        token = token.head


def opinions(predicate: Token, candidate: Candidate) -> Iterator[Report]:
    """Whose view it is that others ought to recognise, whatever the verb ("X remains unwavering in its support for an
    agreement that recognises Y"): the subject of the main clause, unless it is the one that ought to."""
    if not isinstance(candidate, RecognitionCandidate) or candidate.stance != "urged":
        return
    above = list(predicate.ancestors)
    if any(t.lemma_.lower() in reporting().will and t.dep_ != "ROOT" for t in above):
        return  # "X lost a resolution urging recognition": whoever urges
    main = above[-1] if above else predicate
    subject = next((c for c in main.children if c.dep_ == "nsubj"), None)
    if subject is None or main.pos_ not in {"VERB", "AUX"} or _own_wish(subject, main, predicate, candidate):
        return
    if not any(c.dep_ == "aux" and c.lower_ in _OUGHT for c in main.children):
        yield Report(subject, main.text, quoted=False)


def _signatory(verb: Token) -> Token | None:
    """Who adopted it, in "adopted a resolution opposing ..."; who wrote it, in "a letter by X that urges ..."."""
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or noun.lemma_.lower() not in reporting().noun:
        return None
    author = next((g for c in noun.subtree if c.lower_ == "by" for g in c.children if g.dep_ == "pobj"), None)
    return author or maker_of(noun)


def _own_wish(subject: Token, verb: Token, predicate: Token, candidate: Candidate) -> bool:
    """True if the subject is a side itself: who refuses or offers talks, not who speaks of what others should do.

    Who condemns the recognition by another is both.
    """
    if isinstance(candidate, MeetingCandidate):
        heads = {slot.head for slot in candidate.slots}
        return any(token.i in heads for token in subject.subtree) or is_within(predicate, subject)
    if candidate.stance == "refuses" and verb.lemma_.lower() in reporting().object_to:
        return is_within(predicate, subject) or (verb == predicate and not _objects_to_a_step(verb))
    heads = {slot.head for slot in (*candidate.recognisers, *candidate.objects)}
    sides = any(token.i in heads for token in subject.subtree)
    itself = verb == predicate and not candidate.recognisers
    return sides or itself or is_within(predicate, subject)


def _objects_to_a_step(verb: Token) -> bool:
    """True in "condemns the decision" and "condemns states that recognise it", false in "opposes the independence"."""
    objects = [c for c in verb.subtree if c.dep_ in {"dobj", "pobj"} and c.i > verb.i]
    recognising = any(c.dep_ == "relcl" and c.lemma_.lower() in _RECOGNISE for o in objects for c in o.children)
    return recognising or any(c.lemma_.lower() in _STEPS for c in objects)
