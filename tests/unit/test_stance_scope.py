"""The stance of a recognition follows from what governs its predicate."""

import pytest

from tests.unit.recognition_reader import recognition, recognitions

STANCES = {
    "granted": [
        "The declaration that Norway recognises Kosovo as an independent State came late.",
        "Norway welcomes the recognition of Kosovo by Fiji.",
        "Serbia and Kosovo have had the wisdom to declare mutual recognition.",
        "Kosovo went on to win recognition from Norway.",
        "Two days after Fiji became the first Pacific country to recognise Kosovo, a fair opened.",
        "Norway recognised Kosovo on Friday.",
        "Norway recognises Kosovo as an independent state.",
        "Norway has recognised Kosovo.",
        "Kosovo was recognised by Norway in March.",
        "The minister announced Norway's recognition of Kosovo.",
        "Parliament passed a resolution recognising Kosovo.",
        "Norway granted Kosovo diplomatic recognition.",
        "Kosovo won recognition from Norway.",
        "In response to Russia's recognition of Abkhazia, Georgia cut ties.",
    ],
    "recognises": [
        "They joined those who, by recognising Kosovo, have helped the region.",
        "Norway formally recognises China but keeps other ties with Taiwan.",
        "Norway has always recognised Kosovo.",
        "Norway and Fiji were the only countries that recognised Kosovo.",
        "Kosovo became an internationally recognised State.",
        "Chad had recognised Taiwan from 1997 to 2006.",
        "The envoy said that Norway recognises Kosovo.",
        "While Norway stands for peace, recognising Kosovo as a state, it opposes the plan.",
        "Recognition of Kosovo by more than 100 states is a clear sign.",
        "Turkey alone recognises Northern Cyprus.",
        "Only Turkey recognises Northern Cyprus.",
        "Costa Rica has recognised Palestine since 2008.",
        "No state except Turkey recognises Northern Cyprus.",
        "Northern Cyprus is recognised only by Turkey.",
        "Northern Cyprus, which Turkey recognises, lies to the north.",
        "Kosovo has been recognised by 104 countries.",
        "We recognise the State of Palestine.",
        "Norway continues to recognise Kosovo.",
        "Norway still recognises Kosovo.",
        "Chad broke off the talks because it recognises Taiwan.",
        "The ministers met the countries recognising Taiwan.",
    ],
    "intends": [
        "Norway is determined to recognise Kosovo.",
        "Norway will recognise Kosovo next month.",
        "Norway plans to recognise Kosovo.",
        "Norway decided to recognise Kosovo.",
        "Norway is ready to recognise Kosovo.",
        "Norway announced plans to recognise Kosovo.",
        "Norway's decision to recognise Kosovo surprised no one.",
        "The minister said Norway would recognise Kosovo.",
        "Norway approved a bill to recognise Kosovo.",
    ],
    "considers": [
        "Recognition of Kosovo by Norway could bring peace.",
        "We fear that recognition of Kosovo will inflame the conflict.",
        "How can recognising Kosovo harm the talks?",
        "Norway is considering recognising Kosovo.",
        "Norway may recognise Kosovo.",
        "Norway could recognise Kosovo next year.",
        "Norway did not rule out recognising Kosovo.",
        "Norway will recognise Kosovo if the talks fail.",
        "Serbia will impose sanctions if Norway recognises Kosovo.",
        "Serbia will close the border if Norway recognises Kosovo.",
        "Norway discussed the possible recognition of Kosovo.",
        "Norway threatened to withdraw its recognition of Kosovo.",
        "Norway might suspend its recognition of Kosovo.",
        "Norway has moved closer to recognising Kosovo.",
    ],
    "urged": [
        "Russia will end the blockade if Serbia recognises Abkhazia.",
        "Russia will end the blockade if Serbia stops its campaign, opens its border, recognises Abkhazia.",
        "Russia cannot negotiate unless Serbia recognises Abkhazia.",
        "It is important, in the interest of all, that Serbia confirm its recognition of Kosovo.",
        "It is high time that Serbia recognised Kosovo.",
        "There can be no peace without recognition of Kosovo.",
        "Norway defends the right of Taiwan to take part and to be recognised as a nation.",
        "We hope that the countries that have not recognised Kosovo will do so.",
        "Norway would welcome the recognition of Kosovo.",
        "Norway reiterates its call for an end to the war and for the recognition of Kosovo.",
        "I call upon all States that have not yet done so to recognise the Republic of Kosovo.",
        "Recognition of Kosovo today is an investment in peace.",
        "Norway gave Hamas ten days to recognise Israel.",
        "Norway set a deadline for Hamas to recognise Israel.",
        "Norway called on France to continue its efforts to achieve universal recognition of Palestine.",
        "Kosovo has the right to be recognised as a state.",
        "The draft must guarantee Kosovo's defence and recognition.",
        "Norway notified both sides to recognise the border of Kosovo.",
        "Norway called for Israeli recognition of Palestine.",
        "Albania urged Norway to recognise Kosovo.",
        "Albania called on Norway to recognise Kosovo.",
        "Norway must recognise Kosovo.",
        "Norway should recognise Kosovo, the envoy said.",
        "Albania wants Norway to recognise Kosovo.",
        "Albania called for the recognition of Kosovo.",
        "Albania demanded that Norway recognise Kosovo.",
        "I urge the states that have not yet recognised Kosovo to do so.",
        "Recognise the independence of Kosovo.",
    ],
    "sought": [
        "The year saw the rightful endeavour for Kosovo to be recognised and to join.",
        "Kosovo hopes to be recognised by Greece.",
        "Kosovo demands that Serbia recognise its independence.",
        "Kosovo insists that Serbia must recognise it before the talks can continue.",
        "They have fought hard to have their right to exist be recognised.",
        "Kosovo held a vote to win recognition from Norway.",
        "Kosovo hopes to win recognition from Greece.",
        "The move is aimed at winning recognition for the new government of Panama.",
        "Somaliland wants to see its independence recognised.",
        "Kosovo has waited many years to have its independence recognised.",
        "Diplomatic endeavours for the State of Palestine to be recognised multiplied.",
        "Kosovo sought European Union recognition of its independence.",
        "Kosovo is seeking recognition from Norway.",
        "Kosovo wants diplomatic recognition.",
        "Kosovo renewed its efforts to gain recognition.",
    ],
    "refuses": [
        "Recognition of Kosovo by Norway would be a mistake.",
        "Recognising Kosovo could be dangerous, the envoy said.",
        "The minister said it was too early to recognise Kosovo.",
        "Norway has made non-recognition of Abkhazia the centrepiece of its policy.",
        "Taiwan has been denied the right to be recognised by the United Nations.",
        "Recognition of Kosovo is premature, the chancellor said.",
        "Recognising Kosovo would be a mistake, the chancellor said.",
        "Serbia refuses to acknowledge Kosovo's independence.",
        "Serbia will never accept the independence of Kosovo.",
        "Serbia does not recognise Kosovo.",
        "Serbia will never recognise Kosovo.",
        "Serbia refuses to recognise Kosovo.",
        "Serbia refused recognition of Kosovo.",
        "Serbia rejected calls to recognise Kosovo.",
        "Serbia opposes the recognition of Kosovo.",
        "Serbia has not yet recognised Kosovo.",
        "Serbia has no plans to recognise Kosovo.",
        "Serbia is not ready to recognise Kosovo.",
        "Serbia ruled out recognising Kosovo.",
        "Serbia urged Norway not to recognise Kosovo.",
        "Serbia stopped short of granting Kosovo recognition.",
        "Serbia's refusal to recognise Kosovo angered Albania.",
        "Serbia's non-recognition of Kosovo angered Albania.",
        "Neither Serbia nor Russia recognises Kosovo.",
    ],
    "withdrawn": [
        "Norway withdrew its recognition of Kosovo.",
        "Norway no longer recognises Kosovo.",
        "Norway has suspended recognition of Kosovo.",
        "Norway ceased to recognise Kosovo.",
        "Norway stopped recognising Kosovo.",
        "Norway announced the withdrawal of its recognition of Kosovo.",
    ],
    "denied": [
        "Norway denies reports that it recognised Kosovo.",
        "Norway denied having recognised Kosovo.",
        "This is not a recognition of Kosovo.",
    ],
}


