"""A phrase at a slot finds the actor that the article names."""

import pytest

from processors.actors import ActorResolver
from tests.parsed_stories import actors_at, names_at, slot_at, story_of

_KELBA = "Leader of the self-proclaimed Republic of Abkhazia Daur Kelba"
_CASES = [
    # A name is the most complete one that the article prints, without title and possessive.
    ("Prime Minister Ivor Tallis spoke first. Tallis then met the envoys.", "Tallis", ["Ivor Tallis"]),
    ("Tallis met the envoys. Prime Minister Ivor Tallis left later.", "Tallis < met", ["Ivor Tallis"]),
    ("President Han Mi-rae met the envoys.", "President Han Mi-rae", ["Han Mi-rae"]),
    ("Ivor Tallis's visit ended.", "Ivor Tallis", ["Ivor Tallis"]),
    ("Leader of the self-proclaimed Republic of Abkhazia Daur Kelba met the envoys.", _KELBA, ["Daur Kelba"]),
    ("House of Representatives Speaker Ivor Tallis spoke. Tallis met the envoys.", "Tallis < met", ["Ivor Tallis"]),
    ("The House of Representatives Ivor Tallis leads met. Tallis left.", "Tallis < left", ["Ivor Tallis"]),
    ("The minister, Orla Whitby, met the envoys.", "minister", ["Orla Whitby"]),
    # An office finds whoever the article names with it, else it stays as printed.
    ("Norwegian President Ivor Tallis spoke. The Norwegian leader met the envoys.", "leader", ["Ivor Tallis"]),
    ("Ivor Tallis, the Norwegian foreign minister, spoke. The minister met them.", "minister", ["Ivor Tallis"]),
    ("Norwegian President Ivor Tallis spoke. The Danish leader met the envoys.", "leader", ["Danish leader"]),
    ("Norwegian President Ivor Tallis spoke. A president met the envoys.", "president", ["president"]),
    (
        "Norwegian President Ivor Tallis spoke to a former Norwegian president.",
        "president",
        ["former Norwegian president"],
    ),
    # A counterpart is the holder of the same office there, else his country.
    ("Norwegian Foreign Minister Ivor Tallis met his Danish counterpart Orla Whitby.", "counterpart", ["Orla Whitby"]),
    ("Norwegian Foreign Minister Ivor Tallis met his Danish counterpart.", "counterpart", ["Danish"]),
    # "The group" is the body last named that the word can mean, or the one whose name ends in it.
    ("Hamas left the talks. The movement met the envoys on Monday.", "movement", ["Hamas"]),
    ("Norway spoke to the African Union. The bloc met the envoys.", "bloc", ["African Union"]),
    ("Norway and Hamas left. A movement met the envoys.", "movement", ["movement"]),
    (
        "The Norwegian Fishing Council spoke to Hamas. The council met the envoys.",
        "council",
        ["Norwegian Fishing Council"],
    ),
    ("The Norwegian Fishing Council spoke. The group met the envoys.", "group", ["group"]),
    ("Hamas left. The group of ten met the envoys.", "group", ["group of ten"]),
    # A country acts through unnamed people; several are told apart.
    ("Norwegian officials met the envoys.", "officials", ["Norwegian"]),
    ("The envoys met Norwegian and Danish ministers.", "ministers", ["Norwegian", "Danish"]),
    ("The envoys met the foreign ministers of Norway and Denmark.", "ministers", ["Norway", "Denmark"]),
    ("A delegation from Hamas arrived.", "delegation", ["Hamas"]),
    ("The envoys met opposition leaders.", "leaders", ["opposition leaders"]),
    ("The envoys met five EU member states.", "states", ["five EU member states"]),
    ("The delegation of the government of Norway left.", "delegation", ["Norway"]),
    ("The envoys met foreign ambassadors representing Hamas.", "ambassadors", ["Hamas"]),
    ("Leaders of the Group of Seven countries left.", "Leaders", ["Group of Seven"]),
    ("The envoys met government officials in Norway.", "officials", ["Norway"]),
    ("Files were handed to a visiting diplomat from Norway.", "diplomat", ["Norway"]),
    ("The Norwegian diplomat met the envoys.", "diplomat", ["Norwegian diplomat"]),
    ("The OIC meeting of foreign ministers was held.", "ministers", ["OIC"]),
    ("John Paul was in Africa. The pontiff met the envoys.", "pontiff", ["pontiff"]),
    ("King Olav was crowned. The envoys met the new king.", "king", ["Olav"]),
    ("King Olav was crowned. The envoys met a new king.", "king", ["new king"]),
    ("The envoys met officials at Norway's Ministry of Fisheries.", "officials", ["Ministry of Fisheries"]),
    # The North is the state that the article calls so.
    ("North Korea was silent. The envoys met the North.", "North < .", ["North Korea"]),
    ("China and North and South Korea met.", "North", ["North Korea"]),
    ("The envoys sailed to the North.", "North", ["North"]),
    # Those who stand against a country, or come from a region, act for themselves.
    ("The envoys met Norwegian rebels.", "rebels", ["Norwegian rebels"]),
    ("The envoys met Norwegian opposition leaders.", "leaders", ["Norwegian opposition leaders"]),
    ("The envoys met rebels from Darfur.", "rebels", ["rebels from Darfur"]),
    ("The envoys met Hamas fighters.", "fighters", ["Hamas"]),
    ("The envoys met Middle East leaders.", "leaders", ["Middle East leaders"]),
    # Back-references.
    ("Ivor Tallis arrived on Monday. He met the envoys.", "He", ["Ivor Tallis"]),
    ("Ivor Tallis said he had met the envoys.", "he < had", ["Ivor Tallis"]),
    ("After he met the envoys, Ivor Tallis left.", "he < met", ["Ivor Tallis"]),
    ("Ivor Tallis, who met the envoys, left.", "who", ["Ivor Tallis"]),
    ("Norway and Denmark agreed that they would meet.", "they", ["Norway", "Denmark"]),
    ("Ivor Tallis met Orla Whitby. The two leaders shook hands.", "leaders", ["Ivor Tallis", "Orla Whitby"]),
    ("Norway and Denmark have talked. Both sides were content.", "sides", ["Norway", "Denmark"]),
    ("Norway was heard. The country will host the talks.", "country", ["Norway"]),
    ("Norway said its envoys would come.", "its", ["Norway"]),
    (
        "We stand with the people of Denmark in their demands "
        "and with the people of Norway in their quest to be heard.",
        "their",
        ["Norway"],
    ),
    ("Despite Norway losing ships as it met the envoys, Ivor Tallis left.", "it < met", ["Norway"]),
    ("Norway's province of Kosovo was quiet. Its envoys came.", "Its", ["Kosovo"]),
    ('"I met the envoys," Ivor Tallis said.', "I", ["Ivor Tallis"]),
    ('Ivor Tallis was content. "We met the envoys," he said.', "We", ["Ivor Tallis"]),
    # Whoever is in the clause goes before its plural subject, and before who speaks of it.
    ("Ivor Tallis says that rebels plotted to kill Oskar Whitby during his visit.", "his", ["Oskar Whitby"]),
    ("Ivor Tallis met the envoys during his visit.", "his", ["Ivor Tallis"]),
    # Where the parser finds no subject, it is who opens the sentence.
    (
        "Pope Anselm XVI beatifies Cardinal Ivor Henry Tallis in an outdoor mass, on the final day of his visit.",
        "his",
        ["Anselm XVI"],
    ),
    # The object is not the subject of its verb.
    ("Norway recalls its ambassador in Denmark after accusing it of interference.", "it < of", ["Denmark"]),
    # "She" is a queen, and "her country" is hers; a guest does not visit his own.
    ("Queen Orla of Denmark regrets that Ivor Tallis will not visit her country.", "country", ["Denmark"]),
    ("Danish Premier Orla Whitby says that her country will help Norway.", "country", ["Danish"]),
    (
        "Norwegian President Ivor Tallis met Danish king Olav at the end of his visit to the kingdom.",
        "kingdom",
        ["Danish"],
    ),
    # The object of "meet with" or of a meeting is not its subject either, nor whom a pronoun there stands for.
    ("Ivor Tallis said that Orla Whitby had sought a meeting with him.", "him", ["Ivor Tallis"]),
    ("Ivor Tallis spoke. Oskar Lind said that Henrik Boe would talk to him.", "him", ["Oskar Lind"]),
    ("Oskar Lind spoke. Ivor Tallis said he met with him.", "him", ["Oskar Lind"]),
    ("Ivor Tallis brought envoys with him.", "him", ["Ivor Tallis"]),
    # "He" may follow "he" over many sentences.
    (
        "Ivor Tallis spoke. He was tired. He was ill. He said he wanted rest. He then met the envoys.",
        "He < then",
        ["Ivor Tallis"],
    ),
    # Where nobody was named before, he is whom the next sentence is about.
    ("He met the envoys. Ivor Tallis then left.", "He", ["Ivor Tallis"]),
    ("He met the envoys. The rain then stopped.", "He", []),
    # A lone surname is a man even where the model takes it for a body.
    ("McTallis said President Orla Whitby called him on Friday.", "him", ["McTallis"]),
    # Who speaks for another speaks of him; unnamed officials behind what they tell do too.
    ("Oskar Lind spoke. The spokesman said he would visit Norway.", "he", ["Oskar Lind"]),
    ("Ivor Tallis spoke. A spokesman for Oskar Lind said he would visit Norway.", "he", ["Oskar Lind"]),
    ("Oskar Lind spoke. He will see Norway, a senior official told reporters.", "He", ["Oskar Lind"]),
    ("Oskar Lind spoke. A senior official said he had seen Norway.", "he < had", ["senior official"]),
    ("The spokesman said he would visit Norway.", "he", ["spokesman"]),
    # "The bank" is the one that was named, and so are its officials; any other bank is not.
    ("The World Bank was heard. Envoys met the bank on Monday.", "bank", ["World Bank"]),
    (
        "The House Judiciary Committee was heard. Members of the committee met.",
        "Members",
        ["House Judiciary Committee"],
    ),
    ("The World Bank was heard. Envoys met a bank on Monday.", "bank", ["bank"]),
    ("The World Bank was heard. Envoys met the committee.", "committee", ["committee"]),
    ("The World Bank was heard. Envoys met the local bank.", "bank", ["local bank"]),
    # A group is one of two as well.
    ("Talks between Hamas rebels and the junta stalled. The two sides then met.", "sides", ["Hamas", "junta"]),
    ("Norway met the junta. Rebels and the junta then spoke. The two sides met.", "sides", ["Rebels", "junta"]),
    ("The Bank and wealthy nations will hold talks.", "nations", ["wealthy nations"]),
    # "He" who says so is not the one of whom he speaks.
    ('Ivor Tallis was content. "I met Orla Whitby," he said.', "he", ["Ivor Tallis"]),
    # A capital is its country where the article names that.
    ("Ivor Tallis visited Oslo to thank Norway.", "Oslo", ["Norway"]),
    ("Ivor Tallis flew to Oslo to thank Norwegian officials.", "Oslo", ["Norwegian"]),
    ("Ivor Tallis visited Oslo.", "Oslo", ["Oslo"]),
    # One does not visit one's own country.
    ("Danish and Norwegian papers say Swedish leader Ivor Tallis will visit the country.", "country", ["Norwegian"]),
    ("Swedish leader Ivor Tallis says he loves the country.", "country", ["Swedish"]),
    # Bodies.
    ("The Kremlin denied it.", "Kremlin", ["Kremlin"]),
    ("The Northern Rivers Commission (NRC) met. The NRC adjourned.", "NRC", ["Northern Rivers Commission"]),
    ("The U.S. spoke first. The United States left.", "U.S. < spoke", ["United States"]),
    ("The EU spoke first. The European Union left.", "EU", ["European Union"]),
    ("The West African bloc met. ECOWAS left.", "bloc", ["ECOWAS"]),
    ("Franco-Norwegian talks began.", "Franco", ["France"]),
    ("The Sino-Norwegian talks were delayed.", "Sino", ["China"]),
    ("The envoys spoke of the U.S.-Norwegian talks.", "U.S.", ["U.S."]),
    ("The envoys spoke of the U.S.-Norwegian talks.", "Norwegian", ["Norwegian"]),
    ("Aides of the Tallis administration met the envoys.", "administration", ["Tallis administration"]),
    # A title before a name is not the one named in the modifier.
    ("A Tallis adviser met the envoys.", "adviser", ["Tallis adviser"]),
]


