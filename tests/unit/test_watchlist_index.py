"""Lookups over a watchlist: forms, surnames, and who held which office when."""

import datetime as dt
import pickle

import pytest

from processors.watchlist_index import CompiledWatchlist, entries_of, first_day, index_actors, last_day
from processors.watchlist_surnames import surnames
from processors.watchlist_titles import also_called, normal_title
from schemas.watchlist import Alias, Demonym, Role, WatchedActor


def person(name: str, *roles: Role, surname: str | None = None, aliases: tuple[str | Alias, ...] = ()) -> WatchedActor:
    slug = "-".join(name.lower().replace(".", "").split())
    return WatchedActor(f"person:{slug}", name, "person", surname=surname, aliases=aliases, roles=roles)


def state(name: str, *, leader: str | None = None) -> WatchedActor:
    return WatchedActor(f"state:{name.lower()}", name, "state", country="ZZ", leader=leader)


def watchlist(*actors: WatchedActor) -> CompiledWatchlist:
    return index_actors(actors, version="1", digest="sha256:0")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_every_form_carries_its_source_and_conditions() -> None:
    actor = WatchedActor(
        "state:ruritania",
        "Ruritania",
        "state",
        case="exact",
        aliases=(Alias("RUR", "exact", ("country",)), "Kingdom of Ruritania"),
        demonyms=(Demonym("Ruritanian", ("Ruritanian", "Ruritanians"), needs=("office",)),),
        seats=(Alias("Strelsau", needs=("country",)),),
    )
    assert [(e.form, e.source, e.exact_case, e.needs) for e in entries_of(actor)] == [
        ("Ruritania", "name", True, ()),
        ("RUR", "alias", True, ("country",)),
        ("Kingdom of Ruritania", "alias", False, ()),
        ("Strelsau", "seat", False, ("country",)),
        ("Ruritanian", "demonym", False, ("office",)),
        ("Ruritanians", "people", False, ("office",)),
    ]


def test_a_surname_needs_a_full_name_or_an_office_and_its_capital_letter() -> None:
    (entry,) = [e for e in entries_of(person("Flavia Moon")) if e.source == "surname"]
    assert (entry.form, entry.exact_case, entry.needs) == ("Moon", True, ("full name", "office"))


@pytest.mark.parametrize(
    ("name", "surname", "forms"),
    [
        ("Rudolf Rassendyll", None, ("Rassendyll",)),
        ("Alexander Van der Linde", None, ("Van der Linde",)),
        ("Anna von der Heide", None, ("von der Heide", "Von der Heide")),
        ("Omar al-Sufi", None, ("al-Sufi", "Al-Sufi", "Sufi")),
        ("Tamim bin Rashid", None, ("bin Rashid", "Bin Rashid")),
        ("Ferdinand Black Jr.", None, ("Black",)),
        ("Wen Lihua", "Wen", ("Wen",)),
        ("Charles IV", None, ()),
        ("Charles IV", "Charles", ("Charles",)),
        ("King Boris", None, ()),
        ("Sugiono", None, ()),
        ("Bin Rashid", None, ("Rashid",)),
    ],
)
def test_the_last_name_keeps_its_particles_and_may_lose_the_arabic_article(
    name: str, surname: str | None, forms: tuple[str, ...]
) -> None:
    assert surnames(person(name, surname=surname)) == forms


def test_other_spellings_of_the_name_give_their_surnames_too() -> None:
    actor = person("Viktor Yanov", aliases=("Victor Yanoff", "Comrade Bull", Alias("V. Yanow", needs=("office",))))
    assert surnames(actor) == ("Yanov", "Yanoff")


def test_a_surname_that_is_given_is_the_only_one() -> None:
    assert surnames(person("Wen Lihua", surname="Wen", aliases=("Wen Li-hua",))) == ("Wen",)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016-04-07", "2016-04-07", "2016-04-07"),
    ],
)
def test_a_date_covers_all_its_days(date: str, first: str, last: str) -> None:
    assert (first_day(date), last_day(date)) == (day(first), day(last))


ELSBERG = state("Elsberg")
OLD = person("Otto Grau", Role("President", "state:elsberg", "1999-12-31", "2008-05-07"))
NEW = person("Ida Weiss", Role("president", "state:elsberg", "2008-05-07", "2012"))
PREMIER = person("Max Rot", Role("prime minister", "state:elsberg", "2001", "2004-06"))
LISTED = watchlist(ELSBERG, OLD, NEW, PREMIER)


@pytest.mark.parametrize(
    ("title", "on", "holder"),
    [
        ("president", "1999-12-30", None),
        ("president", "1999-12-31", OLD),
        ("the then-president".removeprefix("the "), "2005-01-01", OLD),
        ("President", "2012-12-31", NEW),
        ("president", "2013-01-01", None),
        ("premier", "2001-01-01", PREMIER),
        ("Prime Minister", "2004-06-30", PREMIER),
        ("prime minister", "2004-07-01", None),
        ("acting president", "2005-01-01", OLD),
        ("leader", "2003-01-01", OLD),
        ("head of state", "2003-01-01", OLD),
        ("head of government", "2003-01-01", PREMIER),
        ("king", "2003-01-01", None),
    ],
)
def test_an_office_has_its_holder_of_the_day(title: str, on: str, holder: WatchedActor | None) -> None:
    assert LISTED.holder(title, "state:elsberg", day(on)) == holder


