"""Mentions of one thing become one event; different things stay apart."""

from typing import Any

import msgspec
import pytest

from processors.event_mention import EventMention
from processors.merge import merge_mentions
from schemas.event import Actor, Event, Meeting, Place, Recognition, Response, Sentence, Time, Trigger
from tests.builders import actor, meeting, participant, recognition, source

OSLAN, VANCE, LIND = "Mira Oslan", "Teodor Vance", "Ivo Lind"


def mention(
    event: Event,
    at: int,
    *,
    part: str = "body",
    nominal: bool = False,
    definite: bool = False,
    partner: bool = False,
    bare: bool = False,
    attended: bool = False,
    **changes: Any,
) -> EventMention:
    """A mention in the sentence at offset `at`."""
    changes = {
        "trigger": Trigger(text="met", start=at, end=at + 3, part=part),  # type: ignore[arg-type]
        "sentences": [Sentence(text="…", start=at, end=at + 20, part=part)],  # type: ignore[arg-type]
        **changes,
    }
    changed = msgspec.structs.replace(event, **changes)
    definite = definite or bare
    return EventMention(
        changed, at // 100, nominal or definite, definite, partner=partner, bare=bare, attended=attended
    )


def day(start: str | None, end: str | None = None, **changes: Any) -> Time:
    time = Time(start=start, end=end or start, precision="day", basis="explicit")
    return msgspec.structs.replace(time, **changes)


def place(name: str, country: str | None, basis: Any = "explicit") -> Place:
    return Place(name=name, text=name, start=0, end=len(name), country=country, basis=basis)


def merged(*mentions: EventMention, sentences: int = 0) -> list[Event]:
    return merge_mentions(mentions, _country, sentences=sentences)


def _country(one: Actor) -> str | None:
    return {"state:norland": "XZ", "person:mira-oslan": "XZ", "state:avaria": "XY"}.get(one.id or "")


def names(event: Event) -> list[str]:
    assert isinstance(event, Meeting)
    return [one.name for one in event.participants]


def test_the_same_pair_told_twice_is_one_event_with_both_sentences() -> None:
    (event,) = merged(mention(meeting(), 0), mention(meeting(), 100))
    assert [sentence.start for sentence in event.sentences] == [0, 100]
    assert event.trigger.start == 0


def test_the_order_of_mentions_does_not_matter() -> None:
    mentions = [mention(meeting(), 0), mention(meeting("m", LIND, VANCE), 100), mention(meeting(), 200)]
    assert merged(*mentions) == merged(*reversed(mentions))


def test_other_people_meet_apart() -> None:
    assert len(merged(mention(meeting(), 0), mention(meeting("m", OSLAN, LIND), 100))) == 2


def test_the_fullest_mention_gives_the_trigger_and_the_others_what_it_lacks() -> None:
    (event,) = merged(
        mention(
            meeting("m", OSLAN, VANCE),
            0,
            place=place("Norport", "XZ"),
            attribution=[source(OSLAN, by_participant=True)],
        ),
        mention(meeting("m", OSLAN, VANCE, LIND), 100, time=day("2031-05-04")),
    )
    assert event.trigger.start == 100
    assert names(event) == [OSLAN, VANCE, LIND]
    assert event.place is not None
    assert event.time is not None
    assert [one.name for one in event.attribution] == [OSLAN]


def test_the_source_of_a_lesser_mention_counts_only_if_it_takes_part() -> None:
    (event,) = merged(
        mention(meeting("m", OSLAN, VANCE), 0, attribution=[source("Nor Agency"), source(VANCE, by_participant=True)]),
        mention(meeting("m", OSLAN, VANCE, LIND), 100, attribution=[source(OSLAN, by_participant=True)]),
    )
    assert [one.name for one in event.attribution] == [OSLAN, VANCE]


def test_the_headline_merges_into_the_body() -> None:
    (event,) = merged(mention(meeting("m", "Oslan", "Vance"), 0, part="headline"), mention(meeting(), 30))
    assert (event.trigger.part, event.trigger.start) == ("body", 30)
    assert [sentence.part for sentence in event.sentences] == ["headline", "body"]
    assert names(event) == [OSLAN, VANCE]