@pytest.mark.parametrize(("body", "phrase", "names"), _CASES, ids=[body[:60] for body, _, _ in _CASES])
def test_a_phrase_finds_the_actor_that_the_article_names(body: str, phrase: str, names: list[str]) -> None:
    assert names_at(story_of(body), phrase) == names


def test_an_office_is_its_holder_s_of_whom_only_the_surname_is_printed() -> None:
    story = story_of("John Paul was in Africa. The pontiff met the envoys.", day="1990-03-01")
    assert names_at(story, "pontiff") == ["John Paul"]


def test_a_title_in_capitals_shows_no_names() -> None:
    title = "Premier Tallis Hosts Danish Envoys"
    story = story_of(f"{title}\n\nNorwegian Prime Minister Ivor Tallis spoke. Tallis met them.", headline=title)
    assert names_at(story, "Tallis < met") == ["Ivor Tallis"]


@pytest.mark.parametrize(
    ("body", "country"),
    [
        ("Norwegian trade official Ivor Tallis met the envoys.", "state:norway"),
        ("Norwegian minister Ivor Tallis met Ivor Tallis, the Danish minister.", None),
        ("Ivor Tallis met the Norwegian envoys.", None),
    ],
)
def test_an_article_tells_whose_official_somebody_is(body: str, country: str | None) -> None:
    story = story_of(body)
    (actor,) = actors_at(story, "Ivor Tallis < met")
    assert ActorResolver(story).affiliation(actor) == country


