"""What the other side of an event says about it in the same article: confirms it, denies it, keeps silent.

The rules are data: `processors/rules/attribution/responses.yaml`.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Final, Literal

import msgspec

from processors.actors.resolver import ActorResolver
from processors.actors.speech import subject_of
from processors.candidate import Candidate, RecognitionCandidate, Slot
from processors.docs import may_answer
from processors.rule_files import load_lists
from processors.story import Story
from processors.tokens import Doc, Token
from schemas.event import Actor, Response
from schemas.vocabulary import ResponseKind

_EVENTS: Final = frozenset(
    {
        "meeting",
        "talk",
        "talks",
        "visit",
        "conversation",
        "summit",
        "encounter",
        "contact",
        "call",
        "negotiation",
        "trip",
    }
    | {"recognition", "session", "discussion", "it", "this", "that", "report", "claim", "allegation", "news", "account"}
    | {"statement", "suggestion"}
)
_COMMENTS: Final = frozenset(
    {"comment", "announcement", "statement", "reaction", "response", "confirmation", "report", "information", "mention"}
)
_SENTENCES_ON: Final = 5
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "such", "any"})


class ResponseRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to answer. `verb` is what the verb governs ("declined to comment"), `attribute` its complement."""

    id: Annotated[str, msgspec.Meta(pattern=r"^response\.[a-z-]+$")]
    kind: ResponseKind
    lemma: frozenset[str]
    negated: bool | None = None
    negated_object: bool = False
    neither: bool = False
    about: Literal["event", "comment", "any"] | None = None
    verb: frozenset[str] = frozenset()
    attribute: frozenset[str] = frozenset()
    examples: tuple[tuple[str, str], ...] = ()

    def fits(self, verb: Token) -> bool:
        """True if the verb, as it stands in its sentence, is this answer."""
        if verb.lemma_.lower() not in self.lemma or verb.pos_ not in {"VERB", "AUX"}:
            return False
        negated = any(c.dep_ == "neg" for c in verb.children)
        if self.negated is not None and self.negated != negated:
            return False
        if self.neither != _undecided(verb):
            return False
        if self.verb and not any(c.dep_ == "xcomp" and c.lemma_.lower() in self.verb for c in verb.children):
            return False
        if self.attribute and not any(c.lemma_.lower() in self.attribute for c in verb.children):
            return False
        return self._object_fits(verb)

    def _object_fits(self, verb: Token) -> bool:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "attr"}]
        if self.negated_object and not any(d.lower_ == "no" for o in objects for d in o.children):
            return False
        if self.about == "comment":
            return any(o.lemma_.lower() in _COMMENTS for o in objects)
        if self.about == "event":
            clause = next((c for c in verb.children if c.dep_ in {"ccomp", "pcomp", "xcomp"}), None)
            spoken_of = [*objects, *(clause.subtree if clause is not None else ())]
            return any(t.lemma_.lower() in _EVENTS or t.lemma_.lower() in {"meet", "talk"} for t in spoken_of)
        return True


def _undecided(verb: Token) -> bool:
    """True in "would neither confirm nor deny", for both verbs."""
    verbs = [verb, verb.head] if verb.dep_ == "conj" else [verb]
    return any(c.lower_ == "neither" for v in verbs for c in v.children)


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[ResponseRule, ...]


@cache
def response_rules() -> tuple[ResponseRule, ...]:
    """The shipped rules in order. Raises Invalid (rules.invalid) when the file is damaged."""
    return load_lists(_Rules, "attribution", "responses").rules


def respond(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Response]:
    """What participants, or their governments, say of the event in its sentence and the ones that follow.

    Only sentences that were parsed are read. Whoever answers must belong to a side of the event: be a participant, or
    the state or body in which a participant holds office.
    """
    slots = (
        [*candidate.recognisers, *candidate.objects] if isinstance(candidate, RecognitionCandidate) else candidate.slots
    )
    own = [actor for slot in slots for actor in resolver.resolve_all(candidate.sentence, slot)]
    sides = {side for actor in own for side in _sides(story, actor)}
    part = story.sentences[candidate.sentence].part
    found: dict[tuple[str, str], Response] = {}
    for index in range(candidate.sentence, candidate.sentence + _SENTENCES_ON):
        if index not in story.docs or story.sentences[index].part != part:
            continue
        if not may_answer(story.sentence_text(index)):  # spares a parse
            continue
        for rule, verb, subject in _answers(story.docs[index]):
            if index == candidate.sentence and (subject.head.i == candidate.head):
                continue
            if _speaks_of_another(verb, candidate.head if index == candidate.sentence else None):
                continue
            slot = Slot(subject.i, subject.left_edge.i, subject.right_edge.i + 1, "participant")
            actor = resolver.resolve(index, slot)
            if actor is not None and sides & _sides(story, actor):
                found.setdefault((actor.id or actor.name, rule.kind), _response(actor, rule.kind))
    return list(found.values())


def _speaks_of_another(verb: Token, head: int | None) -> bool:
    """True if the answer is about meetings that it names itself ("did not rule out meetings with other guests"), and
    they are not the event at token `head` of its sentence."""
    for noun in verb.subtree:
        if noun.lemma_.lower() not in _EVENTS or noun.i <= verb.i or noun.pos_ not in {"NOUN", "PROPN"}:
            continue
        if noun.i == head:
            return False
        definite = any(c.dep_ == "poss" or c.lower_ in _DEFINITE for c in noun.children)
        if not definite and any(c.dep_ == "prep" and c.lower_ in {"with", "between"} for c in noun.children):
            return True
    return False


def _answers(doc: Doc) -> Iterator[tuple[ResponseRule, Token, Token]]:
    for verb in doc:
        rule = next((r for r in _rules_of().get(verb.lemma_.lower(), ()) if r.fits(verb)), None)
        subject = subject_of(verb) if rule is not None else None
        if rule is not None and subject is not None and subject.dep_ != "nsubjpass":
            yield rule, verb, subject


@cache
def _rules_of() -> dict[str, tuple[ResponseRule, ...]]:
    """The rules by the lemma of their verb, in order."""
    lemmas = {lemma for rule in response_rules() for lemma in rule.lemma}
    return {lemma: tuple(rule for rule in response_rules() if lemma in rule.lemma) for lemma in lemmas}


def _sides(story: Story, actor: Actor) -> frozenset[str]:
    """The actor itself, and the states and bodies it speaks for."""
    listed = next((h.alias.actor for h in story.hits if h.alias.actor.id == actor.id), None) if actor.id else None
    held = [role.of for role in listed.roles] if listed is not None else []
    return frozenset({actor.id or actor.name, actor.name, *held})


def _response(actor: Actor, kind: ResponseKind) -> Response:
    return Response(**actor.fields(), kind=kind)
