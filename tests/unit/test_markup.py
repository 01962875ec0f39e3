"""HTML bodies as plain paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.markup import html_to_text
from processors.normalise import normalise


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Modi flew to Tokyo.</p><p>He met Ishiba.</p>", "Modi flew to Tokyo.\n\nHe met Ishiba."),
        ("<div>Modi flew to Tokyo.<div>He met Ishiba.</div>They dined.</div>",
         "Modi flew to Tokyo.\n\nHe met Ishiba.\n\nThey dined."),
        ("Modi<br>met<br><br>Ishiba", "Modi\nmet\n\nIshiba"),
        ("<p>Modi <b>met</b> <a href='x'>Ishiba</a>, <i>again</i>.</p>", "Modi met Ishiba, again."),
        ("<p>Talks\n   over\ttwo\n lines</p>", "Talks over two lines"),
        ("<ul><li>Modi arrives<li>Ishiba waits</ul>", "Modi arrives\n\nIshiba waits"),
        ("<table><tr><td>Host<td>Japan</tr><tr><td>Guest<td>India</tr></table>", "Host Japan\n\nGuest India"),
        ("<p>C&ocirc;te d&#39;Ivoire &amp; Mali&nbsp;met</p>", "Côte d'Ivoire & Mali met"),
        ("<head><title>page</title></head><style>p{}</style><p>Modi met</p><script>if (a<b) {}</script>", "Modi met"),
        ("<p>before</p><!-- Modi met nobody --><p>after</p>", "before\n\nafter"),
        ("<p>never <b>closed", "never closed"),
        ("</p>closed <before it opened", "closed"),
        ("no markup at all", "no markup at all"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert normalise(html_to_text(markup)) == text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<p>", "<span>", "<blockquote>", "<a href=x>"])
def test_markup_nested_beyond_reason_takes_no_time(tag: str) -> None:
    started = time.perf_counter()
    text = html_to_text(tag * 60_000 + "the story")
    assert "the story" in text
    assert time.perf_counter() - started < 5


@given(st.text(st.sampled_from("<>/!-&;abp div\"='\n\x00\u2028é"), max_size=200))
def test_no_markup_raises(markup: str) -> None:
    normalise(html_to_text(markup))
