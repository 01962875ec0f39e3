"""When an event took or takes place: the date expression that belongs to its predicate, read with its tense."""

from dataclasses import replace
from datetime import date, timedelta

from processors.candidate import Candidate, MeetingCandidate
from processors.date_reach import dates_an_arrival, distance
from processors.dates import DateMention, Days, Direction, find_dates
from processors.day_apart import Apart, days_apart
from processors.journey import journey_of
from processors.narration import narrates_now
from processors.occasion import NewsDay, is_occasion, news_day
from processors.story import Story
from processors.tokens import Doc, Token
from processors.watchlist_index import last_day
from schemas.event import Time

_PAST = frozenset({"held", "ended", "granted", "withdrawn", "denied"})
_SEASON = 92
_NEWS = 31
_TOLD = frozenset({"held", "ongoing"})
_NARRATED = frozenset({"held", "ongoing", "scheduled"})
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
    if (apart := days_apart(doc, predicate)) is not None:
        return _counted(story, doc, apart, reference)
    best = _nearest(doc, predicate)
    if best is not None and best.kind == "hence" and direction == "past":
        best = None  # "their first talks in two years"
    sentence = candidate.sentence
    if best is None and (journey := journey_of(story, candidate)) is not None:
        sentence = journey.sentence
        best = _nearest(story.docs[sentence], story.docs[sentence][journey.head])
    if best is not None and direction == "future" and dates_an_arrival(story.docs[sentence], best):
        direction = "past"
    days = (
        _with_year(story, best).resolve(reference, direction if sentence == candidate.sentence else "near")
        if best is not None
        else None
    )
    now = status in _NARRATED and narrates_now(story, candidate.sentence, predicate, status)
    if best is not None and days is not None:
        vague = days.precision != "day" and days.first <= reference <= days.last
        strange = status in _TOLD and _is_of_another_season(best, days, reference)
        if not (now and (vague or strange)):
            return _time(story, sentence, best, days)
    if now:
        return Time(start=reference.isoformat(), end=reference.isoformat(), precision="day", basis="dateline")
    if best is None and status in _TOLD and is_occasion(predicate):
        return _news_time(news_day(story, reference), story)
    return None


def _is_of_another_season(mention: DateMention, days: Days, reference: date) -> bool:
    """True if what is told in the present cannot be of these days ("offers a truce for May 9", in March)."""
    if {"day", "year"} <= mention.parts.keys():  # the caption of a photograph
        return False
    return days.last < reference - timedelta(days=_NEWS) or days.first > reference + timedelta(days=_NEWS)


def _with_year(story: Story, mention: DateMention) -> DateMention:
    """ "The April 2 meeting" is of the year that the article gives elsewhere: "on April 2, 1987"."""
    if mention.kind != "day" or "year" in mention.parts:
        return mention
    day = (mention.parts["month"][:3], mention.parts["day"])
    for other in find_dates(story.body):
        if other.kind == "day" and "year" in other.parts and (other.parts["month"][:3], other.parts["day"]) == day:
            return replace(mention, parts=mention.parts | {"year": other.parts["year"]})
    return mention


def _counted(story: Story, doc: Doc, apart: Apart, reference: date) -> Time | None:
    """The day that lies so many days from the clause's own, which is the article's where the clause names none."""
    told = _nearest(doc, apart.verb)
    days = told.resolve(reference, "near") if told is not None else None
    if days is not None and days.precision != "day":
        return None
    if days is not None:
        day = days.first
    elif apart.verb.tag_ in {"VBZ", "VBP"}:
        day = reference
    elif (news := news_day(story, reference)) is not None:
        day = news.day
    else:
        return None
    day += timedelta(days=apart.days)
    return Time(start=day.isoformat(), end=day.isoformat(), precision="day", basis="relative")


def _news_time(news: NewsDay | None, story: Story) -> Time | None:
    if news is None:
        return None
    if news.mention is None or news.sentence is None:
        return Time(start=news.day.isoformat(), end=news.day.isoformat(), precision="day", basis="dateline")
    return _time(story, news.sentence, news.mention, Days(news.day, news.day, "day", "relative"))


def is_background(story: Story, time: Time | None) -> bool:
    """True if the event lies clearly before the news: it ended more than a season ago."""
    if time is None or time.end is None:
        return False
    return (reference_day(story) - last_day(time.end)).days > _SEASON


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


def _nearest(doc: Doc, predicate: Token) -> DateMention | None:
    """The date expression that belongs to the predicate, if any."""
    costs = [(distance(doc, predicate, mention), mention) for mention in find_dates(doc.text)]
    found = [(cost, abs(mention.start - predicate.idx), mention) for cost, mention in costs if cost is not None]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _time(story: Story, index: int, mention: DateMention, days: Days) -> Time:
    base = story.sentences[index].start
    length = {"day": 10, "month": 7, "year": 4}.get(days.precision, 10)
    return Time(
        start=days.first.isoformat()[:length],
        end=days.last.isoformat()[:length],
        precision=days.precision,
        basis=days.basis,
        text=story.sentence_text(index)[mention.start : mention.end],
        start_char=base + mention.start,
        end_char=base + mention.end,
    )
