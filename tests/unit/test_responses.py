"""What the other side says of it, in the same article."""

import pytest

from processors.actors import ActorResolver
from processors.responses import ResponseRule, respond, response_rules
from tests.parsed_stories import meeting_at, story_of

_EXAMPLES = [(rule, text, who) for rule in response_rules() for text, who in rule.examples]


@pytest.mark.parametrize(("rule", "text", "who"), _EXAMPLES, ids=[text[:50] for _, text, _ in _EXAMPLES])
def test_each_example_of_a_rule_is_found_by_that_rule_first(rule: ResponseRule, text: str, who: str) -> None:
    doc = story_of(text).docs[0]
    found = [next((r.id for r in response_rules() if r.fits(token)), None) for token in doc]
    assert {f for f in found if f} == {rule.id}
    assert who in text


def _answers(body: str, *slots: str) -> list[tuple[str, str]]:
    story = story_of(body)
    candidate = meeting_at(story, "met", slots=slots)
    return [(answer.name, answer.kind) for answer in respond(story, candidate, ActorResolver(story))]


@pytest.mark.parametrize(
    ("after", "answers"),
    [
        ("Norway has not commented on it.", [("Norway", "silent")]),
        ("Norway denied the report.", [("Norway", "denies")]),
        ("Norway confirmed the meeting.", [("Norway", "confirms")]),
        ("Norway declined to comment.", [("Norway", "no_comment")]),
        ("Norway did not rule out another meeting.", [("Norway", "not_ruled_out")]),
        ("Norway confirmed the arrest of a spy.", []),
        ("Norway did not rule out talks with other neighbours.", []),
        ("Norway did not rule out the meeting with its neighbour.", [("Norway", "not_ruled_out")]),
        ("Sweden denied the report.", []),
    ],
)
def test_a_side_of_the_meeting_answers(after: str, answers: list[tuple[str, str]]) -> None:
    assert _answers(f"Norway met Denmark. {after}", "Norway < met", "Denmark") == answers


def test_the_kremlin_answers_for_the_president_it_houses() -> None:
    body = "Russian President Vladimir Putin met Finnish President Sauli Niinisto. The Kremlin issued no statement."
    assert _answers(body, "Vladimir Putin", "Sauli Niinisto") == [("Kremlin", "silent")]
