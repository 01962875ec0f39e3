"""Who says so: what lies in a report has its source, what stands beside it has none."""

import pytest

from processors.actors import ActorResolver
from processors.attribution import attribute
from schemas.vocabulary import Stance
from tests.parsed_stories import meeting_at, recognition_at, story_of


def _source(body: str, trigger: str) -> str | None:
    story = story_of(body)
    found = attribute(story, meeting_at(story, trigger), ActorResolver(story))
    assert len(found) <= 1
    return found[0].name if found else None


@pytest.mark.parametrize(
    ("body", "trigger", "source"),
    [
        ("Ivor Tallis said that the envoys had met.", "met", "Ivor Tallis"),
        ("The envoys met, the Foreign Ministry said on Friday.", "met", "Foreign Ministry"),
        ("A lawyer who met the envoys was heard, the Foreign Ministry reported.", "met", "Foreign Ministry"),
        ("According to Ivor Tallis, the envoys met.", "met", "Ivor Tallis"),
        ("The envoys met, according to a newspaper.", "met", "newspaper"),
        (
            "An aide to Norwegian President Ivor Tallis said the envoys had met.",
            "met",
            "aide to Norwegian President Ivor Tallis",
        ),
        ("The envoys met, according to a report of the visit released by Norway.", "met", "Norway"),
        ("The envoys met, according to a statement from Norway.", "met", "Norway"),
        ("The envoys met, according to a report on the town.", "met", "report"),
        ("The envoys met (Northern Daily News).", "met", "Northern Daily News"),
        ("Ivor Tallis announced a meeting with the envoys.", "meeting", "Ivor Tallis"),
        ("Ivor Tallis denied a meeting with the envoys.", "meeting", "Ivor Tallis"),
        ("Ivor Tallis claims to have met the envoys.", "met", "Ivor Tallis"),
        ("The Foreign Ministry reported that Ivor Tallis said the envoys had met.", "met", "Foreign Ministry"),
        ("Ivor Tallis met Orla Whitby, as he wrote on his Facebook page.", "met", "Ivor Tallis"),
        ("The Kremlin did not rule out that the envoys had met.", "met", "Kremlin"),
        ('"I met the envoys," Ivor Tallis said.', "met", "Ivor Tallis"),
        ('"I met the envoys. It was late," Ivor Tallis said.', "met", "Ivor Tallis"),
        ("Ivor Tallis spoke. He said the envoys had met.", "met", "Ivor Tallis"),
        ("Ivor Tallis, the ministry said, met the envoys in March.", "met", "ministry"),
        (
            "Ivor Tallis met the envoys, the Foreign Ministry said, as crowds gathered in the rain outside its gates.",
            "met",
            "Foreign Ministry",
        ),
        ("The ministry issued a statement saying that the envoys had met.", "met", "ministry"),
        ("Swedish media reports that the envoys met.", "met", "Swedish media"),
        ("The envoys met, the Northern Daily reported, citing two aides.", "met", "Northern Daily"),
        ("The Northern Daily reported that the envoys met, citing two aides.", "met", "Northern Daily"),
        ("Northern state television said the envoys had met.", "met", "Northern state television"),
        ("The envoys met, the Norwatch news agency reported.", "met", "Norwatch"),
        ("The envoys met, the Norwatch Newsline reported.", "met", "Norwatch Newsline"),
        ("According to documents filed by Ivor Tallis, the envoys met.", "met", "documents"),
        ("A palace official arrived. The official said that the envoys had met.", "met", "official"),
        ("A palace official said it rained. The official said that the envoys had met.", "met", "palace official"),
        ("A palace official said it rained. An official said that the envoys had met.", "met", "official"),
        ("A palace official said it rained. The diplomat said that the envoys had met.", "met", "diplomat"),
        ("Qorbel said that the envoys had met.", "met", "Qorbel"),
        ("Ivor Tallis says that Norway must yield before talks with the envoys can begin.", "talks", "Ivor Tallis"),
        ('"The envoys met," Ivor Tallis was quoted as telling the Northern Daily newspaper.', "met", "Ivor Tallis"),
        ("The meeting with the envoys was confirmed by Ivor Tallis.", "meeting", "Ivor Tallis"),
        ("Norway accuses Sweden of meeting the envoys.", "meeting", "Norway"),
        ("Norway accuses Sweden of holding talks with the envoys.", "talks", "Norway"),
        ("Norway closed its embassy after accusing Sweden of meeting the envoys.", "meeting", "Norway"),
        ("The envoys met in Oslo (Northern News Today).", "met", "Northern News Today"),
        ("According to the Northern Daily, a palace official said that the envoys had met.", "met", "palace official"),
        ("The envoys met, a foreign ministry statement says.", "met", "foreign ministry"),
        ("The envoys met, a statement by the Foreign Ministry said.", "met", "Foreign Ministry"),
        ("The envoys met, a court document said.", "met", "court document"),
        ('"It rained," one exporter told the Northern Daily. The envoys met, he said.', "met", "one exporter"),
        ("Two exporters said it rained. They said the envoys had met.", "met", "Two exporters"),
        ("One of the drivers said the envoys had met.", "met", "One of the drivers"),
        ("Some say that the envoys met.", "met", "Some"),
        ("The teacher said the envoys had met.", "met", "teacher"),
        # Beside the report, or no report at all.
        ("Ivor Tallis accuses Sweden of theft at the meeting with the envoys.", "meeting", None),
        ("The rain suggests that the envoys have met.", "met", None),
        ("Ivor Tallis said he knew Orla Whitby, who met the envoys.", "met", None),
        ("Ivor Tallis said that it would act in response to the meeting with the envoys.", "meeting", None),
        ("Two exporters said it rained. He said the envoys had met.", "met", None),
        ("Ivor Tallis announces that Norway will free prisoners ahead of a visit by the envoys.", "visit", None),
        ("Ivor Tallis announces that he will resign before the next meeting with the envoys.", "meeting", None),
        ("Ivor Tallis announced an amnesty following a meeting with the envoys.", "meeting", None),
        ("Ivor Tallis said he was tired because he had met the envoys.", "met", None),
        ("Ivor Tallis met the envoys.", "met", None),
        ("After meeting the envoys, Ivor Tallis said that he was content.", "meeting", None),
        ("Ivor Tallis told reporters before the meeting that he was content.", "meeting", None),
        ("Ivor Tallis announced that, a day after the meeting, he had fallen ill.", "meeting", None),
        ("The envoys are expected to meet.", "meet", None),
    ],
)
def test_the_source_of_a_meeting(body: str, trigger: str, source: str | None) -> None:
    assert _source(body, trigger) == source