def test_a_headline_alone_stays_in_the_headline() -> None:
    (event,) = merged(mention(meeting(), 0, part="headline"))
    assert event.trigger.part == "headline"


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ({"time": day("2031-05-03")}, {"time": day("2031-05-04")}, True),
        ({"time": day("2031-05")}, {"time": day("2031-05-04")}, False),
        ({"time": day("2030")}, {"time": day("2031-05-04")}, True),
        ({"time": day(None)}, {"time": day("2031-05-04")}, False),
        ({"time": day("2031-05-04", "2031-05-10")}, {"time": day("2031-05-10")}, False),
        ({"time": day("2031-05-04", "2031-05-10")}, {"time": day("2031-05-11")}, True),
        ({"time": day("2031-05-10", "2031-05-16")}, {"time": day("2031-05-09")}, True),
        ({"time": day("2031-05-04", start_char=9)}, {"time": day("2031-05-11", start_char=9)}, False),
        ({"time": day("2031-05-04", start_char=9)}, {"time": day("2031-05-11", start_char=99)}, True),
        ({"place": place("Norport", "XZ")}, {"place": place("Averton", "XY")}, True),
        ({"place": place("Norport", "XZ")}, {"place": place("the Winter Palace", "XZ")}, False),
        ({"place": place("Norport", "XZ")}, {"place": place("Averton", "XY", "dateline")}, False),
        ({"place": place("Norport", "XZ")}, {"place": place("the hall", None)}, False),
        ({"format": "call"}, {"format": "conversation"}, False),
        ({"format": "call"}, {"format": "visit"}, True),
        ({"format": "visit"}, {"format": "talks"}, False),
        ({"format": "mediation"}, {"format": "talks"}, True),
        ({"format": "summit"}, {"format": "talks"}, False),
    ],
)
def test_times_places_and_formats_keep_meetings_apart(
    first: dict[str, Any], second: dict[str, Any], apart: bool
) -> None:
    assert len(merged(mention(meeting(), 0, **first), mention(meeting(), 100, **second))) == 1 + apart


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("held", "ongoing", ["held"]),
        ("scheduled", "held", ["held"]),
        ("held", "scheduled", ["held", "scheduled"]),
        ("scheduled", "postponed", ["postponed"]),
        ("ended", "held", ["ended"]),
        ("postponed", "held", ["held"]),
        ("held", "cancelled", ["held", "cancelled"]),
        ("scheduled", "cancelled", ["cancelled"]),
        ("held", "denied", ["held", "denied"]),
        ("proposed", "refused", ["proposed", "refused"]),
        ("denied", "denied", ["denied"]),
        ("not_planned", "held", ["not_planned", "held"]),
        ("proposed", "held", ["proposed"]),
    ],
)
def test_statuses_of_a_pair(first: str, second: str, result: list[str]) -> None:
    events = merged(mention(meeting(), 0, status=first), mention(meeting(), 100, status=second))
    assert [event.status for event in events if isinstance(event, Meeting)] == result


@pytest.mark.parametrize(("at", "status"), [(100, "held"), (50, "possible")])
def test_the_first_of_two_sentences_says_how_things_stand(at: int, status: str) -> None:
    first = mention(meeting(), 0, confidence=0.8)
    (event,) = merged(first, mention(meeting(), at, status="possible", confidence=0.9))
    assert isinstance(event, Meeting)
    assert event.status == status


@pytest.mark.parametrize(
    ("asked", "held", "apart"),
    [
        ({"status": "proposed"}, {"time": day("2030")}, True),
        ({"status": "possible"}, {"time": day("2030")}, True),
        ({"status": "proposed", "time": day("2030")}, {}, False),
    ],
)
def test_what_is_asked_for_today_did_not_take_place_on_a_day_that_is_told(
    asked: dict[str, Any], held: dict[str, Any], apart: bool
) -> None:
    one, other = mention(meeting(), 0, **asked), mention(meeting(), 100, **held)
    assert len(merged(one, other)) == 1 + apart
    later = mention(meeting(), 200, **asked)
    assert len(merged(other, later)) == 1 + apart


def test_a_summit_and_a_meeting_that_one_sentence_tells_of_are_two() -> None:
    assert len(merged(mention(meeting(), 0, format="summit"), mention(meeting(), 50))) == 2


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, False),
        ({"time": day("2031-05-05")}, True),
        ({"time": day("2031-05-04", precision="month")}, True),
        ({"time": day("2031-05-04", basis="dateline")}, True),
        ({"time": None}, True),
        ({"status": "scheduled"}, True),
        ({"format": "visit"}, True),
        ({"participants": [participant(LIND), participant("Ana Ruiz")]}, True),
    ],
)
def test_on_one_day_one_side_in_common_is_enough(changes: dict[str, Any], apart: bool) -> None:
    one = mention(meeting("m", OSLAN, VANCE), 0, time=day("2031-05-04"))
    other = mention(meeting("m", OSLAN, "Ana Ruiz"), 300, **{"time": day("2031-05-04"), **changes})
    assert len(merged(one, other)) == 1 + apart


