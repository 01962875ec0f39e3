"""When an event took or takes place: the date expression that belongs to its predicate, read with its tense."""

from datetime import date, timedelta

from spacy.tokens import Doc, Token

from processors.candidate import Candidate, MeetingCandidate
from processors.dates import DateMention, Days, Direction, find_dates
from processors.story import Story
from schemas.event import Time

_PAST = frozenset({"held", "ended", "granted", "withdrawn", "denied"})
_FUTURE = frozenset({"scheduled", "proposed", "possible", "postponed", "intends", "not_planned"})


def time_of(story: Story, candidate: Candidate) -> Time | None:
    """The time of a candidate's event, or None when the text does not say it.

    Weekdays and dates without a year are read after the candidate's status: what was held lies before the version's
    creation, what is scheduled after it. Raises KeyError when the sentence was not parsed.
    """
    doc = story.docs[candidate.sentence]
    predicate = doc[candidate.head]
    reference = reference_day(story)
    status = candidate.status if isinstance(candidate, MeetingCandidate) else candidate.stance
    direction: Direction = "past" if status in _PAST else "future" if status in _FUTURE else "near"
    best = min(
        (
            (cost, mention)
            for mention in find_dates(doc.text)
            if (cost := _distance(doc, predicate, mention)) is not None
        ),
        key=lambda pair: (pair[0], abs(pair[1].start - predicate.idx)),
        default=None,
    )
    if best is not None:
        days = best[1].resolve(reference, direction)
        if days is not None:
            return _time(story, candidate.sentence, best[1], days)
    if status in {"held", "ongoing"} and _narrates_now(predicate):
        return Time(start=reference.isoformat(), end=reference.isoformat(), precision="day", basis="dateline")
    return None


def reference_day(story: Story) -> date:
    """The day from which "today" counts: the dateline's where it agrees with the version's, else the version's."""
    created = story.version_created.date()
    line = story.dateline
    if line is not None and line.month and line.day:
        for shift in (0, -1, 1):
            day = created + timedelta(days=shift)
            if (day.month, day.day) == (line.month, line.day):
                return day
    return created


def _time(story: Story, index: int, mention: DateMention, days: Days) -> Time:
    base = story.sentences[index].start
    length = {"day": 10, "month": 7, "year": 4}.get(days.precision, 10)
    return Time(
        start=days.first.isoformat()[:length],
        end=days.last.isoformat()[:length],
        precision=days.precision,
        basis=days.basis,
        text=story.docs[index].text[mention.start : mention.end],
        start_char=base + mention.start,
        end_char=base + mention.end,
    )


_CLAUSES = frozenset({"ccomp", "parataxis", "relcl", "advcl", "acl", "csubj"})


def _distance(doc: Doc, predicate: Token, mention: DateMention) -> float | None:
    """How far the expression stands from the predicate in the parse, or None if it belongs to another verb."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return None
    if span.start <= predicate.i < span.end:
        return 0.0
    up_from_date = _chain(span.root)
    up_from_predicate = _chain(predicate)
    meeting_point = next((t for t in up_from_date if t in up_from_predicate), None)
    if meeting_point is None:
        return None
    cost = 0.0
    for token in up_from_date[: up_from_date.index(meeting_point)]:
        cost += 1
        if token.dep_ in _CLAUSES:
            cost += 6
        if token.pos_ in {"VERB"}:
            cost += 2
    for token in up_from_predicate[: up_from_predicate.index(meeting_point)]:
        cost += 0.5
        if token.dep_ == "ccomp" or (token.dep_ in _CLAUSES and token.i != predicate.i):
            cost += 6
        if token.dep_ in {"relcl", "advcl", "acl"}:
            cost += 2
    return cost if cost < 8 else None


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def _narrates_now(predicate: Token) -> bool:
    """True if the main clause over the predicate is told in the present tense, as dated news in brief is."""
    for token in _chain(predicate):
        if token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBZ", "VBP"}:
            return True
        if token.tag_ in {"VBD", "MD"}:
            return False
    return False
