"""The actors that a sentence mentions: names, demonyms, seats, role phrases and pronouns, as token ranges.

Listed aliases beat spaCy's entities where the two disagree, because the small model calls "Thaci" a place and
"Pristina" a person; entities find everyone who is not listed; role phrases and pronouns come from the parse.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Token

from processors.actors.lexicon import nouns
from processors.story import AliasHit, Story

MentionKind = Literal["person", "place", "organisation", "people", "office", "group", "seat", "pronoun"]

NAMES: frozenset[MentionKind] = frozenset({"person", "place", "organisation", "people", "seat"})
_ENTITY_KINDS: dict[str, MentionKind] = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
    "NORP": "people",
}
_ACTOR_KINDS: dict[str, MentionKind] = {
    "person": "person",
    "state": "place",
    "government": "organisation",
    "igo": "organisation",
    "party": "organisation",
    "armed_group": "organisation",
    "org": "organisation",
}
_HYPHENS = frozenset("-‐‑–")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention at tokens [start, end) of its sentence; `head` is its syntactic head token.

    `nested`: it only modifies a larger mention ("Russian" in "Russian officials"). `public`: it can be an actor by
    itself; unnamed workers or relatives are not.
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    hit: AliasHit | None = None
    nested: bool = False
    public: bool = True
    stands_for: str | None = None

    @property
    def is_name(self) -> bool:
        return self.kind in NAMES


class SentenceMentions:
    """All mentions of one sentence in token order."""

    def __init__(self, index: int, mentions: tuple[Mention, ...]) -> None:
        self.index = index
        self._mentions = mentions
        self._by_head: dict[int, Mention] = {}
        for mention in mentions:
            kept = self._by_head.get(mention.head)
            if kept is None or (kept.nested and not mention.nested):
                self._by_head[mention.head] = mention

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._mentions)

    def __len__(self) -> int:
        return len(self._mentions)

    def headed_by(self, token: int) -> Mention | None:
        """The mention whose syntactic head is this token."""
        return self._by_head.get(token)

    def at(self, token: int) -> Mention | None:
        """The mention headed by the token, else the shortest one that covers it."""
        headed = self._by_head.get(token)
        if headed is not None:
            return headed
        covering = [m for m in self._mentions if m.start <= token < m.end]
        return min(covering, key=lambda m: (m.end - m.start, m.nested), default=None)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions whose head lies in tokens [start, end)."""
        return [m for m in self._mentions if start <= m.head < end]

    def is_actor(self, token: int) -> bool:
        """True if the noun phrase headed by this token denotes someone who can act in public: a named person, a state,
        an organisation, an office, a group or a pronoun; not a thing, nor people without office."""
        mention = self.at(token)
        return mention is not None and mention.public


def find_mentions(story: Story, index: int) -> SentenceMentions:
    """The mentions of a parsed sentence. Raises KeyError when the sentence was not parsed."""
    doc = story.docs[index]
    taken: list[Mention] = _alias_mentions(story, index, doc)
    taken = _with_entities(doc, taken)
    taken += _hyphen_halves(doc, taken)
    taken += _proper_names(doc, taken)
    roles = _role_phrases(doc, taken)
    pronouns = [
        Mention(t.i, t.i + 1, t.i, "pronoun")
        for t in doc
        if t.lower_ in nouns().pronoun and t.pos_ in {"PRON", "DET"} and t.dep_ != "preconj"
    ]
    line = story.dateline
    if line is not None and story.sentences[index].part == "body":  # "MOSCOW, March 2 -" takes part in nothing
        base = story.sentences[index].start
        taken = [m for m in taken if not line.start <= base + doc[m.start].idx < line.end]
    everything = [replace(m, nested=_is_nested(doc, m, roles)) for m in taken] + roles + pronouns
    everything.sort(key=lambda m: (m.start, -m.end, m.head))
    return SentenceMentions(index, tuple(everything))


