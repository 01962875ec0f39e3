"""The lint: each finding has the smallest list that shows it, and a neighbour that does not."""

import datetime as dt

import pytest

from processors.watchlist import parse_watchlists
from processors.watchlist_lint import Finding, lint

TODAY = dt.date(2020, 6, 30)
ELSBERG = "{id: state:elsberg, name: Elsberg, kind: state, country: ZZ}"


def findings(*actors: str) -> list[Finding]:
    text = 'version: "1"\nactors:\n' + "".join(f"  - {actor}\n" for actor in (ELSBERG, *actors))
    return list(lint(parse_watchlists([("list.yaml", text.encode())]), TODAY))


def codes(*actors: str) -> list[tuple[str, str]]:
    return [(finding.level, finding.code) for finding in findings(*actors)]


def org(name: str, more: str = "") -> str:
    return f"{{id: org:{name.lower()}, name: {name}, kind: org{more}}}"


def ruler(name: str, span: str, title: str = "president", of: str = "state:elsberg") -> str:
    return (
        f"{{id: person:{name.lower()}, name: {name} Sand, kind: person, roles: [{{title: {title}, of: {of}, {span}}}]}}"
    )


def test_a_sound_list_has_no_findings() -> None:
    assert codes(org("Lions", ", aliases: [Order of the Lion]"), ruler("Otto", "from: 2001")) == []


def test_a_form_of_two_actors_without_conditions_is_an_error() -> None:
    found = findings(org("Lions", ", aliases: [The Pride]"), org("Bears", ", aliases: [the pride]"))
    assert [(f.level, f.code, f.actor) for f in found] == [("error", "clash", "org:bears")]
    assert "org:bears, org:lions" in found[0].message


@pytest.mark.parametrize("conditions", [("office", None), ("office", "country")])
def test_a_shared_form_with_conditions_is_only_noted(conditions: tuple[str, str | None]) -> None:
    forms = [f"{{text: The Pride, needs: [{need}]}}" if need else "The Pride" for need in conditions]
    assert codes(org("Lions", f", aliases: [{forms[0]}]"), org("Bears", f", aliases: [{forms[1]}]")) == [
        ("note", "shared-form")
    ]


def test_forms_that_differ_in_exact_case_do_not_clash() -> None:
    lions, bears = (f", aliases: [{{text: {form}, case: exact}}]" for form in ("WOW", "Wow"))
    assert codes(org("Lions", lions), org("Bears", bears)) == []


def test_an_exact_form_still_clashes_with_one_of_any_case() -> None:
    lions, bears = ", aliases: [{text: PRIDE, case: exact}]", ", aliases: [pride]"
    assert ("error", "clash") in codes(org("Lions", lions), org("Bears", bears))


def test_a_common_surname_does_not_clash_because_it_always_needs_support() -> None:
    assert codes(ruler("Otto", "from: 2001, to: 2004"), ruler("Ida", "from: 2004")) == [("note", "expired-role")]


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("XY", [("error", "too-short")]),
        ("{text: XY, case: exact}", []),
        ("{text: XY, needs: [office]}", []),
        ("XYZ", [("warning", "too-short")]),
        ("XYZA", []),
        ("March", [("warning", "too-common")]),
        ("{text: March, needs: [office]}", []),
        ("{text: March, case: exact}", []),
        ("Turkey", [("warning", "too-common")]),
        ("Jordan", [("warning", "too-common")]),
        ("Virginia", [("warning", "too-common")]),
        ("Friday", [("warning", "too-common")]),
        ("Georgia", [("warning", "too-common")]),
        ("Georgians", []),
    ],
)
def test_short_and_common_forms_need_a_condition(alias: str, found: list[tuple[str, str]]) -> None:
    assert codes(org("Lions", f", aliases: [{alias}]")) == found


@pytest.mark.parametrize(
    ("country", "seat", "found"),
    [
        ("CL", "Santiago", [("warning", "too-common")]),  # de los Caballeros, de Cuba, de Cali
        ("GB", "London", []),  # London in Ontario is smaller by far
        ("RU", "Moscow", []),
        ("GB", "Elsbergen", []),
    ],
)
def test_a_seat_that_is_as_well_known_a_city_elsewhere_needs_a_condition(
    country: str, seat: str, found: list[tuple[str, str]]
) -> None:
    assert codes(f"{{id: state:x-land, name: X-Land, kind: state, country: {country}, seats: [{seat}]}}") == found


