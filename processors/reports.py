"""Reports in one parsed sentence: the words by which somebody says, cites or wants what a predicate tells.

Which of several is to be believed first is their order: of nested reports ("the agency reports that Y said") the
outermost, and what is cited or said in passing before them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from processors.actors.speech import is_reporting, reporting, subject_of
from processors.candidate import Candidate, MeetingCandidate, RecognitionCandidate
from processors.tokens import Doc, Token


class Report(NamedTuple):
    """Who says it: the head of the phrase that names the source, and the reporting word."""

    source: Token
    cue: str
    quoted: bool


_ISSUED_WITHIN = 10
"""Words between a paper and its "released by"."""


def reports_of(doc: Doc, predicate: Token, candidate: Candidate) -> Iterator[Report]:
    """Every report in the sentence that can hold the predicate, the one to believe first."""
    yield from _cited(doc, predicate)
    yield from _in_passing(doc, predicate)
    yield from _trailing(doc, predicate)
    yield from _beside(predicate)
    yield from reversed(list(_reporting_above(predicate)))
    yield from _wishes(predicate, candidate)
    yield from _opinions(predicate, candidate)


def _cited(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ "According to X", "citing X" and a parenthesis "(X News)"."""
    for token in doc:
        if token.lower_ == "according":
            preposition = next((c for c in token.children if c.lower_ == "to"), None)
            source = (
                next((c for c in preposition.children if c.dep_ == "pobj"), None) if preposition is not None else None
            )
            if source is not None and _reaches(token, predicate):
                yield Report(_issuer(source) or source, "according to", quoted=False)
        elif token.text == "(" and (agency := _in_brackets(token)) is not None:
            yield Report(agency, "()", quoted=False)
        elif token.lemma_.lower() in reporting().cite and token.tag_ in {"VBG", "VBD", "VBZ"}:
            source = next(
                (c for c in token.children if c.dep_ in {"dobj", "nsubj"} and token.tag_ == "VBG"), None
            ) or next((c for c in token.children if c.dep_ in {"dobj"}), None)
            if source is not None and not any(is_reporting(t) and _speaker(t) is not None for t in token.ancestors):
                if source.lower_ in {"one", "some", "several"}:
                    source = next((g for c in source.children for g in c.children if g.dep_ == "pobj"), source)
                yield Report(source, token.text, quoted=False)


def _issuer(paper: Token) -> Token | None:
    """Whose it is, in "according to a report released by X" and "a statement from X"."""
    if paper.lemma_.lower() not in reporting().noun:
        return None
    for word in paper.doc[paper.i + 1 : paper.i + _ISSUED_WITHIN]:
        if not _within(word, paper):
            return None
        made = word.tag_ == "VBN" and word.lemma_.lower() in reporting().make
        by = [c for c in word.children if c.dep_ == "agent"] if made else [word] if word.lower_ == "from" else []
        goals = [goal for preposition in by for goal in preposition.children if goal.dep_ == "pobj"]
        if goals:
            return goals[0]
    return None


