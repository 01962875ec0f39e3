"""An event as a card: its summary, what it is, who says what, the sentences, and how it was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.event import Actor, ActorMention, Event, Meeting, Part, Place, Sentence, Time
from schemas.vocabulary import ResolvedBy, TimeBasis
from streams.event_summary import count_words, medium_words, period_words, summary_of
from streams.report.evidence import Evidence, Role, within
from streams.report.marking import Token, marks_of, tokens

_RESOLVED: Final[dict[ResolvedBy, str]] = {
    "alias": "listed name",
    "surname": "surname",
    "role": "role",
    "pronoun": "pronoun",
    "quote": "speaker of the quotation",
    "ner": "name in the text",
}
_BASIS: Final[dict[TimeBasis, str]] = {
    "explicit": "explicit",
    "relative": "counted from publication",
    "dateline": "the day of the dateline",
    "none": "no basis",
}
_GOOD: Final = frozenset({"held", "ongoing", "granted", "recognises", "confirmed"})
_BAD: Final = frozenset({"denied", "refused", "refuses", "cancelled", "withdrawn", "disputed", "ended", "contested"})


@dataclass(frozen=True, slots=True)
class Chip:
    """A word of the vocabulary; `tone` colours it, and the word says the same."""

    name: str
    word: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One actor, place or time: what it is taken to be, in which role, and how the article puts it."""

    name: str
    note: str = ""
    printed: str = ""
    id: str = ""
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    role: Role | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the event's own evidence marked."""

    part: Part
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Card:
    number: int
    summary: str
    chips: tuple[Chip, ...]
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    found_by: tuple[tuple[str, str], ...]


def card_of(event: Event, number: int, evidence: list[Evidence]) -> Card:
    """The card of `event`; `evidence` is its own, as evidence_of gives it."""
    return Card(
        number=number,
        summary=summary_of(event),
        chips=tuple(_chips(event)),
        facts=tuple(fact for fact in _facts(event) if fact.lines),
        quotes=tuple(_quote(sentence, evidence) for sentence in event.sentences),
        found_by=tuple(_found_by(event)),
    )


def _quote(sentence: Sentence, evidence: list[Evidence]) -> Quote:
    own = within(evidence, sentence.part, sentence.start, sentence.end)
    length = len(sentence.text)
    return Quote(sentence.part, tuple(tokens(sentence.text, marks_of(own, length), 0, length)))


def _chips(event: Event) -> Iterator[Chip]:
    if isinstance(event, Meeting):
        yield Chip("type", "meeting")
        yield _toned("status", event.status)
        if event.format != "meeting":
            yield Chip("format", event.format)
        for flag in event.flags:
            yield Chip("flag", flag)
    else:
        yield Chip("type", "recognition")
        yield _toned("stance", event.stance)
        yield Chip("object kind", event.object_kind)
    yield _toned("claim", event.claim)
    if event.contested:
        yield _toned("claim", "contested")
    if event.background:
        yield Chip("time", "background")


def _toned(name: str, word: str) -> Chip:
    tone = "good" if word in _GOOD else "bad" if word in _BAD else "open"
    return Chip(name, word.replace("_", " "), "" if word == "asserted" else tone)


def _facts(event: Event) -> Iterator[Fact]:
    if isinstance(event, Meeting):
        yield Fact("Who", "who", tuple(_actor(who, who.role) for who in event.participants))
    else:
        if event.count:
            yield Fact("How many", None, (Line(count_words(event.count)),))
        yield Fact("Who", "who", tuple(_actor(who) for who in event.recognisers))
        yield Fact("Whom", "object", tuple(_actor(what) for what in (event.object, *event.more_objects)))
    if event.place:
        yield Fact("Where", "place", (_place(event.place),))
    if event.time:
        yield Fact("When", "time", (_time(event.time),))
    yield Fact(
        "Says so",
        "source",
        tuple(
            _actor(
                source,
                *(["takes part"] if source.by_participant else []),
                *([f"“{source.cue}”{medium_words(source)}"] if source.cue else [medium_words(source).strip()]),
                *(["in quotation marks"] if source.quoted else []),
            )
            for source in event.attribution
        ),
    )
    yield Fact(
        "Replies",
        "response",
        tuple(_actor(response, response.kind.replace("_", " ")) for response in event.responses),
    )


def _actor(actor: ActorMention, *notes: str) -> Line:
    kind = actor.kind.replace("_", " ") if isinstance(actor, Actor) and actor.kind else ""
    how = _RESOLVED[actor.resolved_by]
    return Line(
        name=actor.name,
        note=", ".join(note for note in (*notes, kind) if note),
        printed=f"“{actor.text}”, {how}" if actor.text != actor.name else how,
        id=actor.id or "",
        watched=actor.watched,
    )


def _place(place: Place) -> Line:
    position = f"{place.location.lat:.2f}, {place.location.lon:.2f}" if place.location else ""
    note = ", ".join(part for part in (place.country or "", position) if part)
    printed = f"“{place.text}”" if place.text != place.name else ""
    basis = "from the dateline" if place.basis == "dateline" else ""
    return Line(place.name, note, ", ".join(part for part in (printed, basis) if part))


def _time(time: Time) -> Line:
    printed = ", ".join(part for part in (f"“{time.text}”" if time.text else "", _BASIS[time.basis]) if part)
    precision = "" if time.precision == "unknown" else f"to the {time.precision}"
    return Line(period_words(time) or "unknown", precision, printed)


def _found_by(event: Event) -> Iterator[tuple[str, str]]:
    yield "rule", event.rule
    yield "confidence", f"{event.confidence:.2f}"
    codes = event.codes
    yield "CAMEO", codes.cameo or "none"
    yield "PLOVER", " / ".join(code for code in (codes.plover, codes.plover_mode) if code) or "none"
    yield "id", event.id