@pytest.mark.parametrize(
    ("at", "changes", "apart"),
    [
        (100, {}, False),
        (200, {}, True),
        (100, {"status": "scheduled"}, True),
        (100, {"format": "visit"}, True),
        (100, {"participants": [participant(LIND), participant("Ana Ruiz")]}, True),
    ],
)
def test_the_next_sentence_goes_on_with_a_meeting_of_one_side(at: int, changes: dict[str, Any], apart: bool) -> None:
    first, second = mention(meeting("m", OSLAN), 0), mention(meeting("m", LIND), at, **changes)
    assert len(merged(first, second)) == 1 + apart


@pytest.mark.parametrize(
    ("first", "later", "result"),
    [
        ({"definite": True}, {}, ["scheduled"]),
        ({"definite": True, "time": day("2031-05-02")}, {}, ["held", "scheduled"]),
        ({}, {"definite": True}, ["held"]),
        ({"status": "ongoing"}, {}, ["ongoing"]),
    ],
)
def test_those_who_met_and_will_meet_do_it_twice(first: Any, later: Any, result: list[str]) -> None:
    """Unless "the talks" are all that says it, before or after."""
    events = merged(mention(meeting(), 0, **first), mention(meeting(), 100, status="scheduled", **later))
    assert [event.status for event in events if isinstance(event, Meeting)] == result


@pytest.mark.parametrize("definite", [False, True])
def test_what_was_to_be_was_held_if_more_than_the_meeting_says_so(definite: bool) -> None:
    (event,) = merged(mention(meeting(status="scheduled"), 0), mention(meeting(), 100, definite=definite))
    assert isinstance(event, Meeting)
    assert event.status == ("scheduled" if definite else "held")


@pytest.mark.parametrize(("status", "apart"), [("postponed", False), ("cancelled", False), ("ended", True)])
def test_the_day_on_which_a_meeting_is_put_off_is_not_its_day(status: str, apart: bool) -> None:
    called_off = mention(meeting(), 0, status=status, time=day("2031-05-03"))
    due = mention(meeting(), 100, status="scheduled", time=day("2031-05-04"))
    assert len(merged(called_off, due)) == 1 + apart


@pytest.mark.parametrize(
    ("status", "basis", "apart"),
    [("ongoing", "dateline", False), ("ongoing", "explicit", True), ("held", "dateline", True)],
)
def test_what_goes_on_today_began_before(status: str, basis: str, apart: bool) -> None:
    began = mention(meeting(), 0, time=day("2031-05-03"))
    goes_on = mention(meeting(), 100, status=status, time=day("2031-05-04", basis=basis))
    assert len(merged(began, goes_on)) == 1 + apart


@pytest.mark.parametrize(
    ("who", "changes", "apart"),
    [
        (LIND, {}, True),
        (OSLAN, {}, False),
        ("Oslan", {}, False),
        (LIND, {"kind": None}, False),
        (LIND, {"role": "host"}, False),
    ],
)
def test_two_who_travel_to_one_country_are_on_two_visits(who: str, changes: dict[str, Any], apart: bool) -> None:
    avaria = participant("Avaria", id="state:avaria", kind="state", role="host")
    norland = participant("Norland", id="state:norland", kind="state", role="visitor")
    envoy = participant(OSLAN, id="person:mira-oslan", kind="person", role="visitor")
    other = participant(who, **{"id": None, "kind": "person", "role": "visitor", **changes})
    first = msgspec.structs.replace(meeting(participants=[envoy, avaria]), format="visit")
    second = msgspec.structs.replace(meeting(participants=[other, avaria, norland]), format="visit")
    assert len(merged(mention(first, 0), mention(second, 100))) == 1 + apart


def test_a_verb_is_surer_of_the_status_than_a_definite_noun() -> None:
    (event,) = merged(
        mention(meeting(), 0, definite=True, status="held", confidence=1.0),
        mention(meeting(), 100, status="scheduled", confidence=0.5),
    )
    assert isinstance(event, Meeting)
    assert event.status == "scheduled"


