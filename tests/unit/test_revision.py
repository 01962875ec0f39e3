"""What a version says it is."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from processors.revision import headline_tags, read_revision, withdraws_another
from schemas.article import AltId, Article
from schemas.article_result import Revision

OLD = "urn:example:old"


def revision(headline: str = "Norland and Avaria hold talks", text: str = "They met.", **fields: Any) -> Revision:
    return read_revision(article(**fields), headline, text)


def article(**fields: Any) -> Article:
    return Article(uri="urn:example:new", version_created=datetime(2031, 5, 4, tzinfo=UTC), **fields)


def test_a_plain_story_is_new() -> None:
    assert revision() == Revision(kind="new")


@pytest.mark.parametrize(
    ("headline", "kind", "evidence", "rest"),
    [
        ("CORRECTED-Norland and Avaria meet", "correction", ["headline: CORRECTED"], "Norland and Avaria meet"),
        ("CORRECTION: Norland did not meet", "correction", ["headline: CORRECTION"], "Norland did not meet"),
        ("Corrected: Norland did not meet", "correction", ["headline: Corrected"], "Norland did not meet"),
        ("Norland did not meet (Corrected)", "correction", ["headline: Corrected"], "Norland did not meet"),
        ("REFILE-Norland meets Avaria", "refile", ["headline: REFILE"], "Norland meets Avaria"),
        ("RPT-Norland meets Avaria", "repeat", ["headline: RPT"], "Norland meets Avaria"),
        ("REPEAT - Norland meets Avaria", "repeat", ["headline: REPEAT"], "Norland meets Avaria"),
        ("UPDATE 3-Norland meets Avaria", "update", ["headline: UPDATE 3"], "Norland meets Avaria"),
        ("(UPDATE) Norland meets Avaria", "update", ["headline: UPDATE"], "Norland meets Avaria"),
        ("WRAPUP 2-Norland meets Avaria", "update", ["headline: WRAPUP 2"], "Norland meets Avaria"),
        ("2ND LEAD: Norland meets Avaria", "update", ["headline: 2ND LEAD"], "Norland meets Avaria"),
        ("STORY WITHDRAWN: Norland meets Avaria", "kill", ["headline: STORY WITHDRAWN"], "Norland meets Avaria"),
        ("BULLETIN KILL", "kill", ["headline: BULLETIN KILL"], ""),
        ("ADVISORY-Norland summit coverage", "advisory", ["headline: ADVISORY"], "Norland summit coverage"),
        ("EXCLUSIVE-Norland meets Avaria", "new", [], "Norland meets Avaria"),
        (
            "CORRECTED-UPDATE 2-Norland meets Avaria",
            "correction",
            ["headline: CORRECTED", "headline: UPDATE 2"],
            "Norland meets Avaria",
        ),
        # The same words as part of a headline say nothing.
        ("Updates from Norland", "new", [], "Updates from Norland"),
        ("Repeat visit by Norland’s premier", "new", [], "Repeat visit by Norland’s premier"),
        ("Corrected figures show growth", "new", [], "Corrected figures show growth"),
        ("Killed: five soldiers near Avaria", "new", [], "Killed: five soldiers near Avaria"),
        ("Live talks: Norland and Avaria", "new", [], "Live talks: Norland and Avaria"),
    ],
)
def test_headline_tags(headline: str, kind: str, evidence: list[str], rest: str) -> None:
    found = revision(headline)
    assert (found.kind, found.evidence) == (kind, evidence)
    tags = headline_tags(headline)
    assert headline[tags.start : tags.end] == rest


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Photos: do not use after 30 days", "new"),
        ("Do not use the name of the minor", "new"),
        ("Embargoed. Do not use before 18:00 GMT", "new"),
        ("Do not use this story before 18:00 GMT", "new"),
        ("Photos: do not use.", "new"),
        ("Photo sent in error, please delete.", "new"),
        ("This story was sent in error, please delete.", "kill"),
        ("EDS: Please disregard previous version, corrects spelling of name", "correction"),
        ("Please disregard previous version.", "new"),
        ("(Please delete earlier version. Corrects date in paragraph 2.)", "correction"),
        ("KILL the 5th paragraph, wrong name", "new"),
        ("MANDATORY KILL of the 5th paragraph", "new"),
        ("Please kill the photo caption", "new"),
        ("Please kill the story photo.", "new"),
        ("Please delete the story’s last paragraph.", "new"),
        ("Adds details; the earlier story was withdrawn", "update"),
        ("Recasts throughout; article was deleted by the ministry", "update"),
        ("Adds that the ministry told papers to kill the story", "update"),
        ("The story was withdrawn by the ministry’s website", "new"),
        ("Please kill this story. Corrects name.", "correction"),
        ("Please kill this story. A corrected version will follow.", "kill"),
        ("The report said a guard was killed.", "new"),
        ("Earlier story withdrawn", "new"),
        ("Kill the story.", "kill"),
        ("EDS: Please disregard this item, it was sent in error.", "kill"),
        ("Sent in error, please delete.", "kill"),
        ("Do not use this report: its source was a hoax", "kill"),
        ("Do not use. A substitute follows.", "kill"),
        ("Please withdraw the above article", "kill"),
        ("Northern Press withdraws this dispatch.", "kill"),
        ("We have retracted this report.", "kill"),
        ('The story "Norland meets Avaria" is withdrawn.', "kill"),
        ("This item was deleted after a complaint.", "kill"),
        ("MANDATORY KILL", "kill"),
        ("Bulletin kill: the talks story was wrong", "kill"),
        ("Kill urn:example:old", "kill"),
        ("Please kill the earlier story urn:example:old.", "kill"),
        ("More on urn:example:old: Norland withdraws from talks", "new"),
    ],
)
def test_a_note_kills_only_the_item_as_a_whole(note: str, kind: str) -> None:
    assert revision(ed_note=note).kind == kind


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Withdrawn: US troops leave Syria", "new"),
        ("WITHDRAWN: US troops leave Syria", "new"),
        ("KILL: the new film", "new"),
        ("RETRACTION — Court orders apology", "new"),
        ("Story withdrawn: how a paper erred", "new"),
        ("PHOTO KILL: Norland", "new"),
        ("Norland meets Avaria (WITHDRAWN)", "new"),
        ("STORY WITHDRAWN - Norland meets Avaria", "kill"),
        ("MANDATORY KILL: Norland-Avaria", "kill"),
        ("KILL NOTICE: Norland-Avaria", "kill"),
        ("BULLETIN KILL - Norland-Avaria", "kill"),
        ("RETRACTION NOTICE: Norland-Avaria", "kill"),
        ("(ITEM WITHDRAWN) Norland meets Avaria", "kill"),
        ("Norland meets Avaria (STORY WITHDRAWN)", "kill"),
    ],
)
def test_a_headline_kills_in_capitals_that_say_what(headline: str, kind: str) -> None:
    assert revision(headline).kind == kind
    assert bool(headline_tags(headline).kinds) == (kind == "kill")


@pytest.mark.parametrize(
    "headline", ["KILL: Norland-Avaria", "WITHDRAWN: Norland-Avaria", "RETRACTION — Norland-Avaria"]
)
def test_a_bare_word_is_a_tag_of_a_cancelled_item(headline: str) -> None:
    found = revision(headline, pub_status="canceled")
    assert found.kind == "kill"
    assert len(found.evidence) == 2


def test_a_long_note_is_read_in_bounded_time() -> None:
    start = time.perf_counter()
    for note in ("the story " * 20_000, "please kill " * 20_000, "urn:x:y please " * 10_000, "do not use " * 20_000):
        revision(ed_note=note)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"pub_status": "canceled"}, "kill"),
        ({"pub_status": "withheld"}, "withheld"),
        ({"signals": ["correction"]}, "correction"),
        ({"signals": ["sig:update"]}, "update"),
        ({"signals": ["http://cv.iptc.org/newscodes/signal/kill"]}, "kill"),
        ({"signals": ["sig:tz"]}, "new"),
        ({"ed_note": "Corrects paragraph 3: the talks were in Norport."}, "correction"),
        ({"ed_note": "Refiles to fix a typing error."}, "refile"),
        ({"ed_note": "Repeats for wider readership."}, "repeat"),
        ({"ed_note": "Updates with quotes."}, "update"),
        ({"ed_note": "This story has been withdrawn."}, "kill"),
        ({"ed_note": "Please kill. A substitute will follow."}, "kill"),
        ({"ed_note": "Updates; the army withdraws from Norport."}, "update"),
        ({"ed_note": "Eds: photos to follow."}, "new"),
        ({"evolved_from": OLD}, "update"),
        ({"evolved_from": "urn:example:new"}, "new"),
        ({"evolved_from": OLD, "ed_note": "Corrects name."}, "correction"),
        ({"version": "2"}, "new"),
    ],
)
def test_fields(fields: dict[str, Any], kind: str) -> None:
    found = revision(**fields)
    assert found.kind == kind
    assert bool(found.evidence) == (kind != "new")


def test_an_update_names_what_it_evolved_from() -> None:
    found = revision(evolved_from=OLD)
    assert found.of == OLD
    assert not withdraws_another(article(evolved_from=OLD), found, "Norland meets", "They met.")


@pytest.mark.parametrize(
    ("fields", "headline", "text"),
    [
        ({"pub_status": "canceled", "evolved_from": OLD}, "STORY WITHDRAWN-Norland meets Avaria", ""),
        ({"pub_status": "canceled", "evolved_from": OLD}, "KILL: Norland-Avaria", ""),
        ({"pub_status": "canceled", "evolved_from": OLD}, "Norland meets Avaria", "Please delete it."),
        ({"pub_status": "canceled", "evolved_from": OLD}, "", 'The story "Talks" is wrong and is withdrawn.'),
        ({"pub_status": "canceled", "evolved_from": "urn:example:base", "ed_note": f"Kill {OLD}"}, "", ""),
        ({"pub_status": "canceled"}, "", f"EDITORS: Please kill the story {OLD}, sent in error."),
        ({"pub_status": "canceled"}, "", f"Northern Press has withdrawn the item ({OLD}). It was false."),
        ({"pub_status": "canceled", "alt_ids": [AltId(value=OLD, role="kills")]}, "", ""),
        ({"pub_status": "canceled", "ed_note": f"Item {OLD} is withdrawn."}, "", ""),
        ({"ed_note": f"Withdraws {OLD}; a substitute follows"}, "BULLETIN KILL", ""),
        ({}, "STORY WITHDRAWN: Norland meets Avaria", f"The item {OLD} was wrong. Please delete it."),
        ({"signals": ["kill"], "evolved_from": OLD}, "Norland meets Avaria", "Withdrawn."),
        ({"evolved_from": OLD}, "BULLETIN KILL", "long " * 1000),
    ],
)
def test_a_notice_takes_back_the_item_it_names(fields: dict[str, Any], headline: str, text: str) -> None:
    found = revision(headline, text, **fields)
    assert (found.kind, found.of) == ("kill", OLD)
    assert withdraws_another(article(**fields), found, headline, text)


def test_a_cancelled_update_does_not_take_back_what_it_evolved_from() -> None:
    fields: dict[str, Any] = {"pub_status": "canceled", "evolved_from": OLD}
    story = "Norland and Avaria met again on Monday. " * 40
    found = revision("Norland meets Avaria", story, **fields)
    assert (found.kind, found.of) == ("kill", OLD)
    assert not withdraws_another(article(**fields), found, "Norland meets Avaria", story)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"evolved_from": OLD}, ""),
        ({"evolved_from": OLD}, "Norland and Avaria met."),
        ({"evolved_from": OLD, "ed_note": "This story has been withdrawn."}, "Norland and Avaria met."),
        ({"evolved_from": OLD}, "Norland withdrew its troops. The report was deleted by the ministry."),
        ({"evolved_from": OLD}, "The report said two guards were killed."),
        ({"evolved_from": OLD}, "The Norland army was withdrawn."),
        ({"alt_ids": [AltId(value=OLD, role="original")]}, "Norland and Avaria met."),
        ({}, f"Norland and Avaria met. Read more at {OLD}"),
        ({}, "Norland withdraws from Avaria. See https://np.example/withdrawn/story for pictures."),
        ({"ed_note": "Pictures at https://np.example/pictures."}, "Norland and Avaria met."),
    ],
)
def test_a_cancelled_brief_takes_back_nothing_else_unless_it_says_so(fields: dict[str, Any], text: str) -> None:
    found = revision("Norland meets Avaria", text, pub_status="canceled", **fields)
    assert found.kind == "kill"
    assert not withdraws_another(article(pub_status="canceled", **fields), found, "Norland meets Avaria", text)


def test_a_kill_of_its_own_uri_names_nobody_else() -> None:
    assert revision(pub_status="canceled").of is None
    assert revision(pub_status="canceled", ed_note="urn:example:new is withdrawn.").of is None