@pytest.mark.parametrize(("surname", "found"), [("Elsberg", 1), ("Friday", 1), ("Elsberger", 0), ("May", 0)])
def test_a_surname_that_is_first_of_all_a_country_or_a_day_is_a_warning(surname: str, found: int) -> None:
    actor = f"{{id: person:ada, name: Ada {surname}, kind: person, country: ZZ}}"
    assert codes(actor) == [("warning", "surname")] * found


def test_a_form_given_again_in_other_case_or_accents_is_a_warning() -> None:
    assert codes(org("Lions", ", aliases: [Löwen, Lowen]")) == [("warning", "duplicate-form")]


def test_a_form_without_letters_is_an_error() -> None:
    assert ("error", "unmatchable") in codes(org("Lions", ', aliases: ["1234"]'))


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (("from: 2001", "president", "state:nowhere"), [("error", "unknown-office"), ("note", "no-country")]),
        (("from: 2021, to: 2002", "envoy"), [("error", "reversed-role"), ("note", "expired-role")]),
        (("from: 2001, to: 2002", "envoy"), [("note", "expired-role")]),
        (("from: 2001, to: 2020", "envoy"), []),
        (("from: 2001, to: 2020-06-29", "envoy"), [("note", "expired-role")]),
        (("from: 2001, to: 2019", "president"), [("note", "expired-role"), ("note", "vacant-office")]),
        (("from: 2001, to: 2009", "president"), [("note", "expired-role")]),
    ],
)
def test_roles_are_judged_by_the_day_given(role: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert codes(ruler("Otto", *role)) == found


@pytest.mark.parametrize(
    ("spans", "overlap"),
    [
        (("from: 2001, to: 2004-06-30", "from: 2004-06-30"), False),
        (("from: 2001, to: 2004-06-30", "from: 2004-06-29"), True),
        (("from: 2001, to: 2004", "from: 2004"), False),
        (("from: 2001, to: 2004", "from: 2003"), True),
        (("from: 2001", "from: 2003"), True),
    ],
)
def test_two_holders_of_one_office_overlap_only_when_it_is_certain(spans: tuple[str, str], overlap: bool) -> None:
    found = codes(ruler("Otto", spans[0]), ruler("Ida", spans[1]))
    assert (("warning", "overlap") in found) is overlap


def test_there_may_be_several_envoys_at_a_time() -> None:
    assert codes(ruler("Otto", "from: 2001", "envoy"), ruler("Ida", "from: 2002", "special envoy")) == []


def test_one_person_may_hold_one_office_twice() -> None:
    twice = "from: 2001, to: 2004-01-01}, {title: president, of: state:elsberg, from: 2003"
    assert codes(ruler("Otto", twice)) == []


def test_the_id_begins_with_the_kind() -> None:
    assert codes("{id: party:lions, name: Lions, kind: armed_group}") == [("error", "kind-of-id")]
    assert codes("{id: armed-group:lions, name: Lions, kind: armed_group}") == []


def test_a_state_needs_a_country_code_and_a_person_should_have_a_country() -> None:
    assert codes("{id: state:zenda, name: Zenda, kind: state}") == [("warning", "no-country")]
    assert codes("{id: person:jan-ohne, name: Jan Ohne, kind: person}") == [("note", "no-country")]
    assert codes("{id: person:jan-ohne, name: Jan Ohne, kind: person, country: ZZ}") == []


def test_one_wikidata_id_names_one_actor() -> None:
    found = codes(org("Lions", ", wikidata: Q1"), org("Bears", ", wikidata: Q1"), org("Wolves", ", wikidata: Q2"))
    assert found == [("error", "wikidata-twice")] * 2


def test_errors_come_first() -> None:
    levels = [f.level for f in findings(org("Lions", ", aliases: [XY, March]"), ruler("Otto", "to: 2001", "envoy"))]
    assert levels == ["error", "warning", "note"]
