"""Options of `wirewatch replay` that do not fit together are refused before any server is asked."""

import pytest

from tests.commands import wirewatch


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--from and/or --to, or --all"),
        (("--all", "--from", "2018-01-01"), "exclude each other"),
        (("--resume", "--all"), "--resume takes range"),
        (("--resume", "--dry-run"), "--resume takes range"),
        (("--from", "2018-02-01", "--to", "2018-01-01"), "--from is not before --to"),
        (("--from", "yesterday"), "yesterday"),
        (("--all", "--dead-letters", "5"), "--dead-letters is a share"),
        (("--all", "--watch", "no-such-file.yaml"), "neither listed, any nor a file"),
        (("--all", "--limit", "0"), "--limit"),
    ],
)
def test_options_that_do_not_fit_end_with_2_and_say_why(arguments: tuple[str, ...], says: str) -> None:
    ended = wirewatch({"COLUMNS": "200"}, "replay", *arguments)
    assert ended.returncode == 2, ended.stderr
    assert says in ended.stderr


def test_a_share_that_is_none_has_its_code() -> None:
    ended = wirewatch({}, "replay", "--all", "--fail-on-lost", "often")
    assert (ended.returncode, "settings.invalid" in ended.stderr) == (1, True)
