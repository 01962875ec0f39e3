"""What a version says it is."""

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
        ({"pub_status": "canceled", "evolved_from": OLD}, "", ""),
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


def test_a_kill_of_its_own_uri_names_nobody_else() -> None:
    assert revision(pub_status="canceled").of is None
    assert revision(pub_status="canceled", ed_note="urn:example:new is withdrawn.").of is None