def test_one_shared_side_is_enough_for_the_same_status_and_kind_only() -> None:
    one = mention(meeting("m", OSLAN), 0)
    assert len(merged(one, mention(meeting("m", OSLAN, VANCE), 100))) == 1
    assert len(merged(one, mention(meeting("m", OSLAN, VANCE), 100, status="proposed"))) == 2
    assert len(merged(one, mention(meeting("m", OSLAN, VANCE), 100, format="visit"))) == 2


def test_the_talks_refer_to_the_meeting_before() -> None:
    (event,) = merged(
        mention(meeting(), 0),
        mention(meeting("m", "Norport Hall"), 100, definite=True, format="talks", place=place("Norport Hall", "XZ")),
    )
    assert names(event) == [OSLAN, VANCE]
    assert event.place is not None
    assert len(event.sentences) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"status": "proposed"}),
        ({"format": "call"}, {"format": "talks"}),
        ({"format": "conversation"}, {"format": "meeting"}),
    ],
)
def test_the_talks_may_be_those_on_the_telephone_or_those_that_should_end_it(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    told, again = mention(meeting(), 0, **first), mention(meeting("m", LIND), 100, definite=True, **second)
    (event,) = merged(told, again)
    assert isinstance(event, Meeting)
    assert (event.status, names(event)) == ("held", [OSLAN, VANCE])


@pytest.mark.parametrize(
    ("nominal", "changes", "apart"),
    [
        (True, {}, False),
        (False, {}, True),
        (True, {"format": "visit"}, True),
        (True, {"status": "refused"}, True),
        (True, {"participants": [participant(LIND)]}, True),
        (True, {"participants": [participant(OSLAN), participant(LIND)]}, True),
    ],
)
def test_further_talks_of_one_side_are_no_other_meeting(nominal: bool, changes: dict[str, Any], apart: bool) -> None:
    told = mention(meeting(), 0)
    further = {"status": "proposed", "confidence": 1.0, **changes}
    events = merged(told, mention(meeting("m", OSLAN), 100, nominal=nominal, **further))
    assert len(events) == 1 + apart
    assert isinstance(events[0], Meeting)
    assert events[0].status == "held"


def test_further_talks_of_one_side_do_not_refer_to_talks_of_which_no_other_is_known() -> None:
    one = mention(meeting("m", OSLAN), 0)
    assert len(merged(one, mention(meeting("m", OSLAN), 300, nominal=True, status="proposed"))) == 2


@pytest.mark.parametrize(
    ("definite", "changes"),
    [
        (False, {}),
        (True, {"format": "visit"}),
        (True, {"format": "call"}),
        (True, {"status": "refused"}),
        (True, {"time": day("2031-06-01")}),
        (True, {"participants": [participant(LIND), participant("Ana Ruiz")]}),
    ],
)
def test_what_refers_to_no_meeting_before(definite: bool, changes: dict[str, Any]) -> None:
    first = mention(meeting(), 0, time=day("2031-05-04"))
    second = mention(meeting("m", LIND), 100, nominal=True, definite=definite, **changes)
    assert len(merged(first, second)) == 2


@pytest.mark.parametrize(("partner", "people", "apart"), [(True, 2, True), (False, 2, False), (True, 1, False)])
def test_the_meeting_between_two_who_were_not_named_before_refers_to_no_other(
    partner: bool, people: int, apart: bool
) -> None:
    others = [participant(LIND), participant("Ana Ruiz")][:people]
    told, between = mention(meeting(), 0), meeting(participants=others)
    later = mention(between, 100, definite=True, partner=partner, confidence=0.6)
    assert len(merged(told, later)) == 1 + apart


@pytest.mark.parametrize(
    ("told", "later", "apart"),
    [
        ({}, {"bare": True}, False),
        ({}, {"definite": True}, True),
        ({}, {"bare": True, "partner": True}, True),
        ({}, {"bare": True, "format": "visit"}, True),
        ({"format": "conversation"}, {"bare": True}, True),
        ({"participants": [participant(LIND)]}, {"bare": True}, True),
    ],
)
def test_the_talks_without_another_word_are_those_told_of(
    told: dict[str, Any], later: dict[str, Any], apart: bool
) -> None:
    other = mention(meeting("m", "Ana Ruiz", "Bo Stern"), 200, **later)
    events = merged(mention(meeting("m", OSLAN, VANCE), 0, **told), other)
    assert len(events) == 1 + apart


@pytest.mark.parametrize(
    ("later", "who"),
    [
        ({"bare": True, "attended": True}, [OSLAN, VANCE, LIND]),
        ({"bare": True}, [OSLAN, VANCE]),
        ({"definite": True, "attended": True}, [OSLAN, VANCE]),
    ],
)
def test_who_leads_the_talks_takes_part(later: dict[str, Any], who: list[str]) -> None:
    chair = mention(meeting("m", LIND, "two aides"), 200, confidence=0.7, **later)
    (event,) = merged(mention(meeting("m", OSLAN, VANCE), 0), chair)
    assert names(event) == who


@pytest.mark.parametrize(("first", "second", "apart"), [("talks", "summit", True), ("summit", "talks", False)])
def test_the_summit_refers_to_a_summit_only(first: str, second: str, apart: bool) -> None:
    again = mention(meeting("m", LIND), 100, definite=True, format=second)
    assert len(merged(mention(meeting(), 0, format=first), again)) == 1 + apart


def test_a_person_stands_for_the_state() -> None:
    states = [
        participant("Norland", id="state:norland", kind="state"),
        participant("Avaria", id="state:avaria", kind="state"),
    ]
    people = [participant(OSLAN, id="person:mira-oslan", kind="person"), states[1]]
    (event,) = merged(
        mention(meeting(participants=people), 0), mention(meeting(participants=states), 100, format="visit")
    )
    assert names(event) == [OSLAN, "Avaria"]


@pytest.mark.parametrize(("format_", "apart"), [("talks", False), ("visit", True)])
def test_countries_that_visit_each_other_are_not_their_leaders_on_a_visit(format_: str, apart: bool) -> None:
    states = [
        participant("Norland", id="state:norland", kind="state"),
        participant("Avaria", id="state:avaria", kind="state"),
    ]
    leaders = [participant(OSLAN, id="person:mira-oslan", kind="person")]
    one = mention(meeting(participants=leaders), 0, format=format_)
    assert len(merged(one, mention(meeting(participants=states), 300, format=format_))) == 1 + apart


def test_a_country_that_is_visited_and_its_leader_both_receive_the_visitor() -> None:
    country = participant("Norland", id="state:norland", kind="state", role="host")
    leader = participant(OSLAN, id="person:mira-oslan", kind="person")
    visit = mention(meeting(participants=[participant(VANCE), country]), 0, format="visit")
    (event,) = merged(visit, mention(meeting(participants=[participant(VANCE), leader]), 100))
    assert names(event) == [VANCE, "Norland", OSLAN]


def test_neighbours_with_one_word_in_common_are_two_states() -> None:
    one = [participant("Sudan", kind="state"), participant(OSLAN)]
    other = [participant("South Sudan", kind="state"), participant(OSLAN)]
    assert len(merged(mention(meeting(participants=one), 0), mention(meeting(participants=other), 100))) == 2


def test_responses_and_sources_are_kept_once() -> None:
    silent = Response(name="Norland", text="Norland", start=0, end=7, kind="silent")
    both = {"responses": [silent], "attribution": [source(OSLAN)]}
    (event,) = merged(mention(meeting(), 0, **both), mention(meeting(), 100, **both))
    assert (len(event.responses), len(event.attribution)) == (1, 1)


def test_background_is_what_every_mention_calls_background() -> None:
    (event,) = merged(mention(meeting(), 0, background=True), mention(meeting(), 100))
    assert not event.background


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, 0),
        ({"confidence": 0.8}, 1),
        ({"format": "talks"}, 1),
        ({"status": "not_planned"}, 1),
        ({"status": "cancelled"}, 1),
        ({"participants": [participant(LIND), participant(VANCE)]}, 1),
    ],
)
def test_a_meeting_of_which_one_actor_is_known_is_one_of_his_own_people(changes: dict[str, Any], kept: int) -> None:
    one = mention(meeting("m", LIND), 0, nominal=True, **{"confidence": 0.7, **changes})
    assert len(merged(one)) == kept


