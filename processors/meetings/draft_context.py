"""What else is said about a draft: other drafts of its sentence, earlier words for the same meeting."""

from collections.abc import Sequence

from spacy.tokens import Token

from processors.meetings.slots import Draft
from processors.story import Story

_BACK = 4
_DEFINITE = frozenset({"the", "this", "these", "their", "his", "her", "both", "its"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "their", "his", "her", "its"})
_SAME = {
    "visit": ("visit", "trip", "tour", "travel", "arrive", "journey", "fly"),
    "talks": (
        "talk",
        "negotiation",
        "discussion",
        "dialogue",
        "meeting",
        "meet",
        "negotiate",
        "discuss",
        "consultation",
        "conversation",
    ),
    "summit": ("summit", "conference", "meeting", "meet", "forum", "gathering"),
}


def _family(lemma: str) -> list[str]:
    return [name for name, words in _SAME.items() if lemma in words]


def context_features(draft: Draft, drafts: Sequence[Draft], story: Story, index: int) -> list[str]:
    """How a draft stands to its neighbours: told by another word of the sentence, or before it in the article."""
    found = [f"drafts={min(len(drafts), 3)}"]
    for other in drafts:
        if other is not draft:
            found += _beside(draft, other)
    return [*found, *_told_before(draft, story, index)]


def _beside(draft: Draft, other: Draft) -> list[str]:
    head = draft.head
    shared = bool(other.heads() & draft.heads())
    order = "after" if other.head.i < head.i else "before"
    above, below = other.head in head.ancestors, head in other.head.ancestors
    tied_by = _hung(head, other.head) if above else _hung(other.head, head) if below else "-"
    tie = "above" if above else "below" if below else "apart"
    return [
        f"sib={order}+{tie}+{tied_by}+shared={shared}",
        f"sib={order}+{tie}+{other.format}:{draft.format}+shared={shared}",
        f"sib={other.rule}:{draft.rule}+{order}",
        f"sib={order}+same-status={other.status == draft.status}+shared={shared}+partner={draft.partner}",
        f"sib={order}+status={other.status}:{draft.status}",
        f"sib={order}+other-slots={min(2, len(other.slots))}+slots={min(2, len(draft.slots))}",
    ]


def _told_before(draft: Draft, story: Story, index: int) -> list[str]:
    head = draft.head
    lemma = head.lemma_.lower()
    nominal = head.pos_ in ("NOUN", "PROPN")
    determiners = [child.lower_ for child in head.children if child.dep_ in ("det", "poss")]
    definite = nominal and any(word in _DEFINITE for word in determiners)
    printed = determiners[0] if determiners and determiners[0] in _DETERMINERS else str(bool(determiners))
    families = set(_family(lemma))
    told = "no"
    for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
        if before not in story.candidates or story.sentences[before].part != story.sentences[index].part:
            continue
        words = {t.lemma_.lower() for t in story.docs[before]}
        if lemma in words:
            told = "same"
            break
        if families & {family for word in words for family in _family(word)}:
            told = "kin"
    return [
        f"definite={definite}+det={printed}",
        f"earlier={told}+definite={definite}",
        f"earlier={told}+slots={min(2, len(draft.slots))}",
        f"earlier={told}+definite={definite}+partner={draft.partner}",
        f"earlier={told}+nominal={nominal}+status={draft.status}",
    ]


def _hung(low: Token, high: Token) -> str:
    """The first word that ties the lower trigger to the higher one."""
    steps = []
    token = low
    while token.i != high.i and token.head is not token:
        steps.append(token.lower_ if token.dep_ in ("prep", "agent") else token.dep_)
        token = token.head
    return steps[-1] if steps else "-"
