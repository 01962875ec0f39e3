"""Phrases that stand for actors without naming them: "the Kosovo leader", "Russian officials", "a delegation"."""

from typing import Final

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, MentionKind
from processors.actors.name_repairs import is_portfolio
from processors.actors.pairs import is_bare_two
from processors.counts import singular
from processors.tokens import Doc, Token

_PLURALS: Final = frozenset({"NNS", "NNPS"})
_PREPOSITIONS: Final = frozenset({"of", "from", "for", "to", "representing"})
_MANY: Final = frozenset({"multi", "two", "three", "third", "single", "cross", "inter", "all", "one"})
_ONLY_PLURAL: Final = frozenset({"economy", "power", "islands"})


def role_phrases(doc: Doc, names: list[Mention]) -> list[Mention]:
    """The role phrases of a sentence. One with a name in it ("the Kosovo leader Hashim Thaci") is left to the name."""
    people = [m for m in names if m.kind == "person"]
    bodies = [m for m in names if m.kind in {"organisation", "place", "seat"}]
    found: list[Mention] = []
    for token in doc:
        if is_bare_two(token):
            found.append(Mention(token.i, token.i + 1, token.i, "group"))
            continue
        kind = _kind(token)
        if (
            kind is None
            or is_portfolio(doc, token.i, token.i + 1)
            or _covered(people, token.i)
            or _covered(bodies, token.i)
        ):
            continue
        listed = _begins_list(token)
        to_come = _end_of_office_to_come(token)
        if token.dep_ in {"compound", "nmod", "amod"} and token.head.i >= (to_come or token.i + 1) and not listed:
            continue  # a title before a name, or "government forces"
        start, end = (_run_before(token), token.i + 1) if listed else _phrase(token)
        start, end = (_run_before(token), to_come) if to_come else (start, end)
        start = _behind_list(doc, start, token.i, people, bodies)
        end = max([end, *(body.end for body in bodies if body.start < end and token.i < body.start)])
        end = _before_titled(doc, token.i, end, people)
        if token.tag_ not in _PLURALS and any(_is_its_name(m, token.i, end, bodies) for m in people):
            continue
        public = token.lemma_.lower() not in nouns().people
        found.append(Mention(start, end, token.i, kind, public=public))
    return found


def _kind(token: Token) -> MentionKind | None:
    if token.lower_ == "those" and token.i + 1 < len(token.doc) and token.nbor().lower_ in {"of", "from"}:
        return "group"  # "met with those of Norway"
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    lemma = token.lemma_.lower()
    plural = token.tag_ in _PLURALS or (token.pos_ == "PROPN" and token.lower_ != singular(token) in nouns().office)
    if not plural and _is_manner(token):
        return None
    words = {lemma, token.lower_, singular(token)}
    if words & nouns().office:
        return "group" if plural else "office"
    if lemma in _ONLY_PLURAL and not plural:
        return None
    return "group" if words & nouns().many else None


def _end_of_office_to_come(token: Token) -> int | None:
    """Where "president-elect", "chief executive-designate" and "leader-in-waiting" end, if it is such an office."""
    behind = [t.lower_ for t in token.doc[token.i + 1 : token.i + 5]]
    if behind[:1] != ["-"] or token.whitespace_ or token.lower_ not in nouns().office:
        return None
    if behind[1:2] == ["elect"] or behind[1:2] == ["designate"]:
        return token.i + 3
    return token.i + 5 if behind == ["-", "in", "-", "waiting"] else None


def _is_manner(token: Token) -> bool:
    """ "In office", "under his command", "on the bright side", "side by side", "a multi-group meeting"."""
    before = [t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]]
    after = token.doc[token.i + 1 : token.i + 2].text.lower()
    if token.lower_ == "side":
        return after == "by" or before[-1:] == ["by"] or "on" in before
    if token.lower_ == "office":
        return before[-1:] != [] and before[-1] in {
            "in",
            "of",
            "from",
            "took",
            "take",
            "takes",
            "left",
            "leave",
            "leaves",
        }
    if token.lower_ == "command":
        return "under" in before
    if token.lower_ in {"organization", "organisation"}:
        return after == "of" and token.text.islower()
    return before[-1:] == ["-"] and before[-2:-1] != [] and before[-2] in _MANY


def _is_its_name(person: Mention, head: int, end: int, bodies: list[Mention]) -> bool:
    """True if the name follows the office ("Syrian President Bashar al-Assad") or the body it belongs to ("leader of
    the Republic of Kosovo Hashim Thaci"), whatever the parse makes of it."""
    if person.start in {head + 1, end}:
        return True
    return person.end == end and person.start > head and any(b.end == person.start for b in bodies)


