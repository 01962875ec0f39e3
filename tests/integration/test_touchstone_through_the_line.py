"""The touchstone article through broker, worker and index: each event that must be found can be searched.

WIREWATCH_SAMPLES names the folder with the article and what a careful reader finds in it; without it this is skipped.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from deploy.local import Endpoints
from streams.article_files import PlainText, read_records
from streams.demo import demo_settings, running_worker, set_up, wait_until_done
from streams.publish import publish
from streams.settings import Settings

_FOLDER = os.environ.get("WIREWATCH_SAMPLES")

pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not _FOLDER, reason="WIREWATCH_SAMPLES names no folder with *.expected.json"),
]


def test_every_event_that_must_be_found_is_searchable(
    endpoints: Endpoints, settings: Settings, elastic: Elasticsearch, tmp_path: Path
) -> None:
    own = demo_settings(endpoints, tmp_path).model_dump(exclude_unset=True)
    line = Settings(**own, topic_prefix=settings.topic_prefix, index_prefix=settings.index_prefix, watch="any")
    set_up(line, elastic)
    articles = sorted(Path(_FOLDER or "").glob("*.ninjs.json"))
    with running_worker(line, tmp_path) as check:
        assert publish(read_records(articles, PlainText(None)), line).sent == len(articles)
        wait_until_done(line, check, lambda _: None)
    elastic.indices.refresh(index=line.alias("events"))
    for article in articles:
        expected = json.loads(article.with_name(article.name.replace(".ninjs.", ".expected.")).read_bytes())
        must = [event for event in expected if event["must"]]
        assert len(must) >= 8
        missing = [event for event in must if not _found(elastic, line, event)]
        assert missing == []


def _found(elastic: Elasticsearch, line: Settings, event: dict[str, Any]) -> bool:
    """Ask as an analyst would: type, status or stance, the object or every actor, the count."""
    wanted: list[dict[str, Any]] = [{"term": {"wire.retracted": False}}, {"term": {"wire.type": event["type"]}}]
    if event["type"] == "meeting":
        wanted.append({"term": {"wire.status": event["status"]}})
        who = event["participants"]
    else:
        wanted += [{"term": {"wire.stance": event["stance"]}}, {"match_phrase": {"wire.actor_names": event["object"]}}]
        who = event["recognisers"]
    wanted += [{"match_phrase": {"wire.actor_names": name}} for name in who]
    if event.get("count"):
        wanted += [
            {"term": {"wire.count.value": event["count"]["value"]}},
            {"term": {"wire.count.qualifier": event["count"]["qualifier"]}},
        ]
    if event.get("attributed_to"):
        wanted.append({"match_phrase": {"wire.sources.text": event["attributed_to"].removeprefix("the ")}})
    answer = elastic.search(index=line.alias("events"), query={"bool": {"filter": wanted}}, size=0)
    return bool(answer["hits"]["total"]["value"])
