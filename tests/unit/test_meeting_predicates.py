"""Meetings in their many constructions, and the same words where no one meets."""

import pytest

from processors.meetings import MEETING_TRIGGERS
from processors.meetings.rules import load_meeting_rules
from tests.unit.meeting_reader import actors_of, meetings_in, words

A, B = "Anna Keller", "Marc Dubois"
PAIR = {A, B}

FOUND = [
    (f"{A} will see reporters ahead of talks with {B}.", "meeting.noun.talks", "talks", PAIR),
    (f"{A} met {B} in Oslo on Monday.", "meeting.verb.meet", "meeting", PAIR),
    (f"{A} met with {B} in Oslo.", "meeting.verb.meet", "meeting", PAIR),
    (f"{A} and {B} met in Oslo.", "meeting.verb.meet", "meeting", PAIR),
    (f"{A}, who met {B} in Oslo, praised the plan.", "meeting.verb.meet", "meeting", PAIR),
    (f"{A} sat down with {B} in Oslo.", "meeting.verb.sit-down", "meeting", PAIR),
    (f"{A} shook hands with {B} in Oslo.", "meeting.verb.shake-hands", "meeting", PAIR),
    (f"{A} talked to {B} in Oslo.", "meeting.verb.talk", "talks", PAIR),
    (f"{A} spoke with {B} by telephone.", "meeting.verb.speak", "call", PAIR),
    (f"{A} and {B} spoke by telephone.", "meeting.verb.speak", "call", PAIR),
    (f"{A} and {B} spoke over the phone.", "meeting.verb.speak", "call", PAIR),
    (f"{A} and {B} spoke on the hotline.", "meeting.verb.speak", "call", PAIR),
    (f"{A} and {B} spoke via video.", "meeting.verb.speak", "call", PAIR),
    (f"{A} conferred with {B} in Oslo.", "meeting.verb.confer", "talks", PAIR),
    (f"{A} discussed the plan with {B}.", "meeting.verb.discuss", "talks", PAIR),
    (
        "Helsinki and Stockholm are discussing a solution.",
        "meeting.verb.discuss",
        "negotiation",
        {"Helsinki", "Stockholm"},
    ),
    (f"{A} discussed Norway with {B}.", "meeting.verb.discuss", "talks", PAIR),
    ("Finland negotiated with Sweden in Oslo.", "meeting.verb.negotiate", "negotiation", {"Finland", "Sweden"}),
    (
        "Norway mediated between Sweden and Finland.",
        "meeting.verb.mediate",
        "mediation",
        {"Finland", "Norway", "Sweden"},
    ),
    (f"{A} phoned {B} on Monday.", "meeting.verb.call", "call", PAIR),
    (f"{A} visited Norway in June.", "meeting.verb.visit", "visit", {A, "Norway"}),
    (f"{A} toured Norway in June.", "meeting.verb.tour", "visit", {A, "Norway"}),
    (f"{B} hosted {A} in Rome.", "meeting.verb.host", "meeting", PAIR),
    (f"{B} received {A} in Rome.", "meeting.verb.receive", "meeting", PAIR),
    (f"{A} was received by {B} in Rome.", "meeting.verb.receive", "meeting", PAIR),
    (f"{A} held a meeting with {B}.", "meeting.noun.meeting", "meeting", PAIR),
    (f"The meeting between {A} and {B} took place in Paris.", "meeting.noun.meeting", "meeting", PAIR),
    (f"{A}'s talks with {B} ended on Monday.", "meeting.noun.talks", "talks", PAIR),
    (f"{A} held talks with visiting Chancellor {B}.", "meeting.noun.talks", "talks", PAIR),
    ("A Franco-German summit was held in Bonn.", "meeting.noun.summit", "summit", {"Franco", "German"}),
    (
        "Finland and Sweden attended the NATO summit in Madrid.",
        "meeting.noun.summit",
        "summit",
        {"Finland", "Sweden", "NATO"},
    ),
    (f"{A} had a telephone conversation with {B}.", "meeting.noun.conversation", "call", PAIR),
    (f"{A} had a phone call with {B}.", "meeting.noun.call", "call", PAIR),
    (
        "Negotiations between Finland and Sweden continued.",
        "meeting.noun.negotiations",
        "negotiation",
        {"Finland", "Sweden"},
    ),
    ("The dialogue between Finland and Sweden continued.", "meeting.noun.dialogue", "talks", {"Finland", "Sweden"}),
    ("Consultations between Finland and Sweden continued.", "meeting.noun.discussions", "talks", {"Finland", "Sweden"}),
    ("Contacts between Finland and Sweden continued.", "meeting.noun.contacts", "conversation", {"Finland", "Sweden"}),
    (f"{A}'s visit to Norway ended on Monday.", "meeting.noun.visit", "visit", {A, "Norway"}),
    (f"{A} began a three-day trip to Norway.", "meeting.noun.trip", "visit", {A, "Norway"}),
    (
        f"{A} held meetings with other participants in the ceremony.",
        "meeting.noun.meeting",
        "meeting",
        {A, "other participants in the ceremony"},
    ),
    (f"{A} had lunch with {B}.", "meeting.noun.session", "meeting", PAIR),
    ("Peace talks between Finland and Sweden began.", "meeting.noun.talks", "negotiation", {"Finland", "Sweden"}),
    (
        "Norway-brokered peace talks between Finland and Sweden began in Oslo.",
        "meeting.noun.talks",
        "negotiation",
        {"Finland", "Norway", "Sweden"},
    ),
    (f"{A}'s programme included a parade, while no bilateral talks were planned.", "meeting.noun.talks", "talks", {A}),
    (f"{A} attended a parade in Oslo, while no talks were planned.", "meeting.noun.talks", "talks", {A}),
]

