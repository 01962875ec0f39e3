"""What tense and mood of one verb say of the meeting it carries."""

from processors.meetings.grammar import is_verb
from processors.tokens import Token
from schemas.vocabulary import MeetingStatus

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "n’t", "without", "cannot"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
_DUTY = frozenset({"should", "must", "ought"})
REPORTS = frozenset(
    {
        "say",
        "tell",
        "report",
        "add",
        "announce",
        "state",
        "claim",
        "insist",
        "note",
        "confirm",
        "believe",
        "reveal",
        "disclose",
        "explain",
        "write",
        "acknowledge",
        "admit",
        "indicate",
        "mean",
        "show",
        "know",
        "think",
        "quote",
        "tweet",
        "declare",
        "comment",
        "stress",
        "argue",
    }
)


def negated(token: Token) -> bool:
    """A negation of this very word: an adverb of its own, a determiner, or one on its auxiliary."""
    return any(
        child.dep_ == "neg" or (child.dep_ in ("det", "advmod", "cc", "preconj", "aux") and child.lower_ in _NEGATIONS)
        for child in token.children
    )


def mood(verb: Token, negative: bool) -> MeetingStatus | None:  # noqa: PLR0912 - one branch for each mood of English
    """The status that tense and mood of a finite verb give; None where a higher word decides."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    marks = {child.lower_ for child in verb.children if child.dep_ == "mark"}
    adverbs = {child.lower_ for child in verb.children if child.dep_ == "advmod"}
    if not words and verb.dep_ == "conj" and is_verb(verb.head) and verb.tag_ in ("VB", "VBN", "VBG", "VBP"):
        above = mood(verb.head, False)
        if above is not None and above != "held":
            return "refused" if negative and above == "scheduled" else above
        if verb.tag_ == "VB" and above is None:
            return None
    if marks & {"if", "unless", "whether", "provided"}:
        return "possible"
    if words & _POSSIBLE:
        return "refused" if negative and words & {"can", "ca", "could"} else "possible"
    if words & _DUTY:
        return "proposed" if not negative else "refused"
    if words & _FUTURE:
        return "refused" if negative else "scheduled"
    if "would" in words or "'d" in words:
        if negative:
            return "refused"
        return "scheduled" if is_reported(verb) else "possible"
    if adverbs & {"possibly", "perhaps", "maybe"}:
        return "possible"
    if "to" in words:
        return _to_be(verb)
    if verb.tag_ == "VBG":
        if words & {"is", "are", "'s", "'re", "am", "’s", "’re"} or "been" in words:
            return "not_planned" if negative else "ongoing"
        if words & {"was", "were"}:
            return "not_planned" if negative else "held" if _was_so_then(verb) else "ongoing"
        return None
    if verb.tag_ == "VB" and not words:
        return None
    if negative:
        return "not_planned"
    timed = "when" in adverbs or bool(marks & {"when", "once", "until", "before"})
    if timed and verb.tag_ in ("VBZ", "VBP") and is_verb(verb.head):
        above = mood(_timed_clause(verb), False)
        return "scheduled" if above in ("scheduled", "proposed", "possible", None) or "before" in marks else "held"
    return "held" if verb.tag_ in ("VBZ", "VBP", "VBD", "VBN") else None


def _was_so_then(verb: Token) -> bool:
    """ "Phoned from Oslo, where she was meeting Bo", "died while he was visiting Rome": it was so when the rest was."""
    above = verb.head if verb.dep_ == "advcl" else next((t for t in verb.ancestors if is_verb(t)), None)
    if verb.dep_ not in ("advcl", "relcl") or above is None or above == verb:
        return False
    return above.tag_ == "VBD" and above.lemma_.lower() not in REPORTS


def _timed_clause(verb: Token) -> Token:
    """What happens when the verb does; a report ("Ana will ask when they meet, officials said") does not."""
    head = verb.head
    if head.i > verb.i and head.tag_ in ("VBD", "VBZ"):
        return next((c for c in head.children if c.dep_ == "ccomp" and c.i < verb.i), head)
    return head


def _to_be(verb: Token) -> MeetingStatus | None:
    """ "is to meet", "was to have met"; otherwise an infinitive, decided from above."""
    if (
        verb.dep_ == "xcomp"
        and verb.head.lemma_ == "be"
        and not any(c.dep_ in ("acomp", "attr") for c in verb.head.children)
    ):
        return "scheduled"
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if words & {"is", "are", "was", "were"}:
        return "scheduled"
    if verb.dep_ == "ROOT":  # headlines: "Leader to visit Rome"
        return "scheduled"
    return None


def is_reported(verb: Token) -> bool:
    head = verb.head
    while verb.dep_ in ("conj",) and head != verb:
        verb, head = head, head.head
    return verb.dep_ in ("ccomp", "relcl", "ROOT", "advcl", "acl") and (
        head.lemma_.lower() in REPORTS
        or verb.dep_ == "ROOT"
        or head.lemma_.lower() in ("expect", "plan", "agree", "promise", "vow")
    )


def is_past(verb: Token) -> bool:
    """A past tense, active or passive."""
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN"
        and any(c.lower_ in ("was", "were", "had") and c.dep_ in ("aux", "auxpass") for c in verb.children)
    )


def long_ago(verb: Token) -> bool:
    """A year, "ago" or "earlier" in the verb's clause: what began then is over."""
    for token in verb.subtree:
        if token.lower_ in ("ago", "earlier", "previously"):
            return True
        if token.ent_type_ == "DATE" and token.text.isdigit() and len(token.text) == 4 and not _opens_iso_date(token):
            return True
    return False


def _opens_iso_date(year: Token) -> bool:
    """The year of a dateline ("OSLO, Norway 2031-05-04")."""
    return year.i + 1 < len(year.doc) and year.nbor().text == "-"


def has_to(verb: Token) -> bool:
    """ "Will have to approve talks"."""
    duty = any(c.dep_ == "aux" and c.lower_ in ("must", "should", "ought") for c in verb.children)
    return duty or (verb.dep_ == "xcomp" and verb.head.lemma_ == "have" and verb.tag_ == "VB")


def only_could(verb: Token) -> bool:
    """ "Suggested that he could arrange a meeting", "proposed that they meet"."""
    words = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(words & {"could", "can", "should"}) or (verb.tag_ in ("VB", "VBP") and not words)


def is_unconfirmed(verb: Token) -> bool:
    """ "Could not confirm that they met", "declined to confirm a meeting"."""
    above = verb.head.lemma_ in ("refuse", "decline", "unable") and verb.dep_ == "xcomp"
    return verb.lemma_ == "confirm" and is_verb(verb) and (negated(verb) or above)


def is_not(adjective: Token) -> bool:
    """ "Is not willing to meet"."""
    return adjective.dep_ == "acomp" and adjective.head.lemma_ == "be" and negated(adjective.head)


def is_yet_to(verb: Token) -> bool:
    """ "Has yet to meet Ana"."""
    yet = any(c.lower_ == "yet" for c in verb.head.children)
    return yet and verb.tag_ in ("VB", "VBN") and verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "be")


def came_about(cause: Token, verb: Token) -> bool:
    """ "Persuaded Bo to meet Ana": who was persuaded did it."""
    caused = cause.lemma_ in ("persuade", "convince", "prompt", "force", "compel", "lead")
    return caused and is_past(cause) and not negated(cause) and verb.dep_ in ("xcomp", "ccomp")
