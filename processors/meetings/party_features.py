"""What the scorer looks at in a party: its best mention beside the trigger, its other mentions, its rivals.

Like all features, short strings of labels, kinds and rule words; none holds a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processors.actors.speech import is_reporting
from processors.candidate import SlotRole
from processors.meetings.features import actor_features, word_of
from processors.meetings.grammar import is_passive, is_verb
from processors.meetings.lists import including_behind
from processors.meetings.parties import Party, SentenceReading
from processors.meetings.party_countries import country_features
from processors.meetings.party_lists import list_features
from processors.meetings.party_places import place_features
from processors.meetings.rival_drafts import claim_features
from processors.meetings.slots import Draft, SlotFinder
from processors.meetings.titled_names import Chunk
from processors.meetings.word_classes import class_of
from processors.tokens import Doc, Span, Token

_LINKS = frozenset(
    {"and", "or", "with", "of", "from", "for", "to", "between", "over", "against", "in", "by", "at", "as"}
)
_SPEAKERS = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "official", "officials", "adviser", "agency", "ministry", "court"}
)
_TITLED = ("person", "office", "group")


@dataclass(frozen=True, slots=True)
class Cast:
    """All parties of a draft's sentence, and which of them the rules proposed."""

    draft: Draft
    parties: Sequence[Party]
    doc: Doc
    slots: SlotFinder
    roles: Mapping[int, SlotRole]

    def proposed(self, party: Party) -> bool:
        return any(chunk.mention.head in self.roles for chunk in party.places)

    def count(self, *, without: Party) -> int:
        return sum(self.proposed(party) for party in self.parties if party is not without)

    def role(self, party: Party) -> str:
        return self.roles.get(party.first.mention.head, "out")


def party_features(
    draft: Draft, parties: Sequence[Party], reading: SentenceReading, roles: Mapping[int, SlotRole]
) -> list[list[str]]:
    """The features of each party, in order."""
    doc, slots, others = reading.doc, reading.slots, reading.others(draft)
    cast = Cast(draft, parties, doc, slots, roles)
    countries = {party.key: reading.countries(party) for party in parties}
    proposed = [party for party in parties if cast.proposed(party)]
    return [
        [
            *actor_features(draft, party.first, doc, slots, roles),
            *list_features(party, reading.lists, roles),
            *claim_features(party, draft, others, cast.role(party)),
            *_standing(party, cast),
            *_government(party, cast),
            *_nesting(party, cast),
            *_rivals(party, cast),
            *_phrase_words(party, cast),
            *_joined(party, cast),
            *_name_shape(party, cast),
            *_general_words(party, cast),
            *country_features(party, proposed, countries, draft, cast.role(party)),
            *place_features(party, parties, draft, slots, cast.role(party)),
        ]
        for party in parties
    ]


def _standing(party: Party, cast: Cast) -> list[str]:
    """How it was proposed and resolved, and how many others there are."""
    draft, kind, chosen = cast.draft, party.kind, cast.role(party)
    others = min(cast.count(without=party), 2)
    kindred = [p for p in cast.parties if p.kind == kind]
    pronouns = [chunk.mention.kind == "pronoun" for chunk in party.places]
    conjuncts = {t.i for t in cast.doc[party.first.mention.head].conjuncts}
    near = [p for p in cast.parties if p is not party and any(c.mention.head in conjuncts for c in p.places)]
    joined_in, joined_out = any(map(cast.proposed, near)), any(not cast.proposed(p) for p in near)
    return [
        f"k={kind}+role={chosen}",
        f"k={kind}+format={draft.format}+role={chosen}",
        f"k={kind}+others={others}+role={chosen}",
        f"others={others}+role={chosen}+partner={draft.partner}",
        f"others={others}+role={chosen}+format={draft.format}",
        f"shared={party.shared}+role={chosen}",
        f"mentions={min(len(party.places), 3)}+role={chosen}",
        f"pron={any(pronouns)}+only={all(pronouns)}",
        f"by={party.actor.resolved_by}+role={chosen}",
        f"parties={min(len(cast.parties), 5)}+role={chosen}",
        f"rank={min(kindred.index(party), 3)}of{min(len(kindred), 4)}+k={kind}+role={chosen}",
        f"first={party is cast.parties[0]}+role={chosen}",
        f"conj-in={joined_in}+conj-out={joined_out}+role={chosen}",
    ]


