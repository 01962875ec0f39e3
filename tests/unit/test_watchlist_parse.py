"""Watchlist files: what is read, and how a mistake is reported."""

import msgspec
import pytest

from processors.watchlist import parse_watchlists
from schemas.errors import Invalid
from schemas.watchlist import Alias, WatchedActor

RURITANIA = """\
version: "1"
actors:
  # A plainly fictional kingdom.
  - id: state:ruritania
    name: Ruritania
    kind: state
    country: NO
    aliases: [Kingdom of Ruritania, {text: RUR, case: exact, needs: [country]}]
    demonyms: [{adjective: Ruritanian, people: [Ruritanians]}]
    seats: [Strelsau]
"""
RUDOLF = """\
version: "1"
actors:
  - id: person:rudolf-rassendyll
    name: Rudolf Rassendyll
    kind: person
    roles: [{title: king, of: state:ruritania, from: 1894-02, to: 1894-05-30}]
"""


def parsed(*texts: str) -> tuple[WatchedActor, ...]:
    return parse_watchlists((f"{n}.yaml", text.encode()) for n, text in enumerate(texts)).actors


def message_of(text: str) -> str:
    with pytest.raises(Invalid) as caught:
        parse_watchlists([("list.yaml", text.encode())])
    assert caught.value.code == "watchlist.invalid"
    return caught.value.message


def test_a_file_becomes_actors_with_every_scalar_a_string() -> None:
    (actor,) = parsed(RURITANIA)
    assert actor.country == "NO", "not the false that YAML 1.1 makes of Norway"
    assert actor.aliases == ("Kingdom of Ruritania", Alias("RUR", "exact", ("country",)))


def test_dates_keep_their_precision() -> None:
    (actor,) = parsed(RUDOLF)
    assert (actor.roles[0].since, actor.roles[0].until) == ("1894-02", "1894-05-30")


def test_several_files_make_one_watchlist() -> None:
    assert [actor.id for actor in parsed(RURITANIA, RUDOLF)] == ["state:ruritania", "person:rudolf-rassendyll"]


def test_an_id_given_by_two_files_is_refused_with_both_names() -> None:
    with pytest.raises(Invalid, match=r"b\.yaml:4: id state:ruritania is already given by a\.yaml"):
        parse_watchlists([("a.yaml", RURITANIA.encode()), ("b.yaml", RURITANIA.encode())])


def edited(old: str, new: str, text: str = RURITANIA) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "list.yaml: the file is empty", id="empty"),
        pytest.param("actors: [", "list.yaml:2: not YAML", id="unfinished"),
        pytest.param("- 1\n", "Expected `object`, got `array`", id="a list at the top"),
        pytest.param(edited("    kind: state\n", ""), "list.yaml:4: Object missing required field", id="no kind"),
        pytest.param(edited("seats:", "seat:"), "list.yaml:4: Object contains unknown field `seat`", id="misspelt"),
        pytest.param(
            edited("needs: [country]", "needs: [luck]"),
            "list.yaml:8: Invalid enum value 'luck' - at `$.actors[0].aliases[1].needs[0]`",
            id="unknown need",
        ),
        pytest.param(edited("state:ruritania", "ruritania"), "list.yaml:4: Expected `str` matching", id="bad id"),
        pytest.param(edited("country: NO", "country: Norway"), "list.yaml:7: Expected `str` matching", id="bad code"),
        pytest.param(
            edited("    seats", "    seats: []\n    seats"), "list.yaml:11: field 'seats' is given twice", id="twice"
        ),
        pytest.param(edited("1894-05-30", "1894-02-30", RUDOLF), "list.yaml:6: 1894-02-30 is no date", id="no date"),
        pytest.param(edited("1894-02,", "spring 1894,", RUDOLF), "list.yaml:6: Expected `str` matching", id="words"),
        pytest.param("version: &a [*a]\n", "list.yaml:1: anchors and references are not allowed", id="endless"),
        pytest.param("version: !!python/name:os.system x\n", "python/name", id="a tag that would build"),
        pytest.param("version: !thing x\n", "list.yaml:1: tag !thing is not allowed", id="a tag of one's own"),
        pytest.param("version: " + 600 * "[" + 600 * "]", "nested more than 60 levels deep", id="deep"),
        pytest.param("- " * 100_000, "list.yaml:1: not YAML: nested more than 60 levels deep", id="bottomless"),
        pytest.param("\x00", "not YAML", id="control characters"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_place(text: str, message: str) -> None:
    assert message in message_of(text)


def test_bytes_that_are_not_utf_8_are_an_error_not_a_crash() -> None:
    with pytest.raises(Invalid, match=r"list\.yaml: not YAML"):
        parse_watchlists([("list.yaml", b"version: \xff\xfe\xfa")])


def test_the_digest_stays_when_only_layout_order_and_comments_change() -> None:
    plain = parse_watchlists([("a.yaml", RURITANIA.encode()), ("b.yaml", RUDOLF.encode())])
    commented = RURITANIA.replace("  # A plainly fictional kingdom.\n", "\n\n")
    moved = parse_watchlists([("other.yaml", RUDOLF.encode()), ("c.yaml", commented.encode())])
    assert moved.digest == plain.digest


@pytest.mark.parametrize("change", [("Strelsau", "Zenda"), ("[country]", "[office]"), ("RUR", "Rur")])
def test_the_digest_changes_with_what_is_watched(change: tuple[str, str]) -> None:
    assert (
        parse_watchlists([("a", edited(*change).encode())]).digest
        != parse_watchlists([("a", RURITANIA.encode())]).digest
    )


def test_an_actor_survives_json() -> None:
    (actor,) = parsed(RUDOLF)
    assert msgspec.json.decode(msgspec.json.encode(actor), type=WatchedActor) == actor
