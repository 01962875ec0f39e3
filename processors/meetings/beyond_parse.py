"""What the words around a trigger name where the parser hung them elsewhere: a partner, a town's country."""

from processors.cities import TOWN_NOUNS
from processors.meetings.slots import Draft, SlotFinder
from processors.tokens import Token
from schemas.vocabulary import MeetingFormat

_WITH_SOMEBODY: frozenset[MeetingFormat] = frozenset(
    {"meeting", "talks", "conversation", "call", "summit", "negotiation"}
)
_REACH = 14
"""Words between a trigger and its "with"."""
_CLAUSE = frozenset(
    {
        "which",
        "who",
        "that",
        "where",
        "when",
        "while",
        "as",
        "after",
        "before",
        "following",
        "because",
        "amid",
        "amidst",
        "despite",
        "during",
    }
)


def complete_beyond_parse(draft: Draft, slots: SlotFinder) -> None:
    """Add to a draft what its neighbourhood says in so many words."""
    if draft.format == "visit":
        _add_stated_countries(draft, slots)
    elif not draft.partner and draft.format in _WITH_SOMEBODY:
        _add_far_partner(draft, slots)


def _add_stated_countries(draft: Draft, slots: SlotFinder) -> None:
    """Who visits "Tromsø, Norway" or "the Norwegian town of Tromsø" is Norway's guest."""
    doc = draft.head.doc
    for place in list(draft.places):
        if slots.is_state_at(place):
            continue
        named = [t for t in _behind_comma(doc[place]) if slots.is_state(t)] or _demonyms(doc[place], slots)
        if draft.add(slots.plain(named[:1], "host")):
            draft.partner = True


def _behind_comma(place: Token) -> list[Token]:
    doc, end = place.doc, place.i + 1
    if not (end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].pos_ == "PROPN"):
        return []
    return [
        t for t in doc[end + 1 : end + 4] if t.pos_ == "PROPN" and (t.dep_ in ("appos", "conj", "npadvmod", "pobj"))
    ]


def _demonyms(place: Token, slots: SlotFinder) -> list[Token]:
    """ "Greek" in "the Greek island of Lesbos", "Somali" in "the Somali capital Mogadishu"."""
    for noun in [place, *place.ancestors][:4]:
        if noun.lemma_.lower() in TOWN_NOUNS:
            return [t for t in noun.children if t.dep_ in ("amod", "compound") and slots.is_people(t)]
    return []


def _add_far_partner(draft: Draft, slots: SlotFinder) -> None:
    """ "A meeting in the palace with Ana", "talks are in progress with Avaria"."""
    doc = draft.head.doc
    for token in doc[draft.trigger[1] : draft.trigger[1] + _REACH]:
        if token.lower_ in _CLAUSE or token.pos_ == "VERB" or token.text in ';:()"“”–—':
            return
        if token.lower_ == "with":
            goals = [child for child in token.children if child.dep_ == "pobj"]
            draft.partner |= draft.add(slots.actors(goals[:1]))
            return
