"""From the phrase at a slot to the actor it names, within one article."""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from processors.actors.mentions import Mention, SentenceMentions, find_mentions
from processors.actors.names import NameTable, fold_name
from processors.candidate import Slot
from processors.story import AliasHit, Story
from schemas.event import Actor
from schemas.vocabulary import ActorKind, ResolvedBy

_KINDS: dict[str, ActorKind] = {"person": "person", "office": "person", "organisation": "org"}
_NAME_PATH = frozenset({"compound", "appos", "nmod", "flat", "conj_name"})


class ActorResolver:
    """Resolves the slots of one story. Keeps only offsets and token numbers, so that it may outlive no Doc."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._names = NameTable(story)
        self._mentions: dict[int, SentenceMentions] = {}
        self._why: dict[tuple[int, int], str] = {}
        self._hits: dict[str, AliasHit] = {}
        for hit in story.hits:
            if hit.supported:
                self._hits.setdefault(fold_name(story.part_text(hit.part)[hit.start : hit.end]), hit)

    def mentions(self, index: int) -> SentenceMentions:
        """The mentions of a parsed sentence, found once."""
        if index not in self._mentions:
            self._mentions[index] = find_mentions(self._story, index)
        return self._mentions[index]

    def resolve(self, index: int, slot: Slot) -> Actor | None:
        """The actor at the slot: `text` and offsets at the mention, `name` the most complete one in the article."""
        return next(iter(self.resolve_all(index, slot)), None)

    def resolve_all(self, index: int, slot: Slot) -> list[Actor]:
        """As `resolve`, but a phrase that stands for several ("the two leaders") gives each of them."""
        mention = self._mention_of(index, slot)
        if mention is None:
            self._why[index, slot.head] = "no actor in the phrase"
            return []
        return self._resolve_mention(index, mention)

    def why(self, index: int, slot: Slot) -> str:
        """How the slot was resolved, in words for `wirewatch explain`."""
        return self._why.get((index, slot.head), "not asked")

    def _mention_of(self, index: int, slot: Slot) -> Mention | None:
        doc, mentions = self._story.docs[index], self.mentions(index)
        head = mentions.headed_by(slot.head)
        if head is not None and head.is_name and head.kind != "people":
            return head
        inside = [
            m for m in mentions.within(slot.start, slot.end) if m.kind == "person" and _named_by(doc, slot.head, m)
        ]
        if inside:
            return inside[0]
        if head is not None:
            return head
        return mentions.at(slot.head)

    def _resolve_mention(self, index: int, mention: Mention) -> list[Actor]:
        if mention.kind == "pronoun":
            return []
        name = self._text(index, mention)
        resolved_by: ResolvedBy = "alias" if mention.hit else "ner"
        if mention.kind == "person":
            full = self._names.fullest(name)
            if full is not None:
                return [self._actor(index, mention, full.text, "surname")]
        elif mention.kind == "organisation":
            name = self._names.spelled_out(name) or name
        elif mention.kind == "group":
            country = self._country_in(index, mention)
            name, resolved_by = (country or name), "role"
        elif mention.kind == "office":
            resolved_by = "role"
        return [self._actor(index, mention, mention.stands_for or name, resolved_by)]

    def _country_in(self, index: int, mention: Mention) -> str | None:
        """The country of a group as printed: "Russian" in "Russian officials"."""
        for other in self.mentions(index).within(mention.start, mention.end):
            if other.kind in {"people", "place"} and other.nested:
                return self._text(index, other)
        return None

    def _actor(self, index: int, mention: Mention, name: str, resolved_by: ResolvedBy) -> Actor:
        start, end = self._story.offsets(index, self._story.docs[index][mention.start : mention.end])
        hit = self._hits.get(fold_name(name)) or mention.hit
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

    def _text(self, index: int, mention: Mention) -> str:
        return self._story.docs[index][mention.start : mention.end].text


def _named_by(doc: Doc, head: int, mention: Mention) -> bool:
    """True if the person's name belongs to the phrase's own head: in apposition or as its right-hand part."""

    def path(token: Token, allowed: Callable[[Token], bool]) -> bool:
        while token.i != head:
            if not allowed(token) or token.head.i == token.i:
                return False
            token = token.head
        return True

    return path(doc[mention.head], lambda t: t.dep_ in _NAME_PATH)