def _in_passing(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ ", as he himself wrote on Twitter": a report beside the clause it reports."""
    for verb in doc:
        if not is_reporting(verb) or verb.dep_ != "advcl" or not _reaches(verb, predicate):
            continue
        if any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children):
            subject = _speaker(verb)
            if subject is not None and not _within(predicate, subject):
                yield Report(subject, verb.text, quoted=False)


def _in_brackets(opening: Token) -> Token | None:
    """The last word of "(Example News Agency)", when what the brackets hold is a medium."""
    doc = opening.doc
    closing = next((t for t in doc[opening.i + 1 : opening.i + 8] if t.text == ")"), None)
    if closing is None or closing.i - opening.i < 3:
        return None
    words = doc[opening.i + 1 : closing.i]
    medium = any(t.lower_ in reporting().press for t in words) and all(
        t.text[:1].isupper() for t in words if t.is_alpha
    )
    return doc[closing.i - 1] if medium else None


def _reaches(adverbial: Token, predicate: Token) -> bool:
    """True if an adverbial of the sentence bears on the predicate: its clause is the predicate's or stands above it."""
    host = adverbial.head
    return host == predicate or host.is_ancestor(predicate) or adverbial.i <= 2 or predicate.is_ancestor(host)


def _reporting_above(predicate: Token) -> Iterator[Report]:
    """Reporting verbs over the predicate, the nearest first, as long as the predicate lies in what is reported.

    What stands in a temporal adjunct inside the report ("said that, a day after the talks, ...") is taken for granted,
    unless the whole sentence is reported by a verb behind it.
    """
    token, granted, aside = predicate, False, False
    while token.head.i != token.i:
        above = token.head
        granted = granted or _is_temporal(token, above)
        aside = aside or (token.dep_ == "pobj" and above.lower_ not in _INSIDE)
        if _is_the_act(token, above):
            return
        if above.pos_ == "NOUN" and (author := _author(token, above)) is not None and not granted:
            yield Report(author, above.text, quoted=False)
        elif is_reporting(above, thought=True) and _is_content(token, above):
            subject = _speaker(above)
            inverted = predicate.i < above.i
            granted = granted or (token.dep_ == "dobj" and aside)
            if subject is not None and not _within(predicate, subject) and (inverted or not granted):
                yield Report(subject, above.text, quoted=False)
        token = above


def _is_the_act(token: Token, above: Token) -> bool:
    """True where the words do what they tell: "confirms its recognition of X", "passes a resolution recognising X"."""
    confirmed = token.lower_ == "recognition" and token.dep_ == "dobj" and above.lemma_.lower() == "confirm"
    own = any(c.dep_ == "poss" and c.lower_ in {"its", "their", "his", "her"} for c in token.children)
    adopted = token.dep_ == "acl" and token.tag_ == "VBG" and token.lemma_.lower() in _RECOGNISE
    return (confirmed and own) or (adopted and above.pos_ == "NOUN")


def _author(content: Token, noun: Token) -> Token | None:
    """Whose statement it is, in "issued a statement that ..." and "its announcement that ..."."""
    if content.dep_ not in {"acl", "ccomp", "relcl"} or noun.lemma_.lower() not in reporting().noun:
        return None
    if content.dep_ == "relcl" and not any(c.lower_ in {"that", "saying"} for c in content.children):
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    return _maker(noun)


def _maker(statement: Token) -> Token | None:
    """Who issued it, in "issued a statement"."""
    made = statement.dep_ == "dobj" and statement.head.lemma_.lower() in reporting().make
    return _speaker(statement.head) if made else None


def _beside(predicate: Token) -> Iterator[Report]:
    """ "A, the ministry said, met B": a report put beside the clause that holds the predicate."""
    for above in (predicate, *predicate.ancestors):
        for verb in above.children:
            if verb.dep_ != "parataxis" or not is_reporting(verb):
                continue
            subject = _speaker(verb)
            first = min(subject.left_edge.i, verb.i) if subject is not None else 0
            apart = first == 0 or verb.doc[first - 1].text in {",", "--", "-", "—"}
            if subject is not None and apart and not _within(predicate, subject):
                yield Report(subject, verb.text, quoted=False)
        if above.dep_ not in {"conj", "prep", "pobj", "dobj", "xcomp", "nsubj", "nsubjpass"}:
            return


def _trailing(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ ", the ministry said on Monday." at the end: it reports the whole sentence, whatever the parse makes of it."""
    for verb in doc:
        if not is_reporting(verb) or verb.i < predicate.i:
            continue
        subject = _speaker(verb)
        if subject is None or _within(predicate, subject):
            continue
        if any(c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i > verb.i for c in verb.children):
            continue  # it has content of its own behind it
        first = min(subject.left_edge.i, verb.i)
        if (
            first > predicate.i
            and doc[first - 1].text in {",", "”", '"', "’", "—", "-", "--"}
            and len(doc) - verb.i <= 14
        ):
            yield Report(subject, verb.text, quoted=False)


def _speaker(verb: Token) -> Token | None:
    """The subject of a reporting verb; in the passive only its agent speaks, unless somebody "was quoted as saying"."""
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    subject = subject_of(verb)
    if subject is None and verb.tag_ == "VBG" and verb.head.lower_ == "as":
        quoting = verb.head.head  # "X was quoted as saying", "the agency quoted X as saying"
        return next((c for c in quoting.children if c.dep_ in {"nsubjpass", "dobj"}), None)
    if subject is not None and subject.dep_ == "nsubjpass" and verb.dep_ != "conj":
        return None
    return subject


def _within(token: Token, top: Token) -> bool:
    return token == top or top.is_ancestor(token)


_TEMPORAL = frozenset({"after", "ahead", "amid", "since", "following"})
_OUGHT = frozenset({"must", "should", "ought", "need", "can", "could", "may", "might"})
_INSIDE = frozenset({"of", "for", "with", "between", "to", "from", "by"})
_STEPS = frozenset({"decision", "recognition", "move", "step", "plan", "bid", "declaration", "vote"})
_RECOGNISE = frozenset({"recognise", "recognize"})
_WISHED = frozenset({"urged", "refuses", "withdrawn", "considers"})
_OBJECTS = frozenset({"announce", "confirm", "deny", "report", "disclose", "reveal", "claim", "declare", "acknowledge"})
_INFINITIVES = frozenset({"claim", "deny", "admit", "acknowledge", "confirm"})


def _is_temporal(token: Token, above: Token) -> bool:
    if token.dep_ == "advcl":
        return any(c.dep_ == "mark" and c.lower_ in _TEMPORAL | {"because"} for c in token.children)
    if token.dep_ == "prep":  # "ahead of the visit"
        return above.lower_ in _TEMPORAL
    if token.dep_ == "pobj" and above.lower_ == "before":  # "before talks can start" is said, "before the talks" not
        return True
    return token.dep_ in {"pobj", "pcomp"} and above.lower_ in _TEMPORAL


def _is_content(token: Token, verb: Token) -> bool:
    """True if the branch at `token` is what the verb reports: its clause, or the event as its object."""
    if token.dep_ in {"ccomp", "parataxis"} or verb.pos_ == "NOUN":
        return True
    lemma = verb.lemma_.lower()
    if token.dep_ == "xcomp":
        return lemma in _INFINITIVES or verb.head.lower_ == "as"
    if token.dep_ == "prep":
        return lemma in {"admit", "testify"} and token.lower_ == "to"
    return token.dep_ == "dobj" and lemma in _OBJECTS


def _wishes(predicate: Token, candidate: Candidate) -> Iterator[Report]:
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
            subject = (_speaker(token) or _signatory(token)) if token.pos_ == "VERB" else poss
        if subject is not None and not _own_wish(subject, token, predicate, candidate):
            yield Report(subject, token.text, quoted=False)
        if token.head.i == token.i or token.dep_ in {"conj", "advcl"}:
            return
        token = token.head


def _opinions(predicate: Token, candidate: Candidate) -> Iterator[Report]:
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
    return author or _maker(noun)


def _own_wish(subject: Token, verb: Token, predicate: Token, candidate: Candidate) -> bool:
    """True if the subject is a side itself: who refuses or offers talks, not who speaks of what others should do.

    Who condemns the recognition by another is both.
    """
    if isinstance(candidate, MeetingCandidate):
        heads = {slot.head for slot in candidate.slots}
        return any(token.i in heads for token in subject.subtree) or _within(predicate, subject)
    if candidate.stance == "refuses" and verb.lemma_.lower() in reporting().object_to:
        return _within(predicate, subject) or (verb == predicate and not _objects_to_a_step(verb))
    heads = {slot.head for slot in (*candidate.recognisers, *candidate.objects)}
    sides = any(token.i in heads for token in subject.subtree)
    itself = verb == predicate and not candidate.recognisers
    return sides or itself or _within(predicate, subject)


def _objects_to_a_step(verb: Token) -> bool:
    """True in "condemns the decision" and "condemns states that recognise it", false in "opposes the independence"."""
    objects = [c for c in verb.subtree if c.dep_ in {"dobj", "pobj"} and c.i > verb.i]
    recognising = any(c.dep_ == "relcl" and c.lemma_.lower() in _RECOGNISE for o in objects for c in o.children)
    return recognising or any(c.lemma_.lower() in _STEPS for c in objects)
