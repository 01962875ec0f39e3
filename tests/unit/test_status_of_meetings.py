"""The status of a meeting follows from the words whose syntactic scope covers it."""

import pytest

from tests.unit.meeting_reader import meetings_in, status_of

A, B = "Anna Keller", "Marc Dubois"

HELD = [
    (f"{A} met {B} on Monday.", "met"),
    (f"{A} held talks with {B} in Oslo.", "talks"),
    (f"After a meeting with {B}, {A} flew home.", "meeting"),
    (f"{A} did not say why she met {B}.", "met"),
    (f"The meeting between {A} and {B} took place in Oslo.", "meeting"),
    (f"The meeting between {A} and {B} did not lead to an agreement.", "meeting"),
    (f"The visit of {A} to Norway did not change the position of Sweden.", "visit"),
    (f"{A} ended a visit to Norway on Sunday.", "visit"),
    (f"{A} makes a visit to Norway to hold discussions with {B}.", "visit"),
    (f"{A} and {B} agreed to cooperate in a meeting in Oslo.", "meeting"),
    (f"{A} announces that Norway will send aid following talks with {B}.", "talks"),
]
ONGOING = [
    (f"{A} and {B} are meeting in Oslo.", "meeting"),
    (f"Talks between {A} and {B} are under way.", "Talks"),
    ("Talks between Finland and Sweden are in progress.", "Talks"),
    ("Talks between Finland and Sweden are being held in Oslo.", "Talks"),
    (f"{A} begins a visit to Norway.", "visit"),
    ("Negotiations between Finland and Sweden continue in Oslo.", "Negotiations"),
    (f"{A} spoke to reporters on the second day of a visit to Norway.", "visit"),
    ("Finland has been locked in talks with Sweden.", "talks"),
]
SCHEDULED = [
    (f"{A} will meet {B} on Friday.", "meet"),
    (f"{A} is to meet {B} on Friday.", "meet"),
    (f"{A} is due to meet {B} on Friday.", "meet"),
    (f"{A} plans to meet {B} on Friday.", "meet"),
    (f"{A} agreed to hold talks with {B}.", "talks"),
    (f"{A} accepted an offer to hold talks with {B}.", "talks"),
    (f"The talks between {A} and {B} are scheduled for Friday.", "talks"),
    (f"{A} spoke to reporters ahead of talks with {B}.", "talks"),
    (f"{A} spoke to reporters on the eve of a meeting with {B}.", "meeting"),
    (f"{A} praised a planned visit to Norway.", "visit"),
    (f"{A} meets {B} next week.", "meets"),
    (f"{A} said she would meet {B}.", "meet"),
    (f"{A} is scheduled to travel to Norway for a visit.", "visit"),
    (f"The minister praised next week's visit to Norway by {A}.", "visit"),
    (f"The minister praised a summit in Oslo that {A} will attend.", "summit"),
    (f"{A} is due in Oslo on Thursday for talks with {B}.", "talks"),
    ("Finland and Sweden are to resume their stalled talks next week.", "talks"),
    ("Finland and Sweden agreed to resume the stalled talks.", "talks"),
]
PROPOSED = [
    (f"{A} offered to arrange a meeting with {B}.", "meeting"),
    (f"{A} offered to meet {B}.", "meet"),
    (f"{A} invited {B} to visit Norway.", "visit"),
    (f"{A} called for talks with {B}.", "talks"),
    (f"{A} proposed a meeting with {B}.", "meeting"),
    (f"{A} is ready to meet {B}.", "meet"),
    (f"{A} urged Finland to resume talks with Sweden.", "talks"),
    (f"{A} should meet {B}.", "meet"),
]
POSSIBLE = [
    (f"{A} may meet {B} on Friday.", "meet"),
    (f"{A} might hold talks with {B}.", "talks"),
    (f"{A} did not rule out a meeting with {B}.", "meeting"),
    (f"The government did not rule out that {A} might hold brief meetings with {B}.", "meetings"),
    (f"{A} refused to rule out a meeting with {B}.", "meeting"),
    (f"{A} is considering a meeting with {B}.", "meeting"),
    (f"{A} will meet {B} if the ceasefire holds.", "meet"),
    (f"A meeting between {A} and {B} is unlikely.", "meeting"),
    (f"{A} threatened to boycott the summit with {B}.", "summit"),
    (f"{A} may cancel a meeting with {B}.", "meeting"),
]
NOT_PLANNED = [
    (f"No bilateral talks between {A} and {B} were planned.", "talks"),
    (f"{A} has no plans to meet {B}.", "meet"),
    (f"There are no plans for a meeting between {A} and {B}.", "meeting"),
    (f"{A} did not meet {B}.", "meet"),
    (f"The meeting between {A} and {B} did not materialise.", "meeting"),
    (f"No meeting between {A} and {B} led to an agreement.", "meeting"),
]
DENIED = [
    (f"Officials deny that {A} will visit Norway.", "visit"),
    (f"{A} denied having met {B}.", "met"),
    (f"{A} denied that she had met {B}.", "met"),
    (f"{A} said she had not met {B}.", "met"),
]
REFUSED = [
    (f"{A} refused to meet {B}.", "meet"),
    (f"{A} declined to meet {B}.", "meet"),
    (f"{A} will not meet {B}.", "meet"),
    (f"{A} ruled out talks with {B}.", "talks"),
    (f"{A} boycotted the summit with {B}.", "summit"),
    (f"{A} pulled out of talks with {B}.", "talks"),
    (f"{A} decided not to meet {B}.", "meet"),
]
CANCELLED = [
    ("The planned summit between Finland and Sweden will not take place.", "summit"),
    (f"{A} cancelled a meeting with {B}.", "meeting"),
    (f"{A} called off talks with {B}.", "talks"),
    (f"The meeting between {A} and {B} was cancelled.", "meeting"),
    (f"The meeting between {A} and {B} was called off.", "meeting"),
]
POSTPONED = [
    (f"{A} postponed a visit to Norway.", "visit"),
    (f"{A} put off a meeting with {B}.", "meeting"),
    (f"The talks between {A} and {B} were postponed.", "talks"),
]
ENDED = [
    ("Finland will no longer engage in talks with Sweden.", "talks"),
    (f"{A} regretted the recent failed talks with {B}.", "talks"),
    ("The deadlock in talks between Finland and Sweden worries Norway.", "talks"),
    ("Talks between Finland and Sweden collapsed on Monday.", "Talks"),
    ("Talks between Finland and Sweden have broken down.", "Talks"),
    (f"{A} broke off talks with {B}.", "talks"),
    ("Finland suspended negotiations with Sweden.", "negotiations"),
    (f"{A} cut short a visit to Norway.", "visit"),
]
TABLES = {
    "held": HELD,
    "ongoing": ONGOING,
    "scheduled": SCHEDULED,
    "proposed": PROPOSED,
    "possible": POSSIBLE,
    "not_planned": NOT_PLANNED,
    "denied": DENIED,
    "refused": REFUSED,
    "cancelled": CANCELLED,
    "postponed": POSTPONED,
    "ended": ENDED,
}


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [(text, trigger, status) for status, rows in TABLES.items() for text, trigger in rows],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_meeting_has_the_status_that_its_sentence_gives_it(text: str, trigger: str, status: str) -> None:
    assert status_of(text, trigger) == status


def test_every_status_decision_names_its_cue() -> None:
    (found,) = meetings_in(f"{A} did not rule out a meeting with {B}.")
    assert "status.governor.rule-out!=possible" in found.why


def test_a_caption_with_a_full_date_tells_what_has_happened() -> None:
    assert status_of(f"{A} and {B} arrive for a meeting in Oslo, Norway, Oct. 20, 2015.", "meeting") == "held"
