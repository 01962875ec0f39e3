"""Sentences about other kinds of recognition find nothing."""

import pytest

from processors.recognition import RECOGNITION_TRIGGERS
from tests.unit.recognition_reader import recognitions

NOTHING = [
    "Norway calls for nations to work together to recognise the jurisdiction of the International Court of Justice.",
    "The Reform Party sent its papers to Oslo in March and was recognised in May.",
    "The court in Oslo recognised Ana Torres as the leader of the party.",
    "Norway's hunting permits will not be recognised by at least six states.",
    '"We do not recognise the results," Torres said.',
    "The plan rests on respect for Kosovo and a recognition that the talks belong to its people.",
    "Norway called on Fiji to recognise the binding jurisdiction of the Court of Human Rights.",
    "We recognise Israel's legitimate right to self-defence.",
    "Let me convey my recognition to Ambassador Torres, who has served Peru well.",
    "The sides need mutual recognition of basic rights and reasonable wishes.",
    "Norway has gained UNESCO recognition for its old port.",
    "Kosovo said that all states have the right to have recognised, secure borders.",
    "Norway was recognised for its work in Kosovo.",
    "The jury recognised Ana Torres for her courage.",
    "We recognise the need for reform in Kosovo.",
    "Norway recognised the importance of the talks with Serbia.",
    "Norway recognises that climate change threatens Kosovo.",
    "It must be recognised that Norway has done its part.",
    "The airport in Oslo uses facial recognition.",
    "The phone's voice recognition fails in Norwegian.",
    "Norway issued a stamp in recognition of the Red Cross.",
    "The mayor won national recognition for the bridge.",
    "I extend my recognition to Ambassador Torres.",
    "Troops guarded the internationally recognised border of Azerbaijan.",
    "Yemen's internationally recognised government met in Aden.",
    "FIFA recognised the goal in Norway's match.",
    "Norway recognises same-sex marriage.",
    "The court in Norway recognised the will of the late author.",
    "Norway recognised the union at the shipyard.",
    "Norway recognises the group as a terrorist organisation.",
    "Norway does not recognise the tribunal.",
    "The bank in Oslo recognised revenue of two million.",
    "Neither side recognises the poll's legitimacy.",
    "Norway supports Ukraine's independence, sovereignty and territorial integrity.",
    "Norway re-established diplomatic relations with Serbia.",
    "Norway and Serbia restored diplomatic relations.",
    "Norway signed a trade deal with Serbia.",
    "The minister considers Serbia a friend.",
    "Norway accepted the minister as a guest of the summit.",
    "The new daily supports Scottish independence.",
    "The referendum would recognise indigenous Australians.",
    "Norway boycotted the plebiscite and did not recognise its results.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_other_senses_find_nothing(text: str) -> None:
    assert recognitions(text) == []


def test_the_gate_knows_the_words() -> None:
    assert {"recognised", "recognizes", "recognition", "independence"} <= RECOGNITION_TRIGGERS
