"""What a mention can be meant by: "he", "she", "it" or "they"."""

from typing import Literal

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention
from processors.counts import singular
from processors.tokens import Doc

Sex = Literal["female", "male"]


def is_person(doc: Doc, mention: Mention, sex: Sex, *, known: bool = False) -> bool:
    """True if the mention can be a man's or a woman's; with `known`, only if a word says so."""
    if mention.kind not in {"person", "office"} and not _may_be_person(doc, mention):
        return False
    words = {doc[i].lower_.strip(".") for i in range(max(0, mention.start - 2), mention.end)}
    female, male = words & nouns().female, words & nouns().male
    if known:
        return bool(female if sex == "female" else male)
    return not (female - male if sex == "male" else male - female)


def _may_be_person(doc: Doc, mention: Mention) -> bool:
    """Who does something and has an unlisted name that only the model takes for a body's ("McLind said he was ill")."""
    words = doc[mention.start : mention.end]
    if mention.kind != "organisation" or mention.hit is not None or len(words) > 2:
        return False
    if mention.start and doc[mention.start - 1].dep_ in {"det", "poss"}:
        return False
    named = all(t.text[:1].isupper() and not t.is_upper and t.is_alpha for t in words)
    bodies = nouns().body | nouns().many
    return named and doc[mention.head].dep_ == "nsubj" and not any(t.lemma_.lower() in bodies for t in words)


def is_body(doc: Doc, mention: Mention) -> bool:
    """True for one country, body or group: "it"."""
    head = doc[mention.head]
    single = head.tag_ != "NNS" and (mention.kind != "group" or singular(head) == head.lower_)
    return mention.public and single and mention.kind in {"place", "organisation", "group", "seat"}


def joined(doc: Doc, before: list[Mention]) -> list[Mention]:
    """Mentions that are coordinated with each other, the subject's first."""
    ordered = sorted(before, key=lambda m: (doc[m.head].dep_ not in {"nsubj", "nsubjpass"}, -m.start))
    for mention in ordered:
        heads = {t.i for t in doc[mention.head].conjuncts}
        partners = [m for m in before if m.head in heads]
        if partners:
            return sorted([mention, *partners], key=lambda m: m.start)
    return []


def last_plural(doc: Doc, before: list[Mention]) -> list[Mention]:
    """The last group or people before a plural pronoun, a subject first."""
    plurals = [m for m in before if m.public and (m.kind == "group" or doc[m.head].tag_ in {"NNS", "NNPS"})]
    ordered = sorted(plurals, key=lambda m: (doc[m.head].dep_ not in {"nsubj", "nsubjpass"}, -m.start))
    return ordered[:1]
