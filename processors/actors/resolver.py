"""From the phrase at a slot to the actor it names, within one article."""

from functools import cached_property

import msgspec

from processors.actors.coreference import Coreference
from processors.actors.described_bodies import is_description, members_of_description
from processors.actors.identities import Identities
from processors.actors.lexicon import nouns
from processors.actors.mention import Mention, SentenceMentions
from processors.actors.mentions import find_mentions
from processors.actors.names import NameTable
from processors.actors.pairs import Antecedent
from processors.actors.phrases import (
    act_for_themselves,
    country_of,
    indefinite,
    members_of,
    name_in_phrase,
    office_title,
    stands_for_its_country,
)
from processors.actors.roles import RoleTable
from processors.actors.speech import Quotations
from processors.candidate import Slot
from processors.cities import country_of_city
from processors.story import AliasHit, Story
from schemas.event import Actor
from schemas.vocabulary import ActorKind, ResolvedBy

_NAMES = frozenset({"name", "alias"})
_TWO = frozenset({"two", "both"})
_DEMONYMS = frozenset({"demonym"})
_COUNTED = frozenset({"state", "country", "nation", "member", "government", "power", "republic"})
_KINDS: dict[str, ActorKind] = {"person": "person", "office": "person", "organisation": "org"}


class ActorResolver:
    """Resolves the slots of one story. Keeps only offsets and token numbers, so that it may outlive no Doc."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._mentions: dict[int, SentenceMentions] = {}
        self._coreference = Coreference(story, self.mentions)
        self._resolved: dict[tuple[int, Slot], list[Actor]] = {}
        self._why: dict[tuple[int, int], str] = {}

    @property
    def quotations(self) -> Quotations:
        """What the story quotes."""
        return self._coreference.quotations

    @cached_property
    def _names(self) -> NameTable:
        return NameTable(self._story)

    @cached_property
    def _roles(self) -> RoleTable:
        return RoleTable(self._story, self._names)

    @cached_property
    def _identities(self) -> Identities:
        return Identities(self._story)

    def mentions(self, index: int) -> SentenceMentions:
        """The mentions of a parsed sentence, found once."""
        if index not in self._mentions:
            self._mentions[index] = find_mentions(self._story, index, self._names)
        return self._mentions[index]

    def resolve(self, index: int, slot: Slot) -> Actor | None:
        """The actor at the slot: `text` and offsets at the mention, `name` the most complete one in the article."""
        return next(iter(self.resolve_all(index, slot)), None)

    def resolve_all(self, index: int, slot: Slot) -> list[Actor]:
        """As `resolve`, but a phrase that stands for several ("the two leaders", "Israeli and Egyptian officials")
        gives each of them. Empty when the phrase names no actor."""
        if (index, slot) not in self._resolved:
            self._resolved[index, slot] = self._resolve_slot(index, slot)
        return self._resolved[index, slot]

    def _resolve_slot(self, index: int, slot: Slot) -> list[Actor]:
        mention = self._mention_of(index, slot)
        if mention is None:
            self._why[index, slot.head] = "no actor in the phrase"
            return []
        found = self._resolve_mention(index, mention)
        told = ", ".join(f"{actor.name} ({actor.resolved_by})" for actor in found)
        self._why[index, slot.head] = f"{self._text(index, mention)!r} -> {told or 'nobody in this article'}"
        return found

    def affiliation(self, actor: Actor) -> str | None:
        """The watchlist id of the country whose office the article gives a person ("U.S. negotiator Ada Roy")."""
        return self._roles.country_of(actor.name) if actor.kind == "person" else None

    def office(self, actor: Actor) -> str | None:
        """The office with which the article names a person ("prime minister")."""
        return self._roles.title_of(actor.name) if actor.kind == "person" else None

    def country(self, index: int, token_at: int) -> Antecedent | None:
        """The country that "the country" at a token means."""
        return self._coreference.country(index, token_at)

    def phrase(self, index: int, slot: Slot) -> Actor | None:
        """The phrase at the slot as one source or side, without splitting it into its members."""
        mention = self._mention_of(index, slot)
        return self._actor(index, mention, self._text(index, mention), "role") if mention is not None else None

    def why(self, index: int, slot: Slot) -> str:
        """How the slot was resolved, in words for `wirewatch explain`."""
        return self._why.get((index, slot.head), "not asked")

    def _mention_of(self, index: int, slot: Slot) -> Mention | None:
        doc, mentions = self._story.docs[index], self.mentions(index)
        head = mentions.headed_by(slot.head)
        if head is not None and head.is_name and head.kind != "people":
            return head
        if head is not None and head.kind in {"office", "group"} and doc[slot.head].dep_ == "appos":
            named = mentions.headed_by(doc[slot.head].head.i)  # "X, leader of the opposition"
            if named is not None and named.kind == "person":
                return named
        found = name_in_phrase(doc, mentions, slot) or head or mentions.at(slot.head)
        if found is None:  # "Prime Minister-elect of Iceland, X": no word of the list is the head
            people = [m for m in mentions.within(slot.start, slot.end) if m.kind == "person"]
            last = people[-1] if people and people[-1].end == slot.end and people[-1].start > slot.head else None
            found = next((m for m in people if doc[m.head].dep_ == "appos"), last)
        return found

    def _resolve_mention(self, index: int, mention: Mention) -> list[Actor]:
        name = self._text(index, mention)
        if mention.kind == "pronoun":
            return self._from_antecedents(index, mention)
        if mention.kind == "person":
            return [self._person(index, mention)]
        if mention.kind == "organisation":
            return [
                self._actor(
                    index,
                    mention,
                    self._names.spelled_out(name) or self._longest(mention) or name,
                    "alias" if mention.hit else "ner",
                )
            ]
        if mention.kind == "group":
            return self._group(index, mention)
        if mention.kind == "office":
            head = self._story.docs[index][mention.head]
            whole = Slot(mention.head, mention.start, max(mention.end, head.right_edge.i + 1), "participant")
            named = name_in_phrase(self._story.docs[index], self.mentions(index), whole)
            return self._resolve_mention(index, named) if named is not None else [self._office(index, mention)]
        return [
            self._actor(
                index, mention, mention.stands_for or self._longest(mention) or name, "alias" if mention.hit else "ner"
            )
        ]

    def _longest(self, mention: Mention) -> str | None:
        """The longest name by which the article calls a listed body or country ("United States" for "U.S."); for a
        capital, its country's name or, where the article prints none, its demonym."""
        if mention.hit is None or mention.kind == "people":
            return None
        if mention.kind == "seat":
            if not self._is_capital(mention.hit):
                return None
            return self._form(mention.hit, _NAMES) or self._form(mention.hit, _DEMONYMS)
        return self._form(mention.hit, _NAMES)

    def _is_capital(self, hit: AliasHit) -> bool:
        """True for a city, and not for a palace or a street."""
        printed = self._story.part_text(hit.part)[hit.start : hit.end]
        return hit.alias.actor.country is not None and country_of_city(printed) == hit.alias.actor.country

    def _form(self, hit: AliasHit, sources: frozenset[str]) -> str | None:
        """The longest form of these sources by which the article calls the actor of a hit, a name ("ECOWAS") before a
        description ("the West African bloc")."""
        forms = self._story.printed_forms(hit.alias.actor.id, sources)
        return max(forms, key=lambda form: (form.rsplit(" ", 1)[-1][:1].isupper(), len(form)), default=None)

    def _person(self, index: int, mention: Mention) -> Actor:
        name = self._text(index, mention)
        full = self._names.fullest(name)
        if full is not None:
            return self._actor(index, mention, full.text, "surname")
        return self._actor(index, mention, name, "alias" if mention.hit else "ner")

    def _from_antecedents(self, index: int, mention: Mention) -> list[Actor]:
        """The actors a pronoun stands for, at the pronoun's own place."""
        token = self._story.docs[index][mention.head]
        resolved_by: ResolvedBy = "quote" if token.lower_ in {"i", "me", "my", "we", "us", "our"} else "pronoun"
        found: list[Actor] = []
        for antecedent in self._coreference.antecedents(index, mention.head):
            for actor in self._resolve_mention(antecedent.sentence, antecedent.mention):
                found.append(self._at(index, mention, actor, resolved_by))
        return found

    def _group(self, index: int, mention: Mention) -> list[Actor]:
        doc = self._story.docs[index]
        pair = _is_pair(self._text(index, mention), doc[mention.start - 1].lower_ if mention.start else "")
        if pair and (two := self._coreference.pair(index, mention.head)):
            actors = [actor for a in two for actor in self._resolve_mention(a.sentence, a.mention)]
            return [self._at(index, mention, actor, "pronoun") for actor in actors]
        if doc[mention.head].lower_ in nouns().own_country and len(doc[mention.start : mention.end]) == 1:
            if (owners := self._owners_country(index, mention)) is not None:
                return owners
            if (country := self._coreference.country(index, mention.head)) is None:
                return []
            return [
                self._at(index, mention, a, "role") for a in self._resolve_mention(country.sentence, country.mention)
            ]
        if is_description(doc, mention) and (body := self._coreference.body(index, mention.head)) is not None:
            return [self._at(index, mention, a, "role") for a in self._resolve_mention(body.sentence, body.mention)]
        if doc[mention.head].lemma_ in _COUNTED and any(c.dep_ == "nummod" for c in doc[mention.head].children):
            return [self._actor(index, mention, self._text(index, mention), "role")]  # "five EU member states"
        members = members_of(doc, self.mentions(index), mention)
        if members and act_for_themselves(doc, mention, members):
            return [self._actor(index, mention, self._text(index, mention), "role")]
        if not members and (two := self._two_behind(index, mention)):
            actors = [actor for a in two for actor in self._resolve_mention(a.sentence, a.mention)]
            return [self._at(index, mention, actor, "pronoun") for actor in actors]
        if len(members) > 1:
            return [actor for member in members for actor in self._member(index, mention, member)]
        if members:
            return [self._at(index, mention, self._resolve_mention(index, members[0])[0], "role")]
        inner = members_of_description(doc, self.mentions(index), mention)
        if inner is not None and (body := self._coreference.body(index, inner.head)) is not None:
            return [self._at(index, mention, self._resolve_mention(body.sentence, body.mention)[0], "role")]
        return [self._actor(index, mention, self._text(index, mention), "role")]

    def _owners_country(self, index: int, mention: Mention) -> list[Actor] | None:
        """The country of "her country", where the article tells whose official she is."""
        owner = next((c for c in self._story.docs[index][mention.head].children if c.tag_ == "PRP$"), None)
        pronoun = self.mentions(index).headed_by(owner.i) if owner is not None else None
        for person in self._from_antecedents(index, pronoun) if pronoun is not None else []:
            country = self.affiliation(person)
            hit = next((h for h in self._story.hits if h.supported and h.alias.actor.id == country), None)
            if hit is not None:
                name = self._form(hit, _NAMES | _DEMONYMS) or self._story.part_text(hit.part)[hit.start : hit.end]
                found = self._actor(index, mention, name, "role")
                return [msgspec.structs.replace(found, id=country, watched=True, kind=hit.alias.actor.kind)]
        return None

    def _two_behind(self, index: int, group: Mention) -> list[Antecedent]:
        """The two countries of "the leaders of the two countries"."""
        doc = self._story.docs[index]
        counted = (t for t in doc[group.head + 1 : group.end] if any(c.lower_ in _TWO for c in t.children))
        return next((self._coreference.pair(index, token.i) for token in counted), [])

    def _member(self, index: int, group: Mention, member: Mention) -> list[Actor]:
        """A member of a group; the last before its noun is printed with it ("Israeli and Palestinian leaders")."""
        found = self._resolve_mention(index, member)
        if member.end == group.head:
            phrase = Mention(member.start, group.head + 1, group.head, "group")
            return [self._at(index, phrase, actor, "role") for actor in found]
        return found

    def _office(self, index: int, mention: Mention) -> Actor:
        doc = self._story.docs[index]
        country = country_of(doc, self.mentions(index), mention)
        country_id = country.hit.alias.actor.id if country is not None and country.hit is not None else None
        title = office_title(doc, mention)
        if country is not None and stands_for_its_country(doc, mention):
            return self._at(index, mention, self._resolve_mention(index, country)[0], "role")
        if title == "counterpart":
            return self._counterpart(index, mention, country)
        if not indefinite(doc, mention) and (country is None or country_id is not None):
            start, _ = self._story.offsets(index, doc[mention.head])
            holder = self._roles.holder(title, country_id, start, self._story.sentences[index].part)
            if holder is not None:
                return self._actor(index, mention, holder.name, "role")
        return self._actor(index, mention, self._text(index, mention), "role")

    def _counterpart(self, index: int, mention: Mention, country: Mention | None) -> Actor:
        """ "His Russian counterpart": the holder of the same office there if he is named, else the country."""
        if country is None:
            return self._actor(index, mention, self._text(index, mention), "role")
        owner = next((c for c in self._story.docs[index][mention.head].children if c.dep_ == "poss"), None)
        if owner is not None and country.hit is not None:
            owned = self._mention_of(index, Slot(owner.i, owner.i, owner.i + 1, "participant"))
            for actor in self._resolve_mention(index, owned) if owned is not None else []:
                title = self._roles.title_of(actor.name)
                holder = title and self._roles.holder(title, country.hit.alias.actor.id, actor.start, actor.part)
                if holder and holder.name != actor.name:
                    return self._actor(index, mention, holder.name, "role")
        return self._at(index, mention, self._resolve_mention(index, country)[0], "role")

    def _actor(self, index: int, mention: Mention, name: str, resolved_by: ResolvedBy) -> Actor:
        doc = self._story.docs[index]
        start, end = self._story.offsets(index, doc[mention.start : mention.end])
        hit = self._identities.of(name) or (mention.hit if mention.kind not in {"office", "person"} else None)
        kind = hit.alias.actor.kind if hit else _KINDS.get(mention.kind)
        sentence = self._story.sentences[index]
        return Actor(
            name=name,
            text=self._story.part_text(sentence.part)[start:end],
            start=start,
            end=end,
            part=sentence.part,
            id=hit.alias.actor.id if hit else None,
            watched=hit is not None,
            resolved_by=resolved_by,
            kind=kind,
        )

    def _at(self, index: int, mention: Mention, actor: Actor, resolved_by: ResolvedBy) -> Actor:
        """The same actor, printed at this mention."""
        doc = self._story.docs[index]
        start, end = self._story.offsets(index, doc[mention.start : mention.end])
        part = self._story.sentences[index].part
        return Actor(
            name=actor.name,
            text=self._story.part_text(part)[start:end],
            start=start,
            end=end,
            part=part,
            id=actor.id,
            watched=actor.watched,
            resolved_by=resolved_by,
            kind=actor.kind,
        )

    def _text(self, index: int, mention: Mention) -> str:
        return self._story.docs[index][mention.start : mention.end].text


def _is_pair(phrase: str, word_before: str) -> bool:
    words = [word_before, *phrase.lower().split()]
    if words[-2:] == ["the", "parties"]:
        return True
    return "two" in words[:3] or "both" in words[:2] or (words[-1] in nouns().pair_of_bodies and "sides" in words)