def _phrase(head: Token) -> tuple[int, int]:
    """Tokens [start, end): modifiers without the determiner, and the complement "of X", "from X", "for X"."""
    doc = head.doc
    lefts = [
        t for t in head.lefts if t.dep_ not in {"det", "predet", "cc", "punct", "preconj", "case", "mark", "relcl"}
    ]
    start = min((t.left_edge.i for t in lefts), default=head.i)
    while start < head.i and (doc[start].dep_ in {"det", "predet"} or doc[start].is_punct or doc[start].tag_ == "PRP$"):
        start += 1
    while (
        start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and not doc[start - 2].whitespace_
    ):
        start -= 2  # "ex-rebels"
    end = head.i + 1
    for child in head.rights:
        if child.dep_ == "prep" and child.i == end and _complement(child, head):
            objects = [c for c in child.children if c.dep_ == "pobj"]
            end = _end_of(objects[0]) if objects else end
    return start, end


def _begins_list(token: Token) -> bool:
    """ "Ministers" in "ministers and health officials", which the parser takes for a modifier of the officials."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    return (
        (token.tag_ in _PLURALS or token.lower_ == "government")
        and following.lower_ in {"and", "or"}
        and token.dep_ in {"compound", "nmod"}
        and token.head.tag_ in _PLURALS
        and token.head.i > token.i + 1
    )


def _run_before(head: Token) -> int:
    """Where the adjectives and nouns begin that stand right before a noun."""
    start = head.i
    while start and head.doc[start - 1].pos_ in {"ADJ", "NOUN", "PROPN"} and head.doc[start - 1].tag_ not in _PLURALS:
        start -= 1
    return start


def _behind_list(doc: Doc, start: int, head: int, people: list[Mention], bodies: list[Mention]) -> int:
    """The start of a phrase without what is only coordinated with it: "Ana Roy and" in "Ana Roy and foreign envoys",
    "Bank and" in "the Bank and wealthy nations"."""
    for i in range(head - 1, start, -1):
        listed = doc[i - 1].tag_ in _PLURALS or doc[i - 1].lower_ == "government"
        body = _covered(bodies, i - 1) and doc[i + 1].is_lower and i + 1 < head
        if doc[i].lower_ in {"and", "or"} and (listed or body or _covered(people, i - 1)):
            return i + 1
    return start


def _before_titled(doc: Doc, head: int, end: int, people: list[Mention]) -> int:
    """The end of a phrase before somebody with a title of his own: "Archbishop of Bergen Ana Roy" + "and Pope Bo",
    "Party for Renewal" + "leader Ana Roy"."""
    for person in people:
        if not head + 1 < person.start < end:
            continue
        title = person.start
        while title > head + 1 and (doc[title - 1].lower_.strip(".") in nouns().before_names):
            title -= 1
        if title - 1 > head and doc[title - 1].lower_ in {"and", "or", ","}:
            return title - 1
        if head + 1 < title < person.start and not _is_owned_by(doc[title - 1]):
            return title
    return end


def _is_owned_by(before_title: Token) -> bool:
    """ "Aide to Norwegian President Ana Roy": the titled is whose aide it is."""
    return before_title.dep_ == "prep" or before_title.ent_type_ == "NORP"


def _complement(preposition: Token, head: Token) -> bool:
    if preposition.lower_ in _PREPOSITIONS:
        return True
    if preposition.lower_ == "at" and head.tag_ == "NNS":  # "officials at Norland's Ministry of Trade"
        return any(c.lemma_.lower() in nouns().body and c.text[:1].isupper() for c in preposition.children)
    following = preposition.nbor() if preposition.i + 1 < len(preposition.doc) else None
    return preposition.lower_ == "in" and head.tag_ == "NNS" and following is not None and following.is_lower


def _end_of(token: Token) -> int:
    """The end of a complement's noun phrase with its coordination and its own "of", without clauses and adverbials."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "ADJ"} and not _is_next_in_list(child):
            end = max(end, _end_of(child))
        elif child.dep_ == "prep" and child.lower_ in {"of", "to"} and child.i == end:
            end = max([end, *(_end_of(c) for c in child.children if c.dep_ == "pobj")])
    return end


def _is_next_in_list(conjunct: Token) -> bool:
    """ "Leaders in business and members of the council": a group by itself, not part of what the leaders lead."""
    return conjunct.tag_ in _PLURALS and conjunct.lemma_.lower() in nouns().office


def _covered(mentions: list[Mention], token: int) -> bool:
    return any(m.start <= token < m.end for m in mentions)
