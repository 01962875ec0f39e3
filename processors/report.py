"""A report: who says it, and by which word."""

from typing import NamedTuple

from processors.actors.speech import reporting, subject_of
from processors.tokens import Token


class Report(NamedTuple):
    """Who says it: the head of the phrase that names the source, and the reporting word."""

    source: Token
    cue: str
    quoted: bool


def speaker_of(verb: Token) -> Token | None:
    """The subject of a reporting verb; in the passive only its agent speaks, unless somebody "was quoted as saying"."""
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    subject = subject_of(verb)
    if subject is None and verb.tag_ == "VBG" and verb.head.lower_ == "as":
        quoting = verb.head.head  # "X was quoted as saying", "the agency quoted X as saying"
        return next((c for c in quoting.children if c.dep_ in {"nsubjpass", "dobj"}), None)
    if subject is None and verb.tag_ == "VBG" and verb.dep_ == "pcomp":  # "X replied by saying", "after saying"
        subject = subject_of(verb.head.head) if verb.head.head.pos_ == "VERB" else None
    if subject is not None and subject.dep_ == "nsubjpass" and verb.dep_ != "conj":
        return None
    return _author(subject) if subject is not None else None


def _author(subject: Token) -> Token:
    """Who speaks in a document that is said to say something ("a ministry statement says"), if it is told."""
    if subject.pos_ != "NOUN" or subject.lemma_.lower() not in reporting().document & reporting().noun:
        return subject
    for child in subject.children:
        if child.dep_ in {"poss", "compound", "nmod"}:
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return next((goal for goal in child.children if goal.dep_ == "pobj"), subject)
    return subject


def maker_of(statement: Token) -> Token | None:
    """Who issued it, in "issued a statement"."""
    made = statement.dep_ == "dobj" and statement.head.lemma_.lower() in reporting().make
    return speaker_of(statement.head) if made else None


def is_within(token: Token, top: Token) -> bool:
    return token == top or top.is_ancestor(token)