def test_a_meeting_told_by_a_verb_or_told_twice_had_another_side() -> None:
    assert len(merged(mention(meeting("m", LIND), 0, confidence=0.7))) == 1
    again = [mention(meeting("m", LIND), at, nominal=True, confidence=0.7) for at in (0, 300)]
    assert len(merged(*again)) == 1


def test_a_whole_article_leaves_out_one_sided_asides() -> None:
    mentions = [mention(meeting(), 0), mention(meeting("m", LIND), 100, confidence=0.8)]
    assert len(merged(*mentions, sentences=8)) == 1
    assert len(merged(*mentions, sentences=7)) == 2


@pytest.mark.parametrize(
    ("other", "identity", "fields", "kept"),
    [
        ("other leaders", None, {}, 1),
        ("Norland", None, {}, 2),
        ("lawmakers", "org:assembly", {}, 2),
        ("other leaders", None, {"confidence": 0.8}, 2),
        ("other leaders", None, {"status": "refused"}, 2),
    ],
)
def test_a_whole_article_leaves_out_asides_about_nobody_in_particular(
    other: str, identity: str | None, fields: dict[str, Any], kept: int
) -> None:
    event = meeting(participants=[participant(LIND), participant(other, id=identity)])
    changes: dict[str, Any] = {"confidence": 0.79, **fields}
    aside = mention(event, 100, **changes)
    assert len(merged(mention(meeting(), 0), aside, sentences=8)) == kept
    assert len(merged(mention(meeting(), 0), aside, sentences=7)) == 2


