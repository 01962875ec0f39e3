"""Reports in one parsed sentence: the words by which somebody says, cites or wants what a predicate tells.

Which of several is to be believed first is their order: of nested reports ("the agency reports that Y said") the
outermost, and what is cited or said in passing before them.
"""

from collections.abc import Iterator

from processors.actors.speech import is_reporting, reporting
from processors.candidate import Candidate
from processors.report import Report, is_within, maker_of, speaker_of
from processors.reports_beside import beside, cited, in_passing, trailing
from processors.tokens import Doc, Token
from processors.wishes import opinions, wishes


def reports_of(doc: Doc, predicate: Token, candidate: Candidate) -> Iterator[Report]:
    """Every report in the sentence that can hold the predicate, the one to believe first."""
    said_by = list(_reporting_above(predicate))
    by = cited(doc, predicate)
    yield from by if not _opens(doc) or not said_by else ()
    yield from in_passing(doc, predicate)
    yield from trailing(doc, predicate)
    yield from beside(predicate)
    yield from reversed(said_by)
    yield from by
    yield from wishes(predicate, candidate)
    yield from opinions(predicate, candidate)


def _opens(doc: Doc) -> bool:
    """True for "According to X, Y said that ...", where Y says it."""
    return any(token.lower_ == "according" for token in doc[:2])


def _reporting_above(predicate: Token) -> Iterator[Report]:
    """Reporting verbs over the predicate, the nearest first, as long as the predicate lies in what is reported.

    What stands in a temporal adjunct inside the report ("said that, a day after the talks, ...") is taken for granted,
    unless the whole sentence is reported by a verb behind it.
    """
    token, granted, aside = predicate, False, False
    while token.head.i != token.i:
        above = token.head
        granted = granted or _is_temporal(token, above) or _is_said_aside(token)
        aside = aside or (token.dep_ == "pobj" and above.lower_ not in _INSIDE)
        if _is_the_act(token, above):
            return
        if _is_the_charge(predicate, token, above) and (accuser := speaker_of(above)) is not None:
            yield Report(accuser, above.text, quoted=False)
        elif above.pos_ == "NOUN" and (author := _author(token, above)) is not None and not granted:
            yield Report(author, above.text, quoted=False)
        elif is_reporting(above, thought=True) and _is_content(token, above):
            subject = speaker_of(above)
            inverted = predicate.i < above.i
            granted = granted or (token.dep_ == "dobj" and aside)
            if subject is not None and not is_within(predicate, subject) and (inverted or not granted):
                yield Report(subject, above.text, quoted=False)
        token = above


def _is_the_charge(predicate: Token, of: Token, verb: Token) -> bool:
    """ "X accuses Y of meeting Z", "of holding talks with Z"."""
    if verb.lemma_.lower() not in _ACCUSES or of.lower_ != "of":
        return False
    return predicate.head == of or (predicate.dep_ == "dobj" and predicate.head.head == of)


def _is_the_act(token: Token, above: Token) -> bool:
    """True where the words do what they tell: "confirms its recognition of X", "passes a resolution recognising X"."""
    confirmed = token.lower_ == "recognition" and token.dep_ == "dobj" and above.lemma_.lower() == "confirm"
    own = any(c.dep_ == "poss" and c.lower_ in {"its", "their", "his", "her"} for c in token.children)
    adopted = token.dep_ == "acl" and token.tag_ == "VBG" and token.lemma_.lower() in _RECOGNISE
    return (confirmed and own) or (adopted and above.pos_ == "NOUN")


def _author(content: Token, noun: Token) -> Token | None:
    """Whose statement it is, in "issued a statement that ..." and "its announcement that ..."."""
    if content.dep_ not in {"acl", "ccomp", "relcl"} or noun.lemma_.lower() not in reporting().noun:
        return None
    if content.dep_ == "relcl" and not any(c.lower_ in {"that", "saying"} for c in content.children):
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    return maker_of(noun)


_TEMPORAL = frozenset({"after", "ahead", "amid", "since", "following"})
_INSIDE = frozenset({"of", "for", "with", "between", "to", "from", "by"})
_RECOGNISE = frozenset({"recognise", "recognize"})
_OBJECTS = frozenset({"announce", "confirm", "deny", "report", "disclose", "reveal", "claim", "declare", "acknowledge"})
_PROMISES = frozenset({"promise", "pledge", "propose", "predict"})
_AFFIRMS = frozenset({"reaffirm", "reiterate"})
_ACCUSES = frozenset({"accuse"})
_WHO = frozenset({"who", "which", "whose", "whom"})
_ANSWERS = frozenset({"response", "reaction", "reply"})
_INFINITIVES = frozenset({"claim", "deny", "admit", "acknowledge", "confirm"})


def _is_temporal(token: Token, above: Token) -> bool:
    if token.dep_ == "advcl":
        return any(c.dep_ == "mark" and c.lower_ in _TEMPORAL | {"because"} for c in token.children)
    if token.dep_ == "prep":  # "ahead of the visit"
        return above.lower_ in _TEMPORAL
    if token.dep_ == "pobj" and above.lower_ == "before":  # "before talks can start" is said, "before the talks" not
        return True
    if token.dep_ in {"pobj", "pcomp"} and above.lower_ == "to" and above.head.lower_ in _ANSWERS:
        return True
    return token.dep_ in {"pobj", "pcomp"} and above.lower_ in _TEMPORAL


def _is_said_aside(token: Token) -> bool:
    """What a clause or a participle beside a noun tells ("X, who met Y, ...", "the Norland-recognised region") is no
    part of what is reported of it."""
    if token.dep_ == "relcl":
        if token.lemma_.lower() in _RECOGNISE:
            modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)
            return not modal and any(c.dep_ == "nsubj" and c.lower_ in _WHO | {"that"} for c in token.children)
        return any(c.lower_ in _WHO for c in (*token.children, *(g for c in token.children for g in c.children)))
    if token.lemma_.lower() not in _RECOGNISE or token.tag_ not in {"VBN", "VBD", "JJ"}:
        return False
    return token.dep_ == "amod" or (token.dep_ == "acl" and token.i > 0 and token.nbor(-1).text == ",")


def _is_content(token: Token, verb: Token) -> bool:
    """True if the branch at `token` is what the verb reports: its clause, or the event as its object."""
    if token.dep_ in {"ccomp", "parataxis"} or verb.pos_ == "NOUN":
        return True
    lemma = verb.lemma_.lower()
    if token.dep_ == "xcomp":
        said_of_it = token.tag_ == "VBG" and lemma in reporting().speak  # "said recognising it would be wrong"
        return said_of_it or lemma in _INFINITIVES or verb.head.lower_ == "as"
    if token.dep_ == "prep":
        return lemma in {"admit", "testify"} and token.lower_ == "to"
    if token.dep_ == "nsubjpass":
        return lemma in _OBJECTS | _PROMISES
    if token.dep_ == "dobj" and lemma in _AFFIRMS:  # who affirms his own recognition recognises
        return any(c.dep_ == "poss" and c.pos_ != "PRON" for c in token.children)
    return token.dep_ == "dobj" and lemma in _OBJECTS
