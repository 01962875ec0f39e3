"""Labelled passages as examples for the scorers of meetings: what the rules find, and whether a label bears it out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from processors.actors.resolver import ActorResolver
from processors.companions import companions
from processors.docs import ParsedSentences
from processors.gate import Gate
from processors.meetings import MEETING_TRIGGERS
from processors.meetings.finder import drafts_in
from processors.meetings.parties import Party, SentenceReading
from processors.meetings.party_features import party_features
from processors.meetings.slots import Draft
from processors.meetings.weighing import accept_features
from processors.parser import Parser
from processors.recognition import RECOGNITION_TRIGGERS
from processors.story import Story
from processors.story_builder import build_story, text_of
from schemas.article import decode_article
from streams.watchlist_files import load_starter

Example = tuple[list[str], bool]


@dataclass(slots=True)
class Examples:
    """Features and answers: drafts that are meetings or not, parties that take part in them or not."""

    drafts: list[Example] = field(default_factory=list)
    parties: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    draft: Draft
    trigger: tuple[int, int]
    parties: list[Party]
    accept: list[str]
    cast: list[list[str]]


def stories_of(items: Sequence[dict[str, Any]], parser: Parser) -> list[Story]:
    """The passages as the detector would read them, with their candidate sentences parsed in large batches."""
    gate = Gate(MEETING_TRIGGERS | RECOGNITION_TRIGGERS, load_starter(), companions())
    stories = []
    for item in items:
        article = decode_article(json.dumps(_article(item)).encode())
        stories.append(build_story(article, text_of(article), gate, any_actor=True))
    parsed = [ParsedSentences(story, parser) for story in stories]
    ParsedSentences.parse([(docs, docs.story.candidates) for docs in parsed], parser)
    for story, docs in zip(stories, parsed, strict=True):
        story.docs = docs
    return stories


def listed_names(story: Story) -> dict[str, str]:
    """The listed actor of each form that a passage prints: a label may call a country by another form than its party
    ("Norway" where the sentence says "Norwegian")."""
    return {story.part_text(h.part)[h.start : h.end]: h.alias.actor.id for h in story.hits if h.supported}


def _article(item: dict[str, Any]) -> dict[str, Any]:
    printed = item.get("published_at") or "2000-01-01"
    day = date.fromisoformat(printed if len(printed) == 10 else (printed + "-01-01")[:10])
    return {
        "uri": item["id"],
        "version": "1",
        "versionCreated": datetime.combine(day, time(12), UTC).isoformat(),
        "language": "en",
        "headlines": [],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": item["text"]}],
    }


def read_passage(item: dict[str, Any], story: Story, examples: Examples) -> None:
    """Add what the rules find in one passage, each with whether a labelled meeting bears it out."""
    start, end = item["target"]
    labels = [event for event in item["events"] if event["type"] == "meeting"]
    found = [one for one in _found(story) if start <= one.trigger[0] < end]
    listed = listed_names(story)
    for one, label in _pairs(item, labels, found, listed):
        examples.drafts.append((one.accept, label is not None))
        if label is not None:
            taking_part = _taking_part(one, label["participants"], listed)
            examples.parties += [
                (features, party.key in taking_part) for party, features in zip(one.parties, one.cast, strict=True)
            ]


def _found(story: Story) -> Iterator[_Found]:
    resolver = ActorResolver(story)
    for index in story.candidates:
        doc = story.docs[index]
        slots, drafts = drafts_in(doc, resolver.mentions(index), published=story.version_created.date())
        reading = SentenceReading(story, index, slots, resolver, drafts)
        for draft in drafts:
            parties = reading.parties(draft)
            roles = {slot.head: slot.role for slot in draft.slots}
            yield _Found(
                draft,
                story.offsets(index, doc[draft.trigger[0] : draft.trigger[1]]),
                parties,
                accept_features(draft, reading),
                party_features(draft, parties, reading, roles),
            )


def _pairs(
    item: dict[str, Any], labels: list[dict[str, Any]], found: Sequence[_Found], listed: Mapping[str, str]
) -> Iterator[tuple[_Found, dict[str, Any] | None]]:
    """Each draft with the label it matches best: by trigger first, then by participants; every label once."""
    scored = []
    for i, label in enumerate(labels):
        at = item["text"].find(label["trigger"], item["target"][0])
        for j, one in enumerate(found):
            overlap = at >= 0 and at < one.trigger[1] and one.trigger[0] < at + len(label["trigger"])
            heads = one.draft.heads()
            proposed = [p for p in one.parties if any(c.mention.head in heads for c in p.places)]
            shared = sum(any(_names(party, printed, listed) for party in proposed) for printed in label["participants"])
            if overlap or shared:
                right = one.draft.status == label["status"]
                size = max(len(proposed), len(label["participants"]), 1)
                scored.append((-(2 * overlap + shared / size + 0.5 * right), i, j))
    taken: set[int] = set()
    match: dict[int, dict[str, Any]] = {}
    for _, i, j in sorted(scored):
        if i not in taken and j not in match:
            taken.add(i)
            match[j] = labels[i]
    for j, one in enumerate(found):
        yield one, match.get(j)


def _taking_part(one: _Found, participants: Sequence[str], listed: Mapping[str, str]) -> set[str]:
    """The keys of the parties that labelled participants name: one for each, as it is printed rather than like it,
    and one that the rules proposed rather than another."""
    heads = one.draft.heads()
    taken: set[str] = set()
    for printed in participants:
        fitting = [
            (
                printed not in (party.actor.text, party.actor.name),
                not any(chunk.mention.head in heads for chunk in party.places),
                place,
            )
            for place, party in enumerate(one.parties)
            if party.key not in taken and _names(party, printed, listed)
        ]
        if fitting:
            taken.add(one.parties[min(fitting)[-1]].key)
    return taken


def _names(party: Party, printed: str, listed: Mapping[str, str]) -> bool:
    if listed.get(printed) == party.key:
        return True
    return same_name(party.actor.name, printed) or same_name(party.actor.text, printed)


def same_name(one: str, other: str) -> bool:
    """Whether two printed names can be one actor's: the words of one are the last words of the other."""
    a, b = ([w for w in n.casefold().replace("’s", "").split() if w not in ("the", "of")] for n in (one, other))
    short, long = sorted((a, b), key=len)
    return bool(short) and (long[-len(short) :] == short or (set(short) <= set(long) and len(short) > 1))
