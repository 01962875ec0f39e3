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
DATED_PAST = [
    (f"{A} held a summit with {B} in June.", "summit", "held"),
    (f"{A} praised the June 3 summit with {B}.", "summit", "scheduled"),
]
BESIDE_THE_SUBJECT = [
    (f"{B}, on a private visit to Norway, called the plan a mistake.", "visit", "ongoing"),
    (f"{B} said on a visit to Norway that the plan was a mistake.", "visit", "held"),
    (f"{A}, attending a summit with {B} in Oslo, would not comment.", "summit", "ongoing"),
    (f"{A} met the press, attending a summit with {B} in Oslo in 2029.", "summit", "held"),
    (f"{A} is the first Finnish minister to visit Norway since the war.", "visit", "ongoing"),
    (f"{A} was the first Finnish minister to visit Norway since the war.", "visit", "held"),
]
ARRIVED = [
    (f"A team of Finland arrived in Norway for talks with {B}.", "talks", "ongoing"),
    (f"{A} arrived in Norway on Monday for a summit with {B}.", "summit", "ongoing"),
    (f"A team of Finland will arrive in Norway for talks with {B}.", "talks", "scheduled"),
    (f"OSLO, Norway 2031-05-04 {A} and {B} began a round of peace talks on Friday.", "talks", "ongoing"),
    ("The two sides began peace talks with Finland in 2019.", "talks", "held"),
]
GOING_ON = [
    ("There are secret talks going on between Finland and Sweden.", "talks", "ongoing"),
    ("There were secret talks between Finland and Sweden.", "talks", "held"),
    ("Villagers have been waiting while Finland and Sweden negotiate a border.", "negotiate", "ongoing"),
    ("Villagers waited before Finland and Sweden negotiated a border.", "negotiated", "held"),
    ("Talks between Finland and Sweden could be wrapped up by June.", "Talks", "ongoing"),
    ("Talks between Finland and Sweden were wrapped up on Monday.", "Talks", "held"),
    (f"{A} will end a visit to Norway on Sunday.", "visit", "ongoing"),
    (f"{A} hopes to conclude talks with {B} by June.", "talks", "ongoing"),
    ("With talks between Finland and Sweden dragging into a third week, Norway lost patience.", "talks", "ongoing"),
    ("With talks between Finland and Sweden set to resume, Norway was calm.", "talks", "scheduled"),
]
WHILE_IT_LASTED = [
    (f"{B} phoned from Oslo, where {A} was holding talks with Finland.", "talks", "held"),
    (f"The mayor died while {A} was visiting Norway.", "visiting", "held"),
    (f"Officials said {A} was visiting Norway.", "visiting", "ongoing"),
    (f"{A} was visiting Norway this week.", "visiting", "ongoing"),
    (f"{A} had planned to see the old bridge during a visit to Norway.", "visit", "held"),
    (f"{A} plans to see the old bridge during a visit to Norway.", "visit", "scheduled"),
]
UNCERTAIN = [
    (f"The ministry could not confirm that {A} met {B}.", "met", "possible"),
    (f"The ministry declined to confirm a meeting between {A} and {B}.", "meeting", "possible"),
    (f"The ministry confirmed that {A} met {B}.", "met", "held"),
    (f"If the truce holds, {A} said she would meet {B}.", "meet", "possible"),
    (f"{A} is wary of talks with {B}.", "talks", "possible"),
    ("The talks between Finland and Sweden, if successful, could lift prices.", "talks", "scheduled"),
    ("A summit between Finland and Sweden could take attention away from the strike.", "summit", "scheduled"),
    ("A summit between Finland and Sweden could take place in June.", "summit", "possible"),
    ("The talks between Finland and Sweden were intended to calm the markets.", "talks", "held"),
]
BEFOREHAND = [
    ("Prices rose in the run-up to a summit between Finland and Sweden.", "summit", "scheduled"),
    (f"{A} will raise the dispute when she meets {B} on Tuesday, officials said.", "meets", "scheduled"),
    (f"{A} is hoping to begin talks with {B}.", "talks", "proposed"),
    (f"{A} has been itching to hold talks with {B}.", "talks", "proposed"),
]

WHAT_MAY_FOLLOW = [
    (f"The visit of {A} to Norway this weekend may strain ties.", "visit", "scheduled"),
    (f"The visit of {A} to Norway may be long.", "visit", "possible"),
    (f"{A} put off the strike, citing serious talks with {B} taking place in Oslo.", "talks", "ongoing"),
]
UNWILLING = [
    (f"{A} is not willing to meet {B}.", "meet", "refused"),
    (f"{A} is not ready to hold talks with {B}.", "talks", "refused"),
    (f"{A} has yet to meet {B}.", "meet", "not_planned"),
    (f"A meeting between {A} and {B} has yet to be arranged.", "meeting", "possible"),
    (f"{A} said there were no plans for a summit with {B}.", "summit", "not_planned"),
    (f'"No meeting with {B} has been scheduled," {A} said.', "meeting", "not_planned"),
    (f"{A} said no meeting with {B} took place.", "meeting", "denied"),
]
PERSUADED = [
    (f"The threat convinced {B} to visit Norway.", "visit", "held"),
    (f"{A} tried to persuade {B} to visit Norway.", "visit", "proposed"),
    (f"{A} urged {B} to accept a peace conference with Finland.", "conference", "proposed"),
]
IN_PROGRESS = [
    ("Negotiations between Finland and Sweden are now tangled over limits.", "Negotiations", "ongoing"),
    ("Talks between Finland and Sweden have been bogged down over limits.", "Talks", "ongoing"),
    ("The talks between Finland and Sweden, now in their third week, have made little progress.", "talks", "ongoing"),
    ("The talks between Finland and Sweden have made little progress in Oslo.", "talks", "held"),
    (f"{A} praised the visit to Norway, which ends on Friday.", "visit", "ongoing"),
    (f"{A} praised the visit to Norway, which ended on Friday.", "visit", "held"),
    (f"{A}, in Oslo for a meeting with {B}, told reporters so.", "meeting", "ongoing"),
    (f"{A}, here for talks with {B}, told reporters so.", "talks", "ongoing"),
    (f"{A} and {B} will wind up talks with Finland on Friday.", "talks", "ongoing"),
    ("A third round of talks between Finland and Sweden is to open in Oslo on Monday.", "talks", "scheduled"),
    ("The stalled talks between Finland and Sweden could resume.", "talks", "possible"),
]


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        *DATED,
        *PRESENT,
        *PRESENCE,
        *DONE,
        *WANTED,
        *AHEAD,
        *DATED_PAST,
        *BESIDE_THE_SUBJECT,
        *ARRIVED,
        *GOING_ON,
        *WHILE_IT_LASTED,
        *UNCERTAIN,
        *BEFOREHAND,
        *WHAT_MAY_FOLLOW,
        *UNWILLING,
        *PERSUADED,
        *IN_PROGRESS,
    ],
)
def test_a_meeting_spoken_of_in_passing_has_the_status_of_its_context(text: str, trigger: str, status: str) -> None:
    assert status_of(text, trigger) == status
