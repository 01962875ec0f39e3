"""What a noun leaves open that points back to a meeting, and whom its sentence adds."""

import pytest

from processors.back_references import is_attended, is_bare
from processors.tokens import Token
from tests.parsed_stories import story_of

_NOUNS = ("talks", "meeting", "summit", "visit", "session")


def noun_of(sentence: str) -> Token:
    return next(token for token in story_of(sentence).docs[0] if token.lower_ in _NOUNS)


@pytest.mark.parametrize(
    ("sentence", "bare"),
    [
        ("Both sides called the talks useful.", True),
        ("The two-hour meeting ended in silence.", True),
        ("Their meeting ended in silence.", True),
        ("The trade talks ended in silence.", False),
        ("The secret meeting ended in silence.", False),
        ("Roy's visit ended in silence.", False),
        ("The talks with the rebels ended in silence.", False),
        ("The meeting in Norport ended in silence.", False),
        ("The meeting ended in Norport.", True),
    ],
)
def test_a_bare_noun_has_nothing_that_tells_it_from_others(sentence: str, bare: bool) -> None:
    assert is_bare(noun_of(sentence)) is bare


@pytest.mark.parametrize(
    ("sentence", "attended"),
    [
        ("Ana Roy chaired the meeting.", True),
        ("Ana Roy attended the summit.", True),
        ("The talks were mediated by Ana Roy.", True),
        ("Nothing was said of the talks, led by Ana Roy and Bo Lind.", True),
        ("Nothing was said of the talks headed by Ana Roy.", True),
        ("Ana Roy praised the talks.", False),
        ("Ana Roy spoke after the meeting.", False),
        ("Ana Roy led the protest against the talks.", False),
    ],
)
def test_who_leads_or_attends_it_is_said_to_take_part(sentence: str, attended: bool) -> None:
    assert is_attended(noun_of(sentence)) is attended
