"""One meeting said twice in a sentence: "meets for talks", "flew to Rome and met Bo", "visited on a trip to"."""

from processors.meetings.grammar import is_verb
from processors.meetings.slots import Draft
from processors.meetings.topics import is_topic
from processors.tokens import Token

_APART = frozenset(
    {
        "after",
        "before",
        "following",
        "ahead",
        "during",
        "since",
        "at",
        "despite",
        "until",
        "as",
        "while",
        "when",
        "if",
        "prior",
        "sidelines",
        "margins",
    }
)
_STEPS = frozenset(
    {
        "prep",
        "pobj",
        "xcomp",
        "advcl",
        "dobj",
        "conj",
        "pcomp",
        "acl",
        "attr",
        "appos",
        "npadvmod",
        "ccomp",
        "compound",
        "relcl",
        "agent",
        "oprd",
        "dative",
        "nmod",
        "dep",
    }
)


_CARRIERS = frozenset(
    f"meeting.verb.{name}"
    for name in ("call", "host", "gather", "discuss", "receive", "greet", "talk", "speak", "shake-hands")
)


_LONGEST_PATH = 7
"""Steps in the tree between two words for one meeting."""
_LESSER_VISITS = frozenset({"meeting.verb.arrive", "meeting.verb.travel", "meeting.verb.visiting"})


def merge(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one sentence (by position) with those that speak of the same meeting joined."""
    kept: list[Draft] = []
    for draft in drafts:
        for earlier in kept:
            if _same(earlier, draft):
                join(earlier, draft)
                break
        else:
            kept.append(draft)
    return kept


def _path(low: Token, high: Token) -> list[Token] | None:
    """Tokens from `low` up to (not including) `high`, or None when `high` is not above it within reach."""
    steps: list[Token] = []
    token = low
    while token.i != high.i:
        if len(steps) == _LONGEST_PATH or token.head.i == token.i or token.dep_ not in _STEPS:
            return None
        steps.append(token)
        token = token.head
    return steps


def _same(first: Draft, second: Draft) -> bool:
    if first.head.i == second.head.i:
        return True
    path = _path(second.head, first.head)
    if path is None:
        path = _path(first.head, second.head)
    if path is None:
        return _is_its_purpose(first, second) or _is_its_purpose(second, first)
    if any(
        t.lower_ in _APART
        or (t.dep_ == "advcl" and any(c.lower_ in _APART for c in t.children if c.dep_ in ("mark", "advmod")))
        for t in path
    ):
        return False
    if any(is_topic(t) for t in path):
        return False
    kinds = {first.rule.split(".")[1], second.rule.split(".")[1]}
    if kinds == {"verb", "noun"} and "visit" in (first.format, second.format) and first.format != second.format:
        noun = first if first.rule.startswith("meeting.noun") else second
        if noun.format == "visit" and noun.head.dep_ == "pobj" and noun.head.head.lower_ in ("on", "during"):
            return False
    if any(t.dep_ == "relcl" for t in path) and not (first.format == second.format == "visit"):
        return False
    visit = "visit" in (first.format, second.format)
    if any(t.dep_ == "conj" for t in path):
        both_verbs = is_verb(first.head) and is_verb(second.head)
        if not (visit and both_verbs):
            return False
        return bool(first.heads() & second.heads()) and first.status == second.status
    if (
        first.format == second.format == "visit"
        and first.places
        and second.places
        and set(first.places) != set(second.places)
    ):
        return False
    return bool(first.heads() & second.heads()) or not first.slots or not second.slots


def _is_its_purpose(meeting: Draft, topic: Draft) -> bool:
    """ "They held a telephone call to discuss the border": what is discussed is discussed in the call."""
    verb = meeting.head.head
    return (
        topic.rule in ("meeting.verb.discuss", "meeting.verb.talk")
        and topic.head.dep_ in ("advcl", "xcomp", "acl")
        and topic.head.head.i == verb.i
        and meeting.head.dep_ == "dobj"
        and any(child.lower_ == "to" and child.dep_ == "aux" for child in topic.head.children)
        and topic.heads() <= meeting.heads()
    )


def join(first: Draft, second: Draft) -> None:
    """`first` takes what `second` says; the trigger stays with the visit, else with the first."""
    first.why.append(f"the same meeting as {second.rule} at {second.head.text!r}")
    if second.format == "visit" and first.format != "visit" and second.rule not in _LESSER_VISITS:
        first.head, first.trigger, first.rule = second.head, second.trigger, second.rule
        first.format = "visit"
        first.status, first.cues = second.status, second.cues
    elif first.rule in _LESSER_VISITS:
        first.head, first.trigger, first.rule = second.head, second.trigger, second.rule
        first.status, first.cues = second.status, second.cues
        if second.format == "visit" or not any(s.role == "host" for s in first.slots):
            first.format = second.format
    elif first.rule in _CARRIERS and second.rule.startswith("meeting.noun"):
        first.head, first.trigger, first.rule = second.head, second.trigger, second.rule
        first.status, first.cues, first.format = second.status, second.cues, second.format
    elif second.format in ("negotiation", "summit", "call", "mediation") and first.format in ("meeting", "talks"):
        first.format = second.format
    first.add(slot for slot in second.slots if not second.cast or not second.cast <= first.cast)
    first.cast |= second.cast
    first.partner |= second.partner
    first.places += second.places
    if "place" in second.rule:
        first.places += second.places


def merge_weighed(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one sentence, once their actors are settled, with those of the same actors and status joined.

    A summit and a meeting on its sidelines stay apart, and so do two meetings of different status.
    """
    kept: list[Draft] = []
    for draft in drafts:
        for earlier in kept:
            one, two = earlier.cast or earlier.heads(), draft.cast or draft.heads()
            same = (bool(two) and two <= one) or (bool(one) and one < two)
            if not same or earlier.status != draft.status or ("summit" in (earlier.format, draft.format)):
                continue
            if _parted(earlier.head, draft.head):
                continue
            join(earlier, draft)
            break
        else:
            kept.append(draft)
    return kept


def _parted(first: Token, second: Token) -> bool:
    """One is told as before or after the other ("said after a meeting that he would visit")."""
    low, high = (second, first) if second.i > first.i else (first, second)
    for token in (*low.ancestors, low):
        if token.i <= high.i:
            break
        if token.lower_ in ("after", "before", "following", "ahead", "since", "until", "and"):
            return True
    return False
