"""Inside a noun phrase that stands for actors: its name, its country, its members, its title."""

from spacy.tokens import Doc, Token

from processors.actors.mention import Mention, SentenceMentions
from processors.candidate import Slot
from processors.watchlist_titles import normal_title

_NAME_PATH = frozenset({"compound", "appos", "nmod", "flat"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_MEMBER_PREPOSITIONS = frozenset({"of", "from", "representing"})


def name_in_phrase(doc: Doc, mentions: SentenceMentions, slot: Slot) -> Mention | None:
    """The person whom a phrase names beside its head: in apposition, or right after it ("the minister, X")."""
    people = [m for m in mentions.within(slot.start, slot.end) if m.kind == "person"]
    for mention in people:
        right = mention.start > slot.head or doc[mention.head].dep_ == "appos"  # "Trump adviser" is not Trump
        if right and _leads_to(doc[mention.head], slot.head):
            return mention
    if doc[slot.head].tag_ not in {"NNS", "NNPS"}:  # "the exiled leader, the Dalai Lama"
        for child in doc[slot.head].children:
            named = mentions.headed_by(child.i) if child.dep_ == "appos" and child.i > slot.head else None
            if named is not None and named.kind == "organisation":
                return named
    after = next((m for m in mentions if m.kind == "person" and m.start == slot.head + 1), None)
    if after is not None and doc[slot.head].tag_ not in {"NNS", "NNPS"} and doc[slot.head].pos_ in {"NOUN", "PROPN"}:
        return after  # "President Bashar al-Assad", whatever the parse makes of it
    role = mentions.headed_by(slot.head)
    ends = {slot.head + 1} | ({role.end} if role is not None and role.kind == "office" else set())
    return next((m for m in people if m.start in ends), None)


def _leads_to(token: Token, head: int) -> bool:
    while token.i != head:
        if token.dep_ not in _NAME_PATH or token.head.i == token.i:
            return False
        token = token.head
    return True


def country_of(doc: Doc, mentions: SentenceMentions, role: Mention) -> Mention | None:
    """The country or body an office belongs to: "Russian" in "the Russian leader", "France" in "head of France"."""
    members = members_of(doc, mentions, role)
    return members[0] if len(members) == 1 else None


def members_of(doc: Doc, mentions: SentenceMentions, role: Mention) -> list[Mention]:
    """The countries and bodies that a group phrase names: as modifiers ("Israeli and Egyptian officials") or behind
    "of" and "from" ("the foreign ministers of Turkey and Iran"). Modifiers win over complements."""
    inside = [
        m
        for m in mentions.within(role.start, role.end)
        if m.head != role.head and m.is_name and m.kind != "person" and (m.hit or m.kind != "people" or m.stands_for)
    ]
    modifiers = [m for m in inside if m.head < role.head and _modifies(doc[m.head], role.head)]
    if modifiers:
        return _distinct(modifiers)
    behind = [m for m in inside if m.head > role.head and _member(doc[m.head], role.head)]
    return _distinct(behind)


def _modifies(token: Token, head: int) -> bool:
    while token.i != head:
        if token.dep_ not in _MODIFIERS | {"conj"} or token.head.i == token.i:
            return False
        token = token.head
    return True


def _member(token: Token, head: int) -> bool:
    while token.dep_ in {"conj", "appos"}:
        token = token.head
    preposition = token.head
    return token.dep_ == "pobj" and preposition.lower_ in _MEMBER_PREPOSITIONS and preposition.head.i == head


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """Without those inside another ("EU" in "EU Commission")."""
    return [
        m
        for m in mentions
        if not any(
            o is not m and o.start <= m.start and m.end <= o.end and (o.end - o.start > m.end - m.start)
            for o in mentions
        )
    ]


def office_title(doc: Doc, role: Mention) -> str:
    """The title of an office phrase, normalised: "foreign minister" in "the visiting Russian foreign minister"."""
    head = doc[role.head]
    words = [t.text for t in head.lefts if t.dep_ in {"compound", "amod", "nmod"} and not t.text[:1].isupper()]
    for count in range(len(words), -1, -1):
        title = normal_title(" ".join([*words[len(words) - count :], head.text]))
        if count == 0 or title != " ".join([*words[len(words) - count :], head.text]).casefold() or count == 1:
            return title
    return normal_title(head.text)


def indefinite(doc: Doc, role: Mention) -> bool:
    """True for "a senior official" and "another minister", whom nobody has named."""
    determiner = next((c for c in doc[role.head].children if c.dep_ == "det"), None)
    former = any(
        c.lower_ in {"former", "ex", "late", "other", "another", "next", "new"} for c in doc[role.head].children
    )
    return former or (
        determiner is not None and determiner.lower_ in {"a", "an", "another", "any", "some", "no", "every"}
    )