@pytest.mark.parametrize(
    ("body", "trigger", "stance", "recognisers", "source"),
    [
        ("Norway urged Denmark to recognise Kosovo.", "recognise", "urged", ("Denmark",), "Norway"),
        ("Serbia condemned Norway's decision to recognise Kosovo.", "recognise", "refuses", ("Norway",), "Serbia"),
        ("Kosovo claims to have been recognised by 90 countries.", "recognised", "recognises", (), "Kosovo"),
        ("Serbia says Kosovo enjoys the support of 80 nations.", "support", "recognises", (), "Serbia"),
        ("Some 40 states oppose Kosovo's independence.", "oppose", "refuses", (), None),
        ("Serbia condemned Norway's decision to recognise Kosovo.", "condemned", "refuses", ("Serbia",), "Serbia"),
        ("Serbia denounced a vote on the recognition of Kosovo.", "recognition", "refuses", ("Serbia",), "Serbia"),
        ("Serbia criticises states that recognise Kosovo.", "criticises", "refuses", ("Serbia",), "Serbia"),
        ("Norway adopted a resolution urging recognition of Kosovo.", "recognition", "urged", (), "Norway"),
        ("Letters by Norway urging recognition of Kosovo were lost.", "recognition", "urged", (), "Norway"),
        ("Norway lost a resolution urging recognition of Kosovo.", "recognition", "urged", (), None),
        ("Norway recognised Kosovo.", "recognised", "granted", ("Norway",), None),
        ("Norway confirms its recognition of Kosovo.", "recognition", "granted", ("its",), None),
        ("Norway passes a resolution recognising Kosovo.", "recognising", "granted", ("Norway",), None),
        ("Norway remains firm in its wish for a pact that recognises Kosovo.", "recognises", "urged", (), "Norway"),
        ("Norway should do more for a pact that recognises Kosovo.", "recognises", "urged", (), None),
        ("Ivor Tallis implored Norway to recognise Kosovo.", "recognise", "urged", ("Norway",), "Ivor Tallis"),
        ("Recognition of Kosovo had been promised by Ivor Tallis.", "Recognition", "intends", (), "Ivor Tallis"),
        ("Ivor Tallis reaffirms Norway's recognition of Kosovo.", "recognition", "recognises", (), "Ivor Tallis"),
        ("Norway reaffirms its recognition of Kosovo.", "recognition", "recognises", (), None),
        ("Ivor Tallis said that states which recognise Kosovo err.", "recognise", "recognises", (), None),
        ("Ivor Tallis said a clause which would recognise Kosovo fell.", "recognise", "intends", (), "Ivor Tallis"),
        ("Ivor Tallis said Norway-recognised Kosovo was quiet.", "recognised", "recognises", ("Norway",), None),
        ("Ivor Tallis said the town, recognised as in Kosovo, was free.", "recognised", "recognises", (), None),
        ("Ivor Tallis said recognising Kosovo would harm all.", "recognising", "considers", (), "Ivor Tallis"),
        ("On Kosovo, it calls on states to recognise Kosovo.", "recognise", "urged", (), None),
        ("Kosovo talks: Ivor Tallis says that Norway recognised Kosovo.", "recognised", "granted", (), "Ivor Tallis"),
    ],
)
def test_the_source_of_a_stance(
    body: str, trigger: str, stance: Stance, recognisers: tuple[str, ...], source: str | None
) -> None:
    story = story_of(body)
    candidate = recognition_at(story, trigger, stance, recognisers, ("Kosovo",))
    found = attribute(story, candidate, ActorResolver(story))
    assert [a.name for a in found] == ([source] if source else [])


