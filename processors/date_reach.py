"""How far a date expression stands from a predicate in the parse, and whether it dates that or another event."""

from typing import Final

from processors.actors.speech import is_reporting
from processors.dates import DateMention
from processors.tokens import Doc, Span, Token

_LIMIT: Final = 7.0
_OF_ALL: Final = 2.0
_CLAUSES: Final = frozenset({"ccomp", "parataxis", "relcl", "advcl", "acl", "csubj"})
_ASIDE: Final = frozenset(
    {"after", "following", "since", "before", "despite", "because", "amid", "ahead", "until", "over"}
)
_TIMES: Final = frozenset(
    {"morning", "afternoon", "evening", "night", "day", "week", "month", "end", "start", "beginning", "first"}
)
_BEFORE_A_DATE: Final = frozenset({"on", "in", "late", "early", "earlier", "later", "at"})
_PLANNED_WORDS: Final = (
    "arrange begin call conduct convene do expect fix happen have hold host make occur open organise organize pay plan "
    "schedule set slate stage start take time"
)
_PLANNED: Final = frozenset(_PLANNED_WORDS.split())
"""Verbs whose date is that of the event they are said of: "talks to be held in July", "a trip planned for April"."""
_FRAME_WORDS: Final = (
    "campaign ceremony conference congress convention dinner forum funeral gathering lunch meeting reception session "
    "stay stop stopover summit tour trip visit"
)
_FRAMES: Final = frozenset(_FRAME_WORDS.split())
"""Occasions on which something happens, so that their day is its own: "met her at a forum in May"."""
_ON: Final = frozenset({"during", "at", "on"})
_TRAVELS: Final = frozenset({"arrive", "come", "fly", "gather", "assemble", "land", "travel", "return", "go"})
_LEAVES: Final = frozenset({"leave", "depart", "set", "head"})
_POSTPONES: Final = frozenset({"postpone", "delay", "defer", "put", "push", "adjourn", "reschedule", "suspend"})


def distance(doc: Doc, predicate: Token, mention: DateMention) -> float | None:
    """How far the expression stands from the predicate in the parse, or None if it belongs to another event."""
    span = doc.char_span(mention.start, mention.end)
    if span is None:
        return None
    if span.start <= predicate.i < span.end:
        return 0.0
    if mention.kind == "year" and _is_another_names(span.root, predicate):
        return None
    in_parse = _distance_in_parse(doc, predicate, span)
    if _dates_a_caption(doc, span, mention):
        return _OF_ALL if in_parse is None else min(_OF_ALL, in_parse)
    return in_parse


def _distance_in_parse(doc: Doc, predicate: Token, span: Span) -> float | None:
    up_from_date, up_from_predicate = _up_from(doc, span), _chain(predicate)
    joint = next((t for t in up_from_date if t in up_from_predicate), None)
    if joint is None:
        return None
    below = up_from_date[: up_from_date.index(joint)]
    down = _cost_of_date_side(below, span.root, predicate, joint)
    if down is None:
        return None
    cost = down + _cost_of_predicate_side(up_from_predicate[: up_from_predicate.index(joint)], predicate)
    return cost if cost < _LIMIT else None


def _up_from(doc: Doc, span: Span) -> list[Token]:
    """The date and what it hangs on: behind "said" that is the saying, whatever the parse makes of it."""
    before = span.start - 1
    while before > 0 and doc[before].lower_ in _BEFORE_A_DATE:
        before -= 1
    if before >= 0 and is_reporting(doc[before]) and doc[before].tag_ in {"VBD", "VBZ"}:
        return [span.root, *_chain(doc[before])]
    return _chain(span.root)


def _dates_a_caption(doc: Doc, span: Span, mention: DateMention) -> bool:
    """True for a full date behind a comma at the end, as the captions of photographs have it: "..., May 3, 2015."."""
    if "year" not in mention.parts or "day" not in mention.parts or span.start == 0:
        return False
    return doc[span.start - 1].text == "," and all(token.is_punct for token in doc[span.end :])


def _cost_of_date_side(below: list[Token], root: Token, predicate: Token, joint: Token) -> float | None:
    cost = 0.0
    own_clause = next((t for t in reversed(below) if t.dep_ in {"relcl", "acl", "advcl"}), None)
    of_predicate = joint == predicate and predicate.pos_ in {"NOUN", "PROPN"}
    for token in below:
        if token.lower_ == "since" or any(c.dep_ == "mark" and c.lower_ == "since" for c in token.children):
            return None
        if token.lower_ in {"until", "till"} and token.head.lemma_ not in _POSTPONES:
            return None
        if token == own_clause and of_predicate and token.lemma_ in _PLANNED:
            cost += 1
            continue
        cost += 1 + (6 if token.dep_ in _CLAUSES else 0) + (2 if token.pos_ == "VERB" else 0)
        if token != root and token.pos_ == "NOUN" and token.lemma_ not in _TIMES and token != predicate:
            cost += 0 if _is_frame(token) else 3  # "last week's attack"
    return cost


def _is_frame(noun: Token) -> bool:
    return noun.lemma_ in _FRAMES and noun.dep_ == "pobj" and noun.head.lower_ in _ON


def _cost_of_predicate_side(below: list[Token], predicate: Token) -> float:
    cost = 0.0
    for token in below:
        cost += 0.5
        purpose = _is_purpose_of_travel(token)
        clause = token.dep_ == "ccomp" or (token.dep_ in _CLAUSES and token != predicate and not purpose)
        if clause or token.lower_ in _ASIDE or _is_result(token) or _is_where_one_goes(token):
            cost += 6
        if token.dep_ in {"relcl", "advcl", "acl"} and not purpose:
            cost += 2
    return cost


def _is_where_one_goes(token: Token) -> bool:
    """ "For a summit" in "left on Friday for a summit", which is on another day."""
    leaves = token.head.lemma_ in _LEAVES and token.head.pos_ == "VERB"
    return leaves and (token.lower_ == "for" or token.pos_ == "VERB")


def dates_an_arrival(doc: Doc, mention: DateMention) -> bool:
    """True if the expression hangs on "arrived" or the like, which is past though the talks are yet to come."""
    span = doc.char_span(mention.start, mention.end)
    verb = next((t for t in _up_from(doc, span) if t.pos_ == "VERB"), None) if span is not None else None
    return verb is not None and verb.lemma_ in _TRAVELS and verb.tag_ == "VBD"


def _is_purpose_of_travel(verb: Token) -> bool:
    """ "To begin talks" in "arrived on Sunday to begin talks"."""
    return verb.head.lemma_ in _TRAVELS and verb.tag_ == "VB" and verb.dep_ in {"advcl", "xcomp"}


def _is_result(noun: Token) -> bool:
    return noun.lemma_ == "result" and noun.head.lower_ == "as"


def _is_another_names(year: Token, predicate: Token) -> bool:
    """True for the year of another noun ("2011 protests"), unless that noun dates ("during the 2016 campaign")."""
    noun = year.head
    if year.dep_ not in {"nummod", "compound", "nmod"} or noun == predicate:
        return False
    return noun.dep_ != "pobj" or noun.head.lower_ != "during"


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]
