"""What a meeting's date, its relative clause and the tense around it say of its status where no cue governs it."""

from datetime import date

from processors.dates import find_dates
from processors.meetings.grammar import is_verb
from processors.meetings.mood import is_past, negated
from processors.tokens import Token

_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_DONE = frozenset({"hold", "have", "attend", "take", "conduct", "host", "chair", "arrange"})
_CARRIERS = _DONE | {"make", "pay", "begin", "start", "end", "conclude", "finish", "complete"}
_DATING = frozenset({"compound", "nummod", "npadvmod", "nmod", "poss", "prep", "pobj", "amod"})
_SEASON = 100
_LASTING = frozenset({"talks", "negotiations", "discussions", "consultations", "dialogue", "contacts"})
_PLACED = frozenset({"after", "following", "at", "since", "from", "during", "amid"})
_OUTCOME = frozenset({"result", "outcome", "month", "week", "year", "day"})
_PRESENT = frozenset({"is", "are", "am", "has", "have", "'s", "'re", "'ve", "’s", "’re", "’ve", "does", "do"})


def is_dated_caption(head: Token) -> bool:
    """A photo caption: present tense, but it ends with a full date ("..., Oct. 15, 2015.")."""
    tail = [t for t in head.doc[-7:] if not t.is_punct or t.text == ","]
    words = [t.lower_.strip(".") for t in tail]
    return (
        bool(words)
        and words[-1].isdigit()
        and len(words[-1]) == 4
        and any(w in _MONTHS for w in words[:-1])
        and (head.doc[0].lower_ == "file" or not any(t.tag_ == "MD" for t in head.doc))
    )


def dated_ahead(noun: Token) -> bool:
    """ "next week's visit", "talks next month", "tomorrow's summit", "a summit that Ana will attend"."""
    for child in noun.children:
        words = {t.lower_ for t in child.subtree}
        if child.dep_ in ("poss", "npadvmod") and words & {"next", "tomorrow"} and child.ent_type_ in ("DATE", "TIME"):
            return True
        told = any(c.dep_ == "mark" for c in child.children)  # "informed in the meeting that prices will rise"
        will = any(c.dep_ == "aux" and c.lower_ in ("will", "'ll") for c in child.children)
        if child.dep_ == "relcl" and will and not told:
            return True
    return False


def told_as_done(noun: Token) -> bool:
    """ "A meeting that they held", "a call he had with Ana": a relative clause in the past tense says that it was."""
    return any(
        child.dep_ == "relcl" and child.lemma_ in _DONE and is_past(child) and not negated(child)
        for child in noun.children
    )


def dated_after(head: Token, published: date) -> bool:
    """A noun with a date of its own ("the April 17 visit", "a summit on May 4") that lies after the day of the text.

    A weekday says nothing by itself: it may be the last or the next; and so may a month that is far away.
    """
    done = head.dep_ == "dobj" and head.head.lemma_ in _CARRIERS and is_past(head.head)
    if is_verb(head) or done:
        return False
    for mention in find_dates(head.doc.text):
        words = head.doc.char_span(mention.start, mention.end)
        if words is None or mention.kind not in ("iso", "day", "month", "tomorrow") or not _dates(words.root, head):
            continue
        days = mention.resolve(published, "near")
        if days is not None and 0 < (days.first - published).days < _SEASON:
            return True
    return False


def _dates(word: Token, head: Token) -> bool:
    """The word hangs on the noun by nothing but prepositions and modifiers."""
    while word != head:
        if word.dep_ not in _DATING or word.head == word:
            return False
        word = word.head
    return True


def is_going_on(noun: Token) -> bool:
    """Talks that a present tense speaks of without saying more ("content with the pace of talks with")."""
    if noun.lower_ not in _LASTING or noun.dep_ not in ("pobj", "dobj", "nsubj", "nsubjpass"):
        return False
    for above in noun.ancestors:
        if is_verb(above):
            return noun.head.lower_ != "for" and _in_the_present(above)
        if above.lower_ in _PLACED or above.lemma_ in _OUTCOME:
            return False
    return False


def _in_the_present(verb: Token) -> bool:
    """The verb, or the one that its participle hangs on, is in the present tense."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if words & _PRESENT and "to" not in words:
        return True
    if verb.tag_ == "VBG" and not words and verb.dep_ != "ROOT":
        above = next((t for t in verb.ancestors if is_verb(t)), None)
        return above is not None and _in_the_present(above)
    return verb.tag_ in ("VBZ", "VBP")
