"""How the weights of the scorers are learned from labelled examples."""

import pytest

from tests.gold.train_meetings import learn


def _examples(times: int) -> list[tuple[list[str], bool]]:
    right: list[tuple[list[str], bool]] = [(["sign"], True)] * times
    return [*right, *[(["other"], False)] * times]


@pytest.mark.parametrize(("times", "is_common"), [(150, True), (50, False)])
def test_a_common_feature_bears_the_heavier_penalty_and_a_rare_one_does_not(times: int, is_common: bool) -> None:
    plain = learn(_examples(times), ridge=12.0)["sign"]
    heavy = learn(_examples(times), ridge=12.0, common=5.0)["sign"]
    assert plain > 0
    assert (heavy < 0.8 * plain) is is_common
    assert heavy > 0
