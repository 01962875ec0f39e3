"""The HTML page of `wirewatch detect`, read back as a browser would read it."""

import re
import tracemalloc
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.article_result import ArticleResult, Revision
from schemas.event import Actor, Attribution, Codes, Count, Participant, Place, Response, Sentence, Time, Trigger
from streams.html_report import render_articles
from streams.report.story import language_name, web_address
from tests.builders import NOON, actor, meeting, participant, recognition, result

TEXT = (
    "PORT SORREL, May 4 (NP) - Mira Oslan met Teodor Vance in Port Sorrel on Sunday, she wrote on Twitter.\n\n"
    "Avaria made no comment. More than 60 countries, Avaria among them, refuse to recognise Norland."
)


def at(text: str, nth: int = 0) -> dict[str, Any]:
    start = [match.start() for match in re.finditer(re.escape(text), TEXT)][nth]
    return {"text": text, "start": start, "end": start + len(text)}


FIRST = replace(
    meeting(
        "id-of-the-meeting",
        participants=[
            Participant(name="Mira Oslan", **at("Mira Oslan"), id="person:oslan", watched=True, kind="person"),
            Participant(name="Teodor Vance", **at("Teodor Vance"), resolved_by="ner", role="host"),
        ],
        place=Place(name="Port Sorrel", **at("Port Sorrel"), country="NO"),
        time=Time(
            start="2031-05-04",
            end="2031-05-04",
            precision="day",
            basis="relative",
            text="Sunday",
            start_char=at("Sunday")["start"],
            end_char=at("Sunday")["end"],
        ),
        attribution=[
            Attribution(
                name="Mira Oslan",
                **at("she"),
                resolved_by="pronoun",
                cue="wrote",
                medium="Twitter",
                by_participant=True,
            )
        ],
        responses=[Response(name="Avaria", **at("Avaria"), kind="no_comment")],
        claim="claimed",
        flags=["brief"],
        codes=Codes(cameo="044", plover="CONSULT", plover_mode="third-party"),
        background=True,
    ),
    trigger=Trigger(**at("met")),
    sentences=[Sentence(**at(TEXT[26:101])), Sentence(**at("Avaria made no comment."))],
)
SECOND = replace(
    recognition(
        "id-of-the-refusal",
        stance="refuses",
        recognisers=[Actor(name="Avaria", **at("Avaria", 1))],
        object=Actor(name="Norland", **at("Norland")),
        count=Count(value=60, qualifier="more_than"),
        contested=True,
    ),
    trigger=Trigger(**at("refuse to recognise")),
    sentences=[Sentence(**at(TEXT[TEXT.index("More than") :]))],
)


def page(*results: ArticleResult) -> LexborHTMLParser:
    return LexborHTMLParser("".join(render_articles(results)))


def said(node: LexborNode | None) -> str:
    """The words of a node, without the labels beside its marks."""
    assert node is not None
    copy = LexborHTMLParser(node.html or "")
    copy.strip_tags([".badge"], recursive=True)
    for badge in copy.css(".badge"):
        badge.decompose()
    return " ".join(copy.text().split())


def marks(tree: LexborHTMLParser, role: str, where: str = ".body") -> list[str]:
    return [said(node) for node in tree.css(f"{where} mark.{role}")]


def test_every_span_of_evidence_is_marked_with_its_role() -> None:
    tree = page(result(FIRST, SECOND, text=TEXT))
    assert marks(tree, "event") == ["met", "refuse to recognise"]
    assert marks(tree, "who") == ["Mira Oslan", "Teodor Vance", "Avaria"]
    assert marks(tree, "object") == ["Norland"]
    assert marks(tree, "place") == ["Port Sorrel"]
    assert marks(tree, "time") == ["Sunday"]
    assert marks(tree, "source") == ["she"]
    assert marks(tree, "response") == ["Avaria"]


def test_a_mark_says_its_role_in_words_and_leads_to_the_card() -> None:
    tree = page(result(FIRST, SECOND, text=TEXT))
    badge = tree.css_first(".body mark.who .badge")
    assert badge is not None
    assert badge.text() == "who 1"
    link = badge.css_first("a")
    assert link is not None
    assert link.attributes["href"] == "#a1-e1"
    assert link.attributes["aria-label"] == "participant or recogniser, event 1"
    mark = tree.css_first(".body mark.source")
    assert mark is not None
    assert mark.attributes["title"] == "says: Mira Oslan, source (event 1)"


def test_a_name_in_two_events_bears_both_numbers() -> None:
    again = replace(FIRST, id="again", status="scheduled")
    tree = page(result(FIRST, again, text=TEXT))
    assert [link.attributes["href"] for link in tree.css(".body mark.who")[0].css("a")] == ["#a1-e1", "#a1-e2"]
    assert "e1 e2" in (tree.css(".body mark.who")[0].attributes["class"] or "")


def test_the_text_is_whole_and_in_its_paragraphs() -> None:
    tree = page(result(FIRST, SECOND, text=TEXT))
    assert [said(node) for node in tree.css(".body p")] == TEXT.split("\n\n")