def test_on_a_day_of_change_there_are_two_holders_and_no_single_one() -> None:
    assert LISTED.holders("president", "state:elsberg", day("2008-05-07")) == (NEW, OLD)
    assert LISTED.holder("president", "state:elsberg", day("2008-05-07")) is None


def test_an_office_of_an_unknown_actor_has_no_holder() -> None:
    assert LISTED.holders("president", "state:nowhere", day("2005-01-01")) == ()


def test_the_leader_is_whoever_holds_the_office_the_state_names() -> None:
    listed = watchlist(state("Elsberg", leader="premier"), OLD, PREMIER)
    assert listed.holder("leader", "state:elsberg", day("2003-01-01")) == PREMIER


def test_a_role_called_leader_goes_before_every_other_office() -> None:
    strongman = person("Kurt Blau", Role("leader", "state:elsberg", "2000"))
    listed = watchlist(ELSBERG, OLD, strongman)
    assert listed.holder("leader", "state:elsberg", day("2003-01-01")) == strongman


def test_an_interim_president_does_not_displace_the_president() -> None:
    rival = person("Lena Braun", Role("interim president", "state:elsberg", "2003", "2004"))
    listed = watchlist(ELSBERG, OLD, rival)
    assert listed.holder("president", "state:elsberg", day("2003-05-05")) == OLD
    assert listed.holder("interim president", "state:elsberg", day("2003-05-05")) == rival


def test_roles_of_a_day_come_in_the_order_of_the_list() -> None:
    both = person("Ana Rosa", Role("king", "state:elsberg", "2001"), Role("president", "state:elsberg", "1990", "2003"))
    listed = watchlist(ELSBERG, both)
    assert [role.title for role in listed.roles_of(both, day("2002-01-01"))] == ["king", "president"]
    assert listed.role_of(both, day("1995-01-01")) == both.roles[1]
    assert listed.role_of(both, day("1980-01-01")) is None


FATHER = person("George Busch", Role("president", "state:elsberg", "1989-01-20", "1993-01-20"), surname="Busch")
SON = person("Georg Busch", Role("president", "state:elsberg", "2001-01-20", "2009-01-20"), surname="Busch")


@pytest.mark.parametrize(
    ("on", "meant"),
    [("1990-01-01", FATHER), ("1996-06-01", FATHER), ("1999-06-01", SON), ("2005-01-01", SON), ("2020-01-01", SON)],
)
def test_of_two_with_one_name_the_one_in_or_nearest_to_office_is_meant(on: str, meant: WatchedActor) -> None:
    assert watchlist(ELSBERG, FATHER, SON).closest([FATHER, SON], day(on)) == meant


def test_nobody_is_closest_when_two_are_equally_near_or_none_has_an_office() -> None:
    listed = watchlist(ELSBERG, OLD, PREMIER)
    assert listed.closest([OLD, PREMIER], day("2002-01-01")) is None
    assert listed.closest([person("Jan Ohne")], day("2002-01-01")) is None
    assert listed.closest([], day("2002-01-01")) is None


def test_a_person_belongs_to_the_country_of_the_first_office() -> None:
    assert LISTED.country(OLD) == "ZZ"
    assert LISTED.country(person("Jan Ohne")) is None


def test_an_actor_is_found_by_id_and_by_any_form_whatever_its_case_and_accents() -> None:
    actor = person("Łukasz Żak", aliases=("Lukas Zack",))
    listed = watchlist(actor)
    assert listed.named("LUKASZ ZAK") == listed.named("lukas zack") == listed.named("Zak") == (actor,)
    assert listed.named(actor.id) == (actor,)
    assert listed.named("Nobody") == ()


def test_a_compiled_watchlist_travels_to_other_processes() -> None:
    copy = pickle.loads(pickle.dumps(LISTED))
    assert copy == LISTED
    assert copy.holder("president", "state:elsberg", day("2005-01-01")) == OLD


@pytest.mark.parametrize(
    ("title", "normal"),
    [
        ("Premier", "prime minister"),
        ("PM", "prime minister"),
        ("Minister of Foreign Affairs", "foreign minister"),
        ("external  affairs minister", "foreign minister"),
        ("Secretary-General", "secretary general"),
        ("ex-President", "president"),
        ("former acting president", "acting president"),
        ("Chairperson", "chair"),
        ("defense secretary", "defence minister"),
        ("minister of silly walks", "minister of silly walks"),
    ],
)
def test_titles_of_one_office_have_one_form(title: str, normal: str) -> None:
    assert normal_title(title) == normal


def test_a_foreign_minister_may_be_called_a_secretary() -> None:
    assert also_called("foreign minister") == ("foreign minister", "foreign secretary", "secretary of state")
