"""An event in one line of words."""

import pytest
from msgspec.structs import replace

from schemas.event import Count, Event, Place, Response, Time
from schemas.vocabulary import CountQualifier, MeetingStatus, Stance
from streams.event_summary import STANCE_WORDS, STATUS_WORDS, count_words, period_words, summary_of
from tests.builders import actor, meeting, participant, recognition, source


def when(start: str | None, end: str | None = None) -> Time:
    return Time(start=start, end=end or start, precision="day", basis="explicit")


def at(name: str) -> Place:
    return Place(name=name, text=name, start=0, end=len(name))


def reply(name: str, kind: str) -> Response:
    return Response(name=name, text=name, start=0, end=len(name), kind=kind)  # type: ignore[arg-type]


OSLAN = source("Mira Oslan", medium="Twitter", by_participant=True)

SUMMARIES: list[tuple[Event, str]] = [
    (meeting(), "Mira Oslan – Teodor Vance: meeting, held"),
    (
        meeting(flags=["brief"], place=at("Port Sorrel"), attribution=[OSLAN], claim="claimed"),
        "Mira Oslan – Teodor Vance: brief meeting, Port Sorrel, held — claimed by Mira Oslan on Twitter",
    ),
    (
        meeting(flags=["sidelines", "closed", "brief"], time=when("2031-05-04")),
        "Mira Oslan – Teodor Vance: brief closed-door meeting on the sidelines, 4 May 2031, held",
    ),
    (
        meeting(attribution=[source("Norland", medium="statement")], claim="claimed"),
        "Mira Oslan – Teodor Vance: meeting, held — according to Norland in a statement",
    ),
    (
        meeting(attribution=[OSLAN], claim="disputed", responses=[reply("Teodor Vance", "denies")]),
        "Mira Oslan – Teodor Vance: meeting, held — claimed by Mira Oslan on Twitter; denied by Teodor Vance",
    ),
    (
        meeting(status="denied", attribution=[source("Avaria")], responses=[reply("Avaria", "denies")]),
        "Mira Oslan – Teodor Vance: meeting, denied — according to Avaria",
    ),
    (
        meeting(claim="confirmed", responses=[reply("Avaria", "confirms"), reply("Norland", "silent")]),
        "Mira Oslan – Teodor Vance: meeting, held — confirmed by Avaria; Norland silent",
    ),
    (
        meeting(claim="disputed", contested=True),
        "Mira Oslan – Teodor Vance: meeting, held — disputed; contested",
    ),
    (meeting("m", "Mira Oslan", "Teodor Vance", "Ada Krol"), "Mira Oslan, Teodor Vance and Ada Krol: meeting, held"),
    (
        meeting(participants=[participant("Norland", role="host"), participant("Mira Oslan", role="visitor")]),
        "Mira Oslan – Norland: meeting, held",
    ),
    (
        meeting(participants=[participant("Ada Krol", role="mediator"), participant("Avaria"), participant("Norland")]),
        "Avaria – Norland, mediated by Ada Krol: meeting, held",
    ),
    (meeting(participants=[]), "Unnamed parties: meeting, held"),
    (recognition(), "Norland: recognised by Avaria"),
    (
        replace(recognition(stance="granted", time=when("2010")), object_kind="independence"),
        "Norland (independence): recognition granted by Avaria, 2010",
    ),
    (
        recognition(
            recognisers=[], count=Count(value=117), attribution=[source("Norland")], claim="claimed", contested=True
        ),
        "Norland: recognised by 117 countries — according to Norland; rival counts",
    ),
    (
        recognition(stance="refuses", count=Count(value=60, qualifier="more_than")),
        "Norland: recognition refused by more than 60 countries, among them Avaria",
    ),
    (
        recognition(recognisers=[actor("Avaria"), actor("Sorrel")], count=Count(value=2, of="un_members")),
        "Norland: recognised by 2 UN members: Avaria and Sorrel",
    ),
    (recognition(stance="urged"), "Norland: recognition by Avaria urged"),
    (recognition(stance="sought"), "Norland: recognition sought from Avaria"),
    (recognition(stance="sought", recognisers=[]), "Norland: recognition sought"),
    (
        recognition(more_objects=[actor("Sorrel")], stance="withdrawn"),
        "Norland and Sorrel: recognition withdrawn by Avaria",
    ),
    (
        recognition(stance="granted", more_objects=[actor("Avaria")], recognisers=[actor("Avaria"), actor("Norland")]),
        "Norland – Avaria: mutual recognition granted",
    ),
]


@pytest.mark.parametrize(("event", "line"), SUMMARIES, ids=[line for _, line in SUMMARIES])
def test_a_summary_says_who_what_where_when_and_on_whose_word(event: Event, line: str) -> None:
    assert summary_of(event) == line


@pytest.mark.parametrize("status", STATUS_WORDS)
def test_every_status_has_words(status: MeetingStatus) -> None:
    assert summary_of(meeting(status=status)).endswith(f", {STATUS_WORDS[status]}")
    assert "_" not in STATUS_WORDS[status]


@pytest.mark.parametrize("stance", STANCE_WORDS)
def test_every_stance_has_words(stance: Stance) -> None:
    assert summary_of(recognition(stance=stance, recognisers=[])) == f"Norland: {STANCE_WORDS[stance]}"


def test_a_long_list_is_cut_and_counted() -> None:
    names = [f"State {letter}" for letter in "ABCDEFGH"]
    assert summary_of(meeting("m", *names)) == "State A, State B, State C, State D and 4 others: meeting, held"


def test_a_name_is_listed_once() -> None:
    assert summary_of(meeting("m", "Ada Krol", "Ada Krol")) == "Ada Krol: meeting, held"


def test_a_summary_is_one_line_whatever_the_wire_sends() -> None:
    line = summary_of(meeting("m", "Mira\r\nBcc: all\x1b[2J", "T\u202eecnaV"))
    assert line == "Mira␍ Bcc: all␛[2J – T⟨U+202E⟩ecnaV: meeting, held"
    assert len(summary_of(meeting("m", "x" * 5000, "y" * 5000))) < 200


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2018-11-11", "2018-11-11", "11 Nov 2018"),
        ("2018-11", "2018-11", "Nov 2018"),
        ("2018", "2018", "2018"),
        ("2018-11-09", "2018-11-11", "9 Nov 2018 – 11 Nov 2018"),
        (None, None, ""),
        ("soon", None, "soon"),
    ],
)
def test_a_period_reads_as_a_date_of_its_precision(start: str | None, end: str | None, words: str) -> None:
    assert period_words(when(start, end)) == words


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        ("exact", "60 countries"),
        ("more_than", "more than 60 countries"),
        ("at_least", "at least 60 countries"),
        ("less_than", "fewer than 60 countries"),
        ("about", "about 60 countries"),
    ],
)
def test_a_count_reads_with_its_qualifier(qualifier: CountQualifier, words: str) -> None:
    assert count_words(Count(value=60, qualifier=qualifier)) == words
