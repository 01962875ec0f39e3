"""Why the detector found what it found: sentence by sentence, in words, for a terminal."""

from collections.abc import Iterator

from processors.reading import Found, Reading
from schemas.event import Event, Meeting


def explain(reading: Reading, *, every_sentence: bool = False) -> Iterator[str]:
    """Lines that tell what was considered in an article and what became of it."""
    article = reading.incoming.article
    yield f"# {article.uri}"
    said = "; ".join(reading.revision.evidence)
    yield f"revision: {reading.revision.kind}{f' ({said})' if said else ''}"
    if not reading.detected:
        yield f"not read for events: language {article.language}, revision {reading.revision.kind}"
        return
    by_sentence: dict[int, list[Found]] = {}
    for found in reading.found:
        by_sentence.setdefault(found.sentence, []).append(found)
    yield f"{len(reading.sentences)} sentences, {len(reading.candidates)} with a trigger"
    for sentence in reading.sentences:
        if sentence.index not in reading.candidates and not every_sentence:
            continue
        text = reading.text.headline if sentence.part == "headline" else reading.text.body
        yield ""
        where = f"[{sentence.index}] {sentence.part} {sentence.start}-{sentence.end}"
        yield f"{where}: {text[sentence.start : sentence.end]}"
        if sentence.index not in reading.candidates:
            yield "    no trigger, or nobody watched in the article: not parsed"
        elif sentence.index not in by_sentence:
            yield "    a trigger, but no rule fits"
        for found in by_sentence.get(sentence.index, []):
            yield from _candidate(found)
    yield ""
    yield f"{len(reading.events)} events" + (
        f", {len(reading.unwatched)} of nobody watched" if reading.unwatched else ""
    )
    for event in reading.events:
        yield f"    {_summary(event)}"
    for event in reading.unwatched:
        yield f"    (not kept: nobody watched takes part) {_summary(event)}"


def _candidate(found: Found) -> Iterator[str]:
    kept = "becomes an event" if found.mention is not None else "dropped"
    yield f"    {found.rule} at {found.trigger!r}: {kept}"
    for reason in found.why:
        yield f"        {reason}"
    for actor in found.actors:
        yield f"        {actor}"


def _summary(event: Event) -> str:
    sources = "".join(f", says {source.name}" for source in event.attribution)
    place = f" in {event.place.name}" if event.place else ""
    time = f" on {event.time.start}" if event.time and event.time.start else ""
    if isinstance(event, Meeting):
        who = ", ".join(f"{actor.name} ({actor.resolved_by})" for actor in event.participants)
        what = f"{event.format}: {who}"
    else:
        objects = ", ".join(actor.name for actor in (event.object, *event.more_objects))
        who = ", ".join(f"{actor.name} ({actor.resolved_by})" for actor in event.recognisers)
        count = f" [{event.count.qualifier} {event.count.value}]" if event.count else ""
        what = f"{event.object_kind} of {objects} by {who or 'unnamed'}{count}"
    mentions = f", {len(event.sentences)} sentences" if len(event.sentences) > 1 else ""
    return f"{event.action} {what}{place}{time}{sources}, {event.claim}{mentions} [{event.rule}]"
