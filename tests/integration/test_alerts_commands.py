"""`wirewatch alerts` and `wirewatch rules`, as typed, on a real Elasticsearch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch

from streams.alerts.feedback import feedback_if_reachable, feedback_section
from streams.settings import Settings
from tests.alert_desk import Desk
from tests.builders import meeting, recognition, result

pytestmark = pytest.mark.integration

RULES = """
rules:
  - id: meetings
    title: Any meeting
    query: 'wire.type: meeting and wire.status: (held or ongoing)'
    group_by: [wire.actors]
    notify: [file]
    examples:
      fires: [{wire.type: meeting, wire.status: held}]
      silent: [{wire.type: meeting, wire.status: denied}]
  - {id: granted, title: Granted, query: 'event.action: recognition-granted', notify: [file]}
"""


@pytest.fixture
def desk(async_elastic: AsyncElasticsearch, elastic: Elasticsearch, settings: Settings, tmp_path: Path) -> Desk:
    made = Desk(async_elastic, elastic, settings, tmp_path)
    made.rules(RULES)
    return made


def typed(desk: Desk, *arguments: str, fails: bool = False) -> str:
    """Output of a command; its errors when it is to fail."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
    environment = inherited | {
        "WIREWATCH_ELASTICSEARCH_URL": desk.settings.elasticsearch_url,
        "WIREWATCH_INDEX_PREFIX": desk.settings.index_prefix,
        "WIREWATCH_ALERT_RULES": json.dumps([str(desk.rules_file)]),
        "COLUMNS": "160",
    }
    command = [str(Path(sys.executable).with_name("wirewatch")), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stderr if fails else done.stdout


async def test_an_alert_is_seen_and_answered(desk: Desk) -> None:
    await desk.news(result(meeting("m1")), result(meeting("m2", "Ilse Brandt", "Jost Amrein"), uri="urn:two"))
    await desk.tell()
    listed = typed(desk, "alerts", "list")
    assert "Mira Oslan – Teodor Vance: meeting, held" in listed
    name = next(each["id"] for each in desk.alerts() if each["event_id"] == "m1")
    shown = typed(desk, "alerts", "show", name[:10])
    assert "told      file: sent, 1 tries" in shown
    assert "why       rule meetings found it" in shown
    typed(desk, "alerts", "ack", name[:10], "--by", "mo", "--note", "calling them")
    typed(desk, "alerts", "mark", "wrong", name, "--because", "another Vance", "--by", "mo")
    assert "acknowledged by mo; wrong, says mo" in typed(desk, "alerts", "show", name)
    assert "Ilse Brandt" in typed(desk, "alerts", "list", "--unanswered")
    assert "Mira Oslan" not in typed(desk, "alerts", "list", "--unanswered")
    table = typed(desk, "alerts", "feedback", "--html", str(desk.folder / "said.html")).splitlines()
    assert table[1].split() == ["meetings", "2", "0", "1", "0%", "1"]
    assert table[2].endswith("Mira Oslan – Teodor Vance: meeting, held: another Vance (mo)")
    assert "another Vance (mo)" in (desk.folder / "said.html").read_text()
    (totals,) = map(json.loads, typed(desk, "alerts", "feedback", "--json", "--since", "2031-05-04").splitlines())
    assert totals == {"rule": "meetings", "alerts": 2, "right": 0, "wrong": 1, "acknowledged": 1, "precision": 0.0}
    assert typed(desk, "alerts", "feedback", "--json", "--since", "2031-05-05") == ""
    assert "another Vance" in feedback_section(feedback_if_reachable(desk.settings))
    kinds = sorted(document["wire"]["answer"]["kind"] for document in desk.documents("alert-answers"))
    assert kinds == ["ack", "mark"]
    assert "no alert is called ffff" in typed(desk, "alerts", "ack", "ffff", fails=True)


async def test_a_mute_is_made_listed_and_ended(desk: Desk) -> None:
    typed(desk, "alerts", "mute", "meetings", "--key", "Mira Oslan", "--for", "7d", "--because", "known", "--by", "mo")
    assert "meetings Mira Oslan until" in typed(desk, "alerts", "mutes")
    typed(desk, "alerts", "unmute", "meetings")
    assert typed(desk, "alerts", "mutes") == ""
    assert "no duration" in typed(desk, "alerts", "mute", "x", "--for", "soon", "--because", "y", fails=True)


async def test_why_says_which_condition_an_event_lacks(desk: Desk) -> None:
    await desk.index(result(meeting("m1", status="denied")))
    desk.elastic.indices.refresh(index=desk.settings.alias("events"))
    said = typed(desk, "rules", "why", "m1")
    assert "does not   meetings" in said
    assert "needs wire.status is held or wire.status is ongoing (the event has denied)" in said
    assert "needs event.action is recognition-granted (the event has meeting-denied)" in said


async def test_a_backtest_counts_alerts_messages_and_groups_and_makes_a_page(desk: Desk) -> None:
    stories = [result(meeting(f"m{n}"), uri=f"urn:{n}", minutes=n) for n in range(3)]
    later = result(
        meeting("m9", "Ilse Brandt", "Jost <b>Amrein</b>"), recognition("r"), uri="urn:9", minutes=3 * 24 * 60
    )
    await desk.index(*stories, later)
    desk.elastic.indices.refresh(index=desk.settings.alias("events"))
    page = desk.folder / "page.html"
    said = typed(
        desk, "rules", "backtest", "meetings", "--from", "2031-01-01", "--to", "2032-01-01", "--html", str(page)
    )
    assert "4 alerts in 3 messages, busiest day 2031-05-04 with 3" in said, "three minutes apart are two messages"
    assert "Mira Oslan, Teodor Vance" in said
    html = page.read_text()
    assert "Jost &lt;b&gt;Amrein&lt;/b&gt;" in html
    assert "http" not in html.replace("https://www.w3.org", ""), "it loads nothing"


def test_examples_are_run_and_leave_nothing_behind(desk: Desk) -> None:
    assert "2 of 2 examples as they should be" in typed(desk, "rules", "test")
    desk.rules(
        RULES.replace(
            "silent: [{wire.type: meeting, wire.status: denied}]", "silent: [{wire.type: meeting, wire.status: held}]"
        )
    )
    typed(desk, "rules", "test", fails=True)
    assert not desk.elastic.indices.get(index=f"{desk.settings.index_prefix}-rules-test-*")


def test_the_shipped_rules_do_what_their_examples_say(desk: Desk) -> None:
    shipped = str(Path(__file__).parents[2] / "deploy" / "rules")
    (*_, total) = typed(desk, "rules", "test", shipped).splitlines()
    assert total.endswith("examples as they should be")


def test_lint_names_line_and_column(desk: Desk) -> None:
    desk.rules(RULES.replace("wire.status:", "wire.statsu:", 1))
    said = typed(desk, "rules", "lint", fails=True)
    assert f"{desk.rules_file}:5:12: no document has a field wire.statsu; did you mean wire.status?" in said