def test_evidence_in_the_headline_is_marked_there() -> None:
    event = replace(FIRST, trigger=Trigger(text="meets", start=6, end=11, part="headline"))
    tree = page(result(event, text=TEXT))
    assert marks(tree, "event", "h2") == ["meets"]
    assert marks(tree, "event") == []
    assert said(tree.css_first("h2")) == "Oslan meets Vance"


def test_a_time_is_marked_where_its_words_stand() -> None:
    event = replace(
        FIRST,
        trigger=Trigger(text="meets", start=6, end=11, part="headline"),
        time=Time(start=None, end=None, precision="unknown", basis="none", text="Vance", start_char=12, end_char=17),
    )
    assert marks(page(result(event, text=TEXT)), "time", "h2") == ["Vance"]
    assert marks(page(result(replace(FIRST, trigger=event.trigger), text=TEXT)), "time") == ["Sunday"]


def test_a_card_tells_everything_of_its_event() -> None:
    tree = page(result(FIRST, SECOND, text=TEXT))
    first, second = tree.css(".card")
    words = said(first)
    for expected in (
        "Teodor Vance",
        "brief meeting, Port Sorrel, 4 May 2031, held — claimed by Mira Oslan on Twitter",
        "no comment from Avaria",
        "background",
        "host",
        "name in the text",
        "★ watched",
        "person:oslan",
        "“she”, pronoun",
        "takes part",
        "to the day",
        "counted from publication",
        "NO",
        "meeting.verb.meet",
        "0.90",
        "044",
        "CONSULT / third-party",
        "id-of-the-meeting",
    ):
        assert expected in words, expected
    words = said(second)
    for expected in ("more than 60 countries", "refuses", "state", "contested", "rival counts", "id-of-the-refusal"):
        assert expected in words, expected
    assert [said(node) for node in first.css("blockquote")] == [one.text for one in FIRST.sentences]
    assert [said(node) for node in first.css("blockquote mark.event")] == ["met"]


def test_every_link_in_the_page_leads_somewhere_and_every_id_is_used_once() -> None:
    tree = page(result(FIRST, SECOND, text=TEXT), result(FIRST, uri="urn:test:other", text=TEXT))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    targets = {href for node in tree.css("a") if (href := node.attributes["href"] or "").startswith("#")}
    assert {"#a1-e1", "#a1-t1", "#a1-e2", "#a2-e1", "#a1", "#a2"} <= targets
    assert {target[1:] for target in targets} <= set(ids)


def test_many_articles_have_an_index_and_one_has_none() -> None:
    assert page(result(FIRST, text=TEXT)).css_first("nav.index") is None
    tree = page(
        result(FIRST, SECOND, text=TEXT),
        result(uri="urn:test:quiet", language="fr", detected=False),
        result(uri="urn:test:gone", kind="kill", pub_status="canceled", detected=False),
    )
    rows = [said(row) for row in tree.css("nav.index tbody tr")]
    assert rows[0].endswith("Northern Press 2")
    assert rows[1].endswith("not read")
    assert rows[2].endswith("withdrawn")
    assert said(tree.css_first("h1")) == "2 events in 3 articles"


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (result(), "No meeting and no recognition found in this article."),
        (result(text="", language="fr", detected=False), "Not read for events: the text is in French (fr)"),
        (result(kind="kill", pub_status="canceled", detected=False), "Withdrawn by the agency."),
        (result(kind="withheld", pub_status="withheld", detected=False), "Withheld by the agency."),
        (result(text="", kind="withheld", pub_status="withheld", detected=False), "This version has no text."),
        (result(kind="correction"), "Correction."),
        (result(ed_note="Adds the place."), "Note to editors: Adds the place."),
        (result(embargoed_until=NOON + timedelta(hours=3)), "Embargoed until 4 May 2031, 15:00 UTC."),
    ],
)
def test_what_became_of_an_article_is_said(story: ArticleResult, words: str) -> None:
    assert words in said(page(story).css_first("article"))


def test_a_notice_names_the_item_it_is_about_and_why() -> None:
    story = replace(result(detected=False), revision=Revision(kind="kill", evidence=["edNote: Kill"], of="urn:test:it"))
    words = said(page(story).css_first("article"))
    assert "Withdrawn by the agency (edNote: Kill). What it reported no longer stands." in words
    assert "It refers to an earlier item: urn:test:it" in words


def test_a_page_without_articles_says_so() -> None:
    assert "There was no article to read." in page().text()