NOT_FOUND = [
    "The company met the deadline on Monday.",
    "The plan was met with criticism in Oslo.",
    f"{A} spoke to reporters in Oslo.",
    f"{A} and {B} spoke in Oslo.",
    f"{A} and {B} spoke by the monument.",
    f"{A} and {B} spoke about the telephone.",
    f"{A} spoke by telephone.",
    f"{A} talked to the press after the vote.",
    f"{A} received an award in Oslo.",
    "Norway hosted a football tournament in June.",
    f"{A} called for restraint.",
    "The cabinet meeting lasted an hour.",
    f"{A} gave a press conference in Oslo.",
]


@pytest.mark.parametrize(("text", "rule", "form", "actors"), FOUND, ids=[row[0] for row in FOUND])
def test_a_meeting_is_found_with_its_form_and_its_actors(text: str, rule: str, form: str, actors: set[str]) -> None:
    found = [candidate for candidate in meetings_in(text) if candidate.rule == rule]
    assert len(found) == 1
    assert (found[0].format, actors_of(text, found[0])) == (form, actors)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_the_same_words_in_another_sense_are_no_meeting(text: str) -> None:
    assert meetings_in(text) == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (f"{A} flew to Norway for talks with {B}.", "talks"),
        (f"{A} arrived in Norway to meet {B}.", "meet"),
        (f"{A} visited Norway and met {B}.", "visited"),
        (f"{A} met {B} for talks in Oslo.", "met"),
    ],
)
def test_one_meeting_said_twice_is_one_candidate(text: str, trigger: str) -> None:
    (found,) = meetings_in(text)
    assert words(text, *found.trigger) == trigger
    assert actors_of(text, found) >= PAIR


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (f"{A} visited Norway.", {A: "visitor", "Norway": "host"}),
        (f"{B} received {A}.", {B: "host", A: "visitor"}),
        ("Norway mediated between Sweden and Finland.", {"Norway": "mediator", "Sweden": "participant"}),
    ],
)
def test_visitors_hosts_and_mediators_are_told_apart(text: str, roles: dict[str, str]) -> None:
    (found,) = meetings_in(text)
    said = {words(text, slot.start, slot.end): slot.role for slot in found.slots}
    assert {name: said.get(name) for name in roles} == roles


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (f"{A} held a brief meeting with {B}.", "brief"),
        (f"{A} held bilateral talks with {B}.", "bilateral"),
        (f"{A} held a secret meeting with {B}.", "closed"),
        (f"{A} met {B} on the sidelines of the congress.", "sidelines"),
    ],
)
def test_flags_say_how_they_met(text: str, flag: str) -> None:
    assert flag in meetings_in(text)[0].flags


def test_titles_and_appositions_are_one_actor() -> None:
    text = f"{A}, the president of Norway, met Finnish Prime Minister {B}."
    (found,) = meetings_in(text)
    assert actors_of(text, found) == PAIR