def _government(party: Party, cast: Cast) -> list[str]:
    found = []
    for way in _ways(cast.doc[party.first.mention.head], cast.draft.head):
        found += [
            f"gov={way}",
            f"gov={way}+k={party.kind}",
            f"gov={way}+role={cast.role(party)}",
            f"gov={way}+format={cast.draft.format}",
        ]
    return found


def _ways(actor: Token, trigger: Token) -> list[str]:
    """How the actor hangs on the lowest word over both actor and trigger, and how the trigger does."""
    above = {t.i for t in [trigger, *trigger.ancestors]}
    common = next((t for t in [actor, *actor.ancestors] if t.i in above), None)
    if common is None:
        return ["apart"]
    up, down = _arm(actor, common), _arm(trigger, common)
    word = "TRIGGER" if common.i == trigger.i else word_of(common)
    kind = "say" if is_reporting(common) else common.pos_
    passive = "p" if is_verb(common) and is_passive(common) else ""
    negative = "n" if any(child.dep_ == "neg" for child in common.children) else ""
    return [
        f"{up}<{word}{passive}>{down}",
        f"{up}<{kind}{passive}>{down}",
        f"{up}<{word}{passive}{negative}",
        f"{up}<{'TRIGGER' if common.i == trigger.i else class_of(common)}{passive}>{down}",
        f"{up}<>{down}",
    ]


def _arm(token: Token, top: Token) -> str:
    steps: list[str] = []
    while token.i != top.i:
        if token.dep_ in ("prep", "agent"):
            steps.append(token.lower_)
        elif token.dep_ != "pobj":
            steps.append(token.dep_)
        token = token.head
    steps.reverse()
    if len(steps) > 3:
        steps = [*steps[:2], "+", steps[-1]]
    return ".".join(steps) or "="


def _nesting(party: Party, cast: Cast) -> list[str]:
    """Where it only stands in the phrase of another ("Avarian" in "Avarian President Ana Roy")."""
    mention = party.first.mention
    owner = cast.slots.chunks.at(mention.head)
    if owner is None or owner.mention.head == mention.head:
        if not mention.nested:
            return ["nested=no"]
        governor = cast.doc[mention.head].head
        return [f"modifies={word_of(governor)}", f"modifies-trigger={governor.i == cast.draft.head.i}", "modifies"]
    who = next((p for p in cast.parties if any(c.mention.head == owner.mention.head for c in p.places)), None)
    owner_in = who is not None and cast.proposed(who)
    kind = owner.mention.kind
    others = sum(cast.proposed(p) for p in cast.parties if p is not who)
    found = [
        f"nested={kind}+in={owner_in}",
        f"nested={kind}+in={owner_in}+format={cast.draft.format}",
        f"nested={kind}+in={owner_in}+others={min(2, others)}",
        f"nested-same={who is party}",
        *(f"nested-gov={way}" for way in _ways(cast.doc[owner.mention.head], cast.draft.head)),
    ]
    if any(p.kind == "state" and p is not party and cast.proposed(p) for p in cast.parties):
        found.append(f"nested={kind}+other-state-in")
    return found


def _rivals(party: Party, cast: Cast) -> list[str]:
    """A person and the country of his title; persons against states."""
    found: list[str] = []
    states = [p for p in cast.parties if p.kind == "state" and p is not party]
    direct = party.first.mention.head in cast.roles
    if party.first.mention.kind in _TITLED:
        nested = [p for p in cast.parties if p is not party and any(_within(c, party.first) for c in p.places)]
        apart = [p for p in nested if any(not _within(c, party.first) for c in p.places)]
        proposed = any(map(cast.proposed, apart))
        found.append(f"has-country={bool(nested)}+elsewhere={bool(apart)}+in={proposed}")
    states_in = sum(map(cast.proposed, states))
    if party.kind == "state":
        leaders = [
            p
            for p in cast.parties
            if p is not party
            and p.first.mention.kind in _TITLED
            and any(_within(chunk, p.first) for chunk in party.places)
        ]
        leader_in = any(map(cast.proposed, leaders))
        persons = sum(cast.proposed(p) for p in cast.parties if p.kind == "person")
        found += [
            f"has-leader={bool(leaders)}+in={leader_in}+role={direct}",
            f"has-leader={bool(leaders)}+in={leader_in}+format={cast.draft.format}",
            f"states-in={states_in}+role={direct}",
            f"persons-in={min(2, persons)}+role={direct}+format={cast.draft.format}",
        ]
    if party.kind == "person":
        found.append(f"states-in={min(2, states_in)}+role={direct}+format={cast.draft.format}")
    return found


