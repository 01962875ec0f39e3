"""What people read: escaped, short enough, and harmless to a chat."""

from datetime import date
from typing import Any

import pytest

from streams.alerts.alert_document import KibanaLinks
from streams.alerts.backtest_view import axis, chart
from streams.alerts.channels import Letter, as_text, fate_of, harmless
from streams.alerts.feedback import Feedback, FeedbackReport, Wrong, feedback_if_reachable, feedback_page
from streams.alerts.message import MAX_SHOWN, MAX_SUBJECT, render
from streams.alerts.query_clauses import clauses_of, failing, words
from streams.settings import Settings


def alert(number: int = 1, **own: Any) -> dict[str, Any]:
    return {
        "message": "They met.",
        "event": {"reason": "rule r found it: q", "created": "2031-05-04T12:00:00.000Z"},
        "rule": {"id": "r", "name": "Rule"},
        "wire": {"alert": {"id": f"a{number}", "change": "new", "summary": f"A – B{number}: meeting", **own}},
    }


def test_markup_of_the_wire_stays_text_and_its_links_are_only_web_links() -> None:
    nasty = alert(summary="<img src=x onerror=alert(1)> & co")
    nasty["url"] = {"full": "javascript:alert(1)"}
    rendered = render("alerts", [nasty], rule_name="<b>R</b>", group_key="")
    assert "<img" not in rendered.html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in rendered.html
    assert "javascript:" not in rendered.html + rendered.text


def test_a_message_shows_so_many_and_counts_the_rest() -> None:
    rendered = render("alerts", [alert(n) for n in range(MAX_SHOWN + 5)], rule_name="R", group_key="")
    assert rendered.text.count("answer:") == MAX_SHOWN
    assert "… and 5 more: wirewatch alerts list --rule r" in rendered.text
    assert rendered.subject.endswith(f"(+{MAX_SHOWN + 4})")


def test_a_subject_is_one_line_of_limited_length() -> None:
    rendered = render("alerts", [alert(summary="A\r\nBcc: everyone@x " + "long " * 100)], rule_name="R", group_key="")
    assert "\n" not in rendered.subject
    assert len(rendered.subject) <= MAX_SUBJECT


def test_nobody_is_called_by_what_a_wire_says() -> None:
    for call in ("@everyone", "@here", "<!channel>", "<@U123>", "<#C1>"):
        assert call not in harmless(f"look {call} now")


def test_control_characters_are_written_out() -> None:
    assert "\x1b" not in as_text(Letter("k", "s\x1b[2J", "t\x1b]0;x\x07", ""))


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("Failed to send JSON POST notification: error=503.", "refused"),
        ("Failed to send JSON POST notification: error=504.", "unknown"),
        ("Socket Exception: [Errno 111] Connection refused", "refused"),
        ("Socket Exception: (451, b'later')", "refused"),
        ("Socket Exception: Read timed out. (read timeout=4.0)", "unknown"),
        ("Socket Exception: Connection unexpectedly closed", "unknown"),
        ("", "unknown"),
    ],
)
def test_only_what_was_certainly_not_taken_counts_as_refused(said: str, fate: str) -> None:
    assert fate_of(said).fate == fate


def test_a_link_leads_to_one_event_and_cannot_break_out_of_its_quotes() -> None:
    link = KibanaLinks("https://kibana.example/", "wirewatch-events").event("x'y", "2031-05-04T12:00:00.000Z")
    assert link
    assert link.startswith("https://kibana.example/app/discover#/?_g=(time:(from:'2031-05-03T")
    assert "dataViewId:'wirewatch-events'" in link
    assert "x!'y" in link
    assert KibanaLinks(None, "e").event("x", "2031-05-04T12:00:00.000Z") is None


def test_the_conditions_that_fail_are_said_with_what_the_event_has() -> None:
    either = {
        "bool": {
            "should": [{"term": {"wire.status": {"value": value}}} for value in ("held", "ended")],
            "minimum_should_match": 1,
        }
    }
    query = {
        "bool": {
            "filter": [
                {"bool": {"should": [{"term": {"wire.type": {"value": "meeting"}}}], "minimum_should_match": 1}},
                either,
                {"bool": {"must_not": {"exists": {"field": "wire.denied_by"}}}},
            ]
        }
    }
    tree = clauses_of(query)
    document = {"wire": {"type": "meeting", "status": "denied", "denied_by": ["Avaria"]}}
    leaves = {words(clause): clause for clause in tree.walk() if clause.kind == "leaf"}
    holds = {clause.name: False for clause in tree.walk()}
    holds[leaves["wire.type is meeting"].name] = True
    holds[leaves["wire.denied_by is there"].name] = True
    assert [words(clause, document) for clause in failing(tree, holds)] == [
        "wire.status is held or wire.status is ended (the event has denied)",
        "not: wire.denied_by is there (the event has Avaria)",
    ]


def test_the_quality_report_says_when_nobody_can_tell_what_readers_said() -> None:
    settings = Settings(_env_file=None, elasticsearch_url="http://127.0.0.1:1")  # type: ignore[call-arg] -- run-time option
    page = feedback_page(feedback_if_reachable(settings))
    assert "Not known: no Elasticsearch answers at http://127.0.0.1:1." in page


def test_what_readers_wrote_is_shown_and_not_obeyed() -> None:
    nasty = Wrong("a1", "rule", "<b>Oslan</b>", "mo", "<script>alert(1)</script>")
    page = feedback_page(FeedbackReport([Feedback("rule", alerts=3, right=1, wrong=1, acknowledged=0)], [nasty]))
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert ">50%<" in page


def test_the_ends_of_a_chart_stand_under_it_and_never_in_one_another() -> None:
    day = date(2031, 5, 4)
    assert axis(day, day, 6) == "2031-05-04"
    assert axis(day, date(2031, 5, 6), 18) == "2031-05-04 to 2031-05-06"
    assert axis(day, date(2031, 6, 30), 58) == f"2031-05-04{' ' * 38}2031-06-30"


def test_a_small_bar_is_seen_beside_a_large_one_and_few_bars_are_wide() -> None:
    lines = chart([1000, 0, 1])
    assert lines[0] == " 1000 ██████"
    assert lines[-1] == "    0 ██████      ▁▁▁▁▁▁"
    assert len(chart([1] * 90)[-1]) == 6 + 90
