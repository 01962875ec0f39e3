"""Whole articles in which every event that matters is known: all of them are found, with their parts.

The folder in WIREWATCH_SAMPLES holds pairs of `NAME.ninjs.json` and `NAME.expected.json` (a list of events).
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from processors.incoming import IncomingArticle
from schemas.article import decode_article
from streams.detector import load_detector
from streams.settings import Settings
from tests.gold.measure import gold_folder, scorer

Expected = dict[str, Any]


def samples() -> list[Path]:
    folder = os.environ.get("WIREWATCH_SAMPLES")
    return sorted(Path(folder).glob("*.expected.json")) if folder else []


pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not samples(), reason="WIREWATCH_SAMPLES names no folder with *.expected.json"),
    pytest.mark.skipif(gold_folder() is None, reason="WIREWATCH_GOLD names no folder with score.py"),
]


def events() -> list[Any]:
    return [
        pytest.param(sample, event, id=f"{event['type']}-{event['trigger'].replace(' ', '-')}-{number}")
        for sample in samples()
        for number, event in enumerate(json.loads(sample.read_text(encoding="utf-8")))
        if event.get("must")
    ]


@cache
def found_in(sample: Path) -> tuple[str, list[dict[str, Any]]]:
    """The article's body, and its events as anyone reads them: decoded from JSON."""
    from schemas.article_result import encode_result

    article = decode_article(Path(str(sample).replace(".expected.json", ".ninjs.json")).read_bytes())
    model = Settings.model_fields["spacy_model"].default
    detector = load_detector(model=model, watch="any")
    (result,) = detector.detect([IncomingArticle(article, article.version_created)])
    row = json.loads(encode_result(result))
    return row["article"]["text"], row["events"]


@pytest.mark.parametrize(("sample", "expected"), events() or [pytest.param(None, None, id="none")])
def test_every_event_that_matters_is_found(sample: Path, expected: Expected) -> None:
    folder = gold_folder()
    assert folder is not None
    score = scorer(folder)
    text, found = found_in(sample)
    near = [event for event in found if event["type"] == expected["type"] and _label(event) == _label(expected)]
    faults = {}
    for event in near:
        wrong = _faults(score, expected, event, text)
        if not wrong:
            return
        faults[event["trigger"]["text"]] = wrong
    pytest.fail(f"{expected['type']} {_label(expected)}: no event fits; near misses and what is wrong: {faults}")


def test_spans_point_at_what_they_say() -> None:
    for sample in samples():
        text, found = found_in(sample)
        for event in found:
            for span in _spans(event):
                if span.get("in", "body") == "body":
                    assert text[span["start"] : span["end"]] == span["text"]


def _label(event: dict[str, Any]) -> str:
    return str(event.get("status") or event.get("stance"))


def _faults(score: Any, expected: Expected, event: dict[str, Any], text: str) -> list[str]:
    wrong = []
    wanted, got = score.actors(expected), score.actors(event)
    if not score.pair_up(wanted, got) == len(wanted) == len(got):
        wrong.append(f"actors {[actor['name'] for actor in got]}")
    if not _reported_at(expected["trigger"], event, text):
        wrong.append(f"trigger at {event['trigger']['start']}")
    wrong += [
        f"{field} {event[field]}"
        for field in ("format", "object_kind")
        if expected.get(field, event.get(field)) != event.get(field)
    ]
    if expected.get("place") and expected["place"] not in (event["place"] or {}).get("text", ""):
        wrong.append(f"place {event['place']}")
    if expected.get("date") and not ((event["time"] or {}).get("start") or "").startswith(expected["date"]):
        wrong.append(f"time {event['time']}")
    sources = event["attribution"]
    if expected.get("attributed_to") and not any(score.actor_match(expected["attributed_to"], one) for one in sources):
        wrong.append(f"sources {[one['name'] for one in sources]}")
    count = event.get("count") or {}
    if expected.get("count") and (count.get("value"), count.get("qualifier")) != tuple(expected["count"].values()):
        wrong.append(f"count {count}")
    return wrong + _also(expected.get("also", ""), event)


def _reported_at(trigger: str, event: dict[str, Any], text: str) -> bool:
    """True if the words of the trigger stand in a sentence of the event."""
    return any(
        trigger in text[sentence["start"] : sentence["end"]]
        for sentence in event["sentences"]
        if sentence["in"] == "body"
    )


def _also(remarks: str, event: dict[str, Any]) -> list[str]:
    """What the remarks of the careful reader ask for beyond the fields."""
    sources, responses = event["attribution"], event["responses"]
    checks = {
        "background true": event["background"],
        "medium Twitter": any(source["medium"] == "Twitter" for source in sources),
        "by_participant true": any(source["by_participant"] for source in sources),
        "silent": any(response["kind"] == "silent" for response in responses),
        "flags brief": "brief" in event.get("flags", ()),
    }
    return [remark for remark, kept in checks.items() if remark in remarks and not kept]


def _spans(event: dict[str, Any]) -> list[dict[str, Any]]:
    parts = ("participants", "recognisers", "more_objects", "attribution", "responses", "sentences")
    spans = [event["trigger"], *(span for part in parts for span in event.get(part, []))]
    return spans + [event[part] for part in ("object", "place") if event.get(part)]
