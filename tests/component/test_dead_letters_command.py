"""What `wirewatch dead-letters` refuses before it asks a broker."""

import pytest
from typer.testing import CliRunner

from streams.cli import app


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["replay"], "--reason"),
        (["replay", "--reason", " ", "0/1"], "say why"),
        (["replay", "--reason", "fixed"], "name letters, or choose them"),
        (["replay", "--reason", "fixed", "--code", "no.such"], "no such code"),
        (["replay", "--reason", "fixed", "seven"], "PARTITION/OFFSET"),
        (["show", "0-7"], "PARTITION/OFFSET"),
    ],
)
def test_a_command_that_does_not_say_what_it_means_is_refused(arguments: list[str], says: str) -> None:
    refused = CliRunner().invoke(app, ["dead-letters", *arguments], env={"COLUMNS": "200"})
    assert refused.exit_code == 2
    assert says in refused.output
