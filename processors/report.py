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
    if subject is not None and subject.dep_ == "nsubjpass" and verb.dep_ != "conj":
        return None
    return subject


def maker_of(statement: Token) -> Token | None:
    """Who issued it, in "issued a statement"."""
    made = statement.dep_ == "dobj" and statement.head.lemma_.lower() in reporting().make
    return speaker_of(statement.head) if made else None


def is_within(token: Token, top: Token) -> bool:
    return token == top or top.is_ancestor(token)
