"""Inside a noun phrase that stands for actors: its name, its country, its members, its title."""

from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, SentenceMentions
from processors.candidate import Slot
from processors.tokens import Doc, Token
from processors.watchlist_titles import normal_title

_NAME_PATH = frozenset({"compound", "appos", "nmod", "flat"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_MEMBER_PREPOSITIONS = frozenset({"of", "from", "at", "representing"})
_STANDS_FOR_ITS_COUNTRY = frozenset({"government", "authority", "regime", "administration", "leadership", "country"})
_MEMBERS = frozenset({"country", "nation", "state", "member", "government", "authority", "leader"})
_SOMEBODY = frozenset({"diplomat", "official", "representative", "delegate", "negotiator", "emissary"})
_IN_OFFICE = frozenset({"government", "authority"})


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
    return _distinct(behind) or [m for m in mentions if _follows(doc, m, role)] or _whose_meeting(doc, mentions, role)


def _whose_meeting(doc: Doc, mentions: SentenceMentions, role: Mention) -> list[Mention]:
    """The body whose meeting a group holds: the OIC in "the OIC meeting of foreign ministers"."""
    preposition = doc[role.head].head
    noun = preposition.head
    if doc[role.head].dep_ != "pobj" or preposition.lower_ != "of" or noun.lemma_.lower() not in nouns().meeting:
        return []
    return [m for m in mentions if m.end == noun.i and m.kind == "organisation" and m.hit is not None]


def act_for_themselves(doc: Doc, role: Mention, members: list[Mention]) -> bool:
    """ "Norwegian rebels", "the Syrian opposition", "rebels from Darfur" do not act for the country, and "Middle East
    leaders" not for the region; "Hamas fighters" are Hamas."""
    if all(m.hit is None and m.kind == "place" and doc[m.head].ent_type_ == "LOC" for m in members):
        return True
    words = {t.lemma_.lower() for t in doc[max(role.start, role.head - 1) : role.head + 1]}
    return not words.isdisjoint(nouns().against) and all(m.kind in {"people", "place", "seat"} for m in members)


def _follows(doc: Doc, name: Mention, role: Mention) -> bool:
    """ "A diplomat from Norway", "envoys representing Norway", "government officials in Norway", however parsed."""
    if not name.is_name or name.kind in {"person", "people"} or not role.head + 2 <= name.start <= role.head + 3:
        return False
    if name.start == role.head + 3 and doc[role.head + 2].lower_ != "the":
        return False
    link = doc[role.head + 1].lower_
    if link == "in" and name.hit is not None and name.hit.alias.actor.kind == "state" and name.kind == "place":
        return any(t.lemma_.lower() in _IN_OFFICE for t in doc[role.start : role.head + 1])
    return link in {"from", "representing"}


def _modifies(token: Token, head: int) -> bool:
    while token.i != head:
        if token.dep_ not in _MODIFIERS | {"conj"} or token.head.i == token.i:
            return False
        token = token.head
    return True


def _member(token: Token, head: int) -> bool:
    while token.dep_ in {"conj", "appos"}:
        token = token.head
    if token.dep_ in _MODIFIERS and token.head.lemma_.lower() in _MEMBERS and token.head.i > token.i:
        token = token.head  # "leaders of the Group of Seven countries"
    preposition = token.head
    if token.dep_ not in {"pobj", "dobj"} or preposition.lower_ not in _MEMBER_PREPOSITIONS:
        return False
    noun = preposition.head
    if (
        noun.i != head and noun.lemma_.lower() in _STANDS_FOR_ITS_COUNTRY
    ):  # "the delegation of the government of Norway"
        return _member(noun, head)
    return noun.i == head


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
    definite = any(c.lower_ == "the" or c.dep_ == "poss" for c in doc[role.head].children)
    others = {"former", "ex", "late", "other", "another", "next"} | (set() if definite else {"new"})
    former = any(c.lower_ in others for c in doc[role.head].children)
    return former or (
        determiner is not None and determiner.lower_ in {"a", "an", "another", "any", "some", "no", "every"}
    )


def stands_for_its_country(doc: Doc, role: Mention) -> bool:
    """ "A diplomat from Norway", "a Hamas representative": somebody unnamed, through whom the country or body acts."""
    head = doc[role.head]
    return head.lemma_.lower() in _SOMEBODY and any(c.lower_ in {"a", "an"} for c in head.children if c.dep_ == "det")