def _alias_mentions(story: Story, index: int, doc: Doc) -> list[Mention]:
    base = story.sentences[index].start
    found: list[Mention] = []
    hits = [hit for hit in story.hits_in(index) if hit.supported and hit.part == story.sentences[index].part]
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):  # longest first
        span = doc.char_span(hit.start - base, hit.end - base, alignment_mode="expand")
        if span is None or any(m.start < span.end and span.start < m.end for m in found):
            continue
        source = hit.alias.source
        kind = _ACTOR_KINDS[hit.alias.actor.kind]
        if source in {"demonym", "people"}:
            kind = "people"
        elif source == "seat":
            kind = "seat"
        found.append(Mention(span.start, span.end, span.root.i, kind, hit))
    return found


def _with_entities(doc: Doc, aliases: list[Mention]) -> list[Mention]:
    kept = list(aliases)
    for entity in doc.ents:
        kind = _ENTITY_KINDS.get(entity.label_)
        if kind is None:
            continue
        start, end = _trim(doc, entity.start, entity.end, kind)
        inside = [m for m in kept if m.start < end and start < m.end]
        if not inside:
            if start < end and not _names_no_actor(doc, end):
                kept.append(Mention(start, end, doc[start:end].root.i, kind))
            continue
        if any(m.start <= start and end <= m.end for m in inside):
            continue
        if kind == "person":
            last = max(inside, key=lambda m: m.end)
            if last.kind == "person" and last.end == end:  # "Vladimir Putin" over the surname "Putin"
                kept.remove(last)
                kept.append(Mention(start, end, doc[start:end].root.i, "person", last.hit))
            elif last.end < end and last.kind != "person":  # "Kosovo Hashim Thaci"
                kept.append(Mention(last.end, end, doc[last.end : end].root.i, "person"))
        elif kind == "organisation" and all(m.start >= start and m.end <= end for m in inside):
            # "Russian Foreign Ministry": the body, with its country nested
            kept.append(Mention(start, end, doc[start:end].root.i, "organisation"))
    return kept


def _trim(doc: Doc, start: int, end: int, kind: MentionKind) -> tuple[int, int]:
    """An entity without determiner, possessive ending and, for a person, titles; "Moon Jae" runs on to "-in"."""
    titles = nouns().before_names
    while start < end and (
        doc[start].lower_ == "the"
        or doc[start].is_punct
        or doc[start].tag_ in {"POS"}
        or (kind == "person" and doc[start].lower_.strip(".") in titles and start + 1 < end)
    ):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].is_space):
        if doc[end - 1].text.endswith(".") and len(doc[end - 1].text) > 1:
            break
        end -= 1
    while kind == "person" and end + 1 < len(doc) and doc[end].text in _HYPHENS and _joined(doc, end):
        end += 2
    return start, end


def _joined(doc: Doc, hyphen: int) -> bool:
    """True if no space stands around the hyphen and a small letter follows it ("Jae-in", not "Thaci-Putin")."""
    after = doc[hyphen + 1].text
    small = after[:1].islower() and len(after) <= 6 and not after.endswith(("ed", "led", "style", "era"))
    return small and not doc[hyphen - 1].whitespace_ and not doc[hyphen].whitespace_


def _hyphen_halves(doc: Doc, taken: list[Mention]) -> list[Mention]:
    """The first half of "Franco-German", and an unlisted name before a hyphen and a known one."""
    found: list[Mention] = []
    for token in doc[:-2]:
        if doc[token.i + 1].text not in _HYPHENS or _covered(taken, token.i):
            continue
        country = nouns().combining.get(token.lower_)
        if country and token.text[0].isupper():
            found.append(Mention(token.i, token.i + 1, token.i, "people", stands_for=country))
    return found


