"""The status of a meeting that its sentence mentions in passing: where somebody is, when it is, what is spoken of."""

import pytest

from tests.unit.meeting_reader import status_of

A, B = "Anna Keller", "Marc Dubois"

# Sentences are from May 4, 2031.
DATED = [
    (f"Protests answered the May 17 visit of {A} to Norway.", "visit", "scheduled"),
    (f"Protests answered the April 17 visit of {A} to Norway.", "visit", "held"),
    (f"Leaders gathered for a summit on May 8 with {A}.", "summit", "scheduled"),
    (f"Leaders gathered for a summit on Thursday with {A}.", "summit", "held"),
    (f"Critics recalled the January visit of {A} to Norway.", "visit", "held"),
    (f"Critics mentioned the December visit of {A} to Norway.", "visit", "held"),
    (f"{A} met {B}, who retires on May 17.", "met", "held"),
    (f"Protests answered the visit of {A}, who retires on May 17, to Norway.", "visit", "held"),
]
PRESENT = [
    ("The chancellor is content with the pace of talks with Finland.", "talks", "ongoing"),
    ("The chancellor was content with the pace of talks with Finland.", "talks", "held"),
    ("The ministry has praised the progress of negotiations between Finland and Sweden.", "negotiations", "ongoing"),
    ("The dispute is straining the negotiations between Finland and Sweden.", "negotiations", "ongoing"),
    ("The chancellor is content with the meeting with Finland.", "meeting", "held"),
    ("The chancellor is tired after talks with Finland.", "talks", "held"),
    ("The treaty is the result of talks with Finland.", "talks", "held"),
    ("The minister warns that Finland suffers if it gives way in negotiations with Sweden.", "negotiations", "ongoing"),
]
PRESENCE = [
    (f"{A}, visiting Oslo, praised the plan.", "visiting", "ongoing"),
    (f"{A} spent the month visiting {B}.", "visiting", "held"),
    ("A delegation of Finland visiting Oslo praised the plan.", "visiting", "ongoing"),
    (f"After visiting {B}, {A} flew home.", "visiting", "held"),
    (f"{A} is in Oslo for a summit with {B}.", "summit", "ongoing"),
    (f"{A} was in Oslo for a summit with {B}.", "summit", "held"),
    ("The two sides are in talks with Finland.", "talks", "ongoing"),
    (f"{A} is not in Oslo for a summit with {B}.", "summit", "not_planned"),
    (f"{A}, in Oslo for a visit to Norway, told reporters that she agreed.", "visit", "ongoing"),
    (f"Officials said {A} was visiting Norway.", "visiting", "ongoing"),
    (f"{A} arrives in Oslo for three days of talks with {B}.", "talks", "ongoing"),
    (f"{A} will arrive in Oslo for three days of talks with {B}.", "talks", "scheduled"),
    (f"{A} arrives in Norway amid a strike of the railways.", "arrives", "ongoing"),
    (f"{A} arrived in Norway amid a strike of the railways.", "arrived", "held"),
    (f"{A} arrives in Oslo to start a visit to Norway.", "visit", "ongoing"),
    (f"{A} will arrive in Oslo to start a visit to Norway.", "visit", "scheduled"),
    (f"{A} arrives in Oslo, starting a visit to Norway.", "visit", "ongoing"),
    (f"The riots overshadow a concurrent summit with {A}.", "summit", "ongoing"),
]
DONE = [
    (f"{A} asked about a meeting that {B} held with Finland in 2029.", "meeting", "held"),
    (f"{A} wants to hear of a meeting that {B} held with Finland.", "meeting", "held"),
    (f"{A} wants a meeting that will be held with {B}.", "meeting", "proposed"),
    ("Norway allowed a private visit by the king of Sweden.", "visit", "held"),
    ("Norway did not allow a private visit by the king of Sweden.", "visit", "refused"),
    ("Norway will allow a private visit by the king of Sweden.", "visit", "proposed"),
    ("Denmark scolded Norway for allowing a meeting between Finland and Sweden.", "meeting", "held"),
    (f"Agencies were told in the meeting with {A} that prices will rise.", "meeting", "held"),
    (f"{A} did not remember a conversation with {B}.", "conversation", "held"),
    (f"{A} did not have a conversation with {B}.", "conversation", "not_planned"),
    (f"{A} and {B} pledge to continue cordial relations in their opening meeting.", "meeting", "held"),
    (f"The newspaper calls the talks with {A} regrettable.", "talks", "held"),
]
WANTED = [
    ("Finland remains open for talks with Sweden to end the war.", "talks", "proposed"),
    ("The minister offers to lift the tariff in order to hold talks with Finland.", "talks", "proposed"),
    (
        "The minister stressed the need to settle it through negotiations with Finland.",
        "negotiations",
        "proposed",
    ),
    (f"Norway renews an invitation to {B} to a summit next month.", "summit", "proposed"),
    ("Finland will have to approve talks with Sweden.", "talks", "proposed"),
    ("Finland must approve talks with Sweden.", "talks", "proposed"),
    ("Finland will approve talks with Sweden.", "talks", "scheduled"),
    (f"{A} suggested that Finland could arrange a meeting with {B}.", "meeting", "proposed"),
    (f"{A} suggested that Finland would arrange a meeting with {B}.", "meeting", "scheduled"),
    ("Finland had refused to take part in previous talks with Sweden.", "talks", "refused"),
]
AHEAD = [
    (f"{B} may be forced to resign after the summit with {A}.", "summit", "scheduled"),
    (f"{B} was forced to resign after the summit with {A}.", "summit", "held"),
    (f"Previewing a visit to Norway, {A} spoke to reporters.", "visit", "scheduled"),
]


@pytest.mark.parametrize(("text", "trigger", "status"), [*DATED, *PRESENT, *PRESENCE, *DONE, *WANTED, *AHEAD])
def test_a_meeting_spoken_of_in_passing_has_the_status_of_its_context(text: str, trigger: str, status: str) -> None:
    assert status_of(text, trigger) == status