@pytest.mark.parametrize(
    ("told", "again", "who"),
    [
        ([OSLAN, VANCE, LIND], [OSLAN, "party leaders"], [OSLAN, VANCE, LIND]),
        ([OSLAN, VANCE, LIND], [OSLAN, "Ana Ruiz"], [OSLAN, VANCE, LIND, "Ana Ruiz"]),
        ([OSLAN, "party leaders"], [OSLAN], [OSLAN, "party leaders"]),
        ([OSLAN, "party leaders"], [OSLAN, "lawmakers"], [OSLAN, "party leaders", "lawmakers"]),
    ],
)
def test_those_who_are_named_are_the_leaders_of_another_sentence(
    told: list[str], again: list[str], who: list[str]
) -> None:
    today = day("2031-05-04")
    (event,) = merged(mention(meeting("m", *told), 0, time=today), mention(meeting("m", *again), 100, time=today))
    assert names(event) == who


@pytest.mark.parametrize(
    "changes",
    [{"confidence": 0.9}, {"status": "not_planned"}, {"participants": [participant(LIND), participant("Ana Ruiz")]}],
)
def test_what_is_no_aside(changes: dict[str, Any]) -> None:
    second = mention(meeting("m", LIND), 100, **{"confidence": 0.5, **changes})
    assert len(merged(mention(meeting(), 0), second, sentences=30)) == 2


def test_one_sided_meetings_stay_where_no_other_is_told_in_full() -> None:
    one = mention(meeting("m", OSLAN), 0, confidence=0.5)
    other = mention(meeting("m", LIND), 300, confidence=0.5)
    assert len(merged(one, other, sentences=30)) == 2


@pytest.mark.parametrize(
    ("second", "apart"),
    [
        ({}, False),
        ({"stance": "refuses"}, True),
        ({"object": actor("Avaria")}, True),
        ({"more_objects": [actor("Avaria")]}, True),
        ({"recognisers": [actor("Avaria"), actor("Ostrava")]}, False),
        ({"recognisers": [actor("Ostrava")]}, True),
        ({"recognisers": []}, True),
    ],
)
def test_stances(second: dict[str, Any], apart: bool) -> None:
    one = recognition()
    other = msgspec.structs.replace(one, **second)
    events = merged(mention(one, 0), mention(other, 100))
    assert len(events) == 1 + apart
    if not apart:
        assert isinstance(events[0], Recognition)
        assert {one.name for one in events[0].recognisers} >= {"Avaria"}


def test_all_who_take_a_stance_in_one_sentence_take_it_together() -> None:
    (event,) = merged(mention(recognition(), 0), mention(recognition(recognisers=[actor("Ostrava")]), 0))
    assert isinstance(event, Recognition)
    assert [one.name for one in event.recognisers] == ["Avaria", "Ostrava"]


def test_the_stance_that_somebody_announces_is_the_news_beside_one_that_has_a_date() -> None:
    announced = recognition(attribution=[source("Mira Oslan")])
    earlier = recognition(recognisers=[actor("Ostrava")], time=day("2012-11-13"))
    (event,) = merged(mention(announced, 0), mention(earlier, 0))
    assert isinstance(event, Recognition)
    assert [one.name for one in event.recognisers] == ["Avaria", "Ostrava"]
    assert [one.name for one in event.attribution] == ["Mira Oslan"]


def test_a_meeting_is_no_recognition() -> None:
    assert len(merged(mention(meeting("m", "Avaria"), 0), mention(recognition(), 100))) == 2
