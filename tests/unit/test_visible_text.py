"""Control characters of the wire are written out, and nothing else is touched."""

import pytest

from streams.visible_text import one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("beep\x07\x00", "beep␇␀"),
        ("one\rtwo", "one␍two"),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("abc\u202edef", "abc⟨U+202E⟩def"),
        ("\u2066inside\u2069", "⟨U+2066⟩inside⟨U+2069⟩"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
    ],
)
def test_what_a_terminal_or_a_browser_would_obey_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
    visible(text).encode()  # and it can be printed


@pytest.mark.parametrize(
    "text", ["Thaçi’s “talks”", "السودان\u200f", "two\nlines\tand a tab", "👩‍🚀", "soft\u00adhyphen"]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_one_line_folds_white_space_and_cuts_at_a_word() -> None:
    assert one_line("a\n\n b\u2028c\t d") == "a b c d"
    assert one_line("Mira Oslan met Teodor Vance", 15) == "Mira Oslan met…"
    assert one_line("Mira Oslan met Teodor Vance", 27) == "Mira Oslan met Teodor Vance"
    assert one_line("x" * 30, 10) == "x" * 9 + "…"