def _proper_names(doc: Doc, taken: list[Mention]) -> list[Mention]:
    """Runs of proper nouns that neither the list nor the model knows: a person after a title, else an organisation."""
    found: list[Mention] = []
    titles = nouns().before_names
    position = 0
    while position < len(doc):
        token = doc[position]
        if (
            token.pos_ != "PROPN"
            or not token.text[:1].isupper()
            or _covered(taken, position)
            or token.ent_type_ in {"DATE", "TIME"}
        ):
            position += 1
            continue
        end = position
        while end < len(doc) and doc[end].pos_ == "PROPN" and not _covered(taken, end):
            end += 1
        start = position
        while start < end and doc[start].lower_.strip(".") in titles | nouns().never_in_names:
            start += 1
        titled = (start > position and doc[start - 1].lower_.strip(".") in titles) or (
            position > 0 and doc[position - 1].lower_.strip(".") in titles
        )
        if start < end and (titled or not _names_no_actor(doc, end)):
            root = doc[start:end].root.i
            found.append(Mention(start, end, root, "person" if titled or end - start > 1 else "organisation"))
        position = end
    return found


def _role_phrases(doc: Doc, names: list[Mention]) -> list[Mention]:
    found: list[Mention] = []
    lists = nouns()
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"} or _covered([m for m in names if m.kind == "person"], token.i):
            continue
        lemma = token.lemma_.lower()
        plural = token.tag_ in {"NNS", "NNPS"}
        kind: MentionKind
        if lemma in lists.office or (token.lower_ in lists.office):
            kind = "group" if plural else "office"
        elif lemma in lists.group or token.lower_ in lists.group or lemma in lists.people:
            kind = "group"
        else:
            continue
        if token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i:
            continue  # a title before a name, or "government forces"
        if _covered([m for m in names if m.kind in {"organisation", "place", "seat"}], token.i):
            continue
        start, end = _phrase(token)
        if any(m.kind == "person" and m.start in {token.i + 1, end} for m in names) and token.tag_ not in {
            "NNS",
            "NNPS",
        }:
            continue  # "Syrian President Bashar al-Assad": the name is the mention, whatever the parse says
        found.append(Mention(start, end, token.i, kind, public=lemma not in lists.people))
    return found


_PHRASE_PREPOSITIONS = frozenset({"of", "from", "for", "to", "representing"})


def _phrase(head: Token) -> tuple[int, int]:
    """The noun phrase of a role: modifiers without the determiner, and the complement "of X", "from X", "for X"."""
    lefts = [t for t in head.lefts if t.dep_ not in {"det", "predet", "cc", "punct", "preconj", "case", "mark"}]
    start = min((t.left_edge.i for t in lefts if t.dep_ != "relcl"), default=head.i)
    while start < head.i and (
        head.doc[start].dep_ in {"det", "predet"} or head.doc[start].is_punct or head.doc[start].tag_ in {"PRP$"}
    ):
        start += 1
    end = head.i + 1
    for child in head.rights:
        field = (
            child.lower_ == "in"
            and head.tag_ == "NNS"
            and child.i + 1 < len(head.doc)
            and head.doc[child.i + 1].is_lower
        )
        if child.dep_ == "prep" and (child.lower_ in _PHRASE_PREPOSITIONS or field) and child.i == end:
            end = child.right_edge.i + 1
    return start, end


def _is_nested(doc: Doc, mention: Mention, roles: list[Mention]) -> bool:
    if any(role.start <= mention.start and mention.end <= role.end and mention.head != role.head for role in roles):
        return True
    token = doc[mention.head]
    return (
        mention.kind in {"people", "place"}
        and token.dep_ in {"amod", "compound", "nmod"}
        and token.head.i >= mention.end
    )


def _names_no_actor(doc: Doc, end: int) -> bool:
    """True for "Nuclear Security Summit" and the like."""
    last = doc[end - 1]
    return last.lower_ in nouns().not_actor or last.lemma_.lower() in nouns().not_actor


def _covered(mentions: list[Mention], token: int) -> bool:
    return any(m.start <= token < m.end for m in mentions)
