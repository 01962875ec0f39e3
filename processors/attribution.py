"""Who says that an event happens: reporting verbs whose content holds the predicate, "according to" and quotations.

What a sentence merely takes for granted beside the report ("after meeting X, Y said that ...") is the article's own
word and has no source. The syntax of reports is in `processors.reports`.
"""

from collections.abc import Iterator

import msgspec

from processors.actors.resolver import ActorResolver
from processors.actors.speech import Quotations, reporting, speaker_subject
from processors.candidate import Candidate, RecognitionCandidate, Slot
from processors.report import Report
from processors.reports import reports_of
from processors.responses import respond
from processors.story import Story
from processors.tokens import Token
from schemas.event import Actor, Attribution

__all__ = ["attribute", "respond"]


def attribute(story: Story, candidate: Candidate, resolver: ActorResolver) -> list[Attribution]:
    """The source of a candidate's event; empty when the article itself says it.

    Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    predicate = doc[candidate.head]
    quotations = resolver.quotations
    for report in reports_of(doc, predicate, candidate):
        found = _resolved(story, candidate, candidate.sentence, report, resolver)
        if found:
            return found
    if quotations.holds(candidate.sentence, predicate):
        return _from_neighbours(story, candidate, resolver, quotations)
    return []


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
        found = _resolved(story, candidate, number, Report(subject, subject.head.text, quoted=True), resolver)
        if found:
            return found
    return []


def _resolved(
    story: Story, candidate: Candidate, index: int, report: Report, resolver: ActorResolver
) -> list[Attribution]:
    found: list[Attribution] = []
    for source in _joined(report.source):
        actor = _actor(story, index, source, report, resolver)
        if actor is None or _is_object_itself(candidate, source, actor, resolver):
            continue
        actor = _medium_name(_spoken_of_before(story, index, source, actor, resolver) or actor)
        found.append(
            Attribution(
                **actor.fields(),
                kind=actor.kind,
                cue=report.cue,
                medium=_medium(report.source.head),
                by_participant=_takes_part(candidate, actor, resolver),
                quoted=report.quoted,
            )
        )
    return found


def _joined(source: Token) -> list[Token]:
    """The people who say it together ("Ana Silva and Jan Berg said"); other lists are one source."""
    people = [source, *(t for t in source.subtree if t.dep_ == "conj" and t.head.i >= source.i and t.i > source.i)]
    alike = all(t.pos_ == "PROPN" and t.ent_type_ == "PERSON" for t in people)
    return people if alike and not any(t.dep_ in {"prep", "relcl"} for t in source.subtree) else [source]


def _actor(story: Story, index: int, source: Token, report: Report, resolver: ActorResolver) -> Actor | None:
    doc = source.doc
    if report.cue == "()":  # a medium by its whole name
        first = max(t.i for t in doc[: source.i] if t.text == "(") + 1
        return _printed(story, index, first, source.i + 1)
    slot = Slot(source.i, source.left_edge.i, _end(source), "participant")
    actors = resolver.resolve_all(index, slot)
    if len(actors) == 1:
        return actors[0]
    if actors:
        return resolver.phrase(index, slot)
    if source.pos_ in {"PRON", "NUM", "DET", "ADJ"}:
        return _last_speaker(story, index, source) or _some_of_them(story, index, source)
    return _unnamed(story, index, source)


def _some_of_them(story: Story, index: int, source: Token) -> Actor | None:
    """ "Some argued", "one of the envoys said", as printed."""
    if source.lower_ not in reporting().some:
        return None
    return _printed(story, index, source.left_edge.i, _end(source))


def _last_speaker(story: Story, index: int, pronoun: Token) -> Actor | None:
    """Whom "he" or "they" means in "One trader said so. He added that ...": the unnamed speaker just before."""
    if pronoun.lower_ not in {"he", "she", "they"}:
        return None
    for number, speaker in _speakers_before(story, index, 2):
        if speaker.pos_ == "PRON" and speaker.lower_ == pronoun.lower_:
            continue
        several = speaker.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in speaker.children)
        fits = speaker.pos_ == "NOUN" and several == (pronoun.lower_ == "they")
        return _unnamed(story, number, speaker) if fits else None
    return None


def _speakers_before(story: Story, index: int, back: int) -> Iterator[tuple[int, Token]]:
    """Who speaks in the sentences just before, nearest first, up to one that was not parsed or the part's beginning."""
    for number in range(index - 1, max(-1, index - 1 - back), -1):
        doc = story.docs.get(number)
        if doc is None or story.sentences[number].part != story.sentences[index].part:
            return
        speaker = speaker_subject(doc)
        if speaker is not None:
            yield number, speaker


