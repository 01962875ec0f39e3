"""Reports beside what they report: sources that are cited, in brackets, in passing or behind the sentence."""

from collections.abc import Iterator

from processors.actors.speech import is_reporting, reporting
from processors.report import Report, is_within, speaker_of
from processors.tokens import Doc, Token

_ADDRESSES = frozenset({"tell", "inform", "brief"})
_ISSUED_WITHIN = 10
"""Words between a paper and its "released by"."""


def cited(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ "According to X", "citing X" and a parenthesis "(X News)"."""
    for token in doc:
        if token.lower_ == "according":
            preposition = next((c for c in token.children if c.lower_ == "to"), None)
            source = (
                next((c for c in preposition.children if c.dep_ == "pobj"), None) if preposition is not None else None
            )
            if source is not None and _reaches(token, predicate):
                yield Report(_issuer(source) or source, "according to", quoted=False)
        elif token.text == "(" and (agency := _in_brackets(token)) is not None:
            yield Report(agency, "()", quoted=False)
        elif token.lemma_.lower() in reporting().cite and token.tag_ in {"VBG", "VBD", "VBZ"}:
            source = next(
                (c for c in token.children if c.dep_ in {"dobj", "nsubj"} and token.tag_ == "VBG"), None
            ) or next((c for c in token.children if c.dep_ in {"dobj"}), None)
            if source is not None and not any(is_reporting(t) and speaker_of(t) is not None for t in token.ancestors):
                if source.lower_ in {"one", "some", "several"}:
                    source = next((g for c in source.children for g in c.children if g.dep_ == "pobj"), source)
                yield Report(source, token.text, quoted=False)


def _issuer(paper: Token) -> Token | None:
    """Whose it is, in "according to a report released by X" and "a statement from X"."""
    if paper.lemma_.lower() not in reporting().noun:
        return None
    for word in paper.doc[paper.i + 1 : paper.i + _ISSUED_WITHIN]:
        if not is_within(word, paper):
            return None
        made = word.tag_ == "VBN" and word.lemma_.lower() in reporting().make
        by = [c for c in word.children if c.dep_ == "agent"] if made else [word] if word.lower_ == "from" else []
        goals = [goal for preposition in by for goal in preposition.children if goal.dep_ == "pobj"]
        if goals:
            return goals[0]
    return None


def in_passing(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ ", as he himself wrote on Twitter": a report beside the clause it reports."""
    for verb in doc:
        if not is_reporting(verb) or verb.dep_ != "advcl" or not _reaches(verb, predicate):
            continue
        if any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children):
            subject = speaker_of(verb)
            if subject is not None and not is_within(predicate, subject):
                yield Report(subject, verb.text, quoted=False)


def trailing(doc: Doc, predicate: Token) -> Iterator[Report]:
    """ ", the ministry said on Monday." at the end: it reports the whole sentence, whatever the parse makes of it."""
    for verb in doc:
        if not is_reporting(verb) or verb.i < predicate.i:
            continue
        subject = speaker_of(verb)
        if subject is None or is_within(predicate, subject):
            continue
        if any(c.dep_ in _own_content(verb) and c.i > verb.i for c in verb.children):
            continue
        first = min(subject.left_edge.i, verb.i)
        if (
            first > predicate.i
            and doc[first - 1].text in {",", "”", '"', "’", "—", "-", "--"}
            and len(doc) - verb.i <= 14
        ):
            yield Report(subject, verb.text, quoted=False)


def _own_content(verb: Token) -> frozenset[str]:
    """The relations of what a verb itself reports; the object of "told" is who listens."""
    return frozenset({"ccomp", "xcomp"} if verb.lemma_.lower() in _ADDRESSES else {"ccomp", "xcomp", "dobj"})


def beside(predicate: Token) -> Iterator[Report]:
    """ "A, the ministry said, met B": a report put beside the clause that holds the predicate."""
    for above in (predicate, *predicate.ancestors):
        for verb in above.children:
            if verb.dep_ != "parataxis" or not is_reporting(verb):
                continue
            subject = speaker_of(verb)
            first = min(subject.left_edge.i, verb.i) if subject is not None else 0
            apart = first == 0 or verb.doc[first - 1].text in {",", "--", "-", "—"}
            if subject is not None and apart and not is_within(predicate, subject):
                yield Report(subject, verb.text, quoted=False)
        if above.dep_ not in {"conj", "prep", "pobj", "dobj", "xcomp", "nsubj", "nsubjpass"}:
            return


def _in_brackets(opening: Token) -> Token | None:
    """The last word of "(Example News Agency)", when what the brackets hold is a medium."""
    doc = opening.doc
    closing = next((t for t in doc[opening.i + 1 : opening.i + 8] if t.text == ")"), None)
    if closing is None or closing.i - opening.i < 3:
        return None
    words = doc[opening.i + 1 : closing.i]
    medium = any(t.lower_ in reporting().press for t in words) and all(
        t.text[:1].isupper() for t in words if t.is_alpha
    )
    return doc[closing.i - 1] if medium else None


def _reaches(adverbial: Token, predicate: Token) -> bool:
    """True if an adverbial of the sentence bears on the predicate: its clause is the predicate's or stands above it."""
    host = adverbial.head
    return host == predicate or host.is_ancestor(predicate) or adverbial.i <= 2 or predicate.is_ancestor(host)
