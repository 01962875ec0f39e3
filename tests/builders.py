"""Small, whole records for tests: articles, events and results about plainly fictional actors."""

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.article_result import ArticleRecord, ArticleResult, Detector, Revision
from schemas.event import Actor, Attribution, Event, Meeting, Participant, Recognition, Sentence, Trigger
from schemas.vocabulary import MeetingStatus, RevisionKind, Stance

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
DETECTOR = Detector(version="0.test", model="none", rules="none", watchlist="none")


def participant(name: str, **fields: Any) -> Participant:
    return Participant(name=name, text=name, start=0, end=len(name), **fields)


def actor(name: str, **fields: Any) -> Actor:
    return Actor(name=name, text=name, start=0, end=len(name), **fields)


def source(name: str, **fields: Any) -> Attribution:
    return Attribution(name=name, text=name, start=0, end=len(name), **fields)


def meeting(event_id: str = "m1", *names: str, status: MeetingStatus = "held", **fields: Any) -> Meeting:
    who = [participant(name) for name in names or ("Mira Oslan", "Teodor Vance")]
    return Meeting(
        id=event_id,
        trigger=Trigger(text="met", start=11, end=14),
        sentences=[Sentence(text="Mira Oslan met Teodor Vance.", start=0, end=28)],
        rule="meeting.verb.meet",
        confidence=0.9,
        status=status,
        format="meeting",
        **{"participants": who, **fields},
    )


def recognition(event_id: str = "r1", *, stance: Stance = "recognises", **fields: Any) -> Recognition:
    return Recognition(
        id=event_id,
        trigger=Trigger(text="recognises", start=8, end=18),
        sentences=[Sentence(text="Avaria recognises Norland.", start=0, end=26)],
        rule="recognition.verb.recognise",
        confidence=0.9,
        stance=stance,
        object_kind="state",
        **{"object": actor("Norland"), "recognisers": [actor("Avaria")], **fields},
    )


def result(
    *events: Event,
    uri: str = "urn:test:story",
    version: str | None = "1",
    minutes: int = 0,
    text: str = "Mira Oslan met Teodor Vance.",
    kind: RevisionKind = "new",
    **fields: Any,
) -> ArticleResult:
    """An article result; `minutes` after noon is its versionCreated, `text` decides its content hash."""
    created = NOON + timedelta(minutes=minutes)
    number = int(version) if version and version.isdigit() else None
    article = ArticleRecord(
        uri=uri,
        version=version,
        version_number=number,
        version_created=created,
        created=created,
        content_hash=f"hash of {text} {kind}",
        text=text,
        headline="Oslan meets Vance",
        provider="Northern Press",
        **fields,
    )
    return ArticleResult(article=article, revision=Revision(kind=kind), events=list(events), detector=DETECTOR)
