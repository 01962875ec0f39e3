"""Who says that an event happens: reporting verbs whose scope holds the predicate, "according to" and quotations."""

from typing import Final

from spacy.tokens import Token

from processors.actors.resolver import ActorResolver
from processors.candidate import Candidate, Slot
from processors.story import Story
from schemas.event import Attribution, Response

_SAY: Final = frozenset(
    {"say", "tell", "announce", "claim", "write", "tweet", "report", "add", "state", "declare", "deny"}
)


def attribute(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Attribution]:
    """The sources of a candidate's event, nearest first; empty when the article itself says it."""
    doc = story.docs[candidate.sentence]
    predicate = doc[candidate.head]
    for token in predicate.ancestors:
        if token.lemma_.lower() not in _SAY or token.pos_ != "VERB":
            continue
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i != predicate.i), None)
        if subject is None or _below(predicate, subject):
            continue
        source = _source(candidate.sentence, subject, resolver, token.text)
        if source is not None:
            return [source]
    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            name = next(iter(doc[token.i + 1].children), None)
            source = _source(candidate.sentence, name, resolver, "according to") if name is not None else None
            if source is not None:
                return [source]
    return []


def respond(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Response]:
    """What other sides of the event say about it in this article."""
    _ = story, candidate, resolver
    return []


def _below(token: Token, top: Token) -> bool:
    return top.is_ancestor(token) or token == top


def _source(index: int, token: Token, resolver: ActorResolver, cue: str) -> Attribution | None:
    slot = Slot(token.i, token.left_edge.i, token.right_edge.i + 1, "participant")
    actor = resolver.resolve(index, slot)
    if actor is None:
        return None
    return Attribution(
        name=actor.name,
        text=actor.text,
        start=actor.start,
        end=actor.end,
        part=actor.part,
        id=actor.id,
        watched=actor.watched,
        resolved_by=actor.resolved_by,
        kind=actor.kind,
        cue=cue,
    )
