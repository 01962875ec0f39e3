"""Datelines as agencies print them, and the many things that only look like one."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.dateline import Dateline, parse_dateline

STORY = "The two foreign ministers met on Monday, officials said."

# printed dateline -> place, country, month, day, year, agency
PRINTED = {
    "MOSCOW, November 12. /TASS/.": ("MOSCOW", None, 11, 12, None, "TASS"),
    "SIMFEROPOL, May 14, 2014. /TASS/.": ("SIMFEROPOL", None, 5, 14, 2014, "TASS"),
    "MOSCOW. Nov 12 (Interfax) -": ("MOSCOW", None, 11, 12, None, "Interfax"),
    "MOSCOW, 12 November (NP) —": ("MOSCOW", None, 11, 12, None, "NP"),
    "MOSCOW, 12 November 2018 (NP) —": ("MOSCOW", None, 11, 12, 2018, "NP"),
    "GENEVA, March 3 (Reuters) -": ("GENEVA", None, 3, 3, None, "Reuters"),
    "GENEVA, Tuesday, March 3 (NP) -": ("GENEVA", None, 3, 3, None, "NP"),
    "GENEVA, Mar. 3 (Thomson Reuters Foundation) -": ("GENEVA", None, 3, 3, None, "Thomson Reuters Foundation"),
    "GENEVA (Reuters) -": ("GENEVA", None, None, None, None, "Reuters"),
    "GENEVA, 2018-11-12 (NP) -": ("GENEVA", None, 11, 12, 2018, "NP"),
    "PARIS (AP) —": ("PARIS", None, None, None, None, "AP"),
    "PARIS — ": ("PARIS", None, None, None, None, None),
    "PARIS --": ("PARIS", None, None, None, None, None),
    "PARIS -": ("PARIS", None, None, None, None, None),
    "WASHINGTON, Jan. 5 (UPI) --": ("WASHINGTON", None, 1, 5, None, "UPI"),
    "WASHINGTON, Jan. 5, 2011 (NP) --": ("WASHINGTON", None, 1, 5, 2011, "NP"),
    "WASHINGTON, D.C. —": ("WASHINGTON", "D.C.", None, None, None, None),
    "WASHINGTON D.C., June 1 (NP) -": ("WASHINGTON D.C.", None, 6, 1, None, "NP"),
    "WHITE HOUSE —": ("WHITE HOUSE", None, None, None, None, None),
    "NEW YORK —": ("NEW YORK", None, None, None, None, None),
    "BEIJING, Aug. 9 (Xinhua) --": ("BEIJING", None, 8, 9, None, "Xinhua"),
    "SEOUL, April 27 /NP-KOREA/ --": ("SEOUL", None, 4, 27, None, "NP-KOREA"),
    "BRUSSELS/WASHINGTON, Sept 3 -": ("BRUSSELS/WASHINGTON", None, 9, 3, None, None),
    "BRUSSELS/WASHINGTON/NEW YORK (NP) -": ("BRUSSELS/WASHINGTON/NEW YORK", None, None, None, None, "NP"),
    "LONDON and PARIS, June 4 (NP) -": ("LONDON and PARIS", None, 6, 4, None, "NP"),
    "TEL AVIV, Israel (AP) _": ("TEL AVIV", "Israel", None, None, None, "AP"),
    "STILLWATER, Okla., March 23 -": ("STILLWATER", "Okla.", 3, 23, None, None),
    "SURFERS PARADISE, Australia, March 24 -": ("SURFERS PARADISE", "Australia", 3, 24, None, None),
    "FERGUSON, MISSOURI —": ("FERGUSON", "MISSOURI", None, None, None, None),
    "JACKSON, Miss. (Reuters) -": ("JACKSON", "Miss.", None, None, None, "Reuters"),
    "McALLEN, Texas (AP) —": ("McALLEN", "Texas", None, None, None, "AP"),
    "UNITED NATIONS, Sept 20 (NP) -": ("UNITED NATIONS", None, 9, 20, None, "NP"),
    "ABOARD AIR FORCE ONE (NP) -": ("ABOARD AIR FORCE ONE", None, None, None, None, "NP"),
    "PORT-AU-PRINCE, Haiti (AP) —": ("PORT-AU-PRINCE", "Haiti", None, None, None, "AP"),
    "N'DJAMENA, Chad, June 2 (NP) -": ("N'DJAMENA", "Chad", 6, 2, None, "NP"),
    "SÃO PAULO, 3 de março (NP) -": ("SÃO PAULO", None, 3, 3, None, "NP"),
    "REYKJAVÍK, Oct. 12 (NP) –": ("REYKJAVÍK", None, 10, 12, None, "NP"),
    "PARIS, 12 novembre (AFP) -": ("PARIS", None, 11, 12, None, "AFP"),
    "PARIS, 1er août (NP) -": ("PARIS", None, 8, 1, None, "NP"),
    "MADRID, 12 nov. (EFE) .-": ("MADRID", None, 11, 12, None, "EFE"),
    "BERLIN, 12. November (dpa) -": ("BERLIN", None, 11, 12, None, "dpa"),
    "МОСКВА, 12 ноября. /ТАСС/.": ("МОСКВА", None, 11, 12, None, "ТАСС"),
    "МОСКВА, 12 ноя — РИА Новости.": ("МОСКВА", None, 11, 12, None, "РИА Новости"),
    "TIRANA, June 4 (NP)": ("TIRANA", None, 6, 4, None, "NP"),
    "Tbilisi, 9 Aug. (NP) –": ("Tbilisi", None, 8, 9, None, "NP"),
    "London (CNN) —": ("London", None, None, None, None, "CNN"),
    "Rio de Janeiro (AP) —": ("Rio de Janeiro", None, None, None, None, "AP"),
    "(Reuters) -": (None, None, None, None, None, "Reuters"),
    "(NP) —": (None, None, None, None, None, "NP"),
    "TRIPOLI, FEBRUARY 30 (NP) -": ("TRIPOLI", None, 2, 30, None, "NP"),  # the clerk's slip is for conflicts() to say
}


def fields(found: Dateline | None) -> tuple[object, ...] | None:
    return found and (found.place, found.country, found.month, found.day, found.year, found.agency)


@pytest.mark.parametrize(("printed", "expected"), PRINTED.items())
def test_a_dateline_is_read_with_all_its_parts(printed: str, expected: tuple[object, ...]) -> None:
    text = f"{printed.strip()} {STORY}"
    found = parse_dateline(text)
    assert found is not None
    assert fields(found) == expected
    assert text[found.start : found.end] == printed.strip()
    assert text[found.place_start : found.place_end] == (found.place or "")


@pytest.mark.parametrize("printed", [line for line in PRINTED if "TIRANA" not in line])
@pytest.mark.parametrize(
    "above",
    [
        "A photo was published beside the note",
        "(Corrects second paragraph to show that the talks took place on Monday)",
        "* Ministers agree to meet again\n* No joint statement\n* Next round in autumn",
        "By A. Writer and B. Reporter",
        "\ufeff \n",
    ],
)
def test_what_stands_above_the_dateline_does_not_hide_it(above: str, printed: str) -> None:
    text = f"{above}\n\n{printed.strip()} {STORY}\n\nA second paragraph follows."
    found = parse_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == printed.strip()


@pytest.mark.parametrize("printed", ["MOSCOW, November 12. /TASS/.", "GENEVA, March 3 (Reuters) -"])
def test_single_line_ends_and_windows_line_ends_part_paragraphs_too(printed: str) -> None:
    for newline in ("\n", "\r\n", "\r\n\r\n"):
        text = f"A line above{newline}{printed} {STORY}"
        found = parse_dateline(text)
        assert found is not None
        assert text[found.start : found.end] == printed


def test_a_dateline_wrapped_over_two_lines_is_one() -> None:
    text = f"VIENNA, November\n12 (NP) - {STORY}"
    assert fields(parse_dateline(text)) == ("VIENNA", None, 11, 12, None, "NP")


def test_a_dateline_glued_to_its_title_is_found() -> None:
    text = f"Ministers Meet Over Border-PHNOM PENH — -{STORY}"
    found = parse_dateline(text)
    assert fields(found) == ("PHNOM PENH", None, None, None, None, None)
    assert found is not None
    assert text[found.end :] == STORY


def test_an_editors_note_may_share_the_paragraph() -> None:
    text = f"(Corrects paragraph 2 to show that the talks took place) HAVANA (NP) - {STORY}"
    found = parse_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == "HAVANA (NP) -"


def test_towns_of_a_shared_dateline_are_told_apart() -> None:
    for printed in ("BRUSSELS/NEW YORK, Sept 3 -", "BRUSSELS and NEW YORK, Sept 3 -", "BRUSSELS AND NEW YORK (NP) -"):
        found = parse_dateline(f"{printed} {STORY}")
        assert found is not None
        assert found.places == ("BRUSSELS", "NEW YORK")


def test_a_title_with_a_dash_gives_way_to_the_full_dateline_below_it() -> None:
    text = f"EU LEADERS MEET — Talks go on into the night\n\nBRUSSELS, June 4 (NP) - {STORY}"
    assert fields(parse_dateline(text)) == ("BRUSSELS", None, 6, 4, None, "NP")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n \n",
        STORY,
        "NATO — the military alliance — met on Monday.",
        "IAEA (International Atomic Energy Agency) officials met on Monday.",
        "THE MINISTERS MET ON MONDAY, A SPOKESMAN (NOT NAMED) SAID.",
        "PRESIDENT: Good afternoon. — Thank you.",
        "ISLAMABAD: The minister met his guest.",
        "FILE - The two presidents at their meeting last year.",
        "BREAKING — Ministers agree to meet.",
        "UPDATE 2-Ministers agree to meet",
        "CORRECTED - Ministers agree to meet",
        "Marine Le Pen (FN) - who met the guest - said no.",
        "President Trump (right) - seen here with his guest - said no.",
        "Angela Merkel - then chancellor - met him.",
        "In May 2010 (NP) - so the report says - they met.",
        "Q - Did they meet?",
        "MINISTERS MEET - NO AGREEMENT",
        "117 — That is the number Kosovo gives.",
        "A, B, C (NP)",
        "القاهرة (NP) - التقى الوزيران",
        "The talks, held in GENEVA (NP) - were brief.",
        "(Adds quotes) Ministers met.",
        "(Reuters) Ministers met.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert parse_dateline(text) is None


def test_a_sub_heading_deep_in_the_story_is_no_dateline() -> None:
    heading = "BACK HOME — Critics called it a mistake."
    assert parse_dateline("\n\n".join([STORY] * 5 + [heading])) is None
    assert parse_dateline("\n\n".join([STORY * 4, heading])) is None


WIRE_PIECES = st.sampled_from(
    ["MOSCOW", "November", "12", ". ", "/", "TASS", "(", ")", " - ", "—", "--", ",", " ", "\n", "\n\n", "A", "é", "É"]
)


@given(st.one_of(st.text(max_size=400), st.lists(WIRE_PIECES, max_size=60).map("".join)))
def test_no_text_makes_it_raise_and_its_offsets_stay_inside(text: str) -> None:
    found = parse_dateline(text)
    if found is not None:
        assert 0 <= found.start <= found.place_start <= found.place_end <= found.end <= len(text)
        assert text[found.place_start : found.place_end] == (found.place or "")


@pytest.mark.parametrize(
    "hostile",
    [" " * 200_000, "A " * 100_000, "(" * 200_000, "\n \n" * 70_000, "A, " * 70_000, "/A" * 99_000, "1 May " * 30_000],
)
def test_hostile_text_costs_no_more_than_a_few_milliseconds(hostile: str) -> None:
    assert min(timeit.repeat(lambda: parse_dateline(hostile), number=1, repeat=5)) < 0.02
