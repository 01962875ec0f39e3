"""Who says that an event happens: reporting verbs whose content holds the predicate, "according to" and quotations.

What a sentence merely takes for granted beside the report ("after meeting X, Y said that ...") is the article's own
word and has no source. Of nested reports ("the agency reports that Y said") the outermost is the one to name.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from processors.actors.resolver import ActorResolver
from processors.actors.speech import Quotations, is_reporting, reporting, speaker_subject, subject_of
from processors.candidate import Candidate, RecognitionCandidate, Slot
from processors.responses import respond
from processors.story import Story
from schemas.event import Actor, Attribution

__all__ = ["attribute", "respond"]


class _Report(NamedTuple):
    source: Token
    cue: str
    quoted: bool


def attribute(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Attribution]:
    """The source of a candidate's event; empty when the article itself says it.

    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    predicate = doc[candidate.head]
    quotations = resolver.quotations
    for report in _reports(doc, predicate, candidate):
        found = _resolved(story, candidate, candidate.sentence, report, resolver)
        if found:
            return found
    if quotations.holds(candidate.sentence, predicate):
        return _from_neighbours(story, candidate, resolver, quotations)
    return []


def _reports(doc: Doc, predicate: Token, candidate: Candidate) -> Iterator[_Report]:
    """Every report in the sentence that can hold the predicate, the one to believe first."""
    yield from _cited(doc, predicate)
    yield from _in_passing(doc, predicate)
    yield from _trailing(doc, predicate)
    yield from reversed(list(_reporting_above(predicate)))
    yield from _wishes(predicate, candidate)


def _cited(doc: Doc, predicate: Token) -> Iterator[_Report]:
    """ "According to X", "citing X" and a parenthesis "(X News)"."""
    for token in doc:
        if token.lower_ == "according":
            preposition = next((c for c in token.children if c.lower_ == "to"), None)
            source = (
                next((c for c in preposition.children if c.dep_ == "pobj"), None) if preposition is not None else None
            )
            if source is not None and _reaches(token, predicate):
                yield _Report(source, "according to", quoted=False)
        elif token.text == "(" and (agency := _in_brackets(token)) is not None:
            yield _Report(agency, "()", quoted=False)
        elif token.lemma_.lower() in reporting().cite and token.tag_ in {"VBG", "VBD", "VBZ"}:
            source = next(
                (c for c in token.children if c.dep_ in {"dobj", "nsubj"} and token.tag_ == "VBG"), None
            ) or next((c for c in token.children if c.dep_ in {"dobj"}), None)
            if source is not None:
                if source.lower_ in {"one", "some", "several"}:
                    source = next((g for c in source.children for g in c.children if g.dep_ == "pobj"), source)
                yield _Report(source, token.text, quoted=False)


def _in_passing(doc: Doc, predicate: Token) -> Iterator[_Report]:
    """ ", as he himself wrote on Twitter": a report beside the clause it reports."""
    for verb in doc:
        if not is_reporting(verb) or verb.dep_ != "advcl" or not _reaches(verb, predicate):
            continue
        if any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children):
            subject = _speaker(verb)
            if subject is not None and not _within(predicate, subject):
                yield _Report(subject, verb.text, quoted=False)


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


def _reporting_above(predicate: Token) -> Iterator[_Report]:
    """Reporting verbs over the predicate, the nearest first, as long as the predicate lies in what is reported.

    What stands in a temporal adjunct inside the report ("said that, a day after the talks, ...") is taken for granted,
    unless the whole sentence is reported by a verb behind it.
    """
    token, granted, aside = predicate, False, False
    while token.head.i != token.i:
        above = token.head
        granted = granted or _is_temporal(token, above)
        aside = aside or (token.dep_ == "pobj" and above.lower_ not in _INSIDE)
        if is_reporting(above, thought=True) and _is_content(token, above):
            subject = _speaker(above)
            inverted = predicate.i < above.i
            granted = granted or (token.dep_ == "dobj" and aside)
            if subject is not None and not _within(predicate, subject) and (inverted or not granted):
                yield _Report(subject, above.text, quoted=False)
        token = above


def _trailing(doc: Doc, predicate: Token) -> Iterator[_Report]:
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
            yield _Report(subject, verb.text, quoted=False)


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


_TEMPORAL = frozenset({"after", "ahead", "amid", "since"})
_INSIDE = frozenset({"of", "for", "with", "between", "to", "from", "by"})
_WISHED = frozenset({"urged", "refuses", "withdrawn", "considers"})
_OBJECTS = frozenset({"announce", "confirm", "deny", "report", "disclose", "reveal", "claim", "declare", "acknowledge"})
_INFINITIVES = frozenset({"claim", "deny", "admit", "acknowledge", "confirm"})