HOSTILE = [
    "</mark></p></article><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<img src=https://evil.example/x onerror=alert(1)>",
    "</style><style>body{background:url(https://evil.example)}</style>",
    "<!-- ",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;#60;",
    "<svg/onload=alert(1)>",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(payload: str) -> None:
    event = replace(
        meeting(
            payload,
            participants=[participant(payload, id=payload)],
            place=Place(name=payload, text=payload, start=0, end=len(payload), country=payload),
            time=Time(start=payload, end=payload, precision="day", basis="explicit", text=payload),
            attribution=[Attribution(name=payload, text=payload, start=0, end=3, cue=payload, medium=payload)],
            responses=[Response(name=payload, text=payload, start=1, end=4, kind="denies")],
            codes=Codes(cameo=payload, plover=payload, plover_mode=payload),
        ),
        trigger=Trigger(text=payload, start=2, end=5),
        sentences=[Sentence(text=payload, start=0, end=len(payload))],
        rule=payload,
    )
    whom = recognition(object=actor(payload), recognisers=[actor(payload)], count=Count(value=1, of=payload))
    story = result(event, whom, uri=payload, text=f"{payload} {payload}\n\n{payload}", slugline=payload, by=payload)
    article = replace(
        story.article, headline=payload, provider=payload, version=payload, ed_note=payload, language=payload
    )
    revision = Revision(kind="update", evidence=[payload], of=payload)
    detector = replace(story.detector, version=payload, model=payload, rules=payload, watchlist=payload)
    story = replace(story, article=article, revision=revision, detector=detector)
    plain, tree = page(result(FIRST, text=TEXT), result(FIRST, text=TEXT)), page(story, story)

    allowed = {node.tag for node in plain.css("*")} | {"ul", "li"}
    assert {node.tag for node in tree.css("*")} <= allowed
    names = {name for node in plain.css("*") for name in node.attributes}
    assert {name for node in tree.css("*") for name in node.attributes} <= names | {"lang"}
    assert len(tree.css("style")) == 1
    assert len(tree.css("article")) == 2
    assert said(tree.css_first("h2")) == " ".join(payload.split())
    assert said(tree.css(".body p")[1]) == " ".join(payload.split())
    assert (tree.css(".body mark.who")[0].attributes["title"] or "").startswith(f"who: {payload}, participant")


def test_nothing_in_the_page_asks_for_anything_or_runs() -> None:
    html = "".join(render_articles([result(FIRST, SECOND, text=TEXT)]))
    tree = LexborHTMLParser(html)
    assert not tree.css("script, link, img, iframe, object, embed, form, base, audio, video, source")
    assert not [name for node in tree.css("*") for name in node.attributes if name in {"src", "style", "srcset"}]
    assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html


def test_the_content_security_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    tree = page(result(FIRST, text=TEXT))
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]")
    style = tree.css_first("style")
    assert policy is not None
    assert style is not None
    digest = b64encode(sha256(style.text().encode()).digest()).decode()
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize(
    ("uri", "followed"),
    [
        ("https://wire.example/1", True),
        ("http://wire.example/1?a=b&c=d", True),
        ("HTTPS://wire.example/1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://wire.example", False),
        ("java\tscript:alert(1)", False),
        (" https://wire.example", False),
        ("https://wire.example/\u202egnp.exe", False),
        ("https://news.example@evil.example/", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("urn:newsml:np.example:1", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_only_a_plain_web_address_becomes_a_link(uri: str, followed: bool) -> None:
    assert web_address(uri) == (uri if followed else None)
    tree = page(result(uri=uri))
    links = [node.attributes["href"] for node in tree.css(".uri a")]
    assert links == ([uri] if followed else [])


def test_a_direction_override_is_written_out_and_names_are_isolated() -> None:
    tree = page(result(meeting("m", "Mira \u202eOslan"), text="Mira \u202eOslan met Teodor Vance."))
    assert "\u202e" not in (tree.html or "")
    assert "Mira ⟨U+202E⟩Oslan" in said(tree.css_first(".body"))
    assert "Mira ⟨U+202E⟩Oslan" in said(tree.css_first(".facts bdi.name"))


def test_text_from_right_to_left_keeps_its_direction_and_language() -> None:
    tree = page(result(text="السودان", language="ar", detected=False))
    body, paragraph = tree.css_first(".body"), tree.css_first(".body p")
    assert body is not None
    assert paragraph is not None
    assert body.attributes["lang"] == "ar"
    assert paragraph.attributes["dir"] == "auto"


@pytest.mark.parametrize(
    ("tag", "name"), [("fr", "French"), ("pt-BR", "Portuguese (Brazil)"), ("xx-nobody", "xx-nobody"), ("", "")]
)
def test_a_language_is_named(tag: str, name: str) -> None:
    assert language_name(tag) == name


def test_spans_that_point_nowhere_leave_the_text_whole() -> None:
    astray = replace(FIRST, trigger=Trigger(text="met", start=9_000, end=9_003))
    tree = page(result(astray, text=TEXT))
    assert [said(node) for node in tree.css(".body p")] == TEXT.split("\n\n")


def test_the_page_names_each_detector_that_read_for_it_once() -> None:
    one = result(FIRST, text=TEXT)
    other = replace(one, detector=replace(one.detector, rules="other"))
    assert len(page(one, one, other).css("footer.page p")) == 2


def test_many_long_articles_pass_through_without_staying_in_memory() -> None:
    long = TEXT + " Nothing happened." * 6000
    size = len(long) * 150
    tracemalloc.start()
    try:
        written = sum(len(part) for part in render_articles(result(FIRST, text=long) for _ in range(150)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written > size
    assert peak < 8_000_000 < size
