"""The detector: articles in, article results out. Pure: the same article gives the same events, alone or in a batch."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Literal

import msgspec

from processors.actors.resolver import ActorResolver
from processors.assembly import assemble
from processors.candidate import Candidate, MeetingCandidate, Slot
from processors.claims import with_claims
from processors.codes import codes_of
from processors.companions import companions
from processors.docs import ParsedSentences, answers_to
from processors.event_mention import EventMention
from processors.gate import Gate
from processors.identity import with_ids
from processors.incoming import IncomingArticle
from processors.meetings import MEETING_TRIGGERS, find_meetings, may_report_meetings
from processors.meetings.weighing import Weighing
from processors.merge import merge_mentions
from processors.parser import Parser
from processors.reading import Found, Reading
from processors.recognition import RECOGNITION_TRIGGERS, find_recognitions, may_state_recognition
from processors.records import record_of, record_of_withdrawn
from processors.revision import read_revision, withdraws_another
from processors.story import Story
from processors.story_builder import build_story, text_of
from processors.tokens import Doc
from processors.watchlist_index import CompiledWatchlist
from schemas.article_result import ArticleResult
from schemas.article_result import Detector as DetectorVersions
from schemas.event import Actor, Event, event_actors

__all__ = ["Detector", "IncomingArticle", "Reading", "Watch"]

Watch = Literal["listed", "any"]
_NO_NEWS: Final = frozenset({"kill", "withheld", "advisory"})
"""Revisions that are not read: what was withdrawn, and notes from editor to editor."""
_PARSED_AT_ONCE: Final = 512
"""Candidate sentences whose parses are in memory at the same time; an article is never split."""


class Detector:
    """Reads articles for meetings and recognition.

    `watch="listed"` keeps events in which an actor of the watchlist takes part, "any" keeps all; aliases of the
    watchlist resolve names either way. `version` is that of the program, which stands in every result. `weighing` is
    the shipped one unless another is given.
    """

    def __init__(
        self,
        parser: Parser,
        watchlist: CompiledWatchlist,
        *,
        watch: Watch = "listed",
        version: str = "0",
        weighing: Weighing | None = None,
    ) -> None:
        self._parser = parser
        self._watchlist = watchlist
        self._watch = watch
        self._weighing = weighing
        self._gate = Gate(MEETING_TRIGGERS | RECOGNITION_TRIGGERS, watchlist, companions())
        self.versions = DetectorVersions(
            version=version,
            model=f"{parser.name}-{parser.version}",
            rules=rules_digest(),
            watchlist=f"{watchlist.version} {watchlist.digest}",
        )

    @property
    def aliases(self) -> int:
        """Forms of words that name a listed actor."""
        return len(self._watchlist.entries)

    def detect(self, articles: Sequence[IncomingArticle]) -> list[ArticleResult]:
        """One result an article, in order; a notice that names an earlier item adds that item's, right after its own.

        Raises nothing for any article that decodes.
        """
        return [result for reading in self.read(articles) for result in self.results(reading)]

    def read(self, articles: Sequence[IncomingArticle]) -> list[Reading]:
        """As `detect`, with all that was considered on the way."""
        prepared = [self._prepare(incoming) for incoming in articles]
        for chunk in _chunks(prepared):
            with self._parser.zone():
                self._read_chunk([(reading, story) for reading, story in chunk if story is not None])
        return [reading for reading, _ in prepared]

    def _read_chunk(self, chunk: Sequence[tuple[Reading, Story]]) -> None:
        """Parse the candidates, then what the rules ask for beyond them, sentences of all articles together."""
        parsed = [ParsedSentences(story, self._parser, in_rounds=True) for _, story in chunk]
        for (_, story), docs in zip(chunk, parsed, strict=True):
            story.docs = docs
        ParsedSentences.parse_nameless([(docs, docs.story.candidates) for docs in parsed], self._parser)
        found = [_Found(reading, docs, self._weighing) for (reading, _), docs in zip(chunk, parsed, strict=True)]
        ParsedSentences.parse([(docs, one.likely) for docs, one in zip(parsed, found, strict=True)], self._parser)
        ParsedSentences.in_rounds([task for one in found for task in one.finding()], self._parser)
        ParsedSentences.parse([(docs, one.answers()) for docs, one in zip(parsed, found, strict=True)], self._parser)
        ParsedSentences.in_rounds([task for one in found for task in one.assembling()], self._parser)
        for one in found:
            self._finish(one)
            one.story.docs = {}

    def _prepare(self, incoming: IncomingArticle) -> tuple[Reading, Story | None]:
        article = incoming.article
        text = text_of(article)
        revision = read_revision(article, text.headline, text.body)
        detected = is_english(article.language) and revision.kind not in _NO_NEWS
        reading = Reading(incoming, text, revision, detected)
        if not detected:
            return reading, None
        story = build_story(article, text, self._gate, any_actor=self._watch == "any")
        reading.sentences, reading.candidates = story.sentences, story.candidates
        return reading, story if story.candidates else None

    def _finish(self, found: "_Found") -> None:
        reading, story = found.reading, found.story
        for candidate, mention in found.assembled():
            reading.found.append(_described(story, candidate, mention, found.resolver))
        mentions = [mention for _, mention in found.assembled() if mention is not None]
        merged = merge_mentions(mentions, partial(self._country_in, found.resolver), sentences=len(story.sentences))
        for event in with_ids(story.uri, self._coded(with_claims(merged))):
            (reading.events if self._is_watched(event) else reading.unwatched).append(event)

    def _coded(self, events: Sequence[Event]) -> list[Event]:
        return [
            msgspec.structs.replace(event, codes=codes_of(event, map(self._country, event_actors(event))))
            for event in events
        ]

    def _country_in(self, resolver: ActorResolver, actor: Actor) -> str | None:
        """The country of a listed actor, or of a person to whom the article gives one of its offices."""
        return self._country(actor) or self._country_of(resolver.affiliation(actor))

    def _country(self, actor: Actor) -> str | None:
        return self._country_of(actor.id)

    def _country_of(self, actor_id: str | None) -> str | None:
        listed = self._watchlist.actor(actor_id) if actor_id else None
        return self._watchlist.country(listed) if listed else None

    def _is_watched(self, event: Event) -> bool:
        return self._watch == "any" or any(actor.watched for actor in event_actors(event))

    def results(self, reading: Reading) -> Iterator[ArticleResult]:
        """What `detect` gives for one article that was read."""
        incoming, article = reading.incoming, reading.incoming.article
        record = record_of(
            article, reading.text, created=incoming.created, origin=incoming.origin, detected=reading.detected
        )
        yield ArticleResult(article=record, revision=reading.revision, events=reading.events, detector=self.versions)
        revision = reading.revision
        if revision.of and withdraws_another(article, revision, reading.text.headline, reading.text.body):
            yield ArticleResult(
                article=record_of_withdrawn(revision.of, article, created=incoming.created, origin=incoming.origin),
                revision=msgspec.structs.replace(revision, of=None, evidence=[*revision.evidence, f"by {article.uri}"]),
                events=[],
                detector=self.versions,
            )


class _Found:
    """What the rules find in one story, sentence by sentence, and the events that are made of it."""

    def __init__(self, reading: Reading, docs: ParsedSentences, weighing: Weighing | None) -> None:
        self.reading = reading
        self.story = docs.story
        self.likely = [index for index in self.story.candidates if _is_likely(docs.nameless(index))]
        self._weighing = weighing
        self.resolver = ActorResolver(self.story)
        self._candidates: dict[int, list[Candidate]] = {}
        self._mentions: dict[tuple[int, int], EventMention | None] = {}

    def finding(self) -> list[Callable[[], None]]:
        """One task for each sentence with a word that a rule knows."""
        return [partial(self._find, index) for index in self.likely]

    def assembling(self) -> list[Callable[[], None]]:
        """One task for each thing that was found."""
        return [partial(self._assemble, *key) for key in self._found()]

    def answers(self) -> list[int]:
        """Sentences that will be asked for: answers to what was found."""
        return sorted({answer for index in self._candidates for answer in self._answers(index)})

    def assembled(self) -> Iterator[tuple[Candidate, EventMention | None]]:
        """Everything that was found and what became of it, in reading order."""
        for index, number in self._found():
            yield self._candidates[index][number], self._mentions[index, number]

    def _found(self) -> Iterator[tuple[int, int]]:
        for index in self.likely:
            for number in range(len(self._candidates[index])):
                yield index, number

    def _answers(self, index: int) -> list[int]:
        return answers_to(self.story, index) if self._candidates[index] else []

    def _find(self, index: int) -> None:
        actors = self.resolver.mentions(index)
        self._candidates[index] = [
            *find_meetings(self.story, index, actors, resolver=self.resolver, weighing=self._weighing),
            *find_recognitions(self.story, index, actors),
        ]

    def _assemble(self, index: int, number: int) -> None:
        self._mentions[index, number] = assemble(self.story, self._candidates[index][number], self.resolver)


def _is_likely(doc: Doc) -> bool:
    return may_report_meetings(doc) or may_state_recognition(doc)


def _slots(candidate: Candidate) -> list[Slot]:
    if isinstance(candidate, MeetingCandidate):
        return candidate.slots
    return [*candidate.recognisers, *candidate.objects]


def is_english(language: str) -> bool:
    """True for "en", "en-GB", "EN_us", "eng"; articles in other languages are not read for events."""
    return language.strip().casefold().replace("_", "-").split("-")[0] in {"en", "eng"}


def rules_digest() -> str:
    """A hash over the files of rules and weights, in order of their paths."""
    digest = hashlib.sha256()
    folders = [files("processors.rules"), files("processors.models")]
    for path, content in sorted(found for folder in folders for found in _files(folder, f"{folder.name}/")):
        digest.update(path.encode() + b"\0" + content + b"\0")
    return f"sha256:{digest.hexdigest()[:16]}"


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".yaml", ".json")):
            yield f"{path}{entry.name}", entry.read_bytes()


def _chunks(prepared: Sequence[tuple[Reading, Story | None]]) -> Iterator[Sequence[tuple[Reading, Story | None]]]:
    start = sentences = 0
    for place, (_, story) in enumerate(prepared):
        more = len(story.candidates) if story is not None else 0
        if sentences and sentences + more > _PARSED_AT_ONCE:
            yield prepared[start:place]
            start, sentences = place, 0
        sentences += more
    if start < len(prepared):
        yield prepared[start:]


def _described(story: Story, candidate: Candidate, mention: EventMention | None, resolver: ActorResolver) -> Found:
    doc = story.docs[candidate.sentence]
    first, last = candidate.trigger
    return Found(
        rule=candidate.rule,
        sentence=candidate.sentence,
        trigger=doc[first:last].text,
        why=tuple(candidate.why),
        actors=tuple(
            f"{slot.role} {doc[slot.start : slot.end].text!r}: {resolver.why(candidate.sentence, slot)}"
            for slot in _slots(candidate)
        ),
        mention=mention,
    )