def _is_temporal(token: Token, above: Token) -> bool:
    if token.dep_ == "advcl":
        return any(c.dep_ == "mark" and c.lower_ in _TEMPORAL for c in token.children)
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


def _wishes(predicate: Token, candidate: Candidate) -> Iterator[_Report]:
    """For what is urged or opposed: who urges ("X calls on Y to recognise Z") or objects ("X condemned the move")."""
    if not isinstance(candidate, RecognitionCandidate) or candidate.stance not in _WISHED:
        return
    token = predicate
    while True:
        subject = None
        if token.lemma_.lower() in reporting().will:
            poss = next((c for c in token.children if c.dep_ == "poss"), None)
            subject = _speaker(token) if token.pos_ == "VERB" else poss
        if subject is not None and not _own_stance(subject, token, predicate, candidate):
            yield _Report(subject, token.text, quoted=False)
        if token.head.i == token.i or token.dep_ in {"conj", "advcl"}:
            return
        token = token.head


def _own_stance(subject: Token, verb: Token, predicate: Token, candidate: RecognitionCandidate) -> bool:
    """True if the subject is a side of the stance itself: who refuses, not who speaks of another's recognition."""
    heads = {slot.head for slot in (*candidate.recognisers, *candidate.objects)}
    sides = any(token.i in heads for token in subject.subtree)
    itself = verb == predicate and not candidate.recognisers
    return sides or itself or _within(predicate, subject)


def _from_neighbours(
    story: Story, candidate: Candidate, resolver: ActorResolver, quotations: Quotations
) -> list[Attribution]:
    """The speaker of a quotation that runs over several sentences."""
    index = candidate.sentence
    for number in (index, index - 1, index + 1, index - 2):
        doc = story.docs.get(number)
        if doc is None or story.sentences[number].part != story.sentences[index].part:
            continue
        subject = speaker_subject(doc)
        if subject is None or quotations.holds(number, subject):
            continue
        found = _resolved(story, candidate, number, _Report(subject, subject.head.text, quoted=True), resolver)
        if found:
            return found
    return []


def _resolved(
    story: Story, candidate: Candidate, index: int, report: _Report, resolver: ActorResolver
) -> list[Attribution]:
    source = report.source
    slot = Slot(source.i, source.left_edge.i, source.right_edge.i + 1, "participant")
    actors = resolver.resolve_all(index, slot)
    actor = (
        actors[0] if len(actors) == 1 else resolver.phrase(index, slot) if actors else _unnamed(story, index, source)
    )
    if actor is None:
        return []
    return [
        Attribution(
            name=actor.name,
            text=actor.text,
            start=actor.start,
            end=actor.end,
            part=actor.part,
            id=actor.id,
            watched=actor.watched,
            resolved_by=actor.resolved_by,
            kind=actor.kind,
            cue=report.cue,
            medium=_medium(source.head),
            by_participant=_takes_part(candidate, actor, resolver),
            quoted=report.quoted,
        )
    ]


def _unnamed(story: Story, index: int, source: Token) -> Actor | None:
    """A source that is no actor ("a source close to the talks", "documents"), as printed."""
    if source.lemma_.lower() not in reporting().unnamed:
        return None
    lefts = [t for t in source.lefts if t.dep_ in {"compound", "amod", "nmod", "poss", "nummod"}]
    first = min([source.i, *(t.left_edge.i for t in lefts)])
    start, end = story.offsets(index, source.doc[first : source.i + 1])
    part = story.sentences[index].part
    text = story.part_text(part)[start:end]
    return Actor(name=text, text=text, start=start, end=end, part=part, resolved_by="ner")


def _medium(verb: Token) -> str | None:
    """Where it was said: "on Twitter", "in a statement"."""
    for preposition in verb.children:
        if preposition.dep_ == "prep" and preposition.lower_ in {"on", "in", "via", "through"}:
            for said_in in preposition.children:
                if said_in.dep_ == "pobj" and said_in.lemma_.lower() in reporting().medium:
                    return said_in.text
    return None


def _takes_part(candidate: Candidate, actor: Actor, resolver: ActorResolver) -> bool:
    if isinstance(candidate, RecognitionCandidate):
        slots = [*candidate.recognisers, *candidate.objects]
    else:
        slots = candidate.slots
    return _is_among(candidate, slots, actor, resolver)


def _is_among(candidate: Candidate, slots: list[Slot], actor: Actor, resolver: ActorResolver) -> bool:
    own = [found for slot in slots for found in resolver.resolve_all(candidate.sentence, slot)]
    return any((a.id is not None and a.id == actor.id) or a.name == actor.name for a in own)