@pytest.mark.parametrize(
    "text",
    [
        f"Queen {A} of Denmark met {B}.",
        f"Marshal {A} of the Northern Front met {B}.",
        f"{A} met Northern Union envoy to Norway {B}.",
    ],
)
def test_the_country_of_a_person_is_not_another_actor(text: str) -> None:
    (found,) = meetings_in(text)
    assert actors_of(text, found) == PAIR


@pytest.mark.parametrize(
    "text", [f"{A} met a range of Nordic ministers.", f"{A} met with a number of Nordic ministers."]
)
def test_a_range_of_ministers_are_ministers(text: str) -> None:
    (found,) = meetings_in(text)
    assert actors_of(text, found) == {A, "Nordic ministers"}


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (f"{A} visited the Indian city of Amritsar.", "Indian"),
        (f"{A} arrived on the Greek island of Lesbos.", "Greek"),
    ],
)
def test_one_visits_the_city_of_a_name_in_the_country_that_is_said_of_it(text: str, host: str) -> None:
    (found,) = meetings_in(text)
    assert found.format == "visit"
    assert actors_of(text, found) == {A, host}


@pytest.mark.parametrize(
    "text",
    [
        f"Swedish Premier {A}, Danish Premier {B} and Finnish Premier Karl Holm met in Oslo.",
        f"{A} met Danish Premier {B}, left, and Finnish Premier Karl Holm.",
        f"{A} met with {B}, President of the Northern Union Karl Holm, and others.",
    ],
)
def test_a_list_of_people_is_found_whole(text: str) -> None:
    assert actors_of(text, meetings_in(text)[0]) >= {*PAIR, "Karl Holm"}


def test_who_is_named_of_a_group_takes_part() -> None:
    text = f"{A} met Nordic leaders in search of peace, including {B} and Karl Holm."
    assert actors_of(text, meetings_in(text)[0]) >= {*PAIR, "Karl Holm"}


@pytest.mark.parametrize(
    "text",
    [
        f"{A} met {B}, and Karl Holm left.",
        f"{A} met Nordic leaders and {B} said that others would come, including Karl Holm.",
        f"{A} met {B} in Norway, including Karl Holm.",
    ],
)
def test_a_list_ends_with_its_clause(text: str) -> None:
    assert "Karl Holm" not in actors_of(text, meetings_in(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        f"In a speech, {A} called {B} a friend of Norway.",
        f'{A} wrote to Norway, calling {B} "weak".',
        f"{A} dismissed the reports, calling them part of a campaign.",
    ],
)
def test_calling_somebody_something_is_no_call(text: str) -> None:
    assert not meetings_in(text)


def test_a_visit_is_that_of_the_one_whose_it_is() -> None:
    text = f"Officials said that rebels plotted to kill President {A} during her recent visit to Norway."
    (found,) = meetings_in(text)
    assert "her" in actors_of(text, found)
    assert "rebels" not in actors_of(text, found)


def test_weighing_keeps_a_plain_meeting() -> None:
    (found,) = meetings_in(f"{A} met {B} in Oslo on Monday.", weighed=True)
    assert found.confidence > 0.5


def test_the_gate_knows_every_form_of_every_predicate() -> None:
    assert {
        "met",
        "meets",
        "meeting",
        "talks",
        "summits",
        "visited",
        "spoke",
        "flew",
        "negotiations",
    } <= MEETING_TRIGGERS


@pytest.mark.parametrize("family", ["meetings.verbs", "meetings.nominals"])
def test_a_family_that_is_switched_off_finds_nothing(family: str) -> None:
    rules = load_meeting_rules(off=[family])
    assert not (rules.verbs if family == "meetings.verbs" else rules.nominals)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{A} and {B} returned to the negotiating table.", 1),
        (f"{A} and {B} sat at the negotiating table for a week.", 1),
        (f"{A} left the negotiating table.", 1),
        (f"{A} expects concessions from {B} at the negotiating table.", 0),
        (f"{A} won nothing from {B} at the bargaining table.", 0),
    ],
)
def test_one_meets_at_a_table_by_sitting_down_at_it(text: str, count: int) -> None:
    assert len(meetings_in(text)) == count


def test_ministers_are_the_ones_named_behind_them() -> None:
    text = "Foreign ministers Isabel de Saint Malo of Panama and Wang Yi of China met in Beijing."
    (found,) = meetings_in(text, weighed=True)
    named = " ".join(actors_of(text, found))
    assert "Isabel" in named
    assert "Wang Yi" in named