def test_the_source_of_proposed_talks_is_who_wants_others_to_hold_them() -> None:
    story = story_of("Norway urged Serbia and Kosovo to begin talks.")
    candidate = meeting_at(story, "talks", status="proposed", slots=("Serbia", "Kosovo"))
    assert [a.name for a in attribute(story, candidate, ActorResolver(story))] == ["Norway"]
    story = story_of("Norway offered talks with Serbia.")
    candidate = meeting_at(story, "talks", status="proposed", slots=("Norway", "Serbia"))
    assert attribute(story, candidate, ActorResolver(story)) == []


def test_people_who_say_it_together_are_each_a_source() -> None:
    story = story_of("President Ivor Tallis and Foreign Minister Orla Whitby said that the envoys had met.")
    found = attribute(story, meeting_at(story, "met"), ActorResolver(story))
    assert [source.name for source in found] == ["Ivor Tallis", "Orla Whitby"]


def test_cue_medium_and_participation_are_told() -> None:
    story = story_of("Ivor Tallis wrote on Twitter that he had met Orla Whitby.")
    candidate = meeting_at(story, "met", slots=("he < had", "Orla Whitby"))
    (source,) = attribute(story, candidate, ActorResolver(story))
    assert (source.cue, source.medium, source.by_participant, source.quoted) == ("wrote", "Twitter", True, False)
    assert story.body[source.start : source.end] == "Ivor Tallis"


def test_a_quotation_of_several_sentences_says_that_it_is_one() -> None:
    story = story_of('"It was late," Ivor Tallis said. "The envoys met in the hall."')
    (source,) = attribute(story, meeting_at(story, "met"), ActorResolver(story))
    assert (source.name, source.quoted) == ("Ivor Tallis", True)
