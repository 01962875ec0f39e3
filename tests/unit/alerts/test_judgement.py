"""What became of a match since it was last told."""

from typing import Any

import pytest

from streams.alerts.event_facts import differences, digest_of
from streams.alerts.judgement import Earlier, alert_id, judge


def earlier(change: str = "new", digest: str = "d1", rule_digest: str = "q1") -> Earlier:
    return Earlier("id", 3, change, digest, rule_digest, {})  # type: ignore[arg-type] -- the words of Change


@pytest.mark.parametrize(
    ("found", "before", "digest", "rule_digest", "change"),
    [
        ("matches", None, "d1", "q1", "new"),
        ("matches", earlier(), "d1", "q1", None),
        ("matches", earlier(), "d2", "q1", "changed"),
        ("matches", earlier("retracted"), "d1", "q1", "new"),
        ("retracted", earlier(), "d1", "q1", "retracted"),
        ("other", earlier(), "d2", "q1", "retracted"),
        ("other", earlier(), "d1", "q2", None),
        ("other", earlier(), "d2", "q2", "retracted"),
        ("other", earlier(), "d2", None, None),
        ("retracted", earlier(), "d1", None, "retracted"),
        ("retracted", earlier("retracted"), "d1", "q1", None),
        ("other", None, "d1", "q1", None),
        ("retracted", None, "d1", "q1", None),
    ],
)
def test_each_turn_of_events(
    found: str, before: Earlier | None, digest: str, rule_digest: str | None, change: str | None
) -> None:
    verdict = judge(
        digest, retracted=found == "retracted", matches=found == "matches", earlier=before, rule_digest=rule_digest
    )
    assert (verdict and verdict.change) == change
    if verdict:
        assert verdict.number == (4 if before else 1)


def test_an_id_is_of_one_rule_one_event_and_one_turn() -> None:
    ids = {alert_id("r", "e", 1), alert_id("r", "e", 2), alert_id("r", "f", 1), alert_id("re", "", 1)}
    assert len(ids) == 4
    assert alert_id("r", "e", 1) == alert_id("r", "e", 1)


def document(**wire: Any) -> dict[str, Any]:
    return {"event": {"action": "meeting-held"}, "message": "They met.", "wire": {"actors": ["A", "B"], **wire}}


def test_order_of_names_and_wording_are_no_change() -> None:
    same = {**document(actors=["B", "A"]), "message": "A and B met."}
    assert digest_of(document()) == digest_of(same)
    assert digest_of(document()) == digest_of(document(sentences=["x"], confidence=0.2, place=None, sources=[]))


def test_a_fact_is_a_change_and_is_told_in_words() -> None:
    now = document(place="Lurenz", claim="confirmed")
    assert digest_of(document()) != digest_of(now)
    assert differences(document(claim="claimed"), now) == [
        "place: Lurenz, was not said",
        "claim: confirmed, was claimed",
    ]
