"""Names as titles, offices and quotation marks cut them, and capitals that name nobody."""

import pytest

from processors.actors import find_mentions
from processors.actors.names import NameTable
from processors.meetings.chunks import Chunks
from tests.parsed_stories import story_of


def _mentions(text: str) -> list[tuple[str, str]]:
    story = story_of(text)
    doc = story.docs[0]
    return [(m.kind, doc[m.start : m.end].text) for m in find_mentions(story, 0)]


def _actors(text: str) -> list[str]:
    """The actors of a sentence, each by the words that name it."""
    story = story_of(text)
    doc = story.docs[0]
    return [doc[c.mention.start : c.mention.end].text for c in Chunks(doc, find_mentions(story, 0))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # The holder's name begins behind the see or the portfolio.
        ("The Archbishop of Uppsala Karin Holm met Bishop of Turku Ivor Tallis.", ["Karin Holm", "Ivor Tallis"]),
        (
            "Archbishop of Bergen Orla Whitby and Pope Anselm IV agree to seek closer ties.",
            ["Orla Whitby", "Anselm IV"],
        ),
        (
            "The envoys met Norwegian Minister of Trade and Industry Ivor Tallis in the evening.",
            ["envoys", "Ivor Tallis"],
        ),
        (
            "Danish Secretary of State for Energy, Food and Coastal Affairs Orla Whitby met Norwegian envoys.",
            ["Orla Whitby", "Norwegian envoys"],
        ),
        # A whole name behind titles, whatever particles it has.
        ("Lt. Gen. Sheikh Ivor bin Salem Al Tallis met Orla Whitby.", ["Ivor bin Salem Al Tallis", "Orla Whitby"]),
        (
            "Envoys met Patriarch Bedros Ivor XIX Tallian of Kelbia on the island.",
            ["Envoys", "Bedros Ivor XIX Tallian"],
        ),
        # A party's word is no actor, and no part of a name.
        ("Democrat Orla Whitby met Republican Ivor Tallis.", ["Orla Whitby", "Ivor Tallis"]),
        ("Orla Whitby met Republican Senator Ivor Tallis.", ["Orla Whitby", "Ivor Tallis"]),
        ("The Republican National Committee met Orla Whitby.", ["Republican National Committee", "Orla Whitby"]),
        # A nickname is part of its name.
        ('Gang leader Ivor "Grill" Tallis met the envoys.', ['Ivor "Grill" Tallis', "envoys"]),
        ("Ivor 'the Bear' Tallis met Orla Whitby at home.", ["Ivor 'the Bear' Tallis", "Orla Whitby"]),
        # Several offices of one man.
        (
            "Vice President and Prime Minister of Norway and Ruler of Bergen Sheikh Ivor Tallis met the envoys.",
            ["Ivor Tallis", "envoys"],
        ),
        ("Danish envoy and former minister Orla Whitby met the Norwegian king.", ["Orla Whitby", "Norwegian king"]),
        (
            "Former Danish foreign minister and current EU envoy to Kosovo Orla Whitby met the envoys.",
            ["Orla Whitby", "envoys"],
        ),
        ("Prime Minister of India Ivor Singh arrives in Saudi Arabia on Monday.", ["Ivor Singh", "Saudi Arabia"]),
        # Two men with an office each.
        (
            "The Danish president and the Norwegian foreign minister Ivor Tallis met.",
            ["Danish president", "Ivor Tallis"],
        ),
        ("Danish Premier Orla Whitby and Foreign Minister Ivor Tallis met.", ["Orla Whitby", "Ivor Tallis"]),
        # Whom a body's name with commas in it ends before.
        (
            "The envoys held talks with the head of Norway's Heritage, Handicrafts and Tourism Organization (NHTO) "
            "Ivor Tallis in the evening.",
            ["envoys", "Ivor Tallis"],
        ),
        ("The envoys met officials of Norway, a prospective new member.", ["envoys", "officials of Norway"]),
        ("The envoys talked with Norway, a new member.", ["envoys", "Norway"]),
        # One word behind a title is a name too; plurals of offices are groups, in capitals as well.
        ("Pope Anselm visits Iqalna in Nunavut to meet elders.", ["Anselm", "Iqalna", "Nunavut", "elders"]),
        (
            "European Monarchs met Ivor Tallis and the Ruler of Bergen.",
            ["European Monarchs", "Ivor Tallis", "Ruler of Bergen"],
        ),
        (
            "The Governments of Belize and Guatemala negotiate with Norway.",
            ["Governments of Belize and Guatemala", "Norway"],
        ),
        # What somebody becomes, and how something is done, is nobody.
        ("Orla Whitby is appointed prime minister.", ["Orla Whitby"]),
        ("Orla Whitby, in office since June, acted as president of the talks.", ["Orla Whitby"]),
        ("On the positive side, Norway and Denmark live side by side.", ["Denmark"]),
        ("The Syrian opposition's multi-group meeting ended.", ["Syrian opposition"]),
        # A body of two countries is one.
        ("Ivor Tallis came to the British–Irish Council.", ["Ivor Tallis", "British–Irish Council"]),
        ("Party for Renewal leader Ivor Tallis met the envoys.", ["Ivor Tallis", "envoys"]),
        ("The ambassador to the UN, Vassil Nebesky, met Orla Whitby.", ["Vassil Nebesky", "Orla Whitby"]),
    ],
)
def test_a_sentence_names_these_actors(text: str, names: list[str]) -> None:
    assert _actors(text) == names


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("The 40th G8 summit will be held.", ("organisation", "G8")),
        ("Orla Whitby spoke in Philadelphia.", ("place", "Philadelphia")),
        ("They spoke at the Antalya summit.", ("place", "Antalya")),
        ("The tour of Latin America began.", ("place", "Latin America")),
        ("FILE - Norway's flag is seen.", ("place", "Norway")),
    ],
)
def test_a_name_is_without_what_counts_or_files_it(text: str, mention: tuple[str, str]) -> None:
    assert mention in _mentions(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Quoting unnamed officials, the paper said that Ivor Tallis left.", "Quoting"),
        ("The envoys met Defense Minister Ivor Tallis.", "Defense"),
        ("The envoys met Secretary of State Ivor Tallis.", "State"),
        ("Before the 6th Summit of the Americas police were on alert.", "Summit"),
        ("The rebels left the town (Kelbia Times) on Monday.", "Times"),
        ("The Northern Rivers Commission (NRVC) left.", "NRVC"),
        ("Ivor Tallis promised US$3.2 million for the bridge.", "US"),
        ("The Trans-Pacific Partnership negotiations stalled.", "Pacific"),
        ("They met at the edge of the English Derby in spring.", "Derby"),
        ("The town was destroyed in World War II by bombs.", "War"),
        ("The envoys quarrelled over the Treaty on the Limitation of Nuclear Weapons.", "Weapons"),
    ],
)
def test_things_and_portfolios_are_no_names(text: str, word: str) -> None:
    assert not any(word in printed for _, printed in _mentions(text))


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Archbishop of Bergen Orla Whitby spoke. Whitby left.", "Whitby", "Orla Whitby"),
        ("Minister of Trade and Industry Ivor Tallis spoke.", "Tallis", "Ivor Tallis"),
        ("Minister Ivor Tallis of Bergen spoke.", "Tallis", "Ivor Tallis"),
        ("Minister-designate Ivor Tallis spoke.", "Tallis", "Ivor Tallis"),
        ("Presidents Ivor Tallis and Orla Whitby spoke.", "Tallis", "Ivor Tallis"),
        ("Democrat Orla Whitby spoke.", "Whitby", "Orla Whitby"),
    ],
)
def test_a_full_name_is_without_the_see_of_its_office(text: str, short: str, full: str) -> None:
    found = NameTable(story_of(text)).fullest(short)
    assert found is not None
    assert found.text == full


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # The tagger takes a surname for a common word; that the article names somebody so in full, prints the word with
        # a capital inside a sentence, or has it speak, shows what it is.
        ("Orla Page spoke. Page met the envoys.", ["Page"]),
        ("The envoys said Page was ill, and sad. Page met with the committee.", ["Page"]),
        ("Corble, who is here to see the lake, was content.", ["Corble"]),
        ("Dubin said the lake was deep.", ["Dubin"]),
        ("The envoys said that Sessions was ill. Sessions also said he met them.", ["Sessions"]),
        ("He assured both Collins and Flake that the lake was deep.", ["Collins", "Flake"]),
        ("May, on a visit to Norway, said she may stay.", ["May"]),
        ("He said May had left.", ["May"]),
        ("The envoys will come in May. May is warm.", []),
        # What begins a sentence and is printed small elsewhere, or does nothing, is a word.
        ("The page was torn. Page after page was lost.", []),
        ("Talks were held. Trading was slow on Monday.", []),
        ("Oil opened down one mark on Monday.", []),
        ("Sources said the lake was deep.", []),
    ],
)
def test_a_lone_surname_is_a_name_and_a_word_is_none(text: str, names: list[str]) -> None:
    story = story_of(text)
    last = len(story.sentences) - 1
    doc = story.docs[last]
    people = [m for m in find_mentions(story, last) if m.kind == "person"]
    assert [doc[m.start : m.end].text for m in people] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # A hyphen between two, and a hyphen behind what is only said of somebody.
        ("Norway-AFF talks will begin soon.", ["Norway", "AFF"]),
        ("London-based Falke met the envoys.", ["Falke", "envoys"]),
        ("Anti-Danish groups met pro-Norwegian rebels.", ["Anti-Danish groups", "pro-Norwegian rebels"]),
        ("The U.S.-supported guerrillas spoke to Ivor Tallis.", ["U.S.-supported guerrillas", "Ivor Tallis"]),
        # Half a rank is nobody; a particle goes on.
        ("Lieutenant-General Ivor Tallis met Major-General Bo Lind.", ["Ivor Tallis", "Bo Lind"]),
        ("The envoys met President Miguel de la Madrid.", ["envoys", "Miguel de la Madrid"]),
        # What an office is for is no name.
        (
            "Deputy Assistant Secretary of State for Western Lakeland Affairs Orla Whitby met Ivor Tallis.",
            ["Orla Whitby", "Ivor Tallis"],
        ),
        ("Special Counsel Ivor Tallis met the envoys.", ["Ivor Tallis", "envoys"]),
        ("Officials from the Finance and Health ministries met.", ["Officials from the Finance and Health ministries"]),
        # Whose adviser somebody is.
        ("The envoys met Trump campaign adviser Ivor Tallis.", ["envoys", "Ivor Tallis"]),
        ("The envoys met Trump, Danish adviser Ivor Tallis and others.", ["envoys", "Trump", "Ivor Tallis"]),
        # A body is not the man or the town in its name.
        ("The envoys met the Reagan Administration in spring.", ["envoys", "Reagan Administration"]),
        ("The Paris Club met the envoys.", ["Paris Club", "envoys"]),
        # Offices to come.
        ("The president-elect met the leader-in-waiting.", ["president-elect", "leader-in-waiting"]),
        ("The two halves of North and South Korea met.", ["North", "South Korea"]),
    ],
)
def test_names_are_cut_where_they_are_joined(text: str, names: list[str]) -> None:
    assert _actors(text) == names


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The envoys met the Reagan Administration in spring.", "organisation", "Reagan Administration"),
        ("The envoys met Reagan in spring.", "person", "Reagan"),
    ],
)
def test_an_administration_is_no_person(text: str, kind: str, name: str) -> None:
    assert (kind, name) in _mentions(text)


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Major-General Ivor Tallis spoke. Tallis left.", "Tallis", "Ivor Tallis"),
        ("London-based Orla Whitby spoke. Whitby left.", "Whitby", "Orla Whitby"),
        ("Senate Republican leader Ivor Tallis spoke.", "Tallis", "Ivor Tallis"),
        ("Senate Republican leader Ivor Tallis spoke.", "Republican", None),
        ("The Tallis Administration spoke.", "Administration", None),
    ],
)
def test_a_full_name_is_without_rank_and_body(text: str, short: str, full: str | None) -> None:
    found = NameTable(story_of(text)).fullest(short)
    assert (found.text if found else None) == full


def test_what_a_village_is_named_is_a_place() -> None:
    assert ("place", "Tallisham") in _mentions("Envoys met Orla Whitby at the border village of Tallisham.")