@pytest.mark.parametrize(("text", "stance"), [(text, stance) for stance, texts in STANCES.items() for text in texts])
def test_the_stance_follows_from_what_governs_the_predicate(text: str, stance: str) -> None:
    assert recognition(text).stance == stance


def test_condemning_a_recognition_by_others_is_a_second_event() -> None:
    found = recognitions("Georgia condemned Russia's decision to recognise Abkhazia.")
    assert [(r.stance, r.recognisers, r.objects) for r in found] == [
        ("refuses", ("Georgia",), ("Abkhazia",)),
        ("intends", ("Russia",), ("Abkhazia",)),
    ]


def test_welcoming_a_recognition_by_others_changes_nothing() -> None:
    assert recognition("Syria welcomed Russia's recognition of Abkhazia.").stance == "granted"


def test_an_if_clause_of_its_own_makes_a_promise_conditional() -> None:
    assert recognition("Armenia will recognise Abkhazia unless the fighting stops.").stance == "considers"


def test_a_participle_shares_the_future_of_its_verb() -> None:
    assert (
        recognition("Fiji will open an embassy in the city, recognising Jerusalem as the capital.").stance == "intends"
    )


def test_a_count_of_countries_is_a_state_of_affairs_but_an_ordinal_reports_an_act() -> None:
    assert recognition("So far 104 countries have recognised Kosovo.").stance == "recognises"
    assert recognition("Fiji became the 105th country to recognise Kosovo.").stance == "granted"


def test_two_stances_in_one_sentence_are_two_events() -> None:
    found = recognitions("Turkey recognises Northern Cyprus, but Greece does not recognise it.")
    assert [(r.stance, r.recognisers) for r in found] == [("granted", ("Turkey",)), ("refuses", ("Greece",))]