def _is_object_itself(candidate: Candidate, source: Token, actor: Actor, resolver: ActorResolver) -> bool:
    """ "It calls on those who have not recognised Norland": "it" is not Norland."""
    if not isinstance(candidate, RecognitionCandidate) or source.lower_ != "it" or candidate.stance == "sought":
        return False
    return _is_among(candidate, candidate.objects, actor, resolver)


def _end(source: Token) -> int:
    """Where the source's phrase ends: before a clause about it ("documents filed by Ana Silva")."""
    clauses = [c.left_edge.i for c in source.rights if c.dep_ in {"acl", "relcl"}]
    return min([source.right_edge.i + 1, *clauses])


def _medium_name(actor: Actor) -> Actor:
    """ "Example news agency" by its name, which is what stands before a kind of medium in small letters."""
    words = actor.text.split(" ")
    kind = next((i for i, word in enumerate(words) if word in reporting().medium_kind), len(words))
    name = " ".join(words[:kind])
    if kind in (0, len(words)) or not all(word[:1].isupper() for word in words[:kind]) or actor.id is not None:
        return actor
    return msgspec.structs.replace(actor, name=name)


def _spoken_of_before(story: Story, index: int, source: Token, actor: Actor, resolver: ActorResolver) -> Actor | None:
    """The fuller words for "the official": an earlier speaker's of the same office ("A palace official said")."""
    bare = source.pos_ == "NOUN" and " " not in actor.text and actor.text.lower() == source.lower_
    if not bare or not any(c.lower_ == "the" for c in source.lefts):
        return None
    for number, speaker in _speakers_before(story, index, 3):
        if speaker.pos_ == "PRON":
            continue
        office = {t.lower_ for t in [speaker, *speaker.lefts] if t.dep_ in {"compound", "nmod", "nsubj", "amod"}}
        if source.lower_ not in office:
            continue
        slot = Slot(speaker.i, speaker.left_edge.i, _end(speaker), "participant")
        actors = resolver.resolve_all(number, slot)
        if len(actors) == 1 and len(actors[0].text) > len(actor.text):
            return actors[0]
        return _unnamed(story, number, speaker)
    return None


def _unnamed(story: Story, index: int, source: Token) -> Actor | None:
    """A source that is no actor the article knows ("a source close to the talks", "documents"), as printed."""
    known = {source.lemma_.lower(), source.lower_} & reporting().unnamed
    named = source.pos_ == "PROPN" and source.ent_type_ in {"PERSON", "ORG", "GPE", ""}
    speaks = source.pos_ == "NOUN" and source.head.lemma_.lower() in reporting().speak and source.i != source.head.i
    if not (known or named or speaks):
        return None
    lefts = [t for t in source.lefts if t.dep_ in {"compound", "amod", "nmod", "poss", "nummod"}]
    first = min([source.i, *(t.left_edge.i for t in lefts)])
    last = _end(source) if source.pos_ == "PROPN" and any(c.lower_ == "of" for c in source.rights) else source.i + 1
    return _printed(story, index, first, last)


def _printed(story: Story, index: int, first: int, last: int) -> Actor:
    start, end = story.offsets(index, story.docs[index][first:last])
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