def test_only_people_hold_offices() -> None:
    story = story_of("Norwegian leader Ivor Tallis met the Tallis administration.")
    (actor,) = actors_at(story, "administration")
    assert ActorResolver(story).affiliation(actor) is None


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        ("The ball met the bat.", "ball"),
        ("We met the envoys.", "We"),
        ("The country is large.", "country"),
        ("The Northern Security Summit begins.", "Summit"),
    ],
)
def test_what_is_no_actor_or_cannot_be_known_resolves_to_nobody(body: str, phrase: str) -> None:
    assert actors_at(story_of(body), phrase) == []


def test_text_and_offsets_stand_at_the_mention_and_the_name_is_the_fullest() -> None:
    story = story_of("Prime Minister Ivor Tallis spoke first. Then Tallis met the envoys.")
    (actor,) = actors_at(story, "Tallis")
    assert (actor.text, actor.name, actor.resolved_by) == ("Tallis", "Ivor Tallis", "surname")
    assert story.body[actor.start : actor.end] == "Tallis"
    assert actor.start > story.body.index("spoke")


def test_the_last_of_several_countries_is_printed_with_the_people_who_act_for_it() -> None:
    actors = actors_at(story_of("The envoys met Norwegian and Danish ministers."), "ministers")
    assert [(actor.text, actor.name) for actor in actors] == [
        ("Norwegian", "Norwegian"),
        ("Danish ministers", "Danish"),
    ]


def test_a_listed_country_carries_its_id_and_kind() -> None:
    (actor,) = actors_at(story_of("Norway met the envoys."), "Norway")
    assert (actor.id, actor.kind, actor.resolved_by) == ("state:norway", "state", "alias")


def test_offsets_in_a_headline_count_in_the_headline() -> None:
    story = story_of("The envoys left.", headline="Norway meets envoys")
    (actor,) = actors_at(story, "Norway")
    assert (actor.part, story.headline[actor.start : actor.end]) == ("headline", "Norway")


def test_why_tells_how_a_slot_was_resolved() -> None:
    story = story_of("Ivor Tallis arrived. He met the envoys.")
    resolver = ActorResolver(story)
    index, slot = slot_at(story, "He")
    assert resolver.why(index, slot) == "not asked"
    resolver.resolve(index, slot)
    assert resolver.why(index, slot) == "'He' -> Ivor Tallis (pronoun)"
