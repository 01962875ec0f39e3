"""Whom a verb of meeting has for company where the parse leaves it elsewhere, and who is no company for himself."""

import pytest

from tests.unit.meeting_reader import actors_of, meetings_in

A, B = "Anna Keller", "Marc Dubois"

MET = [
    (
        f"{A} discussed a dispute over ports sold by Finland with officials of the Swedish ministry on Wednesday.",
        {A, "officials of the Swedish ministry"},
    ),
    (f"{A} discussed the breach of an old treaty with several NATO ministers.", {A, "several NATO ministers"}),
    (f"{B} last month played golf with {A} and discussed the tariff.", {A, B}),
    (f"The president called and congratulated {B}.", {"president", B}),
    (f"{A} met and embraced {B}.", {A, B}),
    (f"{A} has met some of the Swedish ministers.", {A, "Swedish ministers"}),
    (f"{A} met with people hit by the flood.", {A}),
    (f"{A} consulted with the hunger strikers.", {A}),
    ("Norwegian and Finnish officials will meet on Tuesday.", {"Norwegian and Finnish officials"}),
    ("Foreign ministers will meet on Tuesday in Oslo.", {"Foreign ministers"}),
    ("EU ministers will meet on Tuesday in Oslo.", {"EU ministers"}),
    ("Officials from both countries will meet on Tuesday.", {"Officials from both countries"}),
]
NOT_MET = [
    "Officials will meet on Thursday to weigh the harvest.",
    "Finnish officials have been meeting on a response since Friday.",
    "Finnish government ministers will meet next Tuesday over the deficit.",
    "Regulators are meeting to end the slump.",
    "Finnish citizens wanting to visit Norway need a permit.",
    "Many have been visiting Norway since the early spring.",
    f"{A} met some of the targets of the plan with Norway.",
    f"{A} discussed the ship that sailed with Swedish officials.",
    f"{A} met with fans.",
]


@pytest.mark.parametrize(("text", "actors"), MET)
def test_those_a_verb_has_for_company_take_part(text: str, actors: set[str]) -> None:
    (found,) = meetings_in(text)
    assert actors_of(text, found) == actors


@pytest.mark.parametrize("text", NOT_MET)
def test_nobody_meets_alone(text: str) -> None:
    assert not meetings_in(text)


def test_people_without_office_are_company_though_they_are_no_actors() -> None:
    (found,) = meetings_in(f"{A} met with the hunger strikers.")
    assert found.partner