def _within(chunk: Chunk, other: Chunk) -> bool:
    return other.start <= chunk.mention.head < other.end


def _phrase_words(party: Party, cast: Cast) -> list[str]:
    chunk, chosen = party.first, cast.role(party)
    words = {t.lower_ for t in cast.doc[chunk.start : chunk.end] if t.pos_ in ("NOUN", "PROPN") and not t.ent_type_}
    found = [f"title={word}" for word in sorted(words) if word.isalpha()]
    found += [f"title={word}+role={chosen}" for word in sorted(words & _SPEAKERS)]
    if chunk.mention.kind in ("office", "group"):
        found.append(f"noun={cast.doc[chunk.mention.head].lemma_.lower()}+role={chosen}")
    return found


def _joined(party: Party, cast: Cast) -> list[str]:
    """How the words between join the party to the one before and the one after, and whether that one was proposed."""
    chunk, chosen = party.first, cast.role(party)
    others = [(c, p) for p in cast.parties for c in p.places if p is not party]
    before = [pair for pair in others if pair[0].end <= chunk.start]
    after = [pair for pair in others if pair[0].start >= chunk.end]
    found: list[str] = []
    if before:
        last, who = max(before, key=lambda pair: (pair[0].end, pair[0].start))
        links = _links(cast.doc[last.end : chunk.start])
        proposed = cast.proposed(who)
        found.append(f"join={links}+in={proposed}+role={chosen}")
        found.append(f"join={links}+in={proposed}+pair={last.mention.kind}:{chunk.mention.kind}")
    if after:
        following, who = min(after, key=lambda pair: (pair[0].start, -pair[0].end))
        links = _links(cast.doc[chunk.end : following.start])
        found.append(f"next-join={links}+in={cast.proposed(who)}+role={chosen}")
    return found


def _name_shape(party: Party, cast: Cast) -> list[str]:
    """How much of a name it is: one word that no list knows may be anything."""
    chunk = party.first
    mention = chunk.mention
    words = min(mention.end - mention.start, 3)
    label = cast.doc[mention.head].ent_type_ or cast.doc[mention.head].tag_
    listed = mention.hit is not None
    return [
        f"shape={mention.kind}+words={words}+listed={listed}",
        f"shape={mention.kind}+words={words}+listed={listed}+role={cast.role(party)}",
        f"label={label}+k={mention.kind}+listed={listed}",
    ]


def _general_words(party: Party, cast: Cast) -> list[str]:
    """Whether a general phrase ("world leaders", "the parties") stands beside those whom it sums up."""
    mention = party.first.mention
    if mention.kind not in ("group", "office"):
        return []
    named = [p for p in cast.parties if p is not party and p.first.mention.kind not in ("group", "pronoun")]
    bodies = any(p.kind == "igo" and cast.proposed(p) for p in named)
    chosen = cast.role(party)
    behind = sum(0 <= c.start - party.first.end <= 8 and cast.proposed(p) for p in named for c in p.places)
    text = cast.doc[party.first.end : party.first.end + 1].text.lower()
    including = including_behind(party.first, cast.doc) is not None
    proposed = sum(map(cast.proposed, named))
    return [
        f"general+body={bodies}+format={cast.draft.format}",
        f"general+named={min(3, proposed)}+role={chosen}",
        f"general+including={including}+named={min(2, proposed)}",
        f"general+behind={min(2, behind)}+next={text if text in (',', 'including', '-', '–', '(') else 'word'}",
    ]


def _links(between: Span) -> str:
    """The links among some words, in order; "far" where a verb or much else stands between."""
    if len(between) > 9 or any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in between):
        return "far"
    links = [t.lower_ for t in between if t.lower_ in _LINKS or t.is_punct or t.tag_ == "POS"]
    return " ".join(links) or "="
