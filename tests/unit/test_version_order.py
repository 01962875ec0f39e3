"""Which version of an article stands, whatever the order they arrive in and however often."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from schemas.article import version_number
from streams.article_document import instant
from streams.version_order import Judgement, VersionPlace, incoming_place, is_newer, judge, place_of
from tests.builders import NOON


@dataclass(frozen=True)
class Version:
    """A version as a feed sends it; two with equal fields are one record sent twice."""

    minutes: int
    version: str | None = None
    kill: bool = False
    text: str = ""


@dataclass(frozen=True)
class Standing:
    version: Version
    place: VersionPlace


def arrive(stored: Standing | None, version: Version) -> tuple[Standing, Judgement | None]:
    """What stands once a version has arrived; the stored place goes through its document, as it does in the index."""
    place = incoming_place(
        version_number(version.version),
        NOON + timedelta(minutes=version.minutes),
        stored.place if stored else None,
        kill=version.kill,
    )
    article = {"order": place.order, "version": version.version}
    article |= {} if place.number is None else {"version_number": place.number}
    article |= {} if place.latest_created is None else {"latest_created": instant(place.latest_created)}
    there = Standing(version, place_of(article, "kill" if version.kill else "new"))
    if stored is None:
        return there, None
    judgement = judge(place, stored.place, same_text=stored.version == version)
    return (there if judgement in ("changed", "duplicate") else stored), judgement


def standing(*versions: Version) -> Version:
    stored: Standing | None = None
    for version in versions:
        stored, _ = arrive(stored, version)
    assert stored
    return stored.version


def test_an_unnumbered_version_that_was_overtaken_stays_so_however_often_it_comes() -> None:
    unnumbered, first, second = Version(17), Version(20, "1"), Version(15, "2")
    assert standing(unnumbered, first, second) == second
    assert standing(unnumbered, first, second, unnumbered) == second
    # Nor does one that is new, but older than what the second version replaced.
    assert standing(first, second, Version(18)) == second
    assert standing(first, second, Version(21)) == Version(21)


def test_a_kill_that_was_overtaken_stays_so_and_a_later_one_holds() -> None:
    kill, first, second = Version(17, kill=True), Version(20, "1"), Version(15, "2")
    assert standing(kill, first, second, kill) == second
    later = Version(20, kill=True)
    assert standing(first, second, later) == later


def test_a_kill_holds_against_a_version_written_before_it_whatever_its_number() -> None:
    kill = Version(20, kill=True)
    for order in permutations([Version(10, "1"), Version(15, "2"), kill]):
        assert standing(*order) == kill, order
    after = Version(25, "3")
    for order in permutations([Version(10, "1"), kill, after]):
        assert standing(*order) == after, order


def test_a_kill_with_the_number_it_was_written_for_holds_as_well() -> None:
    kill = Version(20, "1", kill=True)
    assert standing(Version(10, "3"), kill) == kill
    assert standing(Version(10, "3"), kill, Version(15, "4")) == kill
    assert standing(Version(10, "3"), kill, Version(25, "4")) == Version(25, "4")


_versions = st.builds(
    Version,
    st.integers(0, 5),
    st.sampled_from([None, "1", "2", "3", "x"]),
    st.booleans(),
    st.sampled_from(["", "other"]),
)


@given(st.lists(_versions, min_size=1, max_size=6, unique=True), st.lists(st.integers(0, 5), max_size=3))
@example([Version(3), Version(4, "1"), Version(2, "2")], [0, 0])
def test_a_version_that_was_replaced_never_stands_again_however_often_records_are_read_again(
    versions: list[Version], rewinds: list[int]
) -> None:
    replaced: set[Version] = set()
    stored: Standing | None = None
    for start in [0, *rewinds]:  # a worker that was killed reads on from an earlier record, and may be killed again
        for version in versions[start:]:
            before = stored
            stored, judgement = arrive(stored, version)
            if before and judgement == "changed":
                replaced.add(before.version)
            assert stored.version not in replaced


@given(st.lists(_versions, min_size=1, max_size=6, unique=True), st.lists(st.integers(0, 5), max_size=3))
def test_what_was_read_once_changes_nothing_when_it_is_read_again(versions: list[Version], rewinds: list[int]) -> None:
    numbers = sorted((int(each.version), each.minutes) for each in versions if each.version in {"1", "2", "3"})
    assume([minutes for _, minutes in numbers] == sorted(minutes for _, minutes in numbers))
    stored: Standing | None = None
    for version in versions:
        stored, _ = arrive(stored, version)
    again = stored
    for start in rewinds:
        for version in versions[start:]:
            again, _ = arrive(again, version)
    assert again == stored


@given(st.lists(_versions, min_size=1, max_size=6))
def test_the_external_version_never_falls_and_a_kill_is_above_what_it_ties_with(versions: list[Version]) -> None:
    stored: Standing | None = None
    for version in versions:
        before = stored
        stored, judgement = arrive(stored, version)
        if before and judgement == "changed":
            assert stored.place.article_version > before.place.article_version
        assert 0 < stored.place.article_version < 1 << 63


@given(st.permutations([(1, 5), (2, 3), (2, 7), (3, 1)]))
def test_numbered_versions_are_in_one_order_whatever_comes_first(numbered: list[tuple[int, int]]) -> None:
    assert standing(*(Version(minutes, str(number)) for number, minutes in numbered)) == Version(1, "3")


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        (Version(5, "2"), Version(9, "1"), True),
        (Version(9, "1"), Version(5, "2"), False),
        (Version(9, kill=True), Version(5, "2"), True),
        (Version(5, "2"), Version(9, kill=True), False),
        (Version(9, "2"), Version(5, kill=True), True),
        (Version(5), Version(5), False),
    ],
)
def test_of_two_generations_the_later_version_is_known_without_either_having_met_the_other(
    one: Version, other: Version, newer: bool
) -> None:
    first, _ = arrive(None, one)
    second, _ = arrive(None, other)
    assert is_newer(first.place, second.place) is newer
