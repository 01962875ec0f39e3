"""The list that ships: complete where it promises to be, free of errors, and right about well-known days."""

import datetime as dt
from importlib import resources

import pytest

from processors.folding import fold
from processors.watchlist_index import CompiledWatchlist
from processors.watchlist_lint import lint
from streams.watchlist_files import load_starter, starter_files


@pytest.fixture(scope="module")
def starter() -> CompiledWatchlist:
    return load_starter()


# Two people really claimed these offices at once; the reason stands as a comment in the list.
RIVALS = {
    "person:akhmad-kadyrov",
    "person:alassane-ouattara",
    "person:kurmanbek-bakiyev",
    "person:maia-sandu",
    "person:marc-ravalomanana",
    "person:norodom-ranariddh",
    "person:pedro-carmona",
}


def test_it_lints_without_errors_and_every_warning_is_explained(starter: CompiledWatchlist) -> None:
    found = [f for f in lint(starter, dt.date(2026, 7, 19)) if f.level != "note"]
    assert {(f.level, f.code, f.actor) for f in found} == {("warning", "overlap", actor) for actor in RIVALS}


UN_MEMBERS = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG
CD CR CI HR CU CY CZ KP DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN
ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ
MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG
SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW
"""


def test_every_member_of_the_united_nations_is_watched(starter: CompiledWatchlist) -> None:
    members = set(UN_MEMBERS.split())
    assert len(members) == 193
    assert members <= {actor.country for actor in starter.actors if actor.kind == "state"}


@pytest.mark.parametrize(
    "name",
    [
        "Kosovo",
        "Palestine",
        "Taiwan",
        "Abkhazia",
        "South Ossetia",
        "Western Sahara",
        "Northern Cyprus",
        "Transnistria",
        "Somaliland",
        "Nagorno-Karabakh",
        "Holy See",
        "Soviet Union",
        "Yugoslavia",
        "Czechoslovakia",
    ],
)
def test_disputed_and_former_states_have_a_country_of_their_own(starter: CompiledWatchlist, name: str) -> None:
    (actor,) = starter.named(name)
    assert actor.kind == "state"
    assert [other for other in starter.actors if other.kind == "state" and other.country == actor.country] == [actor]


def test_states_say_how_their_people_are_called(starter: CompiledWatchlist) -> None:
    silent = [a.name for a in starter.actors if a.kind == "state" and not a.demonyms]
    assert silent == ["Holy See", "Luhansk People's Republic"], "no word for its people is in use"


@pytest.mark.parametrize(
    ("form", "actor", "source"),
    [
        ("Kremlin", "state:russia", "seat"),
        ("Pristina", "state:kosovo", "seat"),
        ("White House", "state:united-states", "seat"),
        ("Downing Street", "state:united-kingdom", "seat"),
        ("Elysee Palace", "state:france", "seat"),
        ("Kosovan", "state:kosovo", "demonym"),
        ("Spaniards", "state:spain", "people"),
        ("Swaziland", "state:eswatini", "alias"),
        ("Burma", "state:myanmar", "alias"),
        ("Zaire", "state:democratic-republic-of-the-congo", "alias"),
        ("Turkiye", "state:turkey", "alias"),
        ("Security Council", "igo:un-security-council", "alias"),
        ("Tamil Tigers", "armed-group:ltte", "alias"),
        ("Volodymyr Zelenskyy", "person:volodymyr-zelensky", "alias"),
        ("Alyaksandr Lukashenka", "person:alexander-lukashenko", "alias"),
        ("Moammar Gadhafi", "person:muammar-gaddafi", "alias"),
        ("Thaçi", "person:hashim-thaci", "surname"),
        ("Xi", "person:xi-jinping", "surname"),
        ("von der Leyen", "person:ursula-von-der-leyen", "surname"),
    ],
)
def test_well_known_forms_name_their_actor(starter: CompiledWatchlist, form: str, actor: str, source: str) -> None:
    found = {(e.actor.id, e.source) for e in starter.entries if fold(e.form) == fold(form)}
    assert found == {(actor, source)}


@pytest.mark.parametrize(
    ("title", "of", "day", "holder"),
    [
        ("president", "state:russia", "2018-11-11", "Vladimir Putin"),
        ("prime minister", "state:russia", "2010-06-01", "Vladimir Putin"),
        ("foreign minister", "state:russia", "2018-11-11", "Sergei Lavrov"),
        ("leader", "state:kosovo", "2018-11-12", "Hashim Thaçi"),
        ("leader", "state:serbia", "2018-11-12", "Aleksandar Vučić"),
        ("leader", "state:soviet-union", "1988-06-01", "Mikhail Gorbachev"),
        ("leader", "state:germany", "2018-11-11", "Angela Merkel"),
        ("leader", "state:north-korea", "2018-06-12", "Kim Jong-un"),
        ("leader", "state:turkey", "2010-01-01", "Recep Tayyip Erdoğan"),
        ("president", "state:venezuela", "2019-03-01", "Nicolás Maduro"),
        ("interim president", "state:venezuela", "2019-03-01", "Juan Guaidó"),
        ("premier", "state:china", "2001-06-01", "Zhu Rongji"),
        ("foreign minister", "state:united-kingdom", "2017-06-01", "Boris Johnson"),
        ("secretary of state", "state:united-states", "2014-06-01", "John Kerry"),
        ("chief", "igo:united-nations", "2010-06-01", "Ban Ki-moon"),
        ("secretary-general", "igo:nato", "2018-07-01", "Jens Stoltenberg"),
        ("foreign policy chief", "igo:european-union", "2012-10-01", "Catherine Ashton"),
        ("pope", "state:holy-see", "1990-01-01", "John Paul II"),
        ("king", "state:jordan", "1994-10-26", "King Hussein"),
        ("chairman", "party:palestine-liberation-organization", "1993-09-13", "Yasser Arafat"),
        ("leader", "state:western-sahara", "2020-01-01", "Brahim Ghali"),
        ("president", "state:south-africa", "1995-01-01", "Nelson Mandela"),
    ],
)
def test_an_office_on_a_well_known_day(starter: CompiledWatchlist, title: str, of: str, day: str, holder: str) -> None:
    found = starter.holder(title, of, dt.date.fromisoformat(day))
    assert found is not None
    assert found.name == holder


def test_there_are_leaders_enough(starter: CompiledWatchlist) -> None:
    dated = [a for a in starter.actors if a.kind == "person" and any(role.since for role in a.roles)]
    assert len(dated) >= 2000


def test_president_bush_is_the_one_of_the_day(starter: CompiledWatchlist) -> None:
    named = starter.named("Bush")
    meant = [starter.closest(named, dt.date(year, 6, 1)) for year in (1990, 2003)]
    assert [actor and actor.name for actor in meant] == ["George H. W. Bush", "George W. Bush"]


@pytest.mark.parametrize("form", ["May", "Li", "Kim", "Georgia", "Jordan", "Congo", "Commonwealth", "WHO"])
def test_ambiguous_forms_never_stand_without_support(starter: CompiledWatchlist, form: str) -> None:
    entries = [entry for entry in starter.entries if entry.form == form]
    assert entries
    assert all(entry.needs for entry in entries)


def test_abbreviations_keep_their_case(starter: CompiledWatchlist) -> None:
    for form in ("US", "U.S.", "UK", "UN", "EU", "DRC", "UAE", "IMF", "ETA"):
        assert all(entry.exact_case for entry in starter.entries if entry.form == form)


def test_the_notice_names_the_source_and_its_licence() -> None:
    notice = resources.files("deploy.watchlists").joinpath("NOTICE").read_text(encoding="utf-8")
    assert "mledoze/countries" in notice
    assert "Open Database License" in notice


def test_the_files_are_short_lines_for_people(starter: CompiledWatchlist) -> None:
    assert len(starter) > 3000
    for name, content in starter_files():
        assert max(len(line) for line in content.decode().splitlines()) <= 120, name
