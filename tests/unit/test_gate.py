"""The gate: triggers and aliases in one pass, with boundaries, case and support."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.companions import companions
from processors.folding import fold
from processors.gate import Gate
from processors.sentences import split_sentences
from processors.story import AliasHit
from processors.watchlist import parse_watchlists

WATCHLIST = b"""
version: "1"
actors:
  - {id: state:norland, name: Norland, kind: state, country: XZ,
     aliases: [Republic of Norland, {text: NL, case: exact}],
     demonyms: [{adjective: Norlandic, people: [Norlanders]}], seats: [the Winter Palace]}
  - {id: state:south-norland, name: South Norland, kind: state, country: XY}
  - {id: state:peru, name: Jordan, kind: state, country: JO, needs: [country], demonyms: [{adjective: Jordanian}],
     seats: [Amman]}
  - {id: person:ana-may, name: Ana May, kind: person, surname: May, roles: [{title: president, of: state:norland}]}
  - {id: person:ivo-thaci, name: Ivo Thaci, kind: person}
"""
GATE = Gate({"met", "talks", "sat down with"}, parse_watchlists([("w", WATCHLIST)]))


def read(body: str, headline: str = "") -> tuple[tuple[int, ...], list[AliasHit]]:
    reading = GATE.read(headline, body, split_sentences(headline, body, None))
    return reading.candidates, list(reading.hits)


def names(body: str, headline: str = "") -> list[str]:
    """Supported hits as printed."""
    _, hits = read(body, headline)
    return [(headline if h.part == "headline" else body)[h.start : h.end] for h in hits if h.supported]


def test_sentences_with_a_trigger_are_candidates() -> None:
    assert read("They met. Nothing else. Talks failed. He sat down with her.")[0] == (0, 2, 3)


@pytest.mark.parametrize("text", ["They metered it.", "Smalltalks abound.", "He thus sat downwith her.", "Nothing."])
def test_a_trigger_inside_a_word_is_none(text: str) -> None:
    assert read(text)[0] == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Norland and the Norlandic press", ["Norland", "Norlandic"]),
        ("Norland’s premier, pro-Norland groups", ["Norland", "Norland"]),
        ("Norlandia is elsewhere", []),
        ("The Winter Palace said", ["The Winter Palace"]),
        ("Republic of Norland", ["Republic of Norland"]),
        ("South Norland", ["South Norland"]),
        ("NL spoke, nl did not, Nl neither", ["NL"]),
        ("a norland of the mind in Norland", ["Norland"]),
        ("norland spoke", ["norland"]),
        ("Ivo Thaçi", ["Ivo Thaçi"]),
        ("IVO THAÇI MEETS ANA MAY", ["IVO THAÇI", "ANA MAY"]),
        ("It was long after midnight when the envoys met Ivo\nThaci", ["Ivo\nThaci"]),
    ],
)
def test_aliases_as_printed(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("May rose in May", []),
        ("Ana May spoke. Later May left in tears.", ["Ana May", "May"]),
        ("Ana May may speak", ["Ana May"]),
        ("President May spoke", ["May"]),
        ("the president of May", ["May"]),
        ("Mrs. May spoke", ["May"]),
        ("the residents May knows", []),
    ],
)
def test_a_surname_needs_the_full_name_or_an_office(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jordan scored twice", []),
        ("Jordan and Jordan", []),
        ("Jordan spoke in Amman", ["Jordan", "Amman"]),
    ],
)
def test_a_country_needs_another_form_of_its_own(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_support_may_stand_in_the_headline() -> None:
    assert names("May left.", headline="Ana May in tears") == ["Ana May", "May"]


def test_a_headline_in_capitals_names_actors_by_surname() -> None:
    assert names("Ana May left.", headline="MAY MET NORLANDERS") == ["MAY", "NORLANDERS", "Ana May"]


def test_capitals_do_not_make_an_abbreviation_of_a_word() -> None:
    assert names("ANA MAY MET NL") == ["ANA MAY", "NL"]
    assert names("ana may met nl") == ["ana may"]


@pytest.mark.parametrize(
    ("body", "candidates"),
    [
        ("Jordan met May.", ()),
        ("Norland met May.", (0,)),
        ("Norland spoke. They met.", (1,)),
        ("They met. Norland spoke.", ()),
        ("Norland spoke. " + "It rained. " * 7 + "They met.", (8,)),
        ("Norland spoke. " + "It rained. " * 8 + "They met.", ()),
    ],
)
def test_candidates_near_a_watched_actor(body: str, candidates: tuple[int, ...]) -> None:
    assert GATE.read("", body, split_sentences("", body, None)).near_watched() == candidates


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("He came late.", ()),
        ("He came to Norland late.", (0,)),
        ("He came late, and they met.", (0,)),
        ("She called it a day.", ()),
        ("She called Vance.", (0,)),
        ("A long conference began.", ()),
        ("A long peace conference began.", (0,)),
        ("They sat in the sun.", ()),
        ("They sat down with Vance.", (0,)),
        ("An independent film.", ()),
        ("He regards Norland as independent.", (0,)),
    ],
)
def test_everyday_words_need_company(text: str, candidates: tuple[int, ...]) -> None:
    words = {"came", "called", "conference", "sat", "independent", "met"}
    gate = Gate(words, parse_watchlists([("w", WATCHLIST)]), companions())
    assert gate.read("", text, split_sentences("", text, None)).candidates == candidates


def test_hits_say_where_they_stand() -> None:
    _, hits = read("Nothing. Norland met NL.", headline="Norland")
    assert [(h.part, h.sentence, h.start, h.end, h.alias.actor.id) for h in hits] == [
        ("headline", 0, 0, 7, "state:norland"),
        ("body", 2, 9, 16, "state:norland"),
        ("body", 2, 21, 23, "state:norland"),
    ]


@given(st.lists(st.sampled_from(["Norland", "May", "met", "Ana May", "é", "🤝", "JORDAN", "x", "NL", ".", "\n\n"])))
def test_hits_lie_in_their_sentences(words: list[str]) -> None:
    body = " ".join(words)
    spans = split_sentences("", body, None)
    reading = GATE.read("", body, spans)
    for hit in reading.hits:
        assert spans[hit.sentence].start <= hit.start < hit.end <= spans[hit.sentence].end
        assert body[hit.start : hit.end].casefold().replace("\n", " ") == hit.alias.form.casefold()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ana called President Oslan", True),
        ("Ana was called by the president", True),
        ("Ana was called in by the foreign minister", True),
        ("a so-called Norland summiteer", False),
        ("a film called Norland", False),
        ("the premier called Norland", True),
        ("Ana went to northern Norland", True),
        ("Ana went on to the Norlandic coast", True),
        ("Ana went on to say so in Norland", False),
        ("The rules went into force in Norland", False),
        ("Ana came to power in Norland", False),
        ("Ana spoke to reporters in Norland", False),
        ("Ana spoke to the premier of Norland", True),
        ("Ana spoke by telephone", True),
        ("Ana spoke over the din", False),
        ("He received treatment in Norland", False),
        ("He received the premier in Norland", True),
        ("He was received on Monday in Norland by the king", True),
        ("He received in Norland the president", True),
        ("will host foreign and defence ministers of Norland", True),
        ("used a mobile phone in Norland", False),
        ("they spoke by mobile phone", True),
        ("the Commission on Presidential Debates of Norland", False),
        ("Ana debates with Ivo", True),
        ("Ana and Ivo debate", True),
        ("the Legislative Assembly of Norland", True),
        ("the Legislative Assembly confirms it", False),
        ("a Norland-Peru dinner", True),
        ("He told Ana during dinner", True),
        ("He left after dinner in Norland", False),
        ("a climate conference in Norland", True),
        ("a conference on climate", False),
    ],
)
def test_everyday_words_are_triggers_only_in_company(text: str, kept: bool) -> None:
    word = re.search(
        r"(?i)\b(?:called|went|came|spoke|received|host|phone|debates?|assembly|dinner|conference)\b", text
    )
    assert word is not None
    company = companions()[fold(word[0])]
    assert company.kept(text, word.start(), word.end()) is kept
