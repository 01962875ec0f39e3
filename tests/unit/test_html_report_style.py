"""The page's colours: readable in light and in dark, and never the only sign of a role."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from streams.html_report import render_articles
from streams.report.evidence import ROLE_LABELS
from tests.builders import meeting, result

TREE = LexborHTMLParser("".join(render_articles([result(meeting())])))
STYLE = TREE.css_first("style").text()  # type: ignore[union-attr]
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S))
PAIRS = [
    ("ink", "page"),
    ("ink", "paper"),
    ("soft", "page"),
    ("soft", "paper"),
    ("link", "page"),
    ("link", "paper"),
    ("paper", "event"),
    *((role, f"{role}-tint") for role in (*ROLE_LABELS, "good", "bad", "open")),
    *(("ink", f"{role}-tint") for role in ROLE_LABELS),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_words_stand_out_from_what_is_behind_them(palette: dict[str, str], front: str, back: str) -> None:
    lighter, darker = sorted((luminance(palette[front]), luminance(palette[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2.2, 1.4.3, level AA


def test_every_role_has_its_own_line_and_its_own_label() -> None:
    lines = [re.search(rf"mark\.{role} \{{[^}}]*\}}", STYLE) for role in ROLE_LABELS]
    assert all(lines)
    assert len(set(ROLE_LABELS.values())) == len(ROLE_LABELS)
    legend = [item.text().split()[0] for item in TREE.css(".legend li")]
    assert legend[:-1] == list(ROLE_LABELS.values())
